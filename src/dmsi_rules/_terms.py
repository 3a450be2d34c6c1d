"""
The terms that a case is judged by: one convention under one set of readings, compiled once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property, lru_cache

from dmsi_rules._graph import INFERRED_EDGES, ServiceGraph, service_graph
from dmsi_rules._grids import grid_in_force, grid_starts, price_rows
from dmsi_rules._model.convention import Convention, Grid, Price, Service
from dmsi_rules._model.readings import SWITCHES, Readings
from dmsi_rules._model.record import record


@record(by_value=False)
class Terms:
    """
    A convention ready for use.

    Attributes:
        rows: for each service of the authorised perimeter's rows, the mask of its row.
        form: the services that have a line in the request form.
        grids: the grids that come into force, each with its first day.
        upper: each second-level service with the first level that it is added to.
        network: the service charged once per workstation, where there is one, and what it covers.
        moved: the mask of services that rest on an inferred edge.
    """

    convention: Convention
    readings: Readings
    graph: ServiceGraph
    services: Mapping[str, Service]
    base: str
    rows: Mapping[str, int]
    form: frozenset[str]
    priced: frozenset[str]
    upper: Mapping[str, str]
    network: str | None
    covered: frozenset[str]
    moved: int
    grids: tuple[tuple[dt.date, Grid], ...]
    prices: Mapping[str, Mapping[tuple[str, str | None], tuple[int, Price]]]

    def grid_on(self, day: dt.date) -> Grid | None:
        """
        Return the grid in force on *day*; None before the first.
        """
        return grid_in_force(self.grids, day)

    def others(self, switch: str) -> tuple[tuple[str, Terms], ...]:
        """
        Return these terms under each other value of *switch*, as `NAME=VALUE`.
        """
        return _others(self, switch)

    @cached_property
    def only_looser(self) -> frozenset[str]:
        """
        The switches whose other values require nothing more: under them, what is met stays met.
        """
        closure = self.graph.closure
        looser = all(
            not mask & ~closure[code]
            for _, other in self.others("inferred_edges")
            for code, mask in other.graph.closure.items()
        )
        return frozenset({"inferred_edges"} if looser else ())


@lru_cache(maxsize=64)
def terms_of(convention: Convention, readings: Readings) -> Terms:
    """
    Compile *convention* under *readings*.
    """
    graph = service_graph(convention, readings.inferred_edges)
    rows = {code: graph.mask(row.services) for row in convention.perimeter_rows for code in row.services}
    priced = {price.service for grid in convention.grids for price in grid.prices} | {convention.base}
    return Terms(
        convention=convention,
        readings=readings,
        graph=graph,
        services={service.code: service for service in convention.services},
        base=convention.base,
        rows=rows,
        form=frozenset(convention.form.services if convention.form else ()),
        priced=frozenset(priced),
        upper={service.code: service.adds_to for service in convention.services if service.adds_to},
        network=convention.network.service if convention.network else None,
        covered=frozenset(convention.network.covers if convention.network else ()),
        moved=graph.mask(_moved(convention)),
        grids=grid_starts(convention, readings),
        prices={grid.id: price_rows(grid) for grid in convention.grids},
    )


@lru_cache(maxsize=256)
def _others(terms: Terms, switch: str) -> tuple[tuple[str, Terms], ...]:
    current = getattr(terms.readings, switch)
    return tuple(
        (f"{switch}={value}", terms_of(terms.convention, terms.readings.with_(switch, value)))
        for value in SWITCHES[switch]
        if value != current
    )


def _moved(convention: Convention) -> frozenset[str]:
    """
    Return the services whose requirements differ between the readings of `inferred_edges`.
    """
    required, ignored = (service_graph(convention, value) for value in INFERRED_EDGES)
    return frozenset(code for code in required.codes if required.closure[code] != ignored.closure[code])
