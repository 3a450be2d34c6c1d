"""
The runner: asks every rule of a document, on one day or over time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import attrs

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.readings import AnyCase
from dmsi_rules.checking.telling import findings_of, said_of, told_together
from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.structure import document_order
from dmsi_rules.finding import (
    Finding,
    Origin,
    Report,
    Unknown,
    Violated,
)
from dmsi_rules.lifecycles import packaged_date
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.rulebook import RULES, Place, Rule, finding_of


def of_kind(rules: Iterable[Rule], kind: str) -> tuple[Rule, ...]:
    """
    Return those of *rules* that judge a *kind* of document.
    """
    return tuple([rule for rule in rules if rule.force is not None and rule.kind == kind])


RULED = {kind: of_kind(RULES, kind) for kind in ("dossier", "governance")}
CODES = tuple(rule.code for rule in RULES)
OURS = frozenset(RULES)
JUDGED = "_judged"


def judge(case: AnyCase, origin: Origin | str | None = None, rules: Sequence[Rule] | None = None) -> Report:
    """
    Ask every rule of *case*, whose document comes from *origin*; by default those of the convention.

    Returns:
        The findings, in the order of the rules, then of the document.
    """
    document = case.dossier if isinstance(case, Case) else case.document
    origin = _origin(origin)
    identities = Identities(document, origin.place, case.terms.services)
    findings: list[Finding] = []
    judged: list[str] = []
    kind = "dossier" if isinstance(case, Case) else "governance"
    asked = RULED[kind] if rules is None else of_kind(rules, kind)
    if case.terms.timeline.is_single:
        asked = running(asked, case.terms.text)
        is_ours = isinstance(case, Case) and (rules is None or OURS.issuperset(asked))
        judged, findings = (is_ours and _told_again(asked, case, identities)) or _told_first(asked, case, identities)
    else:
        for rule in asked:
            groups, lost = placed_in_time(rule, case)
            if groups or lost:
                judged.append(rule.code)
                findings += _over_time(rule, groups, case, identities, lost=lost)
    return Report(
        **_made_from(case.terms, case.as_of, origin, case.facts.table if isinstance(case, Case) else None),
        findings=tuple(findings),
        judged_codes=tuple(judged),
        commune=identities.commune,
        own=document.own or {},
        fingerprint=identities.fingerprint("", {}),
    )


def _told_again(rules: tuple[Rule, ...], case: Any, identities: Identities) -> tuple[list[str], list[Finding]] | None:
    """
    Return what is known of *case* before any of *rules* is asked; None at the first check under its terms, often the only one.
    """
    kept = vars(case.terms)
    if JUDGED not in kept:
        kept[JUDGED] = True
        return None
    from dmsi_rules.checking.learnt import told_again  # noqa: PLC0415  (a millisecond)

    return told_again(rules, case, identities)


def _told_first(rules: Iterable[Rule], case: AnyCase, identities: Identities) -> tuple[list[str], list[Finding]]:
    judged: list[str] = []
    found: list[Finding] = []
    for rule in rules:
        if places := rule.places(case):
            judged.append(rule.code)
            found += findings_of(rule, case, places, identities)
    return judged, found


def invalid_report(
    faults: Faults, terms: Terms, as_of: dt.date, origin: Origin | str | None = None, lifecycles: Lifecycles | None = None
) -> Report:
    """
    Return the report of a document that cannot be evaluated: its *faults* come in document order.
    """
    origin = _origin(origin)
    identities = Identities(faults.document, origin.place, terms.services)
    findings: list[Finding] = []
    for fault in sorted(faults.faults, key=lambda fault: CODES.index(fault.code)):
        about = identities.about(fault.path, {})
        findings.append(finding_of(fault, about, identities.fingerprint(fault.code, about), identities.labels))
    return Report(
        **_made_from(terms, as_of, origin, lifecycles),
        findings=tuple(findings),
        commune=identities.commune,
        own=faults.own,
        untold=faults.more,
        fingerprint=identities.fingerprint("", {}),
    )


def _origin(given: Origin | str | None) -> Origin:
    return given if isinstance(given, Origin) else Origin(given)


def _made_from(terms: Terms, as_of: dt.date, origin: Origin, lifecycles: Lifecycles | None) -> dict[str, Any]:
    """
    Return what every report says of what it was made from.
    """
    grid = terms.grid_on(as_of)
    return {
        "dossier": origin.name,
        "file": origin.file,
        "line": origin.line,
        "convention": terms.convention.id,
        "as_of": as_of,
        "readings": terms.readings,
        "grid": grid.id if grid else None,
        "lifecycles": lifecycles.date if lifecycles else packaged_date(),
    }


@lru_cache(maxsize=256)
def running(rules: tuple[Rule, ...], text: TextInForce) -> tuple[Rule, ...]:
    """
    Return those of *rules* that run where *text* is in force: it has what they judge.
    """
    return tuple([rule for rule in rules if rule.runs_in(text)])


# ---- over time


Group: TypeAlias = tuple[Any, Sequence[Place]]
"""
A case before the text of one span of time, and the places whose deeds lie in it.
"""


REPLACES = "convention:/replaces"


def placed_in_time(rule: Rule, case: AnyCase) -> tuple[list[Group], bool]:
    """
    Return the places that *rule* looks at, each before the text in force on the day of its deed.

    A deed without a day stands before the text of every span up to the given day. Told too is whether there are places of a
    day before the oldest text that is at hand.
    """
    found: list[Group] = []
    lost = False
    last = case.terms.timeline.index(case.as_of)
    for terms in case.terms.all_spans:
        if not rule.runs_in(terms.text):
            continue
        then = case.before(terms)
        places = []
        for path, item in rule.places(then):
            day = rule.deed(path, item, then)
            if not isinstance(day, str) and terms.is_unknown(day):
                lost = True
                continue
            span = last if isinstance(day, str) else case.terms.timeline.index(day)
            if span == terms.span or (isinstance(day, str) and terms.span < last):
                places.append((path, item))
        if places:
            found.append((then, places))
    return found, lost


def _over_time(
    rule: Rule, groups: Sequence[Group], case: AnyCase, identities: Identities, *, lost: bool = False
) -> list[Finding]:
    """
    Return what *rule* finds in each group; of a place without a day, what every text says of it, or that its day is missing.
    """
    seen: dict[str, list[tuple[Any, Any]]] = {}
    for then, places in groups:
        for path, item in places:
            seen.setdefault(path, []).append((then, item))
    agreed: dict[str, bool] = {}
    doubtful: dict[str, str] = {}
    for path, each in seen.items():
        verdicts = [rule.check(item, then) for then, item in each]
        agreed[path] = all(_same(verdicts[0], other) for other in verdicts[1:])
        if not agreed[path]:
            doubtful[path] = str(rule.deed(path, each[-1][1], each[-1][0]))
    found: list[Finding] = []
    unknown: list[Unknown] = []
    told: set[str] = set()
    for then, places in reversed(groups):
        kept = [(path, item) for path, item in places if agreed[path] and path not in told]
        told.update(path for path, _ in kept)
        settled, unsettled = said_of(rule, then, kept, identities) if kept else ([], ())
        found += settled
        unknown += [attrs.evolve(each, entries=each.entries or rule.cited_in(then.terms.text)) for each in unsettled]
    unknown += [Unknown((day,)) for day in doubtful.values()]
    if lost and rule.force != "note":
        unknown.append(Unknown((REPLACES,)))
    if unknown:
        found.append(told_together(rule, unknown, case, identities))
    return sorted(found, key=lambda each: document_order(each.path, case.kind))


def _same(one: Violated | Unknown | None, other: Violated | Unknown | None) -> bool:
    if type(one) is not type(other):
        return False
    if type(one) is Violated and type(other) is Violated:
        return one.force == other.force and one.path == other.path
    return one is None or one == other
