"""
Volumes: how much of each service a snapshot counts, and how much the requests ask for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NamedLine
from dmsi_rules.pricing.due import network_quantity
from dmsi_rules.pricing.facts import fact_in, is_counted
from dmsi_rules.pricing.periods import FIRST, month_of
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record


@record
class PlanVolume:
    """
    How much of a service and plan there is, and where that stands.
    """

    plan: str | None
    quantity: int | None
    places: tuple[str, ...]


UNKNOWN = (PlanVolume(None, None, ()),)


def snapshots(case: Case) -> Mapping[str, tuple[str, Mapping[str, int]]]:
    """
    Return the units counted in the snapshot of each month that has one, with the JSON pointer of where they stand.
    """
    return case.once(_snapshots)


def _snapshots(case: Case) -> Mapping[str, tuple[str, Mapping[str, int]]]:
    shots = enumerate(case.dossier.snapshots or ())
    return {shot.month: (f"/snapshots/{rank}/units", shot.units) for rank, shot in shots if shot.units is not None}


# ---- the contracted volume


def contracted(case: Case, service: str, month: int) -> tuple[PlanVolume, ...]:
    """
    Return what the requests ask of *service* for *month*: of one that none names, the volume is unknown.

    What is a fact of the member is asked by nobody, and what can only be one is one.
    """
    unit = case.terms.limited.get(service)
    if unit is not None and unit.fact is not None:
        number, path = fact_in(case, unit.fact, month)
        return (PlanVolume(None, number, (path,) if number is not None else ()),)
    found = contract(case, month).get(service, UNKNOWN)
    return (PlanVolume(None, 1, ()),) if found is UNKNOWN and _is_one(case, service) else found


def _is_one(case: Case, service: str) -> bool:
    """
    Tell whether a member has one of *service* or none.
    """
    unit = case.terms.limited.get(service)
    return unit is not None and unit.most == 1 and not case.terms.timeline.plans[service]


def contract(case: Case, month: int) -> Mapping[str, tuple[PlanVolume, ...]]:
    """
    Return the volumes in force in *month*.

    Of each service and plan that of the last request not dead before it whose wish is not later; where none is so early, that
    of the first that names it.
    """
    return case.once(_contract, bisect_right(case.once(_turns), month))


def _turns(case: Case) -> list[int]:
    """
    Return the months with which the contracted volumes may change: those of wishes, and those after a request is dead.
    """
    turns = {FIRST}
    if len(case.requests) > 1 or not case.facts.live:
        for each in case.requests:
            turns |= {month_of(day) for _, line in each.lines if (day := known(line.opening))}
            if each.ended:
                turns.add(month_of(each.ended) + 1)
    return sorted(turns)


def _contract(case: Case, turn: int) -> Mapping[str, tuple[PlanVolume, ...]]:
    month = case.once(_turns)[turn - 1]
    named: dict[tuple[str, str | None], tuple[str, NamedLine]] = {}
    for each in case.requests:
        if each.ended is not None and month_of(each.ended) < month:
            continue
        for path, line in each.lines:
            wish = known(line.opening)
            if wish is None or month_of(wish) <= month:
                named[line.service, line.plan] = (path, line)
            else:
                named.setdefault((line.service, line.plan), (path, line))
    volumes: dict[str, tuple[PlanVolume, ...]] = {}
    for (service, plan), (path, line) in named.items():
        quantity = 1 if line.quantity is None and _is_one(case, service) else line.quantity
        volumes[service] = (*volumes.get(service, ()), PlanVolume(plan, quantity, (f"{path}/quantity",)))
    network = case.terms.network
    if network in volumes and volumes[network][0].quantity is None:
        volumes[network] = (derived(case, volumes),)
    return volumes


def derived(case: Case, volumes: Mapping[str, tuple[PlanVolume, ...]]) -> PlanVolume:
    """
    Return the network's volume made of those of the services that its row covers (reading `network_quantity`).
    """
    covered = [each for service in case.terms.covered for each in volumes.get(service, ())]
    quantity = network_quantity([each.quantity for each in covered], case.terms.readings)
    return PlanVolume(None, quantity, tuple(place for each in covered for place in each.places) if quantity is not None else ())


# ---- what a snapshot counts


def counted(
    case: Case, service: str, path: str, units: Mapping[str, int], asked: tuple[PlanVolume, ...] | None
) -> Iterator[PlanVolume]:
    """
    Yield what a snapshot counts of *service*. It is complete: what it does not name counts zero, and is told where *asked*.
    """
    plans = case.terms.timeline.plans[service]
    if not is_counted(case.terms.limited.get(service)) and service not in units:
        yield from asked or ()
        return
    if not plans:
        if service in units:
            yield PlanVolume(None, units[service], (f"{path}/{service}",))
        elif asked is not None:
            yield PlanVolume(None, 0, (path,))
        return
    named = {volume.plan for volume in asked or ()}
    for plan in plans:
        key = f"{service}/{plan}"
        if key in units:
            yield PlanVolume(plan, units[key], (f"{path}/{service}~1{plan}",))
        elif plan in named:
            yield PlanVolume(plan, 0, (path,))
