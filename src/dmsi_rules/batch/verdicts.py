"""
What a rule says of whole rows: over the places of a request, over the readings of the text, and over time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache

from dmsi_rules.batch._arrays import number_of
from dmsi_rules.batch.block import Block
from dmsi_rules.batch.columns import DATE
from dmsi_rules.batch.masks import Mask, any_of, packed
from dmsi_rules.batch.rules import Check, Place, Places, in_span
from dmsi_rules.case.readings import OPEN, others_only_ease
from dmsi_rules.convention.terms import Terms
from dmsi_rules.rulebook import Rule
from dmsi_rules.values.record import record


@record(eq=False)
class Verdicts:
    """
    The rows in which a rule has a finding of each verdict.
    """

    violated: Mask
    unknown: Mask
    ambiguous: Mask

    def __iter__(self) -> Iterator[Mask]:
        return iter((self.violated, self.unknown, self.ambiguous))

    def __or__(self, other: Verdicts) -> Verdicts:
        """
        Return the rows that either has.
        """
        return Verdicts(self.violated | other.violated, self.unknown | other.unknown, self.ambiguous | other.ambiguous)


@lru_cache(maxsize=1024)
def others_of(rule: Rule, terms: Terms) -> tuple[tuple[str, Terms], ...]:
    """
    Return *terms* under each other reading, as `NAME=VALUE`, that can break what *rule* finds met.

    Nothing is open here: no switch can move that.
    """
    named = rule.breakable if others_only_ease(terms) else rule.readings
    tried = [switch for switch in named if switch != OPEN and terms.readings.is_open(switch)]
    return tuple(other for switch in tried for other in terms.others(switch))


@lru_cache(maxsize=1024)
def running(rule: Rule, terms: Terms) -> tuple[Terms, ...]:
    """
    Return *terms* in each span of time in which *rule* runs.
    """
    return tuple(each for each in terms.all_spans if rule.runs_in(each.text))


@record(eq=False)
class Judged:
    """
    The places of a rule before the text of one span of time, in some rows.

    Attributes:
        others: the same places under each other reading that can break what is met.
    """

    block: Block
    places: Places
    others: tuple[Places, ...]

    def ambiguous(self, key: Hashable) -> Mask:
        """
        Return the rows in which the place *key* is met, and violated under another reading.
        """
        broken = [each[key].violated for each in self.others if key in each]
        return met(self.places[key]) & any_of(broken, self.block.none) if broken else self.block.none


def met(place: Place) -> Mask:
    """
    Return the rows in which *place* is judged and met.
    """
    found = place.there & ~place.violated
    return found if place.unknown is None else found & ~place.unknown


def judged(rule: Rule, check: Check, block: Block, terms: Terms) -> Judged:
    """
    Ask *check*, which judges rows by *rule*, before *terms* and under the other readings of them.
    """
    return Judged(block, check(block, terms), tuple(check(block, other) for _, other in others_of(rule, terms)))


def on_given_day(rule: Rule, check: Check, block: Block, terms: Terms) -> Verdicts:
    """
    Judge rows by *rule* before the text in force on the given day, which *terms* are.
    """
    spans = running(rule, terms)
    if terms.is_unknown(block.as_of):  # no text of that day is at hand
        there = [place.there for each in spans for place in check(block, each).values()]
        return Verdicts(block.none, block.none if rule.force == "note" else any_of(there, block.none), block.none)
    return whole(judged(rule, check, block, terms)) if any(each.span == terms.span for each in spans) else nothing(block)


def nothing(block: Block) -> Verdicts:
    """
    Return what a rule says that does not run.
    """
    return Verdicts(block.none, block.none, block.none)


def whole(found: Judged) -> Verdicts:
    """
    Return what is said of rows, of what is said of their places.
    """
    places, none = found.places, found.block.none
    return Verdicts(
        any_of((each.violated for each in places.values()), none),
        any_of((each.unknown for each in places.values() if each.unknown is not None), none),
        any_of((found.ambiguous(key) for key in places), none) if found.others else none,
    )


# ---- over time


def on_day_of_request(rule: Rule, check: Check, block: Block, terms: Terms) -> Verdicts:
    """
    Judge rows by *rule*, each before the text in force on the day of its request.

    A request without a day stands before every text up to the given day, as in a check of its dossier.
    """
    if terms.timeline.is_single:
        return on_given_day(rule, check, block, terms)
    found = {each.span: judged(rule, check, block, each) for each in running(rule, terms)}
    before = _before(block, terms)
    result = _undated([each for span, each in reversed(found.items()) if span <= terms.span], block)
    for span, each in found.items():
        inside, said = in_span(span, block, terms) & ~before, whole(each)
        result |= Verdicts(said.violated & inside, said.unknown & inside, said.ambiguous & inside)
    if rule.force != "note":
        there = any_of((place.there for each in found.values() for place in each.places.values()), block.none)
        result |= Verdicts(block.none, there & before, block.none)
    return result


def _before(block: Block, terms: Terms) -> Mask:
    """
    Return the rows whose request is older than every text at hand.
    """
    oldest, date = terms.timeline.unknown_before, block.day(DATE)
    if oldest is None:
        return block.none
    return date.known & packed(date.array < number_of(oldest))


def _undated(texts: Sequence[Judged], block: Block) -> Verdicts:
    """
    Return what *texts*, the newest first, say of the rows without a day: unknown where they do not agree on a place.
    """
    undated, found = ~block.day(DATE).known, nothing(block)
    for key in dict.fromkeys(key for each in texts for key in each.places):
        found |= _agreed(key, [each for each in texts if key in each.places], block)
    return Verdicts(found.violated & undated, found.unknown & undated, found.ambiguous & undated)


def _agreed(key: Hashable, texts: Sequence[Judged], block: Block) -> Verdicts:
    """
    Return what *texts* say together of the place *key*.
    """
    none, places = block.none, [each.places[key] for each in texts]
    all_met = any_of((met(each) for each in places), none)
    wheres = dict.fromkeys(each.where for each in places)
    violated = [any_of((each.violated for each in places if each.where == where), none) for where in wheres]
    unknown = any_of((each.unknown for each in places if each.unknown is not None), none)
    seen = several = ambiguous = told = none
    for each in (all_met, *violated, unknown):
        several, seen = several | (seen & each), seen | each
    for text, place in zip(texts, places, strict=True):
        ambiguous, told = ambiguous | (text.ambiguous(key) & ~told), told | place.there
    return Verdicts(any_of(violated, none) & ~several, unknown | several, ambiguous & all_met & ~several)
