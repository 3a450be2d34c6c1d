"""
What stands around the lines of a request: what is the same for many communes, and what is one commune's own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.learnt import FIXED_BY_ADDITIONS
from dmsi_rules.checking.projections import PREREQUISITES, Projection, projections_of
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.placing import places
from dmsi_rules.lane.drafts import Draft, Row
from dmsi_rules.lane.filled import BETWEEN, Column, Hole, Mark, Outside, Own, Place, Said, Segment, Skeleton
from dmsi_rules.lane.learning import Asker, Learnt, Stranger
from dmsi_rules.lane.numbers import COMPARING, Comparison, Outcome
from dmsi_rules.lane.pieces import Spot, text_of
from dmsi_rules.lane.texts import Head
from dmsi_rules.rulebook import Rule

Key: TypeAlias = Callable[[Draft], Hashable]


EACH, LACKING, COMPARED, ALL = range(4)
"""
How a part of a report hangs on the lines of a request: on each by itself, on each and what it lacks, on how their units
compare, on which services are asked for and from when.
"""


class Part(NamedTuple):
    """
    A part of each report in one frame.

    Attributes:
        rank: which one it is of its kind.
        judging: that its first rule judges.
        asked: the rules that are asked, each with what it hangs on.
    """

    kind: int
    rank: int
    judging: Said
    asked: tuple[tuple[Rule, Key], ...]


def _asked(draft: Draft) -> Hashable:
    return draft.asked, draft.days


def _nothing(_: Draft) -> Hashable:
    return None


ALONE: Mapping[str, Key] = {
    "PER006": lambda draft: draft.commune.standing,
    "TAR004": _nothing,  # where nothing is printed
    "LIF009": _nothing,  # where nothing is refused
}
"""
What rules hang on here that look at more than a draft has, or of which no projection is known.
"""
AUDIT = "PRE001"
"""
The rule on the audit, which any service asks for.
"""
ADVANCE = "BIL007"
"""
The rule on the day agreed for billing in advance: without one it has nothing to say.
"""


class Frame:
    """
    What documents of one kind have in common: all but the commune and the lines of the request.

    Attributes:
        parts: the parts of their reports, in order.
        each: the rules that look at each line by itself.
        rows: what lines of requests mean, by their ranks and texts.
        rules: what each other rule says of all lines.
        of_all: the parts that hang on the services asked for and their days.
        texts: what reports on several shapes share.
        commune_at: where what they say of the commune stands.
    """

    def __init__(self, case: Case, rules: Iterable[Rule], terms: Terms, head: Head, tail: str) -> None:
        committee = case.dossier.committee
        if not case.facts.live or (committee is not None and committee.refusal is not None):
            raise Stranger
        parts = _parts(projections_of(rules, terms), case)
        self.parts = parts
        self.each = tuple(part.asked[0][0] for part in parts if part.kind == EACH)
        self.rows: dict[tuple[int | str, ...], Row] = {}
        self.rules: dict[tuple[str, Hashable], Said] = {}
        self.of_all: dict[Hashable, Sequence[Said]] = {}
        self.texts: dict[str, str] = {}
        self.commune_at = len(head.before)
        self._columns: dict[str, int] = {}
        self._outer = f"{head.before}{head.after}{tail}"
        self._lines_at = self.commune_at + len(head.after)

    def _place(self, spot: Spot) -> Hole:
        """
        Return where what stands at a *spot* is in the text of such documents.
        """
        if spot.rank is not None:
            return Column(spot.rank, spot.key)
        if spot.path.startswith("/commune/"):
            return Own(spot.path)
        column = self._columns.get(spot.path)
        if column is None:
            column = self._columns[spot.path] = places(self._outer, {spot.path}, "json")[spot.path][1]
        if column > self._lines_at:
            return Outside(column, len(self._outer))
        return Place(column, int(column > self.commune_at))

    def filled(self, learnt: Learnt, *, has_own_fix: bool = False) -> Said:
        """
        Return what is *learnt* of a rule as segments, without the fix where each document has its own.
        """
        segments: list[Segment] = []
        for spoken in learnt.spoken:
            before, between, after, then, end = spoken.piece.texts
            if between != BETWEEN:
                raise Stranger
            fix = "" if has_own_fix else f"{spoken.fix}{end}"
            for start, hole, text in (
                (f", {before}", self._place(spoken.piece.spot), f'{after}"'),
                ("", Mark(spoken.piece.parts), f'"{then}{fix}'),
            ):
                (first, *parts), holes = Asker.holed(text, spoken.holes) if spoken.holes else ([text], ())
                segments.append((start, hole, first))
                segments += [("", units, part) for units, part in zip(holes, parts, strict=True)]
        return Said((learnt.judged,) if learnt.judged else (), tuple(segments), learnt.tally)


def _parts(known: Iterable[tuple[Rule, Projection | None]], case: Case) -> Sequence[Part]:
    parts: list[Part] = []
    for rule, projection in known:
        kind = _kind(rule, projection, case)
        key = _key(rule, projection, case) if kind in {COMPARED, ALL} else _nothing
        last = parts[-1] if parts else None
        if last and kind == ALL == last.kind:
            parts[-1] = last._replace(asked=(*last.asked, (rule, key)))
        else:
            rank = sum(part.kind == kind for part in parts)
            parts.append(Part(kind, rank, Said((text_of(rule.code),), (), 0), ((rule, key),)))
    return parts


def _kind(rule: Rule, projection: Projection | None, case: Case) -> int:
    if projection is not None and projection.each and not projection.together(case):
        return LACKING if rule.code == FIXED_BY_ADDITIONS else EACH
    return COMPARED if rule.code in COMPARING else ALL


def _key(rule: Rule, projection: Projection | None, case: Case) -> Key:
    """
    Return what *rule* hangs on, of all lines.

    Raises:
        Stranger: nobody knows.
    """
    if rule.code in COMPARING:
        return COMPARING[rule.code].key
    if rule.code == ADVANCE:
        return _asked if case.requests[0].agreed_day else _nothing
    if rule.code in ALONE:
        return ALONE[rule.code]
    if projection is None:
        raise Stranger
    whole: Any = projection.whole  # it looks at no more of a case than a draft has
    return whole or _nothing


def near_of(rule: Rule, terms: Terms, closures: Sequence[Mapping[str, int]]) -> Key | None:
    """
    Return what a rule on prerequisites hangs on in what is asked: its services, what they bring in, and by what.
    """
    if rule.code == AUDIT:
        return lambda draft: (bool(draft.asked), draft.days)
    prerequisite = terms.prerequisites.get(rule.code)
    if prerequisite is None or not rule.code.startswith(PREREQUISITES):
        return None
    mask = terms.graph.mask(prerequisite.services)
    above = terms.graph.mask(each for each in terms.graph if any(closure[each] & mask for closure in closures))

    def near(draft: Draft) -> Hashable:
        concerned = [0] * len(closures)
        for row in draft.rows:
            for rank, closure in enumerate(closures):
                concerned[rank] |= closure[row.service] & mask
        brought = any(each & ~draft.asked for each in concerned)
        return (*concerned, draft.asked & mask, draft.asked & above if brought else 0, draft.days)

    return near


class Shape:
    """
    Documents of which the texts are the same, but for their units.

    Attributes:
        comparison: what of these is to be compared.
        frame: what stands around their lines.
        skeletons: the reports, by how that ends.
    """

    def __init__(self, comparison: Comparison, frame: Frame) -> None:
        self.comparison = comparison
        self.frame = frame
        self.skeletons: dict[Outcome, Skeleton] = {}
