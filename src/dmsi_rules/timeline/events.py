"""
The dated events of a dossier: what is recorded, what is wished, what the convention's own days make of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self

from dmsi_rules.case.deadlines import end_at, exit_choices, exit_limit, first_opening, notice_limit
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.duration import original, periods, window
from dmsi_rules.case.parties import SIGNATURES, later_signatures
from dmsi_rules.case.process import process_of, recorded_steps
from dmsi_rules.convention.sources import cited
from dmsi_rules.convention.years import start_of, year_end, year_name, year_start
from dmsi_rules.lifecycles.maintaining import os_ends
from dmsi_rules.model.convention import Convention
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.days import MONTHS, known, months_before
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import restored

WHOLE_EXIT = "total"
EXIT_LIMIT, NOTICE_LIMIT, REAFFIRMATION_LIMIT, RENEWAL = "exit-limit", "notice-limit", "reaffirmation-limit", "renewal"
CONTRACT_END, COMMITTEE_SESSION = "contract-end", "committee-session"
LATER_SIGNATURE, SUCCESSOR = "later-signature", "successor"
LIMITS = frozenset({EXIT_LIMIT, NOTICE_LIMIT, REAFFIRMATION_LIMIT})
CODES = (
    NOTICE_LIMIT,
    EXIT_LIMIT,
    "start",
    LATER_SIGNATURE,
    SUCCESSOR,
    RENEWAL,
    "opening-wished",
    "opening",
    "network-billing",
    "os-end",
    CONTRACT_END,
    COMMITTEE_SESSION,
    "exit-end",
    "term-end",
    REAFFIRMATION_LIMIT,
)
"""
Every code of an event but those of steps, in the order in which those of one day stand, steps first; under one code, the order
is the document's.
"""


@record
class Event:
    """
    A day and what is on it.

    Attributes:
        template: the sentence about it, its fields filled from `facts`.
        subject: what tells it from others of its code, whatever its date: a service, a year.
        said: the sentence as it was written, of an event that is read again.
    """

    date: dt.date
    code: str
    template: str
    source: str
    facts: Mapping[str, Any] = field(factory=Frozen, converter=frozen, hash=False)
    subject: str = ""
    said: str | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the event that was written as *data*, in the language in which it was written.
        """
        return restored(cls, {**data, "template": data["what"], "said": data["what"]})  # type: ignore[no-any-return]

    @property
    def what(self) -> str:
        """
        The event in one line of English.
        """
        return self.render(str)

    def render(self, translate: Translate) -> str:
        """
        Return the event in one line of the language that *translate* turns marked sentences into.
        """
        return fill(translate(self.template), self.facts, translate) if self.said is None else self.said


def events_of(case: Case) -> tuple[Event, ...]:
    """
    Return the events of *case* in the order of their days, those of one day in the order of `CODES`.
    """
    found = (
        *_lasting(case),
        *_texts(case),
        *_steps(case),
        *_ends(case),
        *_openings(case),
        *_maintenance(case),
        *_contracts(case),
        *_sessions(case),
    )
    steps = [step.code for step in process_of(case.terms.text).steps]
    ranks = {code: rank for rank, code in enumerate((*steps, *CODES))}
    return tuple(sorted(found, key=lambda event: (event.date, ranks.get(event.code, -1))))


def _lasting(case: Case) -> Iterator[Event]:
    """
    Yield what the convention's life brings. A total exit leaves no later limit to keep, and then nothing to renew.
    """
    exit_, notice = case.exit, case.notice
    is_leaving = exit_ is not None and notice is not None and notice.scope == WHOLE_EXIT
    for event in (*_notices(case), *_exit_limits(case), *_term(case)):
        if is_leaving and exit_ and event.code in LIMITS and event.date >= exit_.earliest:
            continue
        if is_leaving and exit_ and event.code == RENEWAL and event.date > exit_.latest:
            continue
        yield event


