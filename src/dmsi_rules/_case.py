"""
One dossier before one convention on one day: what is asked, open and held, worked out once for all rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property

from attrs import field

from dmsi_rules._deadlines import ExitEnds, exit_ends, known, start_day, term_end
from dmsi_rules._model.dossier import Dossier, Line, Opening
from dmsi_rules._model.record import record
from dmsi_rules._terms import Terms


@record(by_value=False)
class Case:
    """
    A dossier under given terms, on a given day.

    Attributes:
        lines: each line of the request with its JSON pointer.
        asked: the mask of services asked for.
        openings: each reported opening with its JSON pointer, by service.
        open: the mask of services open on the day (reported, not ended by an exit before it).
        held: the mask of services open, and the base membership as soon as one is.
    """

    dossier: Dossier
    terms: Terms
    as_of: dt.date
    lines: tuple[tuple[str, Line], ...]
    asked: int
    openings: Mapping[str, tuple[str, Opening]]
    open: int = field(init=False)
    held: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        opened = self.terms.graph.mask(self.openings) if self.openings else 0
        if opened and self.dossier.termination is not None:
            opened &= ~self.terms.graph.mask(
                service for service, (_, opening) in self.openings.items() if self._has_ended(service, opening)
            )
        object.__setattr__(self, "open", opened)
        object.__setattr__(self, "held", opened | self.terms.graph.bit[self.terms.base] if opened else 0)

    def _has_ended(self, service: str, opening: Opening) -> bool:
        notice = self.dossier.termination
        if notice is None or self.exit is None:
            return False
        leaves = notice.scope == "total" or service in (notice.services or ())
        return leaves and opening.date <= self.exit.latest < self.as_of

    # ---- what some rules ask

    @cached_property
    def exit(self) -> ExitEnds | None:
        """
        When the exit takes effect; None without one.
        """
        return exit_ends(self.dossier, self.terms.convention, self.terms.readings)

    @cached_property
    def dated(self) -> tuple[tuple[str, Line], ...]:
        """
        The lines with a wished opening whose service is not open yet, each with its JSON pointer.
        """
        bit, opened = self.terms.graph.bit, self.open
        return tuple([place for place in self.lines if place[1].opening and not opened & bit[place[1].service]])

    @cached_property
    def start(self) -> dt.date | None:
        """
        The day on which the convention starts; None while a signature is not known.
        """
        return start_day(self.dossier, self.terms.readings)

    @cached_property
    def last_day(self) -> dt.date | None:
        """
        The convention's last day; None while its start or the mandates are not known.
        """
        return term_end(self.dossier, self.terms.convention, self.terms.readings)

    @cached_property
    def quantities(self) -> Mapping[str, tuple[str, int]]:
        """
        The quantity asked of each service that is counted as a whole, with the JSON pointer of its line.
        """
        return {
            line.service: (path, line.quantity) for path, line in self.lines if line.quantity is not None and line.plan is None
        }

    @cached_property
    def wishes(self) -> Mapping[str, tuple[str, dt.date]]:
        """
        The earliest wished opening of each service not open yet, with its JSON pointer. The base has none.
        """
        wishes: dict[str, tuple[str, dt.date]] = {}
        for path, line in self.dated:
            day = known(line.opening)
            if day is None or line.service == self.terms.base:
                continue
            if line.service not in wishes or day < wishes[line.service][1]:
                wishes[line.service] = (f"{path}/opening", day)
        return wishes

    @cached_property
    def reports(self) -> Mapping[str, tuple[str, dt.date]]:
        """
        The opening day in each report, with its JSON pointer. The base has none.
        """
        return {
            service: (f"{path}/date", opening.date)
            for service, (path, opening) in self.openings.items()
            if service != self.terms.base
        }

    @cached_property
    def perimeter(self) -> int | None:
        """
        The mask of the authorised perimeter, each row of Annexe 6 standing for all its services; None where unknown.
        """
        deliberation = self.dossier.deliberation
        if deliberation is None or deliberation.perimeter is None:
            return None
        bit, rows = self.terms.graph.bit, self.terms.rows
        mask = 0
        for service in deliberation.perimeter:
            mask |= rows.get(service, 0) | bit[service]
        return mask

    def network_alone(self, line: Line) -> bool:
        """
        Whether *line* is the network's, and nothing that its row covers is asked or open.
        """
        covered = self.terms.graph.mask(self.terms.covered)
        return line.service == self.terms.network and not covered & (self.asked | self.open)

    # ---- other readings

    @cached_property
    def doubtful(self) -> tuple[str, ...]:
        """
        The switches that the caller left open and that can matter here.
        """
        settled = self.terms.readings.settled
        return tuple([switch for switch, matters in MATTERS.items() if switch not in settled and matters(self)])

    @cached_property
    def doubtful_exit(self) -> tuple[str, ...]:
        """
        The doubtful switches that can move what is open, by moving an exit.
        """
        return tuple([switch for switch in EXIT if switch in self.doubtful]) if _has_exit(self) else ()

    @cached_property
    def _alternatives(self) -> dict[str, tuple[tuple[str, Case], ...]]:
        return {}

    def alternatives(self, switch: str) -> tuple[tuple[str, Case], ...]:
        """
        Return this case under each other value of *switch*, as `NAME=VALUE`.
        """
        if switch not in self._alternatives:
            others = self.terms.others(switch)
            self._alternatives[switch] = tuple(
                (label, Case(self.dossier, terms, self.as_of, self.lines, self.asked, self.openings)) for label, terms in others
            )
        return self._alternatives[switch]


def case_of(dossier: Dossier, terms: Terms, as_of: dt.date) -> Case:
    """
    Put *dossier* before *terms* on the day *as_of*.
    """
    lines = dossier.request.lines if dossier.request is not None else None
    return Case(
        dossier=dossier,
        terms=terms,
        as_of=as_of,
        lines=tuple([(f"/request/lines/{rank}", line) for rank, line in enumerate(lines or ())]),
        asked=terms.graph.mask([line.service for line in lines or ()]),
        openings={opening.service: (f"/openings/{rank}", opening) for rank, opening in enumerate(dossier.openings or ())},
    )


def _rests_on_inferred_edges(case: Case) -> bool:
    opened = case.terms.graph.mask(case.openings)
    return bool(case.terms.moved & (case.asked | opened | (case.perimeter or 0)))


def _has_exit(case: Case) -> bool:
    return case.dossier.termination is not None and bool(case.openings)


def _has_later_grid(case: Case) -> bool:
    return len(case.terms.convention.grids) > 1


EXIT = ("start", "term_end", "letter_date", "late_in_last_year")
"""
The readings that move an exit's last day, and with it what is open.
"""


def _has_days(case: Case) -> bool:
    return bool(case.openings or case.dated)


MATTERS: Mapping[str, Callable[[Case], bool]] = {
    "inferred_edges": _rests_on_inferred_edges,
    **dict.fromkeys(("notice_limit", "notice_counts_to", "start", "term_end"), _has_days),
    **dict.fromkeys(("letter_date", "late_in_last_year"), _has_exit),
    "grid_start": _has_later_grid,
}
"""
The switches that rules depend on, each with whether it can matter in a case.
"""
