"""
The rows of an OpenDocument spreadsheet, one by one: nothing of it is kept but the row that is being read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

from dmsi_rules.documents.bounds import too_deep
from dmsi_rules.documents.faults import DEEPEST
from dmsi_rules.inventories._lists import MOST_COLUMNS, MOST_MACHINES, Row, is_filled

AT_ONCE = 65_536
"""
How many bytes are parsed before the rows in them are handed on.
"""

DAY = len("2026-01-31")

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE = f"{_OASIS}:table:1.0}}"
_TEXT = f"{_OASIS}:text:1.0}}"
_OFFICE = f"{_OASIS}:office:1.0}}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_TAKEN_FOR_OTHERS = frozenset({"date", "time", "boolean"})


def rows_in(file: IO[bytes], *, dates: bool = False) -> Iterator[tuple[int, Row]]:
    """
    Yield the rows of the content *file* that are filled, each with the number of its sheet; days too where *dates* says so.

    Raises:
        Faults: it is nested too deep.
    """
    reader = _Reader(dates=dates)
    while part := file.read(AT_ONCE):
        reader.parser.Parse(part, False)  # noqa: FBT003  (not the last)
        yield from reader.taken()
    reader.parser.Parse(b"", True)  # noqa: FBT003  (the last)
    yield from reader.taken()


class _Reader:
    """
    Reads content element by element.

    A row or a cell may stand for many: those of a blank row are passed over, others are as many as it says, within bounds.
    """

    def __init__(self, *, dates: bool) -> None:
        from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415  (few inventories are spreadsheets)

        self.parser: Any = DefusedXMLParser(forbid_dtd=True).parser
        # Its own handlers make a tree of everything; it refuses what it refuses.
        self.parser.DefaultHandlerExpand = None
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.ordered_attributes = False
        self._found: list[tuple[int, int, Row]] = []
        self._depth = self._sheet = 0
        self._row: Row = []
        self._rows = self._cells = 1
        self._formula: str | None = None
        self._dates = dates
        self._day = ""
        self._is_shown = False
        self._texts: list[str] | None = None
        self._aside = 0

    def taken(self) -> Iterator[tuple[int, Row]]:
        """
        Yield the rows read since the last time.
        """
        found, self._found = self._found, []
        for sheet, count, row in found:
            for _ in range(count):
                yield sheet, row

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_deep()
        if tag == f"{_TABLE}table":
            self._sheet += 1
        elif tag == f"{_TABLE}table-row":
            self._row = []
            self._rows = _repeated(attributes, "number-rows-repeated", MOST_MACHINES + 1)
        elif tag in _CELLS:
            self._cells = _repeated(attributes, "number-columns-repeated", MOST_COLUMNS - len(self._row))
            self._formula = attributes.get(f"{_TABLE}formula")
            self._day = attributes.get(f"{_OFFICE}date-value", "")[:DAY] if self._dates else ""
            # What a spreadsheet took for a date was a version, and is lost.
            self._is_shown = attributes.get(f"{_OFFICE}value-type") not in _TAKEN_FOR_OTHERS
            self._texts = []
        elif tag == f"{_OFFICE}annotation":
            self._aside += 1
        elif tag == f"{_TEXT}p" and self._texts:
            self._say("\n")
        elif tag == f"{_TEXT}s":
            self._say(" ")

    def _say(self, text: str) -> None:
        if self._texts is not None and not self._aside:
            self._texts.append(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if tag in _CELLS:
            shown = "".join(self._texts or ()) if self._is_shown else self._day
            # "of:=A1" says by its prefix how it is to be computed.
            self._row += [shown if self._formula is None else self._formula.partition(":")[2] or self._formula] * self._cells
            self._texts = None
        elif tag == f"{_TABLE}table-row" and is_filled(self._row):
            self._found.append((self._sheet, self._rows, self._row))
        elif tag == f"{_OFFICE}annotation":
            self._aside -= 1


def _repeated(attributes: Mapping[str, str], name: str, most: int) -> int:
    return min(int(attributes.get(f"{_TABLE}{name}", "1")), most)