def gathered(events: Iterable[Event]) -> Iterator[Event]:
    """
    Yield *events* with those that say the same of several services on one day made one.
    """
    groups: dict[tuple[object, ...], list[Event]] = {}
    for rank, event in enumerate(events):
        alone = () if event.facts.keys() == {"services"} else (rank,)
        groups.setdefault((event.date, event.code, event.template, *alone), []).append(event)
    for first, *others in groups.values():
        services = [service for each in (first, *others) for service in each.facts.get("services", ())]
        facts = {**first.facts, "services": tuple(services)} if others else first.facts
        yield Event(first.date, first.code, first.template, first.source, facts, first.subject)


# ---- what is recorded


def _steps(case: Case) -> Iterator[Event]:
    for each in recorded_steps(case):
        step, service = each.step, each.service
        if service is None:
            yield Event(each.date, step.code, "{what}", step.source, {"what": step.words})
        else:
            facts = {"what": step.words, "services": (service,)}
            yield Event(each.date, step.code, N_("{what}: {services}"), step.source, facts, service)


# ---- the convention's life


def _term(case: Case) -> Iterator[Event]:
    start, end = case.start, case.last_day
    if start is None:
        return
    source = case.terms.source_of("term.length")
    yield Event(start, "start", N_("the convention starts"), case.terms.source_of("term.start"))
    run = case.run
    for each in periods(start, end, case.terms)[1:] if end and run else ():
        yield Event(each.start, RENEWAL, N_("tacit renewal for {year}"), source, {"year": each.name}, str(each.start.year))
    counted = {day.year for day in run.counted} if run else set()
    for renewal in run.renewals if run else ():
        if renewal is None:
            continue
        sentence = N_("last day to reaffirm the adhesion after the renewal of {year}")
        if renewal in counted:
            sentence = N_("last day to reaffirm the adhesion after the renewal of {year}, which has been done")
        last = window(renewal, case.terms)[1]
        clause = case.terms.source_of("term.reaffirmation")
        if not clause:
            continue
        yield Event(last, REAFFIRMATION_LIMIT, sentence, clause, {"year": renewal}, str(renewal))
    if end:
        yield Event(end, "term-end", N_("last day of the convention"), source)


# ---- texts that take over


