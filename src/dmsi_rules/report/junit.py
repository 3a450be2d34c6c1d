"""
JUnit XML, which continuous integration reads: a suite a document, a case a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from dmsi_rules.finding import Finding, Report
from dmsi_rules.report._annotation import conditions
from dmsi_rules.report.check import details, place_in_text
from dmsi_rules.report.header import document_name
from dmsi_rules.report.styled import WIDTH, to_plain
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import N_, Translate

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def to_junit(reports: Sequence[Report], *, translate: Translate = str) -> str:
    """
    Return *reports* as JUnit XML: errors fail, an invalid document is an error, warnings and notes pass with their text.

    A document without findings has one case, which passes.
    """
    root = ET.Element("testsuites", name="dmsi-rules")
    for report in reports:
        _suite(root, report, translate)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ET.indent(root)
    return DECLARATION + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, report: Report, translate: Translate) -> None:
    outcomes = [_outcome(found) for found in report.findings]
    suite = ET.SubElement(root, "testsuite", name=document_name(report, translate), tests=str(len(outcomes) or 1))
    suite.set("failures", str(outcomes.count("failure")))
    suite.set("errors", str(outcomes.count("error")))
    suite.set("skipped", "0")
    properties = ET.SubElement(suite, "properties")
    for name, value in conditions(report).items():
        if isinstance(value, str):
            ET.SubElement(properties, "property", name=name, value=visible(value))
    for found, outcome in zip(report.findings, outcomes, strict=True):
        _case(suite, found, outcome, translate)
    if not outcomes:
        ET.SubElement(suite, "testcase", classname="dmsi_rules", name=translate(N_("no finding")))


def _outcome(found: Finding) -> str:
    if found.verdict == "invalid":
        return "error"
    return "failure" if found.severity == "error" else "system-out"


def _case(suite: ET.Element, found: Finding, outcome: str, translate: Translate) -> None:
    name = f"{found.code} {found.name} {found.path or '/'}"
    case = ET.SubElement(suite, "testcase", classname=f"dmsi_rules.{visible(found.code)}", name=visible(name))
    result = ET.SubElement(case, outcome)
    # Every user string in it is visible: none of the characters that XML 1.0 forbids is left.
    lines = [*details(found, WIDTH, translate)]
    if place := place_in_text(found, translate):
        lines.append((("plain", place),))
    result.text = to_plain(lines)
    if outcome != "system-out":
        result.set("type", found.force or found.verdict)
        result.set("message", found.render(translate))
