"""
`forecast`: budget years for people, for programs, for spreadsheets and as a picture.
"""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dmsi_rules.model.scalars import is_unicode
from tests.cli.command import EXAMPLES, Command
from tests.report.hostile import HOSTILE

LENS = EXAMPLES / "lens" / "joined.toml"
LIFE = EXAMPLES / "ten-years.toml"
FITTING = [text for text in HOSTILE if is_unicode(text)]


def dossier(name: str = "Avion", **sections: object) -> bytes:
    """
    Return a dossier that asks for a network of ten workstations from 2026 on, as JSON.
    """
    line = {"service": "reseau", "quantity": 10, "opening": "2026-01-01"}
    document = {
        "commune": {"name": name},
        "signatures": {"commune": "2024-12-20", "call": "2024-12-23"},
        "request": {"date": "2025-05-20", "lines": [line]},
    }
    return json.dumps(document | sections).encode()


class TestFormats:
    """
    The same years in every format.
    """

    def test_json(self, cli: Command) -> None:
        """
        The keys that the contract names, amounts as text.
        """
        data = cli("forecast", "-", "--years", "2026-2027", "--format", "json", stdin=dossier()).data

        assert [2026, 2027] == [year["year"] for year in data["years"]]
        assert {
            "service": "reseau",
            "plan": None,
            "basis": "wished",
            "amount": "840.00",
            "undecided": False,
            "undecided_because": [],
            "derived": False,
        } == data["years"][0]["lines"][0]
        assert (False, "840.00", True) == (
            data["years"][0]["partial"],
            data["years"][1]["total"],
            data["years"][1]["lines"][0]["undecided"],
        )
        assert "0.00" == data["quotations_undated"]
        assert {"format", "version", "convention", "as_of", "readings", "grid"} <= set(data)

    def test_text(self, cli: Command) -> None:
        """
        A table a year, and what undecided means.
        """
        text = cli("forecast", str(LIFE), "--years", "2032-2033", day="2031-10-20").text

        assert "Budget 2032, in euros" in text
        assert "Budget 2033, in euros" in text
        assert "if it goes on" in text

    def test_french(self, cli: Command) -> None:
        """
        All of it in French.
        """
        text = cli("forecast", str(LIFE), "--years", "2033", "--lang", "fr", day="2031-10-20").text

        assert "Budget 2033" in text
        assert "undecided" not in text.lower()

    def test_csv(self, cli: Command) -> None:
        """
        A row for each line, as numbers that a spreadsheet reads.
        """
        rows = list(csv.DictReader(io.StringIO(cli("forecast", str(LIFE), "--years", "2028", "--format", "csv").text)))

        assert [("reseau", "3402.00"), ("postes", "8262.00")] == [(row["service"], row["amount"]) for row in rows[:2]]
        french = cli("forecast", str(LIFE), "--years", "2028", "--format", "csv", "--csv-dialect", "fr").text
        assert "3402,00" in french

    def test_svg(self, cli: Command, tmp_path: Path) -> None:
        """
        A picture with a title and every year, written whole.
        """
        path = tmp_path / "budget.svg"
        cli("forecast", str(LIFE), "--years", "2028-2030", "--format", "svg", "-o", str(path))
        root = ET.parse(path).getroot()  # noqa: S314  (our own)

        assert root.tag.endswith("svg")
        words = "".join(root.itertext())
        assert all(year in words for year in ("2028", "2029", "2030"))

    def test_many_dossiers(self, cli: Command) -> None:
        """
        One answer a line, one table for all; a bad one is told and the others stand.
        """
        lines = b"\n".join([dossier("Avion"), b"{", dossier("Lens")])
        answer = cli("forecast", "-", "--years", "2026", "--format", "jsonl", "--input-format", "jsonl", stdin=lines)

        assert 2 == answer.status
        answers = [json.loads(line) for line in answer.text.splitlines()]
        assert [True, False, True] == ["years" in each for each in answers]


class TestOwnYears:
    """
    A text whose years start in September calls them 2026-2027: so may whoever asks, and so does the table.
    """

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("2026-2027", ["2026-2027"]),
            ("2026", ["2026-2027"]),
            ("2026-2029", ["2026-2027", "2027-2028", "2028-2029"]),
        ],
    )
    def test_named(self, cli: Command, asked: str, names: list[str]) -> None:
        """
        A name is of one year; a span goes from the start of its first to the end of its last.
        """
        raw = json.dumps(
            {
                "convention": "sm3r-2026",
                "commune": {"name": "Bourg", "facts": {"population": {"2026": 8432}}},
                "signatures": {"adherent": "2026-05-25", "syndicat": "2026-05-28"},
                "request": {"date": "2026-06-01", "lines": [{"service": "portail", "opening": "2026-09-01"}]},
            }
        ).encode()
        text = str(EXAMPLES / "conventions" / "sm3r-2026.toml")
        answer = cli("forecast", "-", "--years", asked, "--format", "csv", "--convention", text, stdin=raw, day="2026-06-02")

        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert names == [row["year"] for row in rows if row["service"] == "portail"]


class TestMisuse:
    """
    Wrong input ends with a sentence and status 2.
    """

    @pytest.mark.parametrize("years", ["2026-2025", "26", "1999", "2200", "2000-2199", "x", "", "2026-2027-2028", "٢٠٢٦"])
    def test_years(self, cli: Command, years: str) -> None:
        """
        Years are years, in order, and not too many.
        """
        answer = cli("forecast", "-", f"--years={years}", stdin=dossier())

        assert 2 == answer.status
        assert b"Traceback" not in answer.err
        assert b"2026-2029" in answer.err

    def test_an_unfit_dossier(self, cli: Command) -> None:
        """
        The report that `check` would give.
        """
        answer = cli("forecast", "-", "--years", "2026", "--format", "json", stdin=dossier(openings=[{"service": "poste"}]))

        assert 2 == answer.status
        assert "DOC003" in {found["code"] for found in answer.data["findings"]}

    @pytest.mark.parametrize("text", FITTING, ids=range(len(FITTING)))
    @pytest.mark.parametrize("written", ["text", "csv", "svg", "json"])
    def test_hostile_names(self, cli: Command, written: str, text: str, tmp_path: Path) -> None:
        """
        What a document's author wrote breaks no format.
        """
        name = tmp_path / "d.json"
        name.write_bytes(dossier(f"x{text}"))
        answer = cli("forecast", str(name), "--years", "2026", "--format", written)

        assert 0 == answer.status
        if written == "csv":
            assert not any(cell[:1] in "=+@\t\r" for row in csv.reader(io.StringIO(answer.text)) for cell in row if cell)
        if written == "svg":
            ET.fromstring(answer.text)  # noqa: S314  (our own)
