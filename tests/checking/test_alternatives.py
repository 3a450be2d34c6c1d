"""
What each other reading would change in a report.
"""

import datetime as dt
from typing import Any

from hypothesis import given

from dmsi_rules import check, compare_readings, read_dossier
from dmsi_rules.convention import convention_of
from dmsi_rules.testing.strategies import (
    days,
    whole_dossiers,
)
from tests.cli.command import LETTER
from tests.convention.examples import changed as changed_text
from tests.readings import READINGS

AS_OF = dt.date(2026, 1, 10)
OTHERS = sum(len(values) - 1 for values in READINGS.values()) + 1 + 4  # both of an unsettled switch; the pairs


def changed(document: dict[str, Any], **readings: str) -> dict[str, list[tuple[Any, ...]]]:
    """
    Return, for each reading that changes something, what it makes of which finding.
    """
    found = compare_readings(read_dossier(document), as_of=AS_OF, readings=readings)
    return {
        each.reading: [
            (change.finding.code, change.before and change.before.verdict, change.after and change.after.verdict)
            for change in each.changes
        ]
        for each in found
        if each.changes
    }


def test_a_letter_sent_in_time_and_received_late() -> None:
    """
    The finding is ambiguous, and violated under the reading that it depends on.
    """
    assert {"letter_date=received": [("DLN003", "ambiguous", "violated")]} == changed(LETTER)


def test_where_the_text_puts_the_easier_value_first() -> None:
    """
    The stricter one is tried too: a request of 1 July for January, in time where the day reached counts.
    """
    text = convention_of(changed_text("call-dmsi-2024", {"/request/notice/0/notice_limit": ["day", "eve"]}))
    line = {"service": "socle", "opening": "2026-01-01"}
    dossier = read_dossier({"request": {"date": "2025-07-01", "lines": [line]}}, convention=text)
    report = check(dossier, as_of=AS_OF, convention=text, select=["DLN001"])
    assert [("ambiguous", ("notice_limit=eve",))] == [(each.verdict, each.depends_on) for each in report.findings]


def test_a_settled_switch_is_not_tried() -> None:
    """
    What the caller has chosen is no longer compared with; from there, the others are.
    """
    found = compare_readings(read_dossier(LETTER), as_of=AS_OF, readings={"letter_date": "received"})

    assert OTHERS - 2 == len(found)  # nor is its pair
    assert not [each for each in found if each.reading.startswith("letter_date")]
    assert not [each for each in found if each.changes]


@given(whole_dossiers(), days)
def test_it_agrees_with_what_findings_depend_on(document: dict[str, Any], as_of: dt.date) -> None:
    """
    A finding that names a reading is another one under it: no longer violated, or violated where it was ambiguous.
    """
    dossier = read_dossier(document)
    alternatives = {each.reading: each.changes for each in compare_readings(dossier, as_of=as_of)}

    assert OTHERS == len(alternatives)
    for found in check(dossier, as_of=as_of).findings:
        for reading in found.depends_on:
            same_rule = [each for each in alternatives[reading] if found in {each.before, each.after}]
            assert [found] == [each.before for each in same_rule]
            after = [each.after for each in alternatives[reading] if each.finding.code == found.code and each.after]
            if found.verdict == "ambiguous":
                assert "violated" in {each.verdict for each in after}
            else:
                assert found not in after
