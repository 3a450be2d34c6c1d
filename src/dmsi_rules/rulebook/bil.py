"""
Billing: what is counted was open, what is invoiced is what the snapshots come to.
"""

from __future__ import annotations

from typing import Any

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.readings import OPEN
from dmsi_rules.case.requests import PlacedRequest
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.pricing.invoices import Amount, Level, Use
from dmsi_rules.pricing.periods import samples
from dmsi_rules.rulebook._billing import agreed_dates, amounts, invoiced_periods, invoices, levels, uses
from dmsi_rules.rulebook._levels import above_network, exceeds
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known

HELD = "/termination/held"
OPENINGS = "/openings"
SNAPSHOTS = "/snapshots"


@rule(
    code="BIL001",
    name="counted-while-not-open",
    title=N_("A service is counted or invoiced while it is not open"),
    rests_on=("billing.opening",),
    force="breach",
    party="provider",
    places=uses,
    readings=("billing_from", "network_implied", "agreed_date", "billing_day", "mandate_silence", OPEN),
    message=N_("the snapshot of {month} counts `{service}`, which has no opening report"),
    checks=N_(
        "A snapshot counts no service before the month in which it opens (or from which it is agreed to be billed in "
        "advance) or after its exit's last day; an invoice bills none that was open in no month of its period."
    ),
    why=N_("A service is billed from its opening report on: before it, and after an exit, nothing is provided."),
    remedy=N_("Take the service out of the snapshot or invoice, or record the opening report that is missing."),
)
def counted_while_not_open(use: Use, case: Case) -> Violated | Unknown | None:
    if case.dossier.openings is None:
        return Unknown((OPENINGS,))
    if use.is_open:
        return None
    if use.undated or use.may_be_open:
        return Unknown(use.undated or (HELD,))
    facts: dict[str, Any] = {"service": use.service} | ({"plan": use.plan} if use.plan else {}) | use.said
    if use.opening is None:
        return Violated(facts, message=use.not_open)
    facts["opening"] = use.opening
    if use.is_too_early:
        return Violated(facts, message=use.too_early)
    return Violated({**facts, "last_day": use.last_day}, message=use.too_late)


@rule(
    code="BIL002",
    name="month-without-snapshot",
    title=N_("An invoiced month has no snapshot"),
    rests_on=("billing.snapshots",),
    force="breach",
    party="provider",
    places=invoiced_periods,
    message=N_("what is due for {period} is not known: there is no snapshot of {months}"),
    checks=N_("Every month of an invoice's period in which something is billable has its snapshot."),
    why=N_("Invoices are adjusted to the units that the monthly snapshots count; without one, nobody knows them."),
    remedy=N_("Ask {provider} for the snapshots of these months and add them to the dossier."),
)
def month_without_snapshot(place: tuple[str, tuple[str, ...]], case: Case) -> Unknown | None:
    if case.dossier.openings is None:
        return Unknown((OPENINGS,))
    period, months = place
    if not months:
        return None
    message = N_("what is due for {period} is not known: there is no snapshot of {months}")
    return Unknown((SNAPSHOTS,), {"period": period, "months": months}, message=message, apart=True)


@rule(
    code="BIL003",
    name="amount-differs",
    title=N_("An invoiced amount is not what the snapshots come to"),
    rests_on=("billing.snapshots",),
    force="breach",
    party="provider",
    places=amounts,
    readings=(
        *("start", "term_end", "network_alone", "network_quantity", "billing_from", "opening_month", "grid_start"),
        *("mandate_silence", "network_implied", "billing_day", "agreed_date", OPEN),
    ),
    message=N_("the invoices for {period} say {given}, the snapshots and the grid come to {computed}"),
    checks=N_(
        "The invoices of a period, credit notes included, sum up to what its snapshots come to at the grid's prices, in all and, "
        "where each has lines, for each service. Lines of services that have no price in the grid are taken as given."
    ),
    why=N_("What is due is the units counted each month, at the prices of the grid in force."),
    remedy=N_("Compare with `dmsi-rules bill`, month by month, and ask {provider} for a corrected invoice or a credit note."),
)
def amount_differs(amount: Amount, case: Case) -> Violated | Unknown | None:
    if case.dossier.openings is None:
        return Unknown((OPENINGS,))
    if amount.lacking is not None:
        return Unknown((amount.lacking,))
    if amount.given == amount.computed:
        return None
    facts: dict[str, Any] = {"period": amount.period, "given": amount.given, "computed": amount.computed}
    facts["invoices"] = amount.invoices
    if amount.service is None:
        return Violated(facts)
    facts |= {"service": amount.service} | ({"plan": amount.plan} if amount.plan else {})
    message = N_("the invoices for {period} say {given} for `{service}`, the snapshots and the grid come to {computed}")
    return Violated(facts, message=message)


