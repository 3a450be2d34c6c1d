"""
A request priced: each line on the grid in force, with the row that it comes from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Self, cast

import attrs

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NamedLine, PlacedRequest
from dmsi_rules.convention.grids import AboutPrices, PriceRow, about_prices, first_priced
from dmsi_rules.convention.years import year_end, year_name, year_start
from dmsi_rules.errors import UnknownRequestError
from dmsi_rules.finding import heading
from dmsi_rules.model.dossier import Line
from dmsi_rules.model.readings import Readings
from dmsi_rules.pricing.due import is_free, is_network_implied, network_quantity
from dmsi_rules.pricing.facts import fact_in, facts_missing, names_of, number_for
from dmsi_rules.pricing.periods import month_of, position_of
from dmsi_rules.pricing.spans import OPENING_MONTH, PartMonth
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.tabular import Row, Tabular, row_of
from dmsi_rules.values.days import MONTHS, known
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.money import EXACT, ZERO, part, times, total
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import Restorable, restored
from dmsi_rules.values.words import Phrase

# ---- the quote


@record
class QuoteLine:
    """
    One line of the request, priced. Amounts in euros; None where a fact or a price is missing, never zero for it.

    Attributes:
        price: the row of the convention that the amounts come from.
        quantity_from: where the quantities stand that a derived one was made of.
        is_fact: whether it is a number of the member's, which nobody orders.
        opening: the wished day, if it is known.
        missing: where the numbers of the member stand that it goes by and that are not given.
        awaits_grid: whether no grid is in force yet, and one that comes prices it.
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
    opening: dt.date | None = None
    is_fact: bool = False
    missing: tuple[str, ...] = field(default=())
    awaits_grid: bool = False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the line that was written as *data*.
        """
        trace = data["trace"] or {}
        month, year, first = (trace.get(key) and Decimal(trace[key]) for key in ("month", "year", "first_year"))
        row = PriceRow(trace["row"], trace["source"], month, year, first) if trace else None
        found = restored(cls, {**data, "quantity_from": trace.get("quantity_from", ())})
        return attrs.evolve(found, price=row)  # type: ignore[no-any-return]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the line as the contract writes it, its words through *translate*.
        """
        price = self.price
        return {
            "path": self.path,
            "service": self.service,
            "plan": self.plan,
            "quantity": self.quantity,
            "derived": self.derived,
            "unit_annual": plain(self.unit_annual),
            "monthly": plain(self.monthly),
            "annual": plain(self.annual),
            "quotation": plain(self.quotation),
            "opening": plain(self.opening),
            "missing": list(self.missing),
            "trace": price
            and {
                "row": price.row,
                "source": translate(price.source),
                "month": plain(price.month),
                "year": plain(price.year),
                **first_priced(price),
                "quantity_from": list(self.quantity_from),
            },
        }


@record
class FirstYear:
    """
    What falls in the accounting year of the first wished opening, in euros.

    Attributes:
        year: the calendar year in which it starts.
        name: what the text calls it: `2026`, or `2026-2027`.
        end: its last day.
        months_total: the months from each wished day to its end; None while a price, a volume or a day is unknown.
        quoted: the quotations, due once.
    """

    year: int
    months_total: Decimal | None
    quoted: Decimal
    end: dt.date | None = None
    name: str = ""

    def to_dict(self) -> dict[str, Any]:
        """
        Return it as plain data.
        """
        return {"year": self.year, "name": self.name, "months_total": plain(self.months_total), "quoted": plain(self.quoted)}


