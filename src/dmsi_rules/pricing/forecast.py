"""
What each budget year would come to: what is open goes on, what is asked for opens on its wished day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.years import start_of, year_name, year_start
from dmsi_rules.finding import heading
from dmsi_rules.model.readings import Readings
from dmsi_rules.pricing.bill import CAUSES, Month, amount_due, implied_span, month_to_bill
from dmsi_rules.pricing.due import network_quantity
from dmsi_rules.pricing.facts import facts_missing, names_of
from dmsi_rules.pricing.periods import FIRST, first_day, month_of
from dmsi_rules.pricing.spans import Span, sources_of, span_from, spans, undated
from dmsi_rules.pricing.volumes import PlanVolume, contract, contracted, counted, derived, snapshots
from dmsi_rules.text.marks import Translate
from dmsi_rules.text.tabular import Row, Tabular, row_of
from dmsi_rules.values.days import MONTHS, known
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.money import EXACT, ZERO, total
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import Restorable
from dmsi_rules.values.words import Phrase

Basis = Literal["counted", "contracted", "wished"]


@record
class ForecastLine(Restorable):
    """
    What one service and plan comes to in a year on one basis, in euros; None while a volume or a price is unknown.

    Attributes:
        basis: `counted` by snapshots, `contracted` by requests, or `wished`: not open yet.
        undecided: whether a month of it is due only if a late leaver is held, or if the convention goes on.
        derived: whether it is the network's row, due for the services that it covers though nobody asked for it.
        undecided_because: why it is undecided: `held`, `mandate`, `successor`.
    """

    service: str
    plan: str | None
    basis: Basis
    amount: Decimal | None
    undecided: bool
    derived: bool
    undecided_because: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """
        Return the row as the contract writes it.
        """
        return {
            "service": self.service,
            "plan": self.plan,
            "basis": self.basis,
            "amount": plain(self.amount),
            "undecided": self.undecided,
            "undecided_because": list(self.undecided_because),
            "derived": self.derived,
        }


@record
class ForecastYear(Restorable):
    """
    One budget year, in euros.

    Attributes:
        year: the calendar year in which it starts.
        name: what the text calls it: `2026`, or `2026-2027`.
        total: the sum of the amounts that are known, quotations left out.
        partial: whether an amount is unknown.
        quotations: what is paid once, for services whose wished day lies in the year.
        missing: where the numbers of the member stand that amounts go by and that are not given.
    """

    year: int
    total: Decimal
    partial: bool
    lines: tuple[ForecastLine, ...]
    quotations: Decimal
    name: str = ""
    missing: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """
        Return the year as the contract writes it.
        """
        return {
            "year": self.year,
            "name": self.name,
            "total": plain(self.total),
            "partial": self.partial,
            "lines": [line.to_dict() for line in self.lines],
            "quotations": plain(self.quotations),
            "missing": list(self.missing),
        }


@record
class Forecast(Restorable, Tabular):
    """
    What each of some budget years would come to.

    Attributes:
        grid: the grid in force on the given day; each month is priced on its own.
        quotations_undated: what is paid once, for services without a wished day.
        numbers: the numbers of the member that are missing, by where they stand.
        sources: the places of the text for what is undecided, by its cause, and for `network` where its row is implied.
    """

    dossier: str | None
    convention: str
    as_of: dt.date
    readings: Readings
    grid: str | None
    years: tuple[ForecastYear, ...] = field(default=())
    quotations_undated: Decimal = ZERO
    numbers: Mapping[str, Phrase] = field(default=Frozen(), converter=frozen, eq=False, repr=False)
    sources: Mapping[str, str] = field(default=Frozen(), converter=frozen, hash=False)

    def rows(self, _: Translate = str) -> list[Row]:
        """
        Return the rows of every year, one a row.
        """
        names = ("service", "plan", "basis", "amount", "undecided", "derived")
        rows = [(year, row_of(line, *names)) for year in self.years for line in year.lines]
        return [{"dossier": self.dossier, "year": year.year, **row} for year, row in rows]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:  # noqa: ARG002  (as every answer takes it)
        """
        Return the forecast as the contract writes it.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "grid": self.grid,
            "years": [year.to_dict() for year in self.years],
            "quotations_undated": plain(self.quotations_undated),
            "sources": dict(self.sources),
        }


def forecast_of(case: Case, years: Iterable[int], name: str | None = None) -> Forecast:
    """
    Return what each of *years* would come to if every line of a live request opened on its wished day.
    """
    grid = case.terms.grid_on(case.as_of)
    ahead = (tuple(_wished(case)), tuple(span_from(case, service, first_day(FIRST)) for service in undated(case)))
    quoted = [(known(line.opening), line.quotation) for _, line in case.lines if line.quotation is not None]
    budgets = tuple(_year(case, year, ahead, quoted) for year in years)
    return Forecast(
        dossier=name,
        convention=case.terms.convention.id,
        as_of=case.as_of,
        readings=case.terms.readings,
        grid=grid.id if grid else None,
        years=budgets,
        quotations_undated=total(amount for day, amount in quoted if day is None),
        numbers=names_of(case, dict.fromkeys(path for each in budgets for path in each.missing)),
        sources=sources_of(case, _reasons(line for each in budgets for line in each.lines)),
    )


def _reasons(lines: Iterable[ForecastLine]) -> Iterable[str]:
    """
    Return why *lines* are undecided, and `network` where one is its row that nobody asked for.
    """
    return dict.fromkeys(
        reason for line in lines for reason in (*line.undecided_because, *(("network",) if line.derived else ()))
    )


