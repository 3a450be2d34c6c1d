"""
The places that billing rules look at: what photographs count, what invoices bill, and what is due for their periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dmsi_rules._case import Case
from dmsi_rules._i18n import N_
from dmsi_rules._model.dossier import Invoice, InvoiceLine
from dmsi_rules._money import EXACT, ZERO
from dmsi_rules._spans import Period, month_named, period_of
from dmsi_rules._structure import pointer
from dmsi_rules.rules._rule import Place

if TYPE_CHECKING:
    from dmsi_rules._billing import Bill

ServicePlan = tuple[str, str | None]


class Use(NamedTuple):
    """
    A service counted or billed for some months: the month or period as written, and what is said if it was not open.
    """

    service: str
    plan: str | None
    first: int
    last: int
    said: dict[str, str]
    not_open: str
    too_early: str
    too_late: str


def uses(case: Case) -> Sequence[Place]:
    """
    Every continuous service that a photograph counts, then every one that an invoice bills for a period.
    """
    dossier = case.dossier
    if not dossier.snapshots and not dossier.invoices:
        return ()
    return [*_counts(case), *_billings(case)]


def _counts(case: Case) -> Iterator[Place]:
    for rank, shot in enumerate(case.dossier.snapshots or ()):
        for key, units in (shot.units or {}).items():
            service, _, plan = key.partition("/")
            if units and case.terms.services[service].kind == "continuous":
                month = month_named(shot.month)
                yield (
                    pointer(f"/snapshots/{rank}/units", key),
                    Use(
                        service,
                        plan or None,
                        month,
                        month,
                        {"month": shot.month},
                        N_("the photograph of {month} counts `{service}`, which has no opening report"),
                        N_("the photograph of {month} counts `{service}`, which opened on {opening}"),
                        N_("the photograph of {month} counts `{service}`, which was left on {last_day}"),
                    ),
                )


def _billings(case: Case) -> Iterator[Place]:
    for path, invoice, period in periods(case):
        for rank, line in enumerate(invoice.lines or ()):
            is_billed = line.amount is None or line.amount > 0
            if is_billed and case.terms.services[line.service].kind == "continuous":
                yield (
                    f"{path}/lines/{rank}",
                    Use(
                        line.service,
                        line.plan,
                        period.first,
                        period.last,
                        {"period": period.name},
                        N_("the invoice for {period} bills `{service}`, which has no opening report"),
                        N_("the invoice for {period} bills `{service}`, which opened on {opening}"),
                        N_("the invoice for {period} bills `{service}`, which was left on {last_day}"),
                    ),
                )


def periods(case: Case) -> Iterator[tuple[str, Invoice, Period]]:
    """
    Yield each invoice for a year or half of one, with its JSON pointer and that period.
    """
    for rank, invoice in enumerate(case.dossier.invoices or ()):
        if period := period_of(invoice.period):
            yield f"/invoices/{rank}", invoice, period


def invoiced_periods(case: Case) -> Sequence[Place]:
    """
    The period of each invoice for a year or half of one.
    """
    return [(f"{path}/period", period) for path, _, period in periods(case)]


def invoices(case: Case) -> Sequence[Place]:
    """
    Every invoice, with its rank.
    """
    return [(f"/invoices/{rank}/period", (rank, invoice)) for rank, invoice in enumerate(case.dossier.invoices or ())]


# ---- amounts


class Amount(NamedTuple):
    """
    An amount on an invoice, for comparison: that of a line, or the total.
    """

    given: Decimal
    path: str
    period: Period
    invoice: Invoice
    line: InvoiceLine | None = None


def amounts(case: Case) -> Sequence[Place]:
    """
    Every amount of an invoice for a year or half of one, all of whose months have their photograph.

    Lines of services that no grid prices are taken as given.
    """
    found: list[Place] = []
    for path, invoice, period in periods(case):
        if case.dossier.openings is not None and bill_for(case, period).missing_months:
            continue
        if invoice.total is not None:
            found.append((f"{path}/total", Amount(invoice.total, path, period, invoice)))
        for rank, line in enumerate(invoice.lines or ()):
            if line.amount is not None and line.service in case.terms.priced:
                found.append((f"{path}/lines/{rank}/amount", Amount(line.amount, path, period, invoice, line)))
    return found


def bill_for(case: Case, period: Period) -> Bill:
    """
    Return what is due for *period*.
    """
    from dmsi_rules._billing import billed  # noqa: PLC0415  (few dossiers hold an invoice)

    return case.once(billed, period)


def due_for(case: Case, period: Period) -> Mapping[ServicePlan, Decimal | None]:
    """
    Return what is due for *period* by service and plan; None where a price is not known.
    """
    return case.once(_due_for, period)


def _due_for(case: Case, period: Period) -> Mapping[ServicePlan, Decimal | None]:
    due: dict[ServicePlan, Decimal | None] = {}
    for line in bill_for(case, period).lines:
        if line.priced:
            key = (line.service, line.plan)
            so_far = due.get(key, ZERO)
            due[key] = None if so_far is None or line.amount is None else EXACT.add(so_far, line.amount)
    return due


# ---- photographs by themselves


class Level(NamedTuple):
    """
    A service whose units in a photograph are to fit with those of the services that rest on it, or on which it rests.
    """

    month: str
    service: str
    units: Mapping[str, int]


def levels(case: Case) -> Sequence[Place]:
    """
    In each photograph the network, which need not stand in it, and every second level.
    """
    terms = case.terms
    found: list[Place] = []
    for rank, shot in enumerate(case.dossier.snapshots or ()):
        path = f"/snapshots/{rank}/units"
        units = shot.units or {}
        if terms.network is not None and terms.network not in units and not terms.covered.isdisjoint(units):
            found.append((path, Level(shot.month, terms.network, units)))
        known = {terms.network, *terms.upper}
        found += [(f"{path}/{service}", Level(shot.month, service, units)) for service in units if service in known]
    return found
