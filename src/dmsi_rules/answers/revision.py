"""
What a revision of a convention changes: every datum of its file, each price from the day on which it differs, and bills.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.changes import Change, changes, recoded
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.convention import Grid
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.pricing.bill import billed
from dmsi_rules.pricing.periods import wanted_period
from dmsi_rules.values.days import DAY
from dmsi_rules.values.money import difference, percent, total
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

# ---- prices


@record
class Amounts:
    """
    An amount before and after, in euros; None where there is none.
    """

    old: Decimal | None
    new: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """
        What is added, or taken away; None where there is nothing to compare.
        """
        return None if self.old is None or self.new is None else difference(self.old, self.new)

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
    What a unit of a service costs before and after; a service that lost its price, or got one, has none on one side.
    """

    service: str
    plan: str | None
    month: Amounts
    year: Amounts

    def to_dict(self) -> dict[str, Any]:
        """
        Return the change as plain data.
        """
        return {"service": self.service, "plan": self.plan, "month": self.month.to_dict(), "year": self.year.to_dict()}


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
    days = sorted({day for terms in (old, new) for day, _ in terms.grids})
    ends = [*(day - DAY for day in days[1:]), None]
    spans = (_span(first, last, old, new) for first, last in zip(days, ends, strict=True))
    return tuple(span for span in spans if span.prices)


def _span(first: dt.date, last: dt.date | None, old: Terms, new: Terms) -> PriceSpan:
    grids = old.grid_on(first), new.grid_on(first)
    before, after = _prices(old, grids[0]), _prices(new, grids[1])
    # The old rows under the new codes, so that a service with another code is compared with itself.
    now = recoded(old.convention, new.convention)
    before = {(now.get(service, service), plan): row for (service, plan), row in before.items()}
    pairs = {key: (before.get(key), after.get(key)) for key in {**before, **after}}
    prices = tuple(_price(*key, *rows) for key, rows in pairs.items())
    old_grid, new_grid = (grid.id if grid else None for grid in grids)
    return PriceSpan(first, last, old_grid, new_grid, tuple(each for each in prices if each.month.old != each.month.new))


def _prices(terms: Terms, grid: Grid | None) -> Mapping[tuple[str, str | None], PriceRow]:
    rows = terms.prices[grid.id] if grid else {}
    return {key: row for key, row in rows.items() if key[0] != terms.base}


def _price(service: str, plan: str | None, old: PriceRow | None, new: PriceRow | None) -> PriceChange:
    month = Amounts(old.month if old else None, new.month if new else None)
    year = Amounts(old.year if old else None, new.year if new else None)
    return PriceChange(service, plan, month, year)


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

    def first_year(self, since: int) -> int:
        """
        Return the first year, *since* one, in which a price differs; that one where none does.
        """
        ahead = [span for span in self.spans if span.last is None or span.last.year >= since]
        return max(since, min((span.first.year for span in ahead), default=since))


def revision(old: Terms, new: Terms) -> Revision:
    """
    Compare two conventions under the readings of their terms.
    """
    pricing = {grid.id for _, grid in new.grids}
    without_effect = tuple(grid.id for grid in new.convention.grids if grid.id not in pricing)
    return Revision(changes(old.convention, new.convention), price_spans(old, new), without_effect)


# ---- what a commune owes


@record
class BillChange:
    """
    What a commune owes for a period under the old convention and under the new one.

    Attributes:
        before: the total of the bill, in euros, under the old one.
        after: the same under the new one.
        complete: whether both bills rest on snapshots and prices alone, not on the contracted volume.
    """

    dossier: str | None
    commune: str | None
    period: str
    before: Decimal
    after: Decimal
    complete: bool

    @property
    def total(self) -> Amounts:
        """
        Both totals, compared.
        """
        return Amounts(self.before, self.after)

    def to_dict(self) -> dict[str, Any]:
        """
        Return the change as plain data.
        """
        return {
            "dossier": self.dossier,
            "commune": self.commune,
            "period": self.period,
            "total": self.total.to_dict(),
            "complete": self.complete,
        }


def restated(dossier: Dossier) -> Dossier:
    """
    Return *dossier* without the name of its convention: what it would owe under another is what is asked.
    """
    return attrs.evolve(dossier, convention=None)


def bill_change(old: Case, new: Case, period: str, name: str | None = None) -> BillChange:
    """
    Bill for *period* a dossier put before both conventions.
    """
    before, after = (billed(case, wanted_period(period), name) for case in (old, new))
    complete = before.complete and after.complete
    return BillChange(name, old.dossier.commune.name, before.period, before.total, after.total, complete)


def sum_of(bills: Sequence[BillChange]) -> Amounts:
    """
    Return what *bills* come to together.
    """
    return Amounts(total(each.before for each in bills), total(each.after for each in bills))
