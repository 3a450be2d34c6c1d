"""
The requests of a dossier over the years: each with its place, its lines and its round before the committee.

They are taken by date; those of one day, and those without date, which come last, as they stand in the document,
`request` after the listed ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias, TypeGuard

from attrs import evolve

from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.model.dossier import Committee, Deliberation, Dossier, Line, Request
from dmsi_rules.model.given import blank
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record

NO_COMMITTEE = blank(Committee)


class NamedLine(Protocol):
    """
    A `Line` that says which service it asks for: rules and prices look at no other.
    """

    @property
    def service(self) -> str: ...  # noqa: D102
    @property
    def plan(self) -> str | None: ...  # noqa: D102
    @property
    def quantity(self) -> int | None: ...  # noqa: D102
    @property
    def opening(self) -> dt.date | Literal[False] | None: ...  # noqa: D102
    @property
    def printed_annual_price(self) -> Decimal | None: ...  # noqa: D102
    @property
    def quotation(self) -> Decimal | None: ...  # noqa: D102


def is_named(line: Line) -> TypeGuard[NamedLine]:
    """
    Tell whether *line* says which service it asks for.
    """
    return line.service is not None


@record(eq=False)
class PlacedRequest:
    """
    One request where it stands.

    Attributes:
        path: the JSON pointer of the request.
        round_path: the JSON pointer of its round before the committee.
        lines: its lines that name a service, each after its JSON pointer.
        unnamed: where its other lines stand.
        asked: the mask of what it asks for.
        there: the mask of what it and the live requests before it ask for.
        deliberation: the one that it rests on, where it names one of its own.
    """

    path: str
    round_path: str
    request: Request
    committee: Committee
    lines: tuple[tuple[str, NamedLine], ...]
    asked: int
    there: int = 0
    deliberation: Deliberation | None = None
    unnamed: tuple[tuple[str, Line], ...] = ()

    @property
    def date(self) -> dt.date | None:
        """
        The day of the request; None where it is unknown.
        """
        return known(self.request.date)

    @property
    def is_refused(self) -> bool:
        """
        Whether a refusal stands: no terms were set on its day or after it.
        """
        refusal, terms_set = self.committee.refusal, known(self.committee.terms_set)
        if refusal is None or refusal.date is False:
            return False
        return terms_set is None or (refusal.date is not None and terms_set < refusal.date)

    @property
    def is_live(self) -> bool:
        """
        Whether the request still stands: neither refused nor withdrawn.
        """
        return not self.request.withdrawn and not self.is_refused

    @property
    def ended(self) -> dt.date | None:
        """
        The day on which a dead request was refused or withdrawn, the earlier one; None where that day is unknown.
        """
        refusal = self.committee.refusal
        days = [known(self.request.withdrawn), known(refusal.date) if refusal and self.is_refused else None]
        return min((day for day in days if day), default=None)

    @property
    def agreed_day(self) -> dt.date | None:
        """
        The day agreed on it, from which the commune accepts to be billed.
        """
        return known(self.request.network_billing_from)

    def names(self, service: str) -> bool:
        """
        Tell whether one of its lines is for *service*.
        """
        return any(line.service == service for _, line in self.lines)


AskedLine: TypeAlias = tuple[NamedLine, PlacedRequest]
"""
A line and the request that it stands in.
"""


def placed_requests(dossier: Dossier, graph: ServiceGraph) -> tuple[PlacedRequest, ...]:
    """
    Return every request of *dossier*, live or dead, in their order.
    """
    found = [
        _placed(f"/requests/{rank}", f"/requests/{rank}/committee", each, each.committee, graph, each.deliberation)
        for rank, each in enumerate(dossier.requests or ())
    ]
    if dossier.request is not None:
        found.append(_placed("/request", "/committee", dossier.request, dossier.committee, graph))
    if len(found) > 1:
        found.sort(key=lambda each: each.date or dt.date.max)  # a stable sort
    return tuple(_after_one_another(found))


def _placed(  # noqa: PLR0913, PLR0917  (what a request is made of)
    path: str,
    round_path: str,
    request: Request,
    committee: Committee | None,
    graph: ServiceGraph,
    deliberation: Deliberation | None = None,
) -> PlacedRequest:
    asked, bit = 0, graph.bit
    lines, unnamed = [], []
    for rank, line in enumerate(request.lines or ()):
        if is_named(line):
            lines.append((f"{path}/lines/{rank}", line))
            asked |= bit[line.service]
        else:
            unnamed.append((f"{path}/lines/{rank}", line))
    return PlacedRequest(
        path, round_path, request, committee or NO_COMMITTEE, tuple(lines), asked, asked, deliberation, tuple(unnamed)
    )


def _after_one_another(requests: list[PlacedRequest]) -> Iterable[PlacedRequest]:
    if len(requests) < 2:  # noqa: PLR2004  (nearly always)
        return requests
    there = 0
    found = []
    for each in requests:
        found.append(evolve(each, there=there | each.asked))
        if each.is_live:
            there |= each.asked
    return found


def in_document_order(requests: Sequence[PlacedRequest]) -> Sequence[PlacedRequest]:
    """
    Return *requests* as they stand in the document: `request`, then the listed ones.
    """
    if len(requests) < 2:  # noqa: PLR2004  (nearly always)
        return requests
    return sorted(requests, key=lambda each: int(each.path.rpartition("/")[2]) if each.path != "/request" else -1)


InForce: TypeAlias = Mapping[str, tuple[str, NamedLine]]
"""
The line that says how much of a service is in force, after its JSON pointer, by service: of those that have no plans.
"""


def volumes(requests: Iterable[PlacedRequest]) -> list[tuple[PlacedRequest, InForce]]:
    """
    Return each of *requests* with the volumes in force once it stands.

    A later line for a service takes the place of the earlier one: it is the whole, not an increase.
    """
    in_force: dict[str, tuple[str, NamedLine]] = {}
    found: list[tuple[PlacedRequest, InForce]] = []
    for each in requests:
        in_force = in_force | {place[1].service: place for place in each.lines if place[1].plan is None}
        found.append((each, in_force))
    return found
