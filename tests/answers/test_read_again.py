"""
Answers are read again from the JSON that they were kept as, and write the same.
"""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules import Dossier
from tests.cli.command import EXAMPLES

DAY = dt.date(2026, 5, 20)
FRENCH = dmsi_rules.translator("fr")
DOSSIERS = {path.stem: path for path in sorted(EXAMPLES.rglob("*.toml")) if path.parent.name != "conventions"}
ANSWERS: dict[str, Callable[[Dossier], Any]] = {
    "check": lambda dossier: dmsi_rules.check(dossier, as_of=DAY, readings={"letter_date": "received"}),
    "quote": lambda dossier: dmsi_rules.quote(dossier, as_of=DAY),
    "bill": lambda dossier: dmsi_rules.bill(dossier, "2026"),
    "forecast": lambda dossier: dmsi_rules.forecast(dossier, [2026, 2027], as_of=DAY),
    "share": lambda _: dmsi_rules.share({"postes": Decimal("100.00")}, {"Lens": {"postes": 2}, "Avion": {"postes": 1}}),
}


@pytest.mark.parametrize("stem", DOSSIERS)
@pytest.mark.parametrize("name", ANSWERS)
def test_the_way_back(name: str, stem: str) -> None:
    """
    Through JSON and back: the same class, which writes the same again.
    """
    answer = ANSWERS[name](dmsi_rules.read_dossier(DOSSIERS[stem]))
    kept = json.loads(json.dumps(answer.to_dict()))
    again = type(answer).from_dict(kept)

    assert type(answer) is type(again)
    assert kept == again.to_dict()
    assert answer.rows() == again.rows()


def test_a_report_keeps_its_language() -> None:
    """
    One that was kept in French stays so, with its labels and the caller's own keys; what it says of itself is as before.
    """
    asked = {"commune": {"name": "Avion"}, "x-ours": 7, "request": {"lines": [{"service": "support"}]}}
    report = dmsi_rules.check(dmsi_rules.read_dossier(asked), as_of=DAY)
    kept = json.loads(json.dumps(report.to_dict(FRENCH)))
    again = dmsi_rules.Report.from_dict(kept)

    assert kept == again.to_dict()
    assert (report.ok, report.complete, report.judged_codes) == (again.ok, again.complete, again.judged_codes)
    assert list(report.by_path()) == list(again.by_path())
    assert 7 == again.own["x-ours"]
    assert "dépend de" in again.findings[0].message


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_takes_a_language(name: str) -> None:
    """
    It is written in English unless another is asked for; amounts and codes are the same in all.
    """
    answer = ANSWERS[name](dmsi_rules.read_dossier(DOSSIERS["joined"]))

    assert answer.to_dict(str) == answer.to_dict()
    assert answer.to_dict(FRENCH).keys() == answer.to_dict(translate=str).keys()
