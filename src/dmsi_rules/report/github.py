"""
GitHub Actions workflow commands, which annotate the files of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dmsi_rules.finding import Finding, Report, Severity
from dmsi_rules.report._annotation import NOT_JUDGED, Place, file_of, place_of, pointed_sentence_of
from dmsi_rules.report._written import Format, Manner
from dmsi_rules.text.fill import visible

COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GitHub(Format):
    """
    A line a finding.
    """

    def piece(self, report: Report) -> str:
        commands = [self._command(report, found) for found in report.findings]
        if report.unjudged:
            file, line = file_of(report)
            level: Severity = "error" if self.threshold.fails_unjudged else "info"
            commands.append(_command(level, Place(file, line or 1), "unjudged", self.translate(NOT_JUDGED)))
        return "".join(commands)

    def _command(self, report: Report, found: Finding) -> str:
        level: Severity = "info" if found.waived is not None else self.threshold.level(found)
        title = f"{found.code} {found.name}"
        return _command(level, place_of(report, found), title, pointed_sentence_of(found, self.translate))


def _command(level: Severity, place: Place, title: str, sentence: str) -> str:
    properties = ",".join(f"{name}={visible(value).translate(PROPERTY)}" for name, value in _properties(place, title))
    return f"::{COMMANDS[level]} {properties}::{sentence.translate(DATA)}\n"


def _properties(place: Place, title: str) -> Iterator[tuple[str, str]]:
    if place.file is not None:
        yield "file", place.file
        yield "line", str(place.line)
        if place.column is not None:
            yield "col", str(place.column)
    yield "title", title


def to_github(reports: Iterable[Report], **manner: Any) -> str:
    """
    Return *reports* as workflow commands, one line a finding, in the `Manner` that is given.
    """
    return GitHub(Manner(**manner)).written(reports)
