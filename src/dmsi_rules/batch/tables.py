"""
Tables as they come: any frame that speaks Arrow's stream interface, in batches of a size that is worth the way into numpy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dmsi_rules.batch.block import Block
from dmsi_rules.batch.columns import Column
from dmsi_rules.batch.masks import Mask
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


def batches_of(reader: Any) -> Iterator[Any]:
    """
    Yield the rows of *reader* in batches of a good size: large ones cut, small ones put together.
    """
    waiting: list[Any] = []
    rows = 0
    for batch in reader:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= FEW:
            yield from _cut(waiting)
            waiting, rows = [], 0
    if rows:
        yield from _cut(waiting)


def _cut(batches: Sequence[Any]) -> Iterator[Any]:
    whole = batches[0] if len(batches) == 1 else pa.concat_batches(batches)
    for first in range(0, whole.num_rows, ROWS_AT_ONCE):
        yield whole.slice(first, ROWS_AT_ONCE) if whole.num_rows > ROWS_AT_ONCE else whole


def block_of(columns: Sequence[Column], batch: Any, as_of: dt.date, first: int) -> Block:
    """
    Return the rows of *batch* as rules look at them.

    Raises:
        TableError: a column cannot be used; the row that it tells is counted from the first of the table, this one's being
            *first*.
    """
    try:
        return Block(columns, [_plain(each) for each in batch.columns], batch.num_rows, as_of)
    except TableError as error:
        if "row" not in error.facts:
            raise
        raise TableError(error.message, {**error.facts, "row": int(str(error.facts["row"])) + first}) from None


def _plain(array: Any) -> Any:
    """
    Return *array* as one value a row, however it is encoded.
    """
    kind = array.type.id
    while kind in ENCODED:
        array = ENCODED[kind](array)
        kind = array.type.id
    return array


ENCODED = {
    pa.lib.Type_DICTIONARY: lambda array: array.dictionary_decode(),
    pa.lib.Type_RUN_END_ENCODED: pc.run_end_decode,
    pa.uuid().id: lambda array: array.storage,  # any extension
}


def column_of_bits(mask: Mask, rows: int) -> Any:
    """
    Return *mask* as an Arrow column of so many *rows*.
    """
    return pa.Array.from_buffers(BITS, rows, [None, pa.py_buffer(mask)])
