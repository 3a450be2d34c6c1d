"""
Dependencies: no service without those that it rests on, neither at the start nor after an exit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from dmsi_rules.case.deadlines import notified
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.readings import OPEN
from dmsi_rules.case.requests import AskedLine
from dmsi_rules.convention.graph import chain_in
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.convention import Edge
from dmsi_rules.model.dossier import Opening, Termination
from dmsi_rules.rulebook._deeds import day_of_notice, day_of_opening_order, day_of_request, day_of_running
from dmsi_rules.rulebook._fixes import additions_at
from dmsi_rules.rulebook._links import edges_between, inferred_among, paths_to
from dmsi_rules.rulebook._places import asked_lines, opening_days, partial_exit, partial_exit_in_force, reported_openings
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import frozen


@rule(
    code="DEP001",
    deed=day_of_request,
    name="missing-required-service",
    title=N_("A service is asked without what it requires"),
    rests_on=("catalogue.edges",),
    force="impossible",
    places=asked_lines,
    readings=("inferred_edges", OPEN),
    message=N_("`{service}` requires {services}, neither asked nor open"),
    checks=N_(
        "Every asked service comes with all that it requires, directly or through others, asked in the same request or an earlier one, "
        "or open already."
    ),
    why=N_("Each service rests on those below it: without them it cannot be subscribed, whatever the parties want."),
    remedy=N_("Ask for the missing services in the same request."),
)
def missing_required_service(asked: AskedLine, case: Case) -> Violated | None:
    line, request = asked
    missing = case.terms.graph.closure[line.service] & ~(request.there | case.held)
    if not missing:
        return None
    facts, edges = _lacking(line.service, missing, case.terms)
    return Violated(facts, entries=edges, fix=partial(additions_at, case, asked))


@lru_cache(maxsize=4096)  # the same is lacking in one dossier after another
def _lacking(service: str, missing: int, terms: Terms) -> tuple[Mapping[str, Any], tuple[Edge, ...]]:
    """
    Return the facts on what *service* lacks, and the links that they rest on.
    """
    services = terms.graph.names(missing)
    edges = paths_to(terms, service, services)
    facts = {"service": service, "services": services, "chain": chain_in(edges, service, services[0])}
    return frozen(facts | inferred_among(edges)), edges


@rule(
    code="DEP002",
    deed=day_of_opening_order,
    name="opens-before-required-service",
    title=N_("A service opens before one that it requires"),
    rests_on=("catalogue.edges",),
    force="impossible",
    places=opening_days,
    readings=("inferred_edges", OPEN),
    message=N_("`{service}` opens on {date}, before {services} that it requires"),
    checks=N_(
        "Wished openings are compared with wished openings, reported ones with reported ones: "
        "a service opens on the same day as those that it requires, or later."
    ),
    why=N_("Each service rests on those below it: it cannot run while they are not there."),
    remedy=N_("Bring the openings of the required services forward, or put this one off."),
)
def opens_before_required_service(place: Any, case: Case) -> Violated | None:
    service, days = place
    day = days[service][1]
    later = [each for each in case.terms.graph.requires(service) if each in days and days[each][1] > day]
    if not later:
        return None
    facts = {"service": service, "date": day, "services": tuple(later), "opening": {each: days[each][1] for each in later}}
    links = {service: tuple(later)}
    edges = edges_between(case, links)
    return Violated(facts | inferred_among(edges), entries=edges)


@rule(
    code="DEP003",
    deed=day_of_notice,
    name="exit-strands-service",
    title=N_("A partial exit keeps a service that requires a dropped one"),
    rests_on=("exit.partial", "catalogue.edges"),
    force="impossible",
    places=partial_exit_in_force,
    key="services",
    readings=("inferred_edges", OPEN),
    message=N_("the exit drops {dropped}, still required by {services}"),
    checks=N_(
        "No service that is open on the exit's last day, and kept, requires one that is dropped. Nothing is dropped by itself."
    ),
    why=N_("A partial exit leaves some services and keeps others: each of these still rests on those below it."),
    remedy=N_("Drop the dependent services too, or keep what they require."),
)
def exit_strands_service(notice: Termination, case: Case) -> Violated | Unknown | None:
    graph = case.terms.graph
    if notice.services is not None and case.terms.base in notice.services:
        return None  # DEP004 speaks
    # Served on the last day: not opened after it. While that day is unknown, whatever is reported may be.
    served = [service for service, (_, day) in case.reports.items() if case.exit is None or day <= case.exit.latest]
    stranded = _stranded(served, notice, case)
    doubtful = () if stranded else _stranded([each for each in case.undated if each != case.terms.base], notice, case)
    if not stranded and not doubtful:
        return None
    known = {"scope": notice.scope, "services": notice.services, "sent": notified(notice, case.terms)}
    missing = tuple(f"/termination/{key}" for key, value in known.items() if value is None)
    if missing or doubtful:
        return Unknown((*missing, *(case.undated[service] for service in doubtful)))
    dropped = graph.mask(notice.services or ())
    facts = {"services": stranded, "dropped": graph.names(dropped)}
    links = {service: graph.names(graph.closure[service] & dropped) for service in stranded}
    edges = edges_between(case, links)
    return Violated(facts | inferred_among(edges), entries=(*case.terms.text.entries("exit.partial"), *edges))


def _stranded(served: Sequence[str], notice: Termination, case: Case) -> tuple[str, ...]:
    """
    Return those of the services *served* that are kept and require a dropped one; all while it is unknown what is dropped.
    """
    if notice.services is None:
        return tuple(served)
    graph = case.terms.graph
    dropped = graph.mask(notice.services)
    return tuple(service for service in graph.names(graph.mask(served) & ~dropped) if graph.closure[service] & dropped)


@rule(
    code="DEP004",
    deed=day_of_notice,
    name="partial-exit-drops-base",
    title=N_("A partial exit drops the base membership"),
    rests_on=("exit.partial",),
    force="impossible",
    places=partial_exit,
    message=N_("a partial exit keeps `{service}`: dropping it is a total exit"),
    checks=N_("The services dropped by a partial exit do not include the base membership."),
    why=N_("An exit is partial where the base membership is kept: every other service rests on it."),
    remedy=N_("Give notice of a total exit, or keep the base membership."),
)
def partial_exit_drops_base(notice: Termination, case: Case) -> Violated | Unknown | None:
    base = case.terms.base
    if notice.services is None or base not in notice.services:
        return None
    if notice.scope is None:
        return Unknown(("/termination/scope",))
    return Violated({"service": base}, path=f"/termination/services/{notice.services.index(base)}")


@rule(
    code="DEP005",
    deed=day_of_running,
    name="runs-without-required-service",
    title=N_("A service is open without one that it requires"),
    rests_on=("catalogue.edges",),
    force="impossible",
    party="provider",
    places=reported_openings,
    readings=("inferred_edges", OPEN),
    message=N_("`{service}` is open on {date} without {services} that it requires"),
    checks=N_(
        "All that an open service requires is open too; what opens later than it, or is dropped by an exit, is the matter of "
        "DEP002 and DEP003. The base opens with the first service."
    ),
    why=N_("Each service rests on those below it: it cannot run while they are not there, asked for or not."),
    remedy=N_("Record the missing openings, or close the service."),
)
def runs_without_required_service(opening: Opening, case: Case) -> Violated | Unknown | None:
    graph, base, opened = case.terms.graph, case.terms.base, opening.date
    if opened is None:
        return Unknown((case.undated[opening.service],))
    required = [each for each in graph.requires(opening.service) if each != base]
    lacking = tuple(each for each in required if _is_gone(each, opened, case))
    if not lacking:
        undated = tuple(case.undated[each] for each in required if each in case.undated) if case.undated else ()
        return Unknown(undated) if undated else None
    exit_ = case.exit_of(opening.service, opened)
    day = opened if exit_ and exit_.latest < case.as_of else max(opened, case.as_of)
    facts = {"service": opening.service, "date": day, "services": lacking}
    links = {opening.service: lacking}
    edges = edges_between(case, links)
    return Violated(facts | inferred_among(edges), entries=edges)


def _is_gone(required: str, opened: dt.date, case: Case) -> bool:
    """
    Tell whether a *required* service has no report, or ended before the day on which the one in need of it *opened*.

    Of one that opens later DEP002 speaks, of one that an exit takes from under the opened one DEP003.
    """
    report = case.openings.get(required)
    if report is None:
        return True
    exit_ = case.exit_of(required, report[1].date)
    return exit_ is not None and exit_.latest < opened
