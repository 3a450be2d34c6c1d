"""
One Arrow array as numpy has it: its values, zero where there is none, and the mask of those that are known.

What cannot be such a column is refused, with the column's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dmsi_rules.batch.masks import Mask, are_same, from_bits, no_row, packed, unpacked
from dmsi_rules.errors import TableError
from dmsi_rules.text.marks import N_

MOST = 10**9
"""
The greatest number of units, as in a document.
"""
EPOCH = 719_163
"""
The ordinal of 1970-01-01, from which Arrow counts days.
"""


def number_of(day: dt.date) -> int:
    """
    Return a *day* as Arrow counts it.
    """
    return day.toordinal() - EPOCH


def day_of(number: int) -> dt.date:
    """
    Return the day that Arrow counts as *number*.
    """
    return dt.date.fromordinal(number + EPOCH)


FIRST_DAY, LAST_DAY = number_of(dt.date(2000, 1, 1)), number_of(dt.date(2199, 12, 31))
"""
The days that a document may have.
"""
INTEGERS = {
    getattr(pa, name)().id: np.dtype(name) for name in (f"{sign}int{size}" for sign in ("", "u") for size in (8, 16, 32, 64))
}
UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}
CENTS = 100


class Values(NamedTuple):
    """
    The values of a column in some rows.

    Attributes:
        array: one a row, zero where it is not known: units, days since 1970-01-01, or cents.
        known: the rows in which there is one.
        greatest: no value is greater.
        least: no day is less.
    """

    array: npt.NDArray[Any]
    known: Mask
    greatest: int
    least: int = 0


def flags(name: str, array: Any) -> Mask:
    """
    Return the rows in which the column *name* is true.
    """
    if pa.types.is_null(array.type):
        return no_row(len(array))
    if not pa.types.is_boolean(array.type):
        raise _wrong(name, array, N_("the column `{column}` is true or false in each row, not `{type}`"))
    validity, bits = array.buffers()
    found = from_bits(bits, array.offset, len(array))
    return found if validity is None else found & from_bits(validity, array.offset, len(array))


def known(array: Any) -> Mask:
    """
    Return the rows in which *array* has a value.
    """
    if pa.types.is_null(array.type):
        return no_row(len(array))
    return from_bits(array.buffers()[0], array.offset, len(array))


def nothing(rows: int, dtype: type = np.int32) -> Values:
    """
    Return a column of so many *rows* in which nothing is known.
    """
    return Values(np.zeros(rows, dtype), no_row(rows), 0)


def texts(name: str, array: Any) -> Mask:
    """
    Return the rows in which the column *name* has a text.
    """
    if pa.types.is_null(array.type):
        return no_row(len(array))
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type)):
        raise _wrong(name, array, N_("the column `{column}` holds text, not `{type}`"))
    is_blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(array.cast(pa.large_string())), ""), fill_value=False)
    if pc.any(is_blank).as_py():
        facts = {"column": name, "row": pc.index(is_blank, value=True).as_py()}
        raise TableError(N_("the column `{column}` has an empty text in row {row}"), facts)
    return known(array)


def quantities(name: str, array: Any) -> Values:
    """
    Return the units in the column *name*: whole numbers from 1 on.
    """
    found, given = _numbers(name, array, least=1)
    if not are_same(given, found.known, len(array)):
        message = N_("the column `{column}` has a 0 in row {row}; a service that is not asked has no value there")
        raise TableError(message, {"column": name, "row": _first(unpacked(found.known & ~given, len(array)))})
    return found


def counts(name: str, array: Any) -> Values:
    """
    Return the numbers in the column *name*: whole numbers from 0 on.
    """
    return _numbers(name, array, least=0)[0]


def _numbers(name: str, array: Any, *, least: int) -> tuple[Values, Mask]:
    """
    Return the whole numbers in the column *name*, and the rows in which one is given that is not 0.
    """
    if array.type.id not in INTEGERS:
        if pa.types.is_null(array.type):
            return nothing(len(array)), no_row(len(array))
        if not (pa.types.is_floating(array.type) or pa.types.is_decimal(array.type)):
            raise _wrong(name, array, N_("the column `{column}` holds whole numbers, not `{type}`"))
        array = _cast(name, array, pa.int64(), N_("the column `{column}` has a value that is not a whole number"))
    found, there, given = _zeroed(array, INTEGERS[array.type.id])
    unsigned = found.view(UNSIGNED[found.itemsize])  # a negative number is a great one
    greatest = int(np.maximum.reduce(unsigned, initial=0))
    if greatest > MOST:
        row = _first(unsigned > MOST)
        message = N_("the column `{column}` has {value} in row {row}, which is not a whole number from {least} to {most}")
        raise TableError(message, {"column": name, "row": row, "value": int(found[row]), "least": least, "most": MOST})
    return Values(found.astype(np.int32, copy=False), there, greatest), given


def days(name: str, array: Any) -> Values:
    """
    Return the days in the column *name*, as days since 1970-01-01. A point in time counts where it is a midnight of its zone.
    """
    if array.type.id != pa.lib.Type_DATE32:
        if pa.types.is_null(array.type):
            return nothing(len(array))
        if not (pa.types.is_timestamp(array.type) or pa.types.is_date64(array.type)):
            raise _wrong(name, array, N_("the column `{column}` holds days, not `{type}`"))
        array = _midnights(name, array)
    found, there, given = _zeroed(array, np.dtype(np.int32))
    unsigned = found.view(np.uint32)
    greatest = int(np.maximum.reduce(unsigned, initial=0))
    least = int(np.minimum.reduce(unsigned - np.uint32(1), initial=LAST_DAY)) + 1
    if least < FIRST_DAY or greatest > LAST_DAY or not are_same(given, there, len(array)):
        row = _first(unpacked(there, len(array)) & ((found < FIRST_DAY) | (found > LAST_DAY)))
        message = N_("the column `{column}` has {value} in row {row}, which is not a day from 2000 to 2199")
        raise TableError(message, {"column": name, "row": row, "value": str(np.datetime64(int(found[row]), "D"))})
    return Values(found, there, greatest, least)


def cents(name: str, array: Any) -> Values:
    """
    Return the amounts in the column *name*, in cents: exact euros, with at most two decimals.
    """
    if pa.types.is_null(array.type):
        return nothing(len(array), np.int64)
    if not (pa.types.is_decimal(array.type) or pa.types.is_integer(array.type)):
        raise _wrong(name, array, N_("the column `{column}` holds exact amounts in euros, whole or decimal, not `{type}`"))
    exact = array.cast(pa.decimal128(38, 0)) if pa.types.is_integer(array.type) else array
    hundred = pa.scalar(CENTS, pa.decimal128(3, 0))
    message = N_("the column `{column}` has an amount that is not one of euros and cents, or too great")
    amounts = _cast(name, pc.multiply(_cast(name, exact, pa.decimal128(34, 2), message), hundred), pa.int64(), message)
    found, there, _ = _zeroed(amounts, np.dtype(np.int64))
    if (found < 0).any():
        row = _first(found < 0)
        raise TableError(N_("the column `{column}` has a negative amount in row {row}"), {"column": name, "row": row})
    return Values(found, there, int(found.max(initial=0)))


# ---- how


def _zeroed(array: Any, dtype: np.dtype[Any]) -> tuple[npt.NDArray[Any], Mask, Mask]:
    """
    Return the values of *array*, zero where there is none, then the masks of those that are known, and that are not zero.

    They are not copied where zeros stand there already.
    """
    rows = len(array)
    validity, data = array.buffers()
    there = from_bits(validity, array.offset, rows)
    values: npt.NDArray[Any] = np.frombuffer(data, dtype, rows, array.offset * dtype.itemsize)
    given = packed(values != 0)
    if not are_same(given, there, rows):
        values = values * unpacked(there, rows)  # many times faster than to choose between two values
        given &= there
    return values, there, given


def _midnights(name: str, array: Any) -> Any:
    """
    Return the days of points in time, each a midnight where it is.
    """
    if pa.types.is_date64(array.type):
        array = array.cast(pa.timestamp("ms"))
    if array.type.tz is not None:
        array = pc.local_timestamp(array)
    found = array.cast(pa.date32(), safe=False)
    is_other = pc.fill_null(pc.not_equal(found.cast(array.type), array), fill_value=False)
    if pc.any(is_other).as_py():
        row = pc.index(is_other, value=True).as_py()
        message = N_("the column `{column}` has a time of day in row {row}: {value}; it holds days")
        raise TableError(message, {"column": name, "row": row, "value": str(array[row])})
    return found


def _cast(name: str, array: Any, to: Any, message: str) -> Any:
    """
    Return *array* as another type; *message* says what a value is that has no place there.
    """
    try:
        return array.cast(to)
    except pa.ArrowInvalid:
        raise TableError(message, {"column": name}) from None


def _first(there: npt.NDArray[np.bool_]) -> int:
    return int(there.argmax())


def _wrong(name: str, array: Any, message: str) -> TableError:
    return TableError(message, {"column": name, "type": str(array.type)})


READ: dict[str, Callable[[str, Any], Values]] = {"quantity": quantities, "count": counts, "day": days, "amount": cents}
