"""
What requests cost, in cents: the quote of each row, on the grid in force on the given day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial, reduce
from itertools import accumulate
from operator import or_
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dmsi_rules.batch._arrays import CENTS, MOST, Values, nothing
from dmsi_rules.batch._traced import Traced, summed, taken
from dmsi_rules.batch.block import Block
from dmsi_rules.batch.columns import key_of
from dmsi_rules.batch.masks import Mask, any_of, has_any, unpacked
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.terms import Offer, Terms
from dmsi_rules.errors import TableError
from dmsi_rules.pricing.due import NETWORK_QUANTITY, is_free, is_network_implied
from dmsi_rules.pricing.facts import QUANTITY
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS
from dmsi_rules.values.money import ZERO, times
from dmsi_rules.values.record import record

Cents: TypeAlias = npt.NDArray[np.int64]
LARGEST, NARROW = 2**62, 2**31
"""
What sums of cents stay below, so that none overflows; and sums in integers of half the width.
"""
TOGETHER = {max: np.maximum, sum: np.add}
"""
How the network's quantity is made of others, by what makes it of one request's.
"""


@record(eq=False)
class Costs:
    """
    What each row costs.

    Attributes:
        monthly: a month, in cents, as far as it is known.
        annual: a year, in cents.
        partial: the rows with something still to be quoted.
    """

    monthly: Cents
    annual: Cents
    partial: Mask


@record(eq=False)
class Price:
    """
    The price of a service and plan.

    Attributes:
        month: cents a unit and month, where a year is twelve times that at any number of units; else None.
        most: no unit costs more cents a year.
    """

    row: PriceRow
    month: int | None
    most: int


@lru_cache(maxsize=64)
def _prices(terms: Terms, as_of: dt.date) -> Mapping[Offer, Price]:
    """
    Return the prices in force on the given day; the base costs nothing.
    """
    return {offer: _price(row) for offer, row in terms.rows_on(as_of).items() if offer[0] != terms.base}


def _price(row: PriceRow) -> Price:
    is_even = not row.brackets and row.month is not None and row.year == times(MONTHS, row.month)
    most = max(_cents(each.year or ZERO) for each in row.brackets_apart())
    return Price(row, _cents(row.month or ZERO) if is_even else None, most)


def _cents(amount: Decimal) -> int:
    return int(amount * CENTS)


def costs(block: Block, terms: Terms) -> Costs:
    """
    Price the request of each row before *terms*, which are those of the given day.

    Raises:
        TableError: a sum would not fit 64 bits.
    """
    prices = _prices(terms, block.as_of)
    lines = _lines(block, terms)
    priced = [(offer, prices[offer], units) for offer, (_, units) in lines.items() if offer in prices]
    _guard(priced)
    monthly = _even([(units, price.month) for _, price, units in priced if price.month], block.rows)
    annual = monthly * MONTHS
    for _, price, units in priced:
        if price.month is None:
            month, year = _uneven(price.row, units, block)
            monthly, annual = monthly + month, annual + year
    unknown = (
        there & ~_known(prices.get(offer), units, block) for offer, (there, units) in lines.items() if offer[0] != terms.base
    )
    return Costs(monthly, annual, any_of(unknown, block.none))


# ---- lines


def _lines(block: Block, terms: Terms) -> Mapping[Offer, tuple[Mask, Values]]:
    """
    Return each line with the rows in which it is to be priced, quotations apart, and its units.

    The network's is among them where it is due without being asked for. Its units are made of those of what it covers, where
    they are not given.
    """
    there = dict(block.asked)
    implied = _implied(block, terms)
    if implied is not None:
        network = (terms.network or "", None)
        there[network] = there.get(network, block.none) | implied
    found: dict[Offer, tuple[Mask, Values]] = {}
    for offer, mask in there.items():
        units = block.quantity.get(offer) or nothing(block.rows)
        if offer[0] == terms.network:
            units = _of_network(units, mask, block, terms)
        to_price = mask & ~block.quotation[offer].known if offer in block.quotation else mask
        found[offer] = to_price, _limited(offer[0], units, mask, block, terms)
    return found


def _limited(service: str, units: Values, there: Mask, block: Block, terms: Terms) -> Values:
    """
    Return the units of a service whose number is a fact of the member's, or can only be one; else *units*.
    """
    unit = terms.limited.get(service)
    if unit is None or (unit.fact is None and unit.most != 1):
        return units
    flags = unpacked(there, block.rows)
    if unit.fact is None:
        return Values(flags.astype(np.int32), there, 1)
    fact = block.fact.get(unit.fact) or nothing(block.rows)
    return Values(fact.array * flags, fact.known & there, fact.greatest)


# ---- the network


def _implied(block: Block, terms: Terms) -> Mask | None:
    """
    Return the rows in which the network's row is due without being asked for; None: in none.
    """
    if not terms.network or not is_network_implied(terms.readings):
        return None
    return _has_covered(block, terms) & ~block.services.get(terms.network, block.none)


def _has_covered(block: Block, terms: Terms) -> Mask:
    return any_of((block.services[each] for each in terms.covered if each in block.services), block.none)


def _of_network(units: Values, there: Mask, block: Block, terms: Terms) -> Values:
    """
    Return the units of the network: those given, or else made of what it covers; nothing where it is free.
    """
    if is_free(terms.readings):
        flags = unpacked(_has_covered(block, terms), block.rows)
        units = Values(units.array * flags, units.known, units.greatest)
    lacking = there & ~units.known & _has_covered(block, terms)
    covered = [offer for offer in block.asked if offer[0] in terms.covered]
    for offer in covered:
        if (asked := block.asked[offer]) is not (known := block.counted(offer)):
            lacking = lacking & ~(asked & ~known)
    counted = [block.quantity[each] for each in covered if each in block.quantity]
    if not counted or not has_any(lacking, block.rows):
        return units
    derived, greatest = _derived(counted, terms)
    array = units.array + derived * unpacked(lacking, block.rows)
    return Values(array, units.known | lacking, max(units.greatest, greatest))


def _derived(units: Sequence[Values], terms: Terms) -> tuple[npt.NDArray[Any], int]:
    """
    Return the network's units made of *units*, all of which are known where that is asked, and a number not below any.
    """
    greatest = sum(each.greatest for each in units)
    together = TOGETHER[NETWORK_QUANTITY[terms.readings.network_quantity]]
    dtype = np.int32 if greatest < NARROW else np.int64
    array: npt.NDArray[Any] = reduce(partial(together, dtype=dtype), [each.array for each in units])
    return array, greatest


# ---- prices


def _known(price: Price | None, units: Values, block: Block) -> Mask:
    """
    Return the rows in which the price of *units* is known.
    """
    if price is None:
        return block.none
    number = _number(price.row, units, block)
    return units.known if number is units else units.known & number.known


def _number(row: PriceRow, units: Values, block: Block) -> Values:
    """
    Return the number that decides the bracket of *row*.
    """
    return units if row.by in {None, QUANTITY} else block.fact.get(row.by or "") or nothing(block.rows)


def _even(lines: Sequence[tuple[Values, int]], rows: int) -> Cents:
    """
    Return what lines cost a month together, each at so many cents a unit; computed in the narrowest integers that hold it.
    """
    if any(isinstance(units.array, Traced) for units, _ in lines):
        return summed([(units.array, cents) for units, cents in lines])  # type: ignore[no-any-return]
    most = sum(units.greatest * cents for units, cents in lines)
    dtype = np.int32 if most < NARROW else np.int64
    found, line = np.zeros(rows, dtype), np.empty(rows, dtype)
    for units, cents in lines:
        np.multiply(units.array, dtype(cents), out=line, dtype=dtype, casting="unsafe")
        np.add(found, line, out=found)
    return found.astype(np.int64, copy=False)


def _uneven(row: PriceRow, units: Values, block: Block) -> tuple[Cents, Cents]:
    """
    Return what *units* cost a month and a year by a row with brackets, or with the price of a year alone.

    Where a year has the only price a month of it is a twelfth, half a cent or more being a cent.
    """
    number = _number(row, units, block)
    slices = row.brackets_apart()
    reached = number.array.astype(np.int64)
    ends = [each.up_to for each in slices[:-1]]
    rank = np.searchsorted(np.array(ends, np.int64), reached)
    below = np.array([0, *ends], np.int64)
    amounts = partial(_by_slice, units=units.array.astype(np.int64), reached=reached, below=below, rank=rank, row=row)
    year = amounts([_cents(each.year or ZERO) for each in slices])
    month = amounts([_cents(each.month or ZERO) for each in slices])
    lacks = [each.month is None for each in slices]
    if row.marginal:
        lacks = [*accumulate(lacks, or_)]
    month = np.where(taken(np.array(lacks), rank), (2 * year + MONTHS) // (2 * MONTHS), month)
    known = unpacked(units.known & number.known, block.rows)
    return month * known, year * known


def _by_slice(  # noqa: PLR0913  (what a price by slices is made of)
    cents: Sequence[int], *, units: Cents, reached: Cents, below: Cents, rank: npt.NDArray[np.intp], row: PriceRow
) -> Cents:
    """
    Return the cost of *units*, or where each slice has a price of its own of the number *reached*, at *cents* a slice.
    """
    each = np.array(cents, np.int64)
    before = np.zeros(len(each), np.int64)
    if row.marginal:
        before[1:] = np.cumsum(each[:-1] * np.diff(below))
        units = reached - taken(below, rank)
    found: Cents = taken(before, rank) + units * taken(each, rank)
    return found


def _guard(priced: Sequence[tuple[Offer, Price, Values]]) -> None:
    """
    Refuse rows whose costs might not fit.
    """
    most = {offer: max(units.greatest, MOST if price.row.marginal else 0) * price.most for offer, price, units in priced}
    if 2 * sum(most.values()) >= LARGEST:
        worst = max(most, key=most.__getitem__)
        facts = {"column": f"quantity/{key_of(worst)}"}
        raise TableError(N_("what the units in the column `{column}` cost does not fit a number of 64 bits"), facts)
