"""
Lines written to a stream: with their styles on a terminal where rich is installed, plain everywhere else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TextIO

from dmsi_rules.report.styled import WIDTH, Line, Style, to_plain

NARROWEST, OF_OLD = 40, 80
DIGITS = 5
STYLES: Mapping[Style, str] = {
    "plain": "",
    "title": "bold",
    "strong": "bold",
    "faint": "dim",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "good": "green",
}


def width_of(stream: TextIO | None) -> int:
    """
    Return the columns to keep within on *stream*: the terminal's or those that COLUMNS says, up to what is pleasant to read.

    A file, or a program that reads on, shows as many as a terminal of old.
    """
    if stream is not None and stream.isatty():
        import shutil  # noqa: PLC0415  (wanted on a terminal alone)

        columns = shutil.get_terminal_size((WIDTH, 24)).columns
    else:
        said = os.environ.get("COLUMNS", "")
        columns = int(said) if said.isdecimal() and 0 < len(said) < DIGITS else OF_OLD
    return max(NARROWEST, min(WIDTH, columns))


def show(lines: Iterable[Line], stream: TextIO) -> None:
    """
    Write *lines* to *stream*.
    """
    if not (stream.isatty() and _show_styled(lines, stream)):
        stream.write(to_plain(lines))


def _show_styled(lines: Iterable[Line], stream: TextIO) -> bool:
    try:
        from rich.console import Console  # noqa: PLC0415  (optional, and its import is dear)
        from rich.text import Text  # noqa: PLC0415
    except ImportError:
        return False
    console = Console(file=stream, width=10 * WIDTH, highlight=False, markup=False, emoji=False)
    for line in lines:
        # Lines are laid out already: rich only colours them, and never reads markup in what users wrote.
        console.print(Text.assemble(*((text, STYLES[style]) for style, text in line)), soft_wrap=True)
    return True
