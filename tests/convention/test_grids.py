"""
Grids in time (Art. 9.2.3): which one prices when, day by day around every boundary.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from dmsi_rules import Convention, load_convention, quote, read_dossier
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import Readings

GRIDS = Path(__file__).parents[1] / "data" / "grids.toml"
DAY = dt.timedelta(days=1)

STARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "next-january": (
        ("2024-03-01", "first"),
        ("2025-01-01", "january"),
        ("2026-01-01", "voted-last-sent-first"),
        ("2027-01-01", "listed-late"),
        ("2028-03-15", "mid-month"),
        ("2030-01-01", "sent-before-the-vote"),
        ("2030-06-01", "named-too-early"),
        ("2032-01-01", "last-day"),
    ),
    "when-sent": (
        ("2024-03-01", "first"),
        ("2024-07-01", "january"),
        ("2025-10-01", "voted-last-sent-first"),
        ("2025-12-01", "voted-first-sent-last"),
        ("2026-08-01", "listed-late"),
        ("2028-03-15", "mid-month"),
        ("2029-03-01", "sent-before-the-vote"),
        ("2030-06-01", "named-too-early"),
        ("2032-01-01", "last-day"),
    ),
}
"""
The day on which each grid begins, worked out by hand. Those voted but never sent, or sent but never voted, never do.
"""


@pytest.fixture(scope="module")
def many() -> Convention:
    """
    The convention of many grids.
    """
    return load_convention(GRIDS)


def priced_by(convention: Convention, day: dt.date, reading: str) -> str | None:
    """
    Return the grid that a quote of *day* is priced on, once its amount has been found to be of that grid.
    """
    document = {"commune": {"name": "Lens"}, "request": {"lines": [{"service": "postes", "quantity": 1}]}}
    answer = quote(read_dossier(document), as_of=day, convention=convention, readings={"grid_start": reading})
    prices = {grid.id: grid.prices[0].year for grid in convention.tariff.grids}
    assert answer.lines[0].annual == (prices[answer.grid] if answer.grid else None)
    assert answer.partial == (answer.grid is None)
    return answer.grid


@pytest.mark.parametrize("reading", STARTS)
def test_each_begins_on_its_day(many: Convention, reading: str) -> None:
    """
    The table above, and nothing else.
    """
    starts = terms_of(many, Readings.of({"grid_start": reading})).grids
    assert STARTS[reading] == tuple((day.isoformat(), grid.id) for day, grid in starts)


@pytest.mark.parametrize("reading", STARTS)
def test_every_boundary(many: Convention, reading: str) -> None:
    """
    The day before, the grid before; on the day and after it, the grid itself.
    """
    before = None
    for text, name in STARTS[reading]:
        day = dt.date.fromisoformat(text)
        assert [before, name, name] == [priced_by(many, day + shift * DAY, reading) for shift in (-1, 0, 1)]
        before = name
    assert before == priced_by(many, dt.date(2199, 12, 31), reading)


def test_what_is_said_in_vain_is_noted(many: Convention) -> None:
    """
    More than one vote in a year, a grid that was sent before it was voted, and a day named that is too early.
    """
    assert [
        ("/format", None),
        ("/grids", "2025"),
        ("/grids", "2026"),
        ("/grids/2", None),
        ("/grids/3", None),
        ("/grids/8/sent", None),
    ] == [(note.path, note.facts.get("year")) for note in many.notes]
    assert "/grids/8/sent: it was sent on 2028-11-02, before it was voted: it counts from the vote on, 2029-02-03" == str(
        many.notes[-1]
    )


@pytest.mark.parametrize(("before", "after"), [("voted = 2025-04-01", "voted = 2025-09-01"), ("sent = 2025-11-03", "")])
def test_of_one_day_the_last_vote_prices(tmp_path: Path, before: str, after: str) -> None:
    """
    Voted together, the one sent last replaces the other; one that was not sent replaces nothing.
    """
    path = tmp_path / "grids.toml"
    path.write_text(GRIDS.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    wanted = "voted-first-sent-last" if after else "voted-last-sent-first"
    assert wanted == priced_by(load_convention(path), dt.date(2026, 1, 1), "next-january")


def test_nothing_is_priced_before_the_first_grid(tmp_path: Path) -> None:
    """
    A grid that one reading lets begin before the first is replaced by it, and there is no price before.
    """
    path = tmp_path / "grids.toml"
    path.write_text(GRIDS.read_text(encoding="utf-8").replace("date = 2024-03-01", "date = 2024-08-01"), encoding="utf-8")
    convention = load_convention(path)
    days = [dt.date(2024, 7, 31), dt.date(2024, 8, 1), dt.date(2025, 9, 30), dt.date(2025, 10, 1)]
    assert [None, "first", "first", "voted-last-sent-first"] == [priced_by(convention, day, "when-sent") for day in days]
    assert [None, "first", "january"] == [priced_by(convention, day, "next-january") for day in days[:3]]
