"""
What is said of evidence that leaves PRE202 and PRE203 open: nobody read it, it could not be read, it does not tell.
"""

import datetime as dt
from typing import Any

import attrs
import pytest

from dmsi_rules import Dossier, audit, check, read_dossier, translator
from dmsi_rules.model.evidence import Collected, Workstation
from dmsi_rules.report.audit import audit_text
from dmsi_rules.report.audit_page import audit_page
from dmsi_rules.report.styled import to_plain

AS_OF = dt.date(2026, 1, 10)
INVENTORIES = "/evidence/inventories"
FINE = Workstation(id="PC-1", os="debian", os_version="bookworm", local_admin=False)
SILENT = Workstation(id="PC-2", admin_doubt=True)
MANY = tuple(f"{number:02}.json" for number in range(12))
LISTED = [{"id": "PC-9"}]
NOBODY = "nobody has read the inventories named"


def dossier(collected: Collected | None, workstations: list[dict[str, Any]] | None = None) -> Dossier:
    """
    Return a dossier that asks for managed workstations and names inventories, of which *collected* is what they say.
    """
    evidence = {"inventories": ["*.json"]} | ({"workstations": workstations} if workstations else {})
    lines = [{"service": "socle"}, {"service": "reseau", "quantity": 5}, {"service": "postes", "quantity": 5}]
    read: Any = read_dossier({"commune": {"name": "Lens"}, "request": {"lines": lines}, "evidence": evidence})
    return attrs.evolve(read, evidence=attrs.evolve(read.evidence, collected=collected))  # type: ignore[no-any-return]


def silent(count: int) -> tuple[Workstation, ...]:
    """
    Return *count* workstations of which an inventory tells nothing.
    """
    return tuple(Workstation(id=f"PC-{number:02}", admin_doubt=True) for number in range(count))


TOLD: dict[str, tuple[Dossier, str, dict[str, Any]]] = {
    "nobody read them": (dossier(None), NOBODY, {}),
    "nobody read them, and the list is silent": (
        dossier(None, LISTED),
        f"{NOBODY}, and it stays open for `PC-9`",
        {"undecided": ["PC-9"]},
    ),
    "one could not be read": (
        dossier(Collected((FINE,), ("damaged.json",))),
        "these inventories could not be read: `damaged.json`",
        {"unread": ["damaged.json"]},
    ),
    "none could be read": (
        dossier(Collected((), ("damaged.json",))),
        "these inventories could not be read: `damaged.json`",
        {"unread": ["damaged.json"]},
    ),
    "many could not be read": (
        dossier(Collected((FINE,), MANY)),
        f"these inventories could not be read: {', '.join(f'`{name}`' for name in MANY[:10])} and 2 more",
        {"unread": list(MANY[:10]), "more": 2},
    ),
    "they leave it open": (
        dossier(Collected((FINE, SILENT), ())),
        "the inventories were read, and it stays open for `PC-2`",
        {"undecided": ["PC-2"]},
    ),
    "they leave it open of many": (
        dossier(Collected(silent(12), ())),
        f"the inventories were read, and it stays open for {', '.join(f'`PC-{number:02}`' for number in range(10))} and 2 more",
        {"undecided": [f"PC-{number:02}" for number in range(10)], "more": 2},
    ),
    "some could not be read, and others leave it open": (
        dossier(Collected((FINE, SILENT), ("damaged.json",))),
        "these inventories could not be read: `damaged.json`; besides, it stays open for `PC-2`",
        {"unread": ["damaged.json"], "undecided": ["PC-2"]},
    ),
    "many could not be read, and others leave it open of many": (
        dossier(Collected(silent(11), MANY)),
        (
            f"these inventories could not be read: {', '.join(f'`{name}`' for name in MANY[:10])} and 2 more; "
            f"besides, it stays open for {', '.join(f'`PC-{number:02}`' for number in range(10))} and 1 more"
        ),
        {"unread": list(MANY[:10]), "others_unread": 2, "undecided": [f"PC-{number:02}" for number in range(10)], "more": 1},
    ),
}


WHY = {
    "PRE202": " (the inventory lists the administrators without all who are among them)",
    "PRE203": " (the system is not given, or not in the table of lifecycles, of 2026-08-22)",
}


