"""
The runner: asks every rule, joins what the rules say with what is said of them, and tries the other readings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import attrs

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.readings import AnyCase, alternatives, breaking, switches
from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.convention.sources import cited
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.structure import document_order
from dmsi_rules.finding import (
    SEVERITY,
    Finding,
    Force,
    Offender,
    Origin,
    Patch,
    Report,
    Severity,
    Unknown,
    Verdict,
    Violated,
    pointed,
)
from dmsi_rules.lifecycles import packaged_date
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.rulebook import RULES, Place, Rule, finding_of
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.record import as_it_is

Verdicts: TypeAlias = dict[str, Violated | Unknown | None]


def of_kind(rules: Iterable[Rule], kind: str) -> tuple[Rule, ...]:
    """
    Return those of *rules* that judge a *kind* of document.
    """
    return tuple([rule for rule in rules if rule.force is not None and rule.kind == kind])


RULED = {kind: of_kind(RULES, kind) for kind in ("dossier", "governance")}
CODES = tuple(rule.code for rule in RULES)

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
        for rule in running(asked, case.terms.text):
            if places := rule.places(case):
                judged.append(rule.code)
                findings += findings_of(rule, case, places, identities)
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


# ---- one rule


def findings_of(rule: Rule, case: AnyCase, places: Sequence[Place], identities: Identities) -> list[Finding]:
    """
    Return what *rule* finds at *places*.
    """
    found, unknown = _judged(rule, case, places, identities)
    if unknown:
        found.append(_unknown(rule, unknown, case, identities))
        found.sort(key=lambda each: document_order(each.path, case.kind))  # the places stand in document order already
    return found


def _judged(
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
            found.append(_unknown(rule, [verdict], case, identities, place))
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


class Outcome(NamedTuple):
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


def _unknown(
    rule: Rule, verdicts: Sequence[Unknown], case: AnyCase, identities: Identities, place: str | None = None
) -> Finding:
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
        settled, unsettled = _judged(rule, then, kept, identities) if kept else ([], ())
        found += settled
        unknown += [attrs.evolve(each, entries=each.entries or rule.cited_in(then.terms.text)) for each in unsettled]
    unknown += [Unknown((day,)) for day in doubtful.values()]
    if lost and rule.force != "note":
        unknown.append(Unknown((REPLACES,)))
    if unknown:
        found.append(_unknown(rule, unknown, case, identities))
    return sorted(found, key=lambda each: document_order(each.path, case.kind))


def _same(one: Violated | Unknown | None, other: Violated | Unknown | None) -> bool:
    if type(one) is not type(other):
        return False
    if type(one) is Violated and type(other) is Violated:
        return one.force == other.force and one.path == other.path
    return one is None or one == other


def _doubtful(force: Force | None) -> Severity:
    return "info" if force == "note" else "warning"
