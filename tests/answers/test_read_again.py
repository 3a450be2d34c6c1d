"""
Answers are read again from the JSON that they were kept as, and write the same.
"""

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules import Dossier
from tests.cli.command import DOSSIERS, EXAMPLES

DAY = dt.date(2026, 5, 20)
CONVENTIONS = sorted(EXAMPLES.joinpath("conventions").glob("*.toml"))
FRENCH = dmsi_rules.translator("fr")
ANSWERS: dict[str, Callable[[Dossier], Any]] = {
    "check": lambda dossier: dmsi_rules.check(dossier, as_of=DAY, readings={"letter_date": "received"}),
    "quote": lambda dossier: dmsi_rules.quote(dossier, as_of=DAY),
    "bill": lambda dossier: dmsi_rules.bill(dossier, "2026"),
    "forecast": lambda dossier: dmsi_rules.forecast(dossier, [2026, 2027], as_of=DAY),
    "calendar": lambda dossier: dmsi_rules.calendar(dossier, as_of=DAY),
    "audit": lambda dossier: dmsi_rules.audit(dossier, as_of=DAY),
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


def test_parts_and_tables_are_read_again() -> None:
    """
    What stands within an answer, and what is no answer to a dossier, has its way back too.
    """
    dossier = dmsi_rules.read_dossier(DOSSIERS["joined"])
    year = dmsi_rules.forecast(dossier, [2026], as_of=DAY).years[0]
    told: list[Any] = [
        *dmsi_rules.compare_readings(dossier, as_of=DAY),
        year,
        year.lines[0],
        ANSWERS["share"](dossier).lines[0],
        dmsi_rules.load_lifecycles(),
        dmsi_rules.service_graph(),
        dmsi_rules.who("commune-cabling"),
        dmsi_rules.who("disputes"),
        dmsi_rules.Waiver(code="DLN001", reason="agreed", about={"service": "postes"}, until=DAY),
    ]
    for each in told:
        kept = json.loads(json.dumps(each.to_dict()))
        assert kept == type(each).from_dict(kept).to_dict()
    graph = dmsi_rules.service_graph()
    assert graph == dmsi_rules.ServiceGraph.from_dict(graph.to_dict())


@pytest.mark.parametrize("path", [None, *CONVENTIONS], ids=str)
def test_conventions_and_their_rules_are_read_again(path: Path | None) -> None:
    """
    A convention is loaded from its own data as from its file, and so are the rules as it has them, in their language.
    """
    convention = dmsi_rules.load_convention(path)
    kept = json.loads(json.dumps(convention.to_dict()))
    rules = dmsi_rules.rules(convention)

    assert convention == dmsi_rules.load_convention(kept)
    for translate in (str, FRENCH):
        told = [each.to_dict(translate) for each in rules]
        again = [dmsi_rules.AppliedRule.from_dict(each) for each in told]
        assert told == [each.to_dict() for each in again]
        assert [each.runs for each in rules] == [each.runs for each in again]


@pytest.mark.parametrize(
    ("name", "said"),
    [("check", "date de l’audit"), ("calendar", "signature de la commune"), ("audit", "date de l’audit")],
)
def test_what_was_kept_in_french_stays_so(name: str, said: str) -> None:
    """
    Its sentences, and the labels beside the pointers of what is missing.
    """
    answer = ANSWERS[name](
        dmsi_rules.read_dossier({"commune": {"name": "Avion"}, "request": {"lines": [{"service": "support"}]}})
    )
    kept = json.loads(json.dumps(answer.to_dict(FRENCH)))

    assert said in json.dumps(kept, ensure_ascii=False)
    assert kept == type(answer).from_dict(kept).to_dict()


def test_who_answers_in_a_language() -> None:
    """
    The names that the text has for absences and for who decides.
    """
    assert dmsi_rules.who("disputes").to_dict() != dmsi_rules.who("disputes").to_dict(FRENCH)


def test_a_report_keeps_its_language() -> None:
    """
    One that was kept in French stays so, with its labels and the caller's own keys; what it says of itself is as before.
    """
    asked = {"commune": {"name": "Avion"}, "x-ours": 7, "request": {"lines": [{"service": "support"}]}}
    report = dmsi_rules.check(dmsi_rules.read_dossier(asked), as_of=DAY)
    kept = json.loads(json.dumps(report.to_dict(FRENCH)))
    again = dmsi_rules.Report.from_dict(kept)

    assert kept == again.to_dict()
    assert report.fingerprint == again.fingerprint
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
