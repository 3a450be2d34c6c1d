"""
Technical prerequisites: what must be in order before a category opens, and stay so once it is open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.duration import last_signature
from dmsi_rules.case.prerequisites import Category, category_of, first_report, first_wish, tally_of
from dmsi_rules.case.readings import OPEN
from dmsi_rules.finding import Force, Unknown, Violated
from dmsi_rules.model.clauses import Ground
from dmsi_rules.model.dossier import SecurityAudit
from dmsi_rules.rulebook._deeds import unless_ground
from dmsi_rules.rulebook._links import inferred
from dmsi_rules.rulebook._offenders import each_about, left_open, offenders
from dmsi_rules.rulebook._rule import Place, rule
from dmsi_rules.text.marks import N_

AUDIT = "/audit"
MAINTAINED = "PRE203"
UNMET: Ground = "conditions-unmet"
WHY_REFUSE = N_(
    "The text asks for it before the service opens. Where unmet conditions are a ground to refuse, a request may be declined until "
    "then; else the text is broken."
)


def _any(case: Case) -> Sequence[Place]:
    """
    The audit, as soon as any service is asked or open.
    """
    return ((AUDIT, case.dossier.audit),) if case.concerned else ()


@rule(
    code="PRE001",
    name="audit-missing-or-late",
    title=N_("The technical and security audit was not made before the first opening"),
    rests_on=("joining.audit",),
    force="note",
    party="provider",
    places=_any,
    key="date",
    readings=("audit_before", OPEN),
    message=N_("the audit of {date} comes after the first opening, on {opening}"),
    checks=N_("The technical and security audit was made on the day of the first opening, reported or wished, or before."),
    why=N_("The audit sums up the situation before anything opens: that tells what can be done."),
    remedy=N_("Have the audit made before anything opens, or put the opening off."),
)
def audit_missing_or_late(audit: SecurityAudit | None, case: Case) -> Violated | Unknown | None:
    date = audit.date if audit else None
    report, wish = first_report(case), first_wish(case)
    force: Force = "breach" if case.openings else "note"
    if date is None:
        return Unknown(("/audit/date",), force=force)
    if date is False:
        return Violated({"date": False}, message=N_("there was no audit before the first opening"), force=force)
    return _late_audit(date, report, wish, case)


def _late_audit(date: dt.date, report: dt.date | None, wish: dt.date | None, case: Case) -> Violated | Unknown | None:
    """
    Judge an audit that was made: late for a report it is a breach, late for a wish, or a signature, only a note.
    """
    if report is not None and date > report:
        return Violated({"date": date, "opening": report}, force="breach")
    if case.undated:
        return Unknown(tuple(case.undated.values()), force="breach")
    limit = wish or report or case.as_of
    if date > limit:
        return Violated({"date": date, "opening": limit})
    signed = last_signature(case.dossier, case.terms)
    if case.terms.readings.audit_before == "signature" and signed is not None and date > signed:
        message = N_("the audit of {date} comes after the signature, on {signed}")
        return Violated({"date": date, "signed": signed}, message=message)
    return None


# ---- what the categories ask for


def _concerned(code: str) -> Callable[[Case], Sequence[Place]]:
    """
    Return the place of the prerequisite that the rule *code* judges: its category, where that is concerned.
    """

    def places(case: Case) -> Sequence[Place]:
        category = category_of(case, code)
        return (("/evidence", category),) if category else ()

    return places


def _judged(code: str, category: Category, case: Case, attested: str | None = None) -> Violated | Unknown | None:
    """
    Return the verdict on a prerequisite: *attested* is the sentence where no entry in particular fails.
    """
    tally = tally_of(case, code, category.day)
    if tally.holds:
        return None
    force: Force | None = "breach" if category.is_open else None
    entries = (case.terms.prerequisites[code],)
    facts = {"services": category.services, "date": category.day, **_links(category, case)}
    if tally.holds is None:
        message, told = left_open(tally, case, by_table=code == MAINTAINED)
        return Unknown(tally.missing, facts | told, force, message, entries=entries)
    if code == MAINTAINED:
        facts["table"] = case.lifecycles.date
    return Violated(
        facts | offenders(tally),
        path=tally.path,
        message=None if tally.failing else attested,
        force=force,
        entries=entries,
        offenders=each_about(tally),
    )


def _links(category: Category, case: Case) -> dict[str, tuple[str, ...]]:
    """
    Return the fact `inferred`, where only inferred links bring the category in.
    """
    links = [inferred(case, {service: brought}) for service, brought in category.bringing.items()]
    return inferred(case, category.bringing) if all(links) else {}


def _day_of(_path: str, category: Category, case: Case) -> dt.date | str:
    """
    Return the day by which the text is chosen: that of the opening once it is open, else that of the request.
    """
    if category.is_open:
        return category.day
    asking = [each for each in case.facts.live if each.asked]
    return (asking[-1].date or f"{asking[-1].path}/date") if asking else case.as_of


def prerequisite(code: str, **metadata: Any) -> Callable[[Any], Any]:
    """
    Make the rule *code* of the function below, with what all prerequisites have in common.
    """
    return rule(
        code=code,
        rests_on=(f"conditions.{code}",),
        deed=_day_of,
        force="may-refuse",
        force_by=unless_ground(UNMET),
        places=_concerned(code),
        **{"readings": ("inferred_edges",), "why": WHY_REFUSE} | metadata,
    )


# ---- what is judged by a word alone


def _attested(case: Case) -> Sequence[Place]:
    """
    Return the prerequisites that have a code and no rule of their own, where their category is concerned.
    """
    codes = [code for code, each in case.terms.prerequisites.items() if each.code]
    found = [(code, category_of(case, code)) for code in codes]
    return [(f"/evidence/attested/{code}", (code, category)) for code, category in found if category]


@rule(
    code="PRE000",
    deed=lambda path, place, case: _day_of(path, place[1], case),
    name="prerequisite-not-attested",
    title=N_("A prerequisite is attested not to be met"),
    rests_on=("conditions.attested",),
    force="may-refuse",
    force_by=unless_ground(UNMET),
    places=_attested,
    readings=("inferred_edges",),
    message=N_("not met, as attested: {what}"),
    checks=N_("What the text asks for before a service opens is attested, where nothing else tells it."),
    why=WHY_REFUSE,
    remedy=N_("See to it that it is met, and attest it."),
)
def prerequisite_not_attested(place: tuple[str, Category], case: Case) -> Violated | Unknown | None:
    code, category = place
    verdict = _judged(code, category, case)
    if verdict is None:
        return None
    # It is about the prerequisite: nothing is listed that could offend against it.
    facts = {name: fact for name, fact in verdict.facts.items() if name not in {"offenders", "more"}}
    facts |= {"prerequisite": code, "what": case.terms.prerequisites[code].words}
    if type(verdict) is Unknown:
        message = N_("cannot be decided whether it is met: {what}; {missing} not given")
        return attrs.evolve(verdict, facts=facts, message=message, apart=True)
    return attrs.evolve(verdict, facts=facts)


# ---- what has a rule of its own


@prerequisite(
    "PRE101",
    name="workstations-not-secured",
    title=N_("A workstation to be connected is not secured"),
    message=N_("not secured: {offenders}"),
    checks=N_("Every workstation to be connected is secured, as attested of all or said of each."),
    remedy=N_("Secure these workstations, or leave them off the network."),
)
def workstations_not_secured(category: Category, case: Case) -> Violated | Unknown | None:
    return _judged("PRE101", category, case, N_("the workstations to be connected are attested not to be secured"))


@prerequisite(
    "PRE102",
    name="access-not-fibre",
    title=N_("The access to the network is not of a kind that is accepted"),
    message=N_("the access is by `{given}`; accepted are {accepts}"),
    checks=N_("The access is of one of the kinds that the text accepts. No bandwidth is asked for in figures."),
    remedy=N_("Have the site connected by one of the kinds that are accepted."),
)
def access_not_fibre(category: Category, case: Case) -> Violated | Unknown | None:
    verdict, connection = _judged("PRE102", category, case), case.facts.equipment.evidence.connection
    if type(verdict) is not Violated or connection is None:
        return verdict
    told = {"given": connection.technology, "accepts": case.terms.prerequisites["PRE102"].accepts}
    return attrs.evolve(verdict, facts={**verdict.facts, **told})


@prerequisite(
    "PRE103",
    name="password-policy-not-compliant",
    title=N_("The password policy is not reliable and secure"),
    message=N_("the password policy is attested not to be reliable and secure"),
    checks=N_("The password policy is attested reliable and secure. No length is asked for."),
    remedy=N_("Adopt a password policy that {department} finds reliable and secure."),
)
def password_policy_not_compliant(category: Category, case: Case) -> Violated | Unknown | None:
    return _judged("PRE103", category, case)


@prerequisite(
    "PRE201",
    name="systems-not-up-to-date",
    title=N_("The operating systems have not been brought up to level"),
    message=N_("not brought up to level: {offenders}"),
    checks=N_("The operating systems of the workstations have been brought up to level, as attested of all or said of each."),
    remedy=N_("Install the updates that are due on these workstations."),
)
def systems_not_up_to_date(category: Category, case: Case) -> Violated | Unknown | None:
    return _judged("PRE201", category, case, N_("the operating systems are attested not to be up to level"))


@prerequisite(
    "PRE202",
    name="user-administers-workstation",
    title=N_("A user administers the workstation that they use"),
    message=N_("administered by whoever uses them: {offenders}"),
    checks=N_(
        "Nobody administers the workstation that they use; the built-in account, root or one kept for {department} is fine."
    ),
    remedy=N_("Take the users out of the administrators' group of these workstations."),
)
def user_administers_workstation(category: Category, case: Case) -> Violated | Unknown | None:
    return _judged("PRE202", category, case, N_("users are attested to administer the workstations that they use"))


@prerequisite(
    "PRE203",
    name="system-not-maintained",
    title=N_("The vendor no longer maintains a workstation's operating system"),
    readings=("inferred_edges", "paid_support", OPEN),
    message=N_("no longer maintained by the vendor on {date}, by the table of lifecycles of {table}: {offenders}"),
    checks=N_("On the day that the category opens, the vendor maintains the operating-system version of every workstation."),
    remedy=N_("Upgrade or replace these workstations before that day."),
)
def system_not_maintained(category: Category, case: Case) -> Violated | Unknown | None:
    return _judged("PRE203", category, case)


@prerequisite(
    "PRE301",
    name="software-not-compatible",
    title=N_("A hosted software is not compatible with the pooled means"),
    message=N_("not compatible: {offenders}"),
    checks=N_("Every software to be hosted is attested compatible with the pooled means."),
    remedy=N_("Upgrade or replace these software, or leave them out of the hosting."),
)
def software_not_compatible(category: Category, case: Case) -> Violated | Unknown | None:
    return _judged("PRE301", category, case)


@prerequisite(
    "PRE302",
    name="software-without-contract",
    title=N_("A business software has no valid maintenance contract of its own"),
    message=N_("without a maintenance contract held by {member} and valid on {date}: {offenders}"),
    checks=N_(
        "Every business software keeps a maintenance contract that {member} holds itself, valid on the day that the "
        "category opens."
    ),
    remedy=N_("Renew these contracts, in the name of {member}."),
)
def software_without_contract(category: Category, case: Case) -> Violated | Unknown | None:
    verdict = _judged("PRE302", category, case)
    if verdict is not None or not category.is_open or case.as_of <= category.day:
        return verdict
    # A duty that lasts: the contracts are kept as long as the service is open.
    return _judged("PRE302", attrs.evolve(category, day=case.as_of), case)
