"""
The rules that look at a request alone, for many rows at once: each says of its places in which rows it is violated.

Each is the rule of the same code in `rulebook`, which says why; what the text decides comes from `Terms`, as there. That both
say the same of every row is a property of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache, partial, reduce
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from dmsi_rules.batch._arrays import CENTS, Values, number_of
from dmsi_rules.batch.block import Block
from dmsi_rules.batch.columns import DATE
from dmsi_rules.batch.masks import Mask, any_of, packed
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.terms import Offer, Terms
from dmsi_rules.model.convention import Edge
from dmsi_rules.pricing.facts import QUANTITY


class Place(NamedTuple):
    """
    What a rule says of one place of a request, in every row.

    Attributes:
        there: the rows that have the place.
        violated: those in which the rule is violated there.
        unknown: those in which that is not known.
        where: where a violation is reported, if that depends on the text.
    """

    there: Mask
    violated: Mask
    unknown: Mask | None = None
    where: str = ""


Places: TypeAlias = Mapping[Hashable, Place]

# ---- dependencies


def lacking(present: Mapping[str, Mask], block: Block, terms: Terms) -> Mapping[str, Mask]:
    """
    Return the rows in which each service requires one that is not *present*, directly or through others.
    """
    found: dict[str, Mask] = {}
    edges = _edges(terms)
    for service in terms.graph.order:
        for edge in edges.get(service, ()):
            lacks = ~present.get(edge.requires, block.none) | found.get(edge.requires, block.none)
            if edge.new_only:
                lacks = lacks & ~_spared(edge, block, terms)
            found[service] = found[service] | lacks if service in found else lacks
    return found


@lru_cache(maxsize=64)
def _edges(terms: Terms) -> Mapping[str, list[Edge]]:
    found: dict[str, list[Edge]] = {}
    for edge in terms.graph.edges:
        found.setdefault(edge.service, []).append(edge)
    return found


def _spared(edge: Edge, block: Block, terms: Terms) -> Mask:
    """
    Return the rows whose request asked for the service of *edge* before that was in force.
    """
    first, asked = terms.first_day_of(edge), block.services.get(edge.service)
    if first is None or asked is None:
        return block.none
    date = block.day(DATE)
    return asked & date.known & packed(date.array < number_of(first))


def missing(block: Block, terms: Terms) -> Mapping[str, Mask]:
    """
    Return the rows in which each service is required by what is asked, and not asked itself.
    """
    needed: dict[str, Mask] = {}
    edges = _edges(terms)
    for service in reversed(terms.graph.order):
        there = block.services.get(service, block.none)
        wanted = needed[service] | there if service in needed else there
        for edge in edges.get(service, ()):
            wants = wanted & ~_spared(edge, block, terms) if edge.new_only else wanted
            needed[edge.requires] = needed[edge.requires] | wants if edge.requires in needed else wants
    return {
        service: needed[service] & ~block.services.get(service, block.none)
        for service in terms.graph.codes
        if service in needed
    }


def missing_required_service(block: Block, terms: Terms) -> Places:
    lacks = lacking(block.services, block, terms)
    return {
        service: Place(asked, asked & lacks[service] if service in lacks else block.none)
        for service, asked in block.services.items()
    }


def opens_before_required_service(block: Block, terms: Terms) -> Places:
    if not block.has_own_days:
        return {}
    wishes, edges = block.wishes, _edges(terms)
    latest: dict[str, npt.NDArray[Any]] = {}  # of all that each service requires
    found: dict[Hashable, Place] = {}
    for service in terms.graph.order:
        for edge in edges.get(service, ()):
            days = [latest[edge.requires]] if edge.requires in latest else []
            days += [wishes[edge.requires].array] if edge.requires in wishes and edge.requires != terms.base else []
            for each in days:
                latest[service] = np.maximum(latest[service], each) if service in latest else each
        if service in wishes and service != terms.base:
            there = wishes[service].known
            is_late = packed(latest[service] > wishes[service].array) if service in latest else block.none
            found[service] = Place(there, there & is_late)
    return found


# ---- perimeter


def _authorised(block: Block, terms: Terms) -> Mapping[str, Mask]:
    """
    Return the rows whose perimeter authorises each service: one that is named stands for its whole row.
    """
    bit = terms.graph.bit
    return {
        service: any_of((mask for named, mask in block.perimeter.items() if terms.authorises[named] & bit[service]), block.none)
        for service in terms.services
    }


def outside_perimeter(block: Block, terms: Terms) -> Places:
    authorised, unsaid = block.once(_authorised, terms), ~block.has_perimeter
    return {
        service: Place(asked, asked & block.has_perimeter & ~authorised[service], asked & unsaid)
        for service, asked in block.services.items()
        if service in terms.rows
    }


def perimeter_lacks_required_service(block: Block, terms: Terms) -> Places:
    lacks = lacking(block.once(_authorised, terms), block, terms)
    return {service: Place(named, named & lacks[service]) for service, named in block.perimeter.items() if service in lacks}


def not_named_in_perimeter(block: Block, terms: Terms) -> Places:
    authorised = block.once(_authorised, terms)
    return {
        service: Place(asked, asked & block.has_perimeter & ~authorised[service])
        for service, asked in block.services.items()
        if service not in terms.rows
    }


# ---- tariff


def second_level_exceeds_first(block: Block, terms: Terms) -> Places:
    return {above: _exceeding((above, None), (below, None), block) for above, below in terms.upper.items()}


def _exceeding(second: Offer, first: Offer, block: Block) -> Place:
    there = block.asked.get(second, block.none) & block.asked.get(first, block.none)
    if second not in block.quantity or first not in block.quantity:
        return Place(there, block.none)
    above, below = block.quantity[second], block.quantity[first]
    return Place(there, above.known & below.known & packed(above.array > below.array))


def _covered(block: Block, terms: Terms) -> list[Offer]:
    return [(service, None) for service in terms.covered if (service, None) in block.asked]


def network_below_workstations(block: Block, terms: Terms) -> Places:
    network = (terms.network or "", None)
    units = [block.quantity[each].array for each in _covered(block, terms) if each in block.quantity]
    violated = block.none
    if network in block.quantity and units:
        violated = block.counted(network) & packed(reduce(np.maximum, units) > block.quantity[network].array)
    return {"request": Place(block.has_lines, violated, where=network[0])}


def network_above_workstations(block: Block, terms: Terms) -> Places:
    network = (terms.network or "", None)
    if network not in block.quantity:
        return {"request": Place(block.has_lines, block.none)}
    covered = _covered(block, terms)
    together = _together([block.quantity[each] for each in covered if each in block.quantity])
    uncounted = any_of((block.asked[each] & ~block.counted(each) for each in covered), block.none)
    violated = block.counted(network) & ~uncounted & packed(block.quantity[network].array > together)
    return {"request": Place(block.has_lines, violated, where=network[0])}


def _together(units: Sequence[Values]) -> npt.NDArray[Any]:
    """
    Return the sum of *units*, in integers that hold it.
    """
    dtype = np.int32 if sum(each.greatest for each in units) <= np.iinfo(np.int32).max else np.int64
    return reduce(partial(np.add, dtype=dtype), [each.array for each in units], np.zeros(1, dtype))


def printed_price_differs(block: Block, terms: Terms) -> Places:
    found: dict[Hashable, Place] = {}
    rows = terms.rows_on(block.as_of)
    for offer, printed in block.printed.items():
        row = rows.get(offer)
        if row is not None and row.year is not None and offer in block.asked:
            there = block.asked[offer] & printed.known
            found[offer] = Place(there, there & packed(printed.array != int(row.year * CENTS)))
    return found


def no_price(block: Block, terms: Terms) -> Places:
    rows = terms.rows_on(block.as_of)
    priced = {service for service, _ in rows} if rows else terms.priced
    found: dict[Hashable, Place] = {}
    for offer, asked in block.asked.items():
        service, plan = offer
        if offer in rows:
            numbers = [
                block.fact[code].known if code in block.fact else block.none for code in _numbers(service, rows[offer], terms)
            ]
            unknown = any_of((asked & ~each for each in numbers), block.none)
            found[offer] = Place(asked, block.none, unknown)
        elif service not in priced or (plan is not None and rows):
            is_quoted = terms.services[service].kind == "quotation" and offer in block.quotation
            unpriced = asked & ~block.quotation[offer].known if is_quoted else asked
            found[offer] = Place(asked, unpriced & _offered(offer, block, terms))
    return found


def _numbers(service: str, row: PriceRow, terms: Terms) -> Iterator[str]:
    """
    Yield the numbers of the member that the amount of *service* goes by.
    """
    unit = terms.limited.get(service)
    if unit is not None and unit.fact is not None:
        yield unit.fact
    if row.by is not None and row.by != QUANTITY:
        yield row.by


def _offered(offer: Offer, block: Block, terms: Terms) -> Mask:
    """
    Return the rows in which *offer* is in the catalogue of the day of the request, or without one, of the given day.
    """
    if terms.timeline.is_single:
        return ~block.none
    spans = [in_span(each.span, block, terms) for each in terms.all_spans if offer in each.offered]
    undated = ~block.day(DATE).known if offer in terms.offered else block.none
    return undated | any_of(spans, block.none)


def in_span(span: int, block: Block, terms: Terms) -> Mask:
    """
    Return the rows whose request lies in a span of time.
    """
    date, spans = block.day(DATE), terms.timeline.spans
    found = date.known
    if (first := spans[span].first) is not None and span:
        found = found & packed(date.array >= number_of(first))
    if span + 1 < len(spans) and (after := spans[span + 1].first) is not None:
        found = found & packed(date.array < number_of(after))
    return found


def not_on_offer(block: Block, terms: Terms) -> Places:
    if terms.timeline.is_single:
        return {}
    return {offer: Place(asked, block.none if offer in terms.offered else asked) for offer, asked in block.asked.items()}


# ---- process


def incomplete_line(block: Block, terms: Terms) -> Places:
    found: dict[Hashable, Place] = {}
    for offer, asked in block.asked.items():
        service, plan = offer
        if service in terms.form:
            counted = block.counted(offer)
            needs_plan = plan is None and bool(terms.services[service].plans)
            complete = block.none if needs_plan else counted & block.dated(offer)
            found[offer] = Place(asked, asked & ~complete)
    return found


def nameless_member(block: Block, _: Terms) -> Places:
    return {"name": Place(~block.none, block.nameless)}


Check: TypeAlias = Callable[[Block, Terms], Places]

BY_REQUEST: Mapping[str, Check] = {
    "DEP001": missing_required_service,
    "DEP002": opens_before_required_service,
    "PER001": outside_perimeter,
    "PER003": not_named_in_perimeter,
    "TAR001": second_level_exceeds_first,
    "TAR002": network_below_workstations,
    "TAR003": network_above_workstations,
    "TAR006": not_on_offer,
    "LIF003": incomplete_line,
}
"""
The rules that go by the text in force on the day of the request.
"""

BY_GIVEN_DAY: Mapping[str, Check] = {
    "PER002": perimeter_lacks_required_service,
    "TAR004": printed_price_differs,
    "TAR005": no_price,
    "LIF003": nameless_member,
}
"""
Those that go by the text in force on the given day.
"""
