"""
`explain` also tells who owns, who pays, who decides.
"""

import pytest

from dmsi_rules import load_convention
from tests.cli.command import OTHER, Command

ASKABLE = (
    *(each.nature for each in load_convention().natures),
    *(each.code for each in load_convention().decisions),
)


@pytest.mark.parametrize("asked", ASKABLE)
def test_everything_that_can_be_asked(cli: Command, asked: str) -> None:
    """
    As text with its source, and as JSON under its kind.
    """
    text = cli("explain", asked, "--lang", "en")
    answer = cli("explain", asked, "--format", "json")
    assert (0, 0) == (text.status, answer.status)
    assert asked in {answer.data.get("nature"), answer.data.get("matter")}
    assert answer.data["source"] in " ".join(text.text.split())


def test_what_a_person_reads(cli: Command) -> None:
    """
    Who owns and who pays for cabling, in words.
    """
    rows = cli("explain", "commune-cabling", "--lang", "en").text.splitlines()
    assert "commune-cabling" == rows[0]
    assert [["who", "owns", "the", "commune"], ["who", "pays", "the", "commune"], ["source", "Art.", "9.2.2"]] == [
        row.split() for row in rows[-3:]
    ]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("comune-cabling", "commune-cabling"),
        ("dispute", "disputes"),
        ("GOV01", "GOV001"),
        ("grid-applied-to-soon", "grid-applied-too-soon"),
    ],
)
def test_hints(cli: Command, asked: str, hint: str) -> None:
    """
    Over codes and names of rules, natures and matters.
    """
    answer = cli("explain", asked, "--lang", "en")
    assert (2, b"") == (answer.status, answer.out)
    assert f"did you mean `{hint}`?" in answer.errors


def test_another_convention(cli: Command) -> None:
    """
    It answers for its own natures only.
    """
    answer = cli("explain", "commune-cabling", "--convention", str(OTHER))
    assert (2, b"") == (answer.status, answer.out)
