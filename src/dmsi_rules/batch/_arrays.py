"""
One Arrow array as numpy has it: its values, zero where there is none, and the mask of those that are known.

What cannot be such a column is refused, with the column's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dmsi_rules.batch.masks import Mask, are_same, from_bits, no_row, packed, unpacked
from dmsi_rules.errors import TableError
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

MOST = 10**9
"""
The greatest number of units, as in a document.
"""
FIRST_DAY, LAST_DAY = np.datetime64("2000-01-01"), np.datetime64("2199-12-31")
"""
The days that a document may have.
"""
CENTS = 100


@record(eq=False)
class Values:
    """
    The values of a column in some rows.

    Attributes:
        array: one a row, zero where it is not known: units, days since 1970-01-01, or cents.
        known: the rows in which there is one.
        greatest: no value is greater.
    """

    array: npt.NDArray[Any]
    known: Mask
    greatest: int


def flags(name: str, array: Any) -> Mask:
    """
    Return the rows in which the column *name* is true.
    """
    if pa.types.is_null(array.type):
        return no_row(len(array))
    if not pa.types.is_boolean(array.type):
        raise _wrong(name, array, N_("the column `{column}` is true or false in each row, not `{type}`"))
    validity, bits = array.buffers()
    there = from_bits(bits, array.offset, len(array))
    return there if array.null_count == 0 else there & from_bits(validity, array.offset, len(array))


def known(array: Any) -> Mask:
    """
    Return the rows in which *array* has a value.
    """
    if pa.types.is_null(array.type):
        return no_row(len(array))
    return from_bits(array.buffers()[0] if array.null_count else None, array.offset, len(array))


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
    found = counts(name, array)
    if not are_same(packed(found.array != 0), found.known, len(array)):
        message = N_("the column `{column}` has a 0 in row {row}; a service that is not asked has no value there")
        raise TableError(message, {"column": name, "row": _first(unpacked(found.known, len(array)) & (found.array == 0))})
    return found


def counts(name: str, array: Any) -> Values:
    """
    Return the numbers in the column *name*: whole numbers from 0 on.
    """
    if pa.types.is_null(array.type):
        return nothing(len(array))
    if pa.types.is_floating(array.type) or pa.types.is_decimal(array.type):
        array = _cast(name, array, pa.int64(), N_("the column `{column}` has a value that is not a whole number"))
    if not pa.types.is_integer(array.type):
        raise _wrong(name, array, N_("the column `{column}` holds whole numbers, not `{type}`"))
    found = _zeroed(array)
    size = found.dtype.itemsize
    greatest = int(found.view(f"u{size}").max(initial=0))  # a negative number is a great one
    if greatest > MOST:
        row = _first(found.view(f"u{size}") > MOST)
        message = N_("the column `{column}` has {value} in row {row}, which is not a whole number from 0 to {most}")
        raise TableError(message, {"column": name, "row": row, "value": int(found[row]), "most": MOST})
    return Values(found.astype(np.int32, copy=False), known(array), greatest)


def days(name: str, array: Any) -> Values:
    """
    Return the days in the column *name*, as days since 1970-01-01. A point in time counts where it is a midnight of its zone.
    """
    if pa.types.is_null(array.type):
        return nothing(len(array))
    if pa.types.is_timestamp(array.type) or pa.types.is_date64(array.type):
        array = _midnights(name, array)
    if not pa.types.is_date32(array.type):
        raise _wrong(name, array, N_("the column `{column}` holds days, not `{type}`"))
    found, there = _zeroed(array.view(pa.int32())), known(array)
    first, last = (int(day.astype(np.int64)) for day in (FIRST_DAY, LAST_DAY))
    greatest = int(found.view(np.uint32).max(initial=0))
    is_fit = greatest <= last and int((found.view(np.uint32) - np.uint32(1)).min(initial=last)) >= first - 1
    if not is_fit or not are_same(packed(found != 0), there, len(array)):
        row = _first(unpacked(there, len(array)) & ((found < first) | (found > last)))
        message = N_("the column `{column}` has {value} in row {row}, which is not a day from 2000 to 2199")
        raise TableError(message, {"column": name, "row": row, "value": str(array[row])})
    return Values(found, there, greatest)


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
    found = _zeroed(amounts)
    if (found < 0).any():
        row = _first(found < 0)
        raise TableError(N_("the column `{column}` has a negative amount in row {row}"), {"column": name, "row": row})
    return Values(found, known(amounts), int(found.max(initial=0)))


# ---- how


def _zeroed(array: Any) -> npt.NDArray[Any]:
    """
    Return the values of a fixed width in *array*, zero where there is none; without a copy where they stand like that.
    """
    rows = len(array)
    dtype = np.dtype(array.type.to_pandas_dtype())
    values: npt.NDArray[Any] = np.frombuffer(array.buffers()[1], dtype, rows, array.offset * dtype.itemsize)
    if array.null_count == 0:
        return values
    there = known(array)
    if not (packed(values != 0) & ~there)[: -(-rows // 8)].any():
        return values
    return np.where(unpacked(there, rows), values, values.dtype.type(0))


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
