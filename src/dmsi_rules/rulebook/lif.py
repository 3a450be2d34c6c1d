"""
The process of joining: what must be there before the next party can act.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from dmsi_rules.case.deadlines import notice_limit
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.parties import signed_on
from dmsi_rules.case.prerequisites import tally_of
from dmsi_rules.case.process import RecordedStep, dates_of, path_of, process_in
from dmsi_rules.case.requests import NamedLine, PlacedRequest
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.convention import MEMBER, PROVIDER
from dmsi_rules.model.dossier import Commune, Line, Opening, Refusal
from dmsi_rules.rulebook._deeds import day_of_opening, day_of_request, day_of_step
from dmsi_rules.rulebook._places import (
    commune_signature,
    form_lines,
    lines_after_sessions,
    opinion,
    refusals,
    reported_openings,
    resting_steps,
)
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known

OPINION = "/deliberation/staff_committee_opinion"
LATE, UNMET = "late-notice", "conditions-unmet"


@rule(
    code="LIF001",
    deed=day_of_step,
    name="step-without-basis",
    title=N_("A step of the process took place without one that it rests on"),
    rests_on=("joining.steps",),
    force="breach",
    party="both",
    places=resting_steps,
    message=N_("{what}: rests on a step that is said not to have taken place: {bases}"),
    checks=N_("Each recorded step of the process has those that it directly rests on behind it."),
    why=N_("Each step of joining rests on those before it, as the text leads from one to the next."),
    remedy=N_("Make up for the missing step, or correct the dossier."),
)
def step_without_basis(recorded: RecordedStep, case: Case) -> Violated | Unknown | None:
    steps, dates = process_in(case).by_code, dates_of(case, recorded.request)
    bases = [steps[code] for code in recorded.step.rests_on if code in steps]
    if lacking := [step for step in bases if dates[step.code] is False]:
        facts: dict[str, Any] = {"step": recorded.step.code, "lacks": tuple(step.code for step in lacking)}
        facts |= {"what": recorded.step.words, "bases": tuple(step.words for step in lacking)}
        return Violated(facts, entries=(recorded.step.entry,))
    missing = tuple([path_of(step, recorded.request) for step in bases if dates[step.code] is None])
    return Unknown(missing, entries=(recorded.step.entry,)) if missing else None


@rule(
    code="LIF002",
    deed=day_of_step,
    name="step-before-basis",
    title=N_("A step of the process is dated before one that it rests on"),
    rests_on=("joining.steps",),
    force="breach",
    party="both",
    places=resting_steps,
    message=N_("{what}: dated {date}, before what it rests on: {bases}"),
    checks=N_("No recorded step of the process is dated before one that it rests on, directly or through others."),
    why=N_(
        "What a step rests on comes first, or on the same day. Where the text does not forbid being early, that is only noted."
    ),
    remedy=N_("Check the dates; what was done too early is to be done again."),
)
def step_before_basis(recorded: RecordedStep, case: Case) -> Violated | Unknown | None:
    step, dates = recorded.step, dates_of(case, recorded.request)
    before = process_in(case).ancestors[step.code]
    later = {each.code: day for each in before if (day := dates[each.code]) and day > recorded.date}
    if later:
        facts = {"step": step.code, "date": recorded.date, "later": tuple(later), "dates": later}
        facts |= {"what": step.words, "bases": tuple(each.words for each in before if each.code in later)}
        is_note = set(step.may_precede).issuperset(later)
        return Violated(facts, force="note" if is_note else None, entries=(step.entry,))
    missing = tuple([path_of(each, recorded.request) for each in before if dates[each.code] is None])
    return Unknown(missing, entries=(step.entry,)) if missing else None


@rule(
    code="LIF003",
    deed=day_of_request,
    name="incomplete-line",
    title=N_("A line of the request lacks its service, plan, volume or wished date"),
    rests_on=("request.form",),
    force="breach",
    places=form_lines,
    message=N_("the line for `{service}` lacks {lacks}: it cannot be decided on"),
    checks=N_(
        "Every line of the request's form gives its service, its plan where there are several, its volume and its wished opening "
        "date; and the request names its commune."
    ),
    why=N_("A request is decided on with its volume and its wished date."),
    remedy=N_("Complete the line."),
)
def incomplete_line(item: Line | Commune, case: Case) -> Violated | None:
    if isinstance(item, Commune):
        return Violated({"lacks": ("name",)}, message=N_("the request lacks the name of its commune"))
    service = item.service
    if service is None:
        lacks = ("service", *_lacking(item))
        return Violated({"lacks": lacks}, message=N_("a line of the request lacks {lacks}: it cannot go to the committee"))
    plan = ("plan",) if item.plan is None and case.terms.services[service].plans else ()
    lacks = (*plan, *_lacking(item))
    return Violated({"service": service, "lacks": lacks}) if lacks else None


def _lacking(line: Line) -> tuple[str, ...]:
    return tuple(key for key, value in (("quantity", line.quantity), ("opening", known(line.opening))) if value is None)


@rule(
    code="LIF004",
    name="staff-committee-too-late",
    title=N_("The staff committee's opinion comes after the deliberation"),
    rests_on=("joining.staff_opinion",),
    force="breach",
    party="both",
    places=opinion,
    message=N_("the staff committee's opinion of {opinion} is later than the deliberation of {decided}"),
    checks=N_(
        "The staff committee has given its opinion by the day of the deliberation or, where that is not dated, of the first signature."
    ),
    why=N_("The code of local authorities has a common service set up after the opinion of the staff committees concerned."),
    remedy=N_("Record the opinion's date; have it given before the council decides."),
)
def staff_committee_too_late(given: dt.date | Literal[False] | None, case: Case) -> Violated | Unknown | None:
    dossier = case.dossier
    decided = known(dossier.deliberation.date) if dossier.deliberation else None
    signed = min((day for day in _signed(case) if day), default=None)
    if given is None:
        return Unknown((OPINION,)) if signed else None
    if given is False:
        return Violated({"opinion": None}, message=N_("the staff committee gave no opinion"))
    if decided is not None:
        return Violated({"opinion": given, "decided": decided}) if given > decided else None
    if signed is not None and given > signed:
        message = N_("the staff committee's opinion of {opinion} is later than the signature of {signed}")
        return Violated({"opinion": given, "signed": signed}, message=message)
    return None


def _signed(case: Case) -> tuple[dt.date | None, ...]:
    return tuple(signed_on(case.dossier, case.terms, party) for party in (MEMBER, PROVIDER))


@rule(
    code="LIF005",
    deed=day_of_request,
    name="refused-on-other-ground",
    title=N_("A request is refused on a ground that the text does not give"),
    rests_on=("request.refusal",),
    force="breach",
    party="provider",
    places=refusals,
    message=N_("the request is refused on another ground (`{ground}`) than {grounds}"),
    checks=N_("A recorded refusal rests on one of the grounds that the text gives."),
    why=N_("The text gives {department} these grounds to decline a request, and no other."),
    remedy=N_("Take the refusal back, or name the ground of the text that it rests on."),
)
def refused_on_other_ground(refused: tuple[Refusal, PlacedRequest], case: Case) -> Violated | Unknown | None:
    refusal, request = refused
    if refusal.ground is None:
        return Unknown((f"{request.round_path}/refusal/ground",))
    grounds = case.terms.text.refusal.grounds if case.terms.text.refusal else ()
    return None if refusal.ground in grounds else Violated({"ground": refusal.ground, "grounds": grounds})


@rule(
    code="LIF007",
    deed=day_of_opening,
    name="opened-after-refusal",
    title=N_("A service is opened after its request was refused"),
    rests_on=("joining.steps.openings", "request.refusal"),
    force="breach",
    party="provider",
    places=reported_openings,
    message=N_("`{service}` is reported open on {reported}, after the refusal of {refusal} and without terms set since"),
    checks=N_("No service is reported open after the refusal of its own request, unless terms were set on that day or since."),
    why=N_("A service opens once its terms are set: a refused request has none."),
    remedy=N_("Have the terms set, or close the service."),
)
def opened_after_refusal(opening: Opening, case: Case) -> Violated | Unknown | None:
    request = case.request_of(opening)
    if request is None or not request.is_refused or request.committee.refusal is None:
        return None
    day = request.committee.refusal.date
    if not day:
        return Unknown((f"{request.round_path}/refusal/date",))
    reported = known(opening.reported) or opening.date
    if reported is None:
        return Unknown((case.undated[opening.service],))
    if reported <= day:
        return None
    return Violated({"service": opening.service, "reported": reported, "refusal": day})


@rule(
    code="LIF008",
    deed=day_of_opening,
    name="reported-after-opening",
    title=N_("An opening report is drawn up after the day on which it opens the service"),
    rests_on=("joining.steps.openings",),
    force="note",
    party="both",
    places=reported_openings,
    key="reported",
    message=N_("`{service}` opens on {date}, by a report of {reported}"),
    checks=N_("An opening report is drawn up on the day on which it opens the service, or before."),
    why=N_("The report says from when on a service will be open: one of a later day opens it looking back."),
    remedy=N_("Check both days; draw up the report before the service opens."),
)
def reported_after_opening(opening: Opening, _: Case) -> Violated | None:
    reported = known(opening.reported)
    if reported is None or opening.date is None or reported <= opening.date:
        return None
    return Violated({"service": opening.service, "date": opening.date, "reported": reported})


@rule(
    code="LIF009",
    deed=day_of_request,
    name="ground-contradicted",
    title=N_("The dossier contradicts the ground of a refusal"),
    rests_on=("request.refusal",),
    force="breach",
    party="provider",
    places=refusals,
    key="ground",
    readings=("notice_limit", "notice_counts_to", "inferred_edges"),
    message=N_("refused as `{ground}`, but every wished opening is asked for in time"),
    checks=N_(
        "A request refused as late has a line that is; one refused for unmet conditions lacks a prerequisite, by what the dossier "
        "says today. What is unknown contradicts nothing."
    ),
    why=N_("A request is declined on grounds that are there; what was lacking may have been mended since."),
    remedy=N_("Take the refusal back, or record the ground that it rests on."),
)
def ground_contradicted(refused: tuple[Refusal, PlacedRequest], case: Case) -> Violated | None:
    refusal, request = refused
    if refusal.ground == LATE and _is_in_time(request, case):
        return Violated({"ground": LATE})
    if refusal.ground == UNMET and _meets_conditions(request, case):
        message = N_("refused as `{ground}`, but every prerequisite of what was asked is met by what the dossier says")
        return Violated({"ground": UNMET}, message=message, force="note")
    return None


def _is_in_time(request: PlacedRequest, case: Case) -> bool:
    """
    Tell whether a line is dated, none of the form lacks its date, and each is asked for in time (DLN001).
    """
    terms, date = case.terms, request.date
    days = [known(line.opening) for _, line in request.lines] + [known(each.opening) for _, each in request.unnamed]
    undated = any(line.service in terms.form and not line.opening for _, line in request.lines)
    undated = undated or not all(each.opening for _, each in request.unnamed)
    if date is None or undated or not any(days):
        return False
    limits = [notice_limit(day, terms) for day in days if day]
    return all(limit is None or date <= limit for limit in limits)


def _meets_conditions(request: PlacedRequest, case: Case) -> bool:
    """
    Tell whether every prerequisite of what *request* asks, with all that it requires, is met on its day.
    """
    graph = case.terms.graph
    concerned = request.asked
    for service in graph.names(request.asked):
        concerned |= graph.closure[service]
    for code, each in case.terms.prerequisites.items():
        mask = graph.mask(each.services) & concerned
        if mask and not tally_of(case, code, _first_wish(request, mask, case)).holds:
            return False
    return bool(request.lines) and not request.unnamed


def _first_wish(request: PlacedRequest, mask: int, case: Case) -> dt.date:
    """
    Return the earliest day wished for by a line of *request* that is of the services in *mask* or requires one; else its day.
    """
    graph = case.terms.graph
    wished = [
        day
        for _, line in request.lines
        if (graph.bit[line.service] | graph.closure[line.service]) & mask and (day := known(line.opening))
    ]
    return min(wished, default=request.date or case.as_of)


@rule(
    code="LIF010",
    deed=day_of_request,
    name="opens-before-second-session",
    title=N_("A service is wished to open before the committee can see the request twice"),
    rests_on=("joining.steps.sessions",),
    force="note",
    places=lines_after_sessions,
    key="opening",
    message=N_("`{service}` is wished to open on {opening}, before the second session after the request, on {earliest}"),
    checks=N_(
        "A wished opening is not earlier than the second session of the committee after the request, where at least two"
        " are known."
    ),
    why=N_("The committee sees the request, then what is needed to set its terms. Nothing forbids one more session."),
    remedy=N_("Wish for a later opening, or ask for one more session."),
)
def opens_before_second_session(wished: tuple[NamedLine, dt.date], _: Case) -> Violated | None:
    line, earliest = wished
    opening = known(line.opening)
    if opening is None or opening >= earliest:
        return None
    return Violated({"service": line.service, "opening": opening, "earliest": earliest})


@rule(
    code="LIF006",
    name="signed-before-receipt",
    title=N_("The convention was signed before the prefecture had the deliberation"),
    rests_on=("joining.transmission",),
    force="note",
    places=commune_signature,
    message=N_("signed on {signed}, before the prefecture received the deliberation, on {received}"),
    checks=N_("The signature of {member} is not earlier than the day on which the prefecture received the deliberation."),
    why=N_(
        "A deliberation binds once it has been sent to the State's representative: before that nobody has authority to sign."
    ),
    remedy=N_("Sign again once the deliberation has been received, or correct the date."),
)
def signed_before_receipt(signed: dt.date, case: Case) -> Violated | None:
    deliberation = case.dossier.deliberation
    received = deliberation.received if deliberation else None
    if received is False:
        return Violated(
            {"signed": signed, "received": None},
            message=N_("signed on {signed}; the prefecture never received the deliberation"),
        )
    return Violated({"signed": signed, "received": received}) if received is not None and signed < received else None
