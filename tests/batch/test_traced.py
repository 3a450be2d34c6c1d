"""
Columns to be: what is done with them, run as a program, is what numpy does with arrays.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest

from dmsi_rules.batch._program import program_of
from dmsi_rules.batch._traced import LONG, MASK, SIGNED, Traced, UntraceableError, summed, taken
from dmsi_rules.batch.masks import has_any, packed, unpacked
from tests.batch import interpreter

ONE, OTHER = np.array([1, 5, 0, 31, 2, 7, 30, 9], np.int32), np.array([4, 5, 6, 1, 0, 7, 29, 9], np.int32)
LIT = np.array([1, 0, 1, 1, 0, 0, 1, 0], np.bool_)
ROWS = len(ONE)
SLOTS = [(ONE, 0), (OTHER, 0), (np.packbits(LIT, bitorder="little"), 0), (None, 0)]
A, B = (
    cast("Any", Traced("READ", (slot, 3, (0, 100)), SIGNED)) for slot in (0, 1)
)  # arrays, as far as those who use them know
M: Any = Traced("BITS", (2,), MASK)
ENDS = np.array([2, 9, 30], np.int64)
PRICES = np.array([10, 20, 30, 40], np.int64)


WORKS: list[Callable[[Any, Any, Any], Any]] = [
    lambda a, b, _: a + b,
    lambda a, b, _: a - b,
    lambda a, b, _: np.multiply(a, b, dtype=np.int64),
    lambda a, b, _: np.maximum(np.minimum(a, b), 3),
    lambda a, *_: 100 - a,
    lambda a, *_: 2 + a * 3,
    lambda a, b, _: a.astype(np.int64) + b,
    lambda a, b, _: (a < b) | (a > 30),
    lambda a, b, _: (a >= b) & (a <= 30),
    lambda a, b, _: (a == b) | (a != 7),
    lambda a, b, _: ~(a != b),
    lambda a, *_: 7 >= a,
    lambda a, *_: np.array([7], np.int32) > a,
    lambda a, b, _: (a.view(np.uint32) - np.uint32(1)) < (b.view(np.uint32) - np.uint32(1)),
    lambda *each: each[0] * each[2],
    lambda *each: each[2] * each[1],
    lambda *each: each[2].astype(np.int32) + each[0],
    lambda *each: ~each[2] & (each[0] > 1),
    lambda *each: ~~each[2] | each[2],
    lambda *each: np.where(each[2], each[0].astype(np.int64), np.int64(7)),
    lambda a, *_: (2 * a.astype(np.int64) + 12) // 24,
    lambda a, *_: taken(PRICES, np.searchsorted(ENDS, a.astype(np.int64))),
    lambda a, *_: taken(np.arange(40, dtype=np.int32), a.astype(np.intp)) + a,
    lambda a, *_: taken(np.arange(40) % 3 == 0, a),
]


REFUSED: list[Callable[[], Any]] = [
    lambda: A % 2,
    lambda: np.add.reduce(A),
    lambda: np.cumsum(A),
    lambda: A.view(np.uint32) + B,
    lambda: A.view(np.uint32).astype(np.int64),
]


def ran(column: Any) -> list[Any]:
    """
    Return the rows of a column to be.
    """
    if column.kind not in {LONG, MASK}:
        column = column.view(np.int32).astype(np.int64)
    made = program_of([column], [A, B], interpreter.OPERATIONS)
    output: Any = np.zeros(ROWS, np.int64 if column.kind == LONG else np.uint8)
    assert interpreter.run(made.steps, made.constants, made.registers, SLOTS, made.tables, [output], ROWS) == -1
    rows: list[Any] = (unpacked(output, ROWS) if column.kind == MASK else output).tolist()
    return rows


@pytest.mark.parametrize("work", WORKS, ids=range(len(WORKS)))
def test_as_numpy_does(work: Callable[[Any, Any, Any], Any]) -> None:
    """
    On columns and numbers, on either side.
    """
    assert work(ONE, OTHER, LIT).tolist() == ran(work(A, B, M))


def test_sums_of_lines() -> None:
    """
    Units at a price each; a price beyond 32 bits, and units of 64, are multiplied like any numbers.
    """
    expected = ONE * np.int64(700) + OTHER * np.int64(3) + OTHER * np.int64(2**40)
    assert expected.tolist() == ran(summed([(A, 700), (B.astype(np.int64), 3), (B, 2**40)]))


def test_what_is_the_same_in_every_row_stays_so() -> None:
    """
    Combined with no row, with every row, and multiplied by them.
    """
    none, every = packed(np.array([False])), ~packed(np.array([False]))
    assert (M & every) is M
    assert (none | M) is M
    assert (M & none) is none
    assert (M & M) is M
    assert (A * np.array([True])) is A
    assert (A * np.array([False])).tolist() == [0]
    assert (np.zeros(1, np.int32) * M).tolist() == [0]
    assert np.where(np.array([True]), ONE, OTHER).tolist() == ONE.tolist()
    assert has_any(M, 1)
    assert unpacked(packed(M), 1) is M


@pytest.mark.parametrize("work", REFUSED, ids=range(len(REFUSED)))
def test_what_the_loop_cannot_do_is_left_to_numpy(work: Callable[[], Any]) -> None:
    """
    It is told as such while it is noted.
    """
    with pytest.raises(UntraceableError):
        work()
