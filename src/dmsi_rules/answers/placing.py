"""
Findings shown in the text that their document was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dmsi_rules.documents.mending import Edit, TextFormat, edits_of
from dmsi_rules.documents.placing import Lines, places
from dmsi_rules.documents.sources import InputFormat, decoded
from dmsi_rules.finding import Finding, Replacement, Report
from dmsi_rules.values.frozen import frozen
from dmsi_rules.values.record import changed


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
    before = first - 1
    where: Mapping[str, tuple[int | None, int | None]]
    fixes: Mapping[int, tuple[Replacement, ...]] = {}
    if report.invalid:
        if not before:
            return report
        where = {found.path: (found.line, found.column) for found in report.findings}
    else:
        text = decoded(text)
        kind: TextFormat = "toml" if input_format == "toml" else "json"
        where = places(text, {found.path for found in report.findings}, kind)
        if replacements and where:
            fixes = _replacements(text, report.findings, kind, before)
    findings = []
    for found in report.findings:
        line, column = where.get(found.path, (None, None))
        line = line and line + before
        facts = found.facts
        if before and report.invalid and "line" in facts:  # the sentence names it
            facts = frozen({**facts, "line": facts["line"] + before})
        findings.append(changed(found, line=line, column=column, facts=facts, replacements=fixes.get(id(found), ())))
    return changed(report, findings=tuple(findings))


def _replacements(text: str, findings: Iterable[Finding], kind: TextFormat, before: int) -> dict[int, tuple[Replacement, ...]]:
    fixable = [found for found in findings if found.fix]
    if not fixable:
        return {}
    lines = Lines(text)

    def replacement(edit: Edit) -> Replacement:
        (line, column), (end_line, end_column) = lines.at(edit.start), lines.at(edit.end)
        return Replacement(line + before, column, end_line + before, end_column, edit.text)

    edits = edits_of(text, [found.fix for found in fixable], kind)
    return {id(found): tuple(map(replacement, each or ())) for found, each in zip(fixable, edits, strict=True)}
