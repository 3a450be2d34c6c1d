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
from dmsi_rules.values.days import known

MANDATE = 6

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
