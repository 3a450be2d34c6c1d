"""
What the formats of other tools ask of a finding: a place in a file, one sentence, an identity.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import frozen

from dmsi_rules._finding import Finding, Report, visible
from dmsi_rules.report._styled import Translate

STANDARD_INPUT = "-"


class Format(Protocol):
    """
    Reports written for another tool.
    """

    def __call__(self, reports: Sequence[Report], /, *, translate: Translate = str) -> str: ...  # noqa: D102


@frozen
class Place:
    """
    Where a tool shows a finding. Without a file where the document came from elsewhere.
    """

    file: str | None
    line: int = 1
    column: int | None = None


def place_of(report: Report, found: Finding) -> Place:
    """
    Return the place of *found*: the line of a JSON Lines document, else the one that its facts name, else the first.
    """
    file, line = _file_and_line(report.dossier or "")
    column = _positive(found.facts.get("column"))
    stated = _positive(found.facts.get("line"))
    return Place(file or None, line or stated or 1, column)


def _file_and_line(name: str) -> tuple[str, int | None]:
    """
    Take `FILE:LINE` apart, as documents of a JSON Lines stream are named.
    """
    file, _, line = name.rpartition(":")
    if not (file and line.isascii() and line.isdecimal() and len(line) < 10 and int(line)):
        file, line = name, ""
    return "" if file == STANDARD_INPUT else file.removeprefix("./"), int(line) if line else None


def _positive(value: Any) -> int | None:
    return value if type(value) is int and value > 0 else None


def sentence_of(found: Finding, translate: Translate) -> str:
    """
    Return *found* in one visible line: where in the document, what, and by which article.
    """
    return f"{visible(found.path) or '/'}: {found.render(translate)} ({visible(found.source)})"


def fingerprints(report: Report) -> list[str]:
    """
    Return an identity for each finding of *report*: the same in every run, whatever the message says.

    It is that of the document, the rule and the place; what would still be the same is counted.
    """
    seen: Counter[tuple[str, str]] = Counter()
    result = []
    for found in report.findings:
        key = (found.code, found.path)
        identity = json.dumps([report.dossier, *key, seen[key]])
        result.append(hashlib.sha256(identity.encode("ascii")).hexdigest())
        seen[key] += 1
    return result
