"""
Columns that are not read yet: what is done with them is noted, once a table, to be done by the compiled loop in blocks.

The rules of columns are given these in place of arrays, and do not know. What is the same in every row is an array, of one row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

MASK, SIGNED, UNSIGNED, LONG = "M", "I", "U", "L"
"""
Kinds of columns: bits, integers of 32 bits with a sign and without, integers of 64 bits.
"""
DTYPES: Mapping[str, Any] = {SIGNED: np.dtype(np.int32), UNSIGNED: np.dtype(np.uint32), LONG: np.dtype(np.int64)}
KINDS = {dtype: kind for kind, dtype in DTYPES.items()}
FACTORS = 2**32
"""
What the loop multiplies units by is less.
"""


class UntraceableError(Exception):
    """
    Something is done with columns that the compiled loop cannot do; numpy can.
    """


class Traced(NDArrayOperatorsMixin):
    """
    A column to be.

    Attributes:
        operation: what makes it.
        operands: of what: columns, numbers, tables.
        kind: what it holds.
    """

    __slots__ = ("kind", "operands", "operation")
    __hash__ = object.__hash__

    def __init__(self, operation: str, operands: tuple[Any, ...], kind: str) -> None:
        self.operation = operation
        self.operands = operands
        self.kind = kind

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, dtype: Any = None) -> Any:
        work = OPERATORS.get(ufunc.__name__)
        if method != "__call__" or work is None:
            msg = f"numpy.{ufunc.__name__}"
            raise UntraceableError(msg)
        return work(ufunc.__name__, inputs, None if dtype is None else KINDS[np.dtype(dtype)])

    def __array_function__(self, function: Any, _: Any, args: Any, kwargs: Any) -> Any:
        work = FUNCTIONS.get(function)
        if work is None or kwargs:
            raise UntraceableError(function.__name__)
        return work(*args)

    def astype(self, dtype: Any, *, copy: bool = True) -> Any:  # noqa: ARG002  (as arrays have it)
        """
        Return the same numbers in another width.
        """
        kind = KINDS[np.dtype(dtype)]
        if self.kind == MASK:
            return _kept(np.ones(1, DTYPES[kind]), self, kind)
        return self if kind == self.kind else _widened(self, kind)

    def view(self, dtype: Any) -> Traced:
        """
        Return the same bits with a sign or without.
        """
        return Traced("VIEW", (self,), KINDS[np.dtype(dtype)])


Operand: TypeAlias = Any
"""
A column, or what is the same in every row: a number, or an array of one.
"""


def summed(lines: Sequence[tuple[Operand, int]]) -> Operand:
    """
    Return the sum of lines, each so many units, not negative, at a price.
    """
    total: Any = Traced("FILL", (0,), LONG)
    for units, price in lines:
        if isinstance(units, Traced) and units.kind != LONG and price < FACTORS:
            total = Traced("SUM", (total, units, price), LONG)
        else:
            total = np.add(total, np.multiply(units, price, dtype=np.int64), dtype=np.int64)
    return total


def is_set(constant: Operand) -> bool:
    """
    Tell whether a mask that is the same in every row has them all.
    """
    return bool(int(np.asarray(constant).item()) & 1)


# ---- masks


def _combined(name: str, inputs: Sequence[Operand], _: str | None) -> Operand:
    """
    Combine two masks, one of which may be the same in every row.
    """
    one, other = inputs
    if not isinstance(one, Traced):
        one, other = other, one
    is_and = name == "bitwise_and"
    if isinstance(other, Traced):
        return one if one is other else Traced("AND" if is_and else "OR", (one, other), MASK)
    return one if is_set(other) == is_and else other


def _inverted(_: str, inputs: Sequence[Operand], __: str | None) -> Operand:
    (mask,) = inputs
    return mask.operands[0] if mask.operation == "NOT" else Traced("NOT", (mask,), MASK)


# ---- numbers

SAME_ROW = {"add": "ADD", "subtract": "SUB", "multiply": "MUL", "minimum": "MIN", "maximum": "MAX"}
COMPARED = {
    "less": ("LT", "GT"),
    "less_equal": ("LE", "GE"),
    "equal": ("EQ", "EQ"),
    "not_equal": ("NE", "NE"),
    "greater": ("GT", "LT"),
    "greater_equal": ("GE", "LE"),
}
"""
What each comparison is called, and with its sides changed.
"""


def _computed(name: str, inputs: Sequence[Operand], kind: str | None) -> Operand:
    one, other = inputs
    if name == "multiply" and any(_is_mask(each) for each in inputs):
        numbers, mask = (one, other) if _is_mask(other) else (other, one)
        return _kept(numbers, mask, kind)
    kind = kind or _kind_of(inputs)
    if not isinstance(one, Traced):
        if name == "subtract":
            one = Traced("FILL", (_number(one, kind),), kind)
        else:
            one, other = other, one
    return Traced(SAME_ROW[name], (_widened(one, kind), _as_operand(other, kind)), kind)


def _compared(name: str, inputs: Sequence[Operand], _: str | None) -> Operand:
    one, other = inputs
    rank = 0
    if not isinstance(one, Traced):
        one, other, rank = other, one, 1
    kind = _kind_of(inputs)
    return Traced(COMPARED[name][rank], (_widened(one, kind), _as_operand(other, kind), kind), MASK)


def _floored(_: str, inputs: Sequence[Operand], __: str | None) -> Operand:
    number, by = inputs
    return Traced("FLOOR", (_widened(number, LONG), _number(by, LONG)), LONG)


def _kept(numbers: Operand, mask: Operand, kind: str | None = None) -> Operand:
    """
    Return *numbers*, zero where *mask* is not set.
    """
    kind = kind or _kind_of([numbers])
    if not isinstance(mask, Traced):
        return numbers if is_set(mask) else np.zeros(1, DTYPES[kind])
    if not isinstance(numbers, Traced):
        if not _number(numbers, kind):
            return numbers
        numbers = Traced("FILL", (_number(numbers, kind),), kind)
    return Traced("KEEP", (_widened(numbers, kind), mask), kind)


def _is_mask(operand: Operand) -> bool:
    return operand.kind == MASK if isinstance(operand, Traced) else np.asarray(operand).dtype == np.bool_


def _kind_of(operands: Sequence[Operand]) -> str:
    """
    Return the kind of number that holds all *operands*; as with arrays, plain numbers of Python ask for none.
    """
    kinds = {each.kind if isinstance(each, Traced) else KINDS[each.dtype] for each in operands if not isinstance(each, int)}
    if len(kinds) == 1:
        return kinds.pop()
    if UNSIGNED in kinds or MASK in kinds:
        msg = "numbers with a sign beside others"
        raise UntraceableError(msg)
    return LONG


def _widened(numbers: Any, kind: str) -> Any:
    if not isinstance(numbers, Traced) or numbers.kind == kind:
        return numbers
    if (numbers.kind, kind) != (SIGNED, LONG):
        msg = f"{numbers.kind} as {kind}"
        raise UntraceableError(msg)
    return Traced("WIDEN", (numbers,), LONG)


def _as_operand(operand: Operand, kind: str) -> Operand:
    return _widened(operand, kind) if isinstance(operand, Traced) else _number(operand, kind)


def _number(constant: Operand, kind: str) -> int:
    return int(np.asarray(constant).astype(DTYPES[kind]).item())


OPERATORS: Mapping[str, Callable[[str, Sequence[Operand], str | None], Operand]] = {
    "bitwise_and": _combined,
    "bitwise_or": _combined,
    "invert": _inverted,
    "floor_divide": _floored,
    **dict.fromkeys(SAME_ROW, _computed),
    **dict.fromkeys(COMPARED, _compared),
}

# ---- functions


def taken(table: Any, places: Any) -> Any:
    """
    Return what stands in each of *places* of a table.
    """
    if not isinstance(places, Traced):
        return table.take(places)
    if places.operation == "WIDEN":  # as indices of arrays are
        (places,) = places.operands
    if table.dtype == np.bool_:
        found = Traced("TAKE", (places, table.astype(np.int32)), SIGNED)
        return Traced("NE", (found, 0, SIGNED), MASK)
    return Traced("TAKE", (places, table), KINDS[table.dtype])


def _picked(mask: Operand, one: Operand, other: Operand) -> Operand:
    if not isinstance(mask, Traced):
        return one if is_set(mask) else other
    sides = [each if isinstance(each, Traced) else Traced("FILL", (_number(each, LONG),), LONG) for each in (one, other)]
    return Traced("PICK", (mask, *(_widened(each, LONG) for each in sides)), LONG)


def _ranked(ends: Any, numbers: Traced) -> Operand:
    return Traced("RANK", (_widened(numbers, LONG), ends), SIGNED)


FUNCTIONS: Mapping[Any, Callable[..., Operand]] = {np.where: _picked, np.searchsorted: _ranked}
