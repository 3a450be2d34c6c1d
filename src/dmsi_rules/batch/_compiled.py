"""
The way through the compiled loop, where it is installed: what numpy does column by column, done some rows at a time.

What is to be done is what the rules of columns do with columns to be; a batch with a value that they refuse goes the way of
numpy, which says what is wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
import pyarrow as pa

from dmsi_rules.batch._arrays import FIRST_DAY, LAST_DAY, MOST, Values, day_of, flags, known, nothing, number_of, texts
from dmsi_rules.batch._program import Program, program_of
from dmsi_rules.batch._traced import LONG, MASK, SIGNED, Traced, UntraceableError, is_set
from dmsi_rules.batch.block import Block, values_of
from dmsi_rules.batch.cents import LARGEST
from dmsi_rules.batch.columns import Column
from dmsi_rules.batch.masks import BYTE, Mask, every_row, no_row
from dmsi_rules.batch.planning import Plan
from dmsi_rules.batch.tables import ROWS_AT_ONCE, column_of_bits
from dmsi_rules.errors import TableError
from dmsi_rules.values.record import record

FORMAT = 1
"""
How programs are written.
"""


def installed() -> Any:
    """
    Return the compiled loop, if one is installed that runs such programs; else None: it is never needed.
    """
    try:
        found = import_module("dmsi_rules_kernel")
    except ImportError:
        return None
    return found if found.FORMAT == FORMAT else None


KERNEL = installed()
Input: TypeAlias = tuple[Any, int]
"""
A buffer, and at which of its values or bits the first row stands.
"""
Years: TypeAlias = tuple[int, int] | None
RAW = {"quantity": pa.int32(), "count": pa.int32(), "day": pa.date32(), "flag": pa.bool_()}
"""
The columns that the loop reads as they are.
"""
KIND = {"quantity": SIGNED, "count": SIGNED, "day": SIGNED, "amount": LONG}
BOUNDS = {"quantity": (1, MOST), "count": (0, MOST), "day": (FIRST_DAY, LAST_DAY), "amount": (0, LARGEST)}
LONG_BYTES = 8
AT_ONCE = 2**20
"""
How many rows the loop is given: it sees by itself to what stays within a processor's caches.
"""
LARGE = 2**22
"""
From so many bytes on numpy asks the system for large pages, of which a table needs few.
"""
NOWHERE: Input = (None, 0)


class Same(NamedTuple):
    """
    A column of the answer that is the same in every row.
    """

    kind: str
    value: int


@record(eq=False)
class Work:
    """
    What the loop does with a table.

    Attributes:
        program: its steps.
        kinds: what each column holds that it makes.
        same: what other columns are in every row.
        columns: those of the answer: which of these each is.
    """

    program: Program
    kinds: str
    same: frozenset[Same]
    columns: tuple[int | Same, ...]


def rows_at_once() -> int:
    """
    Return of how many rows a batch is best.
    """
    return ROWS_AT_ONCE if KERNEL is None else AT_ONCE


def looped(plan: Plan, arrays: Sequence[Any], rows: int) -> list[Any] | None:
    """
    Return what *plan* asks of a batch, as columns of Arrow; None where numpy is to be asked.
    """
    if KERNEL is None or not rows:
        return None
    try:
        inputs = [_inputs(column, array) for column, array in zip(plan.columns, arrays, strict=True)]
    except TableError:
        return None
    years = tuple(_years(column, each, rows) for column, each in zip(plan.columns, inputs, strict=True))
    work = _work(KERNEL, plan, years)
    if work is None:
        return None
    program, bits = work.program, -(-rows // BYTE)
    made = [_room(rows * LONG_BYTES if kind == LONG else bits) for kind in work.kinds]
    slots = [slot for pair in inputs for slot in pair]
    if KERNEL.run(program.steps, program.constants, program.registers, slots, program.tables, made, rows) >= 0:
        return None
    same = {each: _same(each, rows) for each in work.same}
    columns = [
        pa.Array.from_buffers(pa.int64(), rows, [None, buffer]) if kind == LONG else column_of_bits(buffer, rows)
        for kind, buffer in zip(work.kinds, made, strict=True)
    ]
    return [columns[each] if isinstance(each, int) else same[each] for each in work.columns]


def _room(size: int) -> Any:
    return pa.allocate_buffer(size) if size < LARGE else pa.py_buffer(np.empty(size, np.uint8))


def _same(constant: Same, rows: int) -> Any:
    """
    Return a column of the answer that is the same in every row.
    """
    if constant.kind == LONG:
        return pa.array(np.full(rows, constant.value))
    return column_of_bits(pa.py_buffer(every_row(rows) if constant.value else no_row(rows)), rows)


def _inputs(column: Column, array: Any) -> tuple[Input, Input]:
    """
    Return the values of a column as the loop reads them, and the rows in which there are any.
    """
    if column.kind == "own":
        return NOWHERE, NOWHERE
    if column.kind == "text":
        return (texts(column.name, array), 0), NOWHERE
    if array.type == RAW.get(column.kind):
        validity, data = array.buffers()
        return (data, array.offset), (validity, array.offset)
    if column.kind == "flag":
        return (flags(column.name, array), 0), (known(array), 0)
    values = values_of(column, array)
    return (values.array, 0), (values.known, 0)


def _years(column: Column, inputs: tuple[Input, Input], rows: int) -> Years:
    """
    Return the first and the last year in which the days of a column lie; None where it has none.
    """
    if column.kind != "day":
        return None
    found = KERNEL.extent(*inputs, rows)
    return found and (day_of(max(FIRST_DAY, found[0])).year, day_of(min(LAST_DAY, found[1])).year)


@lru_cache(maxsize=256)
def _work(kernel: Any, plan: Plan, years: tuple[Years, ...]) -> Work | None:
    """
    Return what the loop does, to answer what *plan* asks; None where it cannot.
    """
    block = _BlockToBe(plan.columns, years, plan.as_of)
    try:
        found = plan.found(block)
    except (UntraceableError, TableError):
        return None
    made = [*{id(each): each for each in found if isinstance(each, Traced)}.values()]
    ranks = {id(each): rank for rank, each in enumerate(made)}
    program = program_of(made, block.reads, kernel.OPERATIONS)
    columns = tuple(ranks[id(each)] if isinstance(each, Traced) else _as_same(each) for each in found)
    same = frozenset(each for each in columns if isinstance(each, Same))
    return Work(program, "".join(each.kind for each in made), same, columns)


def _as_same(constant: Any) -> Same:
    return Same(LONG, int(constant.item())) if constant.dtype == np.int64 else Same(MASK, int(is_set(constant)))


class _BlockToBe(Block):
    """
    Rows that are not read yet.

    Attributes:
        reads: the columns of numbers among them.
    """

    def __init__(self, columns: Sequence[Column], years: Sequence[Years], as_of: dt.date) -> None:
        self.reads: list[Traced] = []
        super().__init__(columns, [*enumerate(years)], 1, as_of)

    def _named(self, _: Column, array: Any) -> Mask:
        return cast("Mask", _bits(2 * array[0]))

    def _flag(self, _: Column, array: Any) -> tuple[Mask, Mask]:
        is_known = _bits(2 * array[0] + 1)
        return _bits(2 * array[0]) & is_known, is_known

    def _read(self, column: Column, array: Any) -> Values:
        rank, years = array
        first, last = BOUNDS[column.kind]
        last = min(last, column.most or last)
        read = Traced("READ", (2 * rank, 2 * rank + 1, (first, last)), KIND[column.kind])
        self.reads.append(read)
        if column.kind == "day":
            if years is None:
                return nothing(self.rows)
            first, last = (number_of(dt.date(*day)) for day in ((years[0], 1, 1), (years[1], 12, 31)))
        return Values(read, Traced("KNOWN", (read,), MASK), last, first)  # type: ignore[arg-type]


def _bits(slot: int) -> Any:
    return Traced("BITS", (slot,), MASK)
