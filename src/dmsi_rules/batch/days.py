"""
The rules of days that look at a request alone, by tables made of the text: one entry a day instead of one computation a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dmsi_rules.batch._arrays import Values
from dmsi_rules.batch.block import Block, Days
from dmsi_rules.batch.columns import DATE, SIGNED
from dmsi_rules.batch.masks import any_of, has_any, packed
from dmsi_rules.batch.rules import EPOCH
from dmsi_rules.batch.verdicts import Verdicts, tried
from dmsi_rules.case.deadlines import notice_limit
from dmsi_rules.case.duration import START
from dmsi_rules.convention.terms import Terms
from dmsi_rules.rulebook import Rule

Years: TypeAlias = tuple[int, int]
"""
The first and the last of some years.
"""
Table: TypeAlias = Callable[[Terms, Years, Years], Days]
"""
For each day of some years, the first opening that it allows; of openings that lie in other years.
"""
EVER = 1
"""
A day before every other: an opening is never too early for it.
"""

# ---- one day after the other


@lru_cache(maxsize=4096)
def _limits(terms: Terms, year: int) -> Days:
    """
    Return the last day in time for an opening on each day of *year*.
    """
    limits = [notice_limit(each, terms) for each in _days(year)]
    return np.array([EVER if each is None else _number(each) for each in limits], np.int32)


@lru_cache(maxsize=4096)
def _starts(terms: Terms, year: int) -> Days:
    """
    Return the day on which a convention starts that was signed last on each day of *year*.
    """
    start = START[terms.readings.start]
    return np.array([_number(start(each, terms.convention)) for each in _days(year)], np.int32)


def _days(year: int) -> Iterable[dt.date]:
    first = dt.date(year, 1, 1).toordinal()
    return (dt.date.fromordinal(each) for each in range(first, dt.date(year + 1, 1, 1).toordinal()))


def _number(day: dt.date) -> int:
    return day.toordinal() - EPOCH


def _numbers(years: Years) -> Days:
    first, last = years
    return np.arange(_number(dt.date(first, 1, 1)), _number(dt.date(last + 1, 1, 1)), dtype=np.int32)


# ---- tables


@lru_cache(maxsize=256)
def first_in_time(terms: Terms, dates: Years, openings: Years) -> Days:
    """
    Return, for a request of each day of the years *dates*, the first opening that it is in time for.

    The later an opening the later its limit: the first one whose limit is not before the request.
    """
    limits = np.concatenate([_limits(terms, year) for year in range(openings[0], openings[1] + 1)])
    first = _number(dt.date(openings[0], 1, 1))
    return (first + np.searchsorted(limits, _numbers(dates))).astype(np.int32)


@lru_cache(maxsize=256)
def starts(terms: Terms, signed: Years, _: Years) -> Days:
    """
    Return, for each day of the years *signed*, when a convention starts that was signed last on it.
    """
    return np.concatenate([_starts(terms, year) for year in range(signed[0], signed[1] + 1)])


@lru_cache(maxsize=256)
def over_time(table: Table, rule: Rule, terms: Terms, days: Years, openings: Years) -> tuple[Days, tuple[Days, ...]]:
    """
    Return *table* for the years *days*, each day by the text then in force, and the same under each other reading.

    A day on which *rule* does not run allows everything; other readings that allow no less are left out.
    """
    numbers = _numbers(days)
    found = np.full(len(numbers), EVER, np.int32)
    others: dict[str, Days] = {}
    for each in terms.all_spans:
        if not rule.runs_in(each.text):
            continue
        inside = _in_span(numbers, each)
        own = table(each, days, openings)
        found[inside] = own[inside]
        for switch in tried(rule, each):
            for label, other in each.others(switch):
                others.setdefault(label, np.full(len(numbers), EVER, np.int32))[inside] = table(other, days, openings)[inside]
    return found, tuple(other for other in others.values() if (other > found).any())


def _in_span(numbers: Days, terms: Terms) -> npt.NDArray[np.bool_]:
    """
    Return which of the days *numbers* lie in the span of *terms*, and not before every text at hand.
    """
    timeline, span = terms.timeline, terms.span
    first = timeline.spans[span].first if span else None
    after = timeline.spans[span + 1].first if span + 1 < len(timeline.spans) else None
    inside = np.ones(len(numbers), np.bool_)
    for since in (first, timeline.unknown_before):
        inside &= numbers >= _number(since) if since else True
    return inside & (numbers < _number(after)) if after else inside


# ---- rules


def request_too_late(rule: Rule, block: Block, terms: Terms) -> Verdicts:
    """
    Tell in which rows an opening is wished for that the request is too late for.
    """
    return _too_early(rule, block, terms, block.day(DATE), first_in_time)


def opens_before_convention(rule: Rule, block: Block, terms: Terms) -> Verdicts:
    """
    Tell in which rows an opening is wished for before the convention starts.
    """
    return _too_early(rule, block, terms, block.day(SIGNED), starts)


def _too_early(rule: Rule, block: Block, terms: Terms, day: Values, table: Table) -> Verdicts:
    """
    Tell in which rows the first opening is before the one that *day* allows by *table*.
    """
    running = [each for each in terms.all_spans if rule.runs_in(each.text)]
    there, unknown, oldest = block.has_dated & day.known, block.none, terms.timeline.unknown_before
    if any(each.span <= terms.span for each in running):
        unknown = block.has_dated & ~day.known
    if not running or not has_any(there, block.rows):
        return Verdicts(block.none, unknown, block.none)
    if oldest is not None:
        unknown = unknown | (there & packed(day.array < _number(oldest)))
    days, place = _span_of(day)
    allowed, others = over_time(table, rule, terms, days, _years_of_openings(block))
    eves = (allowed - 1).view(np.uint32)
    violated = there & packed(block.eve_of_first < eves.take(place))
    return Verdicts(violated, unknown, _broken(block, there, place, allowed, others))


def _span_of(day: Values) -> tuple[Years, npt.NDArray[np.intp]]:
    """
    Return the years in which a day lies, and where each stands in a table of them; one that is not known, at their first day.
    """
    least = int((day.array.view(np.uint32) - np.uint32(1)).min()) + 1
    years = (_year(least), _year(day.greatest))
    first = _number(dt.date(years[0], 1, 1))
    return years, np.maximum(day.array - np.int32(first), 0).astype(np.intp)


def _years_of_openings(block: Block) -> Years:
    eves = block.eve_of_first
    return _year(int(eves.min()) + 1), _year(block.latest_opening)


def _year(number: int) -> int:
    return dt.date.fromordinal(number + EPOCH).year


def _broken(block: Block, there: Any, place: npt.NDArray[np.intp], allowed: Days, others: tuple[Days, ...]) -> Any:
    """
    Return the rows with an opening that is allowed, and would not be under another reading.
    """
    if not others:
        return block.none
    reading = np.maximum.reduce(others).take(place)
    adopted = allowed.take(place)
    found = [each.known & packed((each.array >= adopted) & (each.array < reading)) for each in block.openings.values()]
    return there & any_of(found, block.rows)


BY_DAYS: Mapping[str, Callable[[Rule, Block, Terms], Verdicts]] = {
    "DLN001": request_too_late,
    "DLN002": opens_before_convention,
}
"""
The rules of days, by their code.
"""
