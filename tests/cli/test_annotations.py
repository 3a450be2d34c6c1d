"""
Where the formats that annotate files show a finding: at the line of its place in JSON, at the first one of what keeps no lines.
"""

import json
from pathlib import Path

from tests.cli.command import Command

DOSSIER = """\
{
  "commune": {"name": "Lens"},
  "request": {"date": "2025-07-02", "lines": [
    {"service": "socle"},
    {"service": "postes", "quantity": 10,
     "opening": "2026-01-01"}
  ]}
}
"""
IN_TOML = """\
[commune]
name = "Lens"

[request]
date = 2025-07-02
lines = [{ service = "socle" }, { service = "postes", quantity = 10, opening = 2026-01-01 }]
"""


def lines_of(cli: Command, *files: str, stdin: bytes = b"") -> dict[tuple[str, str], int]:
    """
    Return the line at which each finding is annotated, by rule and place.
    """
    answer = cli("check", *files, "--as-of", "2025-08-01", "--format", "gitlab", stdin=stdin)
    return {
        (each["check_name"], each["description"].partition(":")[0]): each["location"]["lines"]["begin"] for each in answer.data
    }


def test_json(cli: Command, tmp_path: Path) -> None:
    """
    At the value that is pointed at; what is missing, at the table that lacks it.
    """
    path = tmp_path / "lens.json"
    path.write_text(DOSSIER, encoding="utf-8")
    found = lines_of(cli, str(path))
    assert 6 == found["DLN001", "/request/lines/1/opening"]
    assert 5 == found["DEP001", "/request/lines/1"]
    assert 1 == found["PER001", "/deliberation/perimeter"]


def test_standard_input(cli: Command) -> None:
    """
    It is no file: there is nothing to point into.
    """
    stdin = DOSSIER.encode()
    log = cli("check", "-", "--as-of", "2025-08-01", "--format", "sarif", stdin=stdin).data
    assert all("physicalLocation" not in each["locations"][0] for each in log["runs"][0]["results"])
    assert "line=" not in cli("check", "-", "--as-of", "2025-08-01", "--format", "github", stdin=stdin).text


def test_with_a_byte_order_mark(cli: Command, tmp_path: Path) -> None:
    """
    The mark is no column.
    """
    path = tmp_path / "lens.json"
    path.write_text("\ufeff" + json.dumps(json.loads(DOSSIER)), encoding="utf-8")
    answer = cli("check", str(path), "--as-of", "2025-08-01", "--format", "github").text
    place = json.dumps(json.loads(DOSSIER)).index('{"service": "postes"') + 1
    assert f"line=1,col={place},title=DEP001" in answer


def test_toml_keeps_no_lines(cli: Command, tmp_path: Path) -> None:
    """
    At the first line, and the place is in the sentence.
    """
    path = tmp_path / "lens.toml"
    path.write_text(IN_TOML, encoding="utf-8")
    found = lines_of(cli, str(path))
    assert ("DLN001", "/request/lines/1/opening") in found
    assert {1} == set(found.values())


def test_json_lines(cli: Command, tmp_path: Path) -> None:
    """
    At the line of the document.
    """
    path = tmp_path / "all.jsonl"
    line = json.dumps(json.loads(DOSSIER))
    path.write_text(f"{line}\n\n{line}\n", encoding="utf-8")
    answer = cli("check", str(path), "--as-of", "2025-08-01", "--format", "gitlab").data
    assert {1, 3} == {each["location"]["lines"]["begin"] for each in answer}


def test_the_facts_of_the_answer_for_programs_are_the_same(cli: Command) -> None:
    """
    Lines are for annotations alone.
    """
    answer = cli("check", "-", "--as-of", "2025-08-01", "--format", "json", stdin=DOSSIER.encode()).data
    assert all("line" not in each["facts"] for each in answer["findings"])
