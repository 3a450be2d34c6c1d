"""
The catalogue, for people at a terminal and as data for programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dmsi_rules.convention.catalogue import (
    INFERRED,
    heading,
    inferred,
    left_out,
    place_label,
    price_label,
    prices_of,
    pricing,
    requirements,
)
from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.model.convention import Convention, Edge, Grid, Included, Service
from dmsi_rules.report.styled import Line, table
from dmsi_rules.text.fill import line
from dmsi_rules.text.marks import N_, Translate, amount
from dmsi_rules.text.width import cells
from dmsi_rules.values.plain import plain

MARK = "~"
KINDS = {"continuous": N_("continuous"), "quotation": N_("quotation")}
NONE = "-"


def catalogue_text(
    convention: Convention, graph: ServiceGraph, grid: Grid | None, translate: Translate = str
) -> Iterator[Line]:
    """
    Yield the catalogue as aligned tables: services, prices by plan, what comes with a service, lines, links.
    """
    yield (("title", line(convention.title)),)
    yield (("faint", heading(convention, graph, grid, translate)),)
    blocks = {
        N_("Services"): table(_services(convention, graph, grid, translate)),
        N_("Prices by plan, euros a year"): table(_plans(convention, grid, translate)),
        N_("Included, never ordered or priced"): table(_included(convention)),
        N_("Lines of service"): list(_lines(convention)),
        N_("Links"): [*table(_links(graph, translate)), *_legend(convention, graph, translate)],
    }
    for title, rows in blocks.items():
        if rows:
            words = translate(title)
            yield from ((), (("strong", words),), (("faint", "-" * cells(words)),))
            yield from ((("plain", row),) for row in rows)


def _services(convention: Convention, graph: ServiceGraph, grid: Grid | None, translate: Translate) -> list[list[str]]:
    heads = (N_("code"), N_("kind"), N_("category"), N_("price"), N_("requires"), N_("title"))
    rows = [[translate(head) for head in heads]]
    rows += (
        [
            service.code,
            translate(KINDS[service.kind]),
            place_label(service, translate) or NONE,
            price_label(convention, service, grid, translate),
            ", ".join(map(_required, requirements(graph, service.code))) or NONE,
            line(service.title),
        ]
        for service in convention.services
    )
    return rows


def _required(edge: Edge) -> str:
    return f"{MARK}{edge.requires}" if edge.basis == "inferred" else edge.requires


def _plans(convention: Convention, grid: Grid | None, translate: Translate) -> Iterator[list[str]]:
    rows = [(service.code, price) for service in convention.services for price in prices_of(service, grid) if price.plan]
    years = [amount(price.year, translate) for _, price in rows]
    digits = max(map(len, years), default=0)
    for (code, price), year in zip(rows, years, strict=True):
        yield [code, str(price.plan), f"{year:>{digits}} / {line(price.unit)}"]


def _included(convention: Convention) -> Iterator[list[str]]:
    for each in convention.included:
        yield [each.service, each.code, line(each.title), line(each.source)]


def _lines(convention: Convention) -> Iterator[str]:
    for each in convention.lines:
        yield f"{each.service} ({line(each.source)})"
        yield from (f"    {line(name)}" for name in each.names)


def _links(graph: ServiceGraph, translate: Translate) -> Iterator[list[str]]:
    for edge in graph.edges:
        yield [edge.service, _required(edge), line(translate(edge.source))]


def _legend(convention: Convention, graph: ServiceGraph, translate: Translate) -> Iterator[str]:
    """
    Annexe 1's drawing is lost: whoever reads the links is told which of them the text does not say.
    """
    if inferred(graph.edges):
        yield from ("", f"{MARK} {translate(INFERRED)}")
    if words := left_out(convention, graph, translate):
        yield from ("", words)


# ---- for programs


def catalogue_to_dict(convention: Convention, graph: ServiceGraph, grid: Grid | None) -> dict[str, Any]:
    """
    Return the services of *convention*, priced on *grid*, and what they require under the reading of *graph*.

    `pricing` tells a price of the `grid` from its absence: the base is `free`, some services go by `quotation`, for some
    the text has `none`, and without a grid it is `unknown`.
    """
    return {
        "title": convention.title,
        "base": convention.base,
        "services": [_service(convention, graph, grid, service) for service in convention.services],
        "edges": [_edge(edge) for edge in graph.edges],
        "lines": [{"service": each.service, "names": list(each.names), "source": each.source} for each in convention.lines],
        "included": [_brought(each) for each in convention.included],
        "order": list(graph.order),
    }


def _service(convention: Convention, graph: ServiceGraph, grid: Grid | None, service: Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "title": service.title,
        "english": service.english,
        "kind": service.kind,
        "category": service.category,
        "level": service.level,
        "adds_to": service.adds_to,
        "plans": list(service.plans),
        "requires": [edge.requires for edge in requirements(graph, service.code)],
        "closure": list(graph.requires(service.code)),
        "opening_order": graph.order.index(service.code),
        "pricing": pricing(convention, service, grid),
        "prices": [
            {"plan": price.plan, "unit": price.unit, "month": plain(price.month), "year": plain(price.year)}
            for price in prices_of(service, grid)
        ],
        "source": service.source,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {"service": edge.service, "requires": edge.requires, "basis": edge.basis, "source": edge.source}


def _brought(included: Included) -> dict[str, Any]:
    return {"code": included.code, "title": included.title, "service": included.service, "source": included.source}
