"""
The formats that other tools read, by the name that the command line gives them; each is loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from dmsi_rules.text.marks import Translate

if TYPE_CHECKING:
    from dmsi_rules.convention.terms import Terms
    from dmsi_rules.finding import Report
    from dmsi_rules.report._annotation import Format
    from dmsi_rules.rulebook import Rule

__all__ = ["FORMATS"]


def _sarif(
    reports: Sequence[Report],
    *,
    translate: Translate = str,
    rules: Sequence[Rule] | None = None,
    terms: Terms | None = None,
) -> str:
    from dmsi_rules.report.sarif import to_sarif  # noqa: PLC0415

    return to_sarif(reports, translate=translate, rules=rules, terms=terms)


def _junit(reports: Sequence[Report], *, translate: Translate = str, **_: object) -> str:
    from dmsi_rules.report.junit import to_junit  # noqa: PLC0415

    return to_junit(reports, translate=translate)


def _gitlab(reports: Sequence[Report], *, translate: Translate = str, **_: object) -> str:
    from dmsi_rules.report.gitlab import to_gitlab  # noqa: PLC0415

    return to_gitlab(reports, translate=translate)


def _github(reports: Sequence[Report], *, translate: Translate = str, **_: object) -> str:
    from dmsi_rules.report.github import to_github  # noqa: PLC0415

    return to_github(reports, translate=translate)


FORMATS: Mapping[str, Format] = MappingProxyType({"sarif": _sarif, "junit": _junit, "gitlab": _gitlab, "github": _github})
