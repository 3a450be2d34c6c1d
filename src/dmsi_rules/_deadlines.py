"""
Days: when the convention starts and ends, when an exit takes effect. Dates in, dates out.

A span of days includes both its first and its last day. Months are calendar months; nothing is extended for
week-ends or holidays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

from dmsi_rules._model.convention import Convention, Notice
from dmsi_rules._model.dossier import Dossier, Termination
from dmsi_rules._model.readings import Readings
from dmsi_rules._model.record import record

MONTHS = 12
MANDATE = 6
DAY = dt.timedelta(days=1)


def known(day: dt.date | Literal[False] | None) -> dt.date | None:
    """
    Return *day*, or None where it is absent or said not to be.
    """
    return day if isinstance(day, dt.date) else None


def months_before(day: dt.date, months: int) -> dt.date:
    """
    Return the day *months* calendar months before *day*, clipped to the month's last day.
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    following = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (following - DAY).day))


# ---- start (Art. 11)


def _next_year(last: dt.date) -> dt.date:
    return dt.date(last.year + 1, 1, 1)


def _signature(last: dt.date) -> dt.date:
    return last


START = {"next-year": _next_year, "signature": _signature}


def last_signature(dossier: Dossier) -> dt.date | None:
    """
    Return the day on which the second party signed; None while a signature is not known.
    """
    signatures = dossier.signatures
    commune, call = (known(signatures.commune), known(signatures.call)) if signatures else (None, None)
    return None if commune is None or call is None else max(commune, call)


def start_day(dossier: Dossier, readings: Readings) -> dt.date | None:
    """
    Return the day on which the convention starts to be carried out; None while a signature is not known.
    """
    signed = last_signature(dossier)
    return None if signed is None else START[readings.start](signed)


# ---- end of term (Art. 11)


def _whole_last_year(renewal: int, start: dt.date) -> dt.date:  # noqa: ARG001  (the two values share a shape)
    return dt.date(renewal, 12, 31)


def _last_full_year(renewal: int, start: dt.date) -> dt.date:
    return dt.date(max(renewal - 1, start.year), 12, 31)


TERM_END = {"whole-last-year": _whole_last_year, "last-full-year": _last_full_year}


def mandates_run(start: dt.date, reaffirmed: Iterable[dt.date], convention: Convention) -> tuple[int | None, ...]:
    """
    Return the renewal years up to which the convention runs, one a mandate; None stands last where they are not known so far.

    A reaffirmation after one renewal year and by the end of the next adds that mandate's run.
    """
    renewals = convention.mandates.renewals
    if not renewals or start.year <= renewals[0] - MANDATE:
        return (None,)
    days = tuple(reaffirmed)
    run: list[int] = []
    for before, renewal in pairwise((renewals[0] - MANDATE, *renewals)):
        if renewal < start.year:
            continue
        run.append(renewal)
        if not any(before < day.year <= renewal for day in days):
            return tuple(run)
    return (*run, None)


def last_day(start: dt.date, reaffirmed: Iterable[dt.date], convention: Convention, readings: Readings) -> dt.date | None:
    """
    Return the last day of the convention, tacit renewals included; None where the renewal years are not known so far.
    """
    renewal = mandates_run(start, reaffirmed, convention)[-1]
    return None if renewal is None else TERM_END[readings.term_end](renewal, start)


def term_end(dossier: Dossier, convention: Convention, readings: Readings) -> dt.date | None:
    """
    Return the last day of *dossier*'s convention; None while its start or the mandates are not known.
    """
    start = start_day(dossier, readings)
    if start is None:
        return None
    return last_day(start, (each.date for each in dossier.reaffirmations or ()), convention, readings)


def may_end_from(dossier: Dossier, convention: Convention, readings: Readings) -> int | None:
    """
    Return the first year with which the term may end for all that is known; None where the start is not known, or the end is.
    """
    start = start_day(dossier, readings)
    if start is None:
        return None
    run = mandates_run(start, (each.date for each in dossier.reaffirmations or ()), convention)
    if run[-1] is not None:
        return None
    return run[-2] + 1 if len(run) > 1 and run[-2] else start.year


def full_years(start: dt.date, before: dt.date) -> range:
    """
    Return the calendar years that lie wholly from *start* on and are over on the day *before*.
    """
    return range(start.year + (start > dt.date(start.year, 1, 1)), before.year)


# ---- notice of a request (Art. 3.1)


def _june_30(after: dt.date) -> dt.date:
    return after - DAY


def _july_1(after: dt.date) -> dt.date:
    return after


NOTICE_LIMIT = {"june-30": _june_30, "july-1": _july_1}
"""
Reading `notice_limit`: of the day that lies six months ahead and the one before it, which is the last in time?
"""


