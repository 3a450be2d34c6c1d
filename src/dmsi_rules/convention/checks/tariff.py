"""
What the grids of a convention must hold together: rows of what there is to price, amounts that add up, an order in time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.convention.checks.draft import CODE, Draft, Version
from dmsi_rules.convention.checks.references import QUANTITY
from dmsi_rules.convention.checks.times import pricing_days
from dmsi_rules.documents.faults import is_known, outside
from dmsi_rules.errors import Fault
from dmsi_rules.model.clauses import Bracket, Grid, Price
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS
from dmsi_rules.values.money import times, total

Services = Mapping[object, tuple[Version, ...]]


def tariff_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield everything that makes the grids of the *draft* unfit for use.
    """
    if not draft.convention.tariff.grids:
        yield Fault(CODE, N_("at least one grid is needed"), "/tariff/grids")
    services = draft.versions("/catalogue/services")
    days = pricing_days(draft)
    yield from _in_force(draft)
    for rank, grid in enumerate(draft.convention.tariff.grids):
        path = f"/tariff/grids/{rank}"
        first, last = days.get(rank, (dt.date.min, dt.date.max))
        for place, price in enumerate(grid.prices):
            yield from _priced(draft, price, f"{path}/prices/{place}", services.get(price.service, ()), (first, last))
            yield from _amounts(price, f"{path}/prices/{place}")
        yield from _totals(grid, f"{path}/totals")


def _in_force(draft: Draft) -> Iterator[Fault]:
    for rank, grid in enumerate(draft.convention.tariff.grids):
        path = f"/tariff/grids/{rank}/in_force"
        if rank == 0 and grid.in_force is None:
            yield Fault(CODE, N_("the first grid needs `in_force`, the day from which on it prices"), path)
        elif rank and grid.in_force is not None:
            message = N_("only the first grid has `in_force`; a later one says when it was `voted` and `sent`")
            yield Fault(CODE, message, path)


# ---- what is priced


def _priced(
    draft: Draft, price: Price, path: str, service: tuple[Version, ...], days: tuple[dt.date, dt.date]
) -> Iterator[Fault]:
    """
    A price is of a service, and a plan, that there is by then; of one that is counted, and neither the base nor on quotation.
    """
    if not service:  # told as unknown
        return
    first, last = days
    there = [version for version in service if version.first <= last and _is_read(version.entry)]
    if not there and service[0].first > last:
        facts = {"service": price.service, "last": last, "day": service[0].first}
        message = N_("this grid prices until {last}, and `{service}` is there from {day} on")
        yield Fault(CODE, message, f"{path}/service", facts)
    plans = tuple(dict.fromkeys(plan for version in there for plan in version.entry.plans))
    if price.plan is None and there and all(version.entry.plans for version in there):
        yield Fault(CODE, N_("a price of `{service}` names its plan"), f"{path}/plan", {"service": price.service})
    elif price.plan is not None and there and price.plan not in plans:
        yield outside(price.plan, plans, N_("plan")).at(f"{path}/plan")
    in_force = [version for version in there if version.last >= first] or there[-1:]
    if price.service == draft.convention.catalogue.base or any(version.entry.on_quotation for version in in_force):
        message = N_("`{service}` takes no price of a grid")
        yield Fault(CODE, message, f"{path}/service", {"service": price.service})
        return
    for version in in_force:
        if version.entry.unit is None:
            message = N_("`{service}` has a price, and no `unit` that the price is for")
            yield Fault(CODE, message, f"{version.path}/unit", {"service": price.service})
    for version in in_force[-1:]:
        yield from _marginal(draft, price, path, version.entry)


def _is_read(service: Any) -> bool:
    return is_known(*service.plans)


# ---- amounts


def _amounts(price: Price, path: str) -> Iterator[Fault]:
    """
    A price is that of a month, a year or both, or goes by brackets, each of which has one.
    """
    if not price.brackets:
        yield from _amount(price, path)
        if price.marginal and price.by is None:
            yield Fault(CODE, N_("`marginal` speaks of brackets, and there is no `by` here"), f"{path}/marginal")
        elif price.by is not None:
            yield Fault(CODE, N_("a price `by` something has `brackets`"), f"{path}/brackets")
        return
    if price.by is None:
        message = N_("`by` says what the brackets go by: `quantity`, or a fact of the member")
        yield Fault(CODE, message, f"{path}/by")
    for key in ("month", "year", "first_year"):
        if getattr(price, key) is not None:
            yield Fault(CODE, N_("where there are brackets each of them has its own `{key}`"), f"{path}/{key}", {"key": key})
    for rank, bracket in enumerate(price.brackets):
        yield from _amount(bracket, f"{path}/brackets/{rank}")
        yield from _rises(price.brackets, rank, f"{path}/brackets/{rank}/up_to")