@pytest.mark.parametrize("code", ["PRE202", "PRE203"])
@pytest.mark.parametrize("name", TOLD)
def test_each_case_says_why(code: str, name: str) -> None:
    """
    Unknown at the inventories, as ever; the sentence and its facts say what is the matter with them.
    """
    given, message, facts = TOLD[name]
    # Of a machine that is listed nobody looks further than for what is not given.
    message += WHY[code] if "undecided" in facts and (code == "PRE203" or "list" not in name) else ""
    (found,) = (each.to_dict() for each in check(given, as_of=AS_OF).findings if each.code == code)
    assert ("unknown", INVENTORIES, INVENTORIES) == (found["verdict"], found["path"], found["missing"][0])
    assert f"cannot be decided: {message}" == found["message"]
    told = {"unread", "others_unread", "undecided", "more"}
    assert facts == {key: fact for key, fact in found["facts"].items() if key in told}


def test_in_french() -> None:
    """
    With what is left besides.
    """
    given, _, _ = TOLD["many could not be read, and others leave it open of many"]
    found = next(each for each in check(given, as_of=AS_OF).findings if each.code == "PRE203")
    assert "n’ont pas pu être lus" in found.render(translator("fr"))
    assert "et 2 de plus" in found.render(translator("fr"))


def test_other_prerequisites_speak_of_facts_not_given() -> None:
    """
    Inventories are silent on them; and where all were read and none tells of a workstation, a list is missing.
    """
    found = {each.code: each.message for each in check(dossier(Collected((), ())), as_of=AS_OF).findings}
    assert "cannot be decided: `/evidence/workstations_secured` not given" == found["PRE101"]
    assert "cannot be decided: `/evidence/workstations` not given" == found["PRE203"]


def test_the_audit_says_it_too() -> None:
    """
    What was found, then what is to be said; names once, unless there are more than the sentence has room for.
    """
    given, message, _ = TOLD["some could not be read, and others leave it open"]
    drawn = audit(given, as_of=AS_OF)
    text = " ".join(to_plain(audit_text(drawn)).split())
    assert f"PRE203 found: cannot be decided: {message}{WHY['PRE203']} to say: {INVENTORIES} " in text
    assert "undecided: " not in text.partition("PRE203 found")[2]
    assert "these inventories could not be read: \u201cdamaged.json\u201d" in audit_page(drawn)

    drawn = audit(TOLD["they leave it open of many"][0], as_of=AS_OF)
    assert "PC-10, PC-11" in " ".join(to_plain(audit_text(drawn)).split())


def test_a_word_that_the_table_does_not_know() -> None:
    """
    It is given, so that it is not called absent.
    """
    listed = [{"id": "PC-9", "os": "windows", "os_version": "11 24H2", "local_admin": False}]
    lines = [{"service": "socle"}, {"service": "reseau", "quantity": 5}, {"service": "postes", "quantity": 5}]
    given = read_dossier({"commune": {"name": "Lens"}, "request": {"lines": lines}, "evidence": {"workstations": listed}})
    found = next(each for each in check(given, as_of=AS_OF).findings if each.code == "PRE203")
    assert ("unknown", "/evidence/workstations/0/os_version") == (found.verdict, found.path)
    assert "it stays open for `PC-9` (the version is not given, or not in a word that the table of lifecycles" in found.message


def test_each_machine_has_its_own_reason() -> None:
    """
    Where they differ, each is said with those that it holds for.
    """
    mac = Workstation(id="MAC", admin_silence="macos", os="macos", os_version="99")
    sure = Workstation(id="PC-3", os="windows", os_version="8", os_name="Windows 8", os_build="10.0.26200")
    given = dossier(Collected((SILENT, mac, sure), ()))
    found = {each.code: each for each in check(given, as_of=AS_OF).findings}
    assert {"PC-2": "members", "MAC": "macos", "PC-3": "unsaid"} == found["PRE202"].facts["reasons"]
    assert {"PC-2": "system", "MAC": "newer", "PC-3": "contradiction"} == found["PRE203"].facts["reasons"]
    assert "; `MAC`: the table of lifecycles, of 2026-08-22, has no version so new;" in found["PRE203"].message
    assert "contradict each other: `PC-3: Windows 8, 10.0.26200`)" in found["PRE203"].message
    assert "`PC-3`: nothing says whether its user administers it" in found["PRE202"].message
