"""
The process of joining: its steps, who acts in each, and what each rests on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, Self, TypeAlias, cast

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.requests import NO_COMMITTEE, PlacedRequest
from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.clauses import Actor, ProcessStep
from dmsi_rules.model.dossier import Dossier, Request
from dmsi_rules.model.entries import Entry
from dmsi_rules.model.given import blank
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record
from dmsi_rules.values.words import Words

When: TypeAlias = dt.date | Literal[False] | None

OPENINGS, STEPS_TABLE = "/openings", "/steps"


@record
class Step:
    """
    One step of the process.

    Attributes:
        code: its name for programs.
        words: its name for people.
        section: the part of the dossier that records it; that of `openings` has an entry for each service.
        key: the key of its date there.
        acts: the party that must act.
        may_precede: of those that it rests on directly, the codes of those that it may be earlier than: that is a note.
        follows: whether it comes in the course of joining; a withdrawal or a refusal ends a request instead.
        rests_on: the codes of the steps that come directly before it.
        session_of: the committee that it takes a session of.
        entry: what of the text it rests on.
    """

    code: str
    words: Words
    section: str
    key: str
    acts: Actor
    rests_on: tuple[str, ...]
    entry: Entry
    may_precede: tuple[str, ...] = ()
    follows: bool = True
    session_of: str | None = None

    @property
    def is_opening(self) -> bool:
        """
        Whether it is taken once for each service.
        """
        return self.section == "openings"

    @property
    def source(self) -> str:
        """
        The place of the text.
        """
        return self.entry.source or ""

    def path_in(self, request: PlacedRequest) -> str:
        """
        Return the JSON pointer of its date, that of *request* where it is a step of one.
        """
        within = {"request": request.path, "committee": request.round_path}
        return f"{within.get(self.section, '/' + self.section)}/{self.key}"


@record(eq=False)
class Process:
    """
    The steps of joining, and those that end a request, as the text in force has them.

    Attributes:
        steps: in their order: no step rests on one below it.
        ancestors: for each step, all those that it rests on, directly or through others, in the order of the process.
    """

    steps: tuple[Step, ...]
    by_code: Mapping[str, Step]
    ancestors: Mapping[str, tuple[Step, ...]]

    @property
    def opening(self) -> Step | None:
        """
        The step that opens a service; None where the text has none.
        """
        return next((step for step in self.steps if step.is_opening), None)

    def joining(self) -> tuple[Step, ...]:
        """
        Return the steps up to the opening, without those that end a request.
        """
        return tuple(step for step in self.steps if step.follows)


@lru_cache(maxsize=128)
def process_of(text: TextInForce) -> Process:
    """
    Return the process of *text*.
    """
    steps = (*map(_step, text.steps), *_endings(text))
    above: dict[str, tuple[Step, ...]] = {}
    for step in steps:
        known = [code for code in step.rests_on if code in above]
        codes = {code for direct in known for code in (direct, *(each.code for each in above[direct]))}
        above[step.code] = tuple(each for each in steps if each.code in codes)
    return Process(steps, {step.code: step for step in steps}, above)


def _step(each: ProcessStep) -> Step:
    at = each.at or f"{STEPS_TABLE}/{each.code}"
    _, section, *rest = at.split("/")
    key = "/".join(rest) or "reported"
    return Step(
        each.code, each.words, section, key, each.acts, each.rests_on, each, each.may_precede, session_of=each.session_of
    )


WITHDRAWAL = Words("retrait", "withdrawal")
REFUSAL = Words("refus", "refusal")


def _endings(text: TextInForce) -> Iterator[Step]:
    """
    Yield what ends a request, where there are requests.
    """
    codes = tuple(step.code for step in text.steps if step.at == "/request/date")
    form, refusal = text.form, text.refusal
    if form is not None:
        yield Step("withdrawal", WITHDRAWAL, "request", "withdrawn", "member", codes, form, follows=False)
    if refusal is not None:
        yield Step("refusal", REFUSAL, "committee", "refusal/date", "provider", codes, refusal, follows=False)


def process_in(case: Case) -> Process:
    """
    Return the process by which *case* is judged.
    """
    return process_of(case.terms.text)


NO_REQUEST = PlacedRequest("/request", "/committee", blank(Request), NO_COMMITTEE, (), 0)
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
        acts: the word by which documents name the party that must act, or `both`.
        who: its name; None where both must.
        service: the service still to be opened.
    """

    step: Step
    path: str
    acts: str
    who: Words | None
    service: str | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the step that a calendar has as *data*, its name in the language in which it was written.
        """
        words = Words(data["what"], data["what"])
        step = Step(data["step"], words, "", "", data["acts"], (), Entry())
        return cls(step, data["path"], data["acts"], None, data["service"])


def rounds(case: Case) -> tuple[PlacedRequest, ...]:
    """
    Return every request with its round before the committee; where none is given, what stands for it.
    """
    return case.requests or (_without_request(case.dossier),)


def _without_request(dossier: Dossier) -> PlacedRequest:
    """
    Return the round of `committee`, that of what no request names.
    """
    return PlacedRequest("/request", "/committee", dossier.request or blank(Request), dossier.committee or NO_COMMITTEE, (), 0)


def date_of(step: Step, dossier: Dossier, request: PlacedRequest) -> When:
    """
    Return the date of a step that takes place once, or once a request; False where it did not take place, None where unknown.
    """
    if step.section == "signatures":
        return dossier.signatures.day_of(step.key) if dossier.signatures else None
    if step.section == "steps":
        return (dossier.steps or {}).get(step.key)
    if step.section == "audit":
        return dossier.audit.date if dossier.audit else None
    holders = {
        "deliberation": request.deliberation or dossier.deliberation,
        "request": request.request,
        "committee": request.committee,
    }
    said: Any = holders.get(step.section)
    for key in step.key.split("/"):
        said = getattr(said, key, None) if said is not None else None
    return cast("When", said)


def dates_of(case: Case, request: PlacedRequest) -> Mapping[str, When]:
    """
    Return the date of each step of *request*, by its code, as `date_of` has it.
    """
    return case.once(_dates_of, request)


def _dates_of(case: Case, request: PlacedRequest) -> Mapping[str, When]:
    return {step.code: date_of(step, case.dossier, request) for step in process_in(case).steps}


def recorded_steps(case: Case) -> Iterator[RecordedStep]:
    """
    Yield the steps that took place, in the order of the process; a report without a day of its own has the opening's.
    """
    requests = rounds(case)
    for step in process_in(case).steps:
        if step.is_opening:
            yield from _reports(step, case)
        elif step.section in {"request", "committee"}:
            for each in requests:
                if date := dates_of(case, each)[step.code]:
                    yield RecordedStep(step, step.path_in(each), date, each)
        else:
            yield from _common(step, case, requests)


def _common(step: Step, case: Case, requests: Iterable[PlacedRequest]) -> Iterator[RecordedStep]:
    """
    Yield a step that all requests share, and the deliberations that requests name of their own.
    """
    if date := dates_of(case, NO_REQUEST)[step.code]:
        yield RecordedStep(step, step.path_in(NO_REQUEST), date, _request_by(date, requests))
    for each in requests if step.section == "deliberation" else ():
        if each.deliberation is not None and (date := known(each.deliberation.date)):
            yield RecordedStep(step, f"{each.path}/deliberation/date", date, each)


def _request_by(day: dt.date, requests: Iterable[PlacedRequest]) -> PlacedRequest:
    """
    Return the last request made by *day*, or else the first: the one that a step that is recorded once belongs to.
    """
    listed = list(requests)
    made = [each for each in listed if each.date is not None and each.date <= day]
    return made[-1] if made else listed[0] if listed else NO_REQUEST


def _reports(step: Step, case: Case) -> Iterator[RecordedStep]:
    for path, opening in case.openings.values():
        key, date = ("date", opening.date) if opening.reported is None else ("reported", opening.reported)
        if date:
            request = case.request_of(opening) or _without_request(case.dossier)
            yield RecordedStep(step, f"{path}/{key}", date, request, opening.service)


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
    was refused or withdrawn.
    """
    found: dict[str, NextStep] = {}
    for each in rounds(case):
        if each.is_live:
            found |= {f"{next_.path} {next_.service}": next_ for next_ in _next(case, each)}
    return tuple(found.values())


def who_acts(step: Step, terms: Terms) -> tuple[str, Words | None]:
    """
    Return the word and the name of the party that acts in *step*; no name where both do.
    """
    return terms.party(step.acts) or step.acts, terms.names.get(step.acts)


def _next(case: Case, request: PlacedRequest) -> Iterator[NextStep]:
    base, process, dates = case.terms.base, process_in(case), dates_of(case, request)
    done = {step.code for step in process.steps if not step.is_opening and dates[step.code]}
    ready = [step for step in process.joining() if done.issuperset(step.rests_on) and step.code not in done]
    for step in ready:
        if not step.is_opening:
            yield NextStep(step, path_of(step, request), *who_acts(step, case.terms))
    opening = process.opening
    if opening is None or opening not in ready:
        return
    for service in case.terms.services.values():
        is_asked = service.code != base and service.kind == "continuous" and request.names(service.code)
        if is_asked and service.code not in case.openings:
            yield NextStep(opening, OPENINGS, *who_acts(opening, case.terms), service.code)
