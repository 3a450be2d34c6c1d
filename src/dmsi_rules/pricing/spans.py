"""
From which month to which each service is billed. What is unknown of a start or an end cuts nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import PlacedRequest
from dmsi_rules.pricing.periods import FIRST, LAST, first_day, month_of
from dmsi_rules.values.days import known

# ---- the first month


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

# ---- the day from which a report bills


def _on_opening(opened: dt.date, reported: dt.date | None) -> dt.date:  # noqa: ARG001  (the two values share a shape)
    return opened


def _on_report(opened: dt.date, reported: dt.date | None) -> dt.date:
    return max(opened, reported or opened)


BILLING_DAY: Mapping[str, Callable[[dt.date, dt.date | None], dt.date]] = {"opening": _on_opening, "report": _on_report}
"""
Reading `billing_day`: a service is billed from the day on which it opens, or from its report where that is later.
"""

# ---- the agreed day


def _network_only(case: Case) -> frozenset[str]:
    advance = case.terms.text.advance
    return frozenset([advance.service] if advance else ())


def _all(case: Case) -> frozenset[str]:
    return _network_only(case) | {line.service for each in case.requests for _, line in each.lines}


BILLING_FROM: Mapping[str, Callable[[Case], frozenset[str]]] = {"network-only": _network_only, "all": _all}
"""
Reading `billing_from`: the agreed date is the network's, or that of all that is asked.
"""


def _only_earlier(opened: dt.date, agreed: dt.date) -> dt.date:
    return min(opened, agreed)


def _always(opened: dt.date, agreed: dt.date) -> dt.date:  # noqa: ARG001  (the two values share a shape)
    return agreed


AGREED_DATE: Mapping[str, Callable[[dt.date, dt.date], dt.date]] = {"only-earlier": _only_earlier, "always": _always}
"""
Reading `agreed_date`: a date agreed later than the opening postpones nothing, or the network's billing.
"""


def _agreeing(case: Case, service: str) -> Iterator[tuple[PlacedRequest, dt.date]]:
    """
    Yield the requests that agreed a day from which *service* is billed.

    One whose lines name neither the service nor one that requires it agrees on nothing for it, unless it is open.
    """
    if case.terms.text.advance is None or service not in BILLING_FROM[case.terms.readings.billing_from](case):
        return
    graph = case.terms.graph
    for each in case.requests:
        day = each.agreed_day
        names = service in case.openings or any(
            graph.bit[service] & (graph.closure[line.service] | graph.bit[line.service]) for _, line in each.lines
        )
        if day and (each.request.lines is None or names):
            yield each, day


# ---- from which month to which


def undated(case: Case) -> Mapping[str, str]:
    """
    Return the priced services reported open on a day that is not given, with the JSON pointer of that day.
    """
    priced, base = case.terms.priced, case.terms.base
    return {service: path for service, path in case.undated.items() if service in priced and service != base}


class Span(NamedTuple):
    """
    From which month to which a service may be billed.

    Attributes:
        opened: the day of its report or, where that is earlier, the agreed one: units may be counted from its month on.
        left: the month in which it ends for certain; `left_latest` where it is held.
        first: the first month billed, of which only `part_month` is, where that is given.
        last: the last month billed; from `held_from` on, only if the provider holds the member.
        unsettled_from: the first month past a last day of which it is not settled whether the convention goes on.
        unsigned_from: the first month of a text that takes its place, and that the member has not signed.
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
    unsettled_from: int
    unsigned_from: int

    def undecided_in(self, month: int) -> tuple[str, ...]:
        """
        Return why it is undecided whether *month* is due: `held`, `mandate`, `successor`; nothing where it is.
        """
        causes = {
            "held": month >= self.held_from,
            "mandate": self.unsettled_from <= month < self.unsigned_from,
            "successor": month >= self.unsigned_from,
        }
        return tuple(cause for cause, holds in causes.items() if holds)


def spans(case: Case) -> tuple[Span, ...]:
    """
    Return the spans of each service that is reported open, or billed from an agreed day, in catalogue order.

    What is counted in days has no report: it is taken as it comes, for the whole life of the convention. The base
    membership costs nothing and has none. A request that was refused or withdrawn leaves a span of its own.
    """
    return case.once(_spans)


def _spans(case: Case) -> tuple[Span, ...]:
    found: list[Span] = []
    for code, service in case.terms.services.items():
        if code == case.terms.base:
            continue
        if service.kind == "quotation":
            day = first_day(month_of(case.start) if case.start else FIRST)
            found.append(span_from(case, code, day, is_continuous=False))
        else:
            found += _continuous(case, code)
    return tuple(found)


def _continuous(case: Case, service: str) -> list[Span]:
    """
    Return the span from the opening or the agreed day of a live request, and those in advance of dead ones before it.
    """
    report = case.openings.get(service)
    agreeing = list(_agreeing(case, service))
    live = [day for each, day in agreeing if each.is_live]
    opened, reported = (report[1].date, known(report[1].reported)) if report else (None, None)
    day = BILLING_DAY[case.terms.on(opened).readings.billing_day](opened, reported) if opened else None
    if day is not None and live:
        day = AGREED_DATE[case.terms.readings.agreed_date](day, min(live))
    elif day is None and live:
        day = min(live)
    found: list[Span] = []
    last = month_of(day) - 1 if day else LAST
    for each, agreed in agreeing:
        if each.is_live or (day is not None and agreed >= day):
            continue
        span = span_from(case, service, agreed)
        until = min(span.last, last, month_of(each.ended) if each.ended else LAST)
        first = max(span.first, found[-1].last + 1 if found else FIRST)
        if first <= until:
            found.append(span._replace(first=first, last=until, left=until, left_latest=until))
    return [*found, span_from(case, service, day)] if day is not None else found


def span_from(case: Case, service: str, day: dt.date, *, is_continuous: bool = True) -> Span:
    """
    Return the span of *service* from *day* on, cut by an exit and by a settled end of the convention.
    """
    report = case.openings.get(service)
    exits = case.exit_of(service, report[1].date if report else day)
    left, left_latest = (month_of(exits.earliest), month_of(exits.latest)) if exits else (LAST, LAST)
    end = month_of(case.settled_end) if case.settled_end else LAST
    # Nothing is billed before the convention starts.
    billed_from = max(day, case.start) if case.start else day
    first, part_month = OPENING_MONTH[case.terms.on(billed_from).readings.opening_month](billed_from)
    last = min(end, left_latest)
    return Span(
        service,
        is_continuous,
        day,
        min(left, end),
        last,
        first,
        part_month,
        last,
        min(last, left) + 1,
        month_of(case.unsettled_after) + 1 if case.unsettled_after else LAST + 1,
        month_of(case.unsigned_from) if case.unsigned_from else LAST + 1,
    )


RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "held": ("exit.notice",),
    "mandate": ("term.length", "term.reaffirmation"),
    "snapshot": ("billing.snapshots",),
    "network": ("tariff.network",),
}
"""
The clauses on which it rests that a month is undecided, provisional, or has a row that nobody asked for.
"""


def sources_of(case: Case, reasons: Iterable[str]) -> dict[str, str]:
    """
    Return the places of the text for those of *reasons* that rest on clauses of it.
    """
    found = {reason: case.bound.source_of(*RESTS_ON[reason]) for reason in reasons if reason in RESTS_ON}
    return {reason: source for reason, source in found.items() if source}
