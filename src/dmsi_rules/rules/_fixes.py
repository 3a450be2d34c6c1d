"""
What would put a request right: the lines to add, the quantity to raise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.readings import OPEN, alternatives, switches
from dmsi_rules.finding import Patch
from dmsi_rules.model.dossier import Line
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record


@record
class Addition:
    """
    A line that the request lacks: told at the first line that needs it.
    """

    path: str
    service: str
    quantity: int | None
    opening: dt.date | None

    def to_patch(self) -> Mapping[str, Any]:
        """
        Return the JSON Patch operation that adds the line; what is not known stays out.
        """
        value: dict[str, Any] = {"service": self.service}
        if self.quantity is not None:
            value["quantity"] = self.quantity
        if self.opening is not None:
            value["opening"] = self.opening
        return {"op": "add", "path": "/request/lines/-", "value": value}


def additions_at(case: Case, line: Line) -> Patch:
    """
    Return the operations told at *line*: over all lines, each missing service is added once.
    """
    path = next(path for path, each in case.lines if each is line)
    return tuple(each.to_patch() for each in additions(case).values() if each.path == path)


def additions(case: Case) -> dict[str, Addition]:
    """
    Return the lines to add so that nothing asked lacks what it requires, in opening order.

    The date is the earliest of the lines in need; the quantity the least that the tariff's levels and the
    network's row allow (Annexe 5), none where nothing sets one; the base membership is bare. A service
    with plans cannot be added without choosing one: lines that miss it are left without a fix.
    """
    graph, services = case.terms.graph, case.terms.services
    readings = [case, *(other for switch in switches(case, _LACKING) for _, other in alternatives(case, switch))]
    planned = graph.mask(code for code, service in services.items() if service.plans)
    needs: dict[str, list[tuple[str, Line]]] = {}
    for path, line in case.lines:
        if not _lacks(case, line):
            continue
        # What another reading lacks is added too, or the finding would stay as an ambiguous one.
        missing = 0
        for each in readings:
            missing |= _lacks(each, line)
        if not missing & planned:
            for service in graph.names(missing):
                needs.setdefault(service, []).append((path, line))
    quantities = {service: quantity for service, (_, quantity) in case.quantities.items()}
    found: dict[str, Addition] = {}
    for service in reversed(graph.opening_order(needs)):
        days = [day for _, line in needs[service] if (day := known(line.opening))]
        bare = service == case.terms.base
        quantity = None if bare else _least(case, service, quantities)
        if quantity is not None:
            quantities[service] = quantity
        found[service] = Addition(needs[service][0][0], service, quantity, None if bare else min(days, default=None))
    return dict(reversed(found.items()))


_LACKING = ("inferred_edges", OPEN)


def _lacks(case: Case, line: Line) -> int:
    return case.terms.graph.closure[line.service] & ~(case.asked | case.held)


def _least(case: Case, service: str, quantities: Mapping[str, int]) -> int | None:
    above = [upper for upper, lower in case.terms.upper.items() if lower == service]
    if service == case.terms.network:
        above += case.terms.covered
    return max((quantities[each] for each in above if each in quantities), default=None)
