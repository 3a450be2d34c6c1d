"""
The catalogue as data, for programs.
"""

from __future__ import annotations

from typing import Any

from dmsi_rules._graph import ServiceGraph
from dmsi_rules._model.convention import Convention, Edge, Grid, Included, Service
from dmsi_rules._model.writing import plain
from dmsi_rules.drawing._labels import prices_of, pricing, requirements


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
        "included": [_included(each) for each in convention.included],
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


def _included(included: Included) -> dict[str, Any]:
    return {"code": included.code, "title": included.title, "service": included.service, "source": included.source}
