"""
Forms where documents stand.
"""

from pathlib import Path

import pytest

from dmsi_rules.report.sheets import BOOKS
from tests.cli.command import EXAMPLES, Command
from tests.office.test_forms import PHOTOGRAPHS

pytest.importorskip("openpyxl")
pytest.importorskip("odswriter")

JOINED = EXAMPLES / "lens" / "joined.toml"


def test_written_and_judged(cli: Command, tmp_path: Path) -> None:
    """
    `init` writes the form, and any command reads it: what it comes to is what the dossier comes to.
    """
    form = str(tmp_path / "lens.xlsx")
    assert 0 == cli("init", form, "--from", str(JOINED), "--lang", "fr").status
    one, other = (cli("bill", file, "--period", "2026", "--format", "json").data for file in (form, str(JOINED)))

    assert one["lines"] == other["lines"]
    assert 0 == cli("init", str(tmp_path / "again.toml"), "--from", form).status
    assert "2026-01-01" in (tmp_path / "again.toml").read_text(encoding="utf-8")


def test_faults(cli: Command, tmp_path: Path) -> None:
    """
    What does not fit is told as of any document; what is no spreadsheet too.
    """
    form = tmp_path / "lens.ods"
    form.write_bytes(BOOKS["ods"]({"x": [["Service", "Quantité"], ["Gestion des postes", "12"]]}))
    (found,) = cli("check", str(form), "--format", "json").data["findings"]
    assert ("DOC003", "/request/lines/0/service") == (found["code"], found["path"])
    form.write_bytes(b"nothing")
    assert 2 == cli("check", str(form)).status
    assert 2 == cli("init", str(tmp_path / "again.toml"), "--from", str(form)).status


def test_photographs(cli: Command, tmp_path: Path) -> None:
    """
    The bill counts what the sheet says of its commune.
    """
    sheet = tmp_path / "photos.ods"
    sheet.write_bytes(BOOKS["ods"]({"juillet": PHOTOGRAPHS}))
    bill = cli("bill", str(JOINED), "--period", "2026-S2", "--snapshots", str(sheet), "--format", "json").data
    counted = {each["service"]: each["quantity"] for each in bill["lines"] if each["month"] == "2026-07"}

    assert 120 == counted["postes"]
    assert "2026-07" not in bill["missing_months"]


def test_title_in_place_of_a_code(cli: Command) -> None:
    """
    In a document the title of a service is no code: the code is the hint.
    """
    document = b'{"deliberation": {"perimeter": ["gestion des postes de travail", "Messagerie"]}}'
    messages = [found["message"] for found in cli("check", "-", "--format", "json", stdin=document).data["findings"]]
    assert ["did you mean `postes`?", "did you mean `messagerie`?"] == [each.partition("; ")[2] for each in messages]
