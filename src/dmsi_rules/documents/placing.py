"""
Where the parts of a document stand in its text: wanted only where something is to be shown or changed there.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from typing import Literal

_BREAK = re.compile("\n")


def places(text: str, wanted: Iterable[str], text_format: Literal["json", "toml"]) -> dict[str, tuple[int, int]]:
    """
    Return line and column, from 1, of the values at the JSON pointers *wanted*; of an absent one, those of its table.

    Nothing where the parser that would tell cannot be loaded, as from a zip.
    """
    wanted = tuple(wanted)
    inner = {path[:end] for path in wanted for end in range(len(path)) if path[end] == "/"}
    if text_format == "toml":
        from dmsi_rules.documents._toml_places import starts  # noqa: PLC0415  (its parser is loaded where it is wanted)
    else:
        from dmsi_rules.documents._json import starts  # noqa: PLC0415  (likewise)
    found = starts(text, inner.union(wanted), inner)
    counted = Lines(text)
    where = {}
    for path in wanted if found else ():
        nearest = path
        while nearest not in found:
            nearest = nearest.rpartition("/")[0]
        where[path] = counted.at(found[nearest])
    return where


class Lines:
    """
    The lines of a text.
    """

    def __init__(self, text: str) -> None:
        self._breaks = [match.start() for match in _BREAK.finditer(text)]

    def at(self, offset: int) -> tuple[int, int]:
        """
        Return the line and the column of *offset*, from 1.
        """
        line = bisect(self._breaks, offset - 1)
        return line + 1, offset - (self._breaks[line - 1] if line else -1)
