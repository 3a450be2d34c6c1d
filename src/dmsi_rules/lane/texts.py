"""
The text of a line in parts: what comes again from line to line stands around the commune and the units that do not.

A part of which the text is known need not be read again: it means what it meant before, where the reader is in the same
state.
"""

from __future__ import annotations

import re
from typing import NamedTuple

COMMUNE, LINES = '"commune"', '"lines"'
UNITS = '"quantity":'
NUMBER = re.compile(r"( ?)([1-9][0-9]{0,8})")
"""
Units as they stand after their key: others are read, not recognised.
"""
LONGEST = 2**14


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
    if at < 0 or not start or end < 0 or len(text) > LONGEST:
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