def _start_of_opening_year(opening: dt.date, notice: Notice) -> dt.date:
    return dt.date(opening.year - 1, notice.month, notice.day) + DAY


def _opening_date(opening: dt.date, notice: Notice) -> dt.date:
    return months_before(opening, MONTHS - notice.month)


NOTICE_COUNTS_TO = {"start-of-opening-year": _start_of_opening_year, "opening-date": _opening_date}
"""
Reading `notice_counts_to`: six months before the year in which a service opens, or before that very day.
"""


def notice_limit(opening: dt.date, convention: Convention, readings: Readings) -> dt.date:
    """
    Return the last day on which a request for *opening* is in time.
    """
    return NOTICE_LIMIT[readings.notice_limit](NOTICE_COUNTS_TO[readings.notice_counts_to](opening, convention.notice))


def first_opening(request: dt.date, convention: Convention, readings: Readings) -> dt.date:
    """
    Return the first 1 January that a request of the day *request* is in time for.
    """
    years = (dt.date(request.year + ahead, 1, 1) for ahead in (1, 2))
    return next(day for day in years if request <= notice_limit(day, convention, readings))


# ---- exit (Art. 13)


@record
class Exit:
    """
    What becomes of a notice of exit.

    Attributes:
        notified: the day that decides whether the notice is in time.
        limit: the last day on which it is.
        earliest: the last day served, where the CALL lets the commune go.
        latest: the last day served, where it holds the commune; the same where there is nothing to decide, or the CALL has.
        may_be_held: whether the lateness of the notice could prolong the exit, whatever the CALL decided.
    """

    notified: dt.date
    limit: dt.date
    earliest: dt.date
    latest: dt.date
    may_be_held: bool

    @property
    def on_time(self) -> bool:
        """
        Whether the notice was given in time.
        """
        return self.notified <= self.limit


def _sent(notice: Termination) -> dt.date | None:
    return known(notice.sent) or known(notice.received)


def _received(notice: Termination) -> dt.date | None:
    return known(notice.received) or known(notice.sent)


LETTER_DATE = {"sent": _sent, "received": _received}


def _expires(end: dt.date, latest: dt.date) -> dt.date:
    return min(end, latest)


def _held(end: dt.date, latest: dt.date) -> dt.date:  # noqa: ARG001  (the two values share a shape)
    return latest


LATE_IN_LAST_YEAR = {"expires": _expires, "held": _held}


def _mayor(sender: str) -> bool:
    return sender == "mayor"


def _mayor_or_representative(sender: str) -> bool:
    return sender in {"mayor", "representative"}


EXIT_SENDER = {"mayor": _mayor, "mayor-or-representative": _mayor_or_representative}
"""
Reading `exit_sender`: Article 13 names the mayor, the deliberation his representative too.
"""


def exit_limit(year: int, convention: Convention) -> dt.date:
    """
    Return the last day on which an exit at the end of *year* is notified in time.
    """
    return months_before(dt.date(year, 12, 31), convention.exit.months)


def notified(notice: Termination, readings: Readings) -> dt.date | None:
    """
    Return the day that decides whether *notice* is in time; None where neither date is known.
    """
    return LETTER_DATE[readings.letter_date](notice)


def exit_choices(
    day: dt.date, start: dt.date | None, end: dt.date | None, convention: Convention, readings: Readings
) -> tuple[dt.date, dt.date, dt.date] | None:
    """
    Return what a notice given on *day* comes to: its limit, the last day served if in time, and if late and held.

    None after *end*, the convention's last day. A start or an end that is not known cuts nothing.
    """
    if end is not None and day > end:
        return None
    # A notice given before the start counts for the first year.
    year = max(day.year, start.year) if start else day.year
    first, second = dt.date(year, 12, 31), dt.date(year + 1, 12, 31)
    if end is not None:
        first, second = min(first, end), LATE_IN_LAST_YEAR[readings.late_in_last_year](end, second)
    return exit_limit(year, convention), first, second


def exit_of(dossier: Dossier, convention: Convention, readings: Readings) -> Exit | None:
    """
    Return what becomes of the notice of exit; None without a dated one, or after the convention's last day.
    """
    notice = dossier.termination
    day = notified(notice, readings) if notice else None
    if notice is None or day is None:
        return None
    start, end = start_day(dossier, readings), term_end(dossier, convention, readings)
    choices = exit_choices(day, start, end, convention, readings)
    if choices is None:
        return None
    limit, first, second = choices
    may_be_held = day > limit and first < second
    if not may_be_held or notice.held is False:
        return Exit(day, limit, first, first, may_be_held)
    return Exit(day, limit, second if notice.held else first, second, may_be_held)
