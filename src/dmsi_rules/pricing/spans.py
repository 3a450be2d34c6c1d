"""
From which month to which each service is billed. What is not known of a start or an end cuts nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from dmsi_rules.case.dossier import Case
from dmsi_rules.pricing.periods import FIRST, LAST, first_day, month_of

# ---- the first month (Art. 10.1.4)


class PartMonth(NamedTuple):
    """
    The days of its first month for which a service is billed, of those that the month has.
    """

    days: int
    of: int


def _full(day: dt.date) -> tuple[int, PartMonth | None]:
    return month_of(day), None


def _next(day: dt.date) -> tuple[int, PartMonth | None]:
    return month_of(day) + (day.day > 1), None


def _daily(day: dt.date) -> tuple[int, PartMonth | None]:
    month = month_of(day)
    length = (first_day(month + 1) - first_day(month)).days
    return month, PartMonth(length - day.day + 1, length) if day.day > 1 else None


OPENING_MONTH: Mapping[str, Callable[[dt.date], tuple[int, PartMonth | None]]] = {"full": _full, "next": _next, "daily": _daily}
"""
Reading `opening_month`: the month in which a service opens is due in full, not at all, or by days.
"""


# ---- billed before the report (Annexe 7)


def _network_only(case: Case) -> frozenset[str]:
    network = case.terms.network
    return frozenset([network] if network else ())


def _all(case: Case) -> frozenset[str]:
    return _network_only(case) | {line.service for _, line in case.lines}


BILLING_FROM: Mapping[str, Callable[[Case], frozenset[str]]] = {"network-only": _network_only, "all": _all}
"""
Reading `billing_from`: the date agreed at the foot of Annexe 7 is the network's, or that of all that is asked.
"""


def _agreed_day(case: Case, service: str) -> dt.date | None:
    """
    Return the day agreed for billing *service*; a request whose lines lack a service that is not open agrees on nothing for it.
    """
    if service not in BILLING_FROM[case.terms.readings.billing_from](case):
        return None
    days = [
        each.agreed_day
        for each in case.requests
        if each.agreed_day and (each.request.lines is None or service in case.openings or each.names(service))
    ]
    return min(days, default=None)


# ---- from which month to which


class Span(NamedTuple):
    """
    From which month to which a service may be billed.

    Attributes:
        opened: the day of its report or, where that is earlier, the agreed one: units may be counted from its month on.
        left: the month in which the exit ends it; `left_latest` where the CALL holds the commune.
        first: the first month billed, of which only `part_month` is, where that is given.
        last: the last month billed; from `held_from` on, only if the CALL holds the commune.
    """

    service: str
    is_continuous: bool
    opened: dt.date
    left: int
    left_latest: int
    first: int
    part_month: PartMonth | None
    last: int
    held_from: int


def spans(case: Case) -> Mapping[str, Span]:
    """
    Return the span of each service that is reported open, or billed from an agreed day, in catalogue order.

    What is counted in days has no report: it is taken as it comes, for the whole life of the convention. The base
    membership costs nothing and has none.
    """
    return case.once(_spans)


def _spans(case: Case) -> Mapping[str, Span]:
    found: dict[str, Span] = {}
    for code, service in case.terms.services.items():
        if code == case.terms.base:
            continue
        if service.kind == "quotation":
            found[code] = _span(case, code, first_day(month_of(case.start) if case.start else FIRST), is_continuous=False)
            continue
        report = case.openings.get(code)
        days = [day for day in (report[1].date if report else None, _agreed_day(case, code)) if day]
        if days:
            found[code] = _span(case, code, min(days), is_continuous=True)
    return found


def _span(case: Case, service: str, day: dt.date, *, is_continuous: bool) -> Span:
    report = case.openings.get(service)
    exits = case.exit_of(service, report[1].date if report else day)
    left, left_latest = (month_of(exits.earliest), month_of(exits.latest)) if exits else (LAST, LAST)
    end = month_of(case.last_day) if case.last_day else LAST
    # Nothing is billed before the convention starts (Art. 11).
    first, part_month = OPENING_MONTH[case.terms.readings.opening_month](max(day, case.start) if case.start else day)
    last = min(end, left_latest)
    return Span(service, is_continuous, day, left, left_latest, first, part_month, last, min(last, left) + 1)
