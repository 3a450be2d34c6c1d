"""
Days and calendar months. A span of days includes both its first and its last day.

Months are calendar months; nothing is extended for week-ends or holidays.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

MONTHS = 12
DAY = dt.timedelta(days=1)


class DayOfYear(NamedTuple):
    """
    A day of every year.
    """

    month: int
    day: int

    def isoformat(self) -> str:
        """
        Return the day as documents write it.
        """
        return f"{self.month:02}-{self.day:02}"


def known(day: dt.date | Literal[False] | None) -> dt.date | None:
    """
    Return *day*, or None where it is absent or said not to be.
    """
    return day if isinstance(day, dt.date) else None


def given_day(as_of: dt.date) -> dt.date:
    """
    Return the given day, if it is one.

    Raises:
        TypeError: it is text, has a time, or is anything else.
    """
    if type(as_of) is dt.date:
        return as_of
    if isinstance(as_of, dt.datetime):
        msg = f"as_of is a day, a datetime.date without a time, not {type(as_of).__name__}"
        raise TypeError(msg)
    if not isinstance(as_of, dt.date):
        msg = f"as_of is a day, a datetime.date, not {type(as_of).__name__}"
        raise TypeError(msg)
    return as_of


def months_before(day: dt.date, months: int) -> dt.date:
    """
    Return the day *months* calendar months before *day*, clipped to the month's last day.
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    following = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (following - DAY).day))


def full_years(start: dt.date, before: dt.date) -> range:
    """
    Return the calendar years that lie wholly from *start* on and are over on the day *before*.
    """
    return range(start.year + (start > dt.date(start.year, 1, 1)), before.year)
