"""
What there is to explain, found by plain words or by a place of the text: articles, rules, readings, natures, committees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.clauses import CommitteeSeats
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.styled import Line, beside
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.compared import compared
from dmsi_rules.text.fill import fill, places, spoken
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.width import cells
from dmsi_rules.values.record import record
from dmsi_rules.values.words import Phrase, Words

KINDS: Mapping[str, str] = {
    "article": N_("Articles and annexes"),
    "rule": N_("Rules"),
    "reading": N_("What the text leaves open"),
    "nature": N_("Who owns, who pays"),
    "matter": N_("Who decides"),
    "committee": N_("Who sits where"),
}
RHYTHMS = (
    (N_("every month"), N_("every {months} months")),
    (N_("then every month"), N_("then every {months} months")),
)
PLACE = re.compile(r"(?:(?P<annexe>annexes?)|art(?:icle)?s?\.?)?\s*(?P<number>[0-9]+(?:\.[0-9]+)*)", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
SHORTEST, STEM = 3, 5
"""
Of a longer word that is looked for, the end may differ by two letters: `résilier`, `résiliation`.
"""


@record
class Topic:
    """
    Something to explain.

    Attributes:
        code: what it is called for `explain`.
        source: where the text has it.
        told: what it is about, in a line.
        said: all that it may be found by.
    """

    kind: str
    code: str
    source: str
    told: str
    said: str = ""


def topics(rules: Sequence[Rule], terms: Terms, translate: Translate) -> Iterator[Topic]:
    """
    Yield all that there is to explain, in the reader's language.
    """
    for each in terms.convention.contents.articles:
        source = places(each.source or "", translate)
        yield Topic("article", source, source, each.words.in_(translate))
    for rule in rules:
        said = [rule.said(getattr(rule, key), translate, terms) for key in ("title", "checks", "why")]
        yield Topic("rule", rule.code, rule.source_in(terms.text), said[0], " ".join((*said, rule.name)))
    for switch in attrs.fields(Readings):
        if switch.metadata:
            asks = translate(switch.metadata["asks"])
            yield Topic("reading", switch.name, terms.source_of_reading(switch.name), asks, switch.name)
    for nature in terms.text.natures.values():
        yield Topic("nature", nature.code, "", nature.words.in_(translate))
    for matter in terms.text.matters.values():
        yield Topic("matter", matter.code, matter.source or "", matter.words.in_(translate))
    for committee in terms.text.committees.values():
        yield Topic("committee", committee.code, committee.source or "", _composed(committee, terms, translate))


def _composed(committee: CommitteeSeats, terms: Terms, translate: Translate) -> str:
    """
    Return what *committee* is called, who sits in it, and how often it meets.
    """
    own = (Phrase(N_("of each member {what}"), {"what": seat}) for seat in _any_of(committee.member_seats, terms))
    seats = (*_any_of(committee.seats, terms), *own)
    facts = {"committee": committee.words, "what": seats}
    parts = [fill(translate(N_("{committee}: {what}") if seats else "{committee}"), facts, translate)]
    for months, (one, more) in zip((committee.every_months, committee.then_every_months), RHYTHMS, strict=True):
        if months:
            parts.append(fill(translate(one if months == 1 else more), {"months": months}, translate))
    return ", ".join(parts)


def _any_of(seats: Iterable[Iterable[str]], terms: Terms) -> tuple[Words, ...]:
    named = [terms.named(seat) for seat in seats]
    return tuple(Words(fr=" / ".join(each.fr for each in roles), en=" / ".join(each.en for each in roles)) for roles in named)


def found_by(asked: str, among: Sequence[Topic]) -> list[Topic]:
    """
    Return those of the topics *among* which stand at the place that *asked* names, or hold all of its words.
    """
    if place := PLACE.fullmatch(asked.strip()):
        is_annexe, number = bool(place["annexe"]), place["number"]
        return [each for each in among if any(_is_within(at, (is_annexe, number)) for at in _cited(each.source))]
    given = compared(asked).split()
    if not all(any(map(str.isalnum, word)) for word in given):
        return []
    # A short word, such as an article, tells nothing apart.
    words = [_stem(word) for word in given if len(word) >= SHORTEST or not word.isalpha()]
    texts = [(each, compared(f"{each.code} {each.told} {each.said}")) for each in among]
    return [each for each, text in texts if words and all(re.search(rf"\b{re.escape(word)}", text) for word in words)]


def _is_within(cited: tuple[bool, str], asked: tuple[bool, str]) -> bool:
    return cited == asked or (cited[0] == asked[0] and cited[1].startswith(f"{asked[1]}."))


def _cited(source: str) -> Iterator[tuple[bool, str]]:
    """
    Yield the articles and annexes that *source* cites, each with whether it is an annexe; no other text's.
    """
    for place in source.split("; "):
        is_annexe: bool | None = None
        for cited in place.split(", "):
            word, _, number = cited.rpartition(" ")
            if word:
                kind = word.casefold()
                is_annexe = kind.startswith("annexe") if kind.startswith(("annexe", "art.")) else None
            if is_annexe is not None and NUMBER.fullmatch(number):
                yield is_annexe, number


def _stem(word: str) -> str:
    return word[: max(STEM, len(word) - 3)] if word.isalpha() else word


def topics_to_dict(found: Sequence[Topic]) -> dict[str, Any]:
    """
    Return the topics *found* as data.
    """
    names = ("kind", "code", "source", "told")
    return {"topics": [{name: getattr(each, name) for name in names} for each in found]}


def topics_text(found: Sequence[Topic], translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield the topics *found* for people, by kind.
    """
    is_coded = reads_codes(translate)
    for rank, (kind, title) in enumerate(
        (kind, title) for kind, title in KINDS.items() if any(each.kind == kind for each in found)
    ):
        if rank:
            yield ()
        yield (("title", translate(title)),)
        group = [each for each in found if each.kind == kind]
        labels = [
            each.code if is_coded or kind in {"article", "rule"} else places(each.source, translate) or "-" for each in group
        ]
        column = 4 + max(map(cells, labels))
        for label, each in zip(labels, group, strict=True):
            yield from beside(f"  {label}", spoken(each.told), width, column)
