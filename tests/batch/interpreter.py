"""
What the compiled loop does, written once more in numpy, a whole column at a time: it stands in where the loop is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

NUMBERS = {"I": ("W", np.int32), "U": ("W", np.uint32), "L": ("L", np.int64)}
COMPUTED: Mapping[str, Any] = {"ADD": np.add, "SUB": np.subtract, "MUL": np.multiply, "MIN": np.minimum, "MAX": np.maximum}
COMPARED: Mapping[str, Any] = {
    "LT": np.less,
    "LE": np.less_equal,
    "EQ": np.equal,
    "NE": np.not_equal,
    "GT": np.greater,
    "GE": np.greater_equal,
}
DTYPES: Mapping[str, Any] = {"M": np.bool_, "W": np.int32, "L": np.int64}
ALONE: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "AND": ("MMM", lambda one, other: one & other),
    "OR": ("MMM", lambda one, other: one | other),
    "LESS": ("MMM", lambda one, other: one & ~other),
    "NOT": ("MM", lambda mask: ~mask),
    "NONE": ("M", lambda: np.array(0, np.bool_)),
    "BITS": ("Mb", lambda bits: bits),
    "READ_W": ("WMwbi", lambda: None),
    "READ_L": ("LMlbK", lambda: None),
    "FILL_W": ("Wk", lambda number: np.asarray(number).astype(np.int32)),
    "FILL_L": ("Lk", np.asarray),
    "KEEP_W": ("WWM", lambda numbers, mask: numbers * mask),
    "KEEP_L": ("LLM", lambda numbers, mask: numbers * mask),
    "PICK_L": ("LMLL", np.where),
    "WIDEN": ("LW", lambda numbers: numbers.astype(np.int64)),
    "SUM": ("LLWu", lambda total, units, price: total + units.astype(np.uint32).astype(np.int64) * price),
    "FLOOR": ("LLp", lambda numbers, by: numbers // by),
    "TAKE_W": ("WWt", lambda places, table: table[places]),
    "TAKE_L": ("LWT", lambda places, table: table[places]),
    "RANK": ("WLT", lambda numbers, ends: (ends[:, None] < numbers).sum(axis=0, dtype=np.int32)),
    "OUT_M": ("mM", lambda: None),
    "OUT_L": ("oL", lambda: None),
}
"""
Each operation that is not computed in several types: what its operands are, and what it makes of those that it is given.
"""


def _signatures() -> dict[str, str]:
    found = {name: signature for name, (signature, _) in ALONE.items()}
    for kind, (letter, _) in NUMBERS.items():
        found |= {f"{kind}_{name}": letter * 3 for name in COMPUTED}
        found |= {f"{kind}_{name}_K": f"{letter}{letter}k" for name in COMPUTED}
        found |= {f"{kind}_{name}": f"M{letter}{letter}" for name in COMPARED if name not in {"GT", "GE"}}
        found |= {f"{kind}_{name}_K": f"M{letter}k" for name in COMPARED}
    return found


OPERATIONS = {name: (rank, signature) for rank, (name, signature) in enumerate(_signatures().items())}
NAMES = [*OPERATIONS]


def extent(numbers: tuple[Any, int], there: tuple[Any, int], rows: int) -> tuple[int, int] | None:
    """
    Return the least and the greatest of the numbers that are there.
    """
    found = _values(numbers, rows, np.int32)[_bits(there, rows)]
    return (int(found.min()), int(found.max())) if len(found) else None


def run(
    steps: Any,
    constants: Any,
    registers: tuple[int, ...],
    inputs: Sequence[tuple[Any, int]],
    tables: Sequence[Any],
    outputs: Sequence[Any],
    rows: int,
) -> int:
    """
    Run steps on so many rows: -1, or the first step that met a value which it does not take.
    """
    files = {letter: [np.zeros(rows, DTYPES[letter])] * many for letter, many in zip("MWL", registers, strict=True)}
    look: Mapping[str, Callable[[int], Any]] = {
        **{letter: files[letter].__getitem__ for letter in files},
        "b": lambda rank: _bits(inputs[rank], rows),
        "w": lambda rank: _values(inputs[rank], rows, np.int32),
        "l": lambda rank: _values(inputs[rank], rows, np.int64),
        "t": lambda rank: np.frombuffer(tables[rank], np.int32),
        "T": lambda rank: np.frombuffer(tables[rank], np.int64),
        **dict.fromkeys("Ki", lambda rank: constants[rank : rank + 2]),
        **dict.fromkeys("kup", constants.__getitem__),
    }
    for rank, (operation, *operands) in enumerate(steps.tolist()):
        name, signature = NAMES[operation], OPERATIONS[NAMES[operation]][1]
        made = {"READ": 2, "OUT": 0}.get(name[:-2], 1)
        given = [look[letter](each) for letter, each in zip(signature[made:], operands[made:], strict=False) if letter in look]
        if name.startswith("OUT"):
            _write(outputs[operands[0]], np.broadcast_to(given[0], rows))
        elif not _is_taken(name, given):
            return rank
        with np.errstate(over="ignore"):
            for letter, place, value in zip(signature[:made], operands[:made], _done(name, given) if made else (), strict=True):
                files[letter][place] = value
    return -1


def _is_taken(name: str, given: Sequence[Any]) -> bool:
    """
    Tell whether a step takes what it is given.
    """
    if name.startswith("READ"):
        values, there, (least, greatest) = given
        return bool(((values[there] >= least) & (values[there] <= greatest)).all())
    return not name.startswith("TAKE") or bool(((given[0] >= 0) & (given[0] < len(given[1]))).all())


def _done(name: str, given: Sequence[Any]) -> tuple[Any, ...]:
    """
    Return what a step makes of what it is given.
    """
    if name.startswith("READ"):
        return given[0] * given[1], given[1]
    kind, _, work = name.removesuffix("_K").partition("_")
    if kind not in NUMBERS:
        return (ALONE[name][1](*given),)
    dtype = NUMBERS[kind][1]
    sides = [np.asarray(each).astype(dtype) for each in given]
    return (COMPARED[work](*sides) if work in COMPARED else COMPUTED[work](*sides).astype(DTYPES[NUMBERS[kind][0]]),)


def _write(buffer: Any, value: Any) -> None:
    made = np.packbits(value, bitorder="little") if value.dtype == np.bool_ else value
    memoryview(buffer).cast("B")[: made.nbytes] = made.tobytes()


def _bits(given: tuple[Any, int], rows: int) -> Any:
    buffer, first = given
    if buffer is None:
        return np.ones(rows, np.bool_)
    return np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little")[first : first + rows].view(np.bool_)


def _values(given: tuple[Any, int], rows: int, dtype: Any) -> Any:
    return np.frombuffer(given[0], dtype, rows, given[1] * np.dtype(dtype).itemsize)
