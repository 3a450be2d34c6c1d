"""
How long the convention lasts (Art. 11): from which day, over which mandates, up to which day. Dates in, dates out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import DAY, known, months_before
from dmsi_rules.values.record import record

MANDATE = 6
ANNIVERSARY = "signature-anniversary"

# ---- start (Art. 11)


def _next_year(last: dt.date) -> dt.date:
    return dt.date(last.year + 1, 1, 1)


def _signature(last: dt.date) -> dt.date:
    return last


START = {"next-year": _next_year, "signature": _signature, "signature-anniversary": _signature}


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


LAPSES, CONTINUES = "lapses", "continues"
SILENT_RUNS = {LAPSES: 0, CONTINUES: 1}
"""
Reading `mandate_silence`: how many mandates follow as if reaffirmed where nothing is said.
"""


def window(renewal: int, convention: Convention) -> tuple[dt.date, dt.date]:
    """
    Return the first and the last day on which the adhesion is reaffirmed after the renewal of the year *renewal*.
    """
    first = next((day for day in convention.mandates.first_days if day.year == renewal), dt.date(renewal, 1, 1))
    return first, dt.date(renewal, 12, 31)


def counting(dossier: Dossier) -> tuple[dt.date, ...]:
    """
    Return the days of the reaffirmations that may count: none is made before the commune has signed.
    """
    signed = known(dossier.signatures.commune) if dossier.signatures else None
    return tuple(each.date for each in dossier.reaffirmations or () if signed is None or each.date >= signed)


@record
class Run:
    """
    The mandates over which the convention runs.

    Attributes:
        renewals: the renewal years with which they end; the last one ends the term. None stands last where it is unknown.
        counted: the reaffirmations that count, one a mandate.
    """

    renewals: tuple[int | None, ...]
    counted: tuple[dt.date, ...] = ()


def mandates_run(start: dt.date, reaffirmed: Iterable[dt.date], convention: Convention, silent: int = 0) -> Run:
    """
    Return the mandates over which a convention runs that starts on the day *start*.

    A reaffirmation from the first day of a renewal to the end of its year adds the next mandate's run; so does silence, as
    often as *silent* says.
    """
    renewals = convention.mandates.renewals
    if not renewals or start.year <= renewals[0] - MANDATE:
        return Run((None,))
    days = sorted(reaffirmed)
    run: list[int] = []
    counted: list[dt.date] = []
    for renewal in renewals:
        if renewal < start.year:
            continue
        run.append(renewal)
        day = _within(days, window(renewal, convention)) if days else None
        if day is not None:
            counted.append(day)
        elif silent:
            silent -= 1
        else:
            return Run(tuple(run), tuple(counted))
    return Run((*run, None), tuple(counted))


def _within(days: Iterable[dt.date], span: tuple[dt.date, dt.date]) -> dt.date | None:
    return next((day for day in days if span[0] <= day <= span[1]), None)


def run_of(dossier: Dossier, convention: Convention, readings: Readings) -> Run | None:
    """
    Return the mandates over which *dossier*'s convention runs; None while its start is unknown.
    """
    start = start_day(dossier, readings)
    if start is None:
        return None
    return mandates_run(start, counting(dossier), convention, SILENT_RUNS[readings.mandate_silence])


def term_end(dossier: Dossier, convention: Convention, readings: Readings) -> dt.date | None:
    """
    Return the last day of *dossier*'s convention, tacit renewals included; None while its start or the mandates are unknown.
    """
    return last_day(start_day(dossier, readings), run_of(dossier, convention, readings), readings)


def last_day(start: dt.date | None, run: Run | None, readings: Readings) -> dt.date | None:
    """
    Return the last day of a convention that starts on the day *start* and goes over *run*; None while either is unknown.
    """
    renewal = run.renewals[-1] if run else None
    return None if start is None or renewal is None else TERM_END[readings.term_end](renewal, start)


def is_silence_settled(readings: Readings) -> bool:
    """
    Tell whether the caller has said what silence at the end of a mandate means.
    """
    return "mandate_silence" in readings.settled


def may_end_from(dossier: Dossier, convention: Convention, readings: Readings) -> int | None:
    """
    Return the first year with which the term may end for all that is known; None where the start is unknown, or the end is not.
    """
    start, run = start_day(dossier, readings), run_of(dossier, convention, readings)
    if start is None or run is None or run.renewals[-1] is not None:
        return None
    *_, before = (None, *run.renewals[:-1])
    return before + 1 if before else start.year


# ---- periods (Art. 11)


@record
class Period:
    """
    One run of the convention, renewed tacitly into the next.
    """

    start: dt.date
    end: dt.date


def periods(start: dt.date, end: dt.date, readings: Readings) -> tuple[Period, ...]:
    """
    Return the periods from *start* to *end*: calendar years, the first one from the start on; or years from the signature.
    """
    if readings.start == ANNIVERSARY:
        firsts = [_anniversary(start, year) for year in range(start.year, end.year + 1)]
    else:
        firsts = [start, *(dt.date(year, 1, 1) for year in range(start.year + 1, end.year + 1))]
    firsts = [day for day in firsts if day <= end]
    return tuple(Period(first, after - DAY) for first, after in pairwise((*firsts, end + DAY)))


def _anniversary(start: dt.date, year: int) -> dt.date:
    return months_before(start, -12 * (year - start.year))
