"""
The forms of the annexes: written empty or filled, read back, whatever the spreadsheet and the language.
"""

import io
from typing import Any

import pytest

from dmsi_rules import Readings, load_convention, read_dossier, translator
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.inventories.sheets import sheets_in
from dmsi_rules.office.forms import dossier_in, forms_of, is_of, snapshots_in
from dmsi_rules.report.sheets import BOOKS
from tests.cli.command import EXAMPLES

pytest.importorskip("openpyxl")
pytest.importorskip("odswriter")

TERMS = terms_of(load_convention(), Readings())
JOINED = EXAMPLES / "lens" / "joined.toml"
HELD = ("commune", "deliberation", "request", "openings", "snapshots")
"""
What the forms have a place for.
"""
PHOTOGRAPHS = [
    ["Commune", "SIREN", "Mois relevé", "Gestion des postes de travail", "Messagerie collaborative, boîte PRO 25 Go"],
    ["Lens", "216204982", "07/2026", "120", "1 060"],
    ["Avion", "", "juillet 2026", "40", ""],
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("book", BOOKS)
def test_round_trip(book: str, language: str) -> None:
    """
    What is written filled is read back, to the last fact that the forms hold.
    """
    given = read_dossier(JOINED).to_dict()
    written = BOOKS[book](forms_of(given, TERMS, translator(language)))

    assert {key: given[key] for key in HELD} == dossier_in(sheets_in(written), TERMS)


@pytest.mark.parametrize("book", BOOKS)
def test_empty(book: str) -> None:
    """
    An empty form says nothing.
    """
    assert {} == dossier_in(sheets_in(BOOKS[book](forms_of({}, TERMS, translator("fr")))), TERMS)


def test_as_people_write() -> None:
    """
    Titles in place of codes, with or without accents and capitals; days, numbers and amounts as they are written in French.
    """
    rows = [
        ["Date de la demande :", "15/05/2025"],
        ["Service", "Formule", "Quantité", "Ouverture souhaitée", "Devis"],
        ["messagerie collaborative", "Boîte PRO 25 Go", "1 060", "1/1/2026", ""],
        ["CONSEIL ET EXPERTISE", "", "", "", "1500,5"],
        ["Gestion des postes", "", "12", "", ""],
    ]
    lines = [
        {"service": "messagerie", "plan": "pro-25", "quantity": 1060, "opening": "2026-01-01"},
        {"service": "conseil", "quotation": "1500.50"},
        {"service": "Gestion des postes", "quantity": 12},
    ]

    assert {"request": {"date": "2025-05-15", "lines": lines}} == dossier_in([rows], TERMS)


def test_photographs() -> None:
    """
    One sheet for many communes: each row is that of the commune that it names.
    """
    lens, avion = snapshots_in([PHOTOGRAPHS], TERMS)

    assert {"month": "2026-07", "units": {"postes": 120, "messagerie/pro-25": 1060}} == lens[1]
    assert {"month": "2026-07", "units": {"postes": 40}} == avion[1]
    assert [True, False] == [is_of(whose, {"name": "Lens", "siren": "216204982"}) for whose, _ in (lens, avion)]


def test_numbers_are_numbers() -> None:
    """
    A spreadsheet can add up quantities and amounts: they are no text, and prices have two decimals.
    """
    openpyxl = pytest.importorskip("openpyxl")

    def rows(given: dict[str, Any]) -> list[Any]:
        written = BOOKS["xlsx"](forms_of(given, TERMS, translator("fr")))
        return [row for row in openpyxl.load_workbook(io.BytesIO(written))["Demande"].iter_rows() if row[1].value]

    assert 120 in [row[3].value for row in rows(read_dossier(JOINED).to_dict())]
    prices = [row[5] for row in rows({}) if row[2].value == "boîte basique 25 Go"]
    assert [(93.6, "#,##0.00")] == [(cell.value, cell.number_format) for cell in prices]


def test_several_requests() -> None:
    """
    A form holds one request, and says so where the dossier has several: it is the last one.
    """
    lines = [{"service": "reseau", "quantity": 5}]
    several = [{"date": "2025-01-02", "lines": lines}, {"date": "2026-03-04", "lines": lines}]
    rows = forms_of({"requests": several}, TERMS, translator("en"))["Request"]

    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    assert ["The dossier has 2 requests: this form is the last one; a form holds one request."] in rows
    assert {"date": "2026-03-04", "lines": lines} == dossier_in([texts], TERMS)["request"]
