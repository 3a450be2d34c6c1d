"""
A report for people: findings by severity, each with its source and what to do about it, then one line that sums up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dmsi_rules.finding import Finding, Force, Report, Severity, Verdict, Waived
from dmsi_rules.report.header import document_name, header
from dmsi_rules.report.styled import WIDTH, Line, Style, pad, paragraph
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.text.fill import places, visible
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.text.width import cells
from dmsi_rules.values.plain import plain

GROUPS: Mapping[Severity, str] = {"error": N_("Errors"), "warning": N_("Warnings"), "info": N_("Notes")}
COUNTS: Mapping[Severity, tuple[str, str]] = {
    "error": (N_("{count} error"), N_("{count} errors")),
    "warning": (N_("{count} warning"), N_("{count} warnings")),
    "info": (N_("{count} note"), N_("{count} notes")),
}
UNSETTLED: Mapping[Verdict, str] = {"unknown": N_("{count} unknown"), "ambiguous": N_("{count} ambiguous")}
RULES_JUDGED = (N_("{count} rule judged"), N_("{count} rules judged"))
VERDICTS: Mapping[Verdict, str] = {
    "violated": N_("violated"),
    "unknown": N_("unknown"),
    "ambiguous": N_("ambiguous"),
    "invalid": N_("invalid"),
}
FORCES: Mapping[Force, str] = {
    "impossible": N_("impossible"),
    "breach": N_("breach"),
    "may-refuse": N_("may-refuse"),
    "discretionary": N_("discretionary"),
    "note": N_("note"),
}
OPERATIONS = (N_("add"), N_("remove"), N_("replace"))  # those of our fixes, in words

DETAILS_INDENT = 10  # under the pointer: margin, code, gap
MOST_NAMED = 10
LONGEST_PATH = 48  # a longer pointer pushes its own verdict aside, not everybody's


def report_text(report: Report, *, translate: Translate = str, width: int = WIDTH) -> list[Line]:
    """
    Return *report* as lines for people.

    Args:
        report: what the rules say of one document.
        translate: turns marked sentences into the reader's language.
        width: the columns to keep within.
    """
    lines = list(header(report, width, translate))
    paths = max((cells(_pointer(found)) for found in report.findings), default=0)
    for severity, title in GROUPS.items():
        group = [found for found in report.findings if found.severity == severity and found.waived is None]
        lines += _group(group, severity, translate(title), paths, width, translate)
    waived = [found for found in report.findings if found.waived is not None]
    lines += _group(waived, "faint", translate(N_("Waived")), paths, width, translate)
    return [*lines, (), *_summary(report, width, translate)]


def _group(  # noqa: PLR0913, PLR0917  (what a group is laid out by)
    group: Sequence[Finding], style: Style, title: str, paths: int, width: int, translate: Translate
) -> Iterator[Line]:
    if group:
        yield ()
        yield ((style, title),)
    for rank, found in enumerate(group):
        if rank:
            yield ()
        yield _headline(found, min(paths, LONGEST_PATH), translate)
        yield from details(found, width, translate, DETAILS_INDENT)


def why_waived(waived: Waived, translate: Translate) -> str:
    """
    Return by what a finding is accepted, and until when, in words.
    """
    if waived.by == "baseline":
        return translate(N_("known from the baseline"))
    reason = visible(waived.reason or "")
    if waived.until is None:
        return translate(N_("waived: {reason}")).format(reason=reason)
    return translate(N_("waived until {day}: {reason}")).format(day=day(waived.until, translate), reason=reason)


# ---- one finding


def _pointer(found: Finding) -> str:
    return visible(found.path) or "/"


def _headline(found: Finding, paths: int, translate: Translate) -> Line:
    verdict = translate(VERDICTS[found.verdict])
    if found.force is not None:
        verdict += f", {translate(FORCES[found.force])}"
    place = place_in_text(found, translate)
    return (
        ("plain", "  "),
        (found.severity, visible(found.code)),
        ("strong", f"  {pad(_pointer(found), paths)}"),
        ("plain", f"  {verdict}"),
        *((("faint", f"  {place}"),) if place else ()),
    )


def place_in_text(found: Finding, translate: Translate) -> str:
    """
    Return the line and the column of *found* in words; nothing where they are unknown, or the document's own.
    """
    if found.line is None or (found.line, found.column) == (1, 1):
        return ""
    return translate(N_("line {line}, column {column}")).format(line=found.line, column=found.column)


def details(found: Finding, width: int, translate: Translate, indent: int = 0) -> Iterator[Line]:
    """
    Yield what there is to say of *found*: the message, its source, what would settle it and what to do about it.
    """
    yield from paragraph(found.render(translate), width, indent=indent)
    for sentence, words in _facts(found, translate):
        yield from paragraph(translate(sentence).format(words=words), width, style="faint", indent=indent, hang=2)
    if found.waived is not None:
        yield from paragraph(why_waived(found.waived, translate), width, style="good", indent=indent, hang=2)
    elif partly := [next(iter(each.about.values()), "") for each in found.offenders if each.waived is not None]:
        words = translate(N_("waived of these: {words}")).format(words=_listed(partly[:MOST_NAMED]))
        yield from paragraph(words, width, style="good", indent=indent, hang=2)
    yield from fix_in_words(found, translate, indent)


def fix_in_words(found: Finding, translate: Translate, indent: int = 0) -> Iterator[Line]:
    """
    Yield what the fix of *found* does, a line a step.
    """
    for operation in found.fix:
        described = translate(N_("fix: {operation}")).format(operation=_described(operation, translate))
        yield (("good", " " * indent + described),)


def _facts(found: Finding, translate: Translate) -> Iterator[tuple[str, str]]:
    yield N_("source: {words}"), places(found.source, translate)
    if found.missing and "missing" not in found.facts:  # else the message has just said it
        yield N_("missing: {words}"), _listed(found.missing)
    if found.depends_on:
        yield N_("depends on: {words}"), _listed(found.depends_on)
    rule = BY_CODE.get(found.code)
    if rule is not None and found.verdict == "unknown":  # nothing is wrong yet: say what is asked, not how to mend it
        yield N_("checks: {words}"), found.filled(rule.checks, translate)
    elif found.remedy:
        yield N_("remedy: {words}"), found.filled(found.remedy, translate)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(visible, words))


def _described(operation: Mapping[str, Any], translate: Translate) -> str:
    places = [visible(operation[key]) for key in ("from", "path") if key in operation]
    words = [translate(operation["op"]), *places]
    if "value" in operation:
        words.append(visible(json.dumps(plain(operation["value"]), ensure_ascii=False)))
    return " ".join(words)


# ---- the whole


def _summary(report: Report, width: int, translate: Translate) -> Iterator[Line]:
    document = document_name(report, translate)
    if report.findings:
        parts = [_count(severity, report.findings, translate) for severity in GROUPS]
        waived = sum(found.waived is not None for found in report.findings)
        parts.append(translate(N_("{count} waived")).format(count=waived) if waived else "")
        counts = ", ".join(filter(None, parts))
    else:
        counts = translate(N_("nothing to report"))
    if report.invalid:
        sentence = translate(N_("{document}: {counts} - it cannot be evaluated, no rule judged it"))
    elif report.judged:
        sentence = translate(N_("{document}: {counts} - {judged}"))
    elif report.findings:
        sentence = translate(N_("{document}: {counts}"))
    else:
        sentence = translate(N_("{document}: no rule looked at it, nothing was checked"))
    judged = _counted(report.judged, RULES_JUDGED, translate)
    yield from paragraph(
        sentence.format(document=document, counts=counts, judged=judged), width, style=_gravest(report), hang=2
    )
    if missing := dict.fromkeys(pointer for found in report.findings for pointer in found.missing):
        unsettled = translate(N_("to settle what is unknown: {missing}")).format(missing=_listed(missing))
        yield from paragraph(unsettled, width, hang=2)


def _gravest(report: Report) -> Style:
    severities = {found.severity for found in report.findings if found.waived is None}
    if not report.findings and not report.judged:
        return "warning"
    return next((severity for severity in GROUPS if severity in severities), "good")


def _count(severity: Severity, findings: Sequence[Finding], translate: Translate) -> str:
    verdicts = [found.verdict for found in findings if found.severity == severity and found.waived is None]
    if not verdicts:
        return ""
    counts = {sentence: verdicts.count(verdict) for verdict, sentence in UNSETTLED.items()}
    unsettled = ", ".join(translate(sentence).format(count=count) for sentence, count in counts.items() if count)
    words = _counted(len(verdicts), COUNTS[severity], translate)
    return f"{words} ({unsettled})" if unsettled else words


def _counted(count: int, one_or_more: tuple[str, str], translate: Translate) -> str:
    one, more = one_or_more
    return translate(one if count == 1 else more).format(count=count)
