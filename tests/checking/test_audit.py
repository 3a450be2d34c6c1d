"""
The audit: the state of each prerequisite, on what it rests, what is left to do, and which workstations age.
"""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given

from dmsi_rules import Audit, InvalidDocumentError, audit, check, load_lifecycles, read_dossier
from dmsi_rules.model.evidence import Collected, Workstation
from dmsi_rules.testing.strategies import (
    Plain,
    days,
    dossiers,
    switches,
)
from dmsi_rules.values.days import months_before
from tests.property.test_evidence import asking, inventories, with_inventories

AS_OF = dt.date(2026, 1, 10)
CODES = ("PRE001", "PRE101", "PRE102", "PRE103", "PRE201", "PRE202", "PRE203", "PRE301", "PRE302")
STATES = {"violated": "unmet", "unknown": "unknown", "ambiguous": "ambiguous"}


def drawn(as_of: dt.date = AS_OF, **sections: Any) -> Audit:
    """
    Return the audit of a dossier with these sections.
    """
    return audit(read_dossier({"commune": {"name": "Lens"}, **sections}), as_of=as_of)


def asked(*services: str, **keys: Any) -> Plain:
    """
    Return a request for *services*.
    """
    return {"lines": [{"service": service, **keys} for service in services]}


def row(found: Audit, code: str) -> dict[str, Any]:
    """
    Return what is said of one prerequisite, as data.
    """
    return next(each for each in found.to_dict()["prerequisites"] if each["code"] == code)


def system(os: str, version: str, **facts: Any) -> Plain:
    """
    Return a workstation with a system.
    """
    return {"os": os, "os_version": version, **facts}


# ---- states


@given(asking(), inventories(), switches)
def test_states_are_what_the_rules_find(document: Plain, collected: Collected, readings: Plain) -> None:
    """
    Each prerequisite once, in the order of the rules, in the state that `check` finds.
    """
    dossier = with_inventories(document, collected)
    expected = {
        each.code: STATES[each.verdict]
        for each in check(dossier, as_of=AS_OF, readings=readings).findings
        if each.code in CODES
    }
    found = audit(dossier, as_of=AS_OF, readings=readings)
    assert list(CODES) == [each.rule.code for each in found.prerequisites]
    assert expected == {each.rule.code: each.state for each in found.to_do}
    assert len(CODES) == sum(found.counts.values())
    for each in found.to_dict()["prerequisites"]:
        counts = each["counts"] or {"met": 0, "unmet": 0, "unknown": 0}
        assert each["state"] == "unmet" or not counts["unmet"] or each["state"] == "ambiguous"
        assert sum(each["rests_on"].values() if each["rests_on"] else [0]) >= counts["met"] + counts["unmet"]


@given(dossiers(), days, switches)
def test_any_dossier_is_audited(document: Plain, as_of: dt.date, readings: Plain) -> None:
    """
    Asked, open, leaving or nothing of it; what is not concerned is neither met nor unmet.
    """
    dossier = read_dossier(document)
    found = audit(dossier, as_of=as_of, readings=readings)
    told = {each.code for each in check(dossier, as_of=as_of, readings=readings).findings}
    for each in found.prerequisites:
        assert (each.state in {"met", "not-concerned"}) == (each.rule.code not in told)
        assert (each.state == "not-concerned") <= (each.tally is None)


def test_nothing_asked_and_nothing_open() -> None:
    """
    Then no prerequisite is concerned, and nothing is left to do.
    """
    found = drawn()
    assert {"not-concerned"} == {each.state for each in found.prerequisites}
    assert () == found.to_do
    assert found.to_dict()["maintenance"] is None


def test_what_a_row_says() -> None:
    """
    State, force, day, counts, offenders, what it rests on, and what to do.
    """
    listed = [{"id": "PC-1", "secured": False}, {"id": "PC-2"}, {"id": "PC-3", "secured": True}]
    said = row(
        drawn(request=asked("reseau", opening="2026-06-01"), evidence={"workstations_secured": True, "workstations": listed}),
        "PRE101",
    )
    expected = {
        "services": ["reseau"],
        "state": "unmet",
        "force": "may-refuse",
        "day": "2026-06-01",
        "open": False,
        "counts": {"met": 2, "unmet": 1, "unknown": 0},
        "offenders": ["PC-1"],
        "more": 0,
        "rests_on": {"attested": 1, "listed": 2, "inventory": 0},
        "message": "not secured: `PC-1`",
        "missing": [],
    }
    assert expected == {key: said[key] for key in expected}
    assert said["remedy"]


def test_what_an_open_category_owes_is_a_breach() -> None:
    """
    The day is that of the report, and the force that of an obligation.
    """
    found = drawn(openings=[{"service": "reseau", "date": "2025-06-02"}], evidence={"workstations_secured": True})
    said = row(found, "PRE101")
    assert ("met", "breach", "2025-06-02", True, None) == tuple(
        said[key] for key in ("state", "force", "day", "open", "counts")
    )
    assert {"attested": 1, "listed": 0, "inventory": 0} == said["rests_on"]


