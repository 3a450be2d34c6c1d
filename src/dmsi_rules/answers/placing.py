"""
Findings shown in the text that their document was read from.
"""

from __future__ import annotations

import attrs

from dmsi_rules.documents.placing import places
from dmsi_rules.documents.sources import InputFormat, decoded
from dmsi_rules.finding import Finding, Report


def located(report: Report, text: str | bytes, input_format: InputFormat, first: int = 1) -> Report:
    """
    Return *report* with the line and column at which each finding stands in *text*, whose first line is the *first* of a file.

    A document that could not be evaluated has them already, where they are known.
    """
    where: dict[str, tuple[int, int]] = {}
    if not report.invalid:
        wanted = {found.path for found in report.findings}
        where = places(decoded(text), wanted, "toml" if input_format == "toml" else "json")
    elif first == 1:
        return report
    return attrs.evolve(report, findings=tuple(_at(found, where.get(found.path), first - 1) for found in report.findings))


def _at(found: Finding, where: tuple[int, int] | None, before: int) -> Finding:
    line, column = where or (found.line, found.column)
    return found if line is None else attrs.evolve(found, line=before + line, column=column)
