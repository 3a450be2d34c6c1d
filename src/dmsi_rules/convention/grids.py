"""
Tariff grids in time: which one is in force on a day, and what a unit costs on it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.convention.years import year_start
from dmsi_rules.model.clauses import Bracket, Grid, Price, PriceIndex, Vat
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import MONTHS, months_before
from dmsi_rules.values.money import EXACT, ZERO, part, times, total
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record
from dmsi_rules.values.words import Words

if TYPE_CHECKING:
    from dmsi_rules.model.governance import AppliedGrid


def _next_year(sent: dt.date, convention: Convention) -> dt.date:
    return months_before(year_start(sent, convention), -MONTHS)


def _when_sent(sent: dt.date, convention: Convention) -> dt.date:  # noqa: ARG001  (the two values share a shape)
    return months_before(sent.replace(day=1), -1)


GRID_START: Mapping[str, Callable[[dt.date, Convention], dt.date]] = {"next-year": _next_year, "when-sent": _when_sent}
"""
Reading `grid_start`: a grid that names no date waits for the next accounting year, or only for the next month.
"""


def in_force_from(grid: Grid | AppliedGrid, text: TextInForce, readings: Readings) -> dt.date | None:
    """
    Return the day from which *grid* prices; None for one that lacks what the text needs for that.

    The date that it names, but never a month already begun when it was known.
    """
    needs = text.revision.needs if text.revision else ("voted", "sent")
    days = [getattr(grid, step) for step in needs]
    if not all(days):
        return None
    known_from = max([day for day in (grid.voted, grid.sent) if day], default=None)
    if known_from is None:
        return grid.named_start or None
    if grid.named_start:
        return max(_when_sent(known_from, text.convention), grid.named_start)
    return GRID_START[readings.grid_start](known_from, text.convention)


def grid_starts(text: TextInForce, readings: Readings) -> tuple[tuple[dt.date, Grid], ...]:
    """
    Return the grids that come into force, each with its first day, in that order; no two begin on the same day.

    The first one of the convention begins on its own date and replaces whatever might have begun before. Of several that
    would begin on one day the one voted last does, since it replaces the others; of those the one sent last, or listed last.
    """
    first, *later = text.grids
    if first.in_force is None:  # refused as a convention is loaded
        return ()
    begins = [(start, grid) for grid in later if (start := in_force_from(grid, text, readings)) and start >= first.in_force]
    return tuple({first.in_force: first, **dict(sorted(begins, key=_precedence))}.items())


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


# ---- what holds of all prices


@record
class AboutPrices:
    """
    What a grid says of all its prices: shown, never computed.
    """

    grid: str
    vat: Vat | None = None
    index: PriceIndex | None = None

    def to_dict(self) -> dict[str, Any]:
        """
        Return it as data.
        """
        vat, index = self.vat, self.index
        return {
            "grid": self.grid,
            "vat": vat and {"prices": vat.prices, "rate": vat.rate, "source": vat.source},
            "index": index and {"fr": index.words.fr, "en": index.words.en, "source": index.source},
        }


def about_prices(grids: Iterable[Grid | None]) -> tuple[AboutPrices, ...]:
    """
    Return what each of *grids* says of all its prices, once; nothing of one that says nothing.
    """
    said = {each.id: AboutPrices(each.id, each.vat, each.index) for each in grids if each and (each.vat or each.index)}
    return tuple(said.values())


# ---- what a unit costs


@record
class PriceRow:
    """
    What a unit costs, in euros, and the row of the convention that says so.

    Attributes:
        month: of one unit; None where the row has a year's price alone that months do not divide, or brackets.
        year: of one unit; None where the row has brackets.
        by: the fact of a member that decides the bracket, or `quantity`.
        by_words: what the text calls that fact.
        up_to: the number up to which it holds, where it is one of several brackets.
        marginal: whether each slice has its own price; else all units have that of the bracket reached.
    """

    row: str
    source: str
    month: Decimal | None
    year: Decimal | None
    first_year: Decimal | None = None
    form_year: Decimal | None = None
    by: str | None = None
    by_words: Words | None = None
    marginal: bool = False
    brackets: tuple[Bracket, ...] = field(default=())
    up_to: int | None = None

    @property
    def is_plain(self) -> bool:
        """
        Whether a unit costs the same in each month.
        """
        return self.month is not None and not self.brackets and self.first_year is None

    def for_year(self, quantity: int, number: int | None = None, *, is_first: bool = False) -> Decimal | None:
        """
        Return what *quantity* units cost a year; None while the *number* that decides the bracket is unknown.

        Args:
            quantity: how many units.
            number: the member's fact by which the price goes, if it goes by one.
            is_first: whether the year is the first one billed.
        """
        if not self.brackets and self.year is not None:  # nearly always
            return times(quantity, self.first_year if is_first and self.first_year is not None else self.year)
        slices = self._slices(quantity, number)
        return None if slices is None else total(times(units, _yearly(each, is_first=is_first)) for units, each in slices)

    def for_month(
        self, quantity: int, number: int | None = None, *, position: int = 1, is_first: bool = False
    ) -> Decimal | None:
        """
        Return what *quantity* units cost in the month that is at *position*, from 1 to 12, in the accounting year.

        Where a year has the only price its months are what each adds to the rounded running total: they add up to it.
        """
        if not self.brackets and self.month is not None and not (is_first and self.first_year is not None):  # nearly always
            return times(quantity, self.month)
        slices = self._slices(quantity, number)
        if slices is None:
            return None
        if all(each.month is not None and not (is_first and each.first_year is not None) for _, each in slices):
            return total(times(units, each.month) for units, each in slices if each.month is not None)
        year = total(times(units, _yearly(each, is_first=is_first)) for units, each in slices)
        return EXACT.subtract(part(year, position, MONTHS), part(year, position - 1, MONTHS))

    def brackets_apart(self) -> tuple[PriceRow, ...]:
        """
        Return the row without brackets, or one row for each of them.
        """
        if not self.brackets:
            return (self,)
        return tuple(
            PriceRow(self.row, self.source, each.month, _yearly(each, is_first=False), each.first_year, up_to=each.up_to)
            for each in self.brackets
        )

    def _slices(self, quantity: int, number: int | None) -> list[tuple[int, Bracket]] | None:
        """
        Return how many units have which prices.
        """
        if not self.brackets:
            return [(quantity, Bracket(month=self.month, year=self.year, first_year=self.first_year))]
        reached = quantity if self.by == "quantity" else number
        if reached is None:
            return None
        if not self.marginal:
            return [(quantity, next(each for each in self.brackets if each.up_to is None or reached <= each.up_to))]
        found, below = [], 0
        for each in self.brackets:
            upto = reached if each.up_to is None else min(reached, each.up_to)
            if upto > below:
                found.append((upto - below, each))
                below = upto
        return found


def _yearly(bracket: Bracket, *, is_first: bool) -> Decimal:
    if is_first and bracket.first_year is not None:
        return bracket.first_year
    return bracket.year if bracket.year is not None else times(MONTHS, bracket.month or ZERO)


def first_priced(row: PriceRow) -> dict[str, Any]:
    """
    Return what a unit costs in the first year by *row* as data; nothing where that has no price of its own.
    """
    return {} if row.first_year is None else {"first_year": plain(row.first_year)}


def price_rows(text: TextInForce, rank: int) -> Mapping[tuple[str, str | None], PriceRow]:
    """
    Return the price of each service and plan in a grid; the base membership costs nothing by itself.
    """
    grid = text.grids[rank]
    source = grid.source or ""
    rows: dict[tuple[str, str | None], PriceRow] = {
        (text.base, None): PriceRow("convention:/catalogue/base", source, ZERO, ZERO)
    }
    for place, price in enumerate(grid.prices):
        row = _row(price, f"convention:/tariff/grids/{rank}/prices/{place}", source)
        fact = text.convention.facts.get(price.by or "")
        rows[price.service, price.plan] = attrs.evolve(row, by_words=fact.words) if fact else row
    return rows


def _row(price: Price, path: str, source: str) -> PriceRow:
    month, year = price.month, price.year
    if year is None and month is not None:
        year = times(MONTHS, month)
    if month is None and year is not None:
        twelfth = part(year, 1, MONTHS)
        month = twelfth if times(MONTHS, twelfth) == year else None
    return PriceRow(
        row=path,
        source=source,
        month=month,
        year=year,
        first_year=price.first_year,
        form_year=price.form_year,
        by=price.by,
        marginal=price.marginal,
        brackets=price.brackets,
    )
