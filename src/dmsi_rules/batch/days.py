"""
The rules of days that look at a request alone, by tables made of the text: one entry a day instead of one computation a row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dmsi_rules.batch._arrays import Values, day_of, number_of
from dmsi_rules.batch._traced import taken
from dmsi_rules.batch.block import Block, Days
from dmsi_rules.batch.columns import DATE, SIGNED
from dmsi_rules.batch.masks import Mask, any_of, has_any, packed
from dmsi_rules.batch.verdicts import Verdicts, others_of, running
from dmsi_rules.case.deadlines import notice_limit
from dmsi_rules.case.dossier import Case, case_of
from dmsi_rules.case.duration import START
from dmsi_rules.case.parties import party_code
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.structure import structure
from dmsi_rules.model.convention import MEMBER, PROVIDER
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.rulebook import Rule
from dmsi_rules.values.record import record

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

NEVER_AGAIN = np.int32(2**31 - 1)
"""
A day after every other.
"""

# ---- one day after the other


@lru_cache(maxsize=4096)
def _limits(terms: Terms, year: int) -> Days:
    """
    Return the last day in time for an opening on each day of *year*.
    """
    limits = [notice_limit(each, terms) for each in _days(year)]
    return np.array([EVER if each is None else number_of(each) for each in limits], np.int32)


@lru_cache(maxsize=4096)
def _starts(terms: Terms, year: int) -> Days:
    """
    Return the day on which a convention starts that was signed last on each day of *year*.
    """
    start = START[terms.readings.start]
    return np.array([number_of(start(each, terms.convention)) for each in _days(year)], np.int32)


@lru_cache(maxsize=4096)
def _unsigned(terms: Terms, year: int) -> Days:
    """
    Return the first day of a text not signed, of a convention that was signed last on each day of *year*; `EVER`: of none.
    """
    codes = [party_code(party, terms) for party in (MEMBER, PROVIDER)]
    firsts = [_signed(dict.fromkeys(codes, each), terms, each).unsigned_from for each in _days(year)]
    return np.array([EVER if each is None else number_of(each) for each in firsts], np.int32)


def _signed(signatures: Mapping[str, dt.date], terms: Terms, as_of: dt.date) -> Case:
    """
    Return the case of a dossier that has *signatures* and nothing else.
    """
    return case_of(structure({"signatures": signatures}, Dossier), terms, as_of)


def _days(year: int) -> Iterable[dt.date]:
    first = dt.date(year, 1, 1).toordinal()
    return (dt.date.fromordinal(each) for each in range(first, dt.date(year + 1, 1, 1).toordinal()))


def _numbers(years: Years) -> Days:
    first, last = years
    return np.arange(number_of(dt.date(first, 1, 1)), number_of(dt.date(last + 1, 1, 1)), dtype=np.int32)


# ---- tables


@lru_cache(maxsize=256)
def first_in_time(terms: Terms, dates: Years, openings: Years) -> Days:
    """
    Return, for a request of each day of the years *dates*, the first opening that it is in time for.

    The later an opening the later its limit: the first one whose limit is not before the request.
    """
    limits = np.concatenate([_limits(terms, year) for year in range(openings[0], openings[1] + 1)])
    first = number_of(dt.date(openings[0], 1, 1))
    return (first + np.searchsorted(limits, _numbers(dates))).astype(np.int32)


@lru_cache(maxsize=256)
def starts(terms: Terms, signed: Years, _: Years) -> Days:
    """
    Return, for each day of the years *signed*, when a convention starts that was signed last on it.
    """
    return np.concatenate([_starts(terms, year) for year in range(signed[0], signed[1] + 1)])


@lru_cache(maxsize=256)
def unsigned(terms: Terms, signed: Years, _: Years) -> Days:
    """
    Return, for each day of the years *signed*, the first day of a text that whoever signed last on it is not bound by.
    """
    return np.concatenate([_unsigned(terms, year) for year in range(signed[0], signed[1] + 1)])


@lru_cache(maxsize=256)
def over_time(table: Table, rule: Rule, terms: Terms, days: Years, openings: Years) -> tuple[Days, tuple[Days, ...]]:
    """
    Return *table* for the years *days*, each day by the text then in force, and the same under each other reading.

    A day on which *rule* does not run allows everything; other readings that allow no less are left out.
    """
    numbers = _numbers(days)
    found = np.full(len(numbers), EVER, np.int32)
    others: dict[str, Days] = {}
    for each in running(rule, terms):
        inside = _in_span(numbers, each)
        own = table(each, days, openings)
        found[inside] = own[inside]
        for label, other in others_of(rule, each):
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
        inside &= numbers >= number_of(since) if since else True
    return inside & (numbers < number_of(after)) if after else inside


# ---- rules


def request_too_late(rule: Rule, block: Block, terms: Terms) -> Verdicts:
    """
    Tell in which rows an opening is wished for that the request is too late for.
    """
    return _Early(rule, block, terms, block.day(DATE), first_in_time).verdicts()


def opens_before_convention(rule: Rule, block: Block, terms: Terms) -> Verdicts:
    """
    Tell in which rows an opening is wished for before the convention starts, or once a text is in force that is not signed.
    """
    signed = block.day(SIGNED)
    if len(terms.timeline.conventions) == 1:
        return _Early(rule, block, terms, signed, starts).verdicts()
    return _Early(rule, block, terms, signed, starts, unsigned).verdicts() | _without_text(rule, block, terms, signed)


def _without_text(rule: Rule, block: Block, terms: Terms, signed: Values) -> Verdicts:
    """
    Tell in which rows the text in force on the given day is not signed, whatever is wished for.
    """
    spans, today, oldest = running(rule, terms), number_of(block.as_of), terms.timeline.unknown_before
    is_unbound = any(each.span <= terms.span and _signed({}, each, block.as_of).is_unbound for each in spans)
    unknown = ~signed.known if is_unbound else block.none
    if not has_any(signed.known, block.rows):
        return Verdicts(block.none, unknown, block.none)
    days, place = _span_of(signed)
    allowed, _ = over_time(starts, rule, terms, days, days)
    bound, _ = over_time(unsigned, rule, terms, days, days)
    there, is_early = _is_reached(bound, today), allowed > today
    violated, is_known = there & is_early, there & ~is_early
    if oldest is not None:
        lost = np.logical_or.reduce([_is_reached(unsigned(each, days, days), today) for each in spans])
        is_known = is_known | (lost & (_numbers(days) < number_of(oldest)))
    found = [signed.known & packed(taken(each, place)) for each in (violated, is_known)]
    return Verdicts(found[0], unknown | found[1], block.none)


def _is_reached(days: Days, today: int) -> npt.NDArray[np.bool_]:
    """
    Tell which of *days* are days, and not later than *today*.
    """
    found: npt.NDArray[np.bool_] = (days != EVER) & (days <= today)
    return found


@record(eq=False)
class _Early:
    """
    Openings that are wished for too early by what a day allows.

    Attributes:
        day: the day that decides.
        table: the first opening that it allows.
        bound: the first opening of which it is unknown whether it allows it; None: there is none.
    """

    rule: Rule
    block: Block
    terms: Terms
    day: Values
    table: Table
    bound: Table | None = None

    def verdicts(self) -> Verdicts:
        """
        Return the rows with such an opening.
        """
        block, day, terms = self.block, self.day, self.terms
        spans = running(self.rule, terms)
        there, unknown, oldest = block.has_dated & day.known, block.none, terms.timeline.unknown_before
        if any(each.span <= terms.span for each in spans):
            unknown = block.has_dated & ~day.known
        if not spans or not has_any(there, block.rows):
            return Verdicts(block.none, unknown, block.none)
        if oldest is not None:
            unknown = unknown | (there & packed(day.array < number_of(oldest)))
        days, place = _span_of(day)
        openings = _years_of_openings(block)
        allowed, others = over_time(self.table, self.rule, terms, days, openings)
        violated = there & packed(block.eve_of_first < taken((allowed - 1).view(np.uint32), place))
        if self.bound is None:
            return Verdicts(violated, unknown, self._broken(there, place, allowed, others, None))
        bound, _ = over_time(self.bound, self.rule, terms, days, openings)
        doubtful = np.where(bound == EVER, NEVER_AGAIN, np.maximum(bound, allowed))
        unknown = unknown | (there & packed(block.last_opening >= taken(doubtful, place)))
        return Verdicts(violated, unknown, self._broken(there, place, allowed, others, doubtful))

    def _broken(
        self, there: Mask, place: npt.NDArray[np.intp], allowed: Days, others: tuple[Days, ...], doubtful: Days | None
    ) -> Mask:
        """
        Return the rows with an opening that is allowed, and would not be under another reading.
        """
        block = self.block
        if not others:
            return block.none
        reading = np.maximum.reduce(others)
        until = taken(reading if doubtful is None else np.minimum(reading, doubtful), place)
        adopted = taken(allowed, place)
        found = (each.known & packed((each.array >= adopted) & (each.array < until)) for each in block.openings.values())
        return there & any_of(found, block.none)


def _span_of(day: Values) -> tuple[Years, npt.NDArray[np.intp]]:
    """
    Return the years in which a day lies, and where each stands in a table of them; one that is not known, at their first day.
    """
    years = (day_of(day.least).year, day_of(day.greatest).year)
    first = number_of(dt.date(years[0], 1, 1))
    return years, np.maximum(day.array - np.int32(first), 0).astype(np.intp)


def _years_of_openings(block: Block) -> Years:
    return day_of(block.earliest_opening).year, day_of(block.latest_opening).year


BY_DAYS: Mapping[str, Callable[[Rule, Block, Terms], Verdicts]] = {
    "DLN001": request_too_late,
    "DLN002": opens_before_convention,
}
"""
The rules of days, by their code.
"""
