"""
Who sits in which committee, and how often it meets, is the convention's to say.
"""

import datetime as dt
from typing import Any

from dmsi_rules import Convention, check, read_governance
from dmsi_rules.convention import convention_of
from dmsi_rules.testing.strategies import Plain
from tests.convention.examples import changed

AS_OF = dt.date(2026, 1, 10)
YEAR: Plain = {"observed_from": "2025-01-01", "observed_to": "2025-12-31"}


def convention(*committees: Plain) -> Convention:
    """
    Return the embedded convention with other committees, and a process that takes no session of any.
    """
    edits: dict[str, Any] = {"/governance/committees": list(committees), "/joining/steps": [], "/decisions": {}, "/billing": {}}
    return convention_of(changed("call-dmsi-2024", edits))


def committee(name: str = "strategic", **more: Any) -> Plain:
    """
    Return a committee with one seat.
    """
    return {"code": name, "fr": name, "seats": [["director"]], **more}


def findings(document: Plain, given: Convention) -> list[tuple[Any, ...]]:
    """
    Return code, verdict and the first fact of what is found in a governance document.
    """
    answer = check(read_governance({"kind": "governance", **document}), as_of=AS_OF, convention=given)
    return [(found.code, found.verdict, next(iter(found.facts.values()), None)) for found in answer.findings]


def test_periods_are_those_of_the_convention() -> None:
    """
    A strategic committee that meets every four months is due three times a year.
    """
    found = findings(YEAR | {"meetings": []}, convention(committee(every_months=4)))
    assert [dt.date(2025, month, 1) for month in (1, 5, 9)] == [first for code, _, first in found if code == "GOV001"]


def test_seats_are_those_of_the_convention() -> None:
    """
    Where the text asks for a director alone, nobody else is missed; a committee without seats calls nobody.
    """
    given = convention(committee(), committee("monitoring", seats=[]))
    meetings = [
        {"committee": name, "date": "2025-03-12", "present": ["director"], "invited": []}
        for name in ("strategic", "monitoring")
    ]
    assert [] == findings({"meetings": meetings}, given)
    without = [{**meeting, "present": []} for meeting in meetings]
    assert [("GOV003", "violated", "strategic")] == findings({"meetings": without}, given)


def test_a_convention_without_committees_asks_for_no_meeting() -> None:
    """
    Nothing is due, so nothing is unknown either.
    """
    assert [] == findings({"meetings": []}, convention())


def test_a_large_document_is_judged_in_time() -> None:
    """
    Many communes at many meetings: what is missing is counted, and the first of it named.
    """
    names = [f"commune {rank}" for rank in range(5_000)]
    present: list[Any] = ["director", "head-of-service", {"role": "correspondent", "commune": names[0]}]
    meeting = {"committee": "operational", "date": "2025-03-12", "present": present, "invited": []}
    document = {"communes": names, "meetings": [meeting] * 5_000}
    answer = check(read_governance({"kind": "governance", **document}), as_of=AS_OF)
    facts = next(found.facts for found in answer.findings if found.code == "GOV003")
    assert (names[1:51], 4_949) == (list(facts["communes"]), facts["more"])
