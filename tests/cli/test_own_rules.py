"""
`--rules FILE.py`: rules of the caller's own, in every format; never looked for.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import CHECK_FORMATS, CODES, Command

POLICY = Path(__file__).parents[2] / "examples" / "policy.py"
ASKED: dict[str, Any] = {
    "commune": {"name": "Avion"},
    "x-agreement": False,
    "request": {"lines": [{"service": "socle"}, {"service": "postes", "quantity": 120}]},
}


@pytest.fixture
def dossier(tmp_path: Path) -> str:
    """
    A dossier that the policy forbids, as a file.
    """
    path = tmp_path / "avion.json"
    path.write_text(json.dumps(ASKED))
    return str(path)


@pytest.mark.parametrize("form", CHECK_FORMATS)
def test_in_every_format(cli: Command, dossier: str, form: str) -> None:
    """
    Its finding stands there with its code and its sentence, as those of the convention do.
    """
    text = cli("check", dossier, "--rules", str(POLICY), "--format", form).text

    assert "COUNCIL001" in text
    assert "120" in text
    assert "COUNCIL001" not in cli("check", dossier, "--format", form).text


def test_sarif_lists_it(cli: Command, dossier: str) -> None:
    """
    With what it checks and how grave it is, and results point to it.
    """
    (run,) = json.loads(cli("check", dossier, "--rules", str(POLICY), "--format", "sarif").text)["runs"]
    (result,) = (each for each in run["results"] if each["ruleId"] == "COUNCIL001")
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]

    assert ("COUNCIL001", "breach", "error") == (rule["id"], rule["properties"]["force"], result["level"])
    assert rule["fullDescription"]["text"].startswith("Without the elected member")


def test_it_is_listed_and_explained(cli: Command) -> None:
    """
    After the rules of the convention, with the same metadata.
    """
    rules = cli("rules", "--rules", str(POLICY), "--format", "json").data["rules"]
    explained = cli("explain", "COUNCIL001", "--rules", str(POLICY), "--format", "json").data

    assert [*CODES, "COUNCIL001"] == [each["code"] for each in rules]
    assert {**explained, "kind": "dossier"}.items() >= rules[-1].items()
    assert "Council" in cli("explain", "too-many-workstations", "--rules", str(POLICY)).text


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 // 0", "cannot be used: policy.py:1: ZeroDivisionError"),
        ("import dmsi_rules", "there is no rule in"),
        (
            "import attrs, dmsi_rules; attrs.evolve(dmsi_rules.rules()[0], code='A', name='')",
            "the rule `A` has no `name`",
        ),
    ],
    ids=["fails", "empty", "unfit"],
)
def test_a_file_that_cannot_be_used_is_told(cli: Command, dossier: str, tmp_path: Path, source: str, said: str) -> None:
    """
    In a sentence, with status 2; nothing is judged.
    """
    policy = tmp_path / "policy.py"
    policy.write_text(source)
    run = cli("check", dossier, "--rules", str(policy))

    assert said in run.errors
    assert ("", 2) == (run.text, run.status)


def test_a_file_that_is_not_there_is_told(cli: Command, dossier: str) -> None:
    """
    Likewise.
    """
    assert "cannot be used: No such file" in cli("check", dossier, "--rules", "none.py").errors


@pytest.mark.parametrize(
    ("agreement", "verdicts"), [({"x-agreement": "2026-03-01"}, []), ({}, ["unknown"])], ids=["given", "absent"]
)
def test_it_reads_keys_of_its_own(cli: Command, agreement: dict[str, str], verdicts: list[str]) -> None:
    """
    With the elected member's agreement it is met, and unknown where nothing is said of one.
    """
    asked = {key: value for key, value in ASKED.items() if key != "x-agreement"} | agreement
    answer = cli("check", "-", "--rules", str(POLICY), "--format", "json", stdin=json.dumps(asked).encode())

    assert verdicts == [each["verdict"] for each in answer.data["findings"] if each["code"] == "COUNCIL001"]
