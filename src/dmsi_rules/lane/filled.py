"""
What rules say as text with few holes left: all that hangs on the commune is written already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import count
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from dmsi_rules.values.record import record

BETWEEN = ', "column": '
"""
What stands between the number of the document's line and the column, which are written together.
"""


@record
class Column:
    """
    The place of a *key* in the line of the request at *rank*.
    """

    rank: int
    key: str


@record
class Outside:
    """
    A place in a *column* after the lines of the request, in a document that is *outer* long without them.
    """

    column: int
    outer: int


@record
class Units:
    """
    The most units of *services*, or all together.
    """

    services: tuple[str, ...]
    is_sum: bool = False


@record
class Own:
    """
    The place at a *path* in the table of the commune.
    """

    path: str


class Mark(NamedTuple):
    """
    The fingerprint of a finding: what stands around whose document it is in what that is a hash of.
    """

    parts: tuple[str, str]


class Place(NamedTuple):
    """
    A column in a text without its commune and its units, and how many of these stand before it.
    """

    column: int
    before: int


Hole: TypeAlias = Place | Column | Outside | Own | Mark | Units
"""
What is written in between: a place, a fingerprint, units.
"""
Segment: TypeAlias = tuple[str, Hole, str]
"""
A hole between what stands before and after it.
"""


class Said(NamedTuple):
    """
    What rules say of a document.

    Attributes:
        judged: the codes of those that judge it.
        segments: the text.
        tally: what is counted of the findings.
    """

    judged: tuple[str, ...]
    segments: tuple[Segment, ...]
    tally: int


def together(saids: Iterable[Said]) -> Said:
    """
    Return all of *saids*, in their order.
    """
    judged: list[str] = []
    segments: list[Segment] = []
    tally = 0
    for said in saids:
        judged += said.judged
        segments += said.segments
        tally += said.tally
    return Said(tuple(judged), tuple(segments), tally)


class Counted(NamedTuple):
    """
    The most of some units of a text, by their ranks among all, or these together.
    """

    ranks: tuple[int, ...]
    is_sum: bool

    def of(self, counts: Sequence[int]) -> str:
        """
        Return what is written of it where the units of a text are *counts*.
        """
        found = [counts[rank] for rank in self.ranks]
        return str(sum(found) if self.is_sum else max(found))


Filling: TypeAlias = Place | Own | Counted | Mark
"""
What fills a hole in a document of one shape.
"""
NAME, COMMUNE, FINGERPRINT = range(3)
"""
What of a document stands in the heading of its report: it comes before all that fills the holes in findings.
"""


class Skeleton(NamedTuple):
    """
    A report of which only the holes are to be filled.

    Attributes:
        number: one of its own.
        template: its text, with what stands before and after each hole.
        places: the places that it names.
        owns: those of them in the table of the commune.
        counted: the units that it names.
        marks: the fingerprints of the findings.
        order: puts what is written where the holes are.
        reasons: why the report fails the run.
    """

    number: int
    template: list[str]
    places: tuple[Place, ...]
    owns: tuple[Own, ...]
    counted: tuple[Counted, ...]
    marks: tuple[tuple[str, str], ...]
    order: Callable[[list[str]], Sequence[str]]
    reasons: Counter[str]


def skeleton(
    number: int,
    head: Sequence[tuple[str, int, str]],
    segments: Sequence[tuple[str, Filling, str]],
    end: str,
    reasons: Counter[str],
) -> Skeleton:
    """
    Return the report that begins with *head*, texts before and after something of the document, and goes on with *segments*.
    """
    template: list[str] = []
    for before, _, after in head:
        template += (before, "", after)
    for before, _, after in segments:
        template += (before, "", after)
    template[-1] += end
    kinds: dict[type, dict[Filling, None]] = {Place: {}, Own: {}, Counted: {}}
    marks: list[Mark] = []
    for _, filling, _ in segments:
        if isinstance(filling, Mark):
            marks.append(filling)
        else:
            kinds[type(filling)][filling] = None
    each_once = [filling for kind in kinds.values() for filling in kind]
    ranks = {filling: rank for rank, filling in enumerate(each_once, len((NAME, COMMUNE, FINGERPRINT)))}
    mark_ranks = count(len(ranks) + len((NAME, COMMUNE, FINGERPRINT)))
    order = [rank for _, rank, _ in head]
    order += [next(mark_ranks) if isinstance(filling, Mark) else ranks[filling] for _, filling, _ in segments]
    places, owns, counted = (tuple(kind) for kind in kinds.values())
    of_marks = tuple(each.parts for each in marks)
    return Skeleton(number, template, places, owns, counted, of_marks, itemgetter(*order), reasons)  # type: ignore[arg-type]  # each kind by itself


# ---- what is counted

TALLIED = ("error", "unknown", "strict", "is_error", "is_unknown")
"""
What is counted of findings, all in one number, so that counting is adding.
"""
BITS = 12


def tallied(why: str | None, *, is_error: bool, is_unknown: bool) -> int:
    """
    Return what is counted of one finding: *why* it fails the run, whether it is an error, whether it is unknown.
    """
    named: dict[Hashable, bool] = {why: True, "is_error": is_error, "is_unknown": is_unknown}
    return sum(1 << BITS * rank for rank, name in enumerate(TALLIED) if named.get(name))


def counted(tally: int) -> dict[str, int]:
    """
    Return what is counted in a *tally*, by name.
    """
    return {name: tally >> BITS * rank & (1 << BITS) - 1 for rank, name in enumerate(TALLIED)}
