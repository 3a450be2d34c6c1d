"""
The formats that other tools read, by the name that the command line gives them; each is loaded when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from dmsi_rules.report._written import Manner, Run

if TYPE_CHECKING:
    from dmsi_rules.report._written import Format

__all__ = ["FORMATS", "Manner", "Run"]


def _sarif(manner: Manner) -> Format:
    from dmsi_rules.report.sarif import Sarif  # noqa: PLC0415

    return Sarif(manner)


def _junit(manner: Manner) -> Format:
    from dmsi_rules.report.junit import JUnit  # noqa: PLC0415

    return JUnit(manner)


def _gitlab(manner: Manner) -> Format:
    from dmsi_rules.report.gitlab import GitLab  # noqa: PLC0415

    return GitLab(manner)


def _github(manner: Manner) -> Format:
    from dmsi_rules.report.github import GitHub  # noqa: PLC0415

    return GitHub(manner)


FORMATS: Mapping[str, Callable[[Manner], Format]] = MappingProxyType(
    {"sarif": _sarif, "junit": _junit, "gitlab": _gitlab, "github": _github}
)
