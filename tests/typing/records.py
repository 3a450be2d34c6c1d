"""
Records as attrs classes: copied with changes, taken apart, matched. Checked by mypy and by pyright, never run.

What `evolve` is given mypy alone compares with the fields.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=false

from typing import Any, assert_type

import attrs

from dmsi_rules import Bill, Dossier, Finding, Quote, Report


def copied(dossier: Dossier, report: Report, quote: Quote) -> None:
    """
    With changes that fit the fields.
    """
    assert_type(attrs.evolve(quote, partial=True), Quote)
    assert_type(attrs.evolve(report, findings=()), Report)
    attrs.evolve(dossier, mayor="x")  # type: ignore[call-arg]
    attrs.evolve(dossier, commune="Lens")  # type: ignore[arg-type]
    attrs.evolve(quote, partial="no")  # type: ignore[arg-type]


def taken_apart(report: Report, bill: Bill) -> None:
    """
    As attrs does it.
    """
    assert_type(attrs.asdict(report), dict[str, Any])
    assert_type(attrs.has(type(bill)), bool)
    attrs.asdict("bill")  # type: ignore[arg-type]


def matched(found: Finding | Bill) -> str:
    """
    By their fields.
    """
    match found:
        case Finding(code=code, verdict="violated"):
            return assert_type(code, str)
        case Bill(period=period):
            return assert_type(period, str)
    return ""
