"""
What the grids of a convention must hold together: sums that add up, an order in time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dmsi_rules.convention.grids import GRID_START, in_force_from
from dmsi_rules.documents.faults import is_known, outside, pointer
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Convention, Grid, Price, Service
from dmsi_rules.model.readings import ADOPTED, Readings
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS
from dmsi_rules.values.money import times, total

CODE = "CONVENTION"


def tariff_faults(convention: Convention) -> Iterator[Fault]:
    """
    Yield everything that makes the grids of *convention* unfit for use.
    """
    if not convention.grids:
        yield Fault(CODE, N_("at least one grid is needed"), "/grids")
    services = {service.code: service for service in convention.services}
    for rank, grid in enumerate(convention.grids):
        yield from _order(convention, grid, rank)
        for place, price in enumerate(grid.prices):
            path = f"/grids/{rank}/prices/{place}"
            service = services.get(price.service)
            if service and is_known(*service.plans):
                yield from _named(convention, service, price, path)
            yield from _year(price, path)
        yield from _totals(grid, f"/grids/{rank}/totals")


def _order(convention: Convention, grid: Grid, rank: int) -> Iterator[Fault]:
    """
    Grids stand in the order of time: one that begins before the first by every reading would never price anything.
    """
    first = convention.grids[0].date
    if rank == 0 and first is None:
        yield Fault(CODE, N_("the first grid needs its own `date`: it is in force from then"), "/grids/0/date")
    elif rank and first is not None:
        starts = [in_force_from(grid, ADOPTED.with_("grid_start", value)) for value in GRID_START]
        if all(start is not None and start < first for start in starts):
            facts = {"start": starts[0], "first": first}
            message = N_("this grid comes into force on {start}, before the first one, that of {first}")
            yield Fault(CODE, message, f"/grids/{rank}", facts)


def _named(convention: Convention, service: Service, price: Price, path: str) -> Iterator[Fault]:
    if price.plan is None and service.plans:
        yield Fault(CODE, N_("a price of `{service}` names its plan"), pointer(path, "plan"), {"service": price.service})
    elif price.plan is not None and price.plan not in service.plans:
        yield outside(price.plan, service.plans, N_("plan")).at(pointer(path, "plan"))
    if service.kind == "quotation" or service.code == convention.base:
        message = N_("`{service}` takes no price of the grid")
        yield Fault(CODE, message, pointer(path, "service"), {"service": price.service})


def _year(price: Price, path: str) -> Iterator[Fault]:
    if is_known(price.month, price.year) and price.year != (twelve := times(MONTHS, price.month)):
        facts = {"given": price.year, "computed": twelve}
        yield Fault(CODE, N_("a year is twelve months: {computed}, not {given}"), pointer(path, "year"), facts)


def _totals(grid: Grid, path: str) -> Iterator[Fault]:
    for rank, row in enumerate(grid.totals):
        for period in ("month", "year"):
            given = getattr(row, period)
            added = [getattr(price, period) for price in grid.prices if price.service in row.services]
            if is_known(given, *added) and given != (computed := total(added)):
                facts = {"given": given, "computed": computed}
                message = N_("a total is the sum of its rows: {computed}, not {given}")
                yield Fault(CODE, message, f"{path}/{rank}/{period}", facts)


# ---- notes


def tariff_notes(convention: Convention, readings: Readings = ADOPTED) -> Iterator[Fault]:
    """
    Yield what is worth knowing of the grids of *convention* under *readings*, and forbids nothing.
    """
    revised = Counter(grid.voted.year for grid in convention.grids[1:] if grid.voted)
    for year, revisions in sorted(revised.items()):
        if revisions > 1:
            facts = {"year": year, "count": revisions}
            yield Fault(CODE, N_("{count} grids were voted in {year}; Art. 9.2.3 speaks of a yearly revision"), "/grids", facts)
    for rank, grid in enumerate(convention.grids):
        yield from _in_vain(f"/grids/{rank}", grid, readings) if rank else ()


def _in_vain(path: str, grid: Grid, readings: Readings) -> Iterator[Fault]:
    """
    Yield what a later grid says of its beginning without effect, or against the order of things.
    """
    if grid.date is not None:
        message = N_("only the first grid begins on its own `date`; a later one when it has been voted and sent")
        yield Fault(CODE, message, f"{path}/date")
    if grid.voted and grid.sent and grid.sent < grid.voted:
        message = N_("it was sent on {sent}, before it was voted: it counts from the vote on, {voted}")
        yield Fault(CODE, message, f"{path}/sent", {"sent": grid.sent, "voted": grid.voted})
    start = in_force_from(grid, readings)
    if start and grid.named_start and grid.named_start < start:
        facts = {"named": grid.named_start, "start": start}
        yield Fault(CODE, N_("it names {named} and comes into force on {start}"), f"{path}/named_start", facts)
