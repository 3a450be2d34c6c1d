"""
No format lets through what a document's author could use against its reader.
"""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from dmsi_rules.finding import Waived, Whose
from dmsi_rules.report.check import report_text
from dmsi_rules.report.formats import FORMATS, Manner
from dmsi_rules.report.json import to_json, to_json_line
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.fill import visible
from tests.report.hostile import HOSTILE, any_text, encoded, is_strict_json, is_visible, with_shown_surrogates
from tests.report.samples import finding, hostile_report, report

everything_hostile = pytest.mark.parametrize("text", HOSTILE, ids=lambda text: visible(text[:20]))


class TestVisible:
    """
    Text, XML and commands show what does not print as its code; JSON escapes it.
    """

    @everything_hostile
    @pytest.mark.parametrize("name", FORMATS)
    def test_formats(self, name: str, text: str) -> None:
        """
        Nothing but printable characters and newlines.
        """
        written = FORMATS[name](Manner()).written([hostile_report(text)])

        assert is_visible(written)
        assert written.encode() == encoded(written)

    @everything_hostile
    def test_text(self, text: str) -> None:
        """
        The same in the text for people, in as many lines whatever the document says.
        """
        written = to_plain(report_text(hostile_report(text), width=10**9))

        assert is_visible(written)
        assert to_plain(report_text(hostile_report("x"), width=10**9)).count("\n") == written.count("\n")

    @given(any_text)
    def test_any_text(self, text: str) -> None:
        """
        The same for any text at all.
        """
        report = hostile_report(text)
        written = [
            to_plain(report_text(report)),
            to_json(report.to_dict()),
            *(form(Manner()).written([report]) for form in FORMATS.values()),
        ]

        assert [True] * len(written) == [is_visible(each) for each in written]

    @everything_hostile
    @pytest.mark.parametrize("name", FORMATS)
    def test_what_is_waived(self, name: str, text: str) -> None:
        """
        A reason, what a finding is about and whose it is are another's words too.
        """
        found = finding(waived=Waived("waiver", text), about={"service": text})
        written = FORMATS[name](Manner()).written([report(found, commune=Whose(text, text, text), own={f"x-{text}": text})])

        assert is_visible(written)
        assert written.encode() == encoded(written)


class TestParsed:
    """
    What is written is what its format says it is.
    """

    @everything_hostile
    def test_json(self, text: str) -> None:
        """
        JSON parses to what was written; a line is one line.
        """
        answer = hostile_report(text).to_dict()
        expected = with_shown_surrogates(answer)
        line = to_json_line(answer)

        assert expected == json.loads(to_json(answer)) == json.loads(encoded(line))
        assert ["\n"] == [char for char in line if not char.isprintable()]

    @everything_hostile
    @pytest.mark.parametrize("name", ["sarif", "gitlab"])
    def test_formats_of_json(self, name: str, text: str) -> None:
        """
        SARIF and Code Quality parse, with parsers that refuse lone surrogates too.
        """
        written = FORMATS[name](Manner()).written([hostile_report(text)])

        assert json.loads(encoded(written))
        assert is_strict_json(written)

    @everything_hostile
    def test_junit(self, text: str) -> None:
        """
        JUnit parses, with one case a finding.
        """
        root = ET.fromstring(encoded(FORMATS["junit"](Manner()).written([hostile_report(text)])))  # noqa: S314  (written a line above)

        assert 5 == len(root.findall("testsuite/testcase"))
        assert {"testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "system-out"} == {
            element.tag for element in root.iter()
        }

    @everything_hostile
    def test_github(self, text: str) -> None:
        """
        One command a finding, and none that a document wrote.
        """
        written = FORMATS["github"](Manner()).written([hostile_report(text)])

        assert ["::error ", "::warning ", "::notice ", "::error ", "::warning "] == [
            line[: line.index(" ") + 1] for line in written.splitlines()
        ]
