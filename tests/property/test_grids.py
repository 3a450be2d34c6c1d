"""
Grids in time, of any dates in any order: one answer for each day, held against a walk from day to day.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import quote, read_dossier
from dmsi_rules.convention import convention_of
from dmsi_rules.convention.grids import grid_in_force
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import Readings

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2030, 12, 31)
DAY = dt.timedelta(days=1)
REQUEST: Any = {"commune": {"name": "Lens"}, "request": {"lines": [{"service": "postes", "quantity": 1}]}}

edges = [(1, 1), (1, 2), (6, 30), (7, 1), (12, 30), (12, 31)]
around_the_new_year = st.sampled_from([dt.date(year, month, day) for year in range(2024, 2029) for month, day in edges])
days = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
later_grids = st.fixed_dictionaries({}, optional={"voted": days, "sent": days, "named_start": days, "date": days})
drawn_grids = st.tuples(st.fixed_dictionaries({"date": days}), st.lists(later_grids, max_size=6)).map(
    lambda drawn: [drawn[0], *drawn[1]]
)
readings = st.sampled_from(["next-january", "when-sent"])


def with_grids(grids: list[dict[str, dt.date]]) -> dict[str, Any]:
    """
    Return a convention of one priced service with *grids*, the n-th of which asks n euros a month.
    """
    return {
        "id": "drawn",
        "title": "Drawn",
        "checked": dt.date(2026, 1, 1),
        "base": "socle",
        "notice": {"month": 6, "day": 30, "source": "x"},
        "exit": {"months": 6, "source": "x"},
        "mandates": {"renewals": [2026], "source": "x"},
        "services": [{"code": code, "title": code, "kind": "continuous", "source": "x"} for code in ("socle", "postes")],
        "grids": [
            {
                "id": str(rank),
                "source": "x",
                "checked": dt.date(2026, 1, 1),
                "prices": [{"service": "postes", "unit": "poste", "month": rank + 1, "year": 12 * (rank + 1)}],
                **grid,
            }
            for rank, grid in enumerate(grids)
        ],
    }


def waits_no_longer(grid: dict[str, dt.date], day: dt.date, reading: str) -> bool:
    """
    Tell whether a later grid may price on *day*: voted and sent before its year, or month, began; on the day that it names.
    """
    if "voted" not in grid or "sent" not in grid or day < grid.get("named_start", day):
        return False
    waits = reading == "next-january" and "named_start" not in grid
    began = day.replace(month=1, day=1) if waits else day.replace(day=1)
    return grid["voted"] < began and grid["sent"] < began


def walked(grids: list[dict[str, dt.date]], reading: str) -> Iterator[tuple[dt.date, int | None]]:
    """
    Yield each day with the grid that prices: whichever began last as days went by, of those of one day the last voted.
    """
    waiting = set(range(1, len(grids)))
    pricing = None
    day = FIRST
    while day <= LAST:
        beginning = {rank for rank in waiting if waits_no_longer(grids[rank], day, reading)}
        waiting -= beginning
        if day == grids[0]["date"]:
            pricing = 0
        if pricing is not None and beginning:
            pricing = max(beginning, key=lambda rank: (grids[rank]["voted"], grids[rank]["sent"], rank))
        yield day, pricing
        day += DAY


def loaded(grids: list[dict[str, dt.date]]) -> Convention:
    """
    Return the convention of *grids*.
    """
    return convention_of(with_grids(grids))


class TestGrids:
    """
    Each month is priced on the grid in force on its first day; one that was not voted and sent changes nothing.
    """

    @given(drawn_grids, readings)
    def test_they_are_those_of_a_walk(self, grids: list[dict[str, dt.date]], reading: str) -> None:
        """
        On every day, the grid that began last.
        """
        convention = loaded(grids)
        starts = terms_of(convention, Readings.of({"grid_start": reading})).grids
        for day, rank in walked(grids, reading):
            found = grid_in_force(starts, day)
            assert (None if rank is None else str(rank)) == (found and found.id), day

    @given(drawn_grids | st.lists(around_the_new_year, min_size=2, max_size=5).map(lambda of: [{"date": of[0]}, *same(of)]))
    def test_they_never_overlap(self, grids: list[dict[str, dt.date]]) -> None:
        """
        Each begins on a day of its own, after the one before it, and ends on the eve of the next.
        """
        convention = loaded(grids)
        for reading in ("next-january", "when-sent"):
            starts = [day for day, _ in terms_of(convention, Readings.of({"grid_start": reading})).grids]
            assert starts[0] == grids[0]["date"]
            assert all(before < after for before, after in pairwise(starts))

    @given(drawn_grids, readings, days)
    def test_no_month_is_without_an_answer(self, grids: list[dict[str, dt.date]], reading: str, day: dt.date) -> None:
        """
        A price, or word that there is none: never zero.
        """
        convention = loaded(grids)
        month = day.replace(day=1)
        answer = quote(read_dossier(REQUEST), as_of=month, convention=convention, readings={"grid_start": reading})
        (line,) = answer.lines
        if month < grids[0]["date"]:
            assert (None, None, True, ("postes",)) == (answer.grid, line.annual, answer.partial, answer.to_quote)
        else:
            assert answer.grid is not None
            assert (Decimal(12 * (int(answer.grid) + 1)), False, ()) == (line.annual, answer.partial, answer.to_quote)

    @given(drawn_grids, st.data())
    def test_what_never_begins_changes_nothing(self, grids: list[dict[str, dt.date]], data: st.DataObject) -> None:
        """
        Without the grids that lack a vote or a sending, the same ones begin on the same days.
        """
        kept = [grid for grid in grids if grid is grids[0] or {"voted", "sent"} <= grid.keys()]
        convention, fewer = loaded(grids), loaded(kept)
        reading = Readings.of({"grid_start": data.draw(readings)})
        assert [(day, grid.prices[0].month) for day, grid in terms_of(fewer, reading).grids] == [
            (day, Decimal(sum(1 for each in grids[: int(grid.id) + 1] if any(each is one for one in kept))))
            for day, grid in terms_of(convention, reading).grids
        ]

    @pytest.mark.parametrize("missing", ["voted", "sent"])
    def test_a_vote_without_a_sending(self, missing: str) -> None:
        """
        Nor the other way round: the first grid goes on.
        """
        grid = {"voted": dt.date(2025, 1, 1), "sent": dt.date(2025, 2, 1)}
        del grid[missing]
        convention = loaded([{"date": dt.date(2024, 1, 1)}, grid])
        assert ["0"] == [grid.id for _, grid in terms_of(convention, Readings()).grids]


def same(days_drawn: list[dt.date]) -> list[dict[str, dt.date]]:
    """
    Return a grid for each day but the first, voted and sent on it.
    """
    return [{"voted": day, "sent": day} for day in days_drawn[1:]]
