"""
Deadlines and term (Art. 3.1, 11, 13): in time for the year that is wished, within the life of the convention, out of it in form.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from dmsi_rules.case.deadlines import EXIT_SENDER, Exit, first_opening, notice_limit
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.readings import OPEN
from dmsi_rules.case.requests import AskedLine
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.dossier import Line, Termination
from dmsi_rules.rules._places import (
    dated_lines,
    exit_in_force,
    lines_within_known_term,
    notice_of_exit,
    openings_wished_and_reported,
    partial_exit_in_force,
)
from dmsi_rules.rules._rule import rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known

NOTICE_DATE = "/termination/sent"
AMENDMENT = "/termination/amendment"
HELD = "/termination/held"
MANDATES = "convention:/mandates/renewals"


@rule(
    code="DLN001",
    name="request-too-late",
    title=N_("A request is too late for the opening that it wishes"),
    source="Art. 3.1, 5.2",
    force="may-refuse",
    places=dated_lines,
    key="opening",
    readings=("notice_limit", "notice_counts_to", OPEN),
    message=N_(
        "for `{service}` to open on {opening}, the request had to be made by {limit}; made on {date}, it is in time for {first_opening}"
    ),
    checks=N_("A request is dated by 30 June of the year before the one in which the service is wished to open."),
    why=N_(
        "Article 3.1 asks for six months before the following year, June at the latest. Article 5.2 lets a commune ask at any time, "
        "and the DMSI decline what comes too late."
    ),
    remedy=N_("Wish for the first 1 January that the request is in time for, or agree on the date with the DMSI."),
    example=(
        '{"commune": {"name": "Lens"}, "request": {"date": "2025-07-02", "lines": [{"service": "socle"}, '
        '{"service": "reseau", "quantity": 10, "opening": "2026-01-01"}]}}'
    ),
)
def request_too_late(asked: AskedLine, case: Case) -> Violated | Unknown | None:
    line, request = asked
    opening, date = known(line.opening), request.date
    if date is None:
        return Unknown((f"{request.path}/date",))
    terms = case.terms
    if opening is None or date <= (limit := notice_limit(opening, terms.convention, terms.readings)):
        return None
    facts = {"service": line.service, "opening": opening, "date": date, "limit": limit}
    return Violated(facts | {"first_opening": first_opening(date, terms.convention, terms.readings)})


@rule(
    code="DLN002",
    name="opens-before-convention",
    title=N_("A service opens before the convention starts"),
    source="Art. 11",
    force="impossible",
    places=openings_wished_and_reported,
    readings=("start", OPEN),
    message=N_("the opening of {date} is before the convention starts, on {start}"),
    checks=N_("No service opens, wished or reported, before the day on which the convention starts."),
    why=N_(
        "Article 11 starts the convention with the accounting year after the last signature: before it nothing can be served."
    ),
    remedy=N_("Wish for an opening from the convention's first day on; of a report, check its date."),
    example=(
        '{"commune": {"name": "Lens"}, "signatures": {"commune": "2025-02-01", "call": "2025-02-01"}, "request": {"date": "2025-02-02", '
        '"lines": [{"service": "socle"}, {"service": "reseau", "quantity": 10, "opening": "2025-09-01"}]}}'
    ),
)
def opens_before_convention(place: tuple[dt.date, bool], case: Case) -> Violated | Unknown | None:
    date, is_reported = place
    start = case.start
    if start is None:
        signatures = case.dossier.signatures
        keys = [key for key in ("commune", "call") if signatures is None or known(getattr(signatures, key)) is None]
        return Unknown(tuple(f"/signatures/{key}" for key in keys))
    if date >= start:
        return None
    facts = {"date": date, "start": start}
    return Violated(facts, force="breach", party="call") if is_reported else Violated(facts)


@rule(
    code="DLN003",
    name="exit-notified-late",
    title=N_("An exit is notified too late for the end of the year"),
    source="Art. 13",
    force="discretionary",
    places=exit_in_force,
    readings=("start", "term_end", "letter_date", "late_in_last_year"),
    message=N_(
        "notified on {date}, after {limit}: the exit ends on {earliest_end}, or the CALL may hold the commune until {latest_end}"
    ),
    checks=N_("A notice of exit is sent by 30 June of the accounting year at whose end the commune wants to leave."),
    why=N_(
        "Article 13 asks for six months before the end of the accounting year. After that the commune may be held for the next year, "
        "unless the term ends anyway."
    ),
    remedy=N_("Ask the CALL for its decision and record it as `termination.held`; another time, send the letter by 30 June."),
    example='{"commune": {"name": "Lens"}, "termination": {"scope": "total", "sent": "2026-07-01"}}',
)
def exit_notified_late(notice: Termination, case: Case) -> Violated | Unknown | None:
    leaving = case.exit
    if leaving is None:
        return Unknown((NOTICE_DATE,))
    if not leaving.may_be_held:
        return None
    if case.may_end_with(max(leaving.notified, case.start or leaving.notified).year):
        return Unknown((MANDATES,))
    key = "sent" if known(notice.sent) else "received"
    facts = {"date": leaving.notified, "limit": leaving.limit, "earliest_end": leaving.earliest, "latest_end": leaving.latest}
    is_decided = leaving.earliest == leaving.latest
    decided = N_("notified on {date}, after {limit}: the CALL has decided that the exit ends on {latest_end}")
    return Violated(facts, path=f"/termination/{key}", message=decided if is_decided else None)


@rule(
    code="DLN004",
    name="exit-notice-out-of-form",
    title=N_("A notice of exit is not in the form that the text asks for"),
    source="Art. 13",
    force="breach",
    places=notice_of_exit,
    readings=("exit_sender",),
    message=N_(
        "the notice does not have the form asked for, in {defects}: a registered letter from the mayor to the President of the CALL"
    ),
    checks=N_("The notice is a registered letter, from the mayor, to the President of the CALL."),
    why=N_("Article 13 prescribes this form; the deliberation lets the mayor's representative sign too, hence a reading."),
    remedy=N_("Send the notice again in the form asked for, in time."),
    example=(
        '{"commune": {"name": "Lens"}, "termination": {"scope": "total", "sent": "2026-05-02", "registered_letter": true, '
        '"sender": "correspondent", "addressee": "call-president"}}'
    ),
)
def exit_notice_out_of_form(notice: Termination, case: Case) -> Violated | Unknown | None:
    may_send = EXIT_SENDER[case.terms.readings.exit_sender]
    form = {
        "registered_letter": notice.registered_letter,
        "sender": None if notice.sender is None else may_send(notice.sender),
        "addressee": None if notice.addressee is None else notice.addressee == "call-president",
    }
    if defects := tuple(key for key, is_right in form.items() if is_right is False):
        return Violated({"defects": defects})
    missing = tuple(f"/termination/{key}" for key, is_right in form.items() if is_right is None)
    return Unknown(missing) if missing else None


@rule(
    code="DLN005",
    name="partial-exit-without-amendment",
    title=N_("A partial exit lacks its amendment"),
    source="Art. 13",
    force="breach",
    party="both",
    places=partial_exit_in_force,
    key="amendment",
    readings=("start", "term_end", "letter_date", "late_in_last_year"),
    message=N_("the partial exit ends on {last_day} without an amendment (avenant) that says what is kept"),
    checks=N_("A partial exit has its amendment (avenant), dated by the exit's last day."),
    why=N_("Article 13 puts the new perimeter of services into an amendment when a commune keeps the base membership."),
    remedy=N_("Draw up the amendment and record its date as `termination.amendment`."),
    example=(
        '{"commune": {"name": "Lens"}, "termination": {"scope": "partial", "services": ["messagerie"], "sent": "2024-05-02", '
        '"amendment": "2025-02-01"}}'
    ),
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
            return Violated(
                {"last_day": None}, message=N_("the partial exit has no amendment (avenant) that says what is kept")
            )
        return Unknown((NOTICE_DATE,) if amendment else (NOTICE_DATE, AMENDMENT))
    # What is absent may still come until the exit's last day.
    day = case.as_of if amendment is None else amendment
    if day is False or day > leaving.latest:
        return _late_amendment(amendment, leaving)
    if day > leaving.earliest:
        return Unknown((HELD,))
    return Unknown((AMENDMENT,)) if amendment is None else None


def _late_amendment(amendment: dt.date | Literal[False] | None, leaving: Exit) -> Violated:
    facts: dict[str, Any] = {"last_day": leaving.latest}
    if not amendment:
        return Violated(facts)
    return Violated(
        facts | {"amendment": amendment},
        message=N_("the amendment (avenant) of {amendment} is later than the partial exit's last day, {last_day}"),
    )


@rule(
    code="DLN006",
    name="opens-after-term",
    title=N_("A service is wished to open after the convention's last day"),
    source="Art. 11",
    force="note",
    places=lines_within_known_term,
    key="opening",
    readings=("start", "term_end", OPEN),
    message=N_("`{service}` is wished to open on {opening}, after the convention's last day, {last_day}"),
    checks=N_("A wished opening falls within the life of the convention, renewals and reaffirmations included."),
    why=N_(
        "Article 11 renews the convention up to the mandate's last year; what is wished for later needs the adhesion reaffirmed."
    ),
    remedy=N_("Reaffirm the adhesion at the start of the next mandate."),
    example=(
        '{"commune": {"name": "Lens"}, "signatures": {"commune": "2024-12-20", "call": "2024-12-23"}, "request": {"date": "2025-05-20", '
        '"lines": [{"service": "socle"}, {"service": "reseau", "quantity": 10, "opening": "2028-01-01"}]}}'
    ),
)
def opens_after_term(line: Line, case: Case) -> Violated | None:
    opening, last_day = known(line.opening), case.last_day
    if opening is None or last_day is None or opening <= last_day:
        return None
    return Violated({"service": line.service, "opening": opening, "last_day": last_day})
