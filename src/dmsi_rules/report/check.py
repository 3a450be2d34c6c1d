"""
A report for people: findings by severity, each with its source and what to do about it, then one line that sums up.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dmsi_rules.finding import Finding, Force, Report, Severity, Verdict, Waived
from dmsi_rules.model.readings import reading_words
from dmsi_rules.report._in_words import is_waiting, judgement, named_places, waiting
from dmsi_rules.report.header import document_name, header
from dmsi_rules.report.styled import WIDTH, Line, Style, pad, paragraph
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, places, spoken, visible
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
    paths = max((cells(_pointer(found)) for found in report.told), default=0)
    together = [] if reads_codes(translate) else [found for found in report.told if is_waiting(found)]
    for severity, title in GROUPS.items():
        group = [each for each in report.told if each.severity == severity and each.waived is None and each not in together]
        lines += _group(group, severity, translate(title), paths, width, translate)
    lines += waiting(together, width, translate)
    waived = [found for found in report.told if found.waived is not None]
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
        yield from _headline(found, min(paths, LONGEST_PATH), width, translate)
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


def _headline(found: Finding, paths: int, width: int, translate: Translate) -> Iterator[Line]:
    place = place_in_text(found, translate)
    if not reads_codes(translate):
        first, *others = paragraph(found.filled(found.title, translate), width - DETAILS_INDENT, style="strong")
        yield (("plain", "  "), (found.severity, pad(visible(found.code), DETAILS_INDENT - 2)), *first)
        yield from ((("plain", " " * DETAILS_INDENT), *line) for line in others)
        return
    verdict = translate(VERDICTS[found.verdict])
    if found.force is not None:
        verdict += f", {translate(FORCES[found.force])}"
    head: Line = (
        ("plain", "  "),
        (found.severity, visible(found.code)),
        ("strong", f"  {pad(_pointer(found), paths)}"),
        ("plain", f"  {verdict}"),
    )
    if place and sum(cells(text) for _, text in head) + 2 + cells(place) > width:
        yield head
        yield (("faint", " " * DETAILS_INDENT + place),)
    else:
        yield (*head, ("faint", f"  {place}")) if place else head


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
    if not reads_codes(translate):
        yield from paragraph(judgement(found, translate), width, indent=indent)
        where = ", ".join(filter(None, (spoken(found.label(translate=translate)), place_in_text(found, translate))))
        yield from paragraph(translate(N_("where: {words}")).format(words=where), width, style="faint", indent=indent, hang=2)
    for sentence, words in _facts(found, translate):
        yield from paragraph(translate(sentence).format(words=words), width, style="faint", indent=indent, hang=2)
    if found.waived is not None:
        yield from paragraph(why_waived(found.waived, translate), width, style="good", indent=indent, hang=2)
    elif partly := [next(iter(each.about.values()), "") for each in found.offenders if each.waived is not None]:
        words = translate(N_("waived of these: {words}")).format(words=_listed(partly[:MOST_NAMED]))
        yield from paragraph(words, width, style="good", indent=indent, hang=2)
    yield from fix_in_words(found, width, translate, indent)


def fix_in_words(found: Finding, width: int, translate: Translate, indent: int = 0) -> Iterator[Line]:
    """
    Yield what the fix of *found* does, a line a step.
    """
    for operation in found.fix:
        described = translate(N_("fix: {operation}")).format(operation=_described(operation, found, translate))
        if reads_codes(translate):
            yield (("good", " " * indent + described),)
        else:
            yield from paragraph(described, width, style="good", indent=indent, hang=2)


def _facts(found: Finding, translate: Translate) -> Iterator[tuple[str, str]]:
    yield N_("source: {words}"), places(found.source, translate)
    if found.missing and "missing" not in found.facts:  # else the message has just said it
        is_told = reads_codes(translate)
        yield N_("missing: {words}"), _listed(found.missing) if is_told else named_places(found, found.missing, translate)
    if found.depends_on:
        yield N_("depends on: {words}"), readings_words(found.depends_on, translate)
    rule = BY_CODE.get(found.code)
    if rule is not None and found.verdict == "unknown":  # nothing is wrong yet: say what is asked, not how to mend it
        yield N_("checks: {words}"), found.filled(rule.checks, translate)
    elif found.remedy:
        yield N_("remedy: {words}"), found.filled(found.remedy, translate)


def readings_words(depends_on: Sequence[str], translate: Translate) -> str:
    """
    Return the readings under which a finding would be another.
    """
    return (", " if reads_codes(translate) else "; ").join(reading_words(each, translate) for each in depends_on)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(visible, words))


def _described(operation: Mapping[str, Any], found: Finding, translate: Translate) -> str:
    if not reads_codes(translate):
        label = spoken(found.label(operation["path"], translate))
        value = ", ".join(_values(operation.get("value"), translate))
        return f"{translate(operation['op'])} {label}" + (translate(N_(": {value}")).format(value=value) if value else "")
    places = [visible(operation[key]) for key in ("from", "path") if key in operation]
    words = [translate(operation["op"]), *places]
    if "value" in operation:
        words.append(visible(json.dumps(plain(operation["value"]), ensure_ascii=False)))
    return " ".join(words)


def _values(value: Any, translate: Translate) -> Iterator[str]:
    """
    Yield what is written of *value*, in words.
    """
    match value:
        case None:
            return
        case dict():
            for each in value.values():
                yield from _values(each, translate)
        case dt.date():
            yield day(value, translate)
        case str():
            yield code_words(value, translate)
        case _:
            yield visible(str(plain(value)))


# ---- the whole


def summary_of(report: Report, translate: Translate) -> str:
    """
    Return how it went in one sentence.
    """
    document = document_name(report, translate)
    if report.findings:
        parts = [_count(severity, report.findings, translate) for severity in GROUPS]
        waived = sum(found.waived is not None for found in report.findings)
        parts.append(translate(N_("{count} waived")).format(count=waived) if waived else "")
        parts.append(translate(N_("{count} more, not told here")).format(count=report.more) if report.more else "")
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
    return sentence.format(document=document, counts=counts, judged=judged)


def _summary(report: Report, width: int, translate: Translate) -> Iterator[Line]:
    yield from paragraph(summary_of(report, translate), width, style=_gravest(report), hang=2)
    if reads_codes(translate) and (missing := dict.fromkeys(pointer for found in report.findings for pointer in found.missing)):
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
