"""
GitLab's Code Quality report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dmsi_rules.finding import Finding, Report
from dmsi_rules.report._annotation import NOT_JUDGED, STANDARD_INPUT, entries, file_of, place_of, pointed_sentence_of
from dmsi_rules.report._written import Format, Manner
from dmsi_rules.report.json import to_json_line


class GitLab(Format):
    """
    A list of issues, one a line.
    """

    between = ",\n"

    def head(self) -> str:
        return "["

    def piece(self, report: Report) -> str:
        return self.between.join(to_json_line(issue).rstrip("\n") for issue in self._issues(report))

    def tail(self, run: object) -> str:  # noqa: ARG002
        return "]\n"

    def _issues(self, report: Report) -> Iterator[dict[str, Any]]:
        for found in entries(report):
            place = place_of(report, found)
            yield {
                "description": pointed_sentence_of(found, self.translate),
                "check_name": found.code,
                "fingerprint": found.fingerprint,
                "severity": self._severity(found),
                "location": {"path": place.file or STANDARD_INPUT, "lines": {"begin": place.line}},
            }
        if report.unjudged:
            file, line = file_of(report)
            yield {
                "description": self.translate(NOT_JUDGED),
                "check_name": "unjudged",
                "fingerprint": report.fingerprint,
                "severity": "major" if self.threshold.fails_unjudged else "info",
                "location": {"path": file or STANDARD_INPUT, "lines": {"begin": line or 1}},
            }

    def _severity(self, found: Finding) -> str:
        """
        Return one of GitLab's severities: what cannot be, or cannot be read, stops everything else.
        """
        level = "info" if found.waived is not None else self.threshold.level(found)
        if level == "error":
            return "blocker" if found.severity == "error" and found.force != "breach" else "major"
        return "minor" if level == "warning" else "info"


def to_gitlab(reports: Iterable[Report], **manner: Any) -> str:
    """
    Return *reports* as one Code Quality report, in the `Manner` that is given.
    """
    return GitLab(Manner(**manner)).written(reports)
