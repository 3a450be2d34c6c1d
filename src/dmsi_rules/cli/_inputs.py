"""
The documents that a command line names: files, JSON Lines, standard input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
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
from dmsi_rules.finding import Origin
from dmsi_rules.values.record import record

STANDARD_INPUT = "-"


@record
class Input:
    """
    One document to read: its name in reports, its bytes or why there are none, its format, the folder that it is in.

    Attributes:
        line: where it starts in its file.
        file: its file, as a path from here; None where it is not one.
        is_line: whether it is one line of many.
    """

    name: str
    content: bytes | Faults
    input_format: InputFormat
    folder: str | None = None
    line: int = 1
    file: str | None = None
    is_line: bool = False

    @property
    def origin(self) -> Origin:
        """
        Where the document comes from, as reports say it.
        """
        return Origin(self.name, self.file, self.line if self.is_line else None)


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
                yield Input(name, content_of(path), known, str(path.parent), file=from_here(name))
            except Faults as faults:
                yield Input(name, faults, known, file=from_here(name))


def _lines_of_file(name: str) -> Iterator[Input]:
    try:
        with opened(Path(name)) as file:
            yield from _lines(name, lines_of(file), str(Path(name).parent))
    except Faults as faults:
        yield Input(name, faults, "jsonl", file=from_here(name))


def _lines(name: str, lines: Iterable[tuple[int, bytes | Faults]], folder: str | None = None) -> Iterator[Input]:
    file = None if name == STANDARD_INPUT else from_here(name)
    for number, line in lines:
        yield Input(f"{name}:{number}", line, "json", folder, number, file, is_line=True)


def from_here(name: str) -> str:
    """
    Return the path *name* from where the program runs, which is what the tools that show findings beside files know.
    """
    try:
        path = os.path.normpath(name)
        return os.path.relpath(path) if Path(path).is_absolute() or path.startswith(os.pardir) else path
    except (OSError, ValueError):  # on another drive, from a folder that is gone
        return name


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
    file = None if name == STANDARD_INPUT else from_here(name)
    if input_format is not None:
        yield Input(name, stream.read(LARGEST + 1), input_format, folder, file=file)
        return
    first = stream.readline(LARGEST + 1)
    if _is_complete(first):
        yield from _lines(name, chain([(1, first.rstrip(b"\r\n"))], lines_of(stream, 1)))
        return
    whole = first + stream.read(LARGEST + 1)
    if _is_stream(whole):
        yield from _lines(name, lines_of(_Again(whole, stream)))
    else:
        yield Input(name, whole, "json", folder, file=file)


class _Again:
    """
    A stream of which the beginning has been read, read from its beginning.
    """

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = BytesIO(head)
        self._rest = rest

    def readline(self, limit: int) -> bytes:
        """
        Return the next line, or its first *limit* bytes.
        """
        line = self._head.readline(limit)
        if len(line) < limit and not line.endswith(b"\n"):
            line += self._rest.readline(limit - len(line))
        return line


def _is_stream(head: bytes) -> bool:
    """
    Tell whether what begins with *head*, and whose first line is no document by itself, is a stream of documents all the same.

    It is where it is no document as a whole and another line is one, not set in as within a document.
    """
    if len(head) <= LARGEST and _is_complete(head):
        return False
    return any(line.startswith(b"{") and _is_complete(line) for line in head.splitlines()[1:])


def _is_complete(line: bytes) -> bool:
    """
    Tell whether *line* is a JSON value by itself.
    """
    try:
        raw_document(line)
    except Faults as error:
        return error.faults == too_deep().faults  # complete, if unreadable
    return True
