"""
The process of joining (Art. 10): what must be there before the next party can act.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dmsi_rules.case.deadlines import notice_limit
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.parties import signed_on
from dmsi_rules.case.prerequisites import tally_of
from dmsi_rules.case.process import RecordedStep, date_of, path_of, process_in
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
    message=N_("`{step}` rests on {lacks}, said not to have taken place"),
    checks=N_("Each recorded step of the process has those that it directly rests on behind it."),
    why=N_(
        "Article 10 leads from the deliberation over the signatures, the request and the two reviews to the opening report: "
        "each step rests on those before it."
    ),
    remedy=N_("Make up for the missing step, or correct the dossier."),
    example=('{"commune": {"name": "Lens"}, "deliberation": {"date": false}, "signatures": {"commune": "2024-12-20"}}'),
)
def step_without_basis(recorded: RecordedStep, case: Case) -> Violated | Unknown | None:
    steps = process_in(case).by_code
    bases = [steps[code] for code in recorded.step.rests_on if code in steps]
    dates = [date_of(step, case.dossier, recorded.request) for step in bases]
    if lacks := tuple(step.code for step, date in zip(bases, dates, strict=True) if date is False):
        facts = {"step": recorded.step.code, "lacks": lacks, "what": recorded.step.words}
        return Violated(facts, entries=(recorded.step.entry,))
    missing = tuple(path_of(step, recorded.request) for step, date in zip(bases, dates, strict=True) if date is None)
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
    message=N_("`{step}` is dated {date}, before {later}"),
    checks=N_("No recorded step of the process is dated before one that it rests on, directly or through others."),
    why=N_(
        "Article 10 sets an order: what a step rests on comes first, or on the same day. A request before the CALL's signature, "
        "a compliance plan or a study before the first review are only noted: no article forbids being early."
    ),
    remedy=N_("Check the dates; what was done too early is to be done again."),
    example='{"commune": {"name": "Lens"}, "deliberation": {"date": "2024-12-18"}, "signatures": {"commune": "2024-12-01"}}',
)
def step_before_basis(recorded: RecordedStep, case: Case) -> Violated | Unknown | None:
    step = recorded.step
    dates = {each: date_of(each, case.dossier, recorded.request) for each in process_in(case).ancestors[step.code]}
    later = {each.code: day for each, day in dates.items() if day and day > recorded.date}
    if later:
        facts = {"step": step.code, "date": recorded.date, "later": tuple(later), "dates": later}
        is_note = set(step.may_precede).issuperset(later)
        return Violated(facts, force="note" if is_note else None, entries=(step.entry,))
    missing = tuple(path_of(each, recorded.request) for each, day in dates.items() if day is None)
    return Unknown(missing, entries=(step.entry,)) if missing else None


@rule(
    code="LIF003",
    deed=day_of_request,
    name="incomplete-line",
    title=N_("A line of the request lacks its service, plan, volume or wished date"),
    rests_on=("request.form",),
    force="breach",
    places=form_lines,
    message=N_("the line for `{service}` lacks {lacks}: it cannot go to the committee"),
    checks=N_(
        "Every line of the form of Annexe 7 gives its service, its plan where there are several, its volume and its wished opening "
        "date; and the request names its commune."
    ),
    why=N_("Article 10.1.3 puts a request before the strategic committee only with its volume and its wished date."),
    remedy=N_("Complete the line."),
    example='{"commune": {"name": "Lens"}, "request": {"lines": [{"service": "socle"}, {"service": "reseau", "quantity": 10}]}}',
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
    example=('{"commune": {"name": "Lens"}, "deliberation": {"date": "2024-12-18", "staff_committee_opinion": "2025-01-15"}}'),
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
    checks=N_("A recorded refusal rests on late notice, on conditions that are not met, or on a momentary lack of resources."),
    why=N_("Article 5.2 gives the DMSI these three grounds to decline a request, and no other."),
    remedy=N_("Take the refusal back, or name the ground of Article 5.2 that it rests on."),
    example='{"commune": {"name": "Lens"}, "committee": {"refusal": {"date": "2025-09-10", "ground": "other"}}}',
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
    why=N_("Article 10.1.4 opens a service once the committee has set its terms: a refused request has none."),
    remedy=N_("Have the committee set the terms, or close the service."),
    example=(
        '{"commune": {"name": "Lens"}, "request": {"date": "2025-05-20", "lines": [{"service": "socle"}, {"service": "reseau", '
        '"quantity": 10}]}, "committee": {"refusal": {"date": "2025-09-10"}}, "openings": [{"service": "reseau", "date": "2026-01-05"}]}'
    ),
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
    why=N_("The report of Annexe 8 says from when on a service will be open: one of a later day opens it looking back."),
    remedy=N_("Check both days; draw up the report before the service opens."),
    example=(
        '{"commune": {"name": "Lens"}, "openings": [{"service": "reseau", "date": "2026-01-05", "reported": "2026-02-02"}]}'
    ),
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
    why=N_("Article 5.2 lets the DMSI decline on grounds that are there; what was lacking may have been mended since."),
    remedy=N_("Take the refusal back, or record the ground that it rests on."),
    example=(
        '{"commune": {"name": "Lens"}, "request": {"date": "2025-05-20", "lines": [{"service": "messagerie", "plan": "pro-25", '
        '"quantity": 5, "opening": "2026-01-01"}]}, "committee": {"refusal": {"date": "2025-09-10", "ground": "late-notice"}}}'
    ),
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
        "A wished opening is not earlier than the second session of the strategic committee after the request, where at least "
        "two are known."
    ),
    why=N_(
        "The committee sees the request, then what is needed to set its terms (Art. 10.1.3); it sits twice a year (Art. 4). "
        "Nothing forbids one more session."
    ),
    remedy=N_("Wish for a later opening, or ask for one more session."),
    example=(
        '{"commune": {"name": "Lens"}, "request": {"date": "2025-05-20", "lines": [{"service": "socle"}, {"service": "reseau", '
        '"quantity": 10, "opening": "2025-11-01"}]}, "committee": {"sessions": ["2025-09-10", "2025-11-20"]}}'
    ),
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
    title=N_("The mayor signed before the prefecture had the deliberation"),
    rests_on=("joining.transmission",),
    force="note",
    places=commune_signature,
    message=N_("signed on {signed}, before the prefecture received the deliberation, on {received}"),
    checks=N_("The commune's signature is not earlier than the day on which the prefecture received the deliberation."),
    why=N_(
        "A deliberation binds once it has been sent to the State's representative: before that the mayor has no authority to sign."
    ),
    remedy=N_("Sign again once the deliberation has been received, or correct the date."),
    example=(
        '{"commune": {"name": "Lens"}, "deliberation": {"received": "2024-12-19"}, "signatures": {"commune": "2024-12-18"}}'
    ),
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
