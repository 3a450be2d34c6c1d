"""
What would put a request right: the lines to add, the quantity to raise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.readings import OPEN, alternatives, switches
from dmsi_rules.case.requests import AskedLine, InForce, NamedLine, PlacedRequest
from dmsi_rules.finding import Patch
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record


@record(eq=False)
class Addition:
    """
    A line that a request lacks: told at the first line that needs it.
    """

    line: NamedLine
    request: PlacedRequest
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
        return {"op": "add", "path": f"{self.request.path}/lines/-", "value": value}


def additions_at(case: Case, asked: AskedLine) -> Patch:
    """
    Return the operations told at the line *asked*: over all lines, each missing service is added once.
    """
    return case.once(_told).get(id(asked[0]), ())


def _told(case: Case) -> Mapping[int, Patch]:
    told: dict[int, Patch] = {}
    for each in additions(case):
        told[id(each.line)] = (*told.get(id(each.line), ()), each.to_patch())
    return told


def additions(case: Case) -> tuple[Addition, ...]:
    """
    Return the lines to add so that nothing asked lacks what it requires, in opening order within each request.

    The date is the earliest of the lines in need; the quantity the least that the tariff's levels and the
    network's row allow, none where nothing sets one; the base membership is bare. A service
    with plans cannot be added without choosing one: lines that miss it are left without a fix.
    """
    return case.once(_additions)


def _additions(case: Case) -> tuple[Addition, ...]:
    readings = [case, *(other for switch in switches(case, _LACKING) for _, other in alternatives(case, switch))]
    planned = case.terms.graph.mask(code for code, service in case.terms.services.items() if service.plans)
    found: list[Addition] = []
    added = 0
    for request, in_force in case.facts.volumes:
        needs = _needs(request, readings, planned, added)
        found += _added(request, needs, in_force, case)
        for _, missing in needs:
            added |= missing
    return tuple(found)


Need: TypeAlias = tuple[NamedLine, int]


def _needs(request: PlacedRequest, readings: Sequence[Case], planned: int, added: int) -> list[Need]:
    """
    Return the lines of *request* that lack something, besides what is *added* to earlier ones, each with the mask of that.
    """
    case, needs = readings[0], []
    for _, line in request.lines:
        if not _lacks(case, request, line, added):
            continue
        # What another reading lacks is added too, or the finding would stay as an ambiguous one.
        missing = 0
        for each in readings:
            missing |= _lacks(each, request, line, added)
        if not missing & planned:
            needs.append((line, missing))
    return needs


def _added(request: PlacedRequest, needs: Sequence[Need], in_force: InForce, case: Case) -> list[Addition]:
    quantities = {service: line.quantity for service, (_, line) in in_force.items() if line.quantity is not None}
    dated = sorted((day, rank) for rank, (line, _) in enumerate(needs) if (day := known(line.opening)))
    first_days = {service: line.opening for service, line in _first(case, [needs[rank] for _, rank in dated])}
    first_lines = dict(_first(case, needs))
    found = []
    for service in reversed(case.terms.graph.opening_order(first_lines)):
        bare = service == case.terms.base
        quantity = None if bare else _least(case, service, quantities)
        if quantity is not None:
            quantities[service] = quantity
        opening = None if bare else known(first_days.get(service))
        found.append(Addition(first_lines[service], request, service, quantity, opening))
    return found[::-1]


def _first(case: Case, needs: Iterable[Need]) -> Iterator[tuple[str, NamedLine]]:
    """
    Yield each service that is missing with the first line that lacks it.
    """
    seen = 0
    for line, missing in needs:
        for service in case.terms.graph.names(missing & ~seen):
            yield service, line
        seen |= missing


_LACKING = ("inferred_edges", OPEN)


def _lacks(case: Case, request: PlacedRequest, line: NamedLine, added: int) -> int:
    return case.terms.graph.closure[line.service] & ~(request.there | added | case.held)


def _least(case: Case, service: str, quantities: Mapping[str, int]) -> int | None:
    above = [upper for upper, lower in case.terms.upper.items() if lower == service]
    if service == case.terms.network:
        above.extend(case.terms.covered)
    return max((quantities[each] for each in above if each in quantities), default=None)
