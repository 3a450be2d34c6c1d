"""
What rules say, learnt from them once for each projection of a document, and told again of every one that says the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.projections import Each, Projection, beside, steps_of
from dmsi_rules.checking.telling import findings_of
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities, parts_of
from dmsi_rules.finding import SENTENCES, Finding, Patch
from dmsi_rules.rulebook import Place, Rule, additions_at
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.lazy import lazy
from dmsi_rules.values.record import as_it_is

FIXED_BY_ADDITIONS = "DEP001"
"""
The rule whose fix hangs on all lines of the request, though it judges each by itself.
"""
LONGEST, MOST, FEW, CHOICES = 50, 2000, 64, 8
"""
How many lines a request has at most of which anything is kept, how much is kept beside terms, of how many ways to say what is
beside the lines, and for how many choices of rules.
"""


class Kept(NamedTuple):
    """
    A finding, what stands around its document's identity in its fingerprint, and whether it is told of others too.
    """

    found: Finding
    parts: tuple[str, str]
    comes_again: bool


Again: TypeAlias = tuple[Kept, Patch | None]
"""
What is kept of a finding, with its fix where each document has its own.
"""


class _Said(NamedTuple):
    """
    Which rules judged, and what they found; whether any of that is unknown.
    """

    judged: Sequence[str]
    found: Sequence[Again]
    is_unknown: bool


class Beside(NamedTuple):
    """
    What a case says beside its commune and its lines, by number, and the day of its request.
    """

    rank: int
    date: object


class Learnt:
    """
    What *rules* say under *terms*, as far as it was told before; what comes a second time is kept.

    Args:
        rules: those of the convention that are asked, in their order; each runs where the terms are in force.
        terms: those of a single text.
    """

    def __init__(self, rules: Iterable[Rule], terms: Terms) -> None:
        self._rules = rules
        self._terms = terms
        self._besides: dict[Hashable, int] = {}
        self._ranks = count()  # never the same again, be what they stand for forgotten
        self._once: dict[Hashable, None] = {}
        self._known: dict[Hashable, _Said] = {}

    @lazy
    def _steps(self) -> Sequence[tuple[int, tuple[Rule, ...], Projection | None]]:
        return [(number, step.rules, step.projection) for number, step in enumerate(steps_of(self._rules, self._terms))]

    def beside(self, case: Case) -> Beside | None:
        """
        Return what *case* says beside its commune and its lines; None where that is not known, or comes for the first time.
        """
        said = beside(case.dossier)
        if said is None:
            return None
        key = (case.as_of, said)
        rank = self._besides.get(key)
        if rank is None:  # worth while where it comes again
            bound(self._besides, FEW)
            self._besides[key] = next(self._ranks)
            return None
        return Beside(rank, case.dossier.request.date if case.dossier.request else None)

    def told(self, case: Case, beside: Beside, identities: Identities) -> tuple[list[str], list[Again]]:
        """
        Return the codes of the rules that judge *case*, of which *beside* is known, and what they find.
        """
        judged: list[str] = []
        told: list[Again] = []
        for number, rules, projection in self._steps:
            if projection is None or (projection.each and not projection.together(case)):
                (rule,) = rules
                if places := rule.places(case):
                    judged.append(rule.code)
                    if projection and projection.each:
                        told += self._at_each(rule, projection.each, beside.rank, places, case, identities)
                    else:
                        told += self._asked(rule, places, case, identities)
                continue
            key = (number, beside if projection.is_dated else beside.rank, projection.whole and projection.whole(case))
            said = self._known.get(key) or self._said(key, rules, case, identities)
            judged += said.judged
            told += said.found
        return judged, told

    def _at_each(  # noqa: PLR0913, PLR0917  (what a place is judged by)
        self, rule: Rule, each: Each, rank: int, places: Sequence[Place], case: Case, identities: Identities
    ) -> list[Again]:
        told: list[Again] = []
        for place in places:
            key = (rule.code, rank, each(place, case))
            said = self._known.get(key) or self._said(key, (rule,), case, identities, (place,))
            if said.is_unknown and len(places) > 1:  # what is unknown of several places is told together
                return self._asked(rule, places, case, identities)
            if said.found and rule.code == FIXED_BY_ADDITIONS:
                told += [(kept, additions_at(case, place[1])) for kept, _ in said.found]
            else:
                told += said.found
        return told

    def _asked(self, rule: Rule, places: Sequence[Place], case: Case, identities: Identities) -> list[Again]:
        return [(_kept(found, comes_again=False), None) for found in findings_of(rule, case, places, identities)]

    def _said(
        self,
        key: Hashable,
        rules: Iterable[Rule],
        case: Case,
        identities: Identities,
        places: Sequence[Place] | None = None,
    ) -> _Said:
        """
        Ask *rules*, by default at all their places; what they say is kept by *key* where that comes again.
        """
        judged: list[str] = []
        found: list[Finding] = []
        for rule in rules:
            if there := rule.places(case) if places is None else places:
                judged.append(rule.code)
                found += findings_of(rule, case, there, identities)
        comes_again = key in self._once
        told = [(_kept(each, comes_again=comes_again), None) for each in found]
        said = _Said(judged, told, any(each.verdict == "unknown" for each in found))
        if comes_again:
            bound(self._known, MOST)
            self._known[key] = said
        else:
            bound(self._once, MOST)
            self._once[key] = None
        return said


def bound(kept: dict[Any, Any], most: int) -> None:
    """
    Forget what is *kept* where it is too much.
    """
    if len(kept) >= most:
        kept.clear()


def _kept(found: Finding, *, comes_again: bool) -> Kept:
    if comes_again:
        found = as_it_is(Finding, vars(found), {"labels": Frozen(found.labels), SENTENCES: {}})
    return Kept(found, parts_of(found.code, found.about), comes_again)


_LEARNT = "_learnt"


def learnt_of(rules: tuple[Rule, ...], terms: Terms) -> Learnt:
    """
    Return what *rules* of the convention are known to say under *terms*; kept beside their fields, and gone with them.
    """
    kept: dict[tuple[Rule, ...], Learnt] = vars(terms).setdefault(_LEARNT, {})
    found = kept.get(rules)
    if found is None:
        bound(kept, CHOICES)
        found = kept[rules] = Learnt(rules, terms)
    return found


def told_again(rules: tuple[Rule, ...], case: Case, identities: Identities) -> tuple[list[str], list[Finding]] | None:
    """
    Return which of *rules* judge *case* and what they find, as far as that was told before; None where nothing was.
    """
    if len(case.lines) > LONGEST or case.facts.table is not None:
        return None
    learnt = learnt_of(rules, case.terms)
    beside = learnt.beside(case)
    if beside is None:
        return None
    judged, told = learnt.told(case, beside, identities.unmarked())
    marks = identities.marks([kept.parts for kept, _ in told])
    return judged, [_marked(*each, mark) for each, mark in zip(told, marks, strict=True)]


def _marked(kept: Kept, fix: Patch | None, mark: str) -> Finding:
    own: dict[str, Any] = {"fingerprint": mark}
    if not kept.comes_again:
        vars(kept.found).update(own)  # nobody else has it
        return kept.found
    if fix is not None:
        own["fix"] = frozen(fix)
    return as_it_is(Finding, vars(kept.found), own)
