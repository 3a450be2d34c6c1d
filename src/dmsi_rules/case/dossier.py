"""
One dossier before one convention on one day: what is asked, open and held, computed once for all rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from dmsi_rules.case.deadlines import LATE_IN_LAST_YEAR, Exit, exit_of, notice_of, terms_of_notice
from dmsi_rules.case.duration import (
    Run,
    binding,
    is_silence_settled,
    last_day,
    last_signature,
    may_end_from,
    run_of,
    start_day,
    term_start,
)
from dmsi_rules.case.evidence import Equipment
from dmsi_rules.case.requests import InForce, NamedLine, PlacedRequest, in_document_order, placed_requests, volumes
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.terms import Terms
from dmsi_rules.convention.years import start_of, year_end
from dmsi_rules.lifecycles import load_lifecycles
from dmsi_rules.model.convention import Convention, Edge
from dmsi_rules.model.dossier import Dossier, Opening, Termination
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import DAY, known
from dmsi_rules.values.lazy import lazy
from dmsi_rules.values.record import record

T = TypeVar("T")


@record(eq=False)
class Facts:
    """
    What a dossier says on a given day, whatever the reading.

    Attributes:
        requests: every request, in their order.
        live: those that stand: neither refused nor withdrawn.
        lines: each line of a live request that names a service, with its JSON pointer, as they stand in the document.
        asked: the mask of services asked for in them.
        openings: each reported opening with its JSON pointer, by service.
        reported: the mask of services with a reported opening.
        perimeter: the mask of the authorised perimeter, of all deliberations, each row standing for all its services.
        no_perimeter: where a perimeter is not given.
        table: the lifecycles that the caller gave; None: the packaged ones.
    """

    dossier: Dossier
    as_of: dt.date
    requests: tuple[PlacedRequest, ...]
    live: tuple[PlacedRequest, ...]
    lines: tuple[tuple[str, NamedLine], ...]
    asked: int
    openings: Mapping[str, tuple[str, Opening]]
    reported: int
    perimeter: int
    no_perimeter: tuple[str, ...]
    table: Lifecycles | None = None

    @lazy
    def equipment(self) -> Equipment:
        """
        The workstations in the evidence.
        """
        return Equipment(self.dossier.evidence)

    @lazy
    def by_line(self) -> Mapping[str, PlacedRequest]:
        """
        The request of each line of a live one, by the line's JSON pointer.
        """
        return {path: each for each in self.live for path, _ in each.lines}

    @lazy
    def volumes(self) -> list[tuple[PlacedRequest, InForce]]:
        """
        The volumes in force after each live request.
        """
        return volumes(self.live)


def facts_of(dossier: Dossier, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None = None) -> Facts:
    """
    Gather the facts of *dossier* on the day *as_of*.
    """
    requests = placed_requests(dossier, terms.graph)
    live = tuple([each for each in requests if each.is_live])
    lines, asked = (live[0].lines, live[0].asked) if len(live) == 1 else _of_all(live)
    openings = {opening.service: (f"/openings/{rank}", opening) for rank, opening in enumerate(dossier.openings or ())}
    reported = terms.graph.mask(openings) if openings else 0
    perimeter, no_perimeter = _perimeter(dossier, requests, terms)
    return Facts(dossier, as_of, requests, live, lines, asked, openings, reported, perimeter, no_perimeter, lifecycles)


def _of_all(requests: Sequence[PlacedRequest]) -> tuple[tuple[tuple[str, NamedLine], ...], int]:
    asked, lines = 0, list[tuple[str, NamedLine]]()
    for each in in_document_order(requests):
        asked |= each.asked
        lines += each.lines
    return tuple(lines), asked


def _perimeter(dossier: Dossier, requests: Iterable[PlacedRequest], terms: Terms) -> tuple[int, tuple[str, ...]]:
    """
    Return the mask of what all deliberations authorise, and where one says nothing of it.
    """
    said = [("", dossier.deliberation), *[(each.path, each.deliberation) for each in requests if each.deliberation]]
    authorises = terms.authorises
    mask, missing = 0, []
    for path, deliberation in said:
        if deliberation is None or deliberation.perimeter is None:
            missing.append(f"{path}/deliberation/perimeter")
            continue
        for service in deliberation.perimeter:
            mask |= authorises[service]
    return mask, tuple(missing)


class Case:
    """
    The facts of a dossier under given terms.

    Attributes:
        open: the mask of services open on the day (reported, not ended by an exit before it).
        held: the mask of services open, and the base membership as soon as one is.
        perimeter: the mask of the authorised perimeter, as far as it is given.
        requests: every request, live or dead, in their order.
        kind: the kind of document that it is made of.
        switches: of those switches that were asked for, whether each is open and can matter.
        dated: the lines with a wished opening whose service is not open yet, each with its JSON pointer.
    """

    kind = Dossier

    def __init__(self, facts: Facts, terms: Terms, like: Case | None = None) -> None:
        self.facts = facts
        self.terms: Terms = terms.sparing(_spared(facts, terms)) if terms.new_only else terms
        self.dossier: Dossier = facts.dossier
        self.as_of: dt.date = facts.as_of
        self.lines: tuple[tuple[str, NamedLine], ...] = facts.lines
        self.asked: int = facts.asked
        self.openings: Mapping[str, tuple[str, Opening]] = facts.openings
        self.perimeter: int = facts.perimeter
        self.requests: tuple[PlacedRequest, ...] = facts.requests
        self.switches: dict[str, bool] = {}
        self._computed: dict[Any, Any] = {}
        bit = terms.graph.bit
        self.open: int = like.open if like else self._still_open() if facts.reported else 0
        self.held: int = self.open | bit[terms.base] if self.open else 0
        self.dated: list[tuple[str, NamedLine]] = (
            like.dated
            if like
            else [place for place in facts.lines if place[1].opening and not self.open & bit[place[1].service]]
        )
        self._family: dict[Readings, Case] | None = None

    def _still_open(self) -> int:
        if self.exit is None or self.exit.latest >= self.as_of:
            return self.facts.reported
        ended = [service for service, (_, opening) in self.openings.items() if self.exit_of(service, opening.date)]
        return self.facts.reported & ~self.terms.graph.mask(ended)

    def exit_of(self, service: str, opened: dt.date | None) -> Exit | None:
        """
        Return the exit that ends *service*, which opened on the day *opened*; None where none does.

        A service that opens again after a partial exit is served again; after a total one nothing is. One of which it is
        not known when it opened is taken to have been served.
        """
        notice = self.notice
        if notice is None or self.exit is None:
            return None
        if notice.scope == "total":
            return self.exit
        is_before = opened is None or opened <= self.exit.latest
        return self.exit if is_before and service in (notice.services or ()) else None

    def on(self, day: dt.date) -> Case:
        """
        Return the same facts before the text in force on *day*.
        """
        return self.before(self.terms.on(day))

    def before(self, terms: Terms) -> Case:
        """
        Return the same facts before the text of another span of time.
        """
        return self if terms is self.terms else self.once(Case._before, terms)

    def _before(self, terms: Terms) -> Case:
        return Case(self.facts, terms)

    def under(self, terms: Terms, *, keeps_open: bool = False) -> Case:
        """
        Return the same facts under other *terms*; with *keeps_open* the same services are known to be open under both.
        """
        other = self._family.get(terms.asked) if self._family is not None else None
        if other is None:
            other = Case(self.facts, terms, self if keeps_open else None)
            other._family = self._family
            if self._family is not None:
                self._family[terms.asked] = other
        return other

    def remembering(self) -> Case:
        """
        Return this case, which from now on makes one case of each set of readings, however it is come by.
        """
        self._family = {self.terms.asked: self}
        return self

    def once(self, work: Callable[..., T], *arguments: Any) -> T:
        """
        Return what *work* makes of this case and *arguments*, computed when it is first asked for.
        """
        key = (work, *arguments) if arguments else work
        if key not in self._computed:
            self._computed[key] = work(self, *arguments)
        return self._computed[key]  # type: ignore[no-any-return]

    # ---- what some rules ask

    @lazy
    def concerned(self) -> int:
        """
        The mask of services asked or open, with all that they require.
        """
        mask = self.asked | self.held
        closure = self.terms.graph.closure
        for service in self.terms.graph.names(mask):
            mask |= closure[service]
        return mask

    @property
    def lifecycles(self) -> Lifecycles:
        """
        How long systems are maintained: the packaged table is read when a rule asks.
        """
        return self.facts.table or load_lifecycles()

    @lazy
    def exit(self) -> Exit | None:
        """
        What becomes of the notice of exit; None without one, or where it is not an exit.
        """
        return exit_of(self.dossier, terms_of_notice(self.dossier, self.terms))

    @lazy
    def start(self) -> dt.date | None:
        """
        The day on which the convention starts; None while a signature is not known.
        """
        return start_day(self.dossier, self.terms)

    @lazy
    def last_day(self) -> dt.date | None:
        """
        The convention's last day; None while its start or the mandates are not known.
        """
        return last_day(term_start(self.dossier, self.bound), self.run, self.bound)

    @lazy
    def bound(self) -> Terms:
        """
        The terms of the last text that binds the member.
        """
        return binding(self.dossier, self.terms)

    @lazy
    def unsigned_from(self) -> dt.date | None:
        """
        The first day of a text that takes the place of the one that binds the member, and that it has not signed.

        None where there is none, or nothing runs any more on the day before.
        """
        timeline = self.terms.timeline
        if len(timeline.conventions) == 1 or self.bound.convention is timeline.convention:
            return None
        texts = [*reversed(timeline.conventions)]
        replaces = texts[texts.index(self.bound.convention) + 1].replaces
        if replaces is None or (self.total_exit and self.total_exit.latest < replaces.from_):
            return None
        if self.last_day is not None and self.last_day + DAY < replaces.from_ and self.is_end_settled:
            return None
        return replaces.from_

    @property
    def successor(self) -> Convention | None:
        """
        The text that takes the place of the one that binds the member, and that it has not signed; None as above.
        """
        first = self.unsigned_from
        texts = self.terms.timeline.conventions
        return next(one for one in texts if one.replaces and one.replaces.from_ == first) if first else None

    @property
    def is_unbound(self) -> bool:
        """
        Whether the given day is one on which no text that the member has signed is in force.
        """
        return self.unsigned_from is not None and self.unsigned_from <= self.as_of

    @property
    def is_end_settled(self) -> bool:
        """
        Whether it is settled that the convention ends with its last day.
        """
        return self.run is None or is_silence_settled(self.bound.readings)

    @lazy
    def settled_end(self) -> dt.date | None:
        """
        The day after which nothing is counted or billed; None where the end is unknown, or what silence means is not settled.
        """
        return None if self.unsettled_after or self.unsigned_from else self.last_day

    @lazy
    def unsettled_after(self) -> dt.date | None:
        """
        The last day past which it is not settled whether the convention goes on; None where that is settled.

        A total exit that ends it by then settles it, as does the reading that the caller sets.
        """
        if self.last_day is None or self.is_end_settled:
            return None
        return None if self.total_exit and self.total_exit.latest <= self.last_day else self.last_day

    @property
    def total_exit(self) -> Exit | None:
        """
        The exit from all services; None without one.
        """
        return self.exit if self.notice is not None and self.notice.scope == "total" else None

    @lazy
    def notice(self) -> Termination | None:
        """
        The notice of exit that counts: under one reading its form decides.
        """
        return notice_of(self.dossier, terms_of_notice(self.dossier, self.terms))

    @lazy
    def run(self) -> Run | None:
        """
        The mandates over which the convention runs; None while its start is unknown.
        """
        return run_of(self.dossier, self.bound)

    @lazy
    def may_end_from(self) -> int | None:
        """
        The first year with which the term may end for all that is known; None where the start is not known, or the end is.
        """
        return may_end_from(self.dossier, self.bound)

    def may_end_with(self, year: int) -> bool:
        """
        Tell whether the term may end with *year* for all that is known, and decide a late notice of that year.
        """
        if self.may_end_from is None or year < self.may_end_from:
            return False
        convention = self.terms.convention
        this_year, next_year = (year_end(start_of(each, convention), convention) for each in (year, year + 1))
        return LATE_IN_LAST_YEAR[self.terms.readings.late_in_last_year](this_year, next_year) < next_year

    @lazy
    def wishes(self) -> Mapping[str, tuple[str, dt.date]]:
        """
        The earliest wished opening of each service not open yet, with its JSON pointer. The base has none.
        """
        wishes: dict[str, tuple[str, dt.date]] = {}
        for path, line in self.dated:
            service, day = line.service, known(line.opening)
            if day and service != self.terms.base and (service not in wishes or day < wishes[service][1]):
                wishes[service] = (f"{path}/opening", day)
        return wishes

    @lazy
    def reports(self) -> Mapping[str, tuple[str, dt.date]]:
        """
        The opening day in each report, with its JSON pointer. The base has none.
        """
        base = self.terms.base
        return {
            service: (f"{path}/date", opening.date)
            for service, (path, opening) in self.openings.items()
            if service != base and opening.date is not None
        }

    @lazy
    def undated(self) -> Mapping[str, str]:
        """
        The services reported open on a day that is not given, with the JSON pointer of that day.
        """
        return {service: f"{path}/date" for service, (path, opening) in self.openings.items() if opening.date is None}

    def request_of(self, opening: Opening) -> PlacedRequest | None:
        """
        Return the request that a report opens a service of: the last one that names it by then; None where none does.

        By a report that has no day, the last one that names it at all.
        """
        day = known(opening.reported) or opening.date
        named = [each for each in self.requests if each.names(opening.service)]
        return next((each for each in reversed(named) if day is None or each.date is None or each.date <= day), None)

    @lazy
    def agreed_days(self) -> tuple[dt.date, ...]:
        """
        The days agreed on a request, from which the commune accepts to be billed.
        """
        return tuple(day for each in self.requests if (day := each.agreed_day))

    @lazy
    def sessions(self) -> tuple[dt.date, ...]:
        """
        The sessions of the committee that requests go to that are known, past and planned, each day once.
        """
        taking = [step for step in self.terms.text.steps if step.session_of and step.at]
        committees = [self.dossier.committee, *(each.committee for each in self.requests)]
        days = {
            day
            for each in committees
            if each is not None
            for day in (
                *(each.sessions or ()),
                *(known(getattr(each, (step.at or "").rpartition("/")[2], None)) for step in taking),
            )
            if day
        }
        return tuple(sorted(days))

    @lazy
    def prices(self) -> Mapping[tuple[str, str | None], PriceRow]:
        """
        The prices in force on the given day.
        """
        return self.terms.rows_on(self.as_of)

    @lazy
    def is_signed(self) -> bool:
        """
        Whether both parties have signed by the given day.
        """
        signed = last_signature(self.dossier, self.terms)
        return signed is not None and signed <= self.as_of

    @property
    def network_alone(self) -> bool:
        """
        Whether nothing that the network's row covers is asked or open.
        """
        return not self.terms.covered_mask & (self.asked | self.open)


def _spared(facts: Facts, terms: Terms) -> frozenset[Edge]:
    """
    Return the edges that do not bind, since what they link was asked for or open before them.
    """
    return frozenset(edge for edge in terms.new_only if was_there(edge.service, terms.first_day_of(edge), facts))


def was_there(service: str, day: dt.date | None, facts: Facts) -> bool:
    """
    Tell whether *service* was asked for, or open, before *day*: by a live request, or a report.
    """
    if day is None:
        return False
    report = facts.openings.get(service)
    opened = known(report[1].date) if report else None
    asked = [each.date for each in facts.live if each.names(service)]
    return any(each is not None and each < day for each in (opened, *asked))


def case_of(dossier: Dossier, terms: Terms, as_of: dt.date, lifecycles: Lifecycles | None = None) -> Case:
    """
    Put *dossier* before *terms* on the day *as_of*.
    """
    return Case(facts_of(dossier, terms, as_of, lifecycles), terms)
