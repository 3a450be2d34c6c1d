"""
What rules say as text with few holes left: all that hangs on the commune is written already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate
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


Hole: TypeAlias = int | Column | Outside | Units
"""
What is written in between: a column that all documents of a commune share, a place of each, units.
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


Place: TypeAlias = tuple[int, int]
"""
A column in a text without its units, and how many of them stand before it.
"""


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


class Skeleton(NamedTuple):
    """
    A report of which only the holes are to be filled.

    Attributes:
        template: its text, with what stands before and after each hole.
        places: the places that it names.
        counted: the units that it names.
        order: puts the name of the document, and these, where the holes are.
        reasons: why the report fails the run.
    """

    template: list[str]
    places: tuple[Place, ...]
    counted: tuple[Counted, ...]
    order: Callable[[list[str]], Sequence[str]]
    reasons: Counter[str]

    def filled(self, name: str, number: str, units: Sequence[str], counts: Sequence[int]) -> str:
        """
        Return the report on the document of this *name*, the line of its stream at *number*, in which there are these *units*.
        """
        before, longer = f"{number}{BETWEEN}", [0, *accumulate(map(len, units))]
        values = [name]
        values += [f"{before}{column + longer[rank]}" for column, rank in self.places]
        values += [counted.of(counts) for counted in self.counted]
        text = self.template.copy()
        text[1::3] = self.order(values)
        return "".join(text)


def skeleton(head: tuple[str, str], segments: Sequence[tuple[str, Place | Counted, str]], reasons: Counter[str]) -> Skeleton:
    """
    Return the report that begins around the name of the document with *head*, and goes on with *segments*.
    """
    template = [head[0], "", head[1]]
    for before, _, after in segments:
        template += (before, "", after)
    fillings = dict.fromkeys(filling for _, filling, _ in segments)
    places = tuple([each for each in fillings if not isinstance(each, Counted)])
    counted = tuple([each for each in fillings if isinstance(each, Counted)])
    ranks = {filling: rank for rank, filling in enumerate((*places, *counted), 1)}
    order = [0, *[ranks[filling] for _, filling, _ in segments]]
    return Skeleton(template, places, counted, itemgetter(*order) if segments else _as_they_are, reasons)


def _as_they_are(values: list[str]) -> Sequence[str]:
    return values


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
