"""
The terms that a case is judged by: one convention under one set of readings, compiled once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from dmsi_rules.convention.graph import INFERRED_EDGES, ServiceGraph, service_graph
from dmsi_rules.convention.grids import PriceRow, grid_in_force, grid_starts, price_rows
from dmsi_rules.model.convention import Convention, Grid, Prerequisite, Service
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.record import record


@record(eq=False)
class Terms:
    """
    A convention ready for use.

    Attributes:
        orderable: each service with each of its plans, or with none.
        countable: the keys that units of a snapshot can have.
        rows: the services that have a row in the form of the authorised perimeter.
        authorises: for each service, the mask of what naming it authorises: its whole row.
        form: the services that have a line in the request form.
        priced: the services that some grid prices, and the base.
        grids: the grids that come into force, each with its first day.
        upper: each second-level service with the first level that it is added to.
        network: the service charged once per workstation, where there is one, and what it covers.
        all_rest_on_base: whether every other service requires the base membership.
        moved: the mask of services that rest on an inferred edge.
        prerequisites: the technical prerequisites, by the rule that judges each.
    """

    convention: Convention
    readings: Readings
    graph: ServiceGraph
    services: Mapping[str, Service]
    base: str
    orderable: frozenset[tuple[str, str | None]]
    countable: frozenset[str]
    rows: frozenset[str]
    authorises: Mapping[str, int]
    form: frozenset[str]
    priced: frozenset[str]
    upper: Mapping[str, str]
    network: str | None
    covered: tuple[str, ...]
    covered_mask: int
    all_rest_on_base: bool
    moved: int
    prerequisites: Mapping[str, Prerequisite]
    grids: tuple[tuple[dt.date, Grid], ...]
    prices: Mapping[str, Mapping[tuple[str, str | None], PriceRow]]

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


@lru_cache(maxsize=64)
def terms_of(convention: Convention, readings: Readings) -> Terms:
    """
    Compile *convention* under *readings*.
    """
    graph = service_graph(convention, readings.inferred_edges)
    services = {service.code: service for service in convention.services}
    rows = {code: graph.mask(row.services) for row in convention.perimeter_rows for code in row.services}
    network = convention.network
    orderable = frozenset((code, plan) for code, service in services.items() for plan in service.plans or (None,))
    return Terms(
        convention=convention,
        readings=readings,
        graph=graph,
        services=services,
        base=convention.base,
        orderable=orderable,
        countable=frozenset(f"{code}/{plan}" if plan else code for code, plan in orderable if code != convention.base),
        rows=frozenset(rows),
        authorises={code: rows.get(code, 0) | bit for code, bit in graph.bit.items()},
        form=frozenset(convention.form.services if convention.form else ()),
        priced=frozenset((convention.base, *(price.service for grid in convention.grids for price in grid.prices))),
        upper={service.code: service.adds_to for service in convention.services if service.adds_to},
        network=network.service if network else None,
        covered=tuple(code for code in services if network and code in network.covers),
        covered_mask=graph.mask(network.covers) if network else 0,
        all_rest_on_base=all(
            code == convention.base or mask & graph.bit[convention.base] for code, mask in graph.closure.items()
        ),
        moved=graph.mask(_moved(convention)),
        prerequisites={each.rule: each for each in convention.prerequisites if each.rule},
        grids=grid_starts(convention, readings),
        prices={grid.id: price_rows(convention, rank) for rank, grid in enumerate(convention.grids)},
    )


@lru_cache(maxsize=256)
def _others(terms: Terms, switch: str) -> tuple[tuple[str, Terms], ...]:
    readings = terms.readings
    return tuple(
        (f"{switch}={value}", terms_of(terms.convention, readings.with_(switch, value))) for value in readings.others(switch)
    )


def _moved(convention: Convention) -> frozenset[str]:
    """
    Return the services whose requirements differ between the readings of `inferred_edges`.
    """
    required, ignored = (service_graph(convention, value) for value in INFERRED_EDGES)
    return frozenset(code for code in required.codes if required.closure[code] != ignored.closure[code])
