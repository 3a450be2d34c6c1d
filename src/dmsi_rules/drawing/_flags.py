"""
Where flags stand: dates on poles over a line of time, their words to the right, none on another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from attrs import frozen

from dmsi_rules.drawing._ink import Row
from dmsi_rules.values.record import record

HALF, GAP = 7.0, 8.0


@frozen
class Flag:
    """
    A mark for one date and the words beside it; without words, a bare mark on the line.

    Attributes:
        kind: the class of its words.
        width: what the widest of its rows takes.
        height: what its rows take together.
    """

    date: dt.date
    code: str
    told: str
    kind: str
    words: str
    rows: tuple[Row, ...] = ()
    width: float = 0.0
    height: float = 0.0


@record(eq=False)
class Scale:
    """
    Days to places from left to right: whole years, from the first to the last one.
    """

    first: dt.date
    last: dt.date
    left: float
    day: float

    def at(self, day: dt.date) -> float:
        """
        Return the place of the beginning of *day*.
        """
        return self.left + (day - self.first).days * self.day

    @property
    def right(self) -> float:
        """
        The place where the last day ends.
        """
        return self.at(self.last) + self.day


def scale_of(first: dt.date, last: dt.date, left: float, right: float, flags: Sequence[Flag]) -> Scale:
    """
    Return the widest scale from *left* on which neither the days nor the words of any flag go beyond *right*.
    """
    day = (right - left) / ((last - first).days + 1)
    for flag in flags:
        if days := (flag.date - first).days:
            day = min(day, (right - left - HALF - GAP - flag.width) / days)
    return Scale(first, last, left, day)


def heights(flags: Sequence[Flag], scale: Scale) -> list[float]:
    """
    Return how far above its line the words of each of *flags* begin; they stand in the order of their dates.

    From right to left, each goes above those whose pole its words would cross. So the earlier one is the higher
    one, a pole meets no words, and words meet no words.
    """
    bottoms = [0.0] * len(flags)
    for rank in range(len(flags) - 1, -1, -1):
        flag = flags[rank]
        reach = scale.at(flag.date) + HALF + GAP + flag.width + HALF
        below = (
            bottoms[later] + flags[later].height
            for later in range(rank + 1, len(flags))
            if scale.at(flags[later].date) <= reach
        )
        bottoms[rank] = max(below, default=0.0)
    return bottoms