def _amount(price: Price | Bracket, path: str) -> Iterator[Fault]:
    month, year = price.month, price.year
    if month is None and year is None:
        yield Fault(CODE, N_("the price of a `month`, of a `year` or of both is needed"), f"{path}/month")
    if month is not None and year is not None and year != (twelve := times(MONTHS, month)):
        facts = {"given": year, "computed": twelve}
        yield Fault(CODE, N_("a year is twelve months: {computed}, not {given}"), f"{path}/year", facts)


def _rises(brackets: tuple[Bracket, ...], rank: int, path: str) -> Iterator[Fault]:
    up_to, is_last = brackets[rank].up_to, rank == len(brackets) - 1
    below = brackets[rank - 1].up_to if rank else None
    if is_last and up_to is not None:
        yield Fault(CODE, N_("the last bracket is open: it has no `up_to`"), path)
    elif not is_last and up_to is None:
        yield Fault(CODE, N_("every bracket but the last one says what it goes `up_to`"), path)
    elif up_to is not None and below is not None and up_to <= below:
        facts = {"given": up_to, "below": below}
        yield Fault(CODE, N_("brackets rise: {given} does not come after {below}"), path, facts)


def _marginal(draft: Draft, price: Price, path: str, service: Any) -> Iterator[Fault]:
    """
    Slices are of units: they go by the quantity, or by the fact that is counted.
    """
    unit = (draft.convention.units or {}).get(service.unit)
    if price.marginal and price.by is not None and unit is not None and price.by not in {QUANTITY, unit.fact}:
        facts = {"by": price.by, "unit": service.unit}
        message = N_(
            "`marginal` prices slices of units: by `quantity`, or by the fact that the unit is; `{unit}` is not `{by}`"
        )
        yield Fault(CODE, message, f"{path}/marginal", facts)


def _totals(grid: Grid, path: str) -> Iterator[Fault]:
    for rank, row in enumerate(grid.totals):
        for period in ("month", "year"):
            given = getattr(row, period)
            added = [getattr(price, period) for price in grid.prices if price.service in row.services]
            if is_known(given, *added) and given != (computed := total(added)):
                facts = {"given": given, "computed": computed}
                message = N_("a total is the sum of its rows: {computed}, not {given}")
                yield Fault(CODE, message, f"{path}/{rank}/{period}", facts)


# ---- units that are compared


def unit_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield what is compared, or charged once, though it is not counted alike; and units that are two things.
    """
    for path, unit in draft.places("/units/*"):
        if is_known(unit.fact, unit.most):
            message = N_("a fact is not ordered: `most` bounds a unit that is")
            yield Fault(CODE, message, f"{path}/most")
    services = draft.versions("/catalogue/services")
    for edges in draft.versions("/catalogue/edges").values():
        for edge in edges:
            if edge.entry.at_most:
                yield from _alike(services, edge, (edge.entry.service, edge.entry.requires), f"{edge.path}/at_most")
    for clauses in draft.versions("/tariff/network").values():
        for clause in clauses:
            for rank, code in enumerate(clause.entry.covers):
                yield from _alike(services, clause, (code, clause.entry.service), f"{clause.path}/covers/{rank}")


def _alike(services: Services, where: Version, codes: tuple[str, str], path: str) -> Iterator[Fault]:
    """
    On each day on which *where* holds, both services are counted in one unit.
    """
    first, second = ([each for each in services.get(code, ()) if each.meets(where)] for code in codes)
    for one in first:
        for other in second:
            units = one.entry.unit, other.entry.unit
            if one.meets(other) and is_known(*units) and units[0] != units[1]:
                facts = {"service": codes[0], "unit": units[0], "other": codes[1], "counted": units[1]}
                message = N_("`{service}` is counted by `{unit}`, `{other}` by `{counted}`: they cannot be compared")
                yield Fault(CODE, message, path, facts)
                return
