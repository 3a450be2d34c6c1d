"""
Answers travel: between processes, into caches and task queues (passagemath#2287, duecredit#217, python-attrs/attrs#79).
"""

import copy
import datetime as dt
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules import Dossier
from dmsi_rules.rulebook import RULES
from tests.cli.command import DOSSIERS, surroundings

DAY = dt.date(2026, 1, 10)
ANSWERS: dict[str, Callable[[Dossier], Any]] = {
    "audit": lambda dossier: dmsi_rules.audit(dossier, as_of=DAY),
    "bill": lambda dossier: dmsi_rules.bill(dossier, as_of=DAY, period="2026"),
    "calendar": lambda dossier: dmsi_rules.calendar(dossier, as_of=DAY),
    "check": lambda dossier: dmsi_rules.check(dossier, as_of=DAY),
    "quote": lambda dossier: dmsi_rules.quote(dossier, as_of=DAY),
}
SPARSE = {
    "commune": {"name": "X"},
    "request": {"lines": [{"service": "postes", "quantity": 3}]},
    "evidence": {"workstations_secured": True, "workstations": [{"os": "windows", "os_version": "7-sp1"}]},
}


@pytest.fixture(params=["sparse", *DOSSIERS])
def dossier(request: pytest.FixtureRequest) -> Dossier:
    """
    Return a dossier, of the examples or one with little in it.
    """
    return dmsi_rules.read_dossier(SPARSE if request.param == "sparse" else DOSSIERS[request.param])


@pytest.mark.parametrize("name", ANSWERS)
def test_equal(dossier: Dossier, name: str) -> None:
    """
    An answer equals the same one given again, its copies and what is left of it after a journey; so do their hashes.
    """
    answer = ANSWERS[name]
    first = answer(dossier)
    others = [
        answer(dossier),
        copy.copy(first),
        copy.deepcopy(first),
        *(pickle.loads(pickle.dumps(first, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),  # noqa: S301  (our own)
    ]

    assert all(first == other for other in others)
    assert {hash(first)} == {hash(other) for other in others}
    assert [first.to_dict()] * len(others) == [other.to_dict() for other in others]


def test_different() -> None:
    """
    Audits of two days, or of two dossiers, are two.
    """
    dossier = dmsi_rules.read_dossier(SPARSE)
    other = dmsi_rules.read_dossier({**SPARSE, "evidence": {"workstations_secured": False}})
    first = dmsi_rules.audit(dossier, as_of=DAY)

    assert first != dmsi_rules.audit(dossier, as_of=DAY + dt.timedelta(days=1))
    assert first != dmsi_rules.audit(other, as_of=DAY)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rules(rule: Any) -> None:
    """
    A rule is one thing: it comes back as itself.
    """
    assert rule is pickle.loads(pickle.dumps(rule)) is copy.deepcopy(rule)  # noqa: S301  (our own)


def test_into_another_process(tmp_path: Path) -> None:
    """
    A process that has imported nothing yet takes an audit.
    """
    audit = dmsi_rules.audit(dmsi_rules.read_dossier(SPARSE), as_of=DAY)
    path = tmp_path / "audit.pickle"
    path.write_bytes(pickle.dumps(audit))
    script = "import pickle, sys; print(len(pickle.load(open(sys.argv[1], 'rb')).to_do))"
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, env=surroundings(), check=True, timeout=60
    )

    assert f"{len(audit.to_do)}\n" == done.stdout
