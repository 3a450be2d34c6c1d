"""
Labels: what a place of a document is called in words, in both languages.
"""

import datetime as dt

import pytest

from dmsi_rules import check, read_dossier, read_governance, translator
from dmsi_rules.documents.labels import Labels
from dmsi_rules.values.words import Words
from tests.documents.documents import data, paths

EVERY_KEY, EVERY_GOVERNANCE_KEY = data("every-key.json"), data("every-governance-key.json")
DAY = dt.date(2026, 5, 20)
FRENCH = translator("fr")
ASKED = {
    "commune": {"name": "Avion"},
    "request": {"lines": [{"service": "support", "quantity": 3}, {"service": "messagerie", "plan": "pro-25"}]},
    "requests": [{"date": "2025-05-20", "lines": [{"service": "postes"}]}],
    "snapshots": [{"month": "2026-01", "units": {"messagerie/pro-25": 3}}],
}
USER_SUPPORT = Words("Support et assistance aux utilisateurs", "user support")


class Service:
    """
    A service that is called something.
    """

    words = USER_SUPPORT


@pytest.mark.parametrize(
    ("pointer", "english", "french"),
    [
        ("/request/lines/0/quantity", "quantity of user support", "quantité (Support et assistance aux utilisateurs)"),
        (
            "/request/lines/0",
            "lines of the request (user support)",
            "lignes de la demande (Support et assistance aux utilisateurs)",
        ),
        ("/request/lines/1/plan", "plan of messagerie pro-25", "formule (messagerie, pro-25)"),
        ("/request/lines/7/plan", "plan of no. 8", "formule (n°\u00a08)"),
        ("/requests/0/lines/0/quantity", "quantity of postes, 2025-05-20", "quantité (postes, 20/05/2025)"),
        ("/snapshots/0/units/messagerie~1pro-25", "units counted (messagerie pro-25, 2026-01)", None),
        ("/audit/date", "day of the audit", "date de l’audit"),
        ("/x-ours", "x-ours", "x-ours"),
        ("convention:/exit", "exit", "exit"),
        ("", "document", "document"),
    ],
)
def test_what_a_place_is_called(pointer: str, english: str, french: str | None) -> None:
    """
    The field, and the entry by its own name; by its number where it has none.
    """
    label = Labels(ASKED, {"support": Service()}).of((pointer,))[pointer]

    assert english == label.in_(str)
    assert french in {None, label.in_(FRENCH)}


@pytest.mark.parametrize("document", [EVERY_KEY, EVERY_GOVERNANCE_KEY], ids=["dossier", "governance"])
def test_every_place_is_called_something(document: dict[str, object]) -> None:
    """
    In words of ours: a document as plain data and as it is read have the same labels.
    """
    read = read_governance(document) if document.get("kind") == "governance" else read_dossier(document)
    places = tuple(paths(document))

    assert Labels(document).of(places) == Labels(read).of(places)
    assert all("_" not in label.field.fr + label.field.en for label in Labels(document).of(places).values())


def test_a_finding_has_them() -> None:
    """
    Beside its place, and beside each fact that is missing, in the language of the answer.
    """
    found = {each.code: each for each in check(read_dossier(ASKED), as_of=DAY).findings}
    said = found["PRE102"].to_dict(FRENCH)

    assert "type d’accès" == said["label"] == said["missing_labels"][0]
    assert "lines of the request (workstation management, 2025-05-20)" == found["DEP001"].label()
    assert "/nowhere" == found["DEP001"].label("/nowhere")
