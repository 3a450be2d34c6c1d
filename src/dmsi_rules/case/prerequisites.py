"""
The technical prerequisites before a case: which are concerned, on which day each is judged, how it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from dmsi_rules.case.dossier import Case, was_there
from dmsi_rules.case.evidence import (
    Tally,
    access_is_among,
    is_attested,
    passwords_are_safe,
    software_is_compatible,
    software_is_contracted,
)
from dmsi_rules.case.parties import party_code
from dmsi_rules.model.convention import MEMBER
from dmsi_rules.values.days import known
from dmsi_rules.values.frozen import frozen
from dmsi_rules.values.record import field, record


@record
class Category:
    """
    A category that is concerned.

    Attributes:
        services: those of the category that are asked or open, or that others require.
        day: the day on which it opens, reported or else wished; the given day where neither is known.
        is_open: whether it is open, or a service that requires it.
        is_wished: whether the day is one that the request wishes for.
        bringing: each service, asked or open, that brings in one of the category that is neither.
    """

    services: tuple[str, ...]
    day: dt.date
    is_open: bool
    is_wished: bool
    bringing: Mapping[str, tuple[str, ...]] = field(converter=frozen, hash=False)


def category_of(case: Case, code: str) -> Category | None:
    """
    Return the category of the prerequisite that the rule *code* judges; None where it is not concerned.
    """
    prerequisite = case.terms.prerequisites.get(code)
    mask = case.terms.graph.mask(prerequisite.services) & case.concerned if prerequisite else 0
    if prerequisite is not None and prerequisite.new_only:
        first = case.terms.first_day_of(prerequisite)
        mask &= ~case.terms.graph.mask(each for each in prerequisite.services if was_there(each, first, case.facts))
    return case.once(_category, mask) if mask else None


def _category(case: Case, mask: int) -> Category:
    """
    Return the category of the services in *mask*, which are concerned.
    """
    graph = case.terms.graph
    services = graph.names(mask)
    above = tuple(each for each in graph.order if graph.closure[each] & mask)
    said = case.asked | case.held
    bringing = (
        {each: graph.names(graph.closure[each] & mask) for each in above if graph.bit[each] & said} if mask & ~said else {}
    )
    reports = [case.openings[each][1].date for each in services if graph.bit[each] & case.open]
    reports = reports or [case.openings[each][1].date for each in above if graph.bit[each] & case.open]
    opened = [day for day in reports if day]
    wishes = [case.wishes[each][1] for each in (*services, *above) if each in case.wishes]
    return Category(services, min(opened or wishes or [case.as_of]), bool(reports), bool(wishes and not opened), bringing)


def first_report(case: Case) -> dt.date | None:
    """
    Return the day of the first reported opening; that of the base counts where it is the only one.
    """
    days = [day for _, day in case.reports.values()] or [opening.date for _, opening in case.openings.values() if opening.date]
    return min(days, default=None)


def first_wish(case: Case) -> dt.date | None:
    """
    Return the first day wished for a service that is not open; that of the base counts where it is the only one.
    """
    days = [day for _, day in case.wishes.values()] or [day for _, line in case.dated if (day := known(line.opening))]
    return min(days, default=None)


def tally_of(case: Case, code: str, day: dt.date) -> Tally:
    """
    Tell how the evidence stands, on *day*, to the prerequisite that the rule *code* judges, or that is attested under it.
    """
    judge = TALLIES.get(code)
    return judge(case, day) if judge else is_attested(code, case.facts.equipment.evidence)


def _maintained(case: Case, day: dt.date) -> Tally:
    equipment = case.facts.equipment
    if not equipment.entries:  # the table of lifecycles is not read for nothing
        return equipment.without_systems
    return equipment.maintained(day, case.lifecycles, case.terms.readings)


TALLIES: Mapping[str, Callable[[Case, dt.date], Tally]] = {
    "PRE101": lambda case, _: case.facts.equipment.secured,
    "PRE102": lambda case, _: access_is_among(case.terms.prerequisites["PRE102"].accepts, case.facts.equipment.evidence),
    "PRE103": lambda case, _: passwords_are_safe(case.facts.equipment.evidence),
    "PRE201": lambda case, _: case.facts.equipment.up_to_date,
    "PRE202": lambda case, _: case.facts.equipment.not_administered,
    "PRE203": _maintained,
    "PRE301": lambda case, _: software_is_compatible(case.facts.equipment.evidence),
    "PRE302": lambda case, day: software_is_contracted(case.facts.equipment.evidence, day, party_code(MEMBER, case.terms)),
}
"""
The prerequisites by the rule that judges each: how the evidence stands to it on a day.
"""
