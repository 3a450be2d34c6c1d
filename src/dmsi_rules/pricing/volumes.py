"""
Volumes: how much of each service a snapshot counts (Art. 9.2.3), and how much the request asks for (Annexe 7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dmsi_rules.case.dossier import Case
from dmsi_rules.pricing.quote import derived
from dmsi_rules.pricing.spans import Span


class Volume(NamedTuple):
    """
    How much of a service and plan there is, and where that stands.
    """

    plan: str | None
    quantity: int | None
    places: tuple[str, ...]


UNKNOWN = (Volume(None, None, ()),)


def snapshots(case: Case) -> Mapping[str, tuple[str, Mapping[str, int]]]:
    """
    Return the units counted in the snapshot of each month that has one, with the JSON pointer of where they stand.
    """
    return case.once(_snapshots)


def _snapshots(case: Case) -> Mapping[str, tuple[str, Mapping[str, int]]]:
    shots = enumerate(case.dossier.snapshots or ())
    return {shot.month: (f"/snapshots/{rank}/units", shot.units) for rank, shot in shots if shot.units is not None}


def contracted(case: Case, span: Span) -> tuple[Volume, ...]:
    """
    Return what is asked of a service in the request: of one that it does not name, the volume is not known.
    """
    return case.once(_contract).get(span.service, UNKNOWN)


def _contract(case: Case) -> Mapping[str, tuple[Volume, ...]]:
    """
    Return the volumes asked of each service, the derived one of the network included (Annexes 5, 7).
    """
    asked: dict[str, tuple[Volume, ...]] = {}
    for path, line in case.lines:
        quantity: int | None = line.quantity
        places: tuple[str, ...] = (f"{path}/quantity",)
        if quantity is None:
            quantity, places = derived(case) if line.service == case.terms.network else (None, ())
        asked[line.service] = (*asked.get(line.service, ()), Volume(line.plan, quantity, places))
    return asked


def counted(case: Case, span: Span, path: str, units: Mapping[str, int], *, may_be_none: bool) -> Iterator[Volume]:
    """
    Yield what a snapshot counts of a service. It is complete: what it does not name counts zero, and is told where asked.
    """
    plans = case.terms.services[span.service].plans
    if not plans:
        if span.service in units:
            yield Volume(None, units[span.service], (f"{path}/{span.service}",))
        elif may_be_none:
            yield Volume(None, 0, (path,))
        return
    asked = {volume.plan for volume in contracted(case, span)} if may_be_none else ()
    for plan in plans:
        key = f"{span.service}/{plan}"
        if key in units:
            yield Volume(plan, units[key], (f"{path}/{span.service}~1{plan}",))
        elif plan in asked:
            yield Volume(plan, 0, (path,))
