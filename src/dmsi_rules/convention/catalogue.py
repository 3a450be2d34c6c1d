"""
What is said of a service of the catalogue, in the same words by every table and picture: its price, its place, its links.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.model.convention import Convention, Edge, Grid, Price, Service
from dmsi_rules.text.fill import fill, line
from dmsi_rules.text.marks import N_, Translate

Pricing = Literal["grid", "free", "quotation", "none", "unknown"]

UNPRICED: dict[Pricing, str] = {
    "free": N_("costs nothing by itself"),
    "quotation": N_("on quotation"),
    "none": N_("no price in the text"),
    "unknown": N_("no grid in force"),
}
ONE_PRICE = N_("{year} € / {unit} / year")
FROM_TO = N_("{least} to {most} € / {unit} / year")
INFERRED = N_("inferred: rebuilt from the text, which does not say it expressly")
LEFT_OUT = N_("Inferred links left out, a link to `{base}` in place of each: {links}")


def prices_of(service: Service, grid: Grid | None) -> tuple[Price, ...]:
    """
    Return the rows of *grid* for *service*.
    """
    return tuple(price for price in grid.prices if price.service == service.code) if grid else ()


def pricing(convention: Convention, service: Service, grid: Grid | None) -> Pricing:
    """
    Return where the price of *service* comes from: a missing price is None, never zero.
    """
    if service.code == convention.base:
        return "free"
    if service.kind == "quotation":
        return "quotation"
    if grid is None:
        return "unknown"
    return "grid" if prices_of(service, grid) else "none"


def price_label(convention: Convention, service: Service, grid: Grid | None, translate: Translate) -> str:
    """
    Return what *service* costs a year, in one line.
    """
    rows = prices_of(service, grid)
    if (how := pricing(convention, service, grid)) != "grid":
        return translate(UNPRICED[how])
    years = [row.year for row in rows]
    unit = ", ".join(dict.fromkeys(line(row.unit) for row in rows))
    sentence = ONE_PRICE if min(years) == max(years) else FROM_TO
    return fill(translate(sentence), {"year": years[0], "least": min(years), "most": max(years), "unit": unit}, translate)


def place_label(service: Service, translate: Translate) -> str:
    """
    Return the category and level of *service*; nothing where it has none.
    """
    named = {N_("category {number}"): service.category, N_("level {number}"): service.level}
    return ", ".join(
        fill(translate(name), {"number": number}, translate) for name, number in named.items() if number is not None
    )


def requirements(graph: ServiceGraph, service: str) -> tuple[Edge, ...]:
    """
    Return the edges from *service* to what it directly requires.
    """
    return tuple(edge for edge in graph.edges if edge.service == service)


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


def heading(convention: Convention, graph: ServiceGraph, grid: Grid | None, translate: Translate) -> str:
    """
    Return the convention, the reading and the grid that a drawing is made from, in one line.
    """
    reading = "ignored" if inferred(convention.edges) and not inferred(graph.edges) else "required"
    words = (
        fill(translate(N_("grid {grid} ({source})")), {"grid": line(grid.id), "source": line(grid.source)}, translate)
        if grid
        else None
    )
    return " · ".join((convention.id, f"inferred_edges={reading}", words or translate(UNPRICED["unknown"])))


def left_out(convention: Convention, graph: ServiceGraph, translate: Translate) -> str | None:
    """
    Return the sentence about the inferred edges that the reading in use ignores; None where it ignores none.
    """
    kept = set(graph.edges)
    gone = [edge for edge in inferred(convention.edges) if edge not in kept]
    return fill(translate(LEFT_OUT), {"base": convention.base, "links": arrows(gone)}, translate) if gone else None
