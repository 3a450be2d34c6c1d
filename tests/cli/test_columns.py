"""
`check` of a table of requests in Parquet.
"""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from dmsi_rules import batch
from tests.batch.test_tables import AS_OF, PLAIN
from tests.cli.command import EXAMPLES, Command


@pytest.fixture
def table(tmp_path: Path) -> str:
    """
    The requests of the tests of columns, in a file.
    """
    file = tmp_path / "requests.parquet"
    parquet.write_table(PLAIN, file)
    return str(file)


def test_verdicts_in_columns_beside_what_they_come_to(cli: Command, table: str, tmp_path: Path) -> None:
    """
    The file beside has what `judge` answers; the text has a row a rule, and the status of its findings.
    """
    file = tmp_path / "verdicts.parquet"
    found = cli("check", table, "-o", f"parquet={file}")
    assert 1 == found.status
    assert "4 requests, 0 of them with nothing to report" in found.text
    assert batch.judge(PLAIN, as_of=AS_OF) == parquet.read_table(file)


def test_the_findings_of_rows_that_are_not_clean(cli: Command, table: str) -> None:
    """
    A report a line, each of the rules of columns alone; those that the caller selects, as elsewhere.
    """
    reports = cli("check", table, "--format", "jsonl", "--select", "TAR").rows
    assert [f"{table}:0", f"{table}:2"] == [each["dossier"] for each in reports]
    assert [["TAR002"], ["TAR003"]] == [[found["code"] for found in each["findings"]] for each in reports]


def test_what_they_come_to_as_data(cli: Command, table: str) -> None:
    """
    How many rows of each verdict, and the first, from 0.
    """
    data = cli("check", table, "--format", "json", "--select", "TAR").data
    assert (4, 2, "319.00") == (data["rows"], data["clean"], data["monthly_total"])
    assert {"code": "TAR003", "violated": 1, "unknown": 0, "ambiguous": 0, "first": 2} == data["rules"][1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--format", "sarif"], "a table of requests is answered as `text`, `json`, `jsonl`, not `sarif`"),
        (["--all-readings"], "--all-readings is for dossiers, not for a table of requests"),
        (["lens.toml"], "a table of requests is one file that ends in .parquet"),
    ],
)
def test_what_a_table_does_not_take(cli: Command, table: str, arguments: list[str], sentence: str) -> None:
    """
    Is refused in one line.
    """
    found = cli("check", table, *arguments)
    assert 2 == found.status
    assert sentence in found.errors


def test_a_file_that_is_none_and_a_column_that_is_not_one(cli: Command, tmp_path: Path) -> None:
    """
    Neither leaves a file behind.
    """
    file, verdicts = tmp_path / "requests.parquet", tmp_path / "verdicts.parquet"
    file.write_bytes(b"no such thing")
    assert "cannot be read as Parquet" in cli("check", str(file), "-o", f"parquet={verdicts}").errors
    parquet.write_table(pa.table({"quantity/poste": [1]}), file)
    assert "did you mean `quantity/postes`" in cli("check", str(file), "-o", f"parquet={verdicts}").errors
    assert not verdicts.exists()


def test_a_text_that_takes_the_place_of_another(cli: Command, tmp_path: Path) -> None:
    """
    Each day goes by its own text, as in a check: what opens under a text that is not signed is unknown.
    """
    file = tmp_path / "requests.parquet"
    later = pa.table(
        {"quantity/reseau": [1], "opening": [dt.date(2027, 5, 5)], "signed": [dt.date(2024, 12, 23)], "name": ["Lens"]}
    )
    parquet.write_table(later, file)
    successor = EXAMPLES / "conventions" / "call-dmsi-2027.toml"
    asked = ("check", str(file), "--convention", str(successor), "--select", "DLN002")
    answer = cli(*asked, "--format", "json", day="2026-01-10").data
    (row,) = cli(*asked, "--format", "jsonl", day="2026-01-10").out.splitlines()

    assert {"code": "DLN002", "violated": 0, "unknown": 1, "ambiguous": 0, "first": 0} in answer["rules"]
    assert ["/later_signatures"] == json.loads(row)["findings"][0]["missing"]


def test_what_cannot_be_written_is_not_blamed_on_the_table(cli: Command, table: str, tmp_path: Path) -> None:
    """
    The sentence names the file that cannot be written; a page that cannot be read is the table's, and tells its name.
    """
    nowhere = tmp_path / "nowhere" / "verdicts.parquet"
    found = cli("check", table, "-o", f"parquet={nowhere}")
    assert 2 == found.status
    assert f"could not be written to {nowhere}" in found.errors
    pages = bytearray(Path(table).read_bytes())
    pages[4:60] = b"\xff" * 56
    Path(table).write_bytes(pages)
    found = cli("check", table)
    assert 2 == found.status
    assert f"{table}: cannot be read as Parquet" in found.errors
