"""
What the rules of governance keep to, whatever the document, and against calendars counted by hand.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import Report, check, read_governance
from dmsi_rules.testing.strategies import (
    COMMUNES,
    Plain,
    committee_days,
    edge_days,
    governances,
    meetings,
    members,
    switches,
)
from tests.readings import READINGS

DAYS = edge_days | st.dates(dt.date(2024, 11, 1), dt.date(2026, 12, 31))
OBSERVED = governances(observed_from=committee_days, observed_to=committee_days, meetings=meetings)


def report(document: Plain, as_of: dt.date, readings: Mapping[str, str] | None = None) -> Report:
    """
    Return what the rules say of plain data.
    """
    return check(read_governance(document), as_of=as_of, readings=readings)


def told(document: Plain, as_of: dt.date, *codes: str) -> list[dict[str, Any]]:
    """
    Return the findings of some rules, as data.
    """
    return [found for found in report(document, as_of).to_dict()["findings"] if found["code"] in codes]


def spans(document: Plain, as_of: dt.date, code: str) -> list[tuple[str, str]]:
    """
    Return the periods that one rule finds without a meeting.
    """
    found = told(document, as_of, code)
    return [(each["facts"]["from"], each["facts"]["to"]) for each in found if each["verdict"] == "violated"]


# ---- Article 4: a meeting in each half-year, in each month, then in each quarter


def periods(document: Plain, as_of: dt.date, committee: str, ends: Mapping[str, str]) -> list[tuple[str, str]]:
    """
    Return, by comparing text alone, the periods of *ends* (first day to last day of a year) that are due and without meeting.
    """
    held = [meeting["date"] for meeting in document["meetings"] if meeting["committee"] == committee]
    due = [(f"{year}-{first}", f"{year}-{last}") for year in range(2023, 2030) for first, last in ends.items()]
    return [
        (first, last)
        for first, last in due
        if document["observed_from"] <= first <= last <= document["observed_to"]
        and last < as_of.isoformat()
        and not any(first <= day <= last for day in held)
    ]


@given(OBSERVED, DAYS)
def test_half_years_without_a_strategic_meeting(document: Plain, as_of: dt.date) -> None:
    """
    Those wholly observed, and over, that hold no meeting: no other.
    """
    halves = {"01-01": "06-30", "07-01": "12-31"}
    assert periods(document, as_of, "strategic", halves) == spans(document, as_of, "GOV001")


@given(OBSERVED, DAYS, st.sampled_from(["2025-01-01", "2025-04-01", "2025-10-01", "2026-01-01"]))
def test_months_then_quarters_without_an_operational_meeting(document: Plain, as_of: dt.date, turn: str) -> None:
    """
    Months before the day on which quarters begin, quarters from then on.
    """
    lengths = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
    months = {f"{month:02}-01": f"{month:02}-{days}" for month, days in lengths.items()}
    leap = months | {"02-01": "02-29"}
    quarters = {"01-01": "03-31", "04-01": "06-30", "07-01": "09-30", "10-01": "12-31"}
    by_month = {
        *[each for each in periods(document, as_of, "operational", months) if each[1] not in {"2024-02-28", "2028-02-28"}],
        *[each for each in periods(document, as_of, "operational", leap) if each[1] in {"2024-02-29", "2028-02-29"}],
    }
    expected = [
        *sorted(each for each in by_month if each[0] < turn),
        *(each for each in periods(document, as_of, "operational", quarters) if each[0] >= turn),
    ]
    assert expected == spans(document | {"operational_quarterly_from": turn}, as_of, "GOV002")


@given(governances(meetings=meetings), committee_days, st.sampled_from(["strategic", "operational"]), DAYS)
def test_one_more_meeting_creates_no_period_without(document: Plain, day: str, committee: str, as_of: dt.date) -> None:
    """
    Adding a meeting never makes a finding of GOV001 or GOV002.
    """
    more = document | {"meetings": [*document["meetings"], {"committee": committee, "date": day}]}
    before, after = ([{**found, "message": ""} for found in told(each, as_of, "GOV001", "GOV002")] for each in (document, more))
    assert [] == [found for found in after if found not in before]


@given(governances(meetings=meetings), st.randoms(use_true_random=False), DAYS)
def test_the_order_of_meetings_does_not_matter(document: Plain, chance: Any, as_of: dt.date) -> None:
    """
    Nor that of communes: the same periods, and as many meetings without somebody.
    """
    shuffled = {
        key: chance.sample(each, len(each)) if key in {"communes", "meetings"} else each for key, each in document.items()
    }
    assert told(document, as_of, "GOV001", "GOV002") == told(shuffled, as_of, "GOV001", "GOV002")
    assert len(told(document, as_of, "GOV003")) == len(told(shuffled, as_of, "GOV003"))


# ---- Article 4: who is called


@given(governances(communes=st.just(list(COMMUNES)), meetings=meetings), members, DAYS)
def test_inviting_more_people_violates_nothing_more(document: Plain, more: list[Any], as_of: dt.date) -> None:
    """
    Whoever is invited besides, no meeting lacks somebody whom it did not lack before.
    """
    wider = document | {
        "meetings": [
            meeting | ({"invited": [*meeting["invited"], *more]} if "invited" in meeting else {})
            for meeting in document["meetings"]
        ]
    }
    before, after = (
        {found["path"] for found in told(each, as_of, "GOV003") if found["verdict"] == "violated"} for each in (document, wider)
    )
    assert after <= before


# ---- readings


@given(governances(), DAYS, switches)
def test_depends_on_is_what_the_other_reading_does(document: Plain, as_of: dt.date, readings: Plain) -> None:
    """
    Each switch that a finding names clears it; a switch that is set is not tried, and no finding is ambiguous.
    """
    answer = report(document, as_of, readings)
    for found in answer.findings:
        assert found.verdict in {"violated", "unknown"}
        open_switches = {name for name in ("abstention", "grid_start") if name not in readings}
        assert {label.partition("=")[0] for label in found.depends_on} <= open_switches
        for name in open_switches if found.verdict == "violated" else ():
            label = f"{name}={READINGS[name][1]}"
            others = report(document, as_of, {**readings, name: READINGS[name][1]}).findings
            same = [each for each in others if (each.code, each.path) == (found.code, found.path)]
            cleared = not any(each.verdict == "violated" for each in same)
            assert cleared == (label in found.depends_on)


@given(governances(), DAYS)
def test_findings_stand_in_order(document: Plain, as_of: dt.date) -> None:
    """
    By rule, and for each rule one unknown finding at most, which names the first fact of all that are missing.
    """
    findings = report(document, as_of).findings
    assert sorted(found.code for found in findings) == [found.code for found in findings]
    unknown = [found for found in findings if found.verdict == "unknown"]
    assert len(unknown) == len({found.code for found in unknown})
    assert all(found.path == found.missing[0] for found in unknown)
