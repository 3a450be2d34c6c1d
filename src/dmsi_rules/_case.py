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
    lines: tuple[tuple[str, Line], ...] = field(init=False)
    asked: int = field(init=False)
    openings: Mapping[str, tuple[str, Opening]] = field(init=False)
    open: int = field(init=False)
    held: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        dossier, bit, put = self.dossier, self.terms.graph.bit, object.__setattr__
        asked = 0
        lines = []
        if dossier.request is not None and dossier.request.lines:
            for rank, line in enumerate(dossier.request.lines):
                lines.append((f"/request/lines/{rank}", line))
                asked |= bit[line.service]
        put(self, "lines", tuple(lines))
        put(self, "asked", asked)
        openings = {each.service: (f"/openings/{rank}", each) for rank, each in enumerate(dossier.openings or ())}
        put(self, "openings", openings)
        opened = 0
        for service, (_, opening) in openings.items():
            if not self._ended(service, opening):
                opened |= bit[service]
        put(self, "open", opened)
        put(self, "held", opened | bit[self.terms.base] if opened else 0)

    def _ended(self, service: str, opening: Opening) -> bool:
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
        return {line.service: (path, line.quantity) for path, line in self.lines if line.quantity is not None and line.plan is None}

    @cached_property
    def wishes(self) -> Mapping[str, tuple[str, dt.date]]:
        """
        The earliest wished opening of each service not open yet, with its JSON pointer. The base has none.
        """
        wishes: dict[str, tuple[str, dt.date]] = {}
        for path, line in self.lines:
            day = known(line.opening)
            if day is None or line.service == self.terms.base or self.open & self.terms.graph.bit[line.service]:
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
            service: (f"{path}/date", opening.date) for service, (path, opening) in self.openings.items() if service != self.terms.base
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
        return tuple(switch for switch, matters in MATTERS.items() if switch not in settled and matters(self))

    @cached_property
    def _alternatives(self) -> dict[str, tuple[tuple[str, Case], ...]]:
        return {}

    def alternatives(self, switch: str) -> tuple[tuple[str, Case], ...]:
        """
        Return this case under each other value of *switch*, as `NAME=VALUE`.
        """
        if switch not in self._alternatives:
            others = self.terms.others(switch)
            self._alternatives[switch] = tuple((label, Case(self.dossier, terms, self.as_of)) for label, terms in others)
        return self._alternatives[switch]


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
    return bool(case.openings) or any(known(line.opening) for _, line in case.lines)


MATTERS: Mapping[str, Callable[[Case], bool]] = {
    "inferred_edges": _rests_on_inferred_edges,
    **dict.fromkeys(("notice_limit", "notice_counts_to"), _has_days),
    **dict.fromkeys(EXIT, _has_exit),
    **dict.fromkeys(("start", "term_end"), _has_days),
    "grid_start": _has_later_grid,
}
"""
The switches that rules depend on, each with whether it can matter in a case.
"""
