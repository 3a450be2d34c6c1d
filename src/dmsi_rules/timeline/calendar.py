"""
The calendar of a dossier: its life from the start to the end, its limits, and what comes next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Self

from dmsi_rules.case.deadlines import end_at, exit_choices, first_opening, notice_limit, notified
from dmsi_rules.case.dossier import Case
from dmsi_rules.case.duration import Period, is_endless, original, periods, renewals_path
from dmsi_rules.case.parties import later_unsigned, unsigned
from dmsi_rules.case.process import NextStep, next_steps
from dmsi_rules.convention.years import year_name, year_start
from dmsi_rules.documents.labels import Labels
from dmsi_rules.finding import heading
from dmsi_rules.model.readings import Readings
from dmsi_rules.text.fill import places
from dmsi_rules.text.labels import Label, labels_said
from dmsi_rules.text.marks import Translate
from dmsi_rules.text.tabular import Row, Tabular
from dmsi_rules.timeline.events import WHOLE_EXIT, Event, Successor, events_of, exit_ends, successors_of
from dmsi_rules.values.frozen import Frozen, table_of
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import restored


@record
class NoticeLimit:
    """
    The next opening year that a request of the given day is in time for, and the last day on which it still is.

    Attributes:
        opening: the first day in time.
        name: what the year is called; None where the limit stands before the opening itself.
    """

    opening_year: int
    limit: dt.date
    opening: dt.date
    name: str | None = None


@record
class Leaving:
    """
    What a notice of exit of the given day comes to; None once the convention has ended, or where that is not known.

    Attributes:
        late: what the text makes of a late notice; None where it has no clause on exits.
    """

    limit: dt.date | None = None
    end_if_on_time: dt.date | None = None
    end_if_late: dt.date | None = None
    late: str | None = None


@record
class NoticeOutcome:
    """
    What the notice of exit on record comes to; None while it has no date, or where what decides it is not known.
    """

    scope: str | None = None
    on_time: bool | None = None
    earliest_end: dt.date | None = None
    latest_end: dt.date | None = None


@record
class Calendar(Tabular):
    """
    The dates of one dossier on the given day. None is what is not known.

    Attributes:
        commune: the commune's name.
        end: the last day of the term, which an exit does not change.
        periods: from the start to the end or to a total exit; None where the end is unknown, since a list that is given is
            complete.
        notice: None where that year lies past the last day, or once a total exit has been notified.
        exit: None once a total exit has been notified.
        termination: None where there is no notice of exit, or only one after the end, which is not an exit.
        next: what can come next in the process, and who must act.
        missing: JSON pointers of the facts that would settle what is not known.
        labels: what each of them is called.
        lifecycles: the day of the table of operating-system lifecycles; None where there is no workstation to look up.
        is_endless: whether the text sets no end.
        successors: the texts that take the place of the one that the dossier began with.
        origin: the id of that one, whatever the given day.
    """

    dossier: str | None
    convention: str
    as_of: dt.date
    readings: Readings
    commune: str | None
    start: dt.date | None
    end: dt.date | None
    periods: tuple[Period, ...] | None
    notice: NoticeLimit | None
    exit: Leaving | None
    termination: NoticeOutcome | None
    events: tuple[Event, ...]
    next: tuple[NextStep, ...]
    missing: tuple[str, ...]
    lifecycles: dt.date | None = None
    is_endless: bool = False
    successors: tuple[Successor, ...] = ()
    origin: str = ""
    labels: Mapping[str, Label] = field(factory=Frozen, converter=table_of, eq=False, repr=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the calendar that was written as *data*, its sentences in the language in which they were written.
        """
        return restored(cls, {**data, "labels": labels_said(data["missing"], data["missing_labels"])})  # type: ignore[no-any-return]

    def rows(self, translate: Translate = str) -> list[Row]:
        """
        Return the dates, in order, one a row.
        """
        return [
            {
                "dossier": self.dossier,
                "date": each.date,
                "code": each.code,
                "what": each.render(translate),
                "source": places(each.source, translate),
            }
            for each in self.events
        ]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the calendar as the contract writes it, its sentences through *translate*.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "lifecycles": plain(self.lifecycles),
            "commune": self.commune,
            "start": plain(self.start),
            "end": plain(self.end),
            "periods": self.periods and [_period(each) for each in self.periods],
            "successors": [
                {"convention": each.convention, "from": plain(each.first), "binds": each.is_bound} for each in self.successors
            ],
            "notice": self.notice and {"opening_year": self.notice.opening_year, "limit": plain(self.notice.limit)},
            "exit": self.exit
            and {
                "limit": plain(self.exit.limit),
                "end_if_on_time": plain(self.exit.end_if_on_time),
                "end_if_late": plain(self.exit.end_if_late),
            },
            "termination": self.termination
            and {
                "scope": self.termination.scope,
                "on_time": self.termination.on_time,
                "earliest_end": plain(self.termination.earliest_end),
                "latest_end": plain(self.termination.latest_end),
            },
            "events": [
                {"date": plain(each.date), "code": each.code, "what": each.render(translate), "source": each.source}
                for each in self.events
            ],
            "next": [
                {
                    "step": each.step.code,
                    "what": each.step.words.in_(translate),
                    "acts": each.acts,
                    "path": each.path,
                    "service": each.service,
                }
                for each in self.next
            ],
            "missing": list(self.missing),
            "missing_labels": [self.labels[each].in_(translate) if each in self.labels else each for each in self.missing],
        }


