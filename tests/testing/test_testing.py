"""
`dmsi_rules.testing`: what is drawn can be read, near misses break their rule, and all of it shrinks to little.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

import dmsi_rules
from dmsi_rules import UnknownRuleError, read_dossier, read_governance, testing
from dmsi_rules.convention import convention_of
from tests.cli.test_explain import NOT_HERE, SYNDICATE

CODES = [rule.code for rule in dmsi_rules.rules() if rule.force is not None]
EASY = settings(max_examples=25, suppress_health_check=list(HealthCheck))
DRAWN: dict[str, tuple[Callable[[], st.SearchStrategy[Any]], Callable[[Any], Any]]] = {
    "dossiers": (testing.dossiers, lambda drawn: read_dossier(drawn, convention=dmsi_rules.load_convention())),
    "requests": (testing.requests, lambda drawn: read_dossier({"request": drawn}, convention=dmsi_rules.load_convention())),
    "histories": (testing.histories, lambda drawn: read_dossier(drawn, convention=dmsi_rules.load_convention())),
    "governance_documents": (testing.governance_documents, read_governance),
    "conventions": (testing.conventions, convention_of),
}


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_can_be_read(name: str) -> None:
    """
    It is plain data, and nothing in it is refused.
    """
    make, read = DRAWN[name]

    @EASY
    @given(make())
    def holds(drawn: Any) -> None:
        read(json.loads(json.dumps(drawn)))

    holds()


@pytest.mark.parametrize("code", CODES)
def test_near_misses_break_their_rule(code: str) -> None:
    """
    Each of them, whatever stands around.
    """
    (rule,) = (rule for rule in dmsi_rules.rules() if rule.code == code)
    text = dmsi_rules.load_convention(SYNDICATE if code in NOT_HERE else None)

    @settings(EASY, max_examples=3)
    @given(testing.near_misses(code, convention=text))
    def holds(drawn: dict[str, Any]) -> None:
        read = read_governance(drawn) if rule.kind == "governance" else read_dossier(drawn, convention=text)
        report = dmsi_rules.check(read, as_of=testing.AS_OF, convention=text)
        assert {found.verdict for found in report.findings if found.code == code} - {"ambiguous"}

    holds()


@pytest.mark.exhaustive
@pytest.mark.parametrize("code", ["DEP001", "TAR001", "DLN003"])
def test_a_near_miss_shrinks_to_the_example(code: str) -> None:
    """
    What is left is what the rule's own page shows.
    """
    (rule,) = (rule for rule in dmsi_rules.rules() if rule.code == code)

    assert json.loads(rule.example) == find(testing.near_misses(code), lambda _: True)


@pytest.mark.exhaustive
def test_a_dossier_shrinks_to_a_glance() -> None:
    """
    A dossier with a request of one line has hardly anything else.
    """
    found = find(testing.dossiers(), lambda drawn: bool(drawn.get("request", {}).get("lines")))

    assert {"commune", "request"} == found.keys()
    assert 1 == len(found["request"]["lines"])


def test_the_nearest_rule_is_named() -> None:
    """
    A rule that does not exist, or judges no document that can be read, is refused with the one that may have been meant.
    """
    with pytest.raises(UnknownRuleError, match="did you mean `DEP001`"):
        testing.near_misses("DEP0001")
    with pytest.raises(UnknownRuleError, match="`DOC003` that judges documents"):
        testing.near_misses("DOC003")