@record
class Quote(Restorable, Tabular):
    """
    A request priced on the grid in force on the given day. Quotations are one-off and have a total of their own.

    Attributes:
        partial: whether an amount or the request is not known; the totals are then of what is known.
        to_quote: the services still to be quoted.
        missing: where the numbers of the member stand that amounts go by and that are not given.
        numbers: what these are, by where they stand.
        first_year: what falls in the year of the first wished opening; None without one.
        about_prices: what the grid says of all its prices, where it does: value-added tax, an index.
        unnamed: where the lines stand that name no service.
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
    first_year: FirstYear | None = None
    about_prices: tuple[AboutPrices, ...] = ()
    unnamed: tuple[str, ...] = field(default=())
    missing: tuple[str, ...] = field(default=())
    numbers: Mapping[str, Phrase] = field(default=Frozen(), converter=frozen, eq=False, repr=False)

    def rows(self, _: Translate = str) -> list[Row]:
        """
        Return the lines, one a row.
        """
        names = ("service", "plan", "quantity", "derived", "unit_annual", "monthly", "annual", "quotation")
        return [{"dossier": self.dossier, **row_of(line, *names)} for line in self.lines]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the quote as the contract writes it, its words through *translate*.
        """
        first_year = self.first_year
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "grid": self.grid,
            "lines": [line.to_dict(translate) for line in self.lines],
            "monthly_total": plain(self.monthly_total),
            "annual_total": plain(self.annual_total),
            "quoted_total": plain(self.quoted_total),
            "partial": self.partial,
            "to_quote": list(self.to_quote),
            "missing": list(self.missing),
            "unnamed": list(self.unnamed),
            "first_year": first_year and first_year.to_dict(),
            "about_prices": [each.to_dict() for each in self.about_prices],
        }


# ---- the computation

NONE: tuple[str, ...] = ()


def priced(case: Case, name: str | None = None, request: int | None = None) -> Quote:
    """
    Price a request of *case* on the grid in force on the given day: the last one that stands, or the one of rank *request*.

    Raises:
        UnknownRequestError: there is no request of that rank; they are counted from 1, in their order.
    """
    terms = case.terms
    grid = terms.grid_on(case.as_of)
    asked = _request(case, request) if request is not None else case.facts.live[-1] if case.facts.live else None
    lines = list(_lines(case, asked, terms.rows_on(case.as_of))) if asked else []
    unknown = [line for line in lines if line.annual is None and line.quotation is None]
    missing = tuple(dict.fromkeys(path for line in unknown for path in line.missing))
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
        # Without any line the price is not known to be nothing: it is unknown.
        partial=bool(unknown) or asked is None or asked.request.lines is None or bool(asked.unnamed),
        to_quote=tuple(dict.fromkeys(line.service for line in unknown if not line.missing)),
        first_year=_first_year(case, lines, asked),
        about_prices=about_prices((grid,)),
        unnamed=tuple(path for path, _ in asked.unnamed) if asked else (),
        missing=missing,
        numbers=names_of(case, missing),
    )


def _request(case: Case, rank: int) -> PlacedRequest:
    count = len(case.requests)
    if not 1 <= rank <= count:
        raise UnknownRequestError(N_("there is no request {rank}: the dossier has {count}"), {"rank": rank, "count": count})
    return case.requests[rank - 1]


def _lines(case: Case, request: PlacedRequest, prices: Mapping[tuple[str, str | None], PriceRow]) -> Iterator[QuoteLine]:
    """
    Yield the lines of *request* priced, then the network's row where it is due though neither asked for nor held.
    """
    terms, network = case.terms, case.terms.network
    there = request.there | case.open
    # What was asked for earlier is there, and priced there.
    free = not terms.covered_mask & there and is_free(terms.readings)
    for path, line in request.lines:
        quantity, sources = line.quantity, NONE
        is_network = line.service == network
        if is_network and quantity is None:
            quantity, sources = _derived(case, request)
        price = prices.get((line.service, line.plan))
        yield _priced(case, path, line, quantity, price, is_network and free, sources)
    is_covered = request.asked & terms.covered_mask
    if network and is_covered and not there & terms.graph.bit[network] and is_network_implied(terms.readings):
        quantity, sources = _derived(case, request)
        covered = [each for each in request.lines if each[1].service in terms.covered]
        days = [day for _, line in covered if (day := known(line.opening))]
        implied = cast("NamedLine", Line(service=network, opening=min(days, default=None)))
        yield _priced(case, covered[0][0], implied, quantity, prices.get((network, None)), sources=sources, derived=True)


