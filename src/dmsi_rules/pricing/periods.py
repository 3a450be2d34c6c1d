"""
Months and the periods that are billed: an accounting year or a part of one.

A month is counted as twelve times its year plus its rank in it, so that months compare and add up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from numbers import Integral

from dmsi_rules.convention.terms import Terms
from dmsi_rules.errors import WrongPeriodError
from dmsi_rules.model.convention import Convention
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS
from dmsi_rules.values.record import record

FIRST, LAST = 2000 * MONTHS, 2200 * MONTHS - 1
"""
The first and last month that a document can name.
"""

_YEAR = r"(2[01][0-9]{2})(?:-(2[01][0-9]{2}))?(?:-(?:H([12])|Q([1-4])))?"
_MONTH = r"(2[01][0-9]{2})-(0[1-9]|1[0-2])"
EVERY: tuple[str, ...] = ("year", "half", "quarter", "month")


@record
class BillingPeriod:
    """
    An accounting year or a part of one: its name, its first and last month.
    """

    name: str
    first: int
    last: int


def period_of(text: str, terms: Terms, *, also: Collection[str] = ()) -> BillingPeriod | None:
    """
    Return the period that *text* names, of those that are billed, or of a kind in *also*; None where it names none.

    Years are called `2026`, with `2026-H1` and `2026-Q1` as their parts; where they do not start in January, `2026-2027`.
    """
    starts = terms.convention.year.starts[0]
    allowed = {*allowed_in(terms), *also}
    if "month" in allowed and (named := re.fullmatch(_MONTH, text, re.ASCII)):
        month = int(named[1]) * MONTHS + int(named[2]) - 1
        return BillingPeriod(text, month, month)
    found = re.fullmatch(_YEAR, text, re.ASCII)
    if found is None or (found[2] is None) != (starts == 1) or (found[2] and int(found[2]) != int(found[1]) + 1):
        return None
    first = int(found[1]) * MONTHS + starts - 1
    kind, part = ("half", found[3]) if found[3] else ("quarter", found[4]) if found[4] else ("year", "1")
    if kind not in allowed:
        return None
    length = {"year": MONTHS, "half": MONTHS // 2, "quarter": MONTHS // 4}[kind]
    first += length * (int(part) - 1)
    return BillingPeriod(text, first, first + length - 1)


def allowed_in(terms: Terms) -> tuple[str, ...]:
    """
    Return the kinds of period that are billed; every kind where the text does not say.
    """
    clause = terms.text.periods
    return clause.allowed if clause else EVERY


def samples(terms: Terms, year: int = 2026) -> tuple[str, ...]:
    """
    Return how the periods are called that are billed, one of each kind.
    """
    name = str(year) if terms.convention.year.starts[0] == 1 else f"{year}-{year + 1}"
    named = {
        "year": name,
        "half": f"{name}-H1",
        "quarter": f"{name}-Q1",
        "month": f"{year}-{terms.convention.year.starts[0]:02}",
    }
    return tuple(named[kind] for kind in EVERY if kind in allowed_in(terms))


def wanted_period(given: object, terms: Terms, *, also: Collection[str] = ()) -> BillingPeriod:
    """
    Return the period that is *given*: a year as a number, or its name, or that of a part of one; of a kind in *also* too.

    Raises:
        WrongPeriodError: it names none.
    """
    is_year = isinstance(given, Integral) and not isinstance(given, bool)
    found = period_of(str(given), terms, also=also) if is_year or isinstance(given, str) else None
    if found is None:
        message = N_("`{given}` is not a period; periods are called {known}")
        named = re.match(_YEAR, str(given), re.ASCII)
        known = samples(terms, int(named[1])) if named else samples(terms)
        raise WrongPeriodError(message, {"given": str(given), "known": known})
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


def position_of(month: int, convention: Convention) -> int:
    """
    Return the place of *month* in its accounting year, from 1 to 12.
    """
    return (month - (convention.year.starts[0] - 1)) % MONTHS + 1
