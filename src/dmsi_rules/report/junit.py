"""
JUnit XML, which continuous integration reads: a suite a document, a case a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from dmsi_rules.checking.threshold import NOTHING, REASONS
from dmsi_rules.finding import Finding, Report
from dmsi_rules.report._annotation import Note, conditions, notes
from dmsi_rules.report._written import Format, Manner, Run
from dmsi_rules.report.check import details, place_in_text, why_waived
from dmsi_rules.report.header import document_name
from dmsi_rules.report.styled import WIDTH, to_plain
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import N_

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class JUnit(Format):
    """
    What fails the run fails, an invalid document is an error, what does not fail passes with its text.

    A document without findings has one case, which passes; where no rule judged it, it is skipped.
    """

    between = "\n"

    def head(self) -> str:
        return f'{DECLARATION}<testsuites name="dmsi-rules">\n'

    def piece(self, report: Report) -> str:
        outcomes = [self._outcome(found) for found in report.told]
        noted = list(notes(report, self.manner))
        name = document_name(report, self.translate)
        suite = ET.Element("testsuite", name=name, tests=str(len(outcomes) + len(noted) or 1))
        properties = ET.SubElement(suite, "properties")
        for key, value in conditions(report).items():
            ET.SubElement(properties, "property", name=key, value=visible(value))
        for found, outcome in zip(report.told, outcomes, strict=True):
            self._case(suite, found, outcome)
        if not outcomes and not noted:
            ET.SubElement(suite, "testcase", classname="dmsi_rules", name=self.translate(N_("no finding")))
        outcomes += [_noted(suite, note) for note in noted]
        for count, outcome in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
            suite.set(count, str(outcomes.count(outcome)))
        _indent(suite, "\n  ")
        return "  " + ET.tostring(suite, encoding="unicode")

    def tail(self, run: Run) -> str:
        if run.documents:
            return "\n</testsuites>\n"
        return f"{self._nothing() if run.status else ''}</testsuites>\n"

    def _nothing(self) -> str:
        """
        Return the suite of a run that fails since there was no document.
        """
        suite = ET.Element("testsuite", name="dmsi-rules", tests="1", failures="1", errors="0", skipped="0")
        _noted(suite, Note(NOTHING, self.translate(REASONS[NOTHING]), fails=True))
        _indent(suite, "\n  ")
        return f"  {ET.tostring(suite, encoding='unicode')}\n"

    def _outcome(self, found: Finding) -> str:
        if found.verdict == "invalid":
            return "error"
        if found.waived is not None:
            return "skipped"
        return "failure" if self.threshold.why(found) else "system-out"

    def _case(self, suite: ET.Element, found: Finding, outcome: str) -> None:
        name = f"{found.code} {found.name} {found.path or '/'}"
        case = ET.SubElement(suite, "testcase", classname=f"dmsi_rules.{visible(found.code)}", name=visible(name))
        result = ET.SubElement(case, outcome)
        # Every user string in it is visible: none of the characters that XML 1.0 forbids is left.
        lines = [*details(found, WIDTH, self.translate)]
        if place := place_in_text(found, self.translate):
            lines.append((("plain", place),))
        result.text = to_plain(lines)
        if found.waived is not None:
            result.set("message", why_waived(found.waived, self.translate))
        elif outcome != "system-out":
            result.set("type", found.force or found.verdict)
            result.set("message", found.render(self.translate))


def _indent(element: ET.Element, margin: str) -> None:
    """
    Put each part of *element* on a line of its own, as the standard library does, which leaves cyclic garbage at each call.
    """
    inner = f"{margin}  "
    for rank, each in enumerate(element, 1):
        _indent(each, inner)
        each.tail = inner if rank < len(element) else margin
    if len(element):
        element.text = inner


def _noted(suite: ET.Element, note: Note) -> str:
    """
    Add the case of *note*, and return its outcome.
    """
    case = ET.SubElement(suite, "testcase", classname="dmsi_rules", name=note.name)
    outcome = "failure" if note.fails else "skipped"
    ET.SubElement(case, outcome, message=note.sentence)
    return outcome


def to_junit(reports: Iterable[Report], **manner: Any) -> str:
    """
    Return *reports* as JUnit XML, in the `Manner` that is given.
    """
    return JUnit(Manner(**manner)).written(reports)