def _wished(case: Case) -> Iterator[Span]:
    """
    Yield the span of each service asked for and not open: from its wished day or, where that passed, the given day's month.
    """
    for service, (_, day) in case.wishes.items():
        if service not in case.openings and case.terms.services[service].kind == "continuous":
            late = day < case.as_of.replace(day=1)
            yield span_from(case, service, case.as_of.replace(day=1) if late else day)


Ahead: TypeAlias = tuple[tuple[Span, ...], tuple[Span, ...]]
"""
The spans of what is wished for, and of what is reported open on a day that is not given.
"""


def _year(case: Case, year: int, ahead: Ahead, quoted: Iterable[tuple[dt.date | None, Decimal]]) -> ForecastYear:
    sums: dict[tuple[str, str | None, Basis, bool], tuple[Decimal | None, frozenset[str]]] = {}
    starts = start_of(year, case.terms.convention)
    missing: dict[str, None] = {}
    first = month_of(starts)
    for number in range(first, first + MONTHS):
        for due in _due(case, number, ahead):
            amount, because = sums.get(due.key, (ZERO, frozenset()))
            both = None if amount is None or due.amount is None else EXACT.add(amount, due.amount)
            sums[due.key] = both, because.union(due.because)
            missing.update(dict.fromkeys(due.missing))
    lines = tuple(
        ForecastLine(
            service, plan, basis, amount, bool(because), is_derived, tuple(cause for cause in CAUSES if cause in because)
        )
        for (service, plan, basis, is_derived), (amount, because) in sorted(sums.items(), key=lambda each: _rank(case, each[0]))
    )
    amounts = [line.amount for line in lines]
    return ForecastYear(
        year,
        total(each for each in amounts if each is not None),
        None in amounts,
        lines,
        total(amount for day, amount in quoted if day and year_start(day, case.terms.convention).year == year),
        year_name(starts, case.terms.convention),
        tuple(missing),
    )


BASES: tuple[Basis, ...] = ("counted", "contracted", "wished")


def _rank(case: Case, key: tuple[str, str | None, Basis, bool]) -> tuple[int, int, int]:
    service, plan, basis, _ = key
    codes, plans = list(case.terms.services), case.terms.timeline.plans[service]
    return codes.index(service), plans.index(plan) if plan in plans else -1, BASES.index(basis)


# ---- one month


class Due(NamedTuple):
    """
    What is due for one service and plan in one month.
    """

    key: tuple[str, str | None, Basis, bool]
    amount: Decimal | None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def _due(case: Case, number: int, ahead_of: Ahead) -> Iterator[Due]:
    wished, undated_spans = ahead_of
    running = [span for span in spans(case) if span.is_continuous]
    billed = {span.service for span in running if span.first <= number <= span.last}
    ahead = [span for span in wished if span.service not in billed]
    month = month_to_bill(case, number, [*running, *ahead])
    expected = {id(span) for span in ahead}
    for span in undated_spans:
        if span.service not in billed and number <= span.last:
            yield Due((span.service, None, "contracted", False), None)
    quantities: list[int | None] = []
    bases: list[Basis] = []
    for span in month.running:
        if span.service not in month.priced:
            continue
        basis, volumes = _volumes(case, month, span, is_wished=id(span) in expected)
        for volume in volumes:
            yield _of(case, month, span, volume, basis)
        if span.service in month.terms.covered:
            quantities += [volume.quantity for volume in volumes]
            bases.append(basis)
    if month.implied and month.terms.network in month.priced:
        basis = max(bases, key=BASES.index)
        volume = PlanVolume(None, network_quantity(quantities, month.terms.readings), ())
        yield _of(case, month, implied_span(month), volume, basis, is_derived=True)


def _of(  # noqa: PLR0913  (what a row is made of)
    case: Case, month: Month, span: Span, volume: PlanVolume, basis: Basis, *, is_derived: bool = False
) -> Due:
    price, _, amount = amount_due(case, month, span, volume)
    missing = facts_missing(case, span.service, price, month.number, volume.quantity) if amount is None else ()
    return Due((span.service, volume.plan, basis, is_derived), amount, span.undecided_in(month.number), missing)


def _volumes(case: Case, month: Month, span: Span, *, is_wished: bool) -> tuple[Basis, tuple[PlanVolume, ...]]:
    """
    Return what is counted; else the contracted volume; of an open service of which none is known, the last snapshot's.
    """
    volumes = contract(case, month.number)
    asked = contracted(case, span.service, month.number)
    if is_wished:
        if span.service == month.terms.network and asked[0].quantity is None:
            asked = (derived(case, volumes),)
        return "wished", asked
    if month.units is not None:
        return "counted", tuple(counted(case, span.service, month.path, month.units, asked))
    if all(volume.quantity is None for volume in asked) and (last := _last_counted(case, span.service, month.number)):
        return "counted", last
    return "contracted", asked


def _last_counted(case: Case, service: str, month: int) -> tuple[PlanVolume, ...]:
    shots: Mapping[str, tuple[str, Mapping[str, int]]] = snapshots(case)
    last = max((name for name in shots if _number(name) < month), default=None)
    if last is None:
        return ()
    path, units = shots[last]
    return tuple(counted(case, service, path, units, None))


def _number(name: str) -> int:
    return month_of(dt.date(int(name[:4]), int(name[5:]), 1))
