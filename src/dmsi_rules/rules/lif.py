"""
The process of joining (Art. 10): what must be there before the next party can act.
"""

from __future__ import annotations

import datetime as dt

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.process import ANCESTORS, BY_CODE, RecordedStep, date_of
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.dossier import Line, Refusal, Signatures
from dmsi_rules.rules._places import commune_signature, form_lines, refusal, resting_steps, signatures
from dmsi_rules.rules._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known

OPINION = "/deliberation/staff_committee_opinion"
GROUNDS = ("late-notice", "conditions-unmet", "no-resources")


@rule(
    code="LIF001",
    name="step-without-basis",
    title=N_("A step of the process took place without one that it rests on"),
    source="Art. 10",
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
    bases = [BY_CODE[code] for code in recorded.step.rests_on]
    dates = [date_of(step, case.dossier) for step in bases]
    if lacks := tuple(step.code for step, date in zip(bases, dates, strict=True) if date is False):
        return Violated({"step": recorded.step.code, "lacks": lacks})
    missing = tuple(step.path for step, date in zip(bases, dates, strict=True) if date is None)
    return Unknown(missing) if missing else None


@rule(
    code="LIF002",
    name="step-before-basis",
    title=N_("A step of the process is dated before one that it rests on"),
    source="Art. 10",
    force="breach",
    party="both",
    places=resting_steps,
    message=N_("`{step}` is dated {date}, before {later}"),
    checks=N_("No recorded step of the process is dated before one that it rests on, directly or through others."),
    why=N_("Article 10 sets an order: what a step rests on comes first, or on the same day."),
    remedy=N_("Check the dates; what was done too early is to be done again."),
    example='{"commune": {"name": "Lens"}, "deliberation": {"date": "2024-12-18"}, "signatures": {"commune": "2024-12-01"}}',
)
def step_before_basis(recorded: RecordedStep, case: Case) -> Violated | Unknown | None:
    dates = {step: date_of(step, case.dossier) for step in ANCESTORS[recorded.step.code]}
    later = {step.code: day for step, day in dates.items() if day and day > recorded.date}
    if later:
        return Violated({"step": recorded.step.code, "date": recorded.date, "later": tuple(later), "dates": later})
    missing = tuple(step.path for step, day in dates.items() if day is None)
    return Unknown(missing) if missing else None


@rule(
    code="LIF003",
    name="incomplete-line",
    title=N_("A line of the request lacks its volume or its wished date"),
    source="Art. 10.1.3",
    force="breach",
    places=form_lines,
    message=N_("the line for `{service}` lacks {lacks}: it cannot go to the committee"),
    checks=N_("Every line of the form of Annexe 7 gives its volume and its wished opening date."),
    why=N_("Article 10.1.3 puts a request before the strategic committee only with its volume and its wished date."),
    remedy=N_("Complete the line."),
    example='{"commune": {"name": "Lens"}, "request": {"lines": [{"service": "socle"}, {"service": "reseau", "quantity": 10}]}}',
)
def incomplete_line(line: Line, _: Case) -> Violated | None:
    if line.quantity is not None and line.opening:
        return None
    lacks = tuple(key for key, value in (("quantity", line.quantity), ("opening", known(line.opening))) if value is None)
    return Violated({"service": line.service, "lacks": lacks})


@rule(
    code="LIF004",
    name="staff-committee-after-signature",
    title=N_("The staff committee's opinion comes after a signature"),
    source="CGCT L. 5211-4-2",
    force="note",
    party="both",
    places=signatures,
    message=N_("the staff committee's opinion of {opinion} is later than the signature of {signed}"),
    checks=N_("The staff committee has given its opinion by the day of the first signature."),
    why=N_("The code of local authorities has a common service set up after the opinion of the staff committees concerned."),
    remedy=N_("Record the opinion's date; have it given before the convention is signed."),
    example=(
        '{"commune": {"name": "Lens"}, "deliberation": {"staff_committee_opinion": "2025-01-15"}, '
        '"signatures": {"commune": "2024-12-20"}}'
    ),
)
def staff_committee_after_signature(signed: Signatures, case: Case) -> Violated | Unknown | None:
    deliberation = case.dossier.deliberation
    opinion = deliberation.staff_committee_opinion if deliberation else None
    if opinion is None:
        return Unknown((OPINION,))
    first = min(day for day in (signed.commune, signed.call) if day)
    if opinion is False:
        return Violated(
            {"opinion": None, "signed": first},
            path=OPINION,
            message=N_("signed on {signed} without an opinion of the staff committee"),
        )
    return Violated({"opinion": opinion, "signed": first}, path=OPINION) if opinion > first else None


@rule(
    code="LIF005",
    name="refused-on-other-ground",
    title=N_("A request is refused on a ground that the text does not give"),
    source="Art. 5.2",
    force="breach",
    party="call",
    places=refusal,
    message=N_("the request is refused on another ground (`{ground}`) than {grounds}"),
    checks=N_("A recorded refusal rests on late notice, on conditions that are not met, or on a momentary lack of resources."),
    why=N_("Article 5.2 gives the DMSI these three grounds to decline a request, and no other."),
    remedy=N_("Take the refusal back, or name the ground of Article 5.2 that it rests on."),
    example='{"commune": {"name": "Lens"}, "committee": {"refusal": {"date": "2025-09-10", "ground": "other"}}}',
)
def refused_on_other_ground(refused: Refusal, case: Case) -> Violated | Unknown | None:
    if refused.ground is None:
        return Unknown(("/committee/refusal/ground",))
    if refused.ground in GROUNDS:
        return None
    return Violated({"ground": refused.ground, "grounds": GROUNDS})


@rule(
    code="LIF006",
    name="signed-before-receipt",
    title=N_("The mayor signed before the prefecture had the deliberation"),
    source="CGCT L. 2131-1",
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
