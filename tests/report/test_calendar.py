"""
A calendar as people read it.
"""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import translator
from dmsi_rules.report.calendar import calendar_text
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.width import cells
from tests.report.calendars import ALL, AS_OF, EMPTY, LEAVING, LONG, SIGNED, hostile, of
from tests.report.hostile import any_text, is_visible

SMALL = """\
lens.toml - convention call-dmsi-2024, as of 2026-01-10

convention  2025-01-01 to 2026-12-31, periods: 2
leaving     notice by 2026-06-30 to leave on 2026-12-31, late or not

Past
  2024-12-18  388 d ago  deliberation (Art. 10.1)
  2024-12-20  386 d ago  signature of the commune (Art. 10.1.2)
  2024-12-23  383 d ago  signature of the CALL (Art. 10.1.2)
  2025-01-01  374 d ago  the convention starts (Art. 11, deliberation)
  2025-05-20  235 d ago  request (Art. 10.1.3)
  2025-06-30  194 d ago  last day to ask for an opening in 2026 (Art. 3.1)
  2025-06-30  194 d ago  last day to give notice of leaving at the end of 2025 (Art. 13)
  2025-10-01  101 d ago  `reseau` is billed from this day on, as agreed (Art. 10.1.3, Annexe 7)
  2026-01-01    9 d ago  tacit renewal for 2026 (Art. 11)
  2026-01-01    9 d ago  wished opening: `reseau`, `postes` (Annexe 7, Art. 10.1.3)
  2026-01-05    5 d ago  opening report: `reseau` (Art. 10.1.4, Annexe 8)
  2026-01-05    5 d ago  opening: `reseau` (Art. 10.1.4, Annexe 8)

Today (2026-01-10)
  2026-01-10             opening report: `postes` (Art. 10.1.4, Annexe 8)
  2026-01-10             opening: `postes` (Art. 10.1.4, Annexe 8)

Ahead
  2026-06-30   in 171 d  last day to give notice of leaving at the end of 2026 (Art. 13)
  2026-09-01   in 234 d  wished opening: `messagerie/pro-25` (Annexe 7, Art. 10.1.3)
  2026-12-31   in 355 d  last day of the convention (Art. 11)
  2026-12-31   in 355 d  last day to reaffirm the adhesion after the renewal of 2026 (Art. 11)

What comes next
  first review by the strategic committee: the CALL (Art. 10.1.3)
"""


def text(document: dict[str, Any], as_of: dt.date = AS_OF, **readings: str) -> str:
    """
    Return the calendar of *document* without colours.
    """
    return to_plain(calendar_text(of(document, as_of, "lens.toml", **readings)))


def test_a_long_way_off() -> None:
    """
    Days are counted with their thousands apart, as in any other table: an amount in French has no comma.
    """
    calendar = of(SIGNED, dt.date(2022, 1, 10))
    french = to_plain(calendar_text(calendar, translate=translator("fr")))
    assert "2024-12-18  in 1,073 d  " in text(SIGNED, dt.date(2022, 1, 10))
    assert "18/12/2024  dans 1\u00a0073 j  " in french


def test_small_calendar() -> None:
    """
    The life, what is past, today and ahead with the days left, and who must act.
    """
    assert SMALL == text(SIGNED)


def test_nothing_known() -> None:
    """
    What is unknown says so, and names the facts.
    """
    written = text(EMPTY)

    assert "\nconvention  start and end unknown\n" in written
    assert "\nPast\n" not in written
    assert written.endswith("Some dates are unknown: `/signatures/commune`, `/signatures/call` not given\n")


def test_every_year_is_told_once() -> None:
    """
    Ahead, of what comes back every year only the first stands: the other formats have all of it.
    """
    ahead = text(LONG).partition("\nAhead\n")[2]

    assert [1, 1, 1] == [ahead.count(words) for words in ("last day to ask", "last day to give notice", "tacit renewal")]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (None, "late, last day 2026-12-31, or 2027-12-31 if so decided"),
        (True, "late, last day 2027-12-31"),
        (False, "late, last day 2026-12-31"),
    ],
)
def test_exit(held: bool | None, said: str) -> None:
    """
    The notice of exit says what is decided and what is not.
    """
    notice = LEAVING["termination"] | ({} if held is None else {"held": held})

    assert f"\nnotice of exit  {said}\n" in text(LEAVING | {"termination": notice})


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("undated exit", "notice of exit  unknown"),
        ("unknown end", "convention  from 2034-01-01, end unknown"),
        ("ended", "leaving     the convention has ended"),
        ("long", "leaving     notice by 2026-06-30 to end on 2026-12-31; late, on 2027-12-31 if so decided"),
    ],
)
def test_life(document: str, said: str) -> None:
    """
    Each thing that can be said of the convention's life.
    """
    readings = {"mandate_silence": "lapses"} if document == "ended" else {}
    as_of = dt.date(2021, 1, 1) if document == "ended" else AS_OF

    assert f"\n{said}\n" in text(ALL[document], as_of, **readings)


def test_services_to_open() -> None:
    """
    Once the terms are set, each service still to be opened is named.
    """
    done = {"first_review": "2025-09-10", "compliance_plan": "2025-10-01", "study": "2025-10-15", "terms_set": "2025-11-20"}
    written = text(SIGNED | {"committee": done, "openings": []})

    assert written.endswith("\n  opening report: both parties (Art. 10.1.4, Annexe 8), reseau, postes, messagerie\n")


def test_nothing_comes_next() -> None:
    """
    After a refusal there is nothing to do.
    """
    assert "What comes next" not in text(SIGNED | {"committee": {"refusal": {"date": "2025-09-10"}}})


def test_what_comes_soon_stands_out() -> None:
    """
    A limit within three months is a warning.
    """
    styled = calendar_text(of(SIGNED, dt.date(2026, 5, 1)))

    assert {"2026-06-30"} == {line[0][1].split()[0] for line in styled if line and line[-1][0] == "warning"}


@pytest.mark.parametrize("name", ALL)
@given(width=st.integers(40, 120), as_of=st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31)))
def test_any_width_and_day(name: str, width: int, as_of: dt.date) -> None:
    """
    No line of more than one word beyond its margin is wider than asked for, and every event of the past is there.
    """
    calendar = of(ALL[name], as_of)
    written = to_plain(calendar_text(calendar, width=width))

    assert [] == [line for line in written.splitlines() if cells(line) > width and len(line.split()) > 5]
    assert [] == [event.date for event in calendar.events if event.date < as_of and str(event.date) not in written]


@given(any_text)
def test_hostile(words: str) -> None:
    """
    What a document's author or a convention's wrote shows what does not print as its code.
    """
    assert is_visible(to_plain(calendar_text(hostile(of(LEAVING), words))))
