"""
Tables as they come: any frame that speaks Arrow's stream interface, in batches of a size that is worth the way into numpy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dmsi_rules.batch.block import Block
from dmsi_rules.batch.columns import Column
from dmsi_rules.errors import TableError

ROWS_AT_ONCE, FEW = 2**17, 2**14
"""
How many rows stay within a processor's caches, and of how many the way into numpy would take longer than the work there.
"""
BITS = pa.bool_()


def reader_of(requests: Any) -> Any:
    """
    Return *requests* as an Arrow reader of batches.

    Raises:
        TypeError: it is not a table, a batch, a reader or a frame that speaks the Arrow C stream or array interface.
    """
    if isinstance(requests, pa.RecordBatchReader):
        return requests
    if isinstance(requests, pa.Table):
        return requests.to_reader()
    if hasattr(requests, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(requests)
    if hasattr(requests, "__arrow_c_array__"):
        return pa.Table.from_batches([pa.record_batch(requests)]).to_reader()
    msg = f"requests are an Arrow table, or a frame that speaks Arrow's C interface, not {type(requests).__name__}"
    raise TypeError(msg)


def batches_of(reader: Any, at_once: int = ROWS_AT_ONCE) -> Iterator[Any]:
    """
    Yield the rows of *reader* in batches of a good size: large ones cut, small ones put together.
    """
    waiting: list[Any] = []
    rows = 0
    for batch in reader:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= FEW:
            yield from _cut(waiting, at_once)
            waiting, rows = [], 0
    if rows:
        yield from _cut(waiting, at_once)


def _cut(batches: Sequence[Any], at_once: int) -> Iterator[Any]:
    whole = batches[0] if len(batches) == 1 else pa.concat_batches(batches)
    for first in range(0, whole.num_rows, at_once):
        yield whole.slice(first, at_once) if whole.num_rows > at_once else whole


def block_of(columns: Sequence[Column], arrays: Sequence[Any], rows: int, as_of: dt.date, first: int) -> Block:
    """
    Return so many *rows*, whose columns are *arrays*, as rules look at them.

    Raises:
        TableError: a column cannot be used; the row that it tells is counted from the first of the table, this one's being
            *first*.
    """
    try:
        return Block(columns, arrays, rows, as_of)
    except TableError as error:
        if "row" not in error.facts:
            raise
        raise TableError(error.message, {**error.facts, "row": int(str(error.facts["row"])) + first}) from None


def plain(columns: Sequence[Column], arrays: Sequence[Any]) -> list[Any]:
    """
    Return *arrays* as one value a row each, however they are encoded; those that nobody looks at stay as they are.
    """
    return [array if column.kind == "own" else _plain(array) for column, array in zip(columns, arrays, strict=True)]


def _plain(array: Any) -> Any:
    """
    Return *array* as one value a row, however it is encoded.
    """
    kind = array.type.id
    while kind in ENCODED:
        array = ENCODED[kind](array)
        kind = array.type.id
    return array


def _decoded(array: Any) -> Any:
    words = array.dictionary
    if pa.types.is_string_view(words.type):  # as polars has them; Arrow cannot take one from a list of them yet
        words = words.cast(pa.large_string())
    return words.take(array.indices)


ENCODED = {
    pa.lib.Type_DICTIONARY: _decoded,
    pa.lib.Type_RUN_END_ENCODED: pc.run_end_decode,
    pa.uuid().id: lambda array: array.storage,  # any extension
}


def columns_of(found: Sequence[Any], rows: int) -> list[Any]:
    """
    Return masks of so many *rows*, and integers, as columns of Arrow; what is one mask is one column.
    """
    made: dict[int, Any] = {}
    for each in found:
        if id(each) not in made:
            made[id(each)] = pa.array(each) if each.dtype == np.int64 else column_of_bits(pa.py_buffer(each), rows)
    return [made[id(each)] for each in found]


def column_of_bits(mask: Any, rows: int) -> Any:
    """
    Return a buffer of bits as an Arrow column of so many *rows*.
    """
    return pa.Array.from_buffers(BITS, rows, [None, mask])
