"""
A request priced (Annexe 5): each line on the grid in force, with the row that it comes from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import field

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.finding import heading
from dmsi_rules.model.dossier import Line
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.money import ZERO, times, total
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

# ---- the quantity of the network (Annexe 5)

NETWORK_QUANTITY: Mapping[str, Callable[[Iterable[int]], int]] = {"max": max, "sum": sum}
"""
Reading `network_quantity`: the workstations of categories 1 and 3 coincide, or they do not.
"""


def _charged(quantity: int | None, price: Decimal) -> Decimal | None:
    return None if quantity is None else times(quantity, price)


def _free(quantity: int | None, price: Decimal) -> Decimal | None:  # noqa: ARG001  (the two values share a shape)
    return None if quantity is None else ZERO


NETWORK_ALONE: Mapping[str, Callable[[int | None, Decimal], Decimal | None]] = {"charged": _charged, "free": _free}
"""
Reading `network_alone`: what the network's row costs without any service that it covers.
"""

# ---- the quote


@record
class QuoteLine:
    """
    One line of the request, priced. Amounts in euros; None where a fact or a price is missing, never zero for it.

    Attributes:
        price: the row of the convention that the amounts come from.
        quantity_from: where the quantities stand that a derived one was made of.
    """

    path: str
    service: str
    plan: str | None
    quantity: int | None
    derived: bool
    unit_annual: Decimal | None
    monthly: Decimal | None
    annual: Decimal | None
    quotation: Decimal | None
    price: PriceRow | None
    quantity_from: tuple[str, ...]


@record
class Quote:
    """
    A request priced on the grid in force on the given day. Quotations are one-off and have a total of their own.

    Attributes:
        partial: whether something is still to be quoted, or no request is known; the totals are then of what is known.
        to_quote: the services still to be quoted.
    """

    dossier: str | None
    convention: str
    as_of: dt.date
    readings: Readings
    grid: str | None
    lines: tuple[QuoteLine, ...]
    monthly_total: Decimal
    annual_total: Decimal
    quoted_total: Decimal
    partial: bool
    to_quote: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """
        Return the quote as the contract writes it.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "grid": self.grid,
            "lines": [_line_to_dict(line) for line in self.lines],
            "monthly_total": plain(self.monthly_total),
            "annual_total": plain(self.annual_total),
            "quoted_total": plain(self.quoted_total),
            "partial": self.partial,
            "to_quote": list(self.to_quote),
        }


def _line_to_dict(line: QuoteLine) -> dict[str, Any]:
    price = line.price
    return {
        "path": line.path,
        "service": line.service,
        "plan": line.plan,
        "quantity": line.quantity,
        "derived": line.derived,
        "unit_annual": plain(line.unit_annual),
        "monthly": plain(line.monthly),
        "annual": plain(line.annual),
        "quotation": plain(line.quotation),
        "trace": price
        and {
            "row": price.row,
            "source": price.source,
            "month": plain(price.month),
            "year": plain(price.year),
            "quantity_from": list(line.quantity_from),
        },
    }


# ---- the computation


def priced(case: Case, name: str | None = None) -> Quote:
    """
    Price the request of *case* on the grid in force on its day.
    """
    terms = case.terms
    grid = terms.grid_on(case.as_of)
    prices = terms.prices[grid.id] if grid else {}
    lines = [_priced_line(case, path, line, prices.get((line.service, line.plan))) for path, line in case.lines]
    request = case.facts.live[-1].request if case.facts.live else None
    to_quote = [line.service for line in lines if line.annual is None and line.quotation is None]
    return Quote(
        dossier=name,
        convention=terms.convention.id,
        as_of=case.as_of,
        readings=terms.readings,
        grid=grid.id if grid else None,
        lines=tuple(lines),
        monthly_total=total([line.monthly for line in lines if line.monthly is not None]),
        annual_total=total([line.annual for line in lines if line.annual is not None]),
        quoted_total=total([line.quotation for line in lines if line.quotation is not None]),
        # Without any line the price is not known to be nothing: it is not known.
        partial=bool(to_quote) or request is None or request.lines is None,
        to_quote=tuple(dict.fromkeys(to_quote)),
    )


def _priced_line(case: Case, path: str, line: Line, price: PriceRow | None) -> QuoteLine:
    quantity = line.quantity
    sources: tuple[str, ...] = ()
    monthly = annual = None
    if line.service == case.terms.network:
        if quantity is None:
            quantity, sources = derived(case)
        if price is not None:
            alone = NETWORK_ALONE[case.terms.readings.network_alone if case.network_alone else "charged"]
            monthly, annual = alone(quantity, price.month), alone(quantity, price.year)
    elif line.service == case.terms.base:
        monthly = annual = ZERO  # on any grid, and before the first one
    elif price is not None and quantity is not None:
        monthly, annual = times(quantity, price.month), times(quantity, price.year)
    return QuoteLine(
        path,
        line.service,
        line.plan,
        quantity,
        bool(sources),
        price.year if price else None,
        monthly,
        annual,
        line.quotation,
        price,
        sources,
    )


def derived(case: Case) -> tuple[int | None, tuple[str, ...]]:
    """
    Return the network's quantity made of those of the services that it covers, and where they stand.

    Unknown while one of them is asked without quantity, or none is asked.
    """
    covered = [(path, line.quantity) for path, line in case.lines if line.service in case.terms.covered]
    quantities = [quantity for _, quantity in covered if quantity is not None]
    if not covered or len(quantities) < len(covered):
        return None, ()
    quantity = NETWORK_QUANTITY[case.terms.readings.network_quantity](quantities)
    return quantity, tuple(f"{path}/quantity" for path, _ in covered)
