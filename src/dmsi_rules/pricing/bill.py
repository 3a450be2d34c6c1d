"""
What is due for a year or a part of one: month by month, units counted at the price of the grid in force.

A month without snapshot is computed on the contracted volume, that of the request, and is provisional.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Self

import attrs

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.grids import AboutPrices, PriceRow, about_prices
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import heading
from dmsi_rules.model.readings import Readings
from dmsi_rules.pricing.due import is_free, is_network_implied, network_quantity
from dmsi_rules.pricing.facts import facts_missing, is_counted, names_of, number_for
from dmsi_rules.pricing.periods import BillingPeriod, first_day, month_name, position_of
from dmsi_rules.pricing.spans import PartMonth, Span, sources_of, spans, undated
from dmsi_rules.pricing.volumes import UNKNOWN, PlanVolume, contract, contracted, counted, derived, snapshots
from dmsi_rules.text.marks import Translate
from dmsi_rules.text.tabular import Row, Tabular, row_of
from dmsi_rules.values.days import MONTHS
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.money import EXACT, ZERO, part, total
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import Restorable, restored
from dmsi_rules.values.words import Phrase

CAUSES = ("held", "mandate", "successor")
"""
Why a month may be undecided: a late leaver may be held; silence may end the convention with the mandate.
"""

# ---- the bill


@record
class BillLine:
    """
    What is due for one service and plan in one month. Amounts in euros; None where a fact or a price is missing.

    Attributes:
        provisional: whether the quantity is the contracted one, for want of a snapshot.
        undecided: whether the month is due only if a late leaver is held, or if the convention goes on past its end.
        priced: whether the service has a price at all: what has none is told without amount.
        price: the row of the convention that the amount comes from.
        quantity_from: where the quantity stands, or those that it was made of.
        part_month: the part of the month that is due, where it is not the whole.
        derived: whether it is the network's row, due for the services that it covers though nobody asked for it.
        because: why it is undecided: `held`, `mandate`.
        missing: where the numbers of the member stand that it goes by and that are not given.
    """

    month: str
    service: str
    plan: str | None
    quantity: int | None
    unit_monthly: Decimal | None
    amount: Decimal | None
    provisional: bool
    undecided: bool
    grid: str | None
    priced: bool
    price: PriceRow | None
    quantity_from: tuple[str, ...]
    part_month: PartMonth | None
    derived: bool = False
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the line that was written as *data*; of its row it has what stood there.
        """
        trace, monthly = data["trace"], data["unit_monthly"]
        row = PriceRow(trace["row"], trace["source"], Decimal(monthly or 0), Decimal(0)) if "row" in trace else None
        part_month = PartMonth(trace["days"], trace["of_days"]) if "days" in trace else None
        found = restored(cls, {**data, "quantity_from": trace["quantity_from"], "priced": monthly is not None})
        return attrs.evolve(found, price=row, part_month=part_month)  # type: ignore[no-any-return]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the line as the contract writes it, its words through *translate*.
        """
        trace: dict[str, Any] = {"quantity_from": list(self.quantity_from)}
        if self.price is not None:
            trace = {"row": self.price.row, "source": translate(self.price.source), **trace}
        if self.part_month is not None:
            trace |= {"days": self.part_month.days, "of_days": self.part_month.of}
        return {
            "month": self.month,
            "service": self.service,
            "plan": self.plan,
            "quantity": self.quantity,
            "unit_monthly": plain(self.unit_monthly),
            "amount": plain(self.amount),
            "provisional": self.provisional,
            "undecided": self.undecided,
            "derived": self.derived,
            "grid": self.grid,
            "missing": list(self.missing),
            "trace": trace,
        }


@record
class ServiceDue:
    """
    What one service and plan comes to over the period, as far as it is known.
    """

    service: str
    plan: str | None
    amount: Decimal


@record
class Bill(Restorable, Tabular):
    """
    What a commune owes for a period.

    Attributes:
        grid: the last of the grids that price it, which `grids` has all of.
        complete: whether it is known what is open, and every month due has its snapshot and its prices.
        missing: JSON pointers of what would tell what is open, where that is not known, and of the numbers that amounts go by.
        numbers: what these numbers are, by where they stand.
        missing_months: the months in which something is due and no snapshot tells how much.
        undecided_months: the months due only if a late leaver is held, or the convention goes on.
        undecided_because: which of these it is: `held`, `mandate`.
        services: what each service and plan comes to.
        total: the sum of the amounts that are known.
        contracted_total: the same months on the contracted volume; None while a volume or a price is not known.
        adjustment: what the snapshots add to it, or take away.
        about_prices: what each grid says of all its prices, where it does: value-added tax, an index.
        sources: the places of the text for what is undecided, by its cause, and for `snapshot` where one is missing.
    """

    dossier: str | None
    convention: str
    as_of: dt.date
    readings: Readings
    grid: str | None
    grids: tuple[str, ...]
    period: str
    complete: bool
    missing_months: tuple[str, ...]
    undecided_months: tuple[str, ...]
    undecided_because: tuple[str, ...]
    lines: tuple[BillLine, ...] = field(repr=False)
    services: tuple[ServiceDue, ...]
    total: Decimal
    contracted_total: Decimal | None
    adjustment: Decimal | None
    missing: tuple[str, ...] = ()
    numbers: Mapping[str, Phrase] = field(default=Frozen(), converter=frozen, eq=False, repr=False)
    about_prices: tuple[AboutPrices, ...] = ()
    sources: Mapping[str, str] = field(default=Frozen(), converter=frozen, hash=False)

    def rows(self, _: Translate = str) -> list[Row]:
        """
        Return the lines, one a row.
        """
        names = (
            "month",
            "service",
            "plan",
            "quantity",
            "unit_monthly",
            "amount",
            "provisional",
            "undecided",
            "derived",
            "grid",
        )
        return [{"dossier": self.dossier, "period": self.period, **row_of(line, *names)} for line in self.lines]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the bill as the contract writes it, its words through *translate*.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "grid": self.grid,
            "grids": list(self.grids),
            "period": self.period,
            "complete": self.complete,
            "missing": list(self.missing),
            "missing_months": list(self.missing_months),
            "undecided_months": list(self.undecided_months),
            "undecided_because": list(self.undecided_because),
            "lines": [line.to_dict(translate) for line in self.lines],
            "services": [{"service": each.service, "plan": each.plan, "amount": plain(each.amount)} for each in self.services],
            "total": plain(self.total),
            "contracted_total": plain(self.contracted_total),
            "adjustment": plain(self.adjustment),
            "about_prices": [each.to_dict() for each in self.about_prices],
            "sources": dict(self.sources),
        }


def billed(case: Case, period: BillingPeriod, name: str | None = None) -> Bill:
    """
    Compute what *case* owes for *period*.
    """
    months = [month_to_bill(case, number, spans(case)) for number in range(period.first, period.last + 1)]
    lines = [line for month in months for line in _lines(case, month)]
    missing = tuple(dict.fromkeys(line.month for line in lines if line.provisional))
    unopened = tuple(undated(case).values()) if case.dossier.openings is not None else ("/openings",)
    numbers = names_of(case, dict.fromkeys(path for line in lines for path in line.missing))
    amount = total(line.amount for line in lines if line.amount is not None)
    on_contract = None if undated(case) else _sum(_on_contract(case, months))
    grids = tuple(dict.fromkeys(month.grid for month in months if month.grid is not None))
    causes = tuple(cause for cause in CAUSES if any(cause in line.because for line in lines))
    return Bill(
        dossier=name,
        convention=case.terms.convention.id,
        as_of=case.as_of,
        readings=case.terms.readings,
        grid=grids[-1] if grids else None,
        grids=grids,
        period=period.name,
        complete=not unopened and not missing and not any(line.priced and line.amount is None for line in lines),
        missing=(*unopened, *numbers),
        numbers=numbers,
        missing_months=missing,
        undecided_months=tuple(dict.fromkeys(line.month for line in lines if line.undecided)),
        undecided_because=causes,
        lines=tuple(lines),
        services=tuple(_by_service(case, lines)),
        total=amount,
        contracted_total=on_contract,
        adjustment=None if on_contract is None else EXACT.subtract(amount, on_contract),
        sources=sources_of(case, (*causes, *(("snapshot",) if missing else ()))),
        about_prices=about_prices(month.terms.grid_on(first_day(month.number)) for month in months),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """
    Return the sum of *amounts*; None as soon as one is not known.
    """
    known = list(amounts)
    return None if None in known else total(known)  # type: ignore[arg-type]


def _by_service(case: Case, lines: Iterable[BillLine]) -> Iterator[ServiceDue]:
    """
    Yield the sum of each service and plan that has an amount, in catalogue order.
    """
    sums: dict[tuple[str, str | None], Decimal] = {}
    for line in lines:
        if line.amount is not None:
            key = (line.service, line.plan)
            sums[key] = EXACT.add(sums.get(key, ZERO), line.amount)
    for service in case.terms.services.values():
        for plan in case.terms.timeline.plans[service.code] or (None,):
            if (service.code, plan) in sums:
                yield ServiceDue(service.code, plan, sums[service.code, plan])


# ---- one month


@record(eq=False)
class Month:
    """
    One month to bill: its prices, its snapshot, the services that it is due for.

    Attributes:
        terms: those in force on its first day.
        priced: the services that have a price: in the month's grid or, where none is in force yet, in one that will be.
        path: where the snapshot's units stand.
        units: what the snapshot counts; None without one.
        is_alone: whether none of the services is one that the network's row covers.
        implied: the spans for which the network's row is due though it has none of its own; none where it has.
    """

    number: int
    name: str
    terms: Terms
    grid: str | None
    prices: Mapping[tuple[str, str | None], PriceRow]
    priced: Collection[str]
    path: str
    units: Mapping[str, int] | None
    running: tuple[Span, ...]
    is_alone: bool
    implied: tuple[Span, ...] = ()


def month_to_bill(case: Case, number: int, spans: Iterable[Span]) -> Month:
    """
    Return the month *number*, in which those of *spans* run that reach into it.
    """
    terms, name = case.terms.on(first_day(number)), month_name(number)
    grid = terms.grid_on(first_day(number))
    prices = terms.prices[grid.id] if grid else {}
    path, units = snapshots(case).get(name, ("", None))
    running = tuple([span for span in spans if span.first <= number <= span.last])
    covered = tuple([span for span in running if span.service in terms.covered])
    has_network = any(span.service == terms.network for span in running)
    return Month(
        number=number,
        name=name,
        terms=terms,
        grid=grid.id if grid else None,
        prices=prices,
        priced={service for service, _ in prices} if grid else terms.priced,
        path=path,
        units=units,
        running=running,
        is_alone=not covered,
        implied=() if has_network or not is_network_implied(terms.readings) else covered,
    )


def _lines(case: Case, month: Month) -> list[BillLine]:
    """
    Return what is due for *month*, on its snapshot if there is one; of what has no price, only what is counted.
    """
    lines: list[BillLine] = []
    for span in month.running:
        is_priced = span.is_continuous and span.service in month.priced
        lines += [_line(case, month, span, volume, is_priced=is_priced) for volume in _volumes(case, month, span, is_priced)]
    if month.implied and month.terms.network in month.priced:
        volume = _implied_volume(month, [line for line in lines if line.service in month.terms.covered])
        lines.append(_line(case, month, implied_span(month), volume, is_priced=True, is_derived=True))
    return lines


def _volumes(case: Case, month: Month, span: Span, is_priced: bool) -> Iterable[PlanVolume]:  # noqa: FBT001  (as asked above)
    if month.units is None:
        return contracted(case, span.service, month.number) if is_priced else ()
    asked = contracted(case, span.service, month.number) if is_priced else None
    return counted(case, span.service, month.path, month.units, asked)


def implied_span(month: Month) -> Span:
    """
    Return the span of a network's row that is due for others: by the days of the first of them, undecided where all are.
    """
    spans = month.implied
    whole = any(span.part_month is None or span.first < month.number for span in spans)
    first = max(spans, key=lambda span: span.part_month.days if span.part_month else 0)
    return first._replace(
        service=month.terms.network or "",
        part_month=None if whole else first.part_month,
        first=month.number,
        held_from=max(span.held_from for span in spans),
    )


def _implied_volume(month: Month, covered: Iterable[BillLine]) -> PlanVolume:
    network = month.terms.network or ""
    if month.units is not None and network in month.units:
        return PlanVolume(None, month.units[network], (f"{month.path}/{network}",))
    quantity = network_quantity([line.quantity for line in covered], month.terms.readings)
    return PlanVolume(
        None, quantity, tuple(place for line in covered for place in line.quantity_from) if quantity is not None else ()
    )


def _line(  # noqa: PLR0913  (a line is made of these)
    case: Case, month: Month, span: Span, volume: PlanVolume, *, is_priced: bool, is_derived: bool = False
) -> BillLine:
    price, part_month, amount = amount_due(case, month, span, volume)
    return BillLine(
        month.name,
        span.service,
        volume.plan,
        volume.quantity,
        None if price is None or (price.first_year is not None and _is_first_year(month, span)) else price.month,
        amount,
        month.units is None and _is_provisional(case, month, span.service),
        bool(span.undecided_in(month.number)),
        month.grid,
        is_priced,
        price,
        volume.places,
        part_month,
        is_derived,
        span.undecided_in(month.number),
        facts_missing(case, span.service, price, month.number, volume.quantity) if amount is None else (),
    )


def _is_provisional(case: Case, month: Month, service: str) -> bool:
    """
    Tell whether a quantity without snapshot is provisional: where units of it are counted at all.
    """
    return month.terms.text.snapshots is not None and is_counted(case.terms.limited.get(service))


def _whole(case: Case, month: Month, span: Span, volume: PlanVolume, price: PriceRow) -> Decimal | None:
    """
    Return what *volume* costs in a whole *month*; None while it, or the number that decides its price, is unknown.
    """
    if volume.quantity is None:
        return None
    position = position_of(month.number, month.terms.convention)
    number = number_for(case, price, month.number)
    return price.for_month(volume.quantity, number, position=position, is_first=_is_first_year(month, span))


def _is_first_year(month: Month, span: Span) -> bool:
    """
    Tell whether *month* is one of the first twelve that are billed, which may have a price of their own.
    """
    return month.number - span.first < MONTHS


def _on_contract(case: Case, months: Iterable[Month]) -> Iterator[Decimal | None]:
    """
    Yield what would be due for each month on the contracted volume: most are like the one before.
    """
    before, amount = None, None
    for month in months:
        volumes = contract(case, month.number)
        terms = (month.grid, month.running, [span.first == month.number for span in month.running], id(volumes))
        if terms != before or not all(price.is_plain for price in month.prices.values()):
            before, amount = terms, _sum(_contracted_amounts(case, month, volumes))
        yield amount


def _contracted_amounts(case: Case, month: Month, volumes: Mapping[str, tuple[PlanVolume, ...]]) -> Iterator[Decimal | None]:
    for span in month.running:
        if span.is_continuous and span.service in month.priced:
            for volume in contracted(case, span.service, month.number):
                yield amount_due(case, month, span, volume)[2]
    if month.implied and month.terms.network in month.priced:
        running = {span.service: volumes.get(span.service, UNKNOWN) for span in month.implied}
        yield amount_due(case, month, implied_span(month), derived(case, running))[2]


def amount_due(
    case: Case, month: Month, span: Span, volume: PlanVolume
) -> tuple[PriceRow | None, PartMonth | None, Decimal | None]:
    """
    Return the price of *volume*, the part of the month that is due where it is not the whole, and the amount.
    """
    part_month = span.part_month if month.number == span.first else None
    price = month.prices.get((span.service, volume.plan))
    if price is None:
        return None, part_month, None
    alone = month.is_alone and span.service == month.terms.network
    whole = (
        ZERO
        if alone and is_free(month.terms.readings) and volume.quantity is not None
        else _whole(case, month, span, volume, price)
    )
    return price, part_month, whole if whole is None or part_month is None else part(whole, part_month.days, part_month.of)
