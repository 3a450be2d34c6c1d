"""
Papers to sign and to pay: pages, PDF, and the clerk's sheet.
"""

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules.cli import _pages
from tests.cli.command import ROOT, Command

pytest.importorskip("jinja2")

DOSSIER, JOINED = "examples/lens/dossier.toml", "examples/lens/joined.toml"
COMMANDS = {
    "quote": f"quote {DOSSIER}",
    "bill": f"bill {JOINED} --period 2026-S1",
    "forecast": f"forecast {JOINED} --years 2026-2028",
    "check": f"check {DOSSIER}",
}
EACH = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Name files as people do.
    """
    monkeypatch.chdir(ROOT)


def text_of(page: str) -> str:
    """
    Return what is read of a *page*.
    """
    body = page.partition("<body>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@EACH
def test_page(cli: Command, command: str) -> None:
    """
    A page by itself, in French, with whose it is and where the text has it, and without codes.
    """
    page = cli(*command.split(), "--format", "html", "--lang", "fr").text
    said = text_of(page)

    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert not re.search(r"(?:href|src)=.?http|<script", page)
    assert "Commune Lens SIREN 216204982" in said
    assert "Convention de mutualisation" in said
    assert not re.search(r"`|\b(?:reseau|basique-25|call-dmsi-2024)\b", said)
    assert 1 == page.count("<h1>")


def test_quote(cli: Command) -> None:
    """
    The deliberation, the places of the text, the first year and a full one, why a line is nothing, who signs.
    """
    said = text_of(cli(*COMMANDS["quote"].split(), "--format", "html", "--lang", "fr").text)

    for words in ("DLB03_18122024, 18/12/2024", "Annexe 7, Art. 10.1.3", "première année, 2026", "chaque année pleine ensuite"):
        assert words in said
    assert "sans coût propre" in said
    assert "Pour la commune Date" in said


def test_budget_on_a_condition(cli: Command) -> None:
    """
    A year past the end of the convention says so where its amount stands, in short and line by line.
    """
    said = text_of(cli(*COMMANDS["forecast"].split(), "--format", "html", "--lang", "fr").text)

    assert "2026 0,00" in said
    assert "2027, si elle se poursuit 0,00" in said
    assert "souscrit, si elle se poursuit" in said


def test_who_owes_whom(cli: Command) -> None:
    """
    A bill has a number and a day to fill in, and both parties with the SIRET that the text and the dossier give.
    """
    page = cli(*COMMANDS["bill"].split(), "--format", "html", "--lang", "fr").text

    assert 2 == page.count('<dd class="blank">')
    assert "Numéro de la facture à remplir Date d’émission à remplir" in text_of(page)
    assert "Créancier la CALL, SIRET 24620036400080 Débiteur Lens Commune" in text_of(page)


def test_deliberation(cli: Command) -> None:
    """
    The paper of a check names the deliberation too.
    """
    said = text_of(cli(*COMMANDS["check"].split(), "--format", "html", "--lang", "fr").text)

    assert "Délibération DLB03_18122024, 18/12/2024" in said


@EACH
def test_typeset(cli: Command, command: str) -> None:
    """
    In French no article is parted from its number, and no apostrophe is a typewriter's.
    """
    page = cli(*command.split(), "--format", "html", "--lang", "fr").text.partition("<body>")[2]

    assert not re.search(r"Art\. [0-9]|Annexe [0-9]|'|&#39;", page)


def test_bill(cli: Command) -> None:
    """
    Whom it is due to, what was contracted, the adjustment, what is to be paid, month by month.
    """
    said = text_of(cli(*COMMANDS["bill"].split(), "--format", "html", "--lang", "fr").text)

    assert "Créancier la CALL" in said
    assert re.search(r"volumétrie souscrite 28.700,00 ajustement 95,40 à payer 28.795,40", said)
    assert "06/2026" in said


def test_many(cli: Command) -> None:
    """
    Each of several on a sheet of its own, one that cannot be priced too.
    """
    page = cli("quote", DOSSIER, JOINED, "no-such.toml", "--format", "html", "--lang", "fr").text

    assert 3 == page.count("<article>")
    assert 1 == page.count("</html>")


class TestPdf:
    """
    A PDF is made by what is installed.
    """

    @pytest.mark.parametrize("command", [COMMANDS["quote"], COMMANDS["check"], f"audit {JOINED}"])
    def test_by_browser(self, cli: Command, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
        """
        A browser is given the page, and what it prints is the answer.
        """

        def run(argv: list[str], **_: Any) -> None:
            (made,) = (each.partition("=")[2] for each in argv if each.startswith("--print-to-pdf="))
            page = Path(argv[-1].removeprefix("file://")).read_text(encoding="utf-8")
            Path(made).write_bytes(b"%PDF " + page[:15].encode())

        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(subprocess, "run", run)
        assert b"%PDF <!DOCTYPE html>" == cli(*command.split(), "--format", "pdf").out

    @pytest.mark.parametrize("command", [COMMANDS["quote"], COMMANDS["check"], f"audit {JOINED}"])
    def test_none(self, cli: Command, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
        """
        Where nothing is, it is said what would do.
        """

        def refuse(_: str) -> bytes:
            raise _pages.NoPrinterError

        monkeypatch.setattr(shutil, "which", lambda _: None)
        monkeypatch.setattr(_pages, "_by_weasyprint", refuse)
        answer = cli(*command.split(), "--format", "pdf")
        assert (2, b"") == (answer.status, answer.out)
        assert "an installed Chromium" in answer.errors

    def test_failing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A browser that fails makes none.
        """

        def run(argv: list[str], **_: Any) -> None:
            raise subprocess.CalledProcessError(1, argv)

        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(subprocess, "run", run)
        with pytest.raises(_pages.NoPrinterError):
            _pages.to_pdf("<p>")


class TestClerk:
    """
    The bill for the accounts: in French, by commune and SIREN, with the contracted volume and the adjustment.
    """

    def test_csv(self, cli: Command) -> None:
        """
        For a French spreadsheet, with what the bill comes to in the last row.
        """
        answer = cli(*COMMANDS["bill"].split(), "--format", "csv", "--csv-dialect", "fr", "--lang", "fr")
        head, *rows = csv.reader(io.StringIO(answer.out.decode("utf-8-sig")), delimiter=";")
        assert ["commune", "SIREN", "INSEE", "période", "mois", "service", "formule"] == head[:7]
        assert ["Lens", "216204982", "62498", "semestre 1 de 2026", "01/2026", "Connexion au réseau communautaire"] == rows[0][
            :6
        ]
        assert ["total", "28795,40", "28700,00", "95,40"] == [rows[-1][4], *rows[-1][9:12]]
        assert {len(head)} == {len(row) for row in rows}

    def test_xlsx(self, cli: Command) -> None:
        """
        As a spreadsheet, numbers as numbers.
        """
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(io.BytesIO(cli(*COMMANDS["bill"].split(), "--format", "xlsx", "--lang", "fr").out))
        rows = list(book.active.iter_rows(values_only=True))
        assert "commune" == rows[0][0]
        assert 28795.4 == pytest.approx(rows[-1][9])
