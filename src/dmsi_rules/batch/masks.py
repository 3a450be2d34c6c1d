"""
Masks: one bit a row, packed as Arrow packs them, so that they come in and go out without being copied.

The last byte of a mask may hold bits beyond its rows; nobody counts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from dmsi_rules.batch._traced import Traced

Mask: TypeAlias = npt.NDArray[np.uint8]
Flags: TypeAlias = npt.NDArray[np.bool_]

BYTE = 8
EVERY = 0xFF


def no_row(rows: int) -> Mask:
    """
    Return the mask of none of so many *rows*.
    """
    return np.zeros(-(-rows // BYTE), np.uint8)


def every_row(rows: int) -> Mask:
    """
    Return the mask of all of so many *rows*.
    """
    return np.full(-(-rows // BYTE), EVERY, np.uint8)


def packed(flags: Flags | Traced) -> Mask:
    """
    Return the mask of the rows that have their flag.
    """
    if isinstance(flags, Traced):
        return cast("Mask", flags)
    return np.packbits(flags, bitorder="little")


def unpacked(mask: Mask | Traced, rows: int) -> Flags:
    """
    Return a flag for each of so many *rows*.
    """
    if isinstance(mask, Traced):
        return cast("Flags", mask)
    return np.unpackbits(mask, count=rows, bitorder="little").view(np.bool_)


def from_bits(buffer: Any, offset: int, rows: int) -> Mask:
    """
    Return the mask that stands in an Arrow *buffer* of bits, from the bit *offset* on; every row where there is no buffer.
    """
    if buffer is None:
        return every_row(rows)
    first, shift = divmod(offset, BYTE)
    if not shift:
        return np.frombuffer(buffer, np.uint8, -(-rows // BYTE), first)
    bits = np.unpackbits(np.frombuffer(buffer, np.uint8, -(-(rows + shift) // BYTE), first), bitorder="little")
    return np.packbits(bits[shift : shift + rows], bitorder="little")


def are_same(one: Mask, other: Mask, rows: int) -> bool:
    """
    Tell whether two masks have the same of so many *rows*.
    """
    whole, rest = divmod(rows, BYTE)
    if rest and (one[whole] ^ other[whole]) & ((1 << rest) - 1):
        return False
    return one[:whole].tobytes() == other[:whole].tobytes()


def has_any(mask: Mask | Traced, rows: int) -> bool:
    """
    Tell whether *mask* has any of so many *rows*; one that is not read yet may have.
    """
    if isinstance(mask, Traced):
        return True
    whole, rest = divmod(rows, BYTE)
    return bool(mask[:whole].any()) or bool(rest and mask[whole] & ((1 << rest) - 1))


def any_of(masks: Iterable[Mask], none: Mask) -> Mask:
    """
    Return the rows that one of *masks* has, *none* where there are no masks.
    """
    found = none
    for each in masks:
        found = each if found is none else found | each
    return found
