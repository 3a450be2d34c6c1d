"""
Findings shown in the text that their document was read from.
"""

from __future__ import annotations

import attrs

from dmsi_rules.documents.mending import TextFormat, difference, mended
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
    findings = []
    for found in report.findings:
        line, column = where.get(found.path, (None, None))
        fix = _replacement(text, found, kind) if replacements and found.fix and line else None
        findings.append(_below(attrs.evolve(found, line=line, column=column, replacement=fix), first - 1))
    return _evolved(report, findings)


def _evolved(report: Report, findings: list[Finding]) -> Report:
    return attrs.evolve(report, findings=tuple(findings))


def _replacement(text: str, found: Finding, kind: TextFormat) -> Replacement | None:
    changed = mended(text, found.fix, kind)
    if changed is None:
        return None
    edit = difference(text, changed)
    lines = Lines(text)
    return Replacement(*lines.at(edit.start), *lines.at(edit.end), edit.text)


def _below(found: Finding, lines: int) -> Finding:
    """
    Return *found* in a text that stands below so many *lines*.
    """
    if not lines or found.line is None:
        return found
    fix = found.replacement
    if fix is not None:
        fix = attrs.evolve(fix, line=fix.line + lines, end_line=fix.end_line + lines)
    return attrs.evolve(found, line=found.line + lines, replacement=fix)
