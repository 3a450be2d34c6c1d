"""
The state of a commune before the technical prerequisites, what it lacks, and what ages: a situation report in short.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Self, get_args

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.evidence import Basis, Entry, Tally
from dmsi_rules.case.prerequisites import Category, category_of, tally_of
from dmsi_rules.checking.machines import STATES, MachineState, State, machine_states
from dmsi_rules.finding import Finding, Force, Report, heading
from dmsi_rules.lifecycles.maintaining import end_of
from dmsi_rules.lifecycles.matching import candidates
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.model.readings import Readings
from dmsi_rules.rulebook import BY_CODE, RULES, Rule
from dmsi_rules.text.fill import fill
from dmsi_rules.text.labels import labels_said
from dmsi_rules.text.marks import Translate
from dmsi_rules.text.tabular import Row, Tabular, row_of
from dmsi_rules.values.days import months_before
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import restored
from dmsi_rules.values.words import Phrase, Words

BASES: tuple[Basis, ...] = get_args(Basis)
HORIZONS = (6, 12, 24)
"""
Calendar months ahead.
"""
NAMED = 100
"""
How many workstations are named at a place.
"""
JUDGED = tuple(rule for rule in RULES if rule.code.startswith("PRE"))
ATTESTED = "PRE000"
_STATE: Mapping[str, State] = {"violated": "unmet", "unknown": "unknown", "ambiguous": "ambiguous"}
_HOLDS: Mapping[str, bool] = {"met": True, "unmet": False}


@record
class PrerequisiteState:
    """
    One prerequisite and how it stands.

    Attributes:
        code: its own, where no rule but a word judges it.
        checks: what the text asks for, in its words; None for the audit itself.
        category: its category, where that is concerned; the audit itself belongs to none.
        force: how binding the text is here.
        source: the place of the text.
        told: the text's own words, for sentences.
        finding: what the rule finds; None where it is met or not concerned.
        tally: how many entries meet it, fail it, or leave it open, and on what that rests; None where it is not concerned.
        written: the row as it was written, of one that is read again: it names the first of those that fail.
    """

    rule: Rule
    code: str | None
    checks: Words | None
    services: tuple[str, ...]
    category: Category | None
    state: State
    finding: Finding | None
    tally: Tally | None
    force: Force | None
    source: str
    told: Mapping[str, Words | Phrase] = field(repr=False, hash=False)
    written: Mapping[str, Any] | None = field(default=None, converter=frozen, repr=False, hash=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the row that was written as *data*, its sentences in the language in which they were written.
        """
        rule, state, day = BY_CODE[data["code"]], data["state"], data["day"]
        services, checks = tuple(data["services"]), Words(data["checks"], data["checks"])
        category = Category(services, dt.date.fromisoformat(day), data["open"], False, {}) if day else None  # noqa: FBT003
        return cls(
            rule,
            data["prerequisite"],
            checks,
            services,
            category,
            state,
            _finding_of(data),
            _tally_of(data),
            data["force"] or rule.force,
            rule.source,
            {},
            data,
        )

    @property
    def label(self) -> str:
        """
        What it is called in a list: its rule, and its own code where it has one.
        """
        return f"{self.rule.code} {self.code}" if self.code else self.rule.code

    def asked(self, translate: Translate) -> str:
        """
        Return what is asked for.
        """
        return self.checks.in_(translate) if self.checks else self.said(self.rule.checks, translate)

    def said(self, sentence: str, translate: Translate) -> str:
        """
        Return a *sentence* of its rule, with the text's own words in it.
        """
        return fill(translate(sentence), self.told, translate)

    def titled(self, translate: Translate) -> str:
        """
        Return what is wrong in a few words, or what is asked for while that is not known.
        """
        return (
            self.finding.filled(self.rule.title, translate)
            if self.finding and self.state != "unknown"
            else self.asked(translate)
        )

    def to_be_done(self, translate: Translate) -> str:
        """
        Return what would put it right.
        """
        return self.finding.filled(self.rule.remedy, translate) if self.finding else ""

    @property
    def counts(self) -> Mapping[str, int] | None:
        """
        How many entries meet the prerequisite, fail it, or leave it open; None where it is told of none in particular.
        """
        tally = self.tally
        if tally is None or not (tally.met or tally.failing or tally.undecided):
            return None
        return Frozen(met=tally.met, unmet=len(tally.failing), unknown=len(tally.undecided))

    def to_dict(self, translate: Translate) -> dict[str, Any]:
        """
        Return the row as data.
        """
        if self.written is not None:
            return plain(self.written)  # type: ignore[no-any-return]
        tally, finding = self.tally, self.finding
        return {
            "code": self.rule.code,
            "prerequisite": self.code,
            "services": list(self.services),
            "checks": self.asked(translate),
            "state": self.state,
            "force": self.force if self.state != "not-concerned" else None,
            "day": plain(self.category.day) if self.category else None,
            "open": self.category.is_open if self.category else None,
            "counts": self.counts,
            "offenders": list(tally.failing[:NAMED]) if tally else [],
            "more": len(tally.failing[NAMED:]) if tally else 0,
            "rests_on": {basis: tally.bases.get(basis, 0) for basis in BASES} if tally else None,
            "message": finding.render(translate) if finding else None,
            "missing": list(finding.missing) if finding else [],
            "missing_labels": [finding.label(each, translate) for each in finding.missing] if finding else [],
            "depends_on": list(finding.depends_on) if finding else [],
            "remedy": self.to_be_done(translate) if self.state in {"unmet", "ambiguous"} else None,
        }


