"""
What a convention's data must hold together: every name known, no circle, sums that add up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dmsi_rules.convention._committees import committee_faults
from dmsi_rules.convention.tariff import CODE, tariff_faults
from dmsi_rules.documents.faults import is_known, outside
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Convention, NoticeClause
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS, months_before


def faults_of(convention: Convention) -> Iterator[Fault]:
    """
    Yield everything that makes *convention* unfit for use.

    It may be one of which only a part could be read: what is None, or a list without entries, has been told already.
    """
    yield from _strange(convention)
    yield from _repeated(convention)
    yield from _circle(convention)
    yield from _days(convention)
    yield from committee_faults(convention)
    yield from _reimbursed(convention)
    yield from tariff_faults(convention)


def _strange(convention: Convention) -> Iterator[Fault]:
    known = tuple(service.code for service in convention.services)
    if not known:
        yield Fault(CODE, N_("at least one service is needed"), "/services")
    if not known or not is_known(*known):
        return
    for path, code in _references(convention):
        if code not in known and is_known(code):
            yield outside(code, known, N_("service")).at(path)


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


def _reimbursed(convention: Convention) -> Iterator[Fault]:
    natures = tuple(each.nature for each in convention.natures)
    nature = convention.reimbursement.nature if convention.reimbursement else None
    if is_known(nature, *natures) and nature not in natures:
        yield outside(nature, natures, N_("nature")).at("/reimbursement/nature")


def _repeated(convention: Convention) -> Iterator[Fault]:
    lists: dict[str, list[object]] = {
        "/services": [service.code for service in convention.services],
        "/edges": [(edge.service, edge.requires) for edge in convention.edges],
        "/lines": [lines.service for lines in convention.lines],
        "/included": [included.code for included in convention.included],
        "/grids": [grid.id for grid in convention.grids],
        "/committees": [each.committee for each in convention.committees],
        "/natures": [nature.nature for nature in convention.natures],
        "/prerequisites": [each.rule or rank for rank, each in enumerate(convention.prerequisites)],
        "/decisions": [decision.code for decision in convention.decisions],
    }
    for rank, grid in enumerate(convention.grids):
        lists[f"/grids/{rank}/prices"] = [(price.service, price.plan or "") for price in grid.prices]
    for path, names in lists.items():
        seen: set[object] = set()
        for rank, name in enumerate(names):
            parts = name if isinstance(name, tuple) else (name,)
            if name in seen and is_known(*parts):
                words = [str(part) for part in parts if part]
                yield Fault(CODE, N_("{name} stands here a second time"), f"{path}/{rank}", {"name": words})
            seen.add(name)


def _circle(convention: Convention) -> Iterator[Fault]:
    """
    A service that requires itself, directly or through others, can never be opened; the base rests on nothing.

    Each circle is told once, at the first of its links that closes it.
    """
    for rank, edge in enumerate(convention.edges):
        if edge.service == convention.base and is_known(edge.service):
            yield Fault(CODE, N_("the base membership rests on nothing"), f"/edges/{rank}/service")
    requires = _links(convention)
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
            elif step not in done:
                stack.append((step, iter(requires.get(step, ()))))


def _links(convention: Convention) -> Mapping[str, Sequence[str]]:
    requires: dict[str, list[str]] = {service.code: [] for service in convention.services}
    for edge in convention.edges:
        if is_known(edge.service, edge.requires):
            requires.setdefault(edge.service, []).append(edge.requires)
    return requires


def _days(convention: Convention) -> Iterator[Fault]:
    notice, exit_, renewals = convention.notice, convention.exit, convention.mandates.renewals
    if is_known(notice.month, notice.day) and not _is_in_every_year(notice):
        facts = {"month": notice.month, "day": notice.day}
        yield Fault(CODE, N_("there is no day {day} of month {month} in every year"), "/notice", facts)
    if is_known(exit_.months) and exit_.months > MONTHS:
        yield Fault(CODE, N_("an exit's notice is of 1 to 12 months"), "/exit/months")
    if is_known(*renewals) and list(renewals) != sorted(set(renewals)):
        yield Fault(CODE, N_("renewal years go up, each once"), "/mandates/renewals")
    for rank, day in enumerate(convention.mandates.first_days or ()):
        if is_known(day) and day.year not in (renewals or ()):
            yield Fault(CODE, N_("the first day of a renewal lies in a renewal year"), f"/mandates/first_days/{rank}")


def _is_in_every_year(notice: NoticeClause) -> bool:
    return notice.month <= MONTHS and notice.day <= months_before(dt.date(2001, 12, 31), MONTHS - notice.month).day
