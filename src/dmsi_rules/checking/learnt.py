"""
What rules say, learnt from them once for each projection of a document, and told again of every one that says the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import count
from typing import Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

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

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

FIXED_BY_ADDITIONS = "DEP001"
"""
The rule whose fix hangs on all lines of the request, though it judges each by itself.
"""
Again: TypeAlias = "tuple[T, Patch | None]"
"""
What is kept of a finding, with its fix where each document has its own.
"""


class Keep(Protocol[T_co]):
    """
    Makes of a finding what is kept of it, or of one that will not come again what is told now.
    """

    def __call__(self, found: Finding, *, comes_again: bool) -> T_co: ...  # noqa: D102


class _Known(NamedTuple, Generic[T]):
    judged: tuple[str, ...]
    found: tuple[Again[T], ...]


class Learnt(Generic[T]):
    """
    What *rules* say under *terms*, as far as it was told before.

    Args:
        rules: those of the convention that are asked, in their order; each runs where the terms are in force.
        terms: those of a single text.
        keep: makes of a finding what is kept of it.
        most: how much is kept; documents have no end, and what they say might have none.
        few: of what a document says beside its lines, likewise.
    """

    def __init__(self, rules: Iterable[Rule], terms: Terms, keep: Keep[T], most: int, few: int) -> None:
        self._rules = rules
        self._terms = terms
        self._keep = keep
        self._most = most
        self._few = few
        self._besides: dict[Hashable, int] = {}
        self._ranks = count()  # never the same again, be what they stand for forgotten
        self._known: dict[Hashable, _Known[T]] = {}

    @lazy
    def _steps(self) -> Sequence[tuple[int, tuple[Rule, ...], Projection | None]]:
        return [(number, step.rules, step.projection) for number, step in enumerate(steps_of(self._rules, self._terms))]

    def rank(self, case: Case) -> int | None:
        """
        Return what *case* says beside its commune and its lines, by number; None where that is not known, or comes first.
        """
        said = beside(case.dossier)
        if said is None:
            return None
        key = (case.as_of, said)
        rank = self._besides.get(key)
        if rank is None:  # worth while where it comes again
            bound(self._besides, self._few)
            self._besides[key] = next(self._ranks)
        return rank

    def told(self, case: Case, rank: int, identities: Identities) -> tuple[list[str], list[Again[T]]]:
        """
        Return the codes of the rules that judge *case*, which says what has that *rank*, and what they find.
        """
        judged: list[str] = []
        told: list[Again[T]] = []
        for number, rules, projection in self._steps:
            if projection is None or (projection.each and not projection.together(case)):
                (rule,) = rules
                if places := rule.places(case):
                    judged.append(rule.code)
                    if projection and projection.each:
                        told += self._at_each(rule, projection.each, rank, places, case, identities)
                    else:
                        told += self._asked(rule, places, case, identities)
                continue
            key = (number, rank, projection.whole and projection.whole(case))
            known = self._known.get(key)
            if known is None:
                known = self._learnt(key, rules, case, identities)
            judged += known.judged
            told += known.found
        return judged, told

    def _at_each(  # noqa: PLR0913, PLR0917  (what a place is judged by)
        self, rule: Rule, each: Each, rank: int, places: Sequence[Place], case: Case, identities: Identities
    ) -> list[Again[T]]:
        told: list[Again[T]] = []
        for place in places:
            key = (rule.code, rank, each(place, case))
            known = self._known.get(key)
            if known is None:
                known = self._learnt(key, (rule,), case, identities, (place,))
            if known.found and rule.code == FIXED_BY_ADDITIONS:
                told += [(kept, additions_at(case, place[1])) for kept, _ in known.found]
            else:
                told += known.found
        return told

    def _asked(self, rule: Rule, places: Sequence[Place], case: Case, identities: Identities) -> list[Again[T]]:
        return [(self._keep(found, comes_again=False), None) for found in findings_of(rule, case, places, identities)]

    def _learnt(
        self,
        key: Hashable,
        rules: Iterable[Rule],
        case: Case,
        identities: Identities,
        places: Sequence[Place] | None = None,
    ) -> _Known[T]:
        """
        Ask *rules*, by default at all their places, and keep what they say by *key*.
        """
        judged: list[str] = []
        found: list[Finding] = []
        for rule in rules:
            if there := rule.places(case) if places is None else places:
                judged.append(rule.code)
                found += findings_of(rule, case, there, identities)
        bound(self._known, self._most)
        kept = [(self._keep(each, comes_again=True), None) for each in found]
        known = self._known[key] = _Known(tuple(judged), tuple(kept))
        return known


def bound(kept: dict[Any, Any], most: int) -> None:
    """
    Forget what is *kept* where it is too much.
    """
    if len(kept) >= most:
        kept.clear()


# ---- findings


class Kept(NamedTuple):
    """
    What a finding is made of again: its fields, and what stands around its document's identity in its fingerprint.
    """

    fields: dict[str, Any]
    parts: tuple[str, str]


def _kept(found: Finding, *, comes_again: bool) -> Kept:
    if comes_again:
        found = as_it_is(Finding, vars(found), {"labels": Frozen(found.labels), SENTENCES: {}})
    return Kept(vars(found), parts_of(found.code, found.about))


LONGEST, MOST, FEW, CHOICES = 50, 2000, 64, 8
"""
How many lines a request has at most whose findings are kept, how much is kept beside terms, and for how many choices of rules.
"""
_LEARNT = "_learnt"


def learnt_of(rules: tuple[Rule, ...], terms: Terms) -> Learnt[Kept]:
    """
    Return what *rules* of the convention are known to say under *terms*; kept beside their fields, and gone with them.
    """
    kept: dict[tuple[Rule, ...], Learnt[Kept]] = vars(terms).setdefault(_LEARNT, {})
    found = kept.get(rules)
    if found is None:
        bound(kept, CHOICES)
        found = kept[rules] = Learnt(rules, terms, _kept, MOST, FEW)
    return found


def told_again(rules: tuple[Rule, ...], case: Case, identities: Identities) -> tuple[list[str], list[Finding]] | None:
    """
    Return which of *rules* judge *case* and what they find, as far as that was told before; None where nothing was.
    """
    if len(case.lines) > LONGEST or case.facts.table is not None:
        return None
    learnt = learnt_of(rules, case.terms)
    rank = learnt.rank(case)
    if rank is None:
        return None
    judged, told = learnt.told(case, rank, identities)
    marks = identities.marks([kept.parts for kept, _ in told])
    return judged, [_made(*each, mark) for each, mark in zip(told, marks, strict=True)]


def _made(kept: Kept, fix: Patch | None, mark: str) -> Finding:
    own: dict[str, Any] = {"fingerprint": mark} if fix is None else {"fingerprint": mark, "fix": frozen(fix)}
    return as_it_is(Finding, kept.fields, own)
