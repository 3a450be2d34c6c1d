"""
Lines for people: text with the style of each of its parts, laid out in columns, still free of any terminal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Literal, TypeAlias

from dmsi_rules.text.width import cells

Style = Literal["plain", "title", "strong", "faint", "error", "warning", "info", "good"]
Line: TypeAlias = tuple[tuple[Style, str], ...]

WIDTH = 100
UNBOUND = 1_000_000
"""
As wide as it takes.
"""
WORDS = re.compile(r"(?<!\bArt\.)(?<!\bAnnexe) ")
"""
What parts words: the number of an article stays with it.
"""


def to_plain(lines: Iterable[Line]) -> str:
    """
    Return *lines* without their styles, each ended by a newline.
    """
    return "".join("".join(text for _, text in line).rstrip() + "\n" for line in lines)


def apart(blocks: Iterable[Iterable[Line]]) -> list[Line]:
    """
    Return the lines of *blocks* with an empty one between those that have any.
    """
    lines: list[Line] = []
    for block in map(list, blocks):
        lines += [(), *block] if lines and block else block
    return lines


def pad(text: str, width: int, *, right: bool = False) -> str:
    """
    Return *text* filled up with spaces to *width* columns; *right* puts them in front.
    """
    spaces = " " * (width - cells(text))
    return spaces + text if right else text + spaces


def paragraph(text: str, width: int, *, style: Style = "plain", indent: int = 0, hang: int = 0) -> Iterator[Line]:
    """
    Yield *text* in lines of at most *width* columns, all but the first one set in by *hang* more.

    A word is never broken: a pointer or a name can be copied from the screen.
    """
    line, margin = "", indent
    for word in WORDS.split(text):
        if line and margin + cells(line) + 1 + cells(word) > width:
            yield ((style, " " * margin + line),)
            line, margin = word, indent + hang
        else:
            line = f"{line} {word}" if line else word
    yield ((style, " " * margin + line),)


def beside(label: str, text: str, width: int, column: int) -> Iterator[Line]:
    """
    Yield *text* in lines of at most *width* columns, all of it right of the first *column*, which holds the *label*.
    """
    first, *others = paragraph(text, width - column)
    yield (("strong", pad(label, column)), *first)
    yield from ((("plain", " " * column), *line) for line in others)


def table(rows: Iterable[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """
    Return *rows* with their columns aligned; those whose rank is in *right*, from the left or the right, end together.
    """
    return ["\n".join(lines) for lines in fitted(rows, right)]


NARROW = 12
"""
No column is broken to less.
"""


def fitted(rows: Iterable[Sequence[str]], right: Collection[int] = (), width: int | None = None) -> list[list[str]]:
    """
    Return the lines of each of *rows*, columns aligned as in a table, long words of text broken to keep within *width*.
    """
    rows = list(rows)
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    ends = {rank % len(widths) for rank in right if -len(widths) <= rank < len(widths)} if widths else set()
    while width is not None and (excess := sum(widths) + 2 * len(widths) - 2 - width) > 0:
        rank = max((rank for rank in range(len(widths)) if rank not in ends), key=lambda rank: widths[rank], default=None)
        if rank is None or widths[rank] <= NARROW:
            break
        others = [each for other, each in enumerate(widths) if other not in ends and other != rank]
        step = min(excess, max(1, widths[rank] - max([NARROW, *others])))
        widths[rank] = max(NARROW, widths[rank] - step)
    return [list(_beside_each_other(row, widths, ends)) for row in rows]


def _beside_each_other(row: Sequence[str], widths: Sequence[int], ends: Collection[int]) -> Iterator[str]:
    broken = [_broken(cell, width) for cell, width in zip(row, widths, strict=True)]
    for line in zip_longest(*broken, fillvalue=""):
        padded = (pad(cell, width, right=rank in ends) for rank, (cell, width) in enumerate(zip(line, widths, strict=True)))
        yield "  ".join(padded).rstrip()


def _broken(text: str, width: int) -> list[str]:
    if cells(text) <= width:
        return [text]
    return ["".join(part for _, part in line).strip() for line in paragraph(text, width)]
