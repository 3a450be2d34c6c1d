"""
Governance: committees that meet, amendments that have the votes, grids applied once in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

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
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.words import Phrase

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
    title=N_("A committee did not meet in one of its periods"),
    rests_on=("governance.one_rhythm",),
    force="breach",
    party="provider",
    kind="governance",
    places=one_rhythm,
    path=MEETINGS,
    message=N_("no meeting from {from} to {to}: {what}"),
    checks=N_(
        "Each period in which a committee is to meet, once it is over and wholly within the observed span, has a "
        "meeting of it. Two in one period do not make up for none in the next."
    ),
    why=N_("The text sets how often each committee meets: what waits for it waits no longer than that."),
    remedy=N_("Call the committee in each period. Of a meeting that took place, add it to the document."),
)
def no_strategic_meeting(due: Due, case: GovernanceCase) -> Violated | Unknown | None:
    return _unheld(due, case)


@rule(
    code="GOV002",
    deed=_first_day,
    name="no-operational-meeting",
    title=N_("A committee whose rhythm changes did not meet in one of its periods"),
    rests_on=("governance.two_rhythms",),
    force="breach",
    party="provider",
    kind="governance",
    places=two_rhythms,
    path=MEETINGS,
    message=N_("no meeting from {from} to {to}: {what}"),
    checks=N_(
        "Each period in which such a committee is to meet, once it is over and wholly within the observed span, has a "
        "meeting of it: at one rhythm up to the day of the change, which the document gives, and at another from then "
        "on."
    ),
    why=N_("The text has the committee meet often at first, then less."),
    remedy=N_("Call the committee. Of a meeting that took place, add it to the document."),
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
        "Everybody whom the text puts in a committee was at each of its meetings, or invited: of several who may have a"
        " seat one is enough; where each member has a seat, each is there by its own."
    ),
    why=N_("The text composes each committee: who is invited may be absent, who is not invited has no say."),
    remedy=N_("Invite the members named. Of one who was invited, add it to the meeting."),
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
NEEDED: Mapping[str, str] = {
    "unanimity": N_("each member's vote for it"),
    "majority": N_("the votes for it of the majority that it needs ({majority})"),
    "feasibility-study": N_("a feasibility study between the proposal and the adoption"),
    "avenant": N_("an avenant of the day of the adoption or later"),
    "common-accord": N_("the agreement of {provider}"),
}
"""
What puts that right, in words.
"""
AVENANT = N_("Draw up the avenant, dated the day of the adoption or later.")


@rule(
    code="GOV004",
    deed=lambda _path, place, _case: place[1].adopted,
    name="amendment-not-in-order",
    title=N_("An amendment was adopted without what the text asks for"),
    rests_on=("governance.amendments",),
    force="breach",
    party="both",
    kind="governance",
    places=adopted_amendments,
    readings=("abstention",),
    message=N_("adopted on {adopted}, with these missing or not in their time: {lacking}"),
    checks=N_(
        "An amendment recorded as adopted has the votes that the text asks for and, where it does, the agreement of "
        "{provider}, a feasibility study between its proposal and its adoption, and an avenant on that day or later."
    ),
    why=N_("Nobody is bound by a change that is not made as the text has it made."),
    remedy=N_("Put the amendment to the vote again, with all that the text asks for."),
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
        words = [_kind(each, case) for each in found]
        facts: dict[str, Any] = {"adopted": adopted, "defects": found, "lacking": tuple(LACKING[each] for each in words)}
        facts["needed"] = tuple(Phrase(NEEDED[each], _named_in(case)) for each in words)
        remedy = AVENANT if found == ("avenant",) else N_("Put the amendment to the vote again, with {needed}.")
        if not against:
            return Violated(facts, remedy=remedy)
        message = N_("adopted on {adopted}, with these missing or not in their time: {lacking}; not for it: {communes}")
        return Violated(facts | named(against, count), message=message, remedy=remedy)
    deciding: dict[str, object] = {
        COMMUNES: case.communes,
        **({f"{path}/feasibility_study": study} if "study" in needs else {}),
        f"{path}/votes": amendment.votes,
        **({f"{path}/avenant": avenant} if "avenant" in needs else {}),
    }
    missing = tuple(each for each, fact in deciding.items() if fact is None)
    return Unknown(missing) if missing else None


def _kind(defect: str, case: GovernanceCase) -> str:
    """
    Return which defect it is in the text: not all votes are needed everywhere.
    """
    clause = case.terms.text.amendments
    return "majority" if defect == "unanimity" and clause and clause.majority != "all" else defect


def _named_in(case: GovernanceCase) -> Mapping[str, Any]:
    clause = case.terms.text.amendments
    return Frozen({"majority": clause.majority if clause else "", "provider": case.terms.convention.parties.provider.words})


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
    checks=N_("A grid that is applied was put in force as the text asks, and is applied to no month that began before."),
    why=N_("A revised grid is the basis of billing once it is in force, and no month already begun changes its price."),
    remedy=N_("Bill the months before on the grid that was in force, and correct what has been billed."),
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
