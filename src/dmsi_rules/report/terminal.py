"""
Lines written to a stream: with their styles on a terminal where rich is installed, plain everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO

from dmsi_rules.report.styled import WIDTH, Line, Style, to_plain

NARROWEST = 40
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


def width_of(stream: TextIO) -> int:
    """
    Return the columns to keep within on *stream*: the terminal's, up to what is pleasant to read.
    """
    if not stream.isatty():
        return WIDTH
    import shutil  # noqa: PLC0415  (wanted on a terminal alone)

    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))


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
