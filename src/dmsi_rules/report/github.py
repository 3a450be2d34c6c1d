"""
GitHub Actions workflow commands, which annotate the files of a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dmsi_rules.finding import Finding, Report, Severity
from dmsi_rules.report._annotation import place_of, pointed_sentence_of
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import Translate

COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})


def to_github(reports: Sequence[Report], *, translate: Translate = str) -> str:
    """
    Return *reports* as workflow commands, one line a finding.
    """
    return "".join(_command(report, found, translate) for report in reports for found in report.findings)


def _command(report: Report, found: Finding, translate: Translate) -> str:
    properties = ",".join(f"{name}={visible(value).translate(PROPERTY)}" for name, value in _properties(report, found))
    return f"::{COMMANDS[found.severity]} {properties}::{pointed_sentence_of(found, translate).translate(DATA)}\n"


def _properties(report: Report, found: Finding) -> Iterator[tuple[str, str]]:
    place = place_of(report, found)
    if place.file is not None:
        yield "file", place.file
        yield "line", str(place.line)
        if place.column is not None:
            yield "col", str(place.column)
    yield "title", f"{found.code} {found.name}"
