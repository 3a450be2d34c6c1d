"""
Invoices and snapshots before what is due: what they count, the accounts that belong together, what each should come to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.documents.faults import pointer
from dmsi_rules.model.dossier import Invoice
from dmsi_rules.pricing.bill import Bill, billed
from dmsi_rules.pricing.due import is_network_implied
from dmsi_rules.pricing.periods import BillingPeriod, first_day, month_named, month_of, period_of
from dmsi_rules.pricing.spans import Span, spans, undated
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import DAY
from dmsi_rules.values.money import EXACT, ZERO, total
from dmsi_rules.values.record import record

Place: TypeAlias = tuple[str, object]
ServicePlan = tuple[str, str | None]

GRIDS = "convention:/tariff/grids"

# ---- BIL001


@record
class Use:
    """
    A service counted or billed for the months from `first` to `last`, and the spans in which it may be.

    Attributes:
        undated: where the opening days stand that are not given, of services that it may be counted for.
        said: the month or the period, as facts.
        not_open: what is said where it has no opening report; likewise `too_early` and `too_late`.
    """

    service: str
    plan: str | None
    first: int
    last: int
    spans: tuple[Span, ...]
    undated: tuple[str, ...]
    said: dict[str, str]
    not_open: str
    too_early: str
    too_late: str

    @property
    def is_open(self) -> bool:
        """
        Whether it was open in one of the months, whatever is decided on a late exit.
        """
        return any(max(self.first, month_of(span.opened)) <= min(self.last, span.left) for span in self.spans)

    @property
    def may_be_open(self) -> bool:
        """
        Whether it was, if a late leaver is held.
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


def _carrying(case: Case, service: str) -> frozenset[str]:
    """
    Return the services that *service* is held with: the base membership with any, the network with what implies it.
    """
    terms = case.terms
    if service == terms.base:
        return frozenset(code for code, each in terms.services.items() if each.kind == "continuous")
    is_implied = service == terms.network and is_network_implied(terms.readings)
    return frozenset((service, *terms.covered) if is_implied else (service,))


def _spans_of(case: Case, service: str) -> tuple[Span, ...]:
    carrying = _carrying(case, service)
    return tuple(span for span in spans(case) if span.service in carrying)


def _undated_of(case: Case, service: str) -> tuple[str, ...]:
    """
    Return where the opening days stand that are not given, of the services that *service* is held with.
    """
    carrying = _carrying(case, service) if case.undated else ()
    return tuple(path for each, path in case.undated.items() if each in carrying)


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
                        case.once(_spans_of, service),
                        case.once(_undated_of, service),
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
                        case.once(_spans_of, line.service),
                        case.once(_undated_of, line.service),
                        {"period": period.name},
                        N_("the invoice for {period} bills `{service}`, which has no opening report"),
                        N_("the invoice for {period} bills `{service}`, which opened on {opening}"),
                        N_("the invoice for {period} bills `{service}`, which was left on {last_day}"),
                    ),
                )


# ---- BIL002, BIL003


def _periods(case: Case) -> Iterator[tuple[str, Invoice, BillingPeriod]]:
    """
    Yield each invoice for a period that is billed, with its JSON pointer and that period.
    """
    for rank, invoice in enumerate(case.dossier.invoices or ()):
        if period := period_of(invoice.period, case.terms):
            yield f"/invoices/{rank}", invoice, period


def _bill_for(case: Case, period: BillingPeriod) -> Bill:
    return case.once(billed, period)


def invoiced_periods(case: Case) -> Sequence[Place]:
    """
    The period of each invoice for a period that is billed, with its months that have no snapshot and should.
    """
    return [(f"{path}/period", (period.name, _bill_for(case, period).missing_months)) for path, _, period in _periods(case)]


@record
class Account:
    """
    The invoices and credit notes that are judged together, and the period that they are for.

    Attributes:
        invoices: each with its JSON pointer, in document order.
    """

    period: BillingPeriod
    invoices: tuple[tuple[str, Invoice], ...]


