"""
What the page asks is answered as the command and the library answer.
"""

import datetime as dt
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules.cli import main
from dmsi_rules.simulator.asking import ask

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = "2026-05-20"


def asked(**said: Any) -> Any:
    """
    Return the answer to a question, in French unless it says otherwise.
    """
    return json.loads(ask(json.dumps({"language": "fr", "day": DAY, **said})))


@pytest.mark.parametrize("name", ["messaging-only.toml", "lens/dossier.toml", "lens/joined.toml", "faults/every-rule.toml"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_report_is_the_command_s_own(
    name: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The page's report is what `check` writes of the same file, but for where that is.
    """
    monkeypatch.chdir(EXAMPLES)
    main(["check", name, "--as-of", DAY, "--format", "json", "--lang", language])
    command = json.loads(capsys.readouterr().out)
    answer = asked(language=language, name=name, text=Path(name).read_text(encoding="utf-8"))
    assert answer["report"] == command


def test_a_document_of_plain_data_is_judged_and_priced() -> None:
    """
    What a form says has a verdict, a price, dates and a picture.
    """
    lines = [{"service": "postes", "quantity": 25, "opening": "2027-01-01"}]
    document = {"commune": {"name": "Avion"}, "request": {"date": DAY, "lines": lines}}
    answer = asked(document=document)
    day = dt.date.fromisoformat(DAY)
    dossier = dmsi_rules.read_dossier(document)
    assert answer["outcome"] == "violated"
    assert [each["code"] for each in answer["report"]["findings"]] == [
        found.code for found in dmsi_rules.check(dossier, as_of=day).findings
    ]
    (cost,) = (each for each in answer["price"]["sections"] if each["title"] == "Ce que cela coûte")
    assert cost["tables"][0]["rows"][-1] == ["chaque année pleine ensuite", "7\u00a0200,00"]
    assert "30/06/2026" in json.dumps(answer["dates"], ensure_ascii=False)
    assert answer["picture"].startswith("<?xml") or "<svg" in answer["picture"]


def test_a_wrong_value_is_told_and_nothing_else() -> None:
    """
    A document that does not fit has its faults, and no price.
    """
    answer = asked(document={"request": {"date": "20 mai"}})
    assert answer["outcome"] == "invalid"
    assert "price" not in answer


def test_a_file_comes_as_its_bytes() -> None:
    """
    A file is read by how its name ends.
    """
    content = (EXAMPLES / "lens" / "joined.toml").read_bytes()
    answer = asked(name="joined.toml", file=b64encode(content).decode())
    assert answer["report"]["dossier"] == "joined.toml"
    assert answer["outcome"] != "invalid"


def test_nothing_at_all_waits_for_facts() -> None:
    """
    An empty form is not wrong: nothing has been said.
    """
    assert asked(document={})["outcome"] == "unknown"
    assert asked(document={}, language="en")["verdict"].startswith("Nothing against it")