def _finding_of(data: Mapping[str, Any]) -> Finding | None:
    """
    Return what a row that was written as *data* says of its finding; None where there was none.
    """
    if (message := data["message"]) is None:
        return None
    said = {"template": message, "said": message, "title": data["checks"], "remedy": data["remedy"] or ""}
    verdict = next(verdict for verdict, state in _STATE.items() if state == data["state"])
    labels = labels_said(data["missing"], data["missing_labels"])
    kept = {name: data[name] for name in ("code", "force", "missing", "depends_on")}
    return restored(Finding, {**kept, **said, "path": "/evidence", "verdict": verdict, "labels": labels})  # type: ignore[no-any-return]


def _tally_of(data: Mapping[str, Any]) -> Tally | None:
    """
    Return what it says of the entries; None where it was not concerned.
    """
    if data["rests_on"] is None:
        return None
    bases = {basis: count for basis, count in data["rests_on"].items() if count}
    met = (data["counts"] or {}).get("met", 0)
    return Tally("/evidence", _HOLDS.get(data["state"]), tuple(data["missing"]), met, tuple(data["offenders"]), bases=bases)


@record
class Ageing:
    """
    The workstations with one system, and the last day on which its vendor maintains it.
    """

    system: str
    until: dt.date
    workstations: tuple[str, ...]


@record
class Horizon:
    """
    How many workstations fall out of maintenance from the given day up to, and without, the day *before*.
    """

    months: int
    before: dt.date
    count: int


@record
class MaintenanceOutlook:
    """
    When the vendors cease to maintain the workstations' systems, whatever is paid for.

    Attributes:
        over: how many are out of maintenance on the given day.
        unpublished: how many have a system whose end is not published.
        unknown: the workstations whose end cannot be told: no system of the table, or editions that differ.
        written: it as it was written, where it is read again.
    """

    total: int
    over: int
    horizons: tuple[Horizon, ...]
    systems: tuple[Ageing, ...]
    unpublished: int
    unknown: tuple[str, ...]
    written: Mapping[str, Any] | None = field(default=None, converter=frozen, repr=False, hash=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return what was written as *data*, with the workstations that it names.
        """
        said = {"total": data["workstations"], "horizons": data["within"], "unknown": data["unknown"]["workstations"]}
        return restored(cls, {**data, **said, "written": data})  # type: ignore[no-any-return]

    def to_dict(self) -> dict[str, Any]:
        """
        Return it as data.
        """
        if self.written is not None:
            return plain(self.written)  # type: ignore[no-any-return]
        return {
            "workstations": self.total,
            "over": self.over,
            "within": [{"months": each.months, "before": plain(each.before), "count": each.count} for each in self.horizons],
            "systems": [
                {
                    "system": each.system,
                    "until": plain(each.until),
                    "count": len(each.workstations),
                    "workstations": list(each.workstations[:NAMED]),
                    "more": len(each.workstations[NAMED:]),
                }
                for each in self.systems
            ],
            "unpublished": self.unpublished,
            "unknown": {
                "count": len(self.unknown),
                "workstations": list(self.unknown[:NAMED]),
                "more": len(self.unknown[NAMED:]),
            },
        }


@record
class Audit(Tabular):
    """
    The state of each prerequisite of one dossier on the given day.

    Attributes:
        lifecycles: the day of the table of lifecycles.
        machines: the workstations one by one.
        others: how many inventories were let go, since they are of what is not a workstation.
    """

    dossier: str | None
    convention: str
    as_of: dt.date
    readings: Readings
    lifecycles: dt.date
    commune: str | None
    titles: Mapping[str, str] = field(converter=frozen, repr=False, hash=False)
    prerequisites: tuple[PrerequisiteState, ...] = ()
    maintenance: MaintenanceOutlook | None = None
    machines: tuple[MachineState, ...] = field(default=(), repr=False)
    others: int = 0

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the audit that was written as *data*, its sentences in the language in which they were written.

        The workstations one by one are not written, and not read again.
        """
        return restored(cls, {**data, "titles": {}})  # type: ignore[no-any-return]

    @property
    def counts(self) -> Mapping[State, int]:
        """
        How many prerequisites are in each state.
        """
        found = Counter(each.state for each in self.prerequisites)
        return Frozen({state: found[state] for state in STATES})

    @property
    def to_do(self) -> tuple[PrerequisiteState, ...]:
        """
        The prerequisites that ask for something to be done or told before all are met.
        """
        return tuple(each for each in self.prerequisites if each.state not in {"met", "not-concerned"})

    @property
    def on_word_alone(self) -> tuple[PrerequisiteState, ...]:
        """
        The prerequisites that are met by what is attested, in part or in whole, where no entry says so itself.
        """
        return tuple(
            each for each in self.prerequisites if each.state == "met" and each.tally and each.tally.bases.get("attested")
        )

    def rows(self, translate: Translate = str) -> list[Row]:
        """
        Return the prerequisites, one a row.
        """
        return [
            {
                "dossier": self.dossier,
                "code": each.label,
                **row_of(each, "state", "force"),
                "services": " ".join(each.services),
                "checks": each.asked(translate),
                "message": each.finding.render(translate) if each.finding else None,
            }
            for each in self.prerequisites
        ]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the audit as data, its sentences through *translate*.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "lifecycles": plain(self.lifecycles),
            "commune": self.commune,
            "counts": dict(self.counts),
            "prerequisites": [each.to_dict(translate) for each in self.prerequisites],
            "to_do": [each.label for each in self.to_do],
            "attested_only": [each.label for each in self.on_word_alone],
            "maintenance": self.maintenance.to_dict() if self.maintenance else None,
            "others": self.others,
        }


