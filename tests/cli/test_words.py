"""
French: words in place of pointers, codes and keys, within 80 columns.
"""

import re

import pytest

from tests.cli.command import ROOT, Command

DOSSIER, JOINED, FAULTY = (f"examples/{name}.toml" for name in ("lens/dossier", "lens/joined", "faults/every-rule"))
COMMANDS = (
    f"check {DOSSIER} {JOINED}",
    f"check {FAULTY}",
    f"quote {DOSSIER}",
    f"bill {JOINED} --period 2026-S1",
    f"forecast {JOINED} --years 2026-2028",
    f"calendar {JOINED}",
    f"audit {JOINED}",
    "services",
    "explain",
    "explain résiliation",
)
FILE = re.compile(r"examples/\S+")
CODE = re.compile(r"`|convention:|\b(?:/[a-z_]+)+/[0-9a-z]|\b(?:reseau|hebergement|acces-call|basique-[0-9]+|pro-[0-9]+)\b")
KEY = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z_]+=[a-z]")


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Name files as people do.
    """
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("command", COMMANDS)
def test_words(cli: Command, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """
    What is read has no code of a service or plan, no pointer, no key, no backtick, and no line too long to be read.
    """
    monkeypatch.setenv("COLUMNS", "80")
    lines = cli(*command.split(), "--lang", "fr", day="2026-01-10").text.splitlines()
    told = [FILE.sub("", line) for line in lines]

    assert lines
    assert [] == [line for line in told if CODE.search(line) or KEY.search(line)]
    assert [] == [line for line in lines if len(line) > 80]


def test_told_once(cli: Command) -> None:
    """
    Facts that several rules wait for are told once, with those rules.
    """
    text = " ".join(cli("check", DOSSIER, "--lang", "fr").text.split())

    assert 1 == text.count("signature de la commune")
    assert "3 règles l’attendent" in text


def test_why_nothing(cli: Command) -> None:
    """
    A line of a quote that comes to nothing says why.
    """
    assert "0,00\u00a0: Socle d'adhésion, sans coût propre" in cli("quote", DOSSIER, "--lang", "fr").text


def test_days_and_periods(cli: Command) -> None:
    """
    Days and periods are taken as French writes them.
    """
    english = cli("bill", JOINED, "--period", "2026-H1", "--as-of", "2026-02-10", "--format", "json", day=None)
    french = cli("bill", JOINED, "--period", "2026-S1", "--as-of", "10/02/2026", "--format", "json", day=None)

    assert english == french
    assert 0 == french.status
