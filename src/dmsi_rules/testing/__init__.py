"""
Hypothesis strategies for tests of applications: documents that can be read, and documents that break one chosen rule.

They need the extra `testing`. What they draw is plain data, as JSON holds it, and shrinks to what can be read at a glance.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from dmsi_rules import Convention, InvalidDocumentError, check, read_dossier, read_governance, rules
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownRuleError
from dmsi_rules.rulebook import Rule
from dmsi_rules.testing import strategies
from dmsi_rules.text.marks import N_

__all__ = ["AS_OF", "conventions", "dossiers", "governance_documents", "histories", "near_misses", "requests"]

Documents = st.SearchStrategy[dict[str, Any]]

AS_OF = dt.date(2026, 1, 10)
"""
The day on which the examples of the rules break them.
"""
NUDGE = 3
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
SECTIONS = {
    "deliberation": strategies.deliberations,
    "signatures": strategies.signatures,
    "obligations": strategies.obligations,
    "committee": strategies.committees,
    "evidence": strategies.evidence,
    "reaffirmations": strategies.reaffirmations,
    "expenses": strategies.expenses,
    "assets": strategies.assets,
}
"""
What may stand around an example.
"""


def dossiers() -> Documents:
    """
    Return dossiers with any of all sections, that fit the embedded convention.
    """
    return strategies.whole_dossiers()


def requests() -> Documents:
    """
    Return requests: any subset of services and plans, with any of the facts of a line.
    """
    return strategies.requests


def histories() -> Documents:
    """
    Return dossiers of a commune that asks on several days, opens some of it, is counted, reaffirms or leaves.
    """
    return strategies.histories_of_requests()


def governance_documents() -> Documents:
    """
    Return governance documents of three communes: meetings, amendments, grids.
    """
    return strategies.governances()


def conventions() -> Documents:
    """
    Return conventions with a made-up catalogue that holds no circle, as the data of their file.
    """
    return strategies.catalogues()


def near_misses(code: str, as_of: dt.date = AS_OF, convention: Convention | None = None) -> Documents:
    """
    Return documents that break the rule *code* on the day *as_of*: its example, numbers and days nudged, with more around it.

    They go by *convention*, by default the embedded one, where the rule has to run; `dmsi_rules.rules` tells which do. It
    shrinks to the example. A rule whose example is unknown, and not violated, is reported as unknown.

    Raises:
        UnknownRuleError: there is no such rule, or it judges no document that can be read.
    """
    known = {rule.code: rule for rule in rules() if rule.force is not None}
    if code not in known:
        facts = {"given": str(code), "known": tuple(known), **hinted(str(code), tuple(known))}
        message = N_("there is no rule `{given}` that judges documents; did you mean `{hint}`?")
        raise UnknownRuleError(
            message if "hint" in facts else N_("there is no rule `{given}` that judges documents; known: {known}"), facts
        )

    @st.composite
    def near(draw: st.DrawFn) -> dict[str, Any]:
        return _around(draw, known[code], as_of, convention)

    return near()


def _around(draw: st.DrawFn, rule: Rule, as_of: dt.date, convention: Convention | None) -> dict[str, Any]:
    """
    Return the example of *rule*, changed a little, of which it still says the same.
    """
    document: dict[str, Any] = json.loads(rule.example)
    places = list(_nudgeable(document))
    for rank in draw(st.lists(st.integers(0, len(places) - 1), max_size=2, unique=True)) if places else ():
        table, key = places[rank]
        table[key] = _nudged(table[key], draw(st.integers(-NUDGE, NUDGE)))
    if rule.kind == "dossier":
        more = {name: each for name, each in SECTIONS.items() if name not in document}
        document |= draw(st.fixed_dictionaries({}, optional=more))
    assume(_verdicts(document, rule, as_of, convention) & _verdicts(json.loads(rule.example), rule, AS_OF, convention))
    return document


def _nudgeable(value: Any) -> Iterator[tuple[Any, Any]]:
    """
    Yield each number and each day in *value*, as the table or list that it is in and its place there.
    """
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in entries:
        if type(each) is int or (isinstance(each, str) and DAY.fullmatch(each)):
            yield value, key
        yield from _nudgeable(each)


def _nudged(value: Any, by: int) -> Any:
    return value + by if isinstance(value, int) else (dt.date.fromisoformat(value) + dt.timedelta(by)).isoformat()


def _verdicts(document: dict[str, Any], rule: Rule, as_of: dt.date, convention: Convention | None) -> set[str]:
    """
    Return what *rule* says of *document*; nothing of one that cannot be read.
    """
    try:
        read = read_governance(document) if rule.kind == "governance" else read_dossier(document, convention=convention)
    except InvalidDocumentError:
        return set()
    return {found.verdict for found in check(read, as_of=as_of, convention=convention).findings if found.code == rule.code}