def audited(case: Case, report: Report) -> Audit:
    """
    Draw up the audit of *case* from what the rules find, which is *report*.
    """
    found = {(finding.code, finding.about.get("prerequisite")): finding for finding in report.findings}
    equipment = case.facts.equipment
    entries, collected = equipment.entries, equipment.evidence.collected
    states = tuple(
        _prerequisite(rule, code, case, found.get((rule.code, code)))
        for rule in JUDGED
        if rule.runs_in(case.terms.text)
        for code in _codes(rule, case)
    )
    tallies = {each.rule.code: (each.tally, each.category.day if each.category else None) for each in states}
    return Audit(
        dossier=report.dossier,
        convention=report.convention,
        as_of=report.as_of,
        readings=report.readings,
        lifecycles=case.lifecycles.date,
        commune=case.dossier.commune.name,
        titles={code: service.title for code, service in case.terms.services.items()},
        prerequisites=states,
        maintenance=_maintenance(entries, case.lifecycles, case.as_of) if entries else None,
        machines=tuple(machine_states(case, tallies)),
        others=collected.others if collected else 0,
    )


def _codes(rule: Rule, case: Case) -> Iterable[str | None]:
    """
    Return the prerequisites that *rule* judges by a word alone, by their codes; None where it judges one that is its own.
    """
    if rule.code != ATTESTED:
        return (None,)
    return [each.code for each in case.terms.prerequisites.values() if each.code]


def _prerequisite(rule: Rule, code: str | None, case: Case, finding: Finding | None) -> PrerequisiteState:
    known = case.terms.prerequisites.get(code or rule.code)
    category = category_of(case, code or rule.code)
    tally = tally_of(case, code or rule.code, category.day) if category else None
    concerned = category is not None if known else bool(rule.places(case))
    state: State = _STATE[finding.verdict] if finding else "met" if concerned else "not-concerned"
    words, services = (known.words, known.services) if known else (None, ())
    source = known.source or "" if known else rule.source_in(case.terms.text)
    usual: Force | None = "breach" if category and category.is_open else rule.force_in(case.terms.text)
    force = finding.force if finding else usual
    return PrerequisiteState(rule, code, words, services, category, state, finding, tally, force, source, case.terms.told)


def _maintenance(entries: Iterable[Entry], lifecycles: Lifecycles, day: dt.date) -> MaintenanceOutlook:
    systems: dict[tuple[dt.date, str], list[str]] = {}
    unknown: list[str] = []
    total = unpublished = 0
    for total, entry in enumerate(entries, 1):  # noqa: B007  (how many there were)
        if end := end_of(entry.workstation, lifecycles):
            systems.setdefault(end, []).append(entry.name)
        elif (found := candidates(entry.workstation, lifecycles)) and all(each.open_ended for each in found):
            unpublished += 1
        else:
            unknown.append(entry.name)
    ageing = tuple(Ageing(name, until, tuple(systems[until, name])) for until, name in sorted(systems))

    def fallen(first: dt.date, before: dt.date) -> int:
        return sum(len(each.workstations) for each in ageing if first <= each.until < before)

    limits = [(months, months_before(day, -months)) for months in HORIZONS]
    horizons = tuple(Horizon(months, before, fallen(day, before)) for months, before in limits)
    return MaintenanceOutlook(total, fallen(dt.date.min, day), horizons, ageing, unpublished, tuple(unknown))
