"""
Deadlines: until when a request is in time, and what a notice of exit comes to. Dates in, dates out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from dmsi_rules.case.duration import CONTINUES, is_silence_settled, start_day, term_end
from dmsi_rules.convention.terms import Terms
from dmsi_rules.convention.years import year_end, year_start
from dmsi_rules.model.clauses import ExitFormClause, Limit
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier, Termination
from dmsi_rules.values.days import DAY, MONTHS, known, months_before
from dmsi_rules.values.record import record

# ---- limits


def limit_before(limit: Limit, what: dt.date) -> dt.date:
    """
    Return the last day in time for *what* is on a day: so many months before it, or the last such day of a year before it.
    """
    if limit.day is None:
        return months_before(what, limit.months or 0)
    month, day = limit.day
    found = dt.date(what.year, month, day)
    return found if found < what else dt.date(what.year - 1, month, day)


# ---- notice of a request

NOTICE_LIMIT: Mapping[str, dt.timedelta] = {"eve": DAY, "day": dt.timedelta(0)}
"""
Reading `notice_limit`: is the day that so many months lead to still in time, or the day before it the last one?
"""

NOTICE_COUNTS_TO: Mapping[str, Callable[[dt.date, Convention], dt.date]] = {
    "start-of-opening-year": year_start,
    "opening-date": lambda opening, _: opening,
}
"""
Reading `notice_counts_to`: the limit stands before the year in which a service opens, or before that very day.
"""


def notice_limit(opening: dt.date, terms: Terms) -> dt.date | None:
    """
    Return the last day on which a request for *opening* is in time; None where the text sets none.
    """
    clause = terms.text.notice
    if clause is None:
        return None
    readings, convention = terms.readings, terms.convention
    if clause.limit.before == "opening":
        what = opening
    elif clause.notice_counts_to is None and "notice_counts_to" not in readings.settled:
        what = year_start(opening, convention)
    else:
        what = NOTICE_COUNTS_TO[readings.notice_counts_to](opening, convention)
    limit = limit_before(clause.limit, what)
    # Where the text leaves no doubt the day reached is in time.
    doubtful = clause.notice_limit is not None or "notice_limit" in readings.settled
    return limit - NOTICE_LIMIT[readings.notice_limit] if doubtful and clause.limit.months is not None else limit


def first_opening(request: dt.date, terms: Terms) -> dt.date:
    """
    Return the first day that a request of the day *request* is in time for: of a year, where its limit stands before one.
    """
    clause = terms.text.notice
    if clause is None or clause.limit.before == "opening":
        return _first_day(request, terms)
    years = (months_before(year_start(request, terms.convention), -MONTHS * ahead) for ahead in range(1, 4))
    return next(day for day in years if (limit := notice_limit(day, terms)) is None or request <= limit)


def _first_day(request: dt.date, terms: Terms) -> dt.date:
    clause = terms.text.notice
    if clause is None:
        return request
    day = months_before(request, -(clause.limit.months or 0)) if clause.limit.months else request
    while (limit := notice_limit(day, terms)) is not None and limit < request:
        day += DAY
    while day > request and (limit := notice_limit(day - DAY, terms)) is not None and limit >= request:
        day -= DAY
    return day


# ---- exit


@record
class Exit:
    """
    What becomes of a notice of exit.

    Attributes:
        notified: the day that decides whether the notice is in time.
        limit: the last day on which it is.
        earliest: the last day served, where the provider lets the member go.
        latest: the last day served, where it holds the member; the same where there is nothing to decide, or it has.
        may_be_held: whether the lateness of the notice could prolong the exit, whatever the provider decided.
        is_next: whether the lateness leads to the end of the next year, and nobody decides.
    """

    notified: dt.date
    limit: dt.date
    earliest: dt.date
    latest: dt.date
    may_be_held: bool
    is_next: bool = False

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

EXIT_SENDER: Mapping[str, Callable[[ExitFormClause], tuple[str, ...]]] = {
    "named": lambda form: form.sender,
    "named-or-doubtful": lambda form: (*form.sender, *form.sender_doubtful),
}
"""
Reading `exit_sender`: those whom the text names give notice, or those too of whom it leaves a doubt.
"""


def exit_limit(end: dt.date, terms: Terms) -> dt.date | None:
    """
    Return the last day on which an exit that takes effect on the day *end* is notified in time; None where the text sets none.
    """
    clause = terms.text.exit_notice
    if clause is None:
        return None
    if clause.limit.months is not None:
        return months_before(end, clause.limit.months)
    return limit_before(clause.limit, end)


def notified(notice: Termination, terms: Terms) -> dt.date | None:
    """
    Return the day that decides whether *notice* is in time; None where neither date is known.
    """
    return LETTER_DATE[terms.readings.letter_date](notice)


def exit_choices(
    day: dt.date, start: dt.date | None, end: dt.date | None, terms: Terms
) -> tuple[dt.date, dt.date, dt.date] | None:
    """
    Return what a notice given on *day* comes to: its limit, the last day served if in time, and if late.

    None after *end*, the convention's last day, and where the text has no clause on it. A start or an end that is not known
    cuts nothing.
    """
    clause = terms.text.exit_notice
    if clause is None or (end is not None and day > end):
        return None
    # A notice given before the start counts for the first year.
    from_ = max(day, start) if start else day
    first = end if clause.limit.before == "term-end" and end is not None else year_end(from_, terms.convention)
    limit = exit_limit(first, terms)
    if limit is None:
        return None
    second = months_before(first + DAY, -MONTHS) - DAY
    if end is not None:
        first, second = min(first, end), LATE_IN_LAST_YEAR[terms.readings.late_in_last_year](end, second)
    return limit, first, second


def defects_of(notice: Termination, terms: Terms) -> Mapping[str, bool | None]:
    """
    Return each element that the text asks of the form of *notice* and whether it is there; None where that is unknown.
    """
    form = terms.text.exit_form
    if form is None:
        return {}
    said: dict[str, bool | None] = {}
    if form.registered_letter:
        said["registered_letter"] = notice.registered_letter
    for key, allowed in (("sender", EXIT_SENDER[terms.readings.exit_sender](form)), ("addressee", form.addressee)):
        given = getattr(notice, key)
        if allowed:
            said[key] = None if given is None else is_among(given, allowed, terms.convention)
    return said


def is_among(role: str, allowed: tuple[str, ...], convention: Convention) -> bool:
    """
    Tell whether *role* is one of those *allowed*, by its code or by an older one.
    """
    return role in allowed or any(role in convention.roles[each].also for each in allowed if each in convention.roles)


def _proof(notice: Termination, terms: Terms) -> bool:  # noqa: ARG001  (the two values share a shape)
    return True


def _validity(notice: Termination, terms: Terms) -> bool:
    return False not in defects_of(notice, terms).values()


EXIT_FORM = {"proof": _proof, "validity": _validity}
"""
Reading `exit_form`: whether a notice counts, whatever its form, or unless it is out of form.
"""


def terms_of_notice(dossier: Dossier, terms: Terms) -> Terms:
    """
    Return the terms in force on the day that decides of the notice of exit.
    """
    notice = dossier.termination
    day = notified(notice, terms) if notice else None
    return terms.on(day) if day else terms


def notice_of(dossier: Dossier, terms: Terms) -> Termination | None:
    """
    Return the notice of exit that counts; None without one.
    """
    notice = dossier.termination
    return notice if notice is not None and EXIT_FORM[terms.readings.exit_form](notice, terms) else None


def end_at(day: dt.date, dossier: Dossier, terms: Terms) -> dt.date | None:
    """
    Return the last day of the term that a notice of the day *day* meets: past one that silence leaves unsettled, the next.
    """
    end = term_end(dossier, terms)
    if end is not None and day > end and not is_silence_settled(terms.readings) and terms.text.reaffirmation is not None:
        return term_end(dossier, terms.turned("mandate_silence", CONTINUES))
    return end


def exit_of(dossier: Dossier, terms: Terms) -> Exit | None:
    """
    Return what becomes of the notice of exit; None without a dated one, or after the convention's settled last day.

    Past a last day that silence leaves unsettled a notice ends what goes on: it is judged as if the convention continued. A
    late one that the text makes void is no exit.
    """
    notice = notice_of(dossier, terms)
    day = notified(notice, terms) if notice else None
    clause = terms.text.exit_notice
    if notice is None or day is None or clause is None:
        return None
    start, end = start_day(dossier, terms), end_at(day, dossier, terms)
    choices = exit_choices(day, start, end, terms)
    if choices is None:
        return None
    limit, first, second = choices
    if day > limit and clause.late == "void":
        return None
    if clause.late == "next-year":
        last = first if day <= limit else second
        return Exit(day, limit, last, last, may_be_held=False, is_next=first < last)
    may_be_held = day > limit and first < second
    if not may_be_held or notice.held is False:
        return Exit(day, limit, first, first, may_be_held)
    return Exit(day, limit, second if notice.held else first, second, may_be_held)
