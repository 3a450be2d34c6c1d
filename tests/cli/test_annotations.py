"""
Where the formats that annotate files show a finding: at the line and the column of its place, in every format.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_toml(cli: Command, tmp_path: Path) -> None:
    """
    At the value that is pointed at; what is missing, at the table that lacks it.
    """
    path = tmp_path / "lens.toml"
    path.write_text(IN_TOML, encoding="utf-8")
    found = lines_of(cli, str(path))
    assert 6 == found["DLN001", "/request/lines/1/opening"]
    assert 6 == found["DEP001", "/request/lines/1"]
    assert 1 == found["PER001", "/deliberation/perimeter"]


def test_json_lines(cli: Command, tmp_path: Path) -> None:
    """
    At the line of the document, faults too.
    """
    path = tmp_path / "all.jsonl"
    line = json.dumps(json.loads(DOSSIER))
    path.write_text(f'{line}\n\n{line}\n{{"commune": 1}}\n', encoding="utf-8")
    answer = cli("check", str(path), "--as-of", "2025-08-01", "--format", "gitlab").data
    assert {1, 3, 4} == {each["location"]["lines"]["begin"] for each in answer}
    *others, last = cli("check", str(path), "--as-of", "2025-08-01", "--format", "jsonl").text.splitlines()
    assert ["/commune", 4, 13] == [json.loads(last)["findings"][0][key] for key in ("path", "line", "column")]
    assert [{1}, {3}] == [{each["line"] for each in json.loads(other)["findings"]} for other in others]


@pytest.mark.parametrize(("name", "text"), [("lens.json", DOSSIER), ("lens.toml", IN_TOML)])
def test_every_format(cli: Command, tmp_path: Path, name: str, text: str) -> None:
    """
    Line and column are told by all that can hold them.
    """
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    line, column = (6, 17) if name == "lens.json" else (6, 80)
    ran = {
        form: cli("check", str(path), "--as-of", "2025-08-01", "--format", form, "--lang", "en")
        for form in ("text", "json", "sarif", "junit", "github")
    }
    region = {"startLine": line, "startColumn": column}
    (late,) = (each for each in ran["json"].data["findings"] if each["code"] == "DLN001")
    assert (line, column) == (late["line"], late["column"])
    assert "line" not in late["facts"]
    assert f"may-refuse  line {line}, column {column}\n" in ran["text"].text
    assert f"line {line}, column {column}\n" in ran["junit"].text
    assert f"line={line},col={column},title=DLN001" in ran["github"].text
    results = ran["sarif"].data["runs"][0]["results"]
    assert region in [each["locations"][0]["physicalLocation"]["region"] for each in results if each["ruleId"] == "DLN001"]


@pytest.mark.parametrize("name", ["lens.json", "lens.toml", "all.jsonl"])
def test_fixes(cli: Command, tmp_path: Path, name: str) -> None:
    """
    SARIF has what each fix does to the file: done, it is the file that `fix` writes.
    """
    path = tmp_path / name
    text = IN_TOML if name == "lens.toml" else DOSSIER if name == "lens.json" else "\n" + json.dumps(json.loads(DOSSIER)) + "\n"
    path.write_text(text, encoding="utf-8")
    results = cli("check", str(path), "--as-of", "2025-08-01", "--format", "sarif").data["runs"][0]["results"]
    (fix,) = (fix for each in results for fix in each.get("fixes", ()))
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region, lines = replacement["deletedRegion"], text.splitlines(keepends=True)
    start, end = (sum(map(len, lines[: region[f"{side}Line"] - 1])) + region[f"{side}Column"] - 1 for side in ("start", "end"))
    done = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    if name == "all.jsonl":
        assert '{"service": "reseau", "quantity": 10, "opening": "2026-01-01"}' in done
    else:
        assert 0 == cli("fix", str(path), "--as-of", "2025-08-01").status
        assert done == path.read_text(encoding="utf-8")


def test_only_findings_are_placed() -> None:
    """
    A document without findings loads no parser that tells where things stand.
    """
    script = (
        "import sys; from dmsi_rules.cli import main; status = main(['check', '-', '--input-format', 'toml']);"
        "print(status, sorted({'tree_sitter', 'tomlkit', 'dmsi_rules.documents.placing'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", script], input=b'commune.name = "Lens"', capture_output=True, check=True)
    assert b"0 []" in ran.stdout.splitlines()
