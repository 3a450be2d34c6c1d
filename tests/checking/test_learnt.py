"""
What rules say is the same when it was said before: of the same document, and of others that say the same.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from dmsi_rules import Report, check, load_convention, load_lifecycles, read_dossier, rules, translator
from dmsi_rules.case.admission import admitted
from dmsi_rules.checking.runner import RULED, judge
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.locale import called_by
from dmsi_rules.model.readings import ADOPTED
from tests.lane.test_lane import AS_OF, LINES, PLAIN, streams

FRENCH = translator("fr")
UNKNOWN_TO_IT = tuple(attrs.evolve(rule) for rule in rules())
"""
The same rules under no name that is known, so that each is asked.
"""


def answers(report: Report) -> Any:
    """
    Return all that an application is told.
    """
    words = [(found.message, found.label(), found.render(FRENCH)) for found in report.findings]
    return report, repr(report), words, report.to_dict(), report.to_dict(FRENCH), report.to_dict(lambda sentence: sentence)


def compare(documents: list[dict[str, Any]], **choice: Any) -> None:
    """
    Compare what is said of *documents*, each of which comes several times, with what the rules say when they are asked.
    """
    read = [read_dossier(each) for each in documents]
    for each in (*read, *read, *read):
        asked = check(each, as_of=AS_OF, rules=UNKNOWN_TO_IT, **choice)
        assert answers(check(each, as_of=AS_OF, **choice)) == answers(asked)


@settings(max_examples=10)
@given(streams())
def test_requests(documents: list[dict[str, Any]]) -> None:
    """
    Requests of many communes, with what stands beside them.
    """
    compare(documents)


def test_what_only_the_document_has() -> None:
    """
    The fix, the fingerprint and what is called by its plan are each document's own.
    """
    asked = [[*LINES, {"service": "messagerie", "plan": plan, "opening": "2026-02-01"}] for plan in ("pro-25", "pro-50")]
    lacking = (("support",), ("postes", "support"), ("messagerie", "support", "conseil"))
    asked += [[{"service": service} for service in services] for services in lacking]
    communes = [{"name": "Lens"}, {"name": "Avion", "insee": "62065"}]
    request = {"date": "2026-01-01"}
    compare([{"commune": each, "request": request | {"lines": lines}} for each in communes for lines in asked])


@pytest.mark.parametrize(
    "choice", [{"readings": {"inferred_edges": "ignored"}}, {"select": ["DEP", "PRE2"]}, {"lifecycles": load_lifecycles()}]
)
def test_choices(choice: dict[str, Any]) -> None:
    """
    Each choice of the caller's is learnt by itself, and a table of lifecycles of his own not at all.
    """
    compare([PLAIN, {"commune": {"name": "Avion"}, "request": {"lines": [{"service": "support"}]}}], **choice)


@pytest.mark.parametrize("name", ["LONGEST", "MOST", "FEW", "CHOICES"])
def test_what_is_kept_is_bounded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Documents have no end: past a bound everything is learnt anew, and what is long is not learnt.
    """
    monkeypatch.setattr(f"dmsi_rules.checking.learnt.{name}", 1)
    terms = attrs.evolve(terms_of(load_convention(), ADOPTED, AS_OF))  # of which nothing is known
    case = admitted(read_dossier(PLAIN), terms, AS_OF)
    told = [judge(case, rules=rules).to_dict() for _ in range(3) for rules in (None, RULED["dossier"][:3])]
    assert told[:2] * 3 == told


def test_languages() -> None:
    """
    The words of a finding are kept in few languages.
    """
    dossier = read_dossier(PLAIN)
    told = [check(dossier, as_of=AS_OF).to_dict(called_by({}, FRENCH)) for _ in range(9)]
    assert all(each == told[0] for each in told)
