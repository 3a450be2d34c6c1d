"""
Governance (Art. 4, 9.2.3, 12): committees that meet, amendments that everybody voted for, grids applied once in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dmsi_rules.case.parties import party_code
from dmsi_rules.convention.grids import in_force_from
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.convention import PROVIDER
from dmsi_rules.rulebook._governed import (
    COMMUNES,
    MEETINGS,
    Due,
    adopted_amendments,
    applied_grids,
    dissenting,
    meetings,
    members_in,
    named,
    one_rhythm,
    two_rhythms,
    vacancies,
)
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known

if TYPE_CHECKING:
    from dmsi_rules.case.governance import GovernanceCase
    from dmsi_rules.model.governance import Amendment, AppliedGrid, Meeting


# ---- meetings in time


def _first_day(_path: str, due: Due, case: GovernanceCase) -> dt.date:
    """
    Return the first day of a period, by which the text is chosen.
    """
    return due[0].first if due[0] is not None else case.as_of


def _unheld(due: Due, case: GovernanceCase) -> Violated | Unknown | None:
    """
    Judge one period of a committee; where its rhythm changes, the day of that decides too.
    """
    period, committee = due
    if period is not None and period.held:
        return None
    document = case.document
    facts: dict[str, object] = {
        "/observed_from": known(document.observed_from),
        "/observed_to": known(document.observed_to),
        **({f"/{committee.then_from}": case.turn_of(committee)} if committee.then_from else {}),
        MEETINGS: document.meetings,
    }
    if missing := tuple(path for path, fact in facts.items() if fact is None):
        return Unknown(missing, entries=(committee,))
    if period is None:
        return None
    facts = {"from": period.first, "to": period.last, "committee": committee.code, "what": committee.words}
    return Violated(facts, entries=(committee,))


@rule(
    code="GOV001",
    deed=_first_day,
    name="no-strategic-meeting",
    title=N_("The strategic committee did not meet in a half-year"),
    rests_on=("governance.one_rhythm",),
    force="breach",
    party="provider",
    kind="governance",
    places=one_rhythm,
    path=MEETINGS,
    message=N_("no meeting from {from} to {to} ({what})"),
    checks=N_(
        "Each half-year that is over, and wholly within the observed span, has a meeting of the strategic committee. "
        "Two in one half-year do not make up for none in the next."
    ),
    why=N_("Article 4 has the strategic committee meet once in each half-year: it sets the budget and sees the requests."),
    remedy=N_("Call the committee in each half-year. Of a meeting that took place, add it to the document."),
    example=(
        '{"kind": "governance", "observed_from": "2025-01-01", "observed_to": "2025-12-31", '
        '"meetings": [{"committee": "strategic", "date": "2025-03-12"}, {"committee": "strategic", "date": "2025-06-11"}]}'
    ),
)
def no_strategic_meeting(due: Due, case: GovernanceCase) -> Violated | Unknown | None:
    return _unheld(due, case)


@rule(
    code="GOV002",
    deed=_first_day,
    name="no-operational-meeting",
    title=N_("The operational committee did not meet in a month or a quarter"),
    rests_on=("governance.two_rhythms",),
    force="breach",
    party="provider",
    kind="governance",
    places=two_rhythms,
    path=MEETINGS,
    message=N_("no meeting from {from} to {to} ({what})"),
    checks=N_(
        "Each month that begins before `operational_quarterly_from`, and each quarter from then on, has a meeting of the operational "
        "committee, where it is over and wholly within the observed span."
    ),
    why=N_("Article 4 has the operational committee meet every month at first, then every quarter."),
    remedy=N_("Call the committee. Of a meeting that took place, add it to the document."),
    example=(
        '{"kind": "governance", "observed_from": "2025-01-01", "observed_to": "2025-06-30", '
        '"operational_quarterly_from": "2025-04-01", "meetings": [{"committee": "operational", "date": "2025-01-15"}, '
        '{"committee": "operational", "date": "2025-02-12"}, {"committee": "operational", "date": "2025-05-14"}]}'
    ),
)
def no_operational_meeting(due: Due, case: GovernanceCase) -> Violated | Unknown | None:
    return _unheld(due, case)


# ---- members


@rule(
    code="GOV003",
    deed=lambda _path, place, _case: place[1].date,
    name="member-not-invited",
    title=N_("A member of a committee was neither present nor invited"),
    rests_on=("governance.seats",),
    force="breach",
    party="provider",
    kind="governance",
    places=meetings,
    message=N_("at the meeting of {date} ({what}), neither present nor invited: {roles}"),
    checks=N_(
        "Everybody whom Article 4 puts in a committee was at each of its meetings, or invited: of two vice-presidents one is enough, "
        "and one head of service; every commune is there by its own member."
    ),
    why=N_(
        "Article 4 composes each committee and sets no quorum: who is invited may be absent, who is not invited has no say."
    ),
    remedy=N_("Invite the members named. Of one who was invited, add it to the meeting."),
    example=(
        '{"kind": "governance", "communes": ["Avion", "Lens"], "meetings": [{"committee": "operational", "date": "2025-03-12", '
        '"present": ["head-of-service", {"role": "correspondent", "commune": "Lens"}], "invited": []}]}'
    ),
)
def member_not_invited(place: tuple[int, Meeting], case: GovernanceCase) -> Violated | Unknown | None:
    rank, meeting = place
    given = {f"{MEETINGS}/{rank}/present": meeting.present, f"{MEETINGS}/{rank}/invited": meeting.invited}
    members = [each for path, entries in given.items() for each in members_in(path, entries or ())]
    committee = case.committees[meeting.committee]
    verdicts = vacancies(committee, members, case)
    if not any(verdicts):
        return None
    vacant = [verdict.facts for verdict in verdicts if type(verdict) is Violated]
    unsaid = [path for path, entries in given.items() if entries is None]
    if unsaid or not vacant:
        doubts = [path for verdict in verdicts if type(verdict) is Unknown for path in verdict.missing]
        return Unknown((*doubts, *unsaid), entries=(committee,))
    facts = {"committee": meeting.committee, "date": meeting.date, "roles": tuple(each["role"] for each in vacant)}
    facts["what"] = committee.words
    for each in vacant:
        facts |= {key: fact for key, fact in each.items() if key != "role"}
    if "communes" not in facts:
        return Violated(facts, entries=(committee,))
    message = N_("at the meeting of {date} ({what}), neither present nor invited: {roles}, for {communes}")
    return Violated(facts, message=message, entries=(committee,))


# ---- amendments


LACKING: Mapping[str, str] = {
    "unanimity": N_("unanimity"),
    "majority": N_("the majority that it needs"),
    "feasibility-study": N_("feasibility study"),
    "avenant": N_("avenant"),
    "common-accord": N_("the provider's agreement"),
}
"""
What an amendment lacks, in words.
"""


@rule(
    code="GOV004",
    deed=lambda _path, place, _case: place[1].adopted,
    name="amendment-not-in-order",
    title=N_("An amendment was adopted without unanimity, feasibility study or avenant"),
    rests_on=("governance.amendments",),
    force="breach",
    party="both",
    kind="governance",
    places=adopted_amendments,
    readings=("abstention",),
    message=N_("adopted on {adopted}, with these missing or not in their time: {lacking}"),
    checks=N_(
        "An amendment recorded as adopted has the vote for it of every commune, no vote of the CALL against it, a feasibility study "
        "between its proposal and its adoption, and an avenant on that day or later."
    ),
    why=N_(
        "Article 12 wants a first study by the CALL, the vote of all communes for it, and an avenant that says what was agreed."
    ),
    remedy=N_("Put the amendment to the vote again once the study is there, and lay it down in an avenant."),
    example=(
        '{"kind": "governance", "communes": ["Avion", "Lens"], "amendments": [{"feasibility_study": "2025-03-01", '
        '"votes": {"Avion": "for", "Lens": "abstain"}, "adopted": "2025-05-01", "avenant": "2025-06-01"}]}'
    ),
)
def amendment_not_in_order(place: tuple[str, Amendment], case: GovernanceCase) -> Violated | Unknown | None:
    path, amendment = place
    adopted, study, avenant = amendment.adopted, amendment.feasibility_study, amendment.avenant
    against, count = dissenting(amendment, case)
    clause = case.terms.text.amendments
    needs = clause.needs if clause else ()
    provider = party_code(PROVIDER, case.terms).casefold()
    votes = {name.casefold(): vote for name, vote in (amendment.votes or {}).items()}
    refused = clause is not None and clause.provider_agrees and votes.get(provider) == "against"
    proposed = known(amendment.proposed)
    defects = {
        "unanimity": bool(against),
        "common-accord": refused,
        "feasibility-study": "study" in needs
        and (study is False or bool(study and ((adopted and study > adopted) or (proposed and study < proposed)))),
        "avenant": "avenant" in needs and (avenant is False or bool(avenant and adopted and avenant < adopted)),
    }
    if any(defects.values()):
        found = tuple(name for name, is_defect in defects.items() if is_defect)
        facts = {"adopted": adopted, "defects": found, "lacking": tuple(_lacking(each, case) for each in found)}
        if not against:
            return Violated(facts)
        message = N_("adopted on {adopted}, with these missing or not in their time: {lacking}; not for it: {communes}")
        return Violated(facts | named(against, count), message=message)
    deciding: dict[str, object] = {
        COMMUNES: case.communes,
        **({f"{path}/feasibility_study": study} if "study" in needs else {}),
        f"{path}/votes": amendment.votes,
        **({f"{path}/avenant": avenant} if "avenant" in needs else {}),
    }
    missing = tuple(each for each, fact in deciding.items() if fact is None)
    return Unknown(missing) if missing else None


def _lacking(defect: str, case: GovernanceCase) -> str:
    clause = case.terms.text.amendments
    return LACKING["majority" if defect == "unanimity" and clause and clause.majority != "all" else defect]


# ---- grids


@rule(
    code="GOV005",
    deed=lambda _path, place, _case: place[1].applied_from.replace(day=1),
    name="grid-applied-too-soon",
    title=N_("A grid is applied that was not voted and sent, or before it came into force"),
    rests_on=("tariff.revision",),
    force="breach",
    party="provider",
    kind="governance",
    places=applied_grids,
    readings=("grid_start",),
    message=N_(
        "the grid is applied from {applied_from}; it is in force from {in_force_from}, for the months that begin then or later"
    ),
    checks=N_(
        "A grid that is applied was voted and sent to the communes, and is applied to no month that began before it came into force: "
        "on the date that it names, never in a month already begun when it was sent; else on 1 January after it was sent."
    ),
    why=N_("Article 9.2.3 makes a revised grid the new basis of billing once it has been voted and sent."),
    remedy=N_("Bill the months before on the grid that was in force, and correct what has been billed."),
    example=(
        '{"kind": "governance", "grids": [{"id": "2026-01-01", "voted": "2025-05-20", "sent": "2025-06-10", '
        '"applied_from": "2025-09-01"}]}'
    ),
)
def grid_applied_too_soon(place: tuple[str, AppliedGrid], case: GovernanceCase) -> Violated | Unknown | None:
    path, grid = place
    facts = {"grid": grid.id} if grid.id is not None else {}
    needs = case.terms.text.revision.needs if case.terms.text.revision else ()
    steps = {step: getattr(grid, step) for step in needs}
    if lacks := tuple(step for step, day in steps.items() if day is False):
        message = N_("a grid is applied from {applied_from} that was never {lacks}")
        return Violated(facts | {"applied_from": grid.applied_from, "lacks": lacks}, message=message)
    start = in_force_from(grid, case.terms.text, case.terms.readings)
    if start is None:
        return Unknown(tuple(f"{path}/{step}" for step, day in steps.items() if day is None))
    # A month is priced on the grid in force on its first day.
    if not grid.applied_from or grid.applied_from.replace(day=1) >= start:
        return None
    return Violated(facts | {"applied_from": grid.applied_from, "in_force_from": start})
