"""
Findings shown in the text that their document was read from.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from dmsi_rules.documents.mending import TextFormat, edits_of
from dmsi_rules.documents.placing import Lines, places
from dmsi_rules.documents.sources import InputFormat, decoded
from dmsi_rules.finding import Finding, Replacement, Report


def located(
    report: Report, text: str | bytes, input_format: InputFormat, first: int = 1, *, replacements: bool = False
) -> Report:
    """
    Return *report* with the line and column at which each finding stands in *text*.

    A document that could not be evaluated has them already, where they are known.

    Args:
        report: the report.
        text: the document's text.
        input_format: what it is written in.
        first: where its first line stands in a file.
        replacements: whether to say what each fix does to the text.
    """
    if report.invalid:
        return report if first == 1 else _evolved(report, [_below(found, first - 1) for found in report.findings])
    text = decoded(text)
    kind: TextFormat = "toml" if input_format == "toml" else "json"
    where = places(text, {found.path for found in report.findings}, kind)
    fixes = _replacements(text, report.findings, kind) if replacements and where else {}
    findings = []
    for found in report.findings:
        line, column = where.get(found.path, (None, None))
        placed = attrs.evolve(found, line=line, column=column, replacements=fixes.get(id(found), ()))
        findings.append(_below(placed, first - 1))
    return _evolved(report, findings)


def _evolved(report: Report, findings: list[Finding]) -> Report:
    return attrs.evolve(report, findings=tuple(findings))


def _replacements(text: str, findings: Iterable[Finding], kind: TextFormat) -> dict[int, tuple[Replacement, ...]]:
    fixable = [found for found in findings if found.fix]
    if not fixable:
        return {}
    lines = Lines(text)
    return {
        id(found): tuple(Replacement(*lines.at(edit.start), *lines.at(edit.end), edit.text) for edit in edits or ())
        for found, edits in zip(fixable, edits_of(text, [found.fix for found in fixable], kind), strict=True)
    }


def _below(found: Finding, lines: int) -> Finding:
    """
    Return *found* in a text that stands below so many *lines*.
    """
    if not lines or found.line is None:
        return found
    fixes = tuple(attrs.evolve(each, line=each.line + lines, end_line=each.end_line + lines) for each in found.replacements)
    return attrs.evolve(found, line=found.line + lines, replacements=fixes)
