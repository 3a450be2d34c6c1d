"""
Deadlines and term (Art. 3.1, 11): in time for the year that is wished, and within the life of the convention.
"""

from __future__ import annotations

import datetime as dt

from dmsi_rules._case import Case
from dmsi_rules._deadlines import first_opening, known, notice_limit
from dmsi_rules._finding import Unknown, Violated
from dmsi_rules._i18n import N_
from dmsi_rules._model.dossier import Line
from dmsi_rules.rules._places import dated_lines, openings_wished_and_reported
from dmsi_rules.rules._rule import rule

REQUEST_DATE = "/request/date"


@rule(
    code="DLN001",
    name="request-too-late",
    title=N_("A request is too late for the opening that it wishes"),
    source="Art. 3.1, 5.2",
    force="may-refuse",
    places=dated_lines,
    key="opening",
    readings=("notice_limit", "notice_counts_to"),
    is_about_open=True,
    only_clear=("notice_limit", "notice_counts_to"),
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
def request_too_late(line: Line, case: Case) -> Violated | Unknown | None:
    opening = known(line.opening)
    request = case.dossier.request
    date = known(request.date) if request else None
    if date is None:
        return Unknown((REQUEST_DATE,))
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
    readings=("start",),
    is_about_open=True,
    only_clear=("start",),
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
    code="DLN006",
    name="opens-after-term",
    title=N_("A service is wished to open after the convention's last day"),
    source="Art. 11",
    force="note",
    places=dated_lines,
    key="opening",
    readings=("start", "term_end"),
    is_about_open=True,
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
