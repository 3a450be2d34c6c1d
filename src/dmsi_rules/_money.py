"""
Exact arithmetic on euros, whatever the caller's own decimal context says.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation

ZERO = Decimal("0.00")

# Wide enough for 10^9 units on every line of a 16 MiB document; a rounded result would be a bug, so it is trapped.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP, traps=[Inexact, InvalidOperation])


def times(units: int, price: Decimal) -> Decimal:
    """
    Return the euros that *units* cost at *price* each.
    """
    return EXACT.multiply(price, units)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """
    Return the sum of *amounts*, 0.00 for none.
    """
    result = ZERO
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result
