"""
The text of a line in parts: what comes again from line to line stands around the commune and the units that do not.

A part of which the text is known need not be read again: it means what it meant before, where the reader is in the same
state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

COMMUNE, LINES = '"commune"', '"lines"'
WITHIN = '{"commune": {'
"""
What stands before what a document says of its commune, where it says nothing else.
"""
UNITS = re.compile(r'("quantity": ?)([1-9][0-9]{0,8})')
"""
Units as they mostly stand after their key: others are read, not recognised.
"""
LONGEST = 2**14
"""
How long a line is at most that is looked at here: a longer one is seldom told again.
"""


def without_units(text: str) -> tuple[tuple[str, ...], Sequence[str]]:
    """
    Return a *text* in pieces without the units in it, and these.
    """
    pieces = UNITS.split(text)
    units = pieces[2::3]
    del pieces[2::3]
    return tuple(pieces), units


class Parts(NamedTuple):
    """
    A document in parts.

    Attributes:
        head: up to the lines of the request.
        lines: each with what separates it from the one before, without the bracket that closes it.
        tail: from the bracket that closes the list.
    """

    head: str
    lines: list[str]
    tail: str


def parted(text: str) -> Parts | None:
    """
    Return the parts of a *text*; None where it has no such ones at a glance.
    """
    at = text.find(LINES)
    start = text.find("[", at) + 1
    end = text.find("]", start)
    if at < 0 or not start or end < 0:
        return None
    lines = text[start:end].split("}")
    if lines.pop().strip(" \t\r"):
        return None
    return Parts(text[:start], lines, text[end:])


class Head(NamedTuple):
    """
    What stands before the lines of a request: around what the table of the commune holds, and that.
    """

    before: str
    commune: str
    after: str


def headed(head: str) -> Head | None:
    """
    Return a *head* in parts; None where it has no commune.
    """
    at = head.find(COMMUNE)
    start = head.find("{", at) + 1
    end = head.find("}", start)
    if at < 0 or not start or end < 0:
        return None
    return Head(head[:start], head[start:end], head[end:])


class LineText(NamedTuple):
    """
    A line of a request as it stands in its document.

    Attributes:
        key: its rank, and its text without its units.
        start: where its text starts.
        units: those, as they are written; nothing, where there are none.
        units_end: where they end.
    """

    key: tuple[int | str, ...]
    start: int
    units: str
    units_end: int


def lines_in(parts: Parts) -> Sequence[LineText] | None:
    """
    Return the lines of a request; None where one has units twice.
    """
    found = []
    start = len(parts.head)
    for rank, text in enumerate(parts.lines):
        pieces, units = without_units(text)
        if len(units) > 1:
            return None
        end = start + sum(map(len, pieces[:2])) + len(units[0]) if units else start
        found.append(LineText((rank, *pieces), start, units[0] if units else "", end))
        start += len(text) + 1
    return found
