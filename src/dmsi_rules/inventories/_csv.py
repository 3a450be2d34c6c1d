"""
Lists of computers in CSV, as GLPI, OCS Inventory and spreadsheets export them: any separator, with or without a mark.

A row that does not have a cell for each heading may be shifted or cut: nothing but its name is believed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

from dmsi_rules.documents.bounds import unreadable, within_bounds
from dmsi_rules.inventories._lists import KNOWN, Columns, Headings, Row, is_filled, machines_below
from dmsi_rules.text.marks import N_

_SEPARATORS = (";", ",", "\t")
_HINT = re.compile(r"sep=.\r?\n", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def data_in(content: bytes, headings: Headings = KNOWN) -> Iterator[Any] | None:
    """
    Return, one by one, the data of each machine of a list as GLPI's format has them, None where *content* is not such a list.

    Raises:
        Faults: it is too large; on the way, that it has too many machines, or that its quotes do not match, so that nobody
            knows where a row ends.
    """
    within_bounds(content)
    for text, separator in product(_texts(content), _SEPARATORS):
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            machines = machines_below(rows, headings, _is_whole)
        except csv.Error:
            continue
        if machines is not None:
            return _told(machines, rows)
    return None


def _told(machines: Iterator[Any], rows: Any) -> Iterator[Any]:
    try:
        yield from machines
    except csv.Error as error:
        raise unreadable(N_("not CSV at line {line}: {reason}"), line=rows.line_num, reason=str(error)) from None


def _is_whole(row: Row, columns: Columns) -> bool:
    """
    Tell whether *row* has a cell for each heading, and nothing behind them.
    """
    return len(row) >= columns.width and not is_filled(row[columns.width :])


def _texts(content: bytes) -> Iterator[str]:
    """
    Yield what *content* can be as text: as its mark says, as UTF-8, as spreadsheets in France write, as damaged UTF-8.
    """
    encodings = ["utf-16"] if content.startswith(_UTF16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            yield _HINT.sub("", content.decode(encoding), count=1)
    yield _HINT.sub("", content.decode(encodings[0], "replace"), count=1)
