"""
Bars that show how far a long run has come, to somebody who would see nothing else.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from dmsi_rules.cli._inputs import STANDARD_INPUT, Input
from dmsi_rules.documents.sources import format_of
from dmsi_rules.text.marks import N_, Translate

MANY = 200
"""
How many inventories are worth a progress bar.
"""


def progress(found: Iterable[Input], arguments: argparse.Namespace) -> Iterable[Input]:
    """
    Return *found*, with a bar on standard error while it is gone through.

    Only on a terminal on which the answers do not appear themselves, and where rich is installed.
    """
    answers_appear = arguments.output is None and sys.stdout is not None and sys.stdout.isatty()
    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    streamed = [name for name in arguments.files if name == STANDARD_INPUT or format_of(name) == "jsonl"]
    if answers_appear or not is_terminal or not (streamed or len(arguments.files) > 1):
        return found
    return _shown(found, None if streamed else len(arguments.files))


def _shown(found: Iterable[Input], total: int | None) -> Iterator[Input]:
    try:
        from rich.console import Console  # noqa: PLC0415  (optional, and its import is dear)
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn  # noqa: PLC0415
    except ImportError:
        yield from found
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        yield from bar.track(found, total=total)


def watched(read: Iterable[Any], count: int, translate: Translate = str) -> Iterable[Any]:
    """
    Show how far the reading is, where many are read and somebody watches.
    """
    if count < MANY or sys.stderr is None or not sys.stderr.isatty():
        return read
    try:
        from rich.console import Console  # noqa: PLC0415  (an extra)
        from rich.progress import track  # noqa: PLC0415
    except ImportError:
        return read
    return track(read, translate(N_("inventories")), total=count, console=Console(stderr=True), transient=True)
