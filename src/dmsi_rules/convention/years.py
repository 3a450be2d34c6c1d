"""
The accounting year of a convention: where it starts, what it is called, the periods that it divides into.
"""

from __future__ import annotations

import datetime as dt

from dmsi_rules.model.convention import Convention
from dmsi_rules.values.days import DAY, MONTHS, months_before


def year_start(day: dt.date, convention: Convention) -> dt.date:
    """
    Return the first day of the accounting year that *day* lies in.
    """
    month, first = convention.year.starts
    start = dt.date(day.year, month, first)
    if start <= day:
        return start
    return dt.date(day.year - 1, month, first) if day.year > dt.MINYEAR else dt.date.min


def year_end(day: dt.date, convention: Convention) -> dt.date:
    """
    Return the last day of the accounting year that *day* lies in.
    """
    start = year_start(day, convention)
    return months_before(start, -MONTHS) - DAY if start.year < dt.MAXYEAR else dt.date.max


def start_of(year: int, convention: Convention) -> dt.date:
    """
    Return the first day of the accounting year that starts in the calendar year *year*.
    """
    month, first = convention.year.starts
    return dt.date(year, month, first)


def is_calendar_year(convention: Convention) -> bool:
    """
    Tell whether accounting years are calendar years.
    """
    return convention.year.starts == (1, 1)


def year_name(day: dt.date, convention: Convention) -> str:
    """
    Return what the accounting year is called that *day* lies in: `2026`, or `2026-2027` where it does not start in January.
    """
    start = year_start(day, convention)
    return str(start.year) if is_calendar_year(convention) else f"{start.year}-{start.year + 1}"
