"""
What is counted, and priced by the unit: nothing is compared across units, and a price is of what can be counted by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dmsi_rules.convention.checks.draft import CODE, Draft, Version
from dmsi_rules.convention.checks.references import QUANTITY
from dmsi_rules.convention.checks.times import pricing_days
from dmsi_rules.documents.faults import is_known, outside
from dmsi_rules.errors import Fault
from dmsi_rules.model.clauses import Price
from dmsi_rules.text.marks import N_

SERVICES = "/catalogue/services"


def unit_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield what is compared, charged once or priced though it is not counted, or not alike; and units that are two things.
    """
    for path, unit in draft.places("/units/*"):
        if is_known(unit.fact, unit.most):
            message = N_("a fact is not ordered: `most` bounds a unit that is")
            yield Fault(CODE, message, f"{path}/most")
    yield from _compared(draft)
    yield from _priced(draft)


# ---- what is compared


def _compared(draft: Draft) -> Iterator[Fault]:
    for edge in draft.each_version("/catalogue/edges"):
        if edge.entry.at_most:
            yield from _alike(draft, edge, (edge.entry.service, edge.entry.requires), f"{edge.path}/at_most")
    for clause in draft.each_version("/tariff/network"):
        for rank, code in enumerate(clause.entry.covers):
            yield from _alike(draft, clause, (code, clause.entry.service), f"{clause.path}/covers/{rank}")


def _alike(draft: Draft, where: Version, codes: tuple[str, str], path: str) -> Iterator[Fault]:
    """
    On each day on which *where* holds, both services are counted in one unit.
    """
    services = draft.versions(SERVICES)
    first, second = ([each for each in services.get(code, ()) if each.meets(where)] for code in codes)
    for one in first:
        for other in second:
            units = one.entry.unit, other.entry.unit
            if one.meets(other) and is_known(*units) and units[0] != units[1]:
                facts = {"service": codes[0], "unit": units[0], "other": codes[1], "counted": units[1]}
                message = N_("`{service}` is counted by `{unit}`, `{other}` by `{counted}`: they cannot be compared")
                yield Fault(CODE, message, path, facts)
                return


# ---- what is priced


def _priced(draft: Draft) -> Iterator[Fault]:
    services = draft.versions(SERVICES)
    days = pricing_days(draft)
    uncounted: dict[str, Fault] = {}
    for rank, grid in enumerate(draft.convention.tariff.grids):
        first, last = days.get(rank, (dt.date.min, dt.date.max))
        for place, price in enumerate(grid.prices):
            path = f"/tariff/grids/{rank}/prices/{place}"
            versions = services.get(price.service, ())
            there = [each for each in versions if each.first <= last and is_known(*each.entry.plans)]
            if there:
                yield from _planned(price, path, there)
                in_force = [each for each in there if each.last >= first] or there[-1:]
                yield from _counted(draft, price, path, in_force, uncounted)
            elif versions and versions[0].first > last:
                facts = {"service": price.service, "last": last, "day": versions[0].first}
                message = N_("this grid prices until {last}, and `{service}` is there from {day} on")
                yield Fault(CODE, message, f"{path}/service", facts)
    yield from uncounted.values()


def _planned(price: Price, path: str, versions: list[Version]) -> Iterator[Fault]:
    """
    The price of a service with plans is that of one of them; one that is on offer no more may still be open.
    """
    if price.plan is None:
        if all(version.entry.plans for version in versions):
            yield Fault(CODE, N_("a price of `{service}` names its plan"), f"{path}/plan", {"service": price.service})
        return
    plans = tuple(dict.fromkeys(plan for version in versions for plan in version.entry.plans))
    if price.plan not in plans:
        yield outside(price.plan, plans, N_("plan")).at(f"{path}/plan")


def _counted(draft: Draft, price: Price, path: str, versions: list[Version], uncounted: dict[str, Fault]) -> Iterator[Fault]:
    """
    What a grid prices is counted: it is neither the base nor on quotation. What lacks a unit is told once, for all its prices.
    """
    counted = [version for version in versions if not version.entry.on_quotation]
    if price.service == draft.convention.catalogue.base or not counted:
        yield Fault(CODE, N_("`{service}` takes no price of a grid"), f"{path}/service", {"service": price.service})
        return
    for version in counted:
        if version.entry.unit is None:
            message = N_("`{service}` has a price, and no `unit` that the price is for")
            place = f"{version.path}/unit"
            uncounted[place] = Fault(CODE, message, place, {"service": price.service})
    unit = (draft.convention.units or {}).get(counted[-1].entry.unit)
    if price.marginal and price.by is not None and unit is not None and price.by not in {QUANTITY, unit.fact}:
        facts = {"by": price.by, "unit": counted[-1].entry.unit}
        message = N_(
            "`marginal` prices slices of units: by `quantity`, or by the fact that the unit is; `{unit}` is not `{by}`"
        )
        yield Fault(CODE, message, f"{path}/marginal", facts)
