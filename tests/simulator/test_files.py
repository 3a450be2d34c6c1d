"""
Files of the page: what is dropped on it, and what is kept of it.
"""

import csv
import io
import json
from base64 import b64decode, b64encode
from typing import Any

import pytest

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.inventories.sheets import sheets_in
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.simulator.asking import ask
from dmsi_rules.simulator.files import MAKERS

LINES = [{"service": "postes", "quantity": 25, "opening": "2027-01-01"}]
DOSSIER = {
    "commune": {"name": "avion"},
    "request": {"date": "2026-05-20", "lines": LINES},
}


def asked(**said: Any) -> Any:
    """
    Return the answer to a question in French.
    """
    return json.loads(ask(json.dumps({"language": "fr", "day": "2026-05-20", **said})))


def codes(answer: Any) -> list[str]:
    """
    Return the codes of what is found.
    """
    return [each["code"] for each in answer["report"]["findings"]]


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_kept_can_be_dropped_again(kind: str) -> None:
    """
    A dossier kept as a file of any kind is judged as the form was, and is the commune's, with its numbers.
    """
    file = asked(document=DOSSIER, make=kind)["file"]
    answer = asked(file=file, name=f"avion.{kind}")
    assert codes(answer) == codes(asked(document=DOSSIER))
    assert answer["report"]["commune"]["insee"] == "62065"


def test_a_form_in_csv_is_read() -> None:
    """
    The rows of a form that a spreadsheet wrote as CSV in France say what the form says, and it can be changed as text.
    """
    book = b64decode(asked(document=DOSSIER, make="ods")["file"])
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(row for rows in sheets_in(book) for row in rows)
    answer = asked(file=b64encode(out.getvalue().encode("cp1252")).decode(), name="avion.CSV")
    assert codes(answer) == codes(asked(document=DOSSIER))
    read = json.loads(answer["read"])
    assert read["request"]["lines"][0]["quantity"] == 25


def test_a_list_of_workstations_is_read() -> None:
    """
    An inventory in CSV is a dossier with its workstations, whose systems are judged.
    """
    text = "Nom;Système d'exploitation;Version\nACCUEIL-01;Windows 10 Pro;22H2\n"
    answer = asked(file=b64encode(text.encode()).decode(), name="parc.csv")
    assert json.loads(answer["read"])["evidence"]["workstations"][0]["id"] == "ACCUEIL-01"
    assert "ACCUEIL-01" in json.dumps(answer["prerequisites"])


def test_the_prerequisites_of_what_is_asked_are_told() -> None:
    """
    Those of a service that nobody asks for are not.
    """
    titles = [each["title"] for each in asked(document=DOSSIER)["prerequisites"]["sections"]]
    assert titles == ["Avant toute ouverture", "Connexion au réseau communautaire", "Gestion des postes de travail"]
    assert asked(document={})["prerequisites"]["sections"] == []


def test_what_is_missing_can_be_asked_for() -> None:
    """
    The lines that the fixes add settle what is missing.
    """
    added = asked(document=DOSSIER)["additions"]
    assert [each["service"] for each in added] == ["socle", "reseau"]
    answer = asked(document={**DOSSIER, "request": {"date": "2026-05-20", "lines": [*LINES, *added]}})
    assert "DEP001" not in codes(answer)
    assert answer["additions"] == []


def test_no_spreadsheet_is_told() -> None:
    """
    A file that only has the name of one is a fault, and a dossier of nothing is kept of it.
    """
    said = {"file": b64encode(b"no").decode(), "name": "a.ods"}
    assert asked(**said)["outcome"] == "invalid"


def test_a_draft_that_does_not_fit_is_kept_as_it_stands() -> None:
    """
    Nothing that was typed is lost for a value that is to be corrected.
    """
    kept = asked(document={"commune": {"name": "Lens"}, "request": {"date": "mai"}}, make="json")["file"]
    assert json.loads(b64decode(kept))["request"] == {"date": "mai"}


def test_members_of_the_convention_are_offered() -> None:
    """
    The numbers that a file has are those of the convention's list.
    """
    members = terms_of(load_convention(), ADOPTED).convention.members
    assert members is not None
    assert {"Avion"} <= {each.name for each in members.communes}