def accounts(case: Case) -> tuple[Account, ...]:
    """
    Return the accounts, one a period.

    A credit note whose period has no invoice of its own belongs to the invoices inside it, which are then judged together once
    they cover it, or to the one around it.
    """
    listed = list(_periods(case))
    own: dict[BillingPeriod, list[str]] = {}
    for path, invoice, period in listed:
        if not is_credit_note(invoice):
            own.setdefault(period, []).append(path)
    held: set[BillingPeriod] = set()  # invoices that wait for the others that a credit note is for
    for path, invoice, period in listed:
        if not is_credit_note(invoice):
            continue
        if period in own:
            own[period].append(path)
            continue
        inside = [each for each in own if period.first <= each.first and each.last <= period.last]
        around = [each for each in own if each.first <= period.first and period.last <= each.last]
        if inside and _covers(inside, period):
            own[period] = [*(each for one in inside for each in own.pop(one)), path]
        elif inside:
            held.update(inside)
        elif around:
            own[around[0]].append(path)
    by_path = {path: (rank, invoice) for rank, (path, invoice, _) in enumerate(listed)}
    return tuple(
        Account(period, tuple((path, by_path[path][1]) for path in sorted(paths, key=lambda path: by_path[path][0])))
        for period, paths in own.items()
        if period not in held
    )


def _covers(inside: Sequence[BillingPeriod], period: BillingPeriod) -> bool:
    months = {month for each in inside for month in range(each.first, each.last + 1)}
    return len(months) == period.last - period.first + 1


@record
class Amount:
    """
    What the invoices of one account come to, in all or for a service, with what they should, or the fact that decides it.
    """

    period: str
    given: Decimal
    computed: Decimal
    invoices: tuple[str, ...]
    lacking: str | None = None
    service: str | None = None
    plan: str | None = None


def amounts(case: Case) -> Sequence[Place]:
    """
    The total of each account all of whose months have their snapshot, then its services, each at the latest invoice.

    Lines of services that no grid prices are taken as given.
    """
    found: list[Place] = []
    for account in case.once(accounts):
        if case.dossier.openings is not None and _bill_for(case, account.period).missing_months:
            continue
        due = case.once(_due_for, account.period)
        found += _total(account, due, case)
        if all(invoice.lines is not None for _, invoice in account.invoices):
            found += _services(account, due, case)
    return found


def total_of(invoice: Invoice) -> Decimal | None:
    """
    Return what an invoice comes to: its total or, where that is not given, the sum of its lines; None where neither is known.
    """
    if invoice.total is not None:
        return invoice.total
    lines = [line.amount for line in invoice.lines or ()]
    known = [each for each in lines if each is not None]
    return total(known) if lines and len(known) == len(lines) else None


def _total(account: Account, due: Mapping[ServicePlan, Decimal | None], case: Case) -> Iterator[Place]:
    given = [total_of(invoice) for _, invoice in account.invoices]
    stated = [path for path, invoice in account.invoices if invoice.total is not None]
    known = [each for each in given if each is not None]
    if not stated or len(known) < len(given):
        return
    computed, lacking = _total_due(case, account, due)
    names = tuple(path for path, _ in account.invoices)
    yield f"{stated[-1]}/total", Amount(account.period.name, total(known), computed, names, lacking)


