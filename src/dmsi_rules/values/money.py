"""
Exact arithmetic on euros, whatever the caller's own decimal context says.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from functools import reduce

ZERO, CENT = Decimal("0.00"), Decimal("0.01")

# Wide enough for 10^9 units on every line of a 16 MiB document; a rounded result would be a bug, so it is trapped.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP, traps=[Inexact, InvalidOperation])


def times(units: int, price: Decimal) -> Decimal:
    """
    Return the euros that *units* cost at *price* each.
    """
    return EXACT.multiply(price, units)


def part(amount: Decimal, share: int, whole: int) -> Decimal:
    """
    Return *share* parts of the *whole* of *amount*, which is not negative: half a cent or more is a cent.
    """
    twice = 2 * share * int(EXACT.multiply(amount, 100))
    return Decimal((twice + whole) // (2 * whole)).scaleb(-2, EXACT)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """
    Return the sum of *amounts*, 0.00 for none.
    """
    return reduce(EXACT.add, amounts, ZERO)


def difference(old: Decimal, new: Decimal) -> Decimal:
    """
    Return what *new* adds to *old*.
    """
    return EXACT.subtract(new, old)


def percent(change: Decimal, of: Decimal) -> Decimal:
    """
    Return *change* in percent of an amount that is not nothing, half-up to two decimals.
    """
    # Wide enough to tell any half from what is not one, since amounts have far fewer digits.
    wide = Context(prec=EXACT.prec, rounding=ROUND_HALF_UP)
    return wide.divide(EXACT.multiply(change, 100), of).quantize(CENT, context=wide)
