"""
Columns to be, as the steps that the compiled loop runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dmsi_rules.batch._traced import COMPARED, LONG, MASK, SAME_ROW, SIGNED, UNSIGNED, Traced
from dmsi_rules.values.record import record

REGISTERS = {MASK: "M", SIGNED: "W", UNSIGNED: "W", LONG: "L"}
"""
Which registers hold each kind.
"""
WIDTHS = {"READ", "FILL", "KEEP", "TAKE", "PICK"}
"""
What is done in as many ways as there are widths of numbers.
"""
COMPARING = {each for both in COMPARED.values() for each in both}
TURNED = {"GT": "LT", "GE": "LE"}
"""
What is compared with its sides changed: between two columns there is one way for both.
"""
FIELDS = 6


@record(eq=False)
class Program:
    """
    What the compiled loop is given.

    Attributes:
        steps: operations with their operands, so many integers each.
        registers: how many masks, numbers of 32 bits and of 64 bits it works with.
    """

    steps: Any
    constants: Any
    registers: tuple[int, ...]
    tables: tuple[Any, ...]


def program_of(outputs: Sequence[Traced], reads: Iterable[Traced], operations: Mapping[str, tuple[int, str]]) -> Program:
    """
    Return the program that makes *outputs*, each the output of its rank, and looks at every value of *reads*.

    Args:
        outputs: columns to be.
        reads: columns of the table.
        operations: the number of each operation, and what its operands are.
    """
    maker = _Maker(operations)
    longs = [rank for rank, output in enumerate(outputs) if output.kind == LONG]  # first: they look at most of what is read
    for rank in (*longs, *(rank for rank in range(len(outputs)) if rank not in longs)):
        maker.note("OUT_L" if outputs[rank].kind == LONG else "OUT_M", (rank, outputs[rank]))
    for each in reads:
        maker.value(each)
    return maker.program()


class _Maker:
    """
    Steps as they are noted, each value with a number of its own.
    """

    def __init__(self, operations: Mapping[str, tuple[int, str]]) -> None:
        self._operations = operations
        self._steps: list[tuple[str, list[int]]] = []
        self._seen: dict[int, tuple[Traced, int]] = {}
        self._made: dict[tuple[str, tuple[int, ...]], int] = {}
        self._files: list[str] = []  # of each value, which registers hold it
        self._constants: dict[tuple[int, ...], int] = {}
        self._pool: list[int] = []
        self._tables: dict[tuple[str, bytes], int] = {}

    def value(self, column: Traced) -> int:
        """
        Return the number of the value that *column* is once the steps noted so far are done.
        """
        if id(column) not in self._seen:
            self._seen[id(column)] = column, self._value(column)
        return self._seen[id(column)][1]

    def _value(self, column: Traced) -> int:
        if column.operation == "VIEW":
            return self.value(column.operands[0])
        if column.operation == "KNOWN":
            return self.value(column.operands[0]) + 1
        return self.note(*_named(column))

    def note(self, name: str, operands: Sequence[Any]) -> int:
        """
        Note a step, unless it was noted before, and return the first value that it makes.
        """
        signature = self._operations[name][1]
        made = signature[: len(signature) - len(operands)]
        given = [self._given(letter, each) for letter, each in zip(signature[len(made) :], operands, strict=True)]
        key = name, tuple(given)
        if key not in self._made:
            self._made[key] = first = len(self._files)
            self._files += made
            self._steps.append((name, [*range(first, first + len(made)), *given]))
        return self._made[key]

    def _given(self, letter: str, operand: Any) -> int:
        """
        Return an operand as a step has it.
        """
        if letter in "MWL":
            return self.value(operand)
        if letter in "tT":
            return self._tables.setdefault((operand.dtype.str, operand.tobytes()), len(self._tables))
        if letter in "bwlmo":
            return int(operand)
        numbers = operand if letter in "Ki" else (operand,)
        if numbers not in self._constants:
            self._constants[numbers] = len(self._pool)
            self._pool.extend(numbers)
        return self._constants[numbers]

    # ---- in as few registers as it takes

    def program(self) -> Program:
        """
        Return what was noted, each value in a register that is free from its last use on.
        """
        last: dict[int, int] = {}
        for rank, (name, operands) in enumerate(self._steps):
            last.update(dict.fromkeys(_registers(self._operations[name][1], operands), rank))
        free: dict[str, list[int]] = {letter: [] for letter in "MWL"}
        many = dict.fromkeys("MWL", 0)
        place: dict[int, int] = {}
        steps = np.zeros((len(self._steps), FIELDS), np.int32)
        for rank, (name, operands) in enumerate(self._steps):
            number, signature = self._operations[name]
            steps[rank, 0] = number
            values = [*_registers(signature, operands)]
            made = [each for each in values if each not in place]
            ended = {each for each in values if last[each] == rank}
            for each in ended.difference(made):
                free[self._files[each]].append(place[each])
            for each in made:
                letter = self._files[each]
                if not free[letter]:
                    free[letter].append(many[letter])
                    many[letter] += 1
                place[each] = free[letter].pop()
            for each in ended.intersection(made):
                free[self._files[each]].append(place[each])
            for field, (letter, each) in enumerate(zip(signature, operands, strict=True), 1):
                steps[rank, field] = place[each] if letter in many else each
        tables = tuple(np.frombuffer(content, dtype) for dtype, content in self._tables)
        return Program(steps, np.array(self._pool, np.int64), tuple(many.values()), tables)


def _registers(signature: str, operands: Sequence[int]) -> Iterable[int]:
    """
    Return the values among *operands*.
    """
    return (each for letter, each in zip(signature, operands, strict=True) if letter in "MWL")


def _named(column: Traced) -> tuple[str, Sequence[Any]]:
    """
    Return the operation that makes *column*, as the loop calls it, and its operands.
    """
    name, operands, kind = column.operation, column.operands, column.kind
    if name in COMPARING:
        operands, kind = operands[:2], operands[2]
        if name in TURNED and isinstance(operands[1], Traced):
            name, operands = TURNED[name], operands[::-1]
    if name in COMPARING or name in SAME_ROW.values():
        return f"{kind}_{name}" if isinstance(operands[1], Traced) else f"{kind}_{name}_K", operands
    if name == "AND":
        for one, other in (operands, operands[::-1]):
            if other.operation == "NOT":
                return "LESS", (one, other.operands[0])
    return f"{name}_{REGISTERS[kind]}" if name in WIDTHS else name, operands
