"""
The command that shares real costs.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import EXAMPLES, Command, pretty

TOML = """
[costs]
postes = "100.00"
messagerie = 30
[units.CALL]
postes = 0
[units.Avion]
postes = 1
"messagerie/pro-25" = 1
"messagerie/basique-10" = 1
[units."Liévin"]
postes = 2
messagerie = 1
"""


def test_toml_and_json(cli: Command, tmp_path: Path) -> None:
    """
    Read from either, from a file or standard input.
    """
    path = tmp_path / "costs.toml"
    path.write_text(TOML, "utf-8")
    document = {
        "kind": "share",
        "convention": "call-dmsi-2024",
        "costs": {"postes": "100.00", "messagerie": "30.00"},
        "units": {"CALL": {}, "Avion": {"postes": 1, "messagerie": 2}, "Liévin": {"postes": 2, "messagerie": 1}},
        "x-note": 1.5,
    }
    expected = {
        "shares": {
            "Avion": {"postes": "33.33", "messagerie": "20.00"},
            "CALL": {},
            "Liévin": {"postes": "66.67", "messagerie": "10.00"},
        },
        "totals": {"Avion": "53.33", "CALL": "0.00", "Liévin": "76.67"},
        "notes": [],
    }
    for answer in (
        cli("share", str(path), "--format", "json"),
        cli("share", "-", "--input-format", "toml", "--format", "json", stdin=TOML.encode()),
        cli("share", "-", "--format", "json", stdin=pretty(document)),
    ):
        assert 0 == answer.status
        assert expected == {key: answer.data[key] for key in expected}


def test_the_table(cli: Command) -> None:
    """
    A table with a column a service, sums on the last line, and the note below.
    """
    document = {
        "costs": {"postes": "10000.01", "hebergement": 1},
        "units": {"Lens": {"postes": 3, "hebergement": 1}, "Avion": {"postes": 1}},
    }
    answer = cli("share", "-", "--lang", "en", stdin=pretty(document))
    rows = [row.split() for row in answer.text.splitlines()]
    assert 0 == answer.status
    assert ["participant", "postes", "hebergement", "total"] in rows
    assert ["Avion", "2,500.00", "-", "2,500.00"] in rows
    assert ["Lens", "7,500.01", "1.00", "7,501.01"] in rows
    assert ["total", "10,000.01", "1.00", "10,001.01"] in rows
    assert "the CALL is not among the participants" in answer.text


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"costs": {"dmsi-premises": 1}, "units": {}}, [("DOC003", "/costs/dmsi-premises")]),
        ({"cost": {}, "units": {}}, [("DOC001", "/costs"), ("DOC002", "/cost")]),
        ({"kind": "dossier", "commune": {"name": "Lens"}}, [("DOC003", "/kind")]),
        ({"kind": "shares", "costs": {}, "units": {}}, [("DOC003", "/kind")]),
        ({"convention": "other", "costs": {}, "units": {}}, [("DOC003", "/convention")]),
        ([], [("DOC001", "")]),
    ],
)
def test_a_report_in_place_of_shares(cli: Command, document: Any, found: list[tuple[str, str]]) -> None:
    """
    What cannot be shared gives the report that says why, and status 2.
    """
    answer = cli("share", "-", "--format", "json", stdin=pretty(document))
    assert 2 == answer.status
    assert found == [(each["code"], each["path"]) for each in answer.data["findings"]]


def test_costs_are_not_checked(cli: Command) -> None:
    """
    No rule looks at costs to be shared: `check` says what it wants instead.
    """
    for command in ("check", "quote"):
        answer = cli(command, "-", "--format", "json", stdin=pretty({"kind": "share", "costs": {}, "units": {}}))
        assert [("DOC003", "/kind")] == [(found["code"], found["path"]) for found in answer.data["findings"]]


def test_weights(cli: Command, tmp_path: Path) -> None:
    """
    Each part of a cost has the unit by which it is split, and its weight.
    """
    path = tmp_path / "costs.toml"
    path.write_text(
        'year = 2026\ncosts = { parc = "1000.00" }\nunits = { Gris = { parc = 30 }, Rivieres = { parc = 10 } }\n'
        "facts = { Gris = { population = { 2026 = 1000 } }, Rivieres = { population = { 2026 = 8432 } } }\n"
    )
    answer = cli("share", str(path), "--convention", str(EXAMPLES / "conventions" / "sm3r-2026.toml"), "--lang", "en")
    assert "parc     Gris         habitant  60 of 100  1,000  9,432  1,000.00  363.61" in answer.text
    assert "Split by units held" not in answer.text
