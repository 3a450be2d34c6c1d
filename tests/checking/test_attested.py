"""
What a convention names itself, judged by a word: one finding each, known by its code, in reports and in the audit.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from dmsi_rules import audit, check, load_convention, read_dossier

SYNDICATE = load_convention(Path(__file__).parents[2] / "examples" / "conventions" / "sm3r-2026.toml")
DAY = dt.date(2026, 10, 1)


def dossier(**facts: Any) -> Any:
    """
    Return a dossier that asks for what has a prerequisite attested under its code.
    """
    lines = [{"service": "adhesion"}, {"service": "contribution"}, {"service": "parc", "quantity": 10}]
    document = {"convention": "sm3r-2026", "commune": {"name": "Bellerive"}, "request": {"date": "2026-09-01", "lines": lines}}
    signed = {"signatures": {"adherent": "2026-03-20", "syndicat": "2026-03-27"}}
    return read_dossier(document | signed | facts, convention=SYNDICATE)


def test_each_is_about_itself() -> None:
    """
    A finding is about the prerequisite or the obligation, in the convention's words, whether it is unmet or unknown.
    """
    attested = {"evidence": {"attested": {"EDR": False}}, "obligations": {"attested": {"charter": False}}}
    for facts, verdict in ((attested, "violated"), ({}, "unknown")):
        report = check(dossier(**facts), as_of=DAY, convention=SYNDICATE)
        found = {each.code: each for each in report.findings if each.code in {"PRE000", "OBL000"}}

        assert {"PRE000": verdict, "OBL000": verdict} == {code: each.verdict for code, each in found.items()}
        assert {"prerequisite": "EDR"} == found["PRE000"].about
        assert {"obligation": "charter"} == found["OBL000"].about
        assert "every workstation runs the syndicate's EDR agent" in found["PRE000"].message
        assert "the charter of use is adopted" in found["OBL000"].message
        assert ("/evidence/attested/EDR", "/obligations/attested/charter") == (found["PRE000"].path, found["OBL000"].path)


def test_two_that_nothing_is_said_of_are_told_apart() -> None:
    """
    Each with its own words and its own source, also where the text changes with time.
    """
    day = dt.date(2027, 11, 1)
    opening = dt.date(2028, 3, 1)
    lines = [{"service": "portail", "quantity": 1, "opening": opening}, {"service": "parc", "quantity": 5, "opening": opening}]
    report = check(dossier(request={"date": day, "lines": lines}), as_of=day, convention=SYNDICATE)

    assert [
        ("/evidence/attested/DPO", "Avenant 1", {"prerequisite": "DPO"}, "a data protection officer is designated"),
        ("/evidence/attested/EDR", "Annexe 2", {"prerequisite": "EDR"}, "every workstation runs the syndicate's EDR agent"),
    ] == [
        (each.path, each.source, each.about, each.message.partition(": ")[2].partition(";")[0])
        for each in report.findings
        if each.code == "PRE000"
    ]


def test_the_audit_shows_it() -> None:
    """
    With its own code, what the text asks for, and how it stands.
    """
    for said, state in ((True, "met"), (False, "unmet"), (None, "unknown")):
        evidence = {} if said is None else {"evidence": {"attested": {"EDR": said}}}
        answer = audit(dossier(**evidence), as_of=DAY, convention=SYNDICATE)
        (row,) = (each for each in answer.prerequisites if each.code == "EDR")

        assert ("PRE000 EDR", state) == (row.label, row.state)
        assert "every workstation runs the syndicate's EDR agent" == row.asked(str)
        assert {"PRE000", "PRE102"} == {each.rule.code for each in answer.prerequisites}
