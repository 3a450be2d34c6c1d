"""
Tariff grids in time (Art. 9.2.3): which one is in force on a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from dmsi_rules.model.convention import Convention, Grid
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import months_before
from dmsi_rules.values.money import ZERO
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from dmsi_rules.model.governance import AppliedGrid


def _next_january(sent: dt.date) -> dt.date:
    return dt.date(sent.year + 1, 1, 1)


def _when_sent(sent: dt.date) -> dt.date:
    return months_before(sent.replace(day=1), -1)


GRID_START: Mapping[str, Callable[[dt.date], dt.date]] = {"next-january": _next_january, "when-sent": _when_sent}
"""
Reading `grid_start`: a grid that names no date waits for January, or only for the next month.
"""


def in_force_from(grid: Grid | AppliedGrid, readings: Readings) -> dt.date | None:
    """
    Return the day from which *grid* prices; None for one that was voted but never sent, or sent but never voted.

    The date that it names, but never a month already begun when it was sent (Art. 9.2.3).
    """
    if not grid.voted or not grid.sent:
        return None
    known_from = max(grid.voted, grid.sent)
    if grid.named_start:
        return max(_when_sent(known_from), grid.named_start)
    return GRID_START[readings.grid_start](known_from)


def grid_starts(convention: Convention, readings: Readings) -> tuple[tuple[dt.date, Grid], ...]:
    """
    Return the grids that come into force, each with its first day, in that order; no two begin on the same day.

    The first one of the convention begins on its own date and replaces whatever might have begun before. Of several that
    would begin on one day the one voted last does, since it replaces the others; of those the one sent last, or listed last.
    """
    first, *later = convention.grids
    if first.date is None:  # refused as a convention is loaded
        return ()
    begins = [(start, grid) for grid in later if (start := in_force_from(grid, readings)) and start >= first.date]
    return tuple({first.date: first, **dict(sorted(begins, key=_precedence))}.items())


def _precedence(begin: tuple[dt.date, Grid]) -> tuple[dt.date, ...]:
    start, grid = begin
    return start, grid.voted or start, grid.sent or start


def grid_in_force(starts: Iterable[tuple[dt.date, Grid]], day: dt.date) -> Grid | None:
    """
    Return the grid in force on *day*; None before the first: there is no price then.
    """
    found = None
    for start, grid in starts:
        if start <= day:
            found = grid
    return found


@record
class PriceRow:
    """
    What a unit costs, in euros, and the row of the convention that says so.
    """

    row: str
    source: str
    month: Decimal
    year: Decimal


def price_rows(convention: Convention, rank: int) -> Mapping[tuple[str, str | None], PriceRow]:
    """
    Return the price of each service and plan in a grid; the base membership costs nothing by itself.
    """
    grid = convention.grids[rank]
    rows: dict[tuple[str, str | None], PriceRow] = {
        (convention.base, None): PriceRow("convention:/base", grid.source, ZERO, ZERO)
    }
    for place, price in enumerate(grid.prices):
        path = f"convention:/grids/{rank}/prices/{place}"
        rows[price.service, price.plan] = PriceRow(path, grid.source, price.month, price.year)
    return rows
