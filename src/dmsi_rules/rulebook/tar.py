"""
The tariff: quantities that fit together, prices that are the grid's.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import InForce, NamedLine, PlacedRequest
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.pricing.facts import facts_missing
from dmsi_rules.pricing.periods import month_of
from dmsi_rules.rulebook._deeds import day_of_request
from dmsi_rules.rulebook._fixes import additions
from dmsi_rules.rulebook._levels import above_network, at_most, exceeds
from dmsi_rules.rulebook._places import levels_asked, lines, printed_lines, requests
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_

Judged: TypeAlias = tuple[PlacedRequest, InForce]


@rule(
    code="TAR001",
    deed=day_of_request,
    name="second-level-exceeds-first",
    title=N_("More units of a second level than of the first"),
    rests_on=("catalogue.edges.at_most",),
    force="impossible",
    places=levels_asked,
    key="quantity",
    message=N_("{quantity} units of `{service}` are asked, and only {least} of `{first_level}` that it is added to"),
    checks=N_("A second level is asked for no more units than the first, where both are asked with a quantity."),
    why=N_("The price of a second level is added to that of the first, and nobody has it without the first."),
    remedy=N_("Raise the first level's quantity, or lower the second level's."),
)
def second_level_exceeds_first(levels: tuple[NamedLine, NamedLine], case: Case) -> Violated | None:
    second, first = levels
    if first.quantity is None or second.quantity is None or not exceeds(second.quantity, first.quantity):
        return None
    facts = {"service": second.service, "quantity": second.quantity, "first_level": first.service, "least": first.quantity}
    return Violated(facts, entries=at_most(second.service, case.terms))


@rule(
    code="TAR002",
    deed=day_of_request,
    name="network-below-workstations",
    title=N_("Fewer units on the network than a service on it has"),
    rests_on=("tariff.network",),
    force="breach",
    places=requests,
    message=N_("`{service}` is asked for {quantity} units, `{above}` for {least}"),
    checks=N_(
        "The network's line has at least as many units as any service that its row covers, comparing the quantities given."
    ),
    why=N_("The network's row is due once for each unit of the services that it covers."),
    remedy=N_("Raise the network's quantity."),
)
def network_below_workstations(place: Judged, case: Case) -> Violated | None:
    request, in_force = place
    path, quantity = _network(request, in_force, case)
    if quantity is None:
        return None
    found = above_network(
        {each: in_force[each][1].quantity for each in case.terms.covered if each in in_force}, quantity, case.terms
    )
    if found is None:
        return None
    above, least = found
    facts = {"service": case.terms.network, "quantity": quantity, "above": above, "least": least}
    if not path.startswith(f"{request.path}/"):
        return Violated(facts, path=f"{in_force[above][0]}/quantity")
    path = f"{path}/quantity"
    # What DEP001 adds counts too, so that one round of fixes is enough.
    added = [each.quantity for each in additions(case) if each.request is request and each.service in case.terms.covered]
    enough = max(least, *(units for units in added if units is not None), 0)
    return Violated(facts, path=path, fix=({"op": "replace", "path": path, "value": enough},))


def _network(request: PlacedRequest, in_force: InForce, case: Case) -> tuple[str, int | None]:
    """
    Return where the network's volume stands and how much it is; None unless *request* touches it: else it was judged before.
    """
    network = case.terms.network
    if network is None or network not in in_force:
        return "", None
    path, line = in_force[network]
    return path, line.quantity if request.asked & (case.terms.covered_mask | case.terms.graph.bit[network]) else None


@rule(
    code="TAR003",
    deed=day_of_request,
    name="network-above-workstations",
    title=N_("More units on the network than the services on it have together"),
    rests_on=("tariff.network",),
    force="note",
    places=requests,
    message=N_("`{service}` is asked for {quantity} units, {covered} together for {most}"),
    checks=N_(
        "The network's line has no more units than the services that its row covers together; one that is not asked "
        "counts zero, and one asked without quantity leaves the rule out."
    ),
    why=N_(
        "The network's row is due for the units of the services that it covers: more of them may be a slip, or be paid "
        "for nothing."
    ),
    remedy=N_("Check the network's quantity."),
)
def network_above_workstations(place: Judged, case: Case) -> Violated | None:
    request, in_force = place
    covered = case.terms.covered
    path, quantity = _network(request, in_force, case)
    if quantity is None:
        return None
    units = [in_force[each][1].quantity for each in covered if each in in_force]
    known = [each for each in units if each is not None]
    most = sum(known)
    if len(known) < len(units) or quantity <= most:
        return None
    services = case.terms.graph.opening_order(covered)
    facts = {"service": case.terms.network, "quantity": quantity, "covered": services, "most": most}
    if not path.startswith(f"{request.path}/"):
        path = next(where for where, line in request.lines if line.service in covered)
    return Violated(facts, path=f"{path}/quantity")


@rule(
    code="TAR004",
    name="printed-price-differs",
    title=N_("The price printed on the request is not the grid's"),
    rests_on=("request.form.prints_prices",),
    also=("tariff.revision",),
    force="note",
    places=printed_lines,
    key="printed_annual_price",
    readings=("grid_start",),
    message=N_("the request prints {given} a year for `{service}`, the grid {grid} says {computed}"),
    checks=N_("A yearly price printed on the request is that of the grid in force on the given day."),
    why=N_("Billing rests on the grid in force; what a form prints may be older, or a slip."),
    remedy=N_("Print the grid's price."),
)
def printed_price_differs(place: tuple[str, NamedLine], case: Case) -> Violated | None:
    path, line = place
    grid, rows = case.terms.grid_on(case.as_of), case.prices
    row = rows.get((line.service, line.plan))
    if grid is None or row is None or row.year is None or row.year == line.printed_annual_price:
        return None
    fix = {"op": "replace", "path": f"{path}/printed_annual_price", "value": row.year}
    facts = {"service": line.service, "given": line.printed_annual_price, "computed": row.year, "grid": grid.id}
    return Violated(facts, fix=(fix,))


@rule(
    code="TAR005",
    name="no-price",
    title=N_("A service is asked for which the text has no price"),
    rests_on=("catalogue.services",),
    force="note",
    places=lines,
    message=N_("the text has no price for `{service}`"),
    checks=N_(
        "A service on quotation comes with its quotation; a continuous service has a price in the grid, and where that goes by a "
        "number of the member, such as its population, the number of the accounting year is given."
    ),
    why=N_("Some services are priced on quotation, and a grid may leave others out: a missing price is unknown, not zero."),
    remedy=N_("Obtain a quotation from {department} before the request is decided."),
)
def no_price(line: NamedLine, case: Case) -> Violated | Unknown | None:
    rows = case.prices
    if row := rows.get((line.service, line.plan)):
        return _number_unknown(line, row, case)
    services = {service for service, _ in rows} if rows else case.terms.priced
    is_priced_later = line.service in services and (line.plan is None or not rows)
    if is_priced_later or not _is_offered(line, case):
        return None  # which of its prices it is, only the plan says, or the grid that comes; what is not on offer TAR006 tells
    entries = (case.terms.services[line.service],)
    if case.terms.services[line.service].kind == "quotation":
        if line.quotation is not None:
            return None
        message = N_("`{service}` is priced on quotation, and none is given")
        return Violated({"service": line.service}, message=message, entries=entries)
    if line.plan is not None:
        facts = {"service": line.service, "plan": line.plan}
        return Violated(facts, message=N_("the text has no price for `{service}`, `{plan}`"), entries=entries)
    return Violated({"service": line.service}, entries=entries)


def _number_unknown(line: NamedLine, row: PriceRow, case: Case) -> Unknown | None:
    """
    Return what the price of *line* goes by and is not given: a number of the member in the accounting year of the wished opening.
    """
    missing = facts_missing(case, line.service, row, month_of(line.opening or case.as_of), None)
    if not missing:
        return None
    entries = tuple(case.terms.convention.facts[path.split("/")[-2]] for path in missing)
    return Unknown(missing, message=N_("the number that a price goes by is unknown: {missing} not given"), entries=entries)


@rule(
    code="TAR006",
    name="not-on-offer",
    title=N_("A service or plan is asked for that is not on offer on that day"),
    rests_on=("catalogue.services",),
    force="impossible",
    deed=day_of_request,
    places=lines,
    message=N_("`{service}` is not on offer on the day of the request, {date}"),
    checks=N_("What is asked for is in the catalogue that is in force on the day of the request."),
    why=N_("A service can be asked for from the day on which the catalogue has it to the last day on which it does."),
    remedy=N_("Ask for what the catalogue has on that day, or what replaces this."),
)
def not_on_offer(line: NamedLine, case: Case) -> Violated | None:
    terms = case.terms
    if terms.timeline.is_single or (line.service, line.plan) in terms.offered:
        return None
    service = terms.services[line.service]
    date = _asked_on(line, case)
    facts: dict[str, Any] = {"service": line.service, "date": date, "instead": ""}
    message = None
    if line.service in terms.text.offered and line.plan is not None:
        facts["plan"] = line.plan
        message = N_("`{service}` has no plan `{plan}` on offer on the day of the request, {date}")
        if replacement := (service.replaced or {}).get(line.plan):
            facts["instead"] = replacement
            message = N_("`{service}` has no plan `{plan}` on offer on the day of the request, {date}: `{instead}` replaces it")
    return Violated({key: fact for key, fact in facts.items() if fact != ""}, message=message, entries=(service,))


def _asked_on(line: NamedLine, case: Case) -> dt.date | None:
    """
    Return the day of the request that *line* is of.
    """
    return next((each.date for each in case.facts.live if any(line is one for _, one in each.lines)), None)


def _is_offered(line: NamedLine, case: Case) -> bool:
    """
    Tell whether *line* was on offer on the day of its request; without a day, on the given one.
    """
    if case.terms.timeline.is_single:
        return True
    date = _asked_on(line, case)
    return (line.service, line.plan) in (case.terms.on(date) if date else case.terms).offered
