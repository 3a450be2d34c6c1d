"""
The process of joining (Art. 10): its steps, who acts in each, and what each rests on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias, cast

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NO_COMMITTEE, PlacedRequest
from dmsi_rules.finding import Party
from dmsi_rules.model.dossier import Dossier, Request
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record

When: TypeAlias = dt.date | Literal[False] | None


@record
class Step:
    """
    One step of the process.

    Attributes:
        code: its name for programs.
        name: its name for people.
        section: the part of the dossier that records it; that of `openings` has an entry for each service.
        key: the key of its date there.
        acts: the party that must act.
        may_precede: of those that it rests on directly, the codes of those that it may be earlier than: no article forbids it.
        follows: whether it comes in the course of joining; a withdrawal or a refusal ends a request instead.
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
    may_precede: tuple[str, ...] = ()
    follows: bool = True

    def path_in(self, request: PlacedRequest) -> str:
        """
        Return the JSON pointer of its date, that of *request* where it is a step of one.
        """
        within = {"request": request.path, "committee": request.round_path}
        return f"{within.get(self.section, '/' + self.section)}/{self.key}"


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
        may_precede=("signature-call",),
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
        may_precede=("first-review",),
    ),
    Step("study", N_("study"), "committee", "study", "call", ("first-review",), "Art. 10.1.3", may_precede=("first-review",)),
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
    Step("withdrawal", N_("withdrawal"), "request", "withdrawn", "commune", ("request",), "Annexe 7", follows=False),
    Step("refusal", N_("refusal"), "committee", "refusal/date", "call", ("request",), "Art. 5.2", follows=False),
)
"""
The table of the process, in its order: no step rests on one below it.
"""

JOINING = tuple(step for step in STEPS if step.follows)
"""
The steps from the deliberation to the opening, without those that end a request.
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


NO_REQUEST = PlacedRequest("/request", "/committee", Request(), NO_COMMITTEE, (), 0)
"""
What stands for the request where there is none: the steps around it may be recorded all the same.
"""


@record(eq=False)
class RecordedStep:
    """
    A step that took place, as a dossier records it.

    Attributes:
        request: the request that it belongs to.
        service: the service that a report opens.
    """

    step: Step
    path: str
    date: dt.date
    request: PlacedRequest
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


def rounds(case: Case) -> tuple[PlacedRequest, ...]:
    """
    Return every request with its round before the committee; where none is given, what stands for it.
    """
    return case.requests or (_without_request(case.dossier),)


def _without_request(dossier: Dossier) -> PlacedRequest:
    """
    Return the round of `committee`, that of what no request names.
    """
    return PlacedRequest("/request", "/committee", dossier.request or Request(), dossier.committee or NO_COMMITTEE, (), 0)


def date_of(step: Step, dossier: Dossier, request: PlacedRequest) -> When:
    """
    Return the date of a step that takes place once, or once a request; False where it did not take place, None where unknown.
    """
    holders = {
        "deliberation": request.deliberation or dossier.deliberation,
        "signatures": dossier.signatures,
        "request": request.request,
        "committee": request.committee,
    }
    said: Any = holders[step.section]
    for key in step.key.split("/"):
        said = getattr(said, key) if said is not None else None
    return cast("When", said)


def recorded_steps(case: Case) -> Iterator[RecordedStep]:
    """
    Yield the steps that took place, in the order of the table; a report is dated by the opening where it has no day of its own.
    """
    dossier, requests = case.dossier, rounds(case)
    for step in STEPS:
        if step.code == OPENING:
            yield from _reports(case)
        elif step.section in {"request", "committee"}:
            for each in requests:
                if date := date_of(step, dossier, each):
                    yield RecordedStep(step, step.path_in(each), date, each)
        else:
            yield from _common(step, dossier, requests)


def _common(step: Step, dossier: Dossier, requests: Iterable[PlacedRequest]) -> Iterator[RecordedStep]:
    """
    Yield a step that all requests share, and the deliberations that requests name of their own.
    """
    if date := date_of(step, dossier, NO_REQUEST):
        yield RecordedStep(step, step.path_in(NO_REQUEST), date, NO_REQUEST)
    for each in requests if step.section == "deliberation" else ():
        if each.deliberation is not None and (date := known(each.deliberation.date)):
            yield RecordedStep(step, f"{each.path}/deliberation/date", date, each)


def _reports(case: Case) -> Iterator[RecordedStep]:
    for path, opening in case.openings.values():
        key, date = ("date", opening.date) if opening.reported is None else ("reported", opening.reported)
        if date:
            request = case.request_of(opening) or _without_request(case.dossier)
            yield RecordedStep(BY_CODE[OPENING], f"{path}/{key}", date, request, opening.service)


def path_of(step: Step, request: PlacedRequest) -> str:
    """
    Return where the date of a *step* that *request* rests on stands.
    """
    if step.section == "deliberation" and request.deliberation is not None:
        return f"{request.path}/deliberation/{step.key}"
    return step.path_in(request)


def next_steps(case: Case) -> tuple[NextStep, ...]:
    """
    Return what comes next: the steps not recorded whose every basis is, each with the party that must act.

    Each continuous service asked for, the base apart, is opened by a report of its own. Nothing follows for a request that
    was refused or withdrawn (Art. 5.2).
    """
    found: dict[str, NextStep] = {}
    for each in rounds(case):
        if each.is_live:
            found |= {f"{next_.path} {next_.service}": next_ for next_ in _next(case, each)}
    return tuple(found.values())


def _next(case: Case, request: PlacedRequest) -> Iterator[NextStep]:
    dossier, base = case.dossier, case.terms.base
    done = {step.code for step in STEPS if step.code != OPENING and date_of(step, dossier, request)}
    ready = [step for step in STEPS if step.follows and done.issuperset(step.rests_on) and step.code not in done]
    for step in ready:
        if step.code != OPENING:
            yield NextStep(step, path_of(step, request))
    if BY_CODE[OPENING] not in ready:
        return
    for service in case.terms.convention.services:
        is_asked = service.code != base and service.kind == "continuous" and request.names(service.code)
        if is_asked and service.code not in case.openings:
            yield NextStep(BY_CODE[OPENING], "/openings", service.code)
