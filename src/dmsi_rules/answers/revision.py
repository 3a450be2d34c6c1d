"""
What a revision of a convention changes: every datum of its file, and each price from the day on which it differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dmsi_rules.convention.changes import Change, changes, recoded
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.terms import Offer, Terms
from dmsi_rules.values.days import DAY
from dmsi_rules.values.money import difference, percent
from dmsi_rules.values.plain import plain, to_document
from dmsi_rules.values.record import record

# ---- prices


@record
class Amounts:
    """
    An amount before and after, in euros; None where there is none.

    Attributes:
        comparable: whether both are of the same things: else neither is taken away from the other.
    """

    old: Decimal | None
    new: Decimal | None
    comparable: bool = True

    @property
    def change(self) -> Decimal | None:
        """
        What is added, or taken away; None where there is nothing to compare.
        """
        return difference(self.old, self.new) if self.comparable and self.old is not None and self.new is not None else None

    @property
    def percent(self) -> Decimal | None:
        """
        The change in percent of the old amount, half-up to two decimals; None where that is nothing.
        """
        return percent(self.change, self.old) if self.change is not None and self.old else None

    def to_dict(self) -> dict[str, Any]:
        """
        Return the amounts as plain data.
        """
        return {
            "old": plain(self.old),
            "new": plain(self.new),
            "change": plain(self.change),
            "percent": plain(self.percent),
        }


@record
class PriceChange:
    """
    What a unit of a service costs before and after; a service that lost its price, or got one, has no row on one side.
    """

    service: str
    plan: str | None
    old: PriceRow | None
    new: PriceRow | None

    @property
    def month(self) -> Amounts:
        """
        The price of a month, where it does not go by brackets.
        """
        return Amounts(self.old.month if self.old else None, self.new.month if self.new else None)

    @property
    def year(self) -> Amounts:
        """
        The price of a year, where it does not go by brackets.
        """
        return Amounts(self.old.year if self.old else None, self.new.year if self.new else None)

    def to_dict(self) -> dict[str, Any]:
        """
        Return the change as plain data.
        """
        return {
            "service": self.service,
            "plan": self.plan,
            "month": self.month.to_dict(),
            "year": self.year.to_dict(),
            "old": _terms_of(self.old),
            "new": _terms_of(self.new),
        }


TOLD = ("first_year", "form_year", "by", "marginal", "brackets")
"""
What a price is made of besides what it costs a month and a year.
"""


def _terms_of(row: PriceRow | None) -> dict[str, Any] | None:
    """
    Return what a price is made of besides its month and its year; None without any.
    """
    if row is None:
        return None
    brackets = [to_document(bracket) for bracket in row.brackets]
    told = {key: plain(getattr(row, key)) for key in TOLD} | {"brackets": brackets}
    return {key: value for key, value in told.items() if value not in (None, False, [])} or None


@record
class PriceSpan:
    """
    Days over which prices differ, both included, and the grid of each side; `last` is None where it has no end.
    """

    first: dt.date
    last: dt.date | None
    old_grid: str | None
    new_grid: str | None
    prices: tuple[PriceChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """
        Return the span as plain data.
        """
        return {
            "from": plain(self.first),
            "to": plain(self.last),
            "old_grid": self.old_grid,
            "new_grid": self.new_grid,
            "prices": [each.to_dict() for each in self.prices],
        }


def price_spans(old: Terms, new: Terms) -> tuple[PriceSpan, ...]:
    """
    Return every span of days, from one grid to the next on either side, over which the prices of *new* are not those of *old*.
    """
    days = sorted({day for terms in (old, new) for day in _turns(terms)})
    ends = [*(day - DAY for day in days[1:]), None]
    spans = (_span(first, last, old, new) for first, last in zip(days, ends, strict=True))
    return tuple(span for span in spans if span.prices)


def _turns(terms: Terms) -> Iterator[dt.date]:
    """
    Yield the days from which on another grid, or another text, may be in force.
    """
    for each, span in zip(terms.all_spans, terms.timeline.spans, strict=True):
        if span.first is not None:
            yield span.first
        yield from (day for day, _ in each.grids)


def _span(first: dt.date, last: dt.date | None, old: Terms, new: Terms) -> PriceSpan:
    grids = old.grid_on(first), new.grid_on(first)
    # The old rows under the new codes, so that a service with another code is compared with itself.
    now = recoded(old.convention, new.convention)
    before = {(now.get(service, service), plan): row for (service, plan), row in _prices(old, first).items()}
    after = _prices(new, first)
    prices = (PriceChange(*key, before.get(key), after.get(key)) for key in {**before, **after})
    old_grid, new_grid = (grid.id if grid else None for grid in grids)
    return PriceSpan(first, last, old_grid, new_grid, tuple(each for each in prices if _costs(each.old) != _costs(each.new)))


def _prices(terms: Terms, day: dt.date) -> Mapping[Offer, PriceRow]:
    return {key: row for key, row in terms.rows_on(day).items() if key[0] != terms.on(day).base}


def _costs(row: PriceRow | None) -> tuple[Any, ...] | None:
    """
    Return what a price comes to, wherever it stands.
    """
    return (row.month, row.year, row.first_year, row.by, row.marginal, row.brackets) if row else None


# ---- the whole


@record
class Revision:
    """
    What becomes of a convention: each datum that changes, and each price from the day on which it does.

    Attributes:
        without_effect: the grids of the new one that no day is priced on, for want of a vote, of a sending, or replaced.
    """

    changes: tuple[Change, ...]
    spans: tuple[PriceSpan, ...]
    without_effect: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """
        Return the revision as plain data.
        """
        return {
            "changes": [change.to_dict() for change in self.changes],
            "prices": [span.to_dict() for span in self.spans],
            "without_effect": list(self.without_effect),
        }

    def first_day(self, since: dt.date) -> dt.date:
        """
        Return the first day, *since* one, on which a price differs; that one where none does.
        """
        ahead = [span for span in self.spans if span.last is None or span.last >= since]
        return max(since, min((span.first for span in ahead), default=since))


def revision(old: Terms, new: Terms) -> Revision:
    """
    Compare two conventions under the readings of their terms.
    """
    pricing = {grid.id for _, grid in new.grids}
    without_effect = tuple(grid.id for grid in new.text.grids if grid.id not in pricing)
    return Revision(changes(old.convention, new.convention), price_spans(old, new), without_effect)
