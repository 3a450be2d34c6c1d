"""
What answers show of themselves: rows for tables, a few lines at a prompt, HTML in a notebook; findings by field.
"""

import datetime as dt
import html
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import dmsi_rules
from dmsi_rules import Dossier
from tests.cli.command import EXAMPLES

DAY = dt.date(2026, 5, 20)
COSTS = {"postes": Decimal("100.00")}, {"Lens": {"postes": 2}, "Avion": {"postes": 1}}
ANSWERS: dict[str, Callable[[Dossier], Any]] = {
    "check": lambda dossier: dmsi_rules.check(dossier, as_of=DAY),
    "quote": lambda dossier: dmsi_rules.quote(dossier, as_of=DAY),
    "bill": lambda dossier: dmsi_rules.bill(dossier, "2026"),
    "forecast": lambda dossier: dmsi_rules.forecast(dossier, [2026, 2027], as_of=DAY),
    "calendar": lambda dossier: dmsi_rules.calendar(dossier, as_of=DAY),
    "audit": lambda dossier: dmsi_rules.audit(dossier, as_of=DAY),
    "share": lambda _: dmsi_rules.share(*COSTS),
}
LENS = dmsi_rules.read_dossier(Path(EXAMPLES / "lens" / "joined.toml"))
EACH = pytest.mark.parametrize("name", ANSWERS)


@EACH
def test_rows_are_flat(name: str) -> None:
    """
    Every row has the same columns, and in them single values: numbers as numbers, days as days.
    """
    rows = ANSWERS[name](LENS).rows()

    assert rows
    assert 1 == len({tuple(row) for row in rows})
    assert {str, int, float, bool, type(None), dt.date} >= {type(value) for row in rows for value in row.values()}


@EACH
def test_a_few_lines_at_a_prompt(name: str) -> None:
    """
    What it is and its first rows; the rest is counted.
    """
    lines = repr(ANSWERS[name](LENS)).splitlines()

    assert 2 <= len(lines) <= 10
    assert all(len(line) <= 112 for line in lines)


@EACH
def test_a_table_in_a_notebook(name: str) -> None:
    """
    Well-formed, a row for each.
    """
    answer = ANSWERS[name](LENS)
    table = ET.fromstring(answer._repr_html_())  # noqa: S314  (our own)

    assert len(table.findall("tbody/tr")) == min(len(answer.rows()), 101)


def test_hostile_text_is_escaped() -> None:
    """
    Nothing that a document says becomes markup, or turns the writing round.
    """
    hostile = "<script>alert(1)</script>\u202e&"
    dossier = dmsi_rules.read_dossier({"commune": {"name": hostile}})
    written = dmsi_rules.calendar(dossier, as_of=DAY, name=hostile)._repr_html_()

    assert html.escape("<script>") in written
    assert "<script>" not in written
    assert "\u202e" not in written


def test_amounts_add_up() -> None:
    """
    The rows of a bill come to its total.
    """
    bill = dmsi_rules.bill(LENS, "2026")

    assert bill.total == Decimal(f"{sum(row['amount'] for row in bill.rows()):.2f}")


@pytest.mark.parametrize("name", ["dossier", "convention", "lifecycles", "readings"])
def test_the_rest_is_brief_too(name: str) -> None:
    """
    A document, a convention, a table of lifecycles: what is in them by its number.
    """
    values = {
        "dossier": LENS,
        "convention": dmsi_rules.load_convention(),
        "lifecycles": dmsi_rules.load_lifecycles(),
        "readings": dmsi_rules.Readings(),
    }

    assert len(repr(values[name])) < 1500


def test_findings_by_field() -> None:
    """
    Each stands at its pointer; one that waits for facts at each of them.
    """
    asked = {
        "commune": {"name": "Avion"},
        "request": {"lines": [{"service": "support"}, {"service": "messagerie", "plan": "pro-25"}]},
    }
    report = dmsi_rules.check(dmsi_rules.read_dossier(asked), as_of=DAY)
    places = report.by_path()

    assert ["DEP001"] == [each.code for each in places["/request/lines/0"] if each.code == "DEP001"]
    assert {pointer for found in report.unknown for pointer in found.missing} <= places.keys()
    assert set(report.findings) == {found for group in places.values() for found in group}
