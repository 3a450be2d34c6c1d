"""
Admission: whatever is asked of a document, it is held against the convention once, and each set of readings makes one case.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules.case import fit as module
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.fit import misfits
from dmsi_rules.cli import main
from dmsi_rules.model.readings import Readings

LENS = Path(__file__).parents[2] / "examples" / "lens" / "joined.toml"
DAY = dt.date(2026, 1, 10)

COMMANDS = {
    "check": ("check",),
    "check --all-readings": ("check", "--all-readings"),
    "quote": ("quote",),
    "bill": ("bill", "--period", "2026-H1"),
    "calendar": ("calendar",),
    "audit": ("audit",),
}
ANSWERS: dict[str, Callable[[Any], object]] = {
    "check": lambda dossier: dmsi_rules.check(dossier, as_of=DAY),
    "compare_readings": lambda dossier: dmsi_rules.compare_readings(dossier, as_of=DAY),
    "quote": lambda dossier: dmsi_rules.quote(dossier, as_of=DAY),
    "bill": lambda dossier: dmsi_rules.bill(dossier, "2026"),
    "calendar": lambda dossier: dmsi_rules.calendar(dossier, as_of=DAY),
    "audit": lambda dossier: dmsi_rules.audit(dossier, as_of=DAY),
}


class Count:
    """
    How often a document was held against the convention, and how many cases were made of each set of readings.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fits = 0
        self.cases: Counter[Readings] = Counter()
        make = Case.__init__

        def fit(*arguments: Any) -> Any:
            self.fits += 1
            return misfits(*arguments)

        def case(this: Case, *arguments: Any) -> None:
            make(this, *arguments)
            self.cases[this.terms.readings] += 1

        monkeypatch.setattr(module, "misfits", fit)
        monkeypatch.setattr(Case, "__init__", case)


@pytest.fixture(name="count")
def _count(monkeypatch: pytest.MonkeyPatch) -> Count:
    return Count(monkeypatch)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_admits_once(name: str, count: Count, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Read, held against the convention, put before each set of readings: once each.
    """
    command, *options = COMMANDS[name]
    assert main([command, str(LENS), *options, "--as-of", "2026-01-10"]) in {0, 1}
    assert capsys.readouterr().out
    assert count.fits == 1
    assert set(count.cases.values()) == {1}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_admits_once(name: str, count: Count) -> None:
    """
    So does what Python users call: what has been read is not held against the same convention again.
    """
    dossier = dmsi_rules.read_dossier(LENS)
    ANSWERS[name](dossier)
    assert count.fits == 1
    assert set(count.cases.values()) == {1}
