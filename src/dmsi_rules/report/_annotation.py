"""
What the formats of other tools ask of a finding: a place in a file, one sentence, an identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import attrs

from dmsi_rules.finding import MOST, Finding, Offender, Report, heading
from dmsi_rules.report._written import Manner
from dmsi_rules.report.check import why_waived
from dmsi_rules.text.fill import places, visible
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

STANDARD_INPUT = "-"
UNDER = N_("only under {readings}")
NOT_UNDER = N_("not under {readings}")
NOT_JUDGED = N_("no rule looked at it, nothing was checked")
AND_MORE = N_("findings besides, which are only counted: {count}")

_FILE_LINE = re.compile(r"(.+):([1-9][0-9]{0,8})", re.DOTALL)


@record
class Place:
    """
    Where a tool shows a finding. Without a file where the document came from elsewhere.
    """

    file: str | None
    line: int = 1
    column: int | None = None


def conditions(report: Report) -> dict[str, str]:
    """
    Return what *report* was made from, where that is a word.
    """
    said = heading(report.dossier, report.convention, report.as_of, report.readings)
    said |= {"grid": report.grid, "lifecycles": plain(report.lifecycles)}
    return {key: value for key, value in said.items() if isinstance(value, str)}


def place_of(report: Report, found: Finding) -> Place:
    """
    Return the place of *found*: its own line, else that of a JSON Lines document, else the first.
    """
    file, line = file_of(report)
    return Place(file, found.line or line or 1, found.column)


def file_of(report: Report) -> tuple[str | None, int | None]:
    """
    Return the file of *report*, and the line of one that is a document of a JSON Lines stream.
    """
    if report.file is not None:
        return report.file, report.line
    name = report.dossier or ""
    match = _FILE_LINE.fullmatch(name)
    file, line = match.groups() if match else (name, "")
    return None if file in {"", STANDARD_INPUT} else file.removeprefix("./"), int(line) if line else None


def sentence_of(found: Finding, translate: Translate) -> str:
    """
    Return *found* in one visible line: what, by which article and, where readings decide, under which.
    """
    grounds = places(found.source, translate)
    if found.depends_on:
        under = translate(UNDER if found.verdict == "ambiguous" else NOT_UNDER)
        grounds += "; " + under.format(readings=", ".join(map(visible, found.depends_on)))
    waived = f"[{why_waived(found.waived, translate)}] " if found.waived is not None else ""
    return f"{waived}{found.render(translate)} ({grounds})"


def pointed_sentence_of(found: Finding, translate: Translate) -> str:
    """
    Return `sentence_of` *found* after its place in the document, for tools that show nothing but lines of files.
    """
    return f"{visible(found.path) or '/'}: {sentence_of(found, translate)}"


@record
class Note:
    """
    What there is to tell of a document besides its findings.

    Attributes:
        name: what it is, in one word.
        sentence: the same in words.
        fails: whether it fails the run.
    """

    name: str
    sentence: str
    fails: bool


def notes(report: Report, manner: Manner) -> Iterator[Note]:
    """
    Yield that no rule judged *report*, and how many of its findings are only counted.
    """
    threshold = manner.threshold
    if report.unjudged:
        yield Note("unjudged", manner.translate(NOT_JUDGED), threshold.fails_unjudged)
    if report.more:
        fails = report.invalid or any(threshold.why(found) for found in report.findings[MOST:])
        yield Note("more", manner.translate(AND_MORE).format(count=report.more), fails)


def entries(report: Report) -> Iterator[Finding]:
    """
    Yield the findings of *report* as those tools count them: one entry for each of those that break a rule together.
    """
    return islice(_entries(report), MOST)


def _entries(report: Report) -> Iterator[Finding]:
    for found in report.told:
        if found.offenders:
            yield from (_of_one(found, each) for each in found.offenders)
        else:
            yield found


def _of_one(found: Finding, each: Offender) -> Finding:
    """
    Return what *found* says of *each* alone.
    """
    names = tuple(each.about.values())
    facts = {**found.facts, "offenders": names, "more": 0} if names else found.facts
    waived = each.waived or found.waived
    return attrs.evolve(found, facts=facts, about=each.about, fingerprint=each.fingerprint, offenders=(), waived=waived)
