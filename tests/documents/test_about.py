"""
What a place of a document is about.
"""

from typing import Any

import pytest

from dmsi_rules.documents.about import Identities

DOCUMENT: dict[str, Any] = {
    "deliberation": {"perimeter": ["socle", "reseau"]},
    "request": {"lines": [{"service": "postes"}, {"service": "messagerie", "plan": "pro-25"}, {"quantity": 3}]},
    "requests": [{"date": "2025-05-20", "lines": [{"service": "reseau"}], "committee": {"refusal": {"ground": "other"}}}],
    "snapshots": [{"month": "2026-01", "units": {"messagerie/pro-25": 3}}],
    "invoices": [{"period": "2026-H1", "lines": [{"service": "reseau"}]}],
    "evidence": {"workstations": [{"id": "PC-001"}, {"id": True}], "software": [{"name": "Paie"}]},
    "obligations": {"census_years": [2025], "projects": [{"name": "GED"}]},
    "meetings": [{"committee": "strategic", "date": "2025-03-12", "present": ["dga", {"role": "dgs", "commune": "Lens"}]}],
    "amendments": [{"name": "avenant 1", "votes": {"Avion": "for"}}],
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", {}),
        ("/request/lines/0", {"service": "postes"}),
        ("/request/lines/0/service", {"service": "postes"}),
        ("/request/lines/1/quantity", {"service": "messagerie", "plan": "pro-25", "key": "quantity"}),
        ("/request/lines/2", {}),
        ("/request/lines/9", {}),
        ("/requests/0/lines/0", {"request": "2025-05-20", "service": "reseau"}),
        ("/requests/0/committee/refusal", {"request": "2025-05-20", "key": "committee/refusal"}),
        ("/deliberation/perimeter/1", {"service": "reseau"}),
        ("/deliberation/date", {"key": "deliberation/date"}),
        ("/snapshots/0/units/messagerie~1pro-25", {"month": "2026-01", "service": "messagerie", "plan": "pro-25"}),
        ("/invoices/0/lines/0", {"period": "2026-H1", "service": "reseau"}),
        ("/invoices/0/period", {"period": "2026-H1"}),
        ("/evidence/workstations/0", {"workstation": "PC-001"}),
        ("/evidence/workstations/1", {}),
        ("/evidence/software/0/name", {"software": "Paie"}),
        ("/obligations/census_years/0", {"year": "2025"}),
        ("/obligations/projects/0/project_manager", {"project": "GED", "key": "project_manager"}),
        ("/meetings/0/present/1", {"committee": "strategic", "meeting": "2025-03-12", "role": "dgs", "commune": "Lens"}),
        ("/meetings/0/present/0", {"committee": "strategic", "meeting": "2025-03-12", "role": "dga"}),
        ("/amendments/0/votes/Avion", {"amendment": "avenant 1", "commune": "Avion"}),
        ("/x~1y/~01", {"key": "x/y/~1"}),
    ],
)
def test_place(path: str, expected: dict[str, str]) -> None:
    """
    The keys that name the entries on the way to it, never an index; else the pointer's own words.
    """
    assert expected == Identities(DOCUMENT, None).about(path, {})


def test_facts() -> None:
    """
    A finding about something that is not in the document says what by its facts.
    """
    facts = {"committee": "strategic", "from": "2025-07-01", "to": "2025-12-31"}

    assert {"committee": "strategic", "from": "2025-07-01"} == Identities({}, None).about("/meetings", facts)


def test_key_of_the_rule() -> None:
    """
    The key that a rule points at in any case says nothing.
    """
    assert {"service": "postes"} == Identities(DOCUMENT, None).about("/request/lines/0/opening", {}, "opening")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("216204982", "62498", "Lens", "a.toml"), ("216204982", "62499", "Avion", "b.toml"), True),
        ((None, "62498", "Lens", "a.toml"), (None, "62498", "Avion", "b.toml"), True),
        ((None, None, "Lens", "a.toml"), (None, None, "Lens", "b.toml"), True),
        ((None, None, "Lens", "a.toml"), (None, None, "Avion", "a.toml"), False),
        ((None, None, None, "x/a.toml"), (None, None, None, "./y/..//x/a.toml"), True),
        ((None, None, None, "x/a.toml"), (None, None, None, "a.toml"), False),
    ],
)
def test_whose(one: tuple[str | None, ...], other: tuple[str | None, ...], same: bool) -> None:
    """
    A document is that of its SIREN, else of its INSEE code, else of its commune's name, else of its path however spelt.
    """
    prints = []
    for siren, insee, name, file in (one, other):
        commune = {"siren": siren, "insee": insee, "name": name}
        prints.append(Identities({"commune": commune}, file).fingerprint("DEP001", {}))

    assert same == (prints[0] == prints[1])


def test_counted() -> None:
    """
    What nothing tells apart is counted: no two findings of a document share an identity.
    """
    identities = Identities(DOCUMENT, None)

    assert 3 == len({identities.fingerprint("OBL008", {"nature": "other"}) for _ in range(3)})
