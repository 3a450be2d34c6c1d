"""
Months and the periods that are billed: a calendar year or half of one.

A month is counted as twelve times its year plus its rank in it, so that months compare and add up.
"""

from __future__ import annotations

import datetime as dt
import re
from numbers import Integral
from typing import NamedTuple

from dmsi_rules.errors import WrongPeriodError
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS

FIRST, LAST = 2000 * MONTHS, 2200 * MONTHS - 1
"""
The first and last month that a document can name.
"""

_PERIOD = r"(2[01][0-9]{2})(?:-H([12]))?"


class BillingPeriod(NamedTuple):
    """
    A calendar year or half of one: its name, its first and last month.
    """

    name: str
    first: int
    last: int


def period_of(text: str) -> BillingPeriod | None:
    """
    Return the calendar year (`2026`) or half-year (`2026-H1`) that *text* names; None where it names neither.
    """
    found = re.fullmatch(_PERIOD, text, re.ASCII)
    if found is None:
        return None
    first, half = int(found[1]) * MONTHS, MONTHS // 2
    if found[2] is None:
        return BillingPeriod(text, first, first + MONTHS - 1)
    first += half * (int(found[2]) - 1)
    return BillingPeriod(text, first, first + half - 1)


def wanted_period(given: object) -> BillingPeriod:
    """
    Return the period that is *given*: a year as a number, or its name, or that of half of one.

    Raises:
        WrongPeriodError: it names none.
    """
    is_year = isinstance(given, Integral) and not isinstance(given, bool)
    found = period_of(str(given)) if is_year or isinstance(given, str) else None
    if found is None:
        message = N_("`{given}` is not a period; a period is a year such as 2026 or half of one, 2026-H1 or 2026-H2")
        raise WrongPeriodError(message, {"given": str(given)})
    return found


def month_of(day: dt.date) -> int:
    """
    Return the month of *day*.
    """
    return day.year * MONTHS + day.month - 1


def first_day(month: int) -> dt.date:
    """
    Return the first day of *month*.
    """
    return dt.date(month // MONTHS, month % MONTHS + 1, 1)


def month_name(month: int) -> str:
    """
    Return *month* as documents write it, `2026-01`.
    """
    return f"{month // MONTHS}-{month % MONTHS + 1:02}"


def month_named(name: str) -> int:
    """
    Return the month that a document writes as *name*.
    """
    return int(name[:4]) * MONTHS + int(name[5:]) - 1
