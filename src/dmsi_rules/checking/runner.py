"""
The runner: asks every rule, joins what the rules say with what is said of them, and tries the other readings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from dmsi_rules.case.dossier import Case, case_of
from dmsi_rules.case.fit import misfits
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.structure import document_order
from dmsi_rules.errors import Fault
from dmsi_rules.finding import SEVERITY, Finding, Force, Report, Severity, Unknown, Violated
from dmsi_rules.lifecycles import packaged_date
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.model.readings import Readings
from dmsi_rules.rules import RULES, Check, Place, Rule, finding_of
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import given_day

if TYPE_CHECKING:
    from dmsi_rules.case.governance import GovernanceCase
    from dmsi_rules.model.governance import Governance

AnyCase: TypeAlias = "Case | GovernanceCase"
Verdicts: TypeAlias = dict[str, Violated | Unknown | None]

RULED = tuple(rule for rule in RULES if rule.force is not None and rule.kind == "dossier")
GOVERNING = tuple(rule for rule in RULES if rule.kind == "governance")
CODES = tuple(rule.code for rule in RULES)

MOST_TOLD = 10
"""
How many missing facts a message names.
"""


def check(  # noqa: PLR0913  (each is a choice of the caller's own)
    document: Dossier | Governance,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    lifecycles: Lifecycles | None = None,
    name: str | None = None,
) -> Report:
    """
    Ask every rule of *document* on the day *as_of*.

    Args:
        document: a dossier or a governance document.
        as_of: the given day: what is open, which grid prices.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets; a set switch is settled.
        lifecycles: how long operating systems are maintained; by default the packaged table.
        name: the document's name in the report.

    Returns:
        The findings, in the order of the rules, then of the document. A document that does not fit the
        convention has only DOC findings.

    Raises:
        TypeError: *document* is not one that has been read, or *as_of* no day.
        UnknownReadingError: a reading's name or value does not exist.
    """
    if getattr(document, "kind", None) not in {"dossier", "governance"}:
        msg = f"check takes a document that read_dossier or read_governance has read, not {type(document).__name__}"
        raise TypeError(msg)
    given_day(as_of)
    terms = terms_of(convention or load_convention(), Readings.of(readings))
    if faults := misfits(document, terms):
        return invalid_report(faults, terms, as_of, name, lifecycles)
    findings: list[Finding] = []
    judged = 0
    case, rules = _case_of(document, terms, as_of, lifecycles)
    breaking, is_exit_doubtful = case.breaking, bool(case.doubtful_exit)
    for rule in rules:
        if places := rule.places(case):
            judged += 1
            tries = not breaking.isdisjoint(rule.readings) or (is_exit_doubtful and rule.is_about_open)
            # Nearly always all is met, and no other reading could say otherwise.
            if tries or not _is_met(rule.check, places, case):
                findings += _findings(rule, case, places)
    return _report(findings, terms, as_of, name, lifecycles, judged)


def _case_of(
    document: Dossier | Governance, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None
) -> tuple[AnyCase, tuple[Rule, ...]]:
    """
    Return the case that *document* makes, and the rules that look at its kind.
    """
    if isinstance(document, Dossier):
        return case_of(document, terms, as_of, lifecycles), RULED
    from dmsi_rules.case.governance import GovernanceCase  # noqa: PLC0415  (rarely met)

    return GovernanceCase(document, terms, as_of), GOVERNING


def invalid_report(
    faults: Iterable[Fault], terms: Terms, as_of: dt.date, name: str | None = None, lifecycles: Lifecycles | None = None
) -> Report:
    """
    Return the report of a document that cannot be evaluated; *faults* come in document order.
    """
    ordered = sorted(faults, key=lambda fault: CODES.index(fault.code))
    return _report(map(finding_of, ordered), terms, as_of, name, lifecycles)


def _report(  # noqa: PLR0913, PLR0917  (what a report names)
    findings: Iterable[Finding],
    terms: Terms,
    as_of: dt.date,
    name: str | None,
    lifecycles: Lifecycles | None,
    judged: int = 0,
) -> Report:
    grid = terms.grid_on(as_of)
    return Report(
        dossier=name,
        convention=terms.convention.id,
        as_of=as_of,
        readings=terms.readings,
        grid=grid.id if grid else None,
        findings=tuple(findings),
        judged=judged,
        lifecycles=lifecycles.date if lifecycles else packaged_date(),
    )


# ---- one rule


def _is_met(check: Check, places: Sequence[Place], case: AnyCase) -> bool:
    for _, item in places:  # noqa: SIM110  (a plain loop is faster, and a check spends its time here)
        if check(item, case) is not None:
            return False
    return True


def _findings(rule: Rule, case: AnyCase, places: Sequence[Place]) -> list[Finding]:
    verdicts = {path: rule.check(item, case) for path, item in places}
    # What is unknown stays so whatever is tried.
    is_judged = any(type(verdict) is not Unknown for verdict in verdicts.values())
    switches = _switches(rule, case, is_met=not any(verdicts.values())) if is_judged else []
    changes = _changes(rule, case, verdicts, switches) if switches else {}
    unknown: list[Unknown] = []
    found: list[Finding] = []
    for place, verdict in verdicts.items():
        if type(verdict) is Violated:
            labels = tuple(label for label, other in changes.get(place, ()) if other is None)
            found.append(_violated(rule, place, verdict, labels))
        elif type(verdict) is Unknown and verdict.apart:
            found.append(_unknown(rule, [verdict], case.kind, place))
        elif type(verdict) is Unknown:
            unknown.append(verdict)
        elif broken := [(label, other) for label, other in changes.get(place, ()) if other is not None]:
            found.append(_ambiguous(rule, place, broken))
    if unknown:
        kind = case.kind
        found.append(_unknown(rule, unknown, kind))
        found.sort(key=lambda each: document_order(each.path, kind))  # the places stand in document order already
    return found


def _switches(rule: Rule, case: AnyCase, *, is_met: bool) -> list[str]:
    """
    Return the switches worth trying: where all is met, those that can only clear have nothing to clear.
    """
    switches = [switch for switch in rule.readings if switch in case.doubtful]
    if is_met:
        switches = [switch for switch in switches if switch in case.breaking and switch not in rule.only_clear]
    if rule.is_about_open:
        switches += [switch for switch in case.doubtful_exit if switch not in switches]
    return switches


def _changes(
    rule: Rule, case: AnyCase, verdicts: Verdicts, switches: Iterable[str]
) -> dict[str, list[tuple[str, Violated | None]]]:
    """
    Return, for each place judged under the readings in use, the single switches that change its verdict.

    With each goes the violation that it brings, or None where it clears one. What is unknown, or not judged
    here, changes nothing.
    """
    changes: dict[str, list[tuple[str, Violated | None]]] = {}
    for switch in switches:
        for label, other_case in case.alternatives(switch):
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


def _violated(rule: Rule, place: str, verdict: Violated, depends_on: tuple[str, ...]) -> Finding:
    force = verdict.force or rule.force
    said = {"verdict": "violated", "severity": SEVERITY[force], "depends_on": depends_on, "fix": verdict.fix}
    return _said_at(rule, place, verdict, force, said)


def _ambiguous(rule: Rule, place: str, broken: list[tuple[str, Violated]]) -> Finding:
    verdict = broken[0][1]
    force = verdict.force or rule.force
    said = {"verdict": "ambiguous", "severity": _doubtful(force), "depends_on": tuple(label for label, _ in broken)}
    return _said_at(rule, place, verdict, force, said)


def _said_at(rule: Rule, place: str, verdict: Violated, force: Force | None, said: Mapping[str, Any]) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        force=force,
        party=verdict.party or rule.party,
        source=rule.source,
        path=_path(rule, place, verdict),
        template=verdict.message or rule.message,
        facts=verdict.facts,
        **said,
    )


def _unknown(rule: Rule, verdicts: Sequence[Unknown], kind: Any, place: str | None = None) -> Finding:
    pointers = {pointer for verdict in verdicts for pointer in verdict.missing}
    missing = sorted(pointers, key=lambda path: document_order(path, kind))
    told, others = missing[:MOST_TOLD], len(missing[MOST_TOLD:])
    facts = {key: value for verdict in verdicts for key, value in verdict.facts.items()}
    force = next((verdict.force for verdict in verdicts if verdict.force), rule.force)
    sentence = N_("cannot be decided: {missing} not given")
    if others:
        sentence = N_("cannot be decided: {missing} and {others} more not given")
    return Finding(
        code=rule.code,
        name=rule.name,
        verdict="unknown",
        force=force,
        severity=_doubtful(force),
        party=rule.party,
        source=rule.source,
        path=place or missing[0],
        template=verdicts[0].message or sentence,
        facts={"missing": tuple(told), **({"others": others} if others else {}), **facts},
        missing=tuple(missing),
    )


def _doubtful(force: Force | None) -> Severity:
    return "info" if force == "note" else "warning"
