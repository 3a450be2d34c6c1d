"""
Lines for people: text with the style of each of its parts, laid out in columns, still free of any terminal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from dmsi_rules.text.width import cells

Style = Literal["plain", "title", "strong", "faint", "error", "warning", "info", "good"]
Line: TypeAlias = tuple[tuple[Style, str], ...]

WIDTH = 100


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
    for word in text.split(" "):
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
    Return *rows* with their columns aligned; those whose rank is in *right* end together.
    """
    rows = list(rows)
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            pad(cell, width, right=rank in right) for rank, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