@record
class Successor:
    """
    A text that takes the place of another.

    Attributes:
        convention: its id.
        first: its first day.
        is_bound: whether it binds the member: it does as it is, or both have signed it.
        title: what it is called.
    """

    convention: str
    first: dt.date
    is_bound: bool
    title: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return what a calendar has as *data*, called by its id, since its title is not written.
        """
        return cls(data["convention"], dt.date.fromisoformat(data["from"]), data["binds"], data["convention"])


def successors_of(case: Case) -> tuple[Successor, ...]:
    """
    Return the texts that take the place of the one that the dossier began with, the first that does not bind being the last.

    None takes over from a member that has left, or whose convention has ended by then.
    """
    texts = [*reversed(case.terms.timeline.conventions)]
    first = texts.index(original(case.dossier, case.terms)) + 1
    bound = texts.index(case.bound.convention) + 1
    left = case.total_exit.latest if case.total_exit else None
    found = [each for each in (*texts[first:bound], case.successor) if each is not None and each.replaces]
    return tuple(
        Successor(each.id, each.replaces.from_, each is not case.successor, each.title)
        for each in found
        if each.replaces and (left is None or each.replaces.from_ <= left)
    )


def _texts(case: Case) -> Iterator[Event]:
    """
    Yield the day on which each text takes over, and the days on which later ones were signed.
    """
    for each in successors_of(case):
        sentence = N_("`{convention}` takes over")
        if not each.is_bound:
            sentence = N_("`{convention}` takes over, once both parties have signed it")
        yield Event(each.first, SUCCESSOR, sentence, each.title, {"convention": each.convention}, each.convention)
    for text in case.terms.timeline.conventions:
        steps = {step.at: step.source or "" for step in text.joining.steps}
        for party in (text.parties.member, text.parties.provider):
            if day := later_signatures(case.dossier, text).get(party.code):
                source = steps.get(f"{SIGNATURES}/{party.code}", text.title)
                facts = {"party": party.words, "convention": text.id}
                sentence = N_("{party} signs `{convention}`")
                yield Event(day, LATER_SIGNATURE, sentence, source, facts, f"{text.id} {party.code}")


# ---- requests


def _notices(case: Case) -> Iterator[Event]:
    """
    Yield the limit of each opening year: the next one, those of the renewals, and those wished for.

    Where the limit stands before the opening itself, there is one for each wish, and no other.
    """
    if case.terms.text.notice is None:
        return
    convention = case.terms.convention
    start, end = case.start, case.last_day
    goes_by_year = case.terms.text.notice.limit.before == "year"
    firsts = [first_opening(case.as_of, case.terms)] if goes_by_year else []
    if start and end and goes_by_year:
        firsts += (start_of(year, convention) for year in range(start.year + 1, end.year + 1))
    limits: dict[str, tuple[dt.date, str, dict[str, Any]]] = {}
    wished = [day for _, line in case.dated if (day := known(line.opening))]
    for opening in (*firsts, *wished):
        if (end is not None and opening > end) or _is_left_before(opening, case):
            continue  # nothing opens then
        then = case.terms.on(case.as_of)
        first = year_start(opening, convention)
        limit = notice_limit(opening, then)
        if limit is None:
            continue
        if goes_by_year and limit == notice_limit(first, then):
            year = year_name(first, convention)
            sentence, facts = N_("last day to ask for an opening in {year}"), {"year": year}
            limits[str(year)] = (limit, sentence, facts)
        else:
            sentence = N_("last day to ask for the opening wished on {opening}")
            limits[opening.isoformat()] = (limit, sentence, {"opening": opening})
    for subject, (limit, sentence, facts) in limits.items():
        yield Event(limit, NOTICE_LIMIT, sentence, case.terms.source_of("request.notice"), facts, subject)


def _is_left_before(opening: dt.date, case: Case) -> bool:
    is_total = case.notice is not None and case.notice.scope == WHOLE_EXIT
    return is_total and case.exit is not None and case.exit.latest < opening


# ---- services


def _openings(case: Case) -> Iterator[Event]:
    steps = [step for step in case.terms.text.steps if step.at == "/request/date"]
    asked = case.terms.source_of("request.form") or cited(steps or case.terms.services.values())
    for _, line in case.lines:
        if day := known(line.opening):
            name = f"{line.service}/{line.plan}" if line.plan else line.service
            yield Event(
                day,
                "opening-wished",
                N_("wished opening: {services}"),
                asked,
                {"services": (name,)},
                name,
            )
    opened = case.terms.source_of("joining.steps.openings") or cited(case.terms.services.values())
    for service, (_, opening) in case.openings.items():
        if opening.date is None:
            continue
        yield Event(opening.date, "opening", N_("opening: {services}"), opened, {"services": (service,)}, service)
    advance = case.terms.text.advance
    for day in case.agreed_days if advance else ():
        facts = {"service": advance.service if advance else ""}
        sentence = N_("`{service}` is billed from this day on, as agreed")
        yield Event(day, "network-billing", sentence, case.terms.source_of("billing.advance"), facts)


def _maintenance(case: Case) -> Iterator[Event]:
    workstations = [entry.workstation for entry in case.facts.equipment.entries]
    for day, system, count in os_ends(workstations, case.lifecycles) if workstations else ():
        sentence = N_("last day on which the vendor maintains `{system}`, workstations: {count}")
        yield Event(
            day,
            "os-end",
            sentence,
            case.terms.source_of("conditions.PRE203"),
            {"system": system, "count": count},
            f"{system} {day}",
        )


def _contracts(case: Case) -> Iterator[Event]:
    evidence = case.dossier.evidence
    for each in (evidence.software if evidence else None) or ():
        contract = each.maintenance_contract
        until = known(contract.until) if contract else None
        if until:
            name = each.name or ""
            sentence = N_("the maintenance contract of `{software}` ends") if name else N_("a maintenance contract ends")
            yield Event(
                until,
                CONTRACT_END,
                sentence,
                case.terms.source_of("conditions.PRE302"),
                {"software": name} if name else {},
                name,
            )


def _sessions(case: Case) -> Iterator[Event]:
    """
    Yield the sessions of the strategic committee that no step of a request stands for.
    """
    listed = {
        day
        for each in (case.dossier.committee, *(each.committee for each in case.requests))
        if each
        for day in each.sessions or ()
    }
    taken = {step.session_of for step in case.terms.text.steps if step.session_of}
    committees = [each for code, each in case.terms.text.committees.items() if code in taken]
    for day in sorted(listed):
        facts = {"what": committees[0].words} if committees else {}
        sentence = N_("session: {what}") if facts else N_("session of the committee")
        source = committees[0].source or "" if committees else ""
        yield Event(day, COMMITTEE_SESSION, sentence, source, facts, day.isoformat())


# ---- leaving


def _exit_limits(case: Case) -> Iterator[Event]:
    """
    Yield the limit of each year that there is a convention to leave in, and of the year of the notice.
    """
    terms, convention = case.terms, case.terms.convention
    if terms.text.exit_notice is None:
        return
    start, end, exit_ = case.start, case.last_day, case.exit
    if terms.text.exit_notice.limit.before == "term-end":
        limit = exit_limit(end, terms) if end else None
        if limit is not None:
            sentence = N_("last day to give notice of leaving at the end of the term")
            yield Event(limit, EXIT_LIMIT, sentence, terms.source_of("exit.notice"), {}, "term-end")
        return
    ends = set(map(_year_of(convention), _days_between(start, end))) if start and end else set()
    if start and not case.is_unbound and exit_choices(case.as_of, start, end_at(case.as_of, case.dossier, terms), terms):
        ends.add(year_start(max(case.as_of, start), convention))
    if exit_:
        ends.add(year_start(max(exit_.notified, start or exit_.notified), convention))
    for first in sorted(ends):
        sentence = N_("last day to give notice of leaving at the end of {year}")
        limit = exit_limit(year_end(first, convention), terms)
        year = year_name(first, convention)
        if limit is not None:
            yield Event(limit, EXIT_LIMIT, sentence, terms.source_of("exit.notice"), {"year": year}, str(year))


def _days_between(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """
    Yield a day of each accounting year from *start* to *end*.
    """
    day = start
    while day < end:
        yield day
        day = months_before(day, -MONTHS)
    yield end


def _year_of(convention: Convention) -> Callable[[dt.date], dt.date]:
    return lambda day: year_start(day, convention)


def exit_ends(case: Case) -> tuple[dt.date | None, dt.date | None]:
    """
    Return the last day served before the exit, at the earliest and at the latest; None where the mandates leave it unknown.
    """
    exit_, notice = case.exit, case.notice
    if exit_ is None or notice is None:
        return None, None
    year = year_start(max(exit_.notified, case.start or exit_.notified), case.terms.convention).year
    if exit_.may_be_held and notice.held is not False and case.may_end_with(year):
        return (None if notice.held else exit_.earliest), None
    return exit_.earliest, exit_.latest


def _ends(case: Case) -> Iterator[Event]:
    earliest, latest = exit_ends(case)
    notice = case.notice
    if earliest is None or notice is None:
        return
    ends = {earliest: N_("last day served before the exit")}
    if earliest != latest:
        ends = {earliest: N_("last day served before the exit, unless it is held for one more year")}
        if latest:
            ends[latest] = N_("last day served before the exit, if it is held for one more year")
    source = case.terms.source_of("exit.notice")
    for day, sentence in ends.items():
        template, facts = sentence, {}
        if notice.scope != WHOLE_EXIT and notice.services:
            template, facts = N_("{what}: {services}"), {"what": sentence, "services": notice.services}
        yield Event(day, "exit-end", template, source, facts, str(day.year))
