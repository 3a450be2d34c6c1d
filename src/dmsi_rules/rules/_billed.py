"""
What billing rules look at, worked out: what snapshots count, what invoices bill, and what is due for their periods.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from dmsi_rules.case.dossier import Case
from dmsi_rules.documents.structure import pointer
from dmsi_rules.model.dossier import Invoice
from dmsi_rules.pricing.periods import Period, first_day, month_named, month_of, period_of
from dmsi_rules.pricing.spans import Span, spans
from dmsi_rules.rules._rule import Place
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import DAY
from dmsi_rules.values.money import EXACT, ZERO, total

if TYPE_CHECKING:
    from dmsi_rules.pricing.bill import Bill

ServicePlan = tuple[str, str | None]

GRIDS = "convention:/grids"

# ---- BIL001


class Use(NamedTuple):
    """
    A service counted or billed for the months from `first` to `last`, and the spans in which it may be.

    Attributes:
        said: the month or the period, as facts.
        not_open: what is said where it has no opening report; likewise `too_early` and `too_late`.
    """

    service: str
    plan: str | None
    first: int
    last: int
    spans: tuple[Span, ...]
    said: dict[str, str]
    not_open: str
    too_early: str
    too_late: str

    @property
    def is_open(self) -> bool:
        """
        Whether it was open in one of the months, whatever the CALL decides on an exit.
        """
        return any(max(self.first, month_of(span.opened)) <= min(self.last, span.left) for span in self.spans)

    @property
    def may_be_open(self) -> bool:
        """
        Whether it was, if the CALL holds the commune.
        """
        return any(max(self.first, month_of(span.opened)) <= min(self.last, span.left_latest) for span in self.spans)

    @property
    def opening(self) -> dt.date | None:
        """
        The day from whose month on it is counted.
        """
        return min((span.opened for span in self.spans), default=None)

    @property
    def is_too_early(self) -> bool:
        """
        Whether all the months lie before that.
        """
        return all(self.last < month_of(span.opened) for span in self.spans)

    @property
    def last_day(self) -> dt.date:
        """
        The last day served.
        """
        return first_day(max(span.left_latest for span in self.spans) + 1) - DAY


def uses(case: Case) -> Sequence[Place]:
    """
    Every continuous service that a snapshot counts, then every one that an invoice bills for a period.
    """
    return [*_counts(case), *_billings(case)]


def _spans_of(case: Case, service: str) -> tuple[Span, ...]:
    """
    Return the spans of *service*: the base membership is held as soon as any service is open.
    """
    found = spans(case)
    if service == case.terms.base:
        return tuple(span for span in found.values() if span.is_continuous)
    return (found[service],) if service in found else ()


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
                        _spans_of(case, service),
                        {"month": shot.month},
                        N_("the snapshot of {month} counts `{service}`, which has no opening report"),
                        N_("the snapshot of {month} counts `{service}`, which opened on {opening}"),
                        N_("the snapshot of {month} counts `{service}`, which was left on {last_day}"),
                    ),
                )


def _billings(case: Case) -> Iterator[Place]:
    for path, invoice, period in _periods(case):
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
                        _spans_of(case, line.service),
                        {"period": period.name},
                        N_("the invoice for {period} bills `{service}`, which has no opening report"),
                        N_("the invoice for {period} bills `{service}`, which opened on {opening}"),
                        N_("the invoice for {period} bills `{service}`, which was left on {last_day}"),
                    ),
                )


# ---- BIL002, BIL003


def _periods(case: Case) -> Iterator[tuple[str, Invoice, Period]]:
    """
    Yield each invoice for a year or half of one, with its JSON pointer and that period.
    """
    for rank, invoice in enumerate(case.dossier.invoices or ()):
        if period := period_of(invoice.period):
            yield f"/invoices/{rank}", invoice, period


def _bill_for(case: Case, period: Period) -> Bill:
    from dmsi_rules.pricing.bill import billed  # noqa: PLC0415  (few dossiers hold an invoice)

    return case.once(billed, period)


def invoiced_periods(case: Case) -> Sequence[Place]:
    """
    The period of each invoice for a year or half of one, with its months that have no snapshot and should.
    """
    return [(f"{path}/period", (period.name, _bill_for(case, period).missing_months)) for path, _, period in _periods(case)]


class Amount(NamedTuple):
    """
    An amount on an invoice, that of a line or the total, with what it should be, or the fact that decides it and is not given.
    """

    period: str
    given: Decimal
    computed: Decimal
    lacking: str | None = None
    service: str | None = None
    plan: str | None = None


def amounts(case: Case) -> Sequence[Place]:
    """
    Every amount of an invoice for a year or half of one, all of whose months have their snapshot.

    Lines of services that no grid prices are taken as given.
    """
    found: list[Place] = []
    for path, invoice, period in _periods(case):
        if case.dossier.openings is not None and _bill_for(case, period).missing_months:
            continue
        due = case.once(_due_for, period)
        if invoice.total is not None:
            found.append((f"{path}/total", Amount(period.name, invoice.total, *_total_due(case, path, invoice, due))))
        for rank, line in enumerate(invoice.lines or ()):
            if line.amount is not None and line.service in case.terms.priced:
                computed = due.get((line.service, line.plan), ZERO)
                lacking = GRIDS if computed is None else None
                amount = Amount(period.name, line.amount, computed or ZERO, lacking, line.service, line.plan)
                found.append((f"{path}/lines/{rank}/amount", amount))
    return found


def _due_for(case: Case, period: Period) -> Mapping[ServicePlan, Decimal | None]:
    """
    Return what is due for *period* by service and plan; None where a price is not known.
    """
    due: dict[ServicePlan, Decimal | None] = {}
    for line in _bill_for(case, period).lines:
        if line.priced:
            key = (line.service, line.plan)
            so_far = due.get(key, ZERO)
            due[key] = None if so_far is None or line.amount is None else EXACT.add(so_far, line.amount)
    return due


def _total_due(
    case: Case, path: str, invoice: Invoice, due: Mapping[ServicePlan, Decimal | None]
) -> tuple[Decimal, str | None]:
    """
    Return what the total should be: what is due, and what lines without grid price say; then what is lacking for it.
    """
    taken: list[Decimal] = []
    for rank, line in enumerate(invoice.lines or ()):
        if line.service not in case.terms.priced:
            if line.amount is None:
                return ZERO, f"{path}/lines/{rank}/amount"
            taken.append(line.amount)
    known = [each for each in due.values() if each is not None]
    return EXACT.add(total(known), total(taken)), GRIDS if len(known) < len(due) else None


# ---- BIL004


class Level(NamedTuple):
    """
    A service whose units in a snapshot are to fit with those of the services that rest on it, or on which it rests.
    """

    month: str
    service: str
    units: Mapping[str, int]


def levels(case: Case) -> Sequence[Place]:
    """
    In each snapshot the network, which need not stand in it, and every second level.
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


# ---- BIL005, BIL006


def invoices(case: Case) -> Sequence[Place]:
    """
    The period of every invoice, whether it is one, and the rank of the first invoice that billed one of its months before.
    """
    overlapped = case.once(_overlapped)
    return [
        (f"/invoices/{rank}/period", (invoice.period, period_of(invoice.period) is not None, overlapped.get(rank)))
        for rank, invoice in enumerate(case.dossier.invoices or ())
    ]


def _overlapped(case: Case) -> dict[int, int]:
    billed: dict[int, int] = {}
    found: dict[int, int] = {}
    for rank, invoice in enumerate(case.dossier.invoices or ()):
        period = period_of(invoice.period)
        if period is None or _is_credit_note(invoice):
            continue
        months = range(period.first, period.last + 1)
        if before := [billed[month] for month in months if month in billed]:
            found[rank] = min(before)
        for month in months:
            billed.setdefault(month, rank)
    return found


def _is_credit_note(invoice: Invoice) -> bool:
    """
    Tell whether an invoice is wholly negative.
    """
    given = [each for each in (invoice.total, *(line.amount for line in invoice.lines or ())) if each is not None]
    return bool(given) and all(amount < 0 for amount in given)
