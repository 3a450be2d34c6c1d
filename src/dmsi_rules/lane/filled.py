"""
What rules say as text with few holes left: all that hangs on the commune is written already.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from dmsi_rules.values.record import record

BETWEEN = ', "column": '
"""
What stands between the number of the document's line and the column, which are written together.
"""


class Line(NamedTuple):
    """
    What one line of a stream has of its own.

    Attributes:
        number: where it stands in its stream.
        starts: where the text of each line of its request starts.
        longer: how long the units of each are.
        counts: the units of each, where they are given.
        length: how long the whole is.
    """

    number: str
    starts: Sequence[int]
    longer: Sequence[int]
    counts: Sequence[int | None]
    length: int


At: TypeAlias = tuple[int, int]
"""
A place in the line of the request at a rank, an offset after its start, before its units.
"""


@record
class Column:
    """
    The place of a *key* in the line of the request at *rank*: the line says where it has it.
    """

    rank: int
    key: str


@record
class Later:
    """
    A place in the line of the request at *rank*, an *offset* after its start, if it had no units before it.
    """

    rank: int
    offset: int

    def __call__(self, line: Line) -> str:
        """
        Return what is written of it.
        """
        return f"{line.number}{BETWEEN}{line.starts[self.rank] + self.offset + line.longer[self.rank]}"


@record
class Outside:
    """
    A place after the lines of the request, in a document that is *outer* long without them.
    """

    column: int
    outer: int

    def __call__(self, line: Line) -> str:
        """
        Return what is written of it.
        """
        return f"{line.number}{BETWEEN}{self.column + line.length - self.outer}"


@record
class Units:
    """
    The most units of *services*, or all together.
    """

    services: tuple[str, ...]
    is_sum: bool = False


@record
class Counted:
    """
    The most units of the lines at *ranks*, or all together.
    """

    ranks: tuple[int, ...]
    is_sum: bool

    def __call__(self, line: Line) -> str:
        """
        Return what is written of it.
        """
        counts = [line.counts[rank] or 0 for rank in self.ranks]
        return str(sum(counts) if self.is_sum else max(counts))


Filling: TypeAlias = str | At | Later | Outside | Counted
"""
What is written in a hole: a column that all documents of a commune share, a place, units.
"""
Hole: TypeAlias = Filling | Column | Units
"""
The same, as far as it is known before the lines of the request are.
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


class Skeleton(NamedTuple):
    """
    A report of which only the holes are to be filled.

    Attributes:
        template: its text, with what stands before and after each hole.
        fixed: the columns that all documents of the commune share.
        places: places in lines of the request.
        others: what else is written.
        order: puts the name of the document, and these, where the holes are.
        reasons: why the report fails the run.
    """

    template: list[str]
    fixed: tuple[str, ...]
    places: tuple[At, ...]
    others: tuple[Later | Outside | Counted, ...]
    order: Callable[[list[str]], Sequence[str]]
    reasons: Any

    def filled(self, name: str, line: Line) -> str:
        """
        Return the report on the document of this *name* at a *line*.
        """
        before, starts = f"{line.number}{BETWEEN}", line.starts
        values = [name]
        values += [before + column for column in self.fixed]
        values += [f"{before}{starts[rank] + offset}" for rank, offset in self.places]
        values += [filling(line) for filling in self.others]
        text = self.template.copy()
        text[1::3] = self.order(values)
        return "".join(text)


def skeleton(head: tuple[str, str], segments: Iterable[tuple[str, Filling, str]], reasons: Any) -> Skeleton:
    """
    Return the report that begins around the name of the document with *head*, and goes on with *segments*.
    """
    template = [head[0], "", head[1]]
    kinds: tuple[dict[Any, int], dict[Any, int], dict[Any, int]] = ({}, {}, {})
    holes: list[tuple[int, int]] = []
    for before, filling, after in segments:
        template += (before, "", after)
        kind = 0 if type(filling) is str else 1 if type(filling) is tuple else 2
        holes.append((kind, kinds[kind].setdefault(filling, len(kinds[kind]))))
    first = (1, 1 + len(kinds[0]), 1 + len(kinds[0]) + len(kinds[1]))
    order = [0, *(first[kind] + rank for kind, rank in holes)]
    put = itemgetter(*order) if len(order) > 1 else _as_they_are
    return Skeleton(template, tuple(kinds[0]), tuple(kinds[1]), tuple(kinds[2]), put, reasons)


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
