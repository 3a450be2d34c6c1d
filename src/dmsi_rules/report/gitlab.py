"""
GitLab's Code Quality report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dmsi_rules.finding import Finding, Report
from dmsi_rules.report._annotation import STANDARD_INPUT, entries, place_of, pointed_sentence_of
from dmsi_rules.report.json import to_json
from dmsi_rules.text.marks import Translate


def to_gitlab(reports: Sequence[Report], *, translate: Translate = str) -> str:
    """
    Return *reports* as one Code Quality report.
    """
    return to_json([issue for report in reports for issue in _issues(report, translate)])


def _issues(report: Report, translate: Translate) -> Iterator[dict[str, Any]]:
    for found in entries(report):
        place = place_of(report, found)
        yield {
            "description": pointed_sentence_of(found, translate),
            "check_name": found.code,
            "fingerprint": found.fingerprint,
            "severity": _severity(found),
            "location": {"path": place.file or STANDARD_INPUT, "lines": {"begin": place.line}},
        }


def _severity(found: Finding) -> str:
    """
    Return one of GitLab's severities: what cannot be, or cannot be read, stops everything else.
    """
    if found.severity == "error":
        return "major" if found.force == "breach" else "blocker"
    return "minor" if found.severity == "warning" else "info"
