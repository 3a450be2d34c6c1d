"""
What a convention's data must hold together: every name known, no circle, sums that add up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from dmsi_rules._deadlines import months_before
from dmsi_rules._i18n import N_
from dmsi_rules._model.convention import Convention, Grid
from dmsi_rules._money import times, total
from dmsi_rules._structure import outside, pointer
from dmsi_rules.errors import Fault

CODE = "CONVENTION"
MONTHS = 12


def faults_of(convention: Convention) -> Iterator[Fault]:
    """
    Yield everything that makes *convention* unfit for use.
    """
    yield from _strange(convention)
    yield from _repeated(convention)
    yield from _circle(convention)
    yield from _days(convention)
    yield from _grids(convention)


def faults_of_part(convention: Convention) -> Iterator[Fault]:
    """
    Yield what makes a *convention* unfit of which only a part could be read: each check goes as far as it can.
    """
    known = convention.services  # None, where they could not be read
    checks: tuple[Callable[[Convention], Iterable[Fault]], ...] = (_strange, _repeated, _circle, _days, _grids)
    for check in checks if known else ():
        with suppress(AttributeError, TypeError):  # what is missing there has been told
            yield from check(convention)


def _strange(convention: Convention) -> Iterator[Fault]:
    known = tuple(service.code for service in convention.services)
    for path, code in _references(convention):
        if code not in known and type(code) is str:
            yield outside(code, known, N_("service")).at(path)


def _grids(convention: Convention) -> Iterator[Fault]:
    if not convention.grids:
        yield Fault(CODE, N_("at least one grid is needed"), "/grids")
    for rank, grid in enumerate(convention.grids):
        if rank == 0 and grid.date is None:
            yield Fault(CODE, N_("the first grid needs its own `date`: it is in force from then"), "/grids/0/date")
        yield from _prices(convention, grid, f"/grids/{rank}")


def notes_of(convention: Convention) -> Iterator[str]:
    """
    Yield what is worth knowing and forbids nothing.
    """
    revised = Counter(day.year for grid in convention.grids if (day := grid.voted or grid.date))
    for year, revisions in sorted(revised.items()):
        if revisions > 1:
            yield f"{revisions} grids date from {year}, where Art. 9.2.3 speaks of a yearly revision"


def _references(convention: Convention) -> Iterator[tuple[str, str]]:  # noqa: C901  (one branch a table)
    """
    Yield every place that names a service, with the name.
    """

    def each(path: str, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((f"{path}/{rank}", code) for rank, code in enumerate(codes))

    yield "/base", convention.base
    for rank, service in enumerate(convention.services):
        if service.adds_to is not None:
            yield f"/services/{rank}/adds_to", service.adds_to
    for rank, edge in enumerate(convention.edges):
        yield f"/edges/{rank}/service", edge.service
        yield f"/edges/{rank}/requires", edge.requires
    for rank, lines in enumerate(convention.lines):
        yield f"/lines/{rank}/service", lines.service
    for rank, included in enumerate(convention.included):
        yield f"/included/{rank}/service", included.service
    if convention.network:
        yield "/network/service", convention.network.service
        yield from each("/network/covers", convention.network.covers)
    for rank, row in enumerate(convention.perimeter_rows):
        yield from each(f"/perimeter_rows/{rank}/services", row.services)
    if convention.form:
        yield from each("/form/services", convention.form.services)
    for rank, grid in enumerate(convention.grids):
        for place, price in enumerate(grid.prices):
            yield f"/grids/{rank}/prices/{place}/service", price.service
        for place, row_total in enumerate(grid.totals):
            yield from each(f"/grids/{rank}/totals/{place}/services", row_total.services)
    for rank, prerequisite in enumerate(convention.prerequisites):
        yield from each(f"/prerequisites/{rank}/services", prerequisite.services)


def _repeated(convention: Convention) -> Iterator[Fault]:
    lists: dict[str, list[object]] = {
        "/services": [service.code for service in convention.services],
        "/edges": [(edge.service, edge.requires) for edge in convention.edges],
        "/lines": [lines.service for lines in convention.lines],
        "/included": [included.code for included in convention.included],
        "/grids": [grid.id for grid in convention.grids],
        "/natures": [nature.nature for nature in convention.natures],
    }
    for rank, grid in enumerate(convention.grids):
        lists[f"/grids/{rank}/prices"] = [(price.service, price.plan) for price in grid.prices]
    for path, names in lists.items():
        seen: set[object] = set()
        for rank, name in enumerate(names):
            if name in seen:
                words = [str(part) for part in (name if isinstance(name, tuple) else (name,)) if part]
                yield Fault(CODE, N_("{name} stands here a second time"), f"{path}/{rank}", {"name": words})
            seen.add(name)


def _circle(convention: Convention) -> Iterator[Fault]:
    """
    A service that requires itself, directly or through others, can never be opened; the base rests on nothing.
    """
    for rank, edge in enumerate(convention.edges):
        if edge.service == convention.base:
            yield Fault(CODE, N_("the base membership rests on nothing"), f"/edges/{rank}/service")
    requires: dict[str, list[str]] = {service.code: [] for service in convention.services}
    for edge in convention.edges:
        requires.setdefault(edge.service, []).append(edge.requires)
    done: set[str] = set()
    for root, first in requires.items():
        trail: list[str] = []
        stack = [(root, iter(first))] if root not in done else []
        while stack:
            service, below = stack[-1]
            if not trail or trail[-1] != service:
                trail.append(service)
            step = next(below, None)
            if step is None:
                done.add(service)
                trail.pop()
                stack.pop()
            elif step in trail:
                circle = [*trail[trail.index(step) :], step]
                yield Fault(CODE, N_("these services require one another in a circle: {circle}"), "/edges", {"circle": circle})
                return
            elif step not in done:
                stack.append((step, iter(requires.get(step, ()))))


def _days(convention: Convention) -> Iterator[Fault]:
    notice = convention.notice
    if notice.month > MONTHS or notice.day > months_before(dt.date(2001, 12, 31), MONTHS - notice.month).day:
        facts = {"month": notice.month, "day": notice.day}
        yield Fault(CODE, N_("there is no day {day} of month {month} in every year"), "/notice", facts)
    if convention.exit.months > MONTHS:
        yield Fault(CODE, N_("an exit's notice is of 1 to 12 months"), "/exit/months")
    renewals = convention.mandates.renewals
    if list(renewals) != sorted(set(renewals)):
        yield Fault(CODE, N_("renewal years go up, each once"), "/mandates/renewals")


def _prices(convention: Convention, grid: Grid, path: str) -> Iterator[Fault]:
    services = {service.code: service for service in convention.services}
    for rank, price in enumerate(grid.prices):
        place = f"{path}/prices/{rank}"
        service = services.get(price.service)
        if service is None:
            continue
        if (price.plan or None) is None and service.plans:
            yield Fault(CODE, N_("a price of `{service}` names its plan"), pointer(place, "plan"), {"service": price.service})
        elif price.plan is not None and price.plan not in service.plans:
            yield outside(price.plan, service.plans, N_("plan")).at(pointer(place, "plan"))
        if service.kind == "quotation" or service.code == convention.base:
            message = N_("`{service}` takes no price of the grid")
            yield Fault(CODE, message, pointer(place, "service"), {"service": price.service})
        twelve = times(MONTHS, price.month)
        if price.year != twelve:
            facts = {"given": price.year, "computed": twelve}
            yield Fault(CODE, N_("a year is twelve months: {computed}, not {given}"), pointer(place, "year"), facts)
    for rank, row in enumerate(grid.totals):
        for period in ("month", "year"):
            given = getattr(row, period)
            computed = total(getattr(price, period) for price in grid.prices if price.service in row.services)
            if given != computed:
                facts = {"given": given, "computed": computed}
                place = f"{path}/totals/{rank}/{period}"
                yield Fault(CODE, N_("a total is the sum of its rows: {computed}, not {given}"), place, facts)
