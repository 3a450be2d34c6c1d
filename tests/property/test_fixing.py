"""
A dossier whose fixes are applied lacks none of what it had, and has nothing left to fix.
"""

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import check, load_convention, read_dossier
from dmsi_rules.answers.fixing import Fixed, fixed
from dmsi_rules.finding import Report
from tests.documents.documents import layouts
from tests.documents.toml_styles import COMMENTS, written
from tests.strategies import READINGS, counted_lines, dossiers, histories_of_requests, lines, whole_dossiers

DAY = dt.date(2026, 1, 10)
asking = dossiers(request=st.fixed_dictionaries({"date": st.just("2025-05-20"), "lines": counted_lines() | lines()}))
documents = whole_dossiers() | asking | histories_of_requests()
chosen: st.SearchStrategy[Mapping[str, str]] = st.just({}) | st.sampled_from(
    [{name: value} for name, values in READINGS.items() for value in values]
)
"""
No reading that the caller sets, or one.
"""


def judge(kind: Literal["json", "toml"], readings: Mapping[str, str]) -> Callable[[str], Report]:
    """
    Return what judges a text of *kind*: a fault in it is an error of the test.
    """
    return lambda text: check(read_dossier(text, input_format=kind, convention=load_convention()), as_of=DAY, readings=readings)


def told(report: Report) -> list[tuple[str, str, str, str]]:
    """
    Return what *report* says, but where in the text.
    """
    return [(each.code, each.path, each.verdict, each.message) for each in report.findings]


def requests(document: Any) -> list[list[dict[str, Any]]]:
    """
    Return the lines of each request.
    """
    return [each.get("lines", []) for each in [document.get("request", {}), *document.get("requests", [])]]


def holds(result: Fixed, before: Any, after: Any) -> None:
    """
    Nothing is left to fix; what was asked is still asked, as much of it and on the same day.
    """
    assert [] == [found.code for found in result.report.findings if found.fix]
    assert before.keys() == after.keys()
    for asked, now in zip(requests(before), requests(after), strict=True):
        assert len(asked) <= len(now)
        for old, new in zip(asked, now, strict=False):
            assert new.get("quantity", 1) >= old.get("quantity", 1)
            assert old == new | {key: old[key] for key in ("quantity", "printed_annual_price") if key in old}


@given(written(documents), chosen)
def test_in_toml(document: tuple[Any, str, dict[str, int]], readings: Mapping[str, str]) -> None:
    """
    Every comment stays; a second run changes nothing; the same in JSON is judged alike.
    """
    data, text, _ = document
    result = fixed(text, "toml", judge("toml", readings))
    now = json.loads(json.dumps(tomllib.loads(result.text), default=str))

    holds(result, data, now)
    assert [text.count(comment) for comment in COMMENTS] == [result.text.count(comment) for comment in COMMENTS]
    assert result.text == fixed(result.text, "toml", judge("toml", readings)).text
    assert told(result.report) == told(judge("json", readings)(json.dumps(now)))


@given(documents, layouts, chosen)
def test_in_json(document: Any, layout: dict[str, Any], readings: Mapping[str, str]) -> None:
    """
    Only a fix changes the text; the same layout of what it says now is judged alike.
    """
    text = json.dumps(document, **layout)
    result = fixed(text, "json", judge("json", readings))

    holds(result, document, json.loads(result.text))
    assert bool(result.done) == (result.text != text)
    assert result.text == fixed(result.text, "json", judge("json", readings)).text
