"""
The compiled loop: it does what numpy does, and refuses every program that names what is not there.
"""

from __future__ import annotations

import datetime as dt
import os
from random import Random
from typing import Any

import dmsi_rules_kernel as kernel
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dmsi_rules import batch
from dmsi_rules.batch import _compiled
from dmsi_rules.testing.strategies import switches
from tests.batch import interpreter
from tests.batch.drawn import cases

MANY = settings(phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
AS_OF = dt.date(2026, 1, 10)
TIMES, CUT = 150, 3
"""
How often rows are repeated, for there to be several blocks, and how many are cut off, for bits to begin within a byte.
"""
ROWS = 2500
REGISTERS = (5, 5, 5)


def judged(by: Any, table: Any, **choices: Any) -> Any:
    """
    Return the answer on *table* by a compiled loop; None: without one.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_compiled, "KERNEL", by)
        return batch.judge(table, **choices)


def lengthened(table: Any) -> Any:
    """
    Return the rows of *table* many times, in buffers that begin before it, with any value where there is none.
    """
    whole = pa.concat_tables([table] * TIMES).combine_chunks().slice(CUT)
    return pa.table([_littered(each.chunk(0)) for each in whole.columns], names=whole.column_names)


def _littered(array: Any) -> Any:
    if not (pa.types.is_int32(array.type) or pa.types.is_date32(array.type)) or not array.null_count:
        return array
    validity, data = array.buffers()
    values = np.frombuffer(data, np.int32).copy()
    there = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little", count=array.offset + len(array)).view(np.bool_)
    values[: len(there)][~there] = -7
    return pa.Array.from_buffers(array.type, len(array), [validity, pa.py_buffer(values)], offset=array.offset)


def test_is_sanitized_where_that_is_asked() -> None:
    """
    What is tried is what was built.
    """
    assert hasattr(kernel, "SANITIZED") == (os.environ.get("SANITIZE") == "1")


def test_is_what_stands_in_for_it() -> None:
    """
    The stand-in of the other tests has the same operations, and programs are written for both.
    """
    assert kernel.FORMAT == _compiled.FORMAT
    assert {name: signature for name, (_, signature) in interpreter.OPERATIONS.items()} == {
        name: signature for name, (_, signature) in kernel.OPERATIONS.items()
    }


@settings(MANY, max_examples=150)
@given(cases())
def test_same_as_numpy(case: tuple[Any, Any, dt.date, dict[str, str]]) -> None:
    """
    On any text, any day, any readings and any columns.
    """
    table, text, as_of, readings = case
    choices = {"convention": text, "as_of": as_of, "readings": readings}
    many = lengthened(table)
    assert judged(None, many, **choices).equals(judged(kernel, many, **choices))


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("quantity/postes", pa.array([5, 0, 3], pa.int32())),
        ("quantity/postes", pa.array([5, -1, 3], pa.int32())),
        ("quantity/postes", pa.array([5, 10**9 + 1, 3], pa.int32())),
        ("quantity/postes", pa.array([5, 2**31 - 1, -(2**31)], pa.int32())),
        ("quantity/postes", pa.array([1.5, 2, 3])),
        ("opening", pa.array([1, 20_000, 3], pa.int32()).cast(pa.date32())),
        ("opening", pa.array([2**31 - 1, 20_000, 3], pa.int32()).cast(pa.date32())),
        ("name", pa.array(["Lens", " ", None])),
        ("asked/socle", pa.array([1, 2, 3])),
    ],
)
def test_refuses_what_numpy_refuses(column: str, values: Any) -> None:
    """
    A value that a column cannot hold is refused in the same words, whatever is asked.
    """
    table = pa.table({"x-id": [1, 2, 3], column: values})
    said = []
    for by in (None, kernel):
        with pytest.raises(batch.TableError) as caught:
            judged(by, table, as_of=AS_OF, only=["TAR001"])
        said.append(str(caught.value))
    assert said[0] == said[1]


@settings(MANY, max_examples=30)
@given(switches)
def test_empty_and_single_rows(readings: dict[str, str]) -> None:
    """
    No row, one row, one row more than a block.
    """
    for rows in (0, 1, 2047, 2048, 2049):
        table = pa.table(
            {"quantity/reseau": pa.array([3] * rows, pa.int32()), "asked/socle": pa.array([True] * rows, pa.bool_())}
        )
        choices = {"as_of": AS_OF, "readings": readings, "only": ["TAR", "missing", "costs"]}
        assert judged(None, table, **choices).equals(judged(kernel, table, **choices))


# ---- any program


def made_up(seeded: Random) -> dict[str, Any]:
    """
    Return a program that fits, with values for it.
    """
    values = seeded.choice([4, 50, 2**20, 2**31 - 1, 2**63 - 1])
    first = seeded.randrange(20)
    words = np.array([seeded.randint(-min(values, 2**31), min(values, 2**31 - 1)) for _ in range(ROWS + first)], np.int32)
    longs = np.array([seeded.randint(-values, values) for _ in range(ROWS + first)], np.int64)
    bits = np.frombuffer(seeded.randbytes((ROWS + first) // 8 + 2), np.uint8)
    pool = sorted([*(seeded.randint(-values, values) for _ in range(4)), -(2**31), 0, 1, 7, 2**31 - 1, 2**32 - 1])
    pool += [-(2**31), 2**31 - 1, -(2**63), 2**63 - 1]  # bounds that hold everything
    return {
        "constants": np.array(pool, np.int64),
        "registers": REGISTERS,
        "inputs": [(bits, first), (words, first), (longs, first), (None, 0)],
        "tables": [np.arange(values % 3000 + 1, dtype=np.int32), np.cumsum(np.arange(9, dtype=np.int64) ** 5)],
        "outputs": [np.zeros(ROWS // 8 + 1, np.uint8), np.zeros(ROWS, np.int64)],
        "rows": ROWS,
        "steps": np.array([*_filled(), *(step_of(seeded, pool) for _ in range(40)), *map(_out, ("OUT_M", "OUT_L"))], np.int32),
    }


def _filled() -> list[list[int]]:
    """
    Return steps that write every register: what one holds before that is what the rows before left there.
    """
    names = zip(("NONE", "FILL_W", "FILL_L"), REGISTERS, strict=True)
    return [[kernel.OPERATIONS[name][0], rank, rank, 0, 0, 0] for name, many in names for rank in range(many)]


def _out(name: str) -> list[int]:
    return [kernel.OPERATIONS[name][0], int(name == "OUT_L"), 0, 0, 0, 0]


def step_of(seeded: Random, pool: list[int]) -> list[int]:
    """
    Return one step that fits.
    """
    ranks: dict[str, list[int]] = {
        **{letter: [*range(many)] for letter, many in zip("MWL", REGISTERS, strict=True)},
        "b": [0, 3],
        "w": [1],
        "l": [2],
        "t": [0],
        "T": [1],
        "m": [0],
        "o": [1],
        "k": [*range(len(pool))],
        "K": [len(pool) - 2] * 20 + [rank for rank in range(len(pool) - 1) if pool[rank] <= pool[rank + 1]],
        "i": [len(pool) - 4] * 20 + [rank for rank in range(len(pool) - 1) if -(2**31) <= pool[rank] <= pool[rank + 1] < 2**31],
        "u": [rank for rank, each in enumerate(pool) if 0 <= each < 2**32],
        "p": [rank for rank, each in enumerate(pool) if each > 0],
    }
    number, signature = seeded.choice([*kernel.OPERATIONS.values()])
    operands = [seeded.choice(ranks[letter]) for letter in signature]
    return [number, *operands, *[0] * (5 - len(operands))]


def run(by: Any, program: dict[str, Any]) -> tuple[int, list[bytes]]:
    """
    Return how a program ends, and what it writes.
    """
    outputs = [np.zeros_like(each) for each in program["outputs"]]
    parts = ("steps", "constants", "registers", "inputs", "tables")
    steps = program["steps"]
    if by is interpreter:
        names = [name for name, _ in sorted(kernel.OPERATIONS.items(), key=lambda each: each[1][0])]
        steps = steps.copy()
        steps[:, 0] = [interpreter.OPERATIONS[names[each]][0] for each in steps[:, 0]]
    ended = by.run(steps, *(program[part] for part in parts[1:]), outputs, program["rows"])
    return ended, [] if ended >= 0 else [_masked(outputs[0]), outputs[1].tobytes()]


def _masked(bits: Any) -> bytes:
    return bytes(np.unpackbits(bits, bitorder="little", count=ROWS))


@settings(MANY, max_examples=400)
@given(st.integers(0, 2**32))
def test_any_program_as_numpy_runs_it(seed: int) -> None:
    """
    Steps in any order, on any numbers.
    """
    program = made_up(Random(seed))  # noqa: S311  (programs to try, not secrets)
    ended, wrote = run(kernel, program)
    expected, written = run(interpreter, program)
    assert (expected >= 0) == (ended >= 0)
    assert written == wrote


@settings(MANY, max_examples=1500)
@given(st.integers(0, 2**32))
def test_refuses_what_names_nothing(seed: int) -> None:
    """
    A program changed anywhere is run or refused, and never reads or writes what is not its own.
    """
    seeded = Random(seed)  # noqa: S311  (as above)
    program = made_up(seeded)
    for _ in range(seeded.randint(1, 6)):
        _break(program, seeded)
    try:
        run(kernel, program)
    except (ValueError, MemoryError):
        return


def _break(program: dict[str, Any], seeded: Random) -> None:
    """
    Change something about a program.
    """
    odd = seeded.choice([-1, 0, 1, 2, 5, 6, 81, 255, 2**31 - 1, -(2**31), seeded.randrange(100)])
    what = seeded.choice(["step", "rows", "registers", "inputs", "tables", "outputs", "constants"])
    if what == "step":
        program["steps"].flat[seeded.randrange(program["steps"].size)] = odd
    elif what == "rows":
        program["rows"] = seeded.choice([0, 1, ROWS - 1, ROWS + 1, ROWS + 30, 10**6, 2**62, 2**63 - 1])
    elif what == "registers":
        program["registers"] = (odd % 7, *seeded.sample([0, 1, 4, 5, 4096, 5000], 2))
    elif what == "inputs":
        rank = seeded.randrange(4)
        program["inputs"][rank] = (program["inputs"][rank][0], seeded.choice([0, 1, 7, 8, 64, 10**6, 2**62, 2**63 - 1]))
    elif what == "constants" or seeded.random() < 0.5:
        program[what] = program[what][: seeded.randrange(len(program[what]) + 1)]
    else:
        program[what] = [each[:1] for each in program[what]]