def _period(period: Period) -> dict[str, Any]:
    return {"start": plain(period.start), "end": plain(period.end), "name": period.name}


def calendar_of(case: Case, name: str | None = None) -> Calendar:
    """
    Return the calendar of *case*, whose document is called *name*.
    """
    convention, readings = case.terms.convention, case.terms.readings
    missing = tuple(_missing(case))
    return Calendar(
        dossier=name,
        convention=convention.id,
        as_of=case.as_of,
        readings=readings,
        commune=case.dossier.commune.name,
        start=case.start,
        end=case.last_day,
        periods=_periods(case),
        notice=_next_notice(case),
        exit=_leaving(case),
        termination=_termination(case),
        events=events_of(case),
        next=next_steps(case),
        missing=missing,
        lifecycles=case.lifecycles.date if case.facts.equipment.entries else None,
        is_endless=is_endless(case.bound),
        successors=successors_of(case),
        origin=original(case.dossier, case.terms).id,
        labels=Labels(case.dossier, case.terms.services).of(missing),
    )


def _periods(case: Case) -> tuple[Period, ...] | None:
    """
    Return the periods up to the end of the term, or of a total exit; None while start or end is unknown.
    """
    if case.start is None or case.last_day is None:
        return None
    end = min(case.last_day, case.exit.latest) if case.exit and _is_total(case) else case.last_day
    return periods(case.start, end, case.terms)


def _is_total(case: Case) -> bool:
    return case.notice is not None and case.notice.scope == WHOLE_EXIT


def _has_left(case: Case) -> bool:
    """
    Tell whether a total exit has been notified by the given day.
    """
    return _is_total(case) and case.exit is not None and case.exit.notified <= case.as_of


def _next_notice(case: Case) -> NoticeLimit | None:
    """
    Return the limit of the next opening year; None past the last day, or once a total exit has been notified.
    """
    terms = case.terms
    if terms.text.notice is None:
        return None
    opening = first_opening(case.as_of, terms)
    if _has_left(case) or case.is_unbound or (case.last_day is not None and opening > case.last_day):
        return None
    limit = notice_limit(opening, terms)
    is_of_year = terms.text.notice.limit.before == "year"
    name = year_name(opening, terms.convention) if is_of_year else None
    return NoticeLimit(year_start(opening, terms.convention).year, limit, opening, name) if limit else None


def _leaving(case: Case) -> Leaving | None:
    if _has_left(case):
        return None
    if case.terms.text.exit_notice is None or case.is_unbound:
        return Leaving()
    end = end_at(case.as_of, case.dossier, case.terms)
    if end is None and case.terms.text.exit_notice.limit.before == "term-end":
        return Leaving()
    choices = exit_choices(case.as_of, case.start, end, case.terms)
    late = case.terms.text.exit_notice.late
    if choices is None:
        return Leaving(late=late)
    limit, if_on_time, if_late = choices
    if late == "void":
        return Leaving(limit, if_on_time, None, late)
    year = year_start(if_on_time, case.terms.convention).year
    return Leaving(limit, if_on_time, None if case.may_end_with(year) else if_late, late)


def _termination(case: Case) -> NoticeOutcome | None:
    notice, exit_ = case.notice, case.exit
    if notice is None:
        return None
    if exit_ is not None:
        return NoticeOutcome(notice.scope, exit_.on_time, *exit_ends(case))
    return NoticeOutcome(notice.scope) if notified(notice, case.terms) is None else None


def _missing(case: Case) -> Iterator[str]:
    notice = case.notice
    if case.start is None:
        yield from unsigned(case.dossier, case.terms)
    if case.successor is not None:
        yield from later_unsigned(case.dossier, case.successor)
    yield from case.undated.values()
    if notice is not None and notified(notice, case.terms) is None:
        yield "/termination/sent"
    if case.exit is not None and case.exit.earliest < case.exit.latest:
        yield "/termination/held"
    if case.start is not None and case.last_day is None and not is_endless(case.terms):
        yield renewals_path(case.bound)
