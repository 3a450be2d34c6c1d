"""
Deadlines and term: in time for what is wished, within the life of the convention, out of it in form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from dmsi_rules.case.deadlines import EXIT_SENDER, Exit, defects_of, end_at, exit_choices, first_opening, notice_limit, notified
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.duration import CONTINUES, renewals_path, window, years_of
from dmsi_rules.case.parties import later_unsigned, signed_on, unsigned
from dmsi_rules.case.readings import OPEN
from dmsi_rules.case.requests import AskedLine, NamedLine
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import Force, Unknown, Violated
from dmsi_rules.model.clauses import Ground, Lateness
from dmsi_rules.model.convention import MEMBER
from dmsi_rules.model.dossier import Opening, Termination
from dmsi_rules.rulebook._deeds import day_of_last_signature, day_of_notice, day_of_request, is_ground, unless_ground
from dmsi_rules.rulebook._places import (
    dated_lines,
    exit_in_force,
    exit_that_counts,
    lines_within_known_term,
    mandate,
    notice_of_exit,
    openings_wished_and_reported,
    partial_exit_in_force,
    reaffirmations,
)
from dmsi_rules.rulebook._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.words import Phrase

NOTICE_DATE = "/termination/sent"
AMENDMENT = "/termination/amendment"
HELD = "/termination/held"
LATE: Ground = "late-notice"
LATE_EXIT: Mapping[Lateness, Force] = {"next-year": "note", "void": "breach"}
TO_DECIDE = N_("Ask {provider} for its decision and record it; another time, give notice {exit_limit} at the latest.")
WITHOUT_AMENDMENT = N_("the partial exit has no amendment (avenant) that says what is kept")


@rule(
    code="DLN001",
    name="request-too-late",
    title=N_("A request is too late for the opening that it wishes"),
    rests_on=("request.notice",),
    also=("request.refusal",),
    force="may-refuse",
    force_by=unless_ground(LATE),
    deed=day_of_request,
    places=dated_lines,
    key="opening",
    readings=("notice_limit", "notice_counts_to", OPEN),
    message=N_(
        "for `{service}` to open on {opening}, the request had to be made by {limit}; made on {date}, it is in time for {first_opening}"
    ),
    checks=N_("A request is made in time for the opening that it wishes: {request_limit} at the latest."),
    why=N_(
        "What is asked for later cannot be expected on the wished day. Where lateness is a ground to refuse, such a "
        "request may be declined; else it breaks the text."
    ),
    remedy=N_("Wish for the first opening that the request is in time for, or agree on the date with {department}."),
)
def request_too_late(asked: AskedLine, case: Case) -> Violated | Unknown | None:
    line, request = asked
    opening, date = known(line.opening), request.date
    if date is None:
        return Unknown((f"{request.path}/date",))
    terms = case.terms
    limit = notice_limit(opening, terms) if opening else None
    if opening is None or limit is None or date <= limit:
        return None
    facts = {"service": line.service, "opening": opening, "date": date, "limit": limit}
    facts["first_opening"] = first_opening(date, terms)
    return Violated(facts, entries=() if is_ground(LATE, terms.text) else terms.text.entries("request.notice"))


@rule(
    code="DLN002",
    deed=day_of_last_signature,
    name="opens-before-convention",
    title=N_("A service opens before the convention starts"),
    rests_on=("term.start",),
    force="impossible",
    places=openings_wished_and_reported,
    readings=("start", OPEN),
    message=N_("the opening of {date} is before the convention starts, on {start}"),
    checks=N_(
        "No service opens, wished or reported, before the day on which the convention starts, nor runs on a day on which the text "
        "in force is not signed."
    ),
    why=N_("The text says from which day on the convention is carried out: before it nothing can be served."),
    remedy=N_("Wish for an opening from the convention's first day on; of a report, check its date."),
)
def opens_before_convention(place: tuple[dt.date | None, str | None], case: Case) -> Violated | Unknown | None:
    date, report = place
    if date is None and report is not None:
        return Unknown((report,))
    start = case.start
    if start is None:
        return Unknown(unsigned(case.dossier, case.terms))
    if date is None or date >= start:
        return _of_unsigned_text(date, case)
    facts = {"date": date, "start": start}
    return Violated(facts, force="breach", party="provider") if report else Violated(facts)


def _of_unsigned_text(day: dt.date | None, case: Case) -> Unknown | None:
    """
    Return what is unknown of a service on *day*, on which the text in force is one that the member has not signed.
    """
    text, first = case.successor, case.unsigned_from
    if text is None or first is None or day is None or day < first:
        return None
    message = N_(
        "the text in force from {first} on, `{convention}`, binds only once both parties have signed it: {missing} not given"
    )
    return Unknown(later_unsigned(case.dossier, text), {"first": first, "convention": text.id}, message=message)


@rule(
    code="DLN003",
    deed=day_of_notice,
    name="exit-notified-late",
    title=N_("An exit is notified too late"),
    rests_on=("exit.notice",),
    force="discretionary",
    force_by=lambda text: LATE_EXIT.get(text.exit_notice.late) if text.exit_notice else None,
    places=exit_in_force,
    readings=("start", "term_end", "letter_date", "late_in_last_year", "mandate_silence", "exit_form"),
    message=N_(
        "notified on {date}, after {limit}: the exit ends on {earliest_end}, or {provider} may hold {member} until {latest_end}"
    ),
    checks=N_("A notice of exit is given in time: {exit_limit} at the latest."),
    why=N_(
        "The text asks for notice before an exit, and says what becomes of a late one: it may be held, takes effect a "
        "year later, or ends nothing."
    ),
    remedy=N_("Another time, give notice {exit_limit} at the latest."),
)
def exit_notified_late(notice: Termination, case: Case) -> Violated | Unknown | None:
    leaving = case.exit
    if leaving is None:
        day = notified(notice, case.terms)
        return _void(day, notice, case) if day else Unknown((NOTICE_DATE,))
    if leaving.is_next:
        facts = {"date": leaving.notified, "limit": leaving.limit, "last_day": leaving.latest}
        message = N_("notified on {date}, after {limit}: the exit ends on {last_day}, a year later")
        return Violated(facts, path=_dated(notice), message=message)
    if not leaving.may_be_held:
        return None
    if case.may_end_with(max(leaving.notified, case.start or leaving.notified).year):
        return Unknown((renewals_path(case.bound),))
    facts = {"date": leaving.notified, "limit": leaving.limit, "earliest_end": leaving.earliest, "latest_end": leaving.latest}
    is_decided = leaving.earliest == leaving.latest
    decided = N_("notified on {date}, after {limit}: {provider} has decided that the exit ends on {latest_end}")
    return Violated(
        facts, path=_dated(notice), message=decided if is_decided else None, remedy=None if is_decided else TO_DECIDE
    )


def _dated(notice: Termination) -> str:
    """
    Return where the day of *notice* stands that is given.
    """
    return "/termination/sent" if known(notice.sent) else "/termination/received"


def _void(day: dt.date, notice: Termination, case: Case) -> Violated | None:
    """
    Judge a notice that the text makes void: one that is late, where a late one ends nothing.
    """
    choices = exit_choices(day, case.start, end_at(day, case.dossier, case.terms), case.terms)
    if choices is None or day <= choices[0]:
        return None
    message = N_("notified on {date}, after {limit}: a late notice ends nothing")
    return Violated({"date": day, "limit": choices[0]}, path=_dated(notice), message=message)


@rule(
    code="DLN004",
    deed=day_of_notice,
    name="exit-notice-out-of-form",
    title=N_("A notice of exit is not in the form that the text asks for"),
    rests_on=("exit.form",),
    force="breach",
    places=notice_of_exit,
    readings=("exit_sender",),
    message=N_("the notice does not have the form asked for, in {defects}: {asked}"),
    checks=N_(
        "The notice has the form that the text asks for: from whom it comes, to whom it goes, and by registered letter "
        "where that is said."
    ),
    why=N_(
        "The form lets nobody doubt that notice was given, and by whom; where the text leaves open who may give it, "
        "that is a reading."
    ),
    remedy=N_("Send the notice again in the form asked for, in time."),
)
def exit_notice_out_of_form(notice: Termination, case: Case) -> Violated | Unknown | None:
    form = defects_of(notice, case.terms)
    if defects := tuple(key for key, is_right in form.items() if is_right is False):
        return Violated({"defects": defects, "asked": tuple(_asked_form(case.terms))})
    missing = tuple(f"/termination/{key}" for key, is_right in form.items() if is_right is None)
    return Unknown(missing) if missing else None


def _asked_form(terms: Terms) -> Iterator[Phrase]:
    """
    Yield what the text asks of the form of a notice, in the names that it has for people.
    """
    form = terms.text.exit_form
    if form is None:
        return
    if form.registered_letter:
        yield Phrase(N_("a registered letter"))
    senders = EXIT_SENDER[terms.readings.exit_sender](form)
    for sentence, roles in ((N_("from {roles}"), senders), (N_("to {roles}"), form.addressee)):
        if roles:
            yield Phrase(sentence, Frozen({"roles": terms.named(roles)}))


@rule(
    code="DLN005",
    deed=day_of_notice,
    name="partial-exit-without-amendment",
    title=N_("A partial exit lacks its amendment"),
    rests_on=("exit.partial.needs",),
    force="breach",
    party="both",
    places=partial_exit_in_force,
    key="amendment",
    readings=("start", "term_end", "letter_date", "late_in_last_year", "mandate_silence", "exit_form"),
    message=N_("the partial exit ends on {last_day} without an amendment (avenant) that says what is kept"),
    checks=N_(
        "A partial exit has its amendment (avenant) once it has taken effect; one dated after the exit's last day, or before the "
        "notice, is noted."
    ),
    why=N_("An amendment lays down what is kept when some services are left. The text sets no day for it."),
    remedy=N_("Draw up the amendment and record its date."),
)
def partial_exit_without_amendment(notice: Termination, case: Case) -> Violated | Unknown | None:
    verdict = _lacks_amendment(notice.amendment, case)
    if verdict is None or notice.scope is not None:
        return verdict
    missing = verdict.missing if type(verdict) is Unknown else ()
    return Unknown(("/termination/scope", *missing))  # a total exit needs none


def _lacks_amendment(amendment: dt.date | Literal[False] | None, case: Case) -> Violated | Unknown | None:
    leaving = case.exit
    if leaving is None:
        if amendment is False:
            return Violated({"last_day": None}, message=WITHOUT_AMENDMENT)
        return Unknown((NOTICE_DATE,) if amendment else (NOTICE_DATE, AMENDMENT))
    if amendment is False:
        return Violated({"last_day": leaving.latest})
    # What is absent may still come until the exit's last day.
    day = amendment or case.as_of
    if day > leaving.latest or (amendment is not None and amendment < leaving.notified):
        return _misdated_amendment(amendment, leaving)
    if day > leaving.earliest:
        return Unknown((HELD,))
    return Unknown((AMENDMENT,)) if amendment is None else None


def _misdated_amendment(amendment: dt.date | None, leaving: Exit) -> Violated:
    facts: dict[str, Any] = {"last_day": leaving.latest}
    if amendment is None:
        return Violated(facts)
    message = N_("the amendment (avenant) of {amendment} is later than the partial exit's last day, {last_day}")
    if amendment < leaving.notified:
        facts = {"notified": leaving.notified}
        message = N_("the amendment (avenant) of {amendment} is earlier than the notice, of {notified}")
    return Violated(facts | {"amendment": amendment}, message=message, force="note")


@rule(
    code="DLN006",
    name="opens-after-term",
    title=N_("A service is wished to open after the convention's last day"),
    rests_on=("term.length.ends",),
    force="note",
    places=lines_within_known_term,
    key="opening",
    readings=("start", "term_end", "mandate_silence", OPEN),
    message=N_("`{service}` is wished to open on {opening}, after the convention's last day, {last_day}"),
    checks=N_("A wished opening falls within the life of the convention, renewals and reaffirmations included."),
    why=N_("The convention is renewed up to the end of its term; what is wished for later needs one that goes on."),
    remedy=N_(
        "Wish for an earlier opening, or have the convention go on: reaffirmed where the text provides for that, or "
        "followed by another."
    ),
)
def opens_after_term(line: NamedLine, case: Case) -> Violated | None:
    opening, last_day = known(line.opening), case.last_day
    if opening is None or last_day is None or opening <= last_day:
        return None
    return Violated({"service": line.service, "opening": opening, "last_day": last_day})


@rule(
    code="DLN007",
    name="neither-reaffirmed-nor-left",
    title=N_("The mandate ends, and the adhesion is neither reaffirmed nor left"),
    rests_on=("term.reaffirmation",),
    force="discretionary",
    party="both",
    places=mandate,
    readings=("mandate_silence", "start", "term_end"),
    message=N_("neither a reaffirmation nor a notice of total exit is recorded: renewals stop on {last_day}"),
    checks=N_(
        "From the first day of the renewal that ends the mandate on, a reaffirmation that counts or a notice of total exit is "
        "recorded."
    ),
    why=N_(
        "The text lets {member} reaffirm its adhesion, or ask to leave, at the start of each mandate: renewals reach no"
        " further than the mandate's last year."
    ),
    remedy=N_("Reaffirm the adhesion, or give notice of leaving, and record it."),
)
def neither_reaffirmed_nor_left(_: None, case: Case) -> Violated | Unknown | None:
    last_day, notice = case.last_day, case.dossier.termination
    if case.start is None:
        return Unknown(unsigned(case.dossier, case.terms)) if case.open else None
    is_leaving = notice is not None and notice.scope == "total"
    # By the text that binds last: it may have been signed before it is in force, and go on by itself, or have no mandates.
    if is_leaving or case.run is None or case.bound.readings.mandate_silence == CONTINUES:
        return None
    if last_day is None:
        return Unknown((renewals_path(case.bound),)) if case.open else None
    first, _last = window(case.run.renewals[-1] or last_day.year, case.bound)
    if case.as_of < first and case.as_of <= last_day:
        return None
    return Violated({"last_day": last_day, "services": case.terms.graph.names(case.open)})


@rule(
    code="DLN008",
    name="reaffirmed-without-effect",
    title=N_("A reaffirmation counts for no mandate, or lies ahead"),
    rests_on=("term.reaffirmation",),
    force="note",
    places=reaffirmations,
    readings=("mandate_silence", "start", "exit_form"),
    message=N_(
        "the reaffirmation of {date} counts for no mandate: it is made from the first day of a renewal to the end of its year"
    ),
    checks=N_(
        "A reaffirmation is made after {member} has signed, from the first day of the renewal of its council to the end"
        " of that year, and not after a total exit. One that lies ahead counts, and is noted."
    ),
    why=N_("The adhesion is reaffirmed at the start of each mandate: before the renewal the former council still sits."),
    remedy=N_("Check the day; have the new council reaffirm the adhesion."),
)
def reaffirmed_without_effect(date: dt.date, case: Case) -> Violated | None:
    leaving, notice = case.exit, case.notice
    if leaving and notice and notice.scope == "total" and date > leaving.notified:
        message = N_("the reaffirmation of {date} follows a notice of total exit, which it does not undo")
        return Violated({"date": date}, message=message)
    if not _counts(date, case):
        return Violated({"date": date})
    if date > case.as_of:
        return Violated({"date": date}, message=N_("the reaffirmation of {date} lies ahead: it counts all the same"))
    return None


def _counts(date: dt.date, case: Case) -> bool:
    """
    Tell whether a reaffirmation counts, is a second one in a window, or may count for all that is known.

    Where silence continues the convention no limit is spoken of: only one before the renewal counts for nothing.
    """
    signed = signed_on(case.dossier, case.terms, MEMBER)
    if signed is not None and date < signed:
        return False
    windows = [window(year, case.terms) for year in years_of(case.terms.text.length)]
    if case.terms.readings.mandate_silence == CONTINUES:
        return any(first <= date for first, _ in windows if case.start is None or first >= case.start)
    if case.run is None:
        return any(first <= date <= last for first, last in windows)
    reached = {year for year in case.run.renewals if year}
    return any(first <= date <= last for first, last in windows if first.year in reached)


@rule(
    code="DLN009",
    deed=day_of_notice,
    name="exit-says-too-much",
    title=N_("A notice of exit names what is not open, or a decision that is not to be taken"),
    rests_on=("exit.partial",),
    force="note",
    places=exit_that_counts,
    readings=("start", "term_end", "letter_date", "late_in_last_year", "mandate_silence", "exit_form"),
    message=N_("the partial exit names {services}, not open on its last day"),
    checks=N_(
        "A partial exit names services that are open on its last day, and at least one; a decision of {provider} to "
        "hold {member} is recorded of a late notice alone."
    ),
    why=N_("Only what is open can be left, and only a late notice can be held."),
    remedy=N_("Correct the list of services, or the decision."),
)
def exit_says_too_much(place: tuple[str, Termination], case: Case) -> Violated | None:
    key, notice = place
    return _needless_decision(notice, case) if key == "held" else _drops_nothing(notice, case)


def _needless_decision(notice: Termination, case: Case) -> Violated | None:
    if notice.held is not True or case.exit is None or not case.exit.on_time:
        return None
    facts = {"date": case.exit.notified, "limit": case.exit.limit}
    return Violated(facts, message=N_("the notice of {date} is in time: {provider} has nothing to decide"))


def _drops_nothing(notice: Termination, case: Case) -> Violated | None:
    if notice.scope != "partial" or notice.services is None:
        return None
    if not notice.services:
        return Violated(message=N_("the partial exit names no service"))
    last_day = case.exit.latest if case.exit else None
    base = case.terms.base
    missing = tuple(
        service
        for service in dict.fromkeys(notice.services)
        if service != base and not _is_served(case.openings.get(service), last_day)
    )
    return Violated({"services": missing}) if missing else None


def _is_served(report: tuple[str, Opening] | None, last_day: dt.date | None) -> bool:
    """
    Tell whether a service is served on the *last_day*, for all that its report says of when it opened.
    """
    if report is None:
        return False
    opened = report[1].date
    return opened is None or last_day is None or opened <= last_day
