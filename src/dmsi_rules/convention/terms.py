"""
The terms that a case is judged by: a convention in a span of time, under one set of readings, compiled once.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from dmsi_rules.convention.graph import INFERRED_EDGES, ServiceGraph, graph_of
from dmsi_rules.convention.grids import PriceRow, grid_in_force, grid_starts, price_rows
from dmsi_rules.convention.in_force import TextInForce, text_on, turns
from dmsi_rules.convention.limits import limits_in
from dmsi_rules.convention.sources import cited
from dmsi_rules.model.clauses import Grid, Prerequisite
from dmsi_rules.model.codes import PARTIES
from dmsi_rules.model.convention import Convention, Edge, Service, Unit
from dmsi_rules.model.entries import Entry
from dmsi_rules.model.readings import SWITCHES, Readings
from dmsi_rules.values.days import DAY
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.lazy import lazy
from dmsi_rules.values.record import field, record
from dmsi_rules.values.words import Phrase, Words

Offer = tuple[str, str | None]
"""
A service and its plan, or none.
"""


@record(eq=False)
class Span:
    """
    Days in which nothing of the text changes, from *first* on; None: since ever.
    """

    first: dt.date | None
    convention: Convention


class Timeline:
    """
    A convention, and the older ones that it replaces, over time.

    Attributes:
        convention: the newest.
        codes: every service that there ever is, in the order of the newest catalogue.
        orderable: each service with each plan that it ever has, or with none.
        is_single: whether nothing ever changes.
        unknown_before: the first day of the oldest text, where it replaces one that is not at hand.
    """

    def __init__(self, convention: Convention) -> None:
        self.convention = convention
        self.conventions: tuple[Convention, ...] = tuple(_chain(convention))
        self.spans: tuple[Span, ...] = tuple(_spans(self.conventions))
        self._firsts = [span.first for span in self.spans[1:] if span.first is not None]
        services = [each for one in self.conventions for each in one.catalogue.services]
        self.codes: tuple[str, ...] = tuple(dict.fromkeys(each.code for each in services))
        plans: dict[str, dict[str, None]] = {code: {} for code in self.codes}
        for each in services:
            plans[each.code] |= dict.fromkeys(each.plans)
        self.plans: Mapping[str, tuple[str, ...]] = {code: tuple(each) for code, each in plans.items()}
        oldest = self.conventions[-1].replaces
        self.unknown_before: dt.date | None = oldest.from_ if oldest else None
        self.is_single: bool = len(self.spans) == 1 and oldest is None
        self.orderable: frozenset[Offer] = frozenset(
            (code, plan) for code, each in self.plans.items() for plan in each or (None,)
        )

    def index(self, day: dt.date) -> int:
        """
        Return which of the spans *day* lies in.
        """
        return bisect_right(self._firsts, day)

    def ids(self) -> tuple[str, ...]:
        """
        Return the conventions by which a document may say that it goes.
        """
        return tuple(each.id for each in self.conventions)


def _chain(convention: Convention) -> Iterable[Convention]:
    found: Convention | None = convention
    while found is not None:
        yield found
        found = found.older


def _spans(conventions: Iterable[Convention]) -> Iterable[Span]:
    found: list[Span] = []
    until: dt.date | None = None
    for each in conventions:  # the newest first
        start = each.replaces.from_ if each.replaces else None
        firsts = [day for day in turns(each) if (start is None or day > start) and (until is None or day < until)]
        found = [Span(start if each.older else None, each), *(Span(day, each) for day in firsts), *found]
        until = start
    return found


@record(eq=False)
class Terms:
    """
    A convention ready for use, as it stands in a span of days.

    Attributes:
        timeline: the convention over time.
        text: what it says in this span.
        asked: the readings that the caller set.
        readings: those in use: where the caller set none, what the text says first.
        orderable: each service with each of its plans, or with none, whether or not it is on offer.
        offered: those that may be asked for in this span.
        countable: the keys that units of a snapshot can have.
        rows: the services that have a row in the authorised perimeter.
        authorises: for each service, the mask of what naming it authorises: its whole row.
        form: the services that have a line in the request form.
        priced: the services that some grid prices, and the base.
        grids: the grids that come into force, each with its first day.
        upper: each service that may have no more units than another, with that other one.
        network: the service charged once a unit, where there is one, and what it covers.
        all_rest_on_base: whether every other service requires the base membership.
        moved: the mask of services that rest on an inferred edge.
        new_only: the edges that spare what was asked for, or open, before them.
        prerequisites: the technical prerequisites, by the rule that judges each, or their own code.
        limited: the unit of each service whose quantity is a member's fact, or has a most.
    """

    timeline: Timeline
    span: int
    text: TextInForce
    asked: Readings
    readings: Readings
    graph: ServiceGraph
    services: Mapping[str, Service]
    base: str
    orderable: frozenset[Offer]
    offered: frozenset[Offer]
    countable: frozenset[str]
    rows: frozenset[str]
    authorises: Mapping[str, int]
    form: frozenset[str]
    priced: frozenset[str]
    upper: Mapping[str, str]
    network: str | None
    covered: tuple[str, ...]
    covered_mask: int
    all_rest_on_base: bool
    moved: int
    new_only: tuple[Edge, ...]
    prerequisites: Mapping[str, Prerequisite]
    grids: tuple[tuple[dt.date, Grid], ...]
    prices: Mapping[str, Mapping[Offer, PriceRow]]
    limited: Mapping[str, Unit]
    doubts: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def convention(self) -> Convention:
        """
        The convention of this span.
        """
        return self.text.convention

    @lazy
    def names(self) -> Mapping[str, Words]:
        """
        The names of the parties, which sentences use.
        """
        parties = self.convention.parties
        department = parties.department or parties.provider
        names = {"provider": parties.provider.words, "member": parties.member.words, "department": department.words}
        return Frozen(names)

    @lazy
    def told(self) -> Mapping[str, Words | Phrase]:
        """
        What sentences say in the text's own words: its names, and its limits by their shape.
        """
        return Frozen({**self.names, **limits_in(self.text)})

    def party(self, owing: str | None) -> str | None:
        """
        Return the word by which documents name a party of rules: the provider's or the member's, or `both`.
        """
        name = PARTIES.get(owing or "")
        return getattr(self.convention.parties, name).code if name else owing

    def named(self, roles: Iterable[str]) -> tuple[Words, ...]:
        """
        Return the names of *roles*.
        """
        return tuple(self.convention.roles[each].words for each in roles if each in self.convention.roles)

    def on(self, day: dt.date) -> Terms:
        """
        Return the terms of the same convention, under the same readings, on *day*.
        """
        if len(self.timeline.spans) == 1 or (span := self.timeline.index(day)) == self.span:
            return self
        return _terms(self.timeline, span, self.asked)

    @lazy
    def shown(self) -> ServiceGraph:
        """
        The graph of the catalogue of this span alone.
        """
        codes = tuple(self.text.services)
        return self.graph if codes == self.graph.codes else ServiceGraph(codes, self.graph.edges)

    @lazy
    def all_spans(self) -> tuple[Terms, ...]:
        """
        The terms of every span of time, under the same readings, in order.
        """
        return tuple(_terms(self.timeline, span, self.asked) for span in range(len(self.timeline.spans)))

    def first_day_of(self, entry: Entry) -> dt.date | None:
        """
        Return the first day on which *entry* holds: its own, or that of the text; None: since ever.
        """
        replaces = self.convention.replaces
        return entry.from_ or (replaces.from_ if replaces else None)

    def sparing(self, edges: frozenset[Edge]) -> Terms:
        """
        Return the same terms without *edges*, which spare a member.
        """
        return _sparing(self, edges) if edges else self

    def turned(self, switch: str, value: str) -> Terms:
        """
        Return the same terms with one switch set.
        """
        return _terms(self.timeline, self.span, self.asked.with_(switch, value))

    def grid_on(self, day: dt.date) -> Grid | None:
        """
        Return the grid in force on *day*; None before the first.
        """
        timeline = self.timeline
        if timeline.is_single:
            return grid_in_force(self.grids, day)
        return None if self.is_unknown(day) else grid_in_force(self.on(day).grids, day)

    def is_unknown(self, day: dt.date) -> bool:
        """
        Tell whether *day* lies before the texts that are at hand.
        """
        before = self.timeline.unknown_before
        return before is not None and day < before

    def rows_on(self, day: dt.date) -> Mapping[Offer, PriceRow]:
        """
        Return the prices in force on *day*; none before the first grid.
        """
        grid = self.grid_on(day)
        return self.on(day).prices[grid.id] if grid else {}

    def others(self, switch: str) -> tuple[tuple[str, Terms], ...]:
        """
        Return these terms under each other value that the text leaves open of *switch*, as `NAME=VALUE`.
        """
        return _others(self, switch)

    def source_of_reading(self, switch: str) -> str:
        """
        Return the sources of what of the text carries the doubt that *switch* settles.
        """
        return cited(self.text.doubtful(switch))

    def source_of(self, *matters: str) -> str:
        """
        Return the sources of what the text has on *matters*.
        """
        return cited(entry for matter in matters for entry in self.text.entries(matter))


_TIMELINE = "_timeline"


def timeline_of(convention: Convention) -> Timeline:
    """
    Return *convention* over time; kept beside its fields, since to look an equal one up would compare the whole of both.
    """
    kept = vars(convention)
    if _TIMELINE not in kept:
        kept[_TIMELINE] = Timeline(convention)
    timeline: Timeline = kept[_TIMELINE]
    return timeline


def terms_of(convention: Convention, readings: Readings, day: dt.date | None = None) -> Terms:
    """
    Compile *convention* under *readings* as it stands on *day*; without one, in its last span.
    """
    timeline = timeline_of(convention)
    return _terms(timeline, len(timeline.spans) - 1 if day is None else timeline.index(day), readings)


@lru_cache(maxsize=512)
def _terms(timeline: Timeline, span: int, asked: Readings) -> Terms:
    part = timeline.spans[span]
    ends = timeline.spans[span + 1].first if span + 1 < len(timeline.spans) else None
    text = text_on(part.convention, part.first or (ends - DAY if ends else dt.date.max))
    doubts = text.doubts
    readings = asked.before(doubts)
    graph = graph_of(timeline.codes, text, readings.inferred_edges)
    services = {code: text.services.get(code) or _first_known(timeline, code) for code in timeline.codes}
    rows = {code: graph.mask(row) for row in (text.perimeter.rows if text.perimeter else ()) for code in row}
    network = text.network
    grids = grid_starts(text, readings)
    return Terms(
        timeline=timeline,
        span=span,
        text=text,
        asked=asked,
        readings=readings,
        graph=graph,
        services=services,
        base=text.base,
        orderable=timeline.orderable,
        offered=frozenset((code, plan) for code in text.offered for plan in text.services[code].plans or (None,)),
        countable=frozenset(f"{code}/{plan}" if plan else code for code, plan in timeline.orderable if code != text.base),
        rows=frozenset(rows),
        authorises={code: rows.get(code, 0) | bit for code, bit in graph.bit.items()},
        form=frozenset(text.form.services if text.form else ()),
        priced=frozenset((text.base, *(price.service for _, grid in grids for price in grid.prices))),
        upper={edge.service: edge.requires for edge in text.edges if edge.at_most},
        network=network.service if network else None,
        covered=tuple(code for code in services if network and code in network.covers),
        covered_mask=graph.mask(network.covers) if network else 0,
        all_rest_on_base=all(
            code == text.base or mask & graph.bit[text.base] for code, mask in graph.closure.items() if code in text.services
        ),
        moved=_moved(timeline.codes, text),
        new_only=tuple(edge for edge in text.edges if edge.new_only),
        prerequisites=text.prerequisites,
        grids=grids,
        prices={grid.id: price_rows(text, rank) for rank, grid in enumerate(text.grids)},
        limited=_limited(part.convention, services),
        doubts=doubts,
    )


def _limited(convention: Convention, services: Mapping[str, Service]) -> Mapping[str, Unit]:
    units = {code: unit for code, unit in convention.units.items() if unit.fact is not None or unit.most is not None}
    if not units:
        return units
    return {code: units[service.unit] for code, service in services.items() if service.unit in units}


def _first_known(timeline: Timeline, code: str) -> Service:
    return next(each for one in timeline.conventions for each in one.catalogue.services if each.code == code)


@lru_cache(maxsize=512)
def _sparing(terms: Terms, edges: frozenset[Edge]) -> Terms:
    kept = tuple(edge for edge in terms.text.edges if edge not in edges)
    text = attrs.evolve(terms.text, edges=kept)
    graph = graph_of(terms.timeline.codes, text, terms.readings.inferred_edges)
    return attrs.evolve(terms, text=text, graph=graph, upper={edge.service: edge.requires for edge in kept if edge.at_most})


@lru_cache(maxsize=512)
def _others(terms: Terms, switch: str) -> tuple[tuple[str, Terms], ...]:
    return tuple(
        (f"{switch}={value}", _terms(terms.timeline, terms.span, terms.asked.with_(switch, value)))
        for value in other_values(terms, switch)
    )


def other_values(terms: Terms, switch: str) -> tuple[str, ...]:
    """
    Return the other values that the text allows of *switch*; none where the caller, or the text, has settled it.

    While silence at a mandate's end is not settled, both of its values are tried.
    """
    if not terms.readings.is_open(switch):
        return ()
    allowed = terms.doubts.get(switch, SWITCHES[switch])
    return tuple(value for value in allowed if value != getattr(terms.readings, switch) or switch == "mandate_silence")


def _moved(codes: tuple[str, ...], text: TextInForce) -> int:
    """
    Return the mask of the services whose requirements differ between the readings of `inferred_edges`.
    """
    if not any(edge.inferred for edge in text.edges):
        return 0
    required, ignored = (graph_of(codes, text, value) for value in INFERRED_EDGES)
    return required.mask(code for code in codes if required.closure[code] != ignored.closure[code])
