"""
What is said of a service of the catalogue, in the same words by every table and picture: its price, its place, its links.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.convention import Edge, Service
from dmsi_rules.model.readings import reading_words
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import fill, line
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.plain import plain

Pricing = Literal["grid", "free", "quotation", "none", "unknown"]

UNPRICED: dict[Pricing, str] = {
    "free": N_("costs nothing by itself"),
    "quotation": N_("on quotation"),
    "none": N_("no price in the text"),
    "unknown": N_("no grid in force"),
}
ONE_PRICE = N_("{year} € / {unit} / year")
FROM_TO = N_("{least} to {most} € / {unit} / year")
FIRST_YEAR = N_("{year} € in the first year")
FIRST_YEAR_FROM_TO = N_("{least} to {most} € in the first year")
INFERRED = N_("inferred: rebuilt from the text, which does not say it expressly")
LEFT_OUT = N_("Inferred links left out, a link to `{base}` in place of each: {links}")


def prices_of(terms: Terms, service: Service, grid: Grid | None) -> Mapping[str | None, PriceRow]:
    """
    Return the rows of *grid* for *service*, by plan.
    """
    rows = terms.prices[grid.id] if grid else {}
    return {plan: row for (code, plan), row in rows.items() if code == service.code and code != terms.base}


def pricing(terms: Terms, service: Service, grid: Grid | None) -> Pricing:
    """
    Return where the price of *service* comes from: a missing price is None, never zero.
    """
    if service.code == terms.base:
        return "free"
    if service.kind == "quotation":
        return "quotation"
    if grid is None:
        return "unknown"
    return "grid" if prices_of(terms, service, grid) else "none"


def unit_label(terms: Terms, service: Service, translate: Translate) -> str:
    """
    Return what *service* is counted in, in the reader's language.
    """
    unit = terms.convention.units.get(service.unit or "")
    return line(unit.words.in_(translate)) if unit else service.unit or ""


def price_label(terms: Terms, service: Service, grid: Grid | None, translate: Translate) -> str:
    """
    Return what *service* costs a year, in one line, and the day from which on, or until which, it is offered.

    Of one that is not offered yet, or no more, it is not said that it has no price.
    """
    days = offered_label(terms, service, translate)
    if days and not is_offered(terms, service) and pricing(terms, service, grid) in {"none", "unknown"}:
        return days
    return ", ".join(filter(None, (_price_label(terms, service, grid, translate), days)))


def is_offered(terms: Terms, service: Service) -> bool:
    """
    Tell whether *service* may be asked for in the span of *terms*.
    """
    return service.code in terms.text.offered


def offered_label(terms: Terms, service: Service, translate: Translate) -> str | None:
    """
    Return from which day on *service* is offered, where that is still to come, or until which; None where neither is said.
    """
    today = terms.timeline.spans[terms.span].first or dt.date.min
    if service.from_ is not None and service.from_ > today:
        return fill(translate(N_("offered from {day} on")), {"day": service.from_}, translate)
    if service.until is None:
        return None
    return fill(translate(N_("offered until {day}")), {"day": service.until}, translate)


def _price_label(terms: Terms, service: Service, grid: Grid | None, translate: Translate) -> str:
    if (how := pricing(terms, service, grid)) != "grid":
        return translate(UNPRICED[how])
    years = [year for row in prices_of(terms, service, grid).values() for year in yearly(row)]
    sentence = ONE_PRICE if min(years) == max(years) else FROM_TO
    facts = {"year": years[0], "least": min(years), "most": max(years), "unit": unit_label(terms, service, translate)}
    return ", ".join([fill(translate(sentence), facts, translate), *_first_years(terms, service, grid, translate)])


def _first_years(terms: Terms, service: Service, grid: Grid | None, translate: Translate) -> Iterator[str]:
    """
    Yield what a unit of *service* costs in the first year, where that has a price of its own.
    """
    rows = prices_of(terms, service, grid).values()
    firsts = [first for row in rows for each in row.brackets_apart() if (first := each.first_year) is not None]
    if firsts:
        sentence = FIRST_YEAR if min(firsts) == max(firsts) else FIRST_YEAR_FROM_TO
        yield fill(translate(sentence), {"year": firsts[0], "least": min(firsts), "most": max(firsts)}, translate)


def yearly(row: PriceRow) -> list[Decimal]:
    """
    Return what a unit costs a year by *row*, in each of its brackets if it has any.
    """
    return [year for each in row.brackets_apart() if (year := each.year) is not None]


def bracketed(row: PriceRow) -> dict[str, Any]:
    """
    Return the brackets of *row* as data; nothing where it has none.
    """
    if not row.brackets:
        return {}
    brackets = [
        {key: plain(getattr(each, key)) for key in ("up_to", "month", "year", "first_year") if getattr(each, key) is not None}
        for each in row.brackets
    ]
    return {"by": row.by, "marginal": row.marginal, "brackets": brackets}


def level_of(terms: Terms, service: Service) -> int | None:
    """
    Return the level of *service*: the second where it has no more units than another, the first where another has no more.
    """
    if service.code in terms.upper:
        return 2
    return 1 if service.code in terms.upper.values() else None


def place_label(terms: Terms, service: Service, translate: Translate) -> str:
    """
    Return the category and level of *service*; nothing where it has none.
    """
    named = {N_("category {number}"): service.category, N_("level {number}"): level_of(terms, service)}
    return ", ".join(
        fill(translate(name), {"number": number}, translate) for name, number in named.items() if number is not None
    )


def requirements(terms: Terms, service: str) -> tuple[Edge, ...]:
    """
    Return the edges from *service* to what it directly requires.
    """
    return tuple(edge for edge in terms.shown.edges if edge.service == service)


def arrows(edges: Iterable[Edge]) -> list[str]:
    """
    Return *edges* as words, from a service to what it requires.
    """
    return [f"{edge.service} -> {edge.requires}" for edge in edges]


def inferred(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """
    Return those of *edges* that no express sentence of the text gives.
    """
    return tuple(edge for edge in edges if edge.basis == "inferred")


# ---- what a drawing rests on


def heading(terms: Terms, grid: Grid | None, translate: Translate) -> str:
    """
    Return the convention, the reading and the grid that a drawing is made from, in one line.
    """
    reading = None
    if inferred(terms.text.edges):
        reading = reading_words(f"inferred_edges={terms.readings.inferred_edges}", translate)
    words = (
        fill(translate(N_("grid {grid} ({source})")), {"grid": line(grid.id), "source": line(grid.source)}, translate)
        if grid
        else None
    )
    name = terms.convention.id if reads_codes(translate) else None  # its title stands above
    return " · ".join(filter(None, (name, reading, words or translate(UNPRICED["unknown"]))))


def left_out(terms: Terms, translate: Translate) -> str | None:
    """
    Return the sentence about the inferred edges that the reading in use ignores; None where it ignores none.
    """
    kept = set(terms.graph.edges)
    gone = [edge for edge in inferred(terms.text.edges) if edge not in kept]
    return fill(translate(LEFT_OUT), {"base": terms.base, "links": arrows(gone)}, translate) if gone else None
