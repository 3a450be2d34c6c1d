"""
The process of joining (Art. 10): its steps, who acts in each, and what each rests on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, TypeAlias

from dmsi_rules.finding import Party
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

When: TypeAlias = dt.date | Literal[False] | None


@record(by_value=False)
class Step:
    """
    One step of the process.

    Attributes:
        code: its name for programs.
        name: its name for people.
        section: the part of the dossier that records it; that of `openings` has an entry for each service.
        key: the key of its date there.
        acts: the party that must act.
        rests_on: the codes of the steps that come directly before it.
        source: the place of the text.
    """

    code: str
    name: str
    section: str
    key: str
    acts: Party
    rests_on: tuple[str, ...]
    source: str

    @property
    def path(self) -> str:
        """
        The JSON pointer of its date, where there is only one.
        """
        return f"/{self.section}/{self.key}"


OPENING = "opening-report"

STEPS: tuple[Step, ...] = (
    Step("deliberation", N_("deliberation"), "deliberation", "date", "commune", (), "Art. 10.1"),
    Step(
        "signature-commune",
        N_("signature of the commune"),
        "signatures",
        "commune",
        "commune",
        ("deliberation",),
        "Art. 10.1.2",
    ),
    Step("signature-call", N_("signature of the CALL"), "signatures", "call", "call", (), "Art. 10.1.2"),
    Step(
        "request",
        N_("request"),
        "request",
        "date",
        "commune",
        ("deliberation", "signature-commune", "signature-call"),
        "Art. 10.1.3",
    ),
    Step(
        "first-review",
        N_("first review by the strategic committee"),
        "committee",
        "first_review",
        "call",
        ("request",),
        "Art. 10.1.3",
    ),
    Step(
        "compliance-plan",
        N_("compliance plan"),
        "committee",
        "compliance_plan",
        "commune",
        ("first-review",),
        "Art. 10.1.3",
    ),
    Step("study", N_("study"), "committee", "study", "call", ("first-review",), "Art. 10.1.3"),
    Step(
        "terms-set",
        N_("second review, terms set"),
        "committee",
        "terms_set",
        "call",
        ("compliance-plan", "study"),
        "Art. 10.1.3",
    ),
    Step(OPENING, N_("opening report"), "openings", "reported", "both", ("terms-set",), "Art. 10.1.4"),
)
"""
The table of the process, in its order: no step rests on one below it.
"""

BY_CODE = {step.code: step for step in STEPS}


def _ancestors() -> dict[str, tuple[Step, ...]]:
    above: dict[str, tuple[Step, ...]] = {}
    for step in STEPS:
        codes = {code for direct in step.rests_on for code in (direct, *(each.code for each in above[direct]))}
        above[step.code] = tuple(each for each in STEPS if each.code in codes)
    return above


ANCESTORS = _ancestors()
"""
For each step, all those that it rests on, directly or through others, in the order of the process.
"""


@record
class RecordedStep:
    """
    A step that took place, as a dossier records it.

    Attributes:
        service: the service that a report opens.
    """

    step: Step
    path: str
    date: dt.date
    service: str | None = None


@record
class NextStep:
    """
    A step that can come next: all that it rests on is recorded, and it is not.

    Attributes:
        service: the service still to be opened.
    """

    step: Step
    path: str
    service: str | None = None


def date_of(step: Step, dossier: Dossier) -> When:
    """
    Return the date of a step that takes place once; False where it did not take place, None where nothing is said.
    """
    section = getattr(dossier, step.section)
    return None if section is None else getattr(section, step.key)


def recorded_steps(dossier: Dossier) -> Iterator[RecordedStep]:
    """
    Yield the steps that took place, in the order of the table; a report is dated by the opening where it has no day of its own.
    """
    for step in STEPS[:-1]:
        if date := date_of(step, dossier):
            yield RecordedStep(step, step.path, date)
    for rank, opening in enumerate(dossier.openings or ()):
        key, date = ("date", opening.date) if opening.reported is None else ("reported", opening.reported)
        if date:
            yield RecordedStep(STEPS[-1], f"/openings/{rank}/{key}", date, opening.service)


def next_steps(dossier: Dossier, convention: Convention) -> tuple[NextStep, ...]:
    """
    Return what comes next: the steps not recorded whose every basis is, each with the party that must act.

    Each continuous service asked for, the base apart, is opened by a report of its own. Nothing follows a refusal (Art. 5.2).
    """
    refused = dossier.committee is not None and dossier.committee.refusal is not None
    done = {each.step.code for each in recorded_steps(dossier)}
    ready = [step for step in STEPS if done.issuperset(step.rests_on) and not (refused and "request" in done)]
    once = [NextStep(step, step.path) for step in ready if step.code not in done and step.code != OPENING]
    if BY_CODE[OPENING] not in ready:
        return tuple(once)
    opened = {opening.service for opening in dossier.openings or ()} | {convention.base}
    asked = {line.service for line in (dossier.request and dossier.request.lines) or ()} - opened
    reports = [
        NextStep(BY_CODE[OPENING], "/openings", service.code)
        for service in convention.services
        if service.code in asked and service.kind == "continuous"
    ]
    return (*once, *reports)
