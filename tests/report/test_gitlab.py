"""
GitLab's Code Quality report.
"""

import json

import pytest

from dmsi_rules.finding import Finding
from dmsi_rules.report.gitlab import to_gitlab
from tests.report.samples import finding, report, unknown


def test_issue() -> None:
    """
    What GitLab requires of an issue, and nothing else.
    """
    (issue,) = json.loads(to_gitlab([report(finding("TAR002"), dossier="communes.jsonl:4")]))

    assert 64 == len(issue.pop("fingerprint"))
    assert {
        "description": "/request/lines/1: wrong (Annexe 5)",
        "check_name": "TAR002",
        "severity": "major",
        "location": {"path": "communes.jsonl", "lines": {"begin": 4}},
    } == issue


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (finding("DOC000"), "blocker"),
        (finding("DEP001"), "blocker"),
        (finding("PER001"), "major"),
        (unknown("PER001"), "minor"),
        (finding("TAR003"), "info"),
    ],
)
def test_severity(found: Finding, expected: str) -> None:
    """
    What cannot be comes before what is owed, and that before what is in doubt.
    """
    assert [expected] == [issue["severity"] for issue in json.loads(to_gitlab([report(found)]))]


def test_standard_input() -> None:
    """
    GitLab requires a path, so standard input keeps its name.
    """
    assert ["-", "-"] == [
        issue["location"]["path"] for issue in json.loads(to_gitlab([report(finding(), dossier=name) for name in ("-", None)]))
    ]


def test_clean() -> None:
    """
    No finding, no issue.
    """
    assert "[]\n" == to_gitlab([report()])