def _derived(case: Case, request: PlacedRequest) -> tuple[int | None, tuple[str, ...]]:
    """
    Return the network's quantity made of those of the services that it covers, and where they stand.
    """
    covered = [(path, line.quantity) for path, line in request.lines if line.service in case.terms.covered]
    quantity = network_quantity([each for _, each in covered], case.terms.readings)
    return quantity, tuple(f"{path}/quantity" for path, _ in covered) if quantity is not None else ()


def _priced(  # noqa: PLR0913, PLR0917  (a line is made of these)
    case: Case,
    path: str,
    line: NamedLine,
    quantity: int | None,
    price: PriceRow | None,
    free: bool = False,  # noqa: FBT001, FBT002  (once a line)
    sources: tuple[str, ...] = NONE,
    derived: bool = False,  # noqa: FBT001, FBT002
) -> QuoteLine:
    monthly = annual = None
    unit = case.terms.limited.get(line.service)
    month = month_of(line.opening or case.as_of)
    if unit is not None and unit.fact is not None:
        quantity, where = fact_in(case, unit.fact, month)
        sources = (where,) if quantity is not None else NONE
    elif unit is not None and unit.most == 1 and quantity is None:
        quantity = 1
    if line.service == case.terms.base:
        monthly = annual = ZERO  # on any grid, and before the first one
    elif price is not None and quantity is not None:
        number = number_for(case, price, month)
        monthly, annual = (ZERO, ZERO) if free else (price.for_month(quantity, number), price.for_year(quantity, number))
    return QuoteLine(
        path,
        line.service,
        line.plan,
        quantity,
        derived or bool(sources),
        price.year if price else None,
        monthly,
        annual,
        line.quotation,
        price,
        sources,
        line.opening or None,
        unit is not None and unit.fact is not None,
        facts_missing(case, line.service, price, month, quantity) if annual is None and line.quotation is None else NONE,
        annual is None and case.terms.grid_on(case.as_of) is None and line.service in case.terms.priced,
    )


def _first_year(case: Case, lines: Iterable[QuoteLine], asked: PlacedRequest | None) -> FirstYear | None:
    wished = [line.opening for line in lines if line.opening]
    if not wished:
        return None
    convention = case.terms.convention
    first = year_start(min(wished), convention)
    months = [_of_year(case, line, first) for line in lines if line.quotation is None]
    months += [None] * len(asked.unnamed if asked else ())
    known_months = [each for each in months if each is not None]
    quoted = total([line.quotation for line in lines if line.quotation is not None])
    months_total = total(known_months) if len(known_months) == len(months) else None
    return FirstYear(first.year, months_total, quoted, year_end(first, convention), year_name(first, convention))


def _of_year(case: Case, line: QuoteLine, first_of_year: dt.date) -> Decimal | None:
    """
    Return what the months of a year come to from the wished day on; None while a price, a volume or the day is unknown.
    """
    if not line.monthly:
        return line.monthly  # unknown, or nothing in whatever month
    if line.opening is None or line.price is None or line.quantity is None:
        return None
    convention = case.terms.convention
    if year_start(line.opening, convention) != first_of_year:
        return ZERO
    first, part_month = OPENING_MONTH[case.terms.on(line.opening).readings.opening_month](line.opening)
    number = number_for(case, line.price, first)
    last = month_of(first_of_year) + MONTHS - 1
    if line.price.is_plain and not line.is_fact:
        return _plain_months(line.monthly, last - first + 1, part_month)
    found = ZERO
    for month in range(first, last + 1):
        position = position_of(month, convention)
        due = line.price.for_month(line.quantity, number, position=position, is_first=True)
        if due is None:
            return None
        if month == first and part_month is not None:
            due = part(due, part_month.days, part_month.of)
        found = EXACT.add(found, due)
    return found


def _plain_months(monthly: Decimal, months: int, part_month: PartMonth | None) -> Decimal:
    """
    Return what so many *months* at one price come to, the first of which may be due in part.
    """
    if part_month is None:
        return times(months, monthly)
    return EXACT.add(part(monthly, part_month.days, part_month.of), times(months - 1, monthly))
