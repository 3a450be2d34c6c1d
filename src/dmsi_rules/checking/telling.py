"""
What one rule says of a case, as findings: joined with what is said of the rule, the other readings tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from dmsi_rules.case.readings import AnyCase, alternatives, breaking, switches
from dmsi_rules.convention.sources import cited
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities
from dmsi_rules.documents.structure import document_order
from dmsi_rules.finding import (
    SEVERITY,
    Finding,
    Force,
    Offender,
    Patch,
    Severity,
    Unknown,
    Verdict,
    Violated,
    pointed,
)
from dmsi_rules.rulebook import Place, Rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.record import as_it_is, record

Verdicts: TypeAlias = dict[str, Violated | Unknown | None]

OFFENDERS = "offenders"
"""
The fact of the rules about a whole document that names who breaks them.
"""

MOST_TOLD = 10
"""
How many missing facts a message names.
"""

UNDECIDED = N_("cannot be decided: {missing} not given")
UNDECIDED_AND_MORE = N_("cannot be decided: {missing} and {others} more not given")


def findings_of(rule: Rule, case: AnyCase, places: Sequence[Place], identities: Identities) -> list[Finding]:
    """
    Return what *rule* finds at *places*.
    """
    found, unknown = said_of(rule, case, places, identities)
    if unknown:
        found.append(told_together(rule, unknown, case, identities))
        found.sort(key=lambda each: document_order(each.path, case.kind))  # the places stand in document order already
    return found


def said_of(
    rule: Rule, case: AnyCase, places: Sequence[Place], identities: Identities
) -> tuple[list[Finding], Sequence[Unknown]]:
    """
    Return what *rule* finds at each of the *places*, and apart from it what is unknown and told together.
    """
    check = rule.check
    given = [check(item, case) for _, item in places]
    tried: tuple[str, ...] = ()
    if not any(given):
        if not rule.readings or not (tried := breaking(case, rule.readings, rule.breakable)):
            return [], ()  # nearly always
    elif rule.readings and any(type(verdict) is not Unknown for verdict in given):  # what is unknown stays so
        tried = switches(case, rule.readings)
    verdicts = {path: verdict for (path, _), verdict in zip(places, given, strict=True)}
    changes = _changes(rule, case, verdicts, tried) if tried else {}
    unknown: list[Unknown] = []
    found: list[Finding] = []
    for place, verdict in verdicts.items():
        if type(verdict) is Violated:
            labels = tuple(label for label, other in changes.get(place, ()) if other is None)
            found.append(_violated(rule, place, verdict, labels, case, identities))
        elif type(verdict) is Unknown and verdict.apart:
            found.append(told_together(rule, [verdict], case, identities, place))
        elif type(verdict) is Unknown:
            unknown.append(verdict)
        elif broken := [(label, other) for label, other in changes.get(place, ()) if other is not None]:
            found.append(_ambiguous(rule, place, broken, case, identities))
    return found, unknown


def _changes(
    rule: Rule, case: AnyCase, verdicts: Verdicts, tried: Iterable[str]
) -> dict[str, list[tuple[str, Violated | None]]]:
    """
    Return, for each place judged under the readings in use, the single switches that change its verdict.

    With each goes the violation that it brings, or None where it clears one. What is unknown, or not judged
    here, changes nothing.
    """
    changes: dict[str, list[tuple[str, Violated | None]]] = {}
    for switch in tried:
        for label, other_case in alternatives(case, switch):
            others = {path: rule.check(item, other_case) for path, item in rule.places(other_case)}
            for place, verdict in verdicts.items():
                other = others.get(place)
                is_violated = type(other) is Violated
                if type(verdict) is Violated and not is_violated:
                    changes.setdefault(place, []).append((label, None))
                elif verdict is None and is_violated:
                    changes.setdefault(place, []).append((label, other))  # type: ignore[arg-type]
    return changes


def _path(rule: Rule, place: str, verdict: Violated) -> str:
    if verdict.path is not None:
        return verdict.path
    if rule.path is not None:
        return rule.path
    return f"{place}/{rule.key}" if rule.key else place


def _violated(  # noqa: PLR0913, PLR0917  (what a finding is made of)
    rule: Rule, place: str, verdict: Violated, depends_on: tuple[str, ...], case: AnyCase, identities: Identities
) -> Finding:
    force = verdict.force or rule.force_in(case.terms.text)
    fix = verdict.fix() if callable(verdict.fix) else verdict.fix
    outcome = Outcome("violated", force, SEVERITY[force], depends_on, fix)
    return _said(rule, place, verdict, outcome, case, identities)


def _ambiguous(rule: Rule, place: str, broken: list[tuple[str, Violated]], case: AnyCase, identities: Identities) -> Finding:
    verdict = broken[0][1]
    force = verdict.force or rule.force_in(case.terms.text)
    labels = tuple(label for label, _ in broken)
    return _said(rule, place, verdict, Outcome("ambiguous", force, _doubtful(force), labels), case, identities)


@record
class Outcome:
    """
    What a verdict comes to once the other readings have been tried.
    """

    verdict: Verdict
    force: Force | None
    severity: Severity
    depends_on: tuple[str, ...] = ()
    fix: Patch = ()


def _said(  # noqa: PLR0913, PLR0917  (as above)
    rule: Rule, place: str, verdict: Violated, outcome: Outcome, case: AnyCase, identities: Identities
) -> Finding:
    path = _path(rule, place, verdict)
    # One that names who breaks it, or could, is about the whole document, wherever that is attested.
    about = {} if OFFENDERS in verdict.facts else identities.about(path, verdict.facts, rule.key)
    told: dict[str, Any] = {
        "verdict": outcome.verdict,
        "force": outcome.force,
        "severity": outcome.severity,
        "path": path,
        "facts": frozen(verdict.facts),
        "depends_on": outcome.depends_on,
        "about": Frozen(about),
        "fingerprint": identities.fingerprint(rule.code, about),
        "labels": identities.labels.of((path, *pointed(verdict.facts), *(each["path"] for each in outcome.fix))),
    }
    if verdict.message:
        told["template"] = verdict.message
    if verdict.remedy:
        told["remedy"] = verdict.remedy
    if verdict.party:
        told["party"] = case.terms.party(verdict.party)
    if cites := cited(verdict.entries):
        told["source"] = cites
    if outcome.fix:
        told["fix"] = frozen(outcome.fix)
    if verdict.offenders:
        told["offenders"] = tuple(Offender(each, identities.fingerprint(rule.code, each)) for each in verdict.offenders)
    return as_it_is(Finding, _of_rule(rule, case.terms), told)


def told_together(
    rule: Rule, verdicts: Sequence[Unknown], case: AnyCase, identities: Identities, place: str | None = None
) -> Finding:
    """
    Return what is unknown by *verdicts* of *rule* in one finding: about *place*, or else about the document.
    """
    first = verdicts[0]
    if len(verdicts) == 1:  # most have one place
        pointers, facts, force, entries = dict.fromkeys(first.missing), first.facts, first.force, first.entries
    else:
        # A set would undo the order of the document, in which most of them stand.
        pointers = dict.fromkeys(pointer for verdict in verdicts for pointer in verdict.missing)
        facts = {key: value for verdict in verdicts for key, value in verdict.facts.items()}
        force = next((verdict.force for verdict in verdicts if verdict.force), None)
        entries = tuple(entry for each in verdicts for entry in each.entries)
    missing = tuple(sorted(pointers, key=lambda path: document_order(path, case.kind)) if len(pointers) > 1 else pointers)
    shown, others = missing[:MOST_TOLD], len(missing[MOST_TOLD:])
    about = {} if place is None else identities.about(place, facts, rule.key)  # those told together are about the document
    path = place or missing[0]
    force = force or rule.force_in(case.terms.text)
    told: dict[str, Any] = {
        "verdict": "unknown",
        "force": force,
        "severity": _doubtful(force),
        "path": path,
        "template": first.message or (UNDECIDED_AND_MORE if others else UNDECIDED),
        "facts": frozen({"missing": shown, **({"others": others} if others else {}), **facts}),
        "missing": missing,
        "about": Frozen(about),
        "labels": identities.labels.of((path, *missing, *pointed(facts))),
        "fingerprint": identities.fingerprint(rule.code, about),
    }
    if cites := cited(entries):
        told["source"] = cites
    return as_it_is(Finding, _of_rule(rule, case.terms), told)


@lru_cache(maxsize=1024)
def _of_rule(rule: Rule, terms: Terms) -> Mapping[str, Any]:
    """
    Return the fields of every finding of *rule* under *terms*, as they are where nothing else is said.
    """
    finding = Finding(
        code=rule.code,
        name=rule.name,
        verdict="violated",
        force=rule.force,
        severity=SEVERITY[rule.force],
        party=terms.party(rule.party),
        source=rule.source_in(terms.text),
        path="",
        template=rule.message,
        title=rule.title,
        remedy=rule.remedy,
        names=terms.told,
    )
    return vars(finding)


def _doubtful(force: Force | None) -> Severity:
    return "info" if force == "note" else "warning"