@rule(
    code="BIL004",
    name="snapshot-contradicts-itself",
    title=N_("A snapshot counts quantities that do not fit together"),
    rests_on=("catalogue.edges.at_most|tariff.network",),
    force="impossible",
    party="provider",
    places=levels,
    message=N_("the snapshot of {month} counts {quantity} units of `{service}`, and only {least} of `{first_level}`"),
    checks=N_(
        "A snapshot counts no more of a second level than of the first, and no fewer units of the network than a "
        "service has that its row covers. It is complete: what does not stand in it counts zero."
    ),
    why=N_(
        "A snapshot bills like a request: there is no second level without the first, and no unit of a covered service "
        "off the network."
    ),
    remedy=N_("Have {provider} count again."),
)
def snapshot_contradicts_itself(level: Level, case: Case) -> Violated | None:
    service, units = level.service, level.units
    facts = {"month": level.month, "service": service, "quantity": units.get(service, 0)}
    if service == case.terms.network:
        found = above_network(units, units.get(service, 0), case.terms)
        if found is None:
            return None
        above, least = found
        message = N_(
            "the snapshot of {month} counts {quantity} units of `{service}`, and {least} of `{above}`, which rests on it"
        )
        return Violated({**facts, "above": above, "least": least}, message=message, force="breach")
    first_level = case.terms.upper[service]
    least = units.get(first_level, 0)
    return Violated({**facts, "first_level": first_level, "least": least}) if exceeds(units[service], least) else None


@rule(
    code="BIL005",
    name="period-of-no-invoice",
    title=N_("An invoice's period is not one of those that are billed"),
    rests_on=("billing.periods",),
    force="breach",
    party="provider",
    places=invoices,
    message=N_("`{period}` is not one of the periods that are billed, which are called {known}"),
    checks=N_("An invoice is for one of the periods that the text bills."),
    why=N_("The text sets the rhythm at which services are charged."),
    remedy=N_("Write the period as it is called; an invoice for another one is not what the text provides for."),
)
def period_of_no_invoice(place: tuple[str, bool, int | None], case: Case) -> Violated | None:
    period, is_one, _ = place
    return None if is_one else Violated({"period": period, "known": samples(case.terms)})


@rule(
    code="BIL006",
    name="periods-overlap",
    title=N_("Two invoices are for the same months"),
    rests_on=("billing.periods",),
    force="breach",
    party="provider",
    places=invoices,
    message=N_("the invoice for {period} is for months that the one for {earlier} has billed"),
    checks=N_(
        "No two invoices share a month, credit notes apart, on which every amount is negative, and those that credit notes of "
        "their period cancel in full."
    ),
    why=N_("Each unit of each month is charged once."),
    remedy=N_("Have one of the two cancelled by a credit note, or corrected."),
)
def periods_overlap(place: tuple[str, bool, int | None], case: Case) -> Violated | None:
    period, _, before = place
    if before is None:
        return None
    earlier = case.dossier.invoices[before].period  # type: ignore[index]
    return Violated({"period": period, "earlier": earlier, "earlier_path": f"/invoices/{before}/period"})


@rule(
    code="BIL007",
    name="network-billed-too-soon",
    title=N_("The day agreed for billing in advance is too early, or for what nobody asks for"),
    rests_on=("billing.advance",),
    force="breach",
    party="provider",
    places=agreed_dates,
    message=N_("`{advance}` is to be billed from {agreed}, before the request, of {request}"),
    checks=N_(
        "The day agreed for billing a service before it opens is not before the request, nor before the first of the "
        "steps that it waits for; and that service, or one that requires it, is asked for or held."
    ),
    why=N_("What is billed in advance is billed once the work for it has begun, to whom it is for."),
    remedy=N_("Agree on a later day, or record the step that began before it."),
)
def network_billed_too_soon(request: PlacedRequest, case: Case) -> Violated | Unknown | None:
    agreed, date, advance = request.agreed_day, request.date, case.terms.text.advance
    if agreed is None or advance is None:
        return None
    facts = {"agreed": agreed, "advance": advance.service}
    if request.request.lines is not None and not _has(advance.service, request, case):
        if request.unnamed:
            return Unknown(tuple(f"{path}/service" for path, _ in request.unnamed))
        message = N_("`{advance}` is to be billed from {agreed}, and nothing that needs it is asked for or held")
        return Violated(facts, message=message)
    if date is not None and agreed < date:
        return Violated({**facts, "request": date})
    begun = [day for day in (known(request.committee.study), known(request.request.works_started)) if day]
    if begun and agreed < min(begun):
        message = N_("`{advance}` is to be billed from {agreed}, before studies and works began, on {begun}")
        return Violated({**facts, "begun": min(begun)}, message=message)
    missing = [f"{request.path}/date"] if date is None else []
    if not begun and agreed <= case.as_of:
        missing += [f"{request.path}/works_started", f"{request.round_path}/study"]
    return Unknown(tuple(missing)) if missing else None


def _has(wanted: str, request: PlacedRequest, case: Case) -> bool:
    graph = case.terms.graph
    there = request.there | case.held
    return any(wanted in (service, *graph.requires(service)) for service in graph.names(there))
