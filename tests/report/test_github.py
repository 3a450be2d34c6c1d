"""
GitHub's workflow commands, read back as a runner reads them.
"""

import re

import pytest
from hypothesis import given

from dmsi_rules.finding import Report
from dmsi_rules.report.github import to_github
from dmsi_rules.text.fill import visible
from dmsi_rules.values.plain import shown
from tests.report.hostile import any_text
from tests.report.samples import finding, report, unknown

COMMAND = re.compile(r"::(?P<name>[a-z]+) (?P<properties>.*?)::(?P<data>.*)")


def read(*reports: Report) -> list[tuple[str, dict[str, str], str]]:
    """
    Return the commands of *reports*: name, properties, data.
    """
    commands = []
    for line in to_github(reports).splitlines():
        match = COMMAND.fullmatch(line)
        assert match is not None
        properties = dict(each.split("=", 1) for each in match["properties"].split(","))
        commands.append((match["name"], {key: unescaped(value) for key, value in properties.items()}, unescaped(match["data"])))
    return commands


def unescaped(text: str) -> str:
    """
    Return *text* as a runner reads it: `%25` last.
    """
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_written() -> None:
    """
    One line a finding.
    """
    expected = "::error file=lens.toml,line=3,col=7,title=DOC000 unreadable-input::/: 100%25 wrong: a, b (contract)\n"
    found = finding("DOC000", path="", template="100% wrong: a, b", line=3, column=7)

    assert expected == to_github([report(found)])


def test_levels() -> None:
    """
    A severity is a command.
    """
    assert ["error", "warning", "notice"] == [
        name for name, _, _ in read(report(finding(), unknown("PER001"), finding("TAR003")))
    ]


@pytest.mark.parametrize("name", [None, "-"])
def test_no_file(name: str | None) -> None:
    """
    What was not a file annotates the run.
    """
    assert [{"title": "DEP001 missing-required-service"}] == [
        properties for _, properties, _ in read(report(finding(), dossier=name))
    ]


@given(any_text)
def test_any_text(text: str) -> None:
    """
    A name and a message arrive as they are shown, and nothing else with them.
    """
    found = finding(path=f"/{text}", template="`{value}`", facts={"value": text})
    properties = {"file": visible(f"x{text}.toml"), "line": "1", "title": "DEP001 missing-required-service"}

    assert [("error", properties, f"{visible(f'/{text}')}: `{visible(shown(text))}` (Annexe 1)")] == read(
        report(found, dossier=f"x{text}.toml")
    )
