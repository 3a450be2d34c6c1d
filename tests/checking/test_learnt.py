"""
What rules say is the same when it was said before: of the same document, and of others that say the same.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from dmsi_rules import Report, check, load_convention, load_lifecycles, read_dossier, translator
from dmsi_rules.case.admission import admitted
from dmsi_rules.checking.projections import ABSENT, BESIDE, LISTED, OF_REQUEST
from dmsi_rules.checking.runner import RULED, judge
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.locale import called_by
from dmsi_rules.model.dossier import Dossier, Request
from dmsi_rules.model.evidence import Evidence
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.testing import strategies
from tests.convention.examples import plain
from tests.lane.test_lane import AS_OF, EACH_ASKED, LINES, PLAIN, streams

FRENCH = translator("fr")


def answers(report: Report) -> Any:
    """
    Return all that an application is told.
    """
    words = [(found.message, found.label(), found.render(FRENCH)) for found in report.findings]
    return report, repr(report), words, report.to_dict(), report.to_dict(FRENCH), report.to_dict(lambda sentence: sentence)


def compare(documents: list[dict[str, Any]], as_of: dt.date = AS_OF, **choice: Any) -> None:
    """
    Compare what is said of *documents*, each of which comes several times, with what the rules say when they are asked.
    """
    read = [read_dossier(each, convention=choice.get("convention")) for each in documents]
    for each in (*read, *read, *read):
        asked = check(each, as_of=as_of, rules=EACH_ASKED, **choice)
        assert answers(check(each, as_of=as_of, **choice)) == answers(asked)


@settings(max_examples=10)
@given(streams(), strategies.edge_dates)
def test_requests(documents: list[dict[str, Any]], date: str) -> None:
    """
    Requests of many communes, of different days, with what stands beside them.
    """
    compare([*documents, *[each | {"request": each["request"] | {"date": date}} for each in documents]])


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


def without_later(data: Any) -> Any:
    """
    Return the *data* of a convention without what holds from a later day on.
    """
    if isinstance(data, list):
        return [without_later(each) for each in data if not (isinstance(each, dict) and "from" in each)]
    return {key: without_later(each) for key, each in data.items() if key != "to"} if isinstance(data, dict) else data


def test_a_price_by_a_number() -> None:
    """
    What is unknown of several lines is told together, by the accounting year that each is wished to open in.
    """
    data = without_later(plain("sm3r-2026"))
    data["tariff"]["grids"] = data["tariff"]["grids"][:1]
    openings = [("2026-10-01", "2026-10-01"), ("2026-10-01", "2027-10-01"), ("2027-10-01", False)]
    requests = [
        {"lines": [{"service": "contribution", "opening": one}, {"service": "portail", "opening": other}]}
        for one, other in openings
    ]
    requests += [{"lines": each["lines"][1:]} for each in requests]
    documents = [{"commune": {"name": "Lens"}, "request": each} for each in requests]
    compare(documents, dt.date(2026, 10, 1), convention=load_convention(data))


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


def test_every_key_is_looked_at_or_known_to_be_absent() -> None:
    """
    One that a document gains is put here first: all rules look at it, or it keeps anything from being told again.
    """
    judged_by_line = {"commune", "request", "own"}  # a commune by its facts, a request by its lines and its day
    said_by_terms = {"kind", "convention"}
    assert {each.name for each in attrs.fields(Dossier)} == {
        *(name for name in (*ABSENT, *BESIDE) if "." not in name),
        *judged_by_line,
        *said_by_terms,
    }
    assert {each.name for each in attrs.fields(Request)} == {*OF_REQUEST, "date", "lines", "own"}
    assert {each.name for each in attrs.fields(Evidence)} >= set(LISTED)