def test_inventories_are_told_from_words() -> None:
    """
    Who administers is told by the list, by an inventory, or by a word on all.
    """
    dossier: Any = read_dossier(
        {
            "commune": {"name": "Lens"},
            "request": asked("postes"),
            "evidence": {"local_admin": False, "workstations": [{"id": "PC-1", "local_admin": False}]},
        }
    )
    known = Collected((Workstation(id="A", local_admin=False), Workstation(id="B"), Workstation(id="C", admin_doubt=True)), ())
    dossier = attrs.evolve(dossier, evidence=attrs.evolve(dossier.evidence, collected=known))
    said = row(audit(dossier, as_of=AS_OF), "PRE202")
    assert ("unknown", ["/evidence/inventories"]) == (said["state"], said["missing"])
    assert {"attested": 1, "listed": 1, "inventory": 1} == said["rests_on"]
    assert {"met": 3, "unmet": 0, "unknown": 1} == said["counts"]


def test_what_rests_on_a_word_alone() -> None:
    """
    Met, and attested of all: said apart. What a list says of each is not.
    """
    found = drawn(
        request=asked("reseau", "postes"),
        evidence={
            "password_policy": {"compliant": True},
            "os_up_to_date": True,
            "workstations": [{"secured": True}],
        },
    ).to_dict()
    assert ["PRE103", "PRE201"] == found["attested_only"]
    assert ["PRE001", "PRE102", "PRE202", "PRE203"] == found["to_do"]


# ---- ageing


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (dt.date(2026, 10, 13), (0, [1, 1, 1])),  # the last day: it falls out on the next one
        (dt.date(2026, 10, 14), (1, [0, 0, 0])),
        (dt.date(2026, 4, 13), (0, [0, 1, 1])),  # still maintained six calendar months later
        (dt.date(2026, 4, 14), (0, [1, 1, 1])),
        (dt.date(2025, 10, 13), (0, [0, 0, 1])),
        (dt.date(2025, 10, 14), (0, [0, 1, 1])),
        (dt.date(2024, 10, 13), (0, [0, 0, 0])),
        (dt.date(2024, 10, 14), (0, [0, 0, 1])),
    ],
)
def test_the_day_before_on_and_after_a_horizon(as_of: dt.date, expected: tuple[int, list[int]]) -> None:
    """
    Windows 11 24H2 Pro, maintained up to 13 October 2026, in the next 6, 12 and 24 calendar months.
    """
    found = drawn(as_of, evidence={"workstations": [system("windows", "11-24h2-w")]}).to_dict()["maintenance"]
    assert expected == (found["over"], [each["count"] for each in found["within"]])


def test_what_is_not_known_is_counted_apart() -> None:
    """
    No system, editions that differ, no end published; a paid extension changes nothing here.
    """
    listed = [
        {"id": "A"},
        {"id": "B", "os": "windows", "os_build": "10.0.22631"},
        {"id": "C", "os": "macos", "os_version": "15"},
        {"id": "D", "os": "windows", "os_version": "10-22h2", "paid_support_until": "2028-10-10"},
        {"id": "E", "os": "debian", "os_version": "bookworm"},
    ]
    found = drawn(evidence={"workstations": listed}).to_dict()["maintenance"]
    assert {"count": 2, "workstations": ["A", "B"], "more": 0} == found["unknown"]
    assert (5, 1, 1) == (found["workstations"], found["unpublished"], found["over"])
    assert [("Windows 10 22H2", "2025-10-14", ["D"]), ("debian 12", "2026-07-11", ["E"])] == [
        (each["system"], each["until"], each["workstations"]) for each in found["systems"]
    ]


@given(asking(), inventories(), days)
def test_every_workstation_is_counted_once(document: Plain, collected: Collected, as_of: dt.date) -> None:
    """
    With a known end, without one, or unknown; a later horizon holds the earlier ones.
    """
    found = audit(with_inventories(document, collected), as_of=as_of).maintenance
    total = len(document["evidence"].get("workstations", [])) + len(collected.workstations)
    assert total == (found.total if found else 0)
    if found:
        assert total == sum(len(each.workstations) for each in found.systems) + found.unpublished + len(found.unknown)
        counts = [each.count for each in found.horizons]
        assert sorted(counts) == counts
        assert [months_before(as_of, -months) for months in (6, 12, 24)] == [each.before for each in found.horizons]


def test_at_most_a_hundred_are_named() -> None:
    """
    The others are counted.
    """
    found = drawn(
        request=asked("postes"), evidence={"workstations": [system("windows", "8", id=f"PC-{rank}") for rank in range(250)]}
    )
    said = row(found, "PRE203")
    assert (100, 150, {"met": 0, "unmet": 250, "unknown": 0}) == (len(said["offenders"]), said["more"], said["counts"])
    assert (250, 150) == tuple(found.to_dict()["maintenance"]["systems"][0][key] for key in ("count", "more"))


# ---- the rest


def test_what_an_audit_carries() -> None:
    """
    What it can be reproduced from.
    """
    found = drawn().to_dict()
    assert ("call-dmsi-2024", "2026-01-10", {}, "2026-08-22", "Lens") == tuple(
        found[key] for key in ("convention", "as_of", "readings", "lifecycles", "commune")
    )


def test_another_table_is_used() -> None:
    """
    And named.
    """
    table = load_lifecycles()
    newer = attrs.evolve(table, source=attrs.evolve(table.source, snapshot_date=dt.date(2027, 2, 1)))
    assert dt.date(2027, 2, 1) == audit(read_dossier({"commune": {"name": "Lens"}}), as_of=AS_OF, lifecycles=newer).lifecycles


def test_a_dossier_that_does_not_fit_is_refused() -> None:
    """
    As everywhere.
    """
    with pytest.raises(InvalidDocumentError):
        drawn(request=asked("poste"))
