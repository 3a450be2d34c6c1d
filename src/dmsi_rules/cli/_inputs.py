"""
The documents that a command line names: files, JSON Lines, standard input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import (
    LARGEST,
    InputFormat,
    content_of,
    format_of,
    lines_of,
    nothing,
    opened,
    raw_document,
    too_deep,
)
from dmsi_rules.values.record import record

STANDARD_INPUT = "-"


@record
class Input:
    """
    One document to read: its name in reports, its bytes or why there are none, its format, the folder that it is in.

    Attributes:
        line: where it starts in its file.
    """

    name: str
    content: bytes | Faults
    input_format: InputFormat
    folder: str | None = None
    line: int = 1


def named_in(arguments: argparse.Namespace) -> Iterator[Input]:
    """
    Yield every document that a command line names, in order.
    """
    return inputs(arguments.files, arguments.input_format, arguments.stdin_filename)


def inputs(files: Iterable[str], input_format: InputFormat | None, stdin_name: str | None = None) -> Iterator[Input]:
    """
    Yield every document that *files* hold, in order; standard input is read as the file *stdin_name* would be.
    """
    for name in files:
        if name == STANDARD_INPUT:
            yield from _standard_input(input_format, stdin_name)
        elif (known := input_format or format_of(name)) == "jsonl":
            yield from _lines_of_file(name)
        else:
            try:
                path = Path(name)
                yield Input(name, content_of(path), known, str(path.parent))
            except Faults as faults:
                yield Input(name, faults, known)


def _lines_of_file(name: str) -> Iterator[Input]:
    try:
        with opened(Path(name)) as file:
            yield from _lines(name, lines_of(file), str(Path(name).parent))
    except Faults as faults:
        yield Input(name, faults, "jsonl")


def _lines(name: str, lines: Iterable[tuple[int, bytes | Faults]], folder: str | None = None) -> Iterator[Input]:
    empty = True
    for number, line in lines:
        empty = False
        yield Input(f"{name}:{number}", line, "json", folder, number)
    if empty:
        yield Input(name, nothing(), "jsonl")


def _standard_input(input_format: InputFormat | None, stdin_name: str | None = None) -> Iterator[Input]:
    name, folder = STANDARD_INPUT, None
    if stdin_name is not None:
        name, folder = stdin_name, str(Path(stdin_name).parent)
        input_format = input_format or format_of(name)
    stream: BinaryIO | Any = getattr(sys.stdin, "buffer", None)
    if stream is None:
        yield Input(name, nothing(), input_format or "json", folder)
        return
    if input_format == "jsonl":
        yield from _lines(name, lines_of(stream), folder)
        return
    if input_format is None:
        first = stream.readline(LARGEST + 1)
        if _is_complete(first):
            yield from _lines(name, chain([(1, first)], lines_of(stream, 1)))
            return
    else:
        first = b""
    yield Input(name, first + stream.read(LARGEST + 1), input_format or "json", folder)


def _is_complete(line: bytes) -> bool:
    """
    Tell whether *line* is a JSON value by itself.
    """
    try:
        raw_document(line)
    except Faults as error:
        return error.faults == too_deep().faults  # complete, if unreadable
    return True
