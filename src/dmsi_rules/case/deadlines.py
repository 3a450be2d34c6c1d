"""
Deadlines: until when a request is in time (Art. 3.1), and what a notice of exit comes to (Art. 13). Dates in, dates out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dmsi_rules.case.duration import CONTINUES, is_silence_settled, start_day, term_end
from dmsi_rules.model.convention import Convention, NoticeClause
from dmsi_rules.model.dossier import Dossier, Termination
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import DAY, known, months_before
from dmsi_rules.values.record import record

# ---- notice of a request (Art. 3.1)


def _june_30(day: dt.date) -> dt.date:
    return day


def _july_1(day: dt.date) -> dt.date:
    return day + DAY


NOTICE_LIMIT = {"june-30": _june_30, "july-1": _july_1}
"""
Reading `notice_limit`: of the last day of the notice's month and the day that lies six months ahead, which is the last in time?
"""


def _start_of_opening_year(opening: dt.date, notice: NoticeClause) -> dt.date:
    return dt.date(opening.year - 1, notice.month, notice.day)


def _opening_date(opening: dt.date, notice: NoticeClause) -> dt.date:
    return months_before(opening, notice.months) - DAY


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


def defects_of(notice: Termination, readings: Readings) -> Mapping[str, bool | None]:
    """
    Return each element of the form of *notice* (Art. 13) and whether it is as asked for; None where that is unknown.
    """
    may_send = EXIT_SENDER[readings.exit_sender]
    return {
        "registered_letter": notice.registered_letter,
        "sender": None if notice.sender is None else may_send(notice.sender),
        "addressee": None if notice.addressee is None else notice.addressee == "call-president",
    }


def _proof(notice: Termination, readings: Readings) -> bool:  # noqa: ARG001  (the two values share a shape)
    return True


def _validity(notice: Termination, readings: Readings) -> bool:
    return False not in defects_of(notice, readings).values()


EXIT_FORM = {"proof": _proof, "validity": _validity}
"""
Reading `exit_form`: whether a notice counts, whatever its form, or unless it is out of form.
"""


def notice_of(dossier: Dossier, readings: Readings) -> Termination | None:
    """
    Return the notice of exit that counts; None without one.
    """
    notice = dossier.termination
    return notice if notice is not None and EXIT_FORM[readings.exit_form](notice, readings) else None


def end_at(day: dt.date, dossier: Dossier, convention: Convention, readings: Readings) -> dt.date | None:
    """
    Return the last day of the term that a notice of the day *day* meets: past one that silence leaves unsettled, the next.
    """
    end = term_end(dossier, convention, readings)
    if end is not None and day > end and not is_silence_settled(readings):
        return term_end(dossier, convention, readings.with_("mandate_silence", CONTINUES))
    return end


def exit_of(dossier: Dossier, convention: Convention, readings: Readings) -> Exit | None:
    """
    Return what becomes of the notice of exit; None without a dated one, or after the convention's settled last day.

    Past a last day that silence leaves unsettled a notice ends what goes on: it is judged as if the convention continued.
    """
    notice = notice_of(dossier, readings)
    day = notified(notice, readings) if notice else None
    if notice is None or day is None:
        return None
    start, end = start_day(dossier, readings), end_at(day, dossier, convention, readings)
    choices = exit_choices(day, start, end, convention, readings)
    if choices is None:
        return None
    limit, first, second = choices
    may_be_held = day > limit and first < second
    if not may_be_held or notice.held is False:
        return Exit(day, limit, first, first, may_be_held)
    return Exit(day, limit, second if notice.held else first, second, may_be_held)
