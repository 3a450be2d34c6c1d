"""
An application's own rules: judged, shown and explained as those of the convention; a faulty one is told as what it is.
"""

import copy
import datetime as dt
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import dmsi_rules
from dmsi_rules import Case, Rule, RuleError, Unknown, Violated, check, read_dossier
from tests.cli.command import EXAMPLES

DAY = dt.date(2026, 1, 10)
ASKED = {"commune": {"name": "Avion"}, "request": {"lines": [{"service": "socle"}, {"service": "postes", "quantity": 120}]}}


def many(place: Any, _: Case) -> Violated | Unknown | None:
    """
    At most a hundred workstations.
    """
    path, line = place
    if line.quantity is None:
        return Unknown((f"{path}/quantity",))
    return Violated({"quantity": line.quantity}) if line.quantity > 100 else None


def workstations(case: Case) -> list[tuple[str, Any]]:
    """
    The lines that ask for workstations.
    """
    return [(path, (path, line)) for path, line in case.lines if line.service == "postes"]


def rule_of(**changes: Any) -> Rule:
    """
    Return the policy of a commune as a rule, with *changes*.
    """
    said: dict[str, Any] = {
        "code": "LENS001",
        "name": "too-many-workstations",
        "title": "Too many workstations",
        "source": "Council, 3 March 2026",
        "force": "breach",
        "message": "`{quantity}` workstations are asked for; the council allows 100",
        "checks": "No request asks for more than 100 workstations.",
        "why": "The council says so.",
        "remedy": "Ask for fewer.",
        "places": workstations,
        "check": many,
    }
    return Rule(**said | changes)


POLICY = rule_of()


def judged(*rules: Rule, document: Any = ASKED) -> dmsi_rules.Report:
    """
    Return what *rules* say of *document*.
    """
    return check(read_dossier(document), as_of=DAY, rules=rules)


def test_it_speaks_as_those_of_the_convention_do() -> None:
    """
    Its finding has all that it says of itself, after those of the other rules, which say the same as without it.
    """
    dossier = read_dossier(ASKED)
    *others, found = check(dossier, as_of=DAY, rules=[*dmsi_rules.rules(), POLICY]).findings

    assert check(dossier, as_of=DAY).findings == tuple(others)
    assert ("LENS001", "too-many-workstations", "violated", "breach", "error", "commune") == (
        found.code,
        found.name,
        found.verdict,
        found.force,
        found.severity,
        found.party,
    )
    assert ("/request/lines/1", "`120` workstations are asked for; the council allows 100") == (found.path, found.message)
    assert (POLICY.title, POLICY.remedy, POLICY.source) == (found.title, found.remedy, found.source)


def test_what_it_lacks_is_unknown() -> None:
    """
    It says what would settle it, and counts as judged where it has something to look at.
    """
    report = judged(POLICY, document={"commune": {"name": "Avion"}, "request": {"lines": [{"service": "postes"}]}})

    assert [("unknown", ("/request/lines/0/quantity",))] == [(each.verdict, each.missing) for each in report.findings]
    assert (1, 0) == (report.judged, judged(POLICY, document={"commune": {"name": "Avion"}}).judged)


def test_rules_are_chosen() -> None:
    """
    Those that are not named are not asked; one whose force is changed is.
    """
    named = {rule.code: rule for rule in dmsi_rules.rules()}
    (found,) = judged(
        attrs.evolve(named["DEP001"], force="note"),
        document={"request": {"lines": [{"service": "support"}]}} | {"commune": {"name": "Avion"}},
    ).findings

    assert ("DEP001", "note", "info") == (found.code, found.force, found.severity)
    assert () == judged().findings
    late = {"date": "2025-09-01", "lines": [{"service": "reseau", "quantity": 1, "opening": "2026-01-01"}]}
    (found,) = judged(attrs.evolve(named["DLN001"], force="note"), document={"request": late}).findings
    assert "note" == found.force, "a force that a text may give is changed too where the text gives none"


def test_it_has_the_day_of_a_deed() -> None:
    """
    Where the text changes in time, it is told on the day that its thing was done, as those of the convention are.
    """
    named = {rule.code: rule for rule in dmsi_rules.rules()}
    convention = dmsi_rules.load_convention(EXAMPLES / "conventions" / "call-dmsi-2027.toml")
    request = {"date": "2026-01-05", "lines": [{"service": "postes"}]}
    dossier = read_dossier({"commune": {"name": "Avion"}, "request": request}, convention=convention)
    codes = ("DEP001", "LIF003", "PRE201")
    mine = [attrs.evolve(named[code], force="note") for code in codes]
    told, others = (
        check(dossier, as_of=DAY, convention=convention, rules=rules).findings
        for rules in (mine, [named[code] for code in codes])
    )

    assert [(each.code, each.path, each.facts) for each in others] == [(each.code, each.path, each.facts) for each in told]
    with pytest.raises(RuleError, match=r"`LIF003` fails at `/request/lines/0`: test_own_rules\.py:"):
        check(dossier, as_of=DAY, convention=convention, rules=[attrs.evolve(named["LIF003"], deed=fails)])


def fails(*_: Any) -> Any:
    """
    Divide by nothing.
    """
    return 1 // 0


FAULTY: tuple[tuple[dict[str, Any], str], ...] = (
    ({"check": fails}, "the rule `LENS001` fails at `/request/lines/1`: test_own_rules.py:"),
    ({"places": fails}, "the rule `LENS001` fails at `/`: test_own_rules.py:"),
    ({"places": lambda case: case.dossier.request.lines}, "the rule `LENS001` looks at `Line(service='socle')`"),
    ({"check": lambda *_: False}, "the rule `LENS001` answers `False` at `/request/lines/1`; a rule answers Violated"),
    ({"check": lambda *_: Unknown(())}, "answers Unknown at `/request/lines/1` without the JSON pointers"),
    ({"check": lambda *_: Violated({"count": 3})}, "fails at `/request/lines/1`: "),
)


@pytest.mark.parametrize(("changes", "said"), FAULTY, ids=range(len(FAULTY)))
def test_a_faulty_one_is_told(changes: dict[str, Any], said: str) -> None:
    """
    What it does wrong is an error of its own, with its code and the place; nothing of it passes for a verdict.
    """
    with pytest.raises(RuleError, match="LENS001") as raised:
        judged(rule_of(**changes))

    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: rule_of(force="grave"), "`force` of the rule `LENS001` is not `grave`; known: `impossible`, `breach`"),
        (lambda: rule_of(readings=("start", "end")), "`readings` of the rule `LENS001` is not `end`"),
        (lambda: rule_of(title=""), "the rule `LENS001` has no `title`"),
        (lambda: judged(POLICY, rule_of()), "two rules have the code `LENS001`"),
        (lambda: judged("DEP001"), "`'DEP001'` is not a Rule"),  # type: ignore[arg-type]  # on purpose
    ],
    ids=range(5),
)
def test_what_is_not_a_rule_is_told(make: Callable[[], Any], said: str) -> None:
    """
    A word outside its list, a text that is missing, a code that is there twice, a thing that is something else.
    """
    with pytest.raises(RuleError) as raised:
        make()

    assert said in str(raised.value)


def test_it_travels() -> None:
    """
    One made of functions that can be named is pickled and copied; it judges the same.
    """
    for other in (pickle.loads(pickle.dumps(POLICY)), copy.deepcopy(POLICY)):  # noqa: S301  (ours)
        assert judged(POLICY) == judged(other)