def _services(account: Account, due: Mapping[ServicePlan, Decimal | None], case: Case) -> Iterator[Place]:
    given: dict[ServicePlan, list[tuple[str, Decimal]]] = {}
    unknown: set[ServicePlan] = set()
    unplanned: dict[str, str] = {}
    for path, invoice in account.invoices:
        for rank, line in enumerate(invoice.lines or ()):
            key = (line.service, line.plan)
            if line.service not in case.terms.priced:
                continue
            if line.plan is None and case.terms.services[line.service].plans:
                unplanned.setdefault(line.service, f"{path}/lines/{rank}/plan")
            if line.amount is None:
                unknown.add(key)
            else:
                given.setdefault(key, []).append((f"{path}/lines/{rank}/amount", line.amount))
    for key, lines in given.items():
        if key in unknown:
            continue
        computed = due.get(key, ZERO)
        paths = [path for path, _ in lines]
        names = tuple(path.rpartition("/lines/")[0] for path in paths)
        lacking = next(iter(_undated_of(case, key[0])), unplanned.get(key[0]))
        lacking = lacking or (GRIDS if computed is None else None)
        amount = Amount(account.period.name, total(each for _, each in lines), computed or ZERO, names, lacking, *key)
        yield paths[-1], amount


def _due_for(case: Case, period: BillingPeriod) -> Mapping[ServicePlan, Decimal | None]:
    """
    Return what is due for *period* by service and plan; None where a price is unknown.
    """
    due: dict[ServicePlan, Decimal | None] = {}
    for line in _bill_for(case, period).lines:
        if line.priced:
            key = (line.service, line.plan)
            so_far = due.get(key, ZERO)
            due[key] = None if so_far is None or line.amount is None else EXACT.add(so_far, line.amount)
    return due


def _total_due(case: Case, account: Account, due: Mapping[ServicePlan, Decimal | None]) -> tuple[Decimal, str | None]:
    """
    Return what the total should be: what is due, and what lines without grid price say; then what is lacking for it.
    """
    taken: list[Decimal] = []
    for path, invoice in account.invoices:
        for rank, line in enumerate(invoice.lines or ()):
            if line.service not in case.terms.priced:
                if line.amount is None:
                    return ZERO, f"{path}/lines/{rank}/amount"
                taken.append(line.amount)
    known = [each for each in due.values() if each is not None]
    lacking = next(iter(undated(case).values()), GRIDS if len(known) < len(due) else None)
    return EXACT.add(total(known), total(taken)), lacking


# ---- BIL004


@record
class Level:
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
        if terms.network is not None and terms.network not in units and any(each in units for each in terms.covered):
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
        (f"/invoices/{rank}/period", (invoice.period, period_of(invoice.period, case.terms) is not None, overlapped.get(rank)))
        for rank, invoice in enumerate(case.dossier.invoices or ())
    ]


def _overlapped(case: Case) -> dict[int, int]:
    billed: dict[int, int] = {}
    found: dict[int, int] = {}
    cancelled = _cancelled(case)
    for rank, invoice in enumerate(case.dossier.invoices or ()):
        period = period_of(invoice.period, case.terms)
        if period is None or is_credit_note(invoice) or rank in cancelled:
            continue
        months = range(period.first, period.last + 1)
        if before := [billed[month] for month in months if month in billed]:
            found[rank] = min(before)
        for month in months:
            billed.setdefault(month, rank)
    return found


def _cancelled(case: Case) -> set[int]:
    """
    Return the invoices that are cancelled in full: by one credit note of their period, or by all of them together.
    """
    invoices = list(enumerate(case.dossier.invoices or ()))
    notes = {rank: total_of(each) for rank, each in invoices if is_credit_note(each)}
    found: set[int] = set()
    for rank, invoice in invoices:
        amount = total_of(invoice)
        if rank in notes or amount is None:
            continue
        of_period = {other: each for other, each in notes.items() if invoices[other][1].period == invoice.period}
        sums = [each for each in of_period.values() if each is not None]
        one = next((other for other, each in of_period.items() if each == -amount), None)
        used = [one] if one is not None else list(of_period) if sums and total(sums) == -amount else []
        if used:
            found.add(rank)
            for other in used:
                del notes[other]
    return found


def is_credit_note(invoice: Invoice) -> bool:
    """
    Tell whether an invoice is wholly negative.
    """
    given = [each for each in (invoice.total, *(line.amount for line in invoice.lines or ())) if each is not None]
    return bool(given) and all(amount < 0 for amount in given)
