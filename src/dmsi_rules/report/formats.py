"""
The formats that other tools read, by the name that the command line gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dmsi_rules.report._annotation import Format
from dmsi_rules.report.github import to_github
from dmsi_rules.report.gitlab import to_gitlab
from dmsi_rules.report.junit import to_junit
from dmsi_rules.report.sarif import to_sarif

__all__ = ["FORMATS", "Format"]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "sarif": to_sarif,
        "junit": to_junit,
        "gitlab": to_gitlab,
        "github": to_github,
    }
)
