"""
Lists of computers in a spreadsheet, XLSX or ODS: read row by row, no formula computed, none of it written.

A cell that holds a formula says the formula's text, whatever it came to when the file was saved. Spreadsheets are archives:
how much they unpack to is bounded before anything is unpacked.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from dmsi_rules.documents.bounds import unreadable, within_bounds
from dmsi_rules.documents.faults import Faults
from dmsi_rules.inventories import _ods
from dmsi_rules.inventories._lists import MOST_COLUMNS, Columns, Headings, Row, is_filled, machines_below
from dmsi_rules.text.marks import N_

ARCHIVE = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""
How the files of old versions of Excel begin, and those that a password protects.
"""

LARGEST_UNPACKED = 32 * 1024 * 1024
"""
What a spreadsheet may unpack to: a list of ten thousand machines with thirty columns.
"""

MOST_PARTS = 4096
MOST_ROWS = 1_048_576
"""
How many rows a sheet may have, in any spreadsheet.
"""

_ENTRY = b"PK\x01\x02"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_DECIMALS = re.compile(r"0\.(0{1,9})")

NO_OPENPYXL = N_(
    "XLSX needs the package openpyxl: python -m pip install openpyxl, in the environment of dmsi-rules; or save the list as "
    "ODS or CSV"
)
NO_LIST = N_(
    "a spreadsheet without a list of computers: no sheet has the headings Name and Operating system; rename its columns, or "
    "say with `--columns` which ones they are"
)
OLD = N_("a spreadsheet of Excel 97-2003, or one with a password: save it as XLSX, ODS or CSV, without a password")
ANOTHER = N_("an archive, not a spreadsheet: unpack it, and name the files in it")
TOO_MUCH = N_("unpacks to more than {most} bytes: save the list alone, as CSV")
NOT_WHOLE = N_("a spreadsheet that is damaged or cut short, neither ODS nor XLSX")
DAMAGED = N_("a spreadsheet that is damaged: {reason}")


def data_in(content: bytes, headings: Headings) -> Iterator[Any]:
    """
    Return, one by one, the data of each machine of the first list in a spreadsheet, as GLPI's format has them.

    Raises:
        Faults: it is not a spreadsheet, unpacks to too much, or has no list; on the way, that it is damaged.
    """
    within_bounds(content)
    if content.startswith(COMPOUND):
        raise unreadable(OLD)
    yield from _whole(lambda: _machines(_sheets(content), headings))


def _whole(read: Callable[[], Iterator[Any]]) -> Iterator[Any]:
    """
    Yield what *read* reads, and tell whatever stands in the way: parsers of damaged files fail in any manner.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a sheet has that is not looked at
            yield from read()
    except (Faults, GeneratorExit):
        raise
    except ImportError:
        raise unreadable(NO_OPENPYXL) from None
    except Exception as error:  # noqa: BLE001  (see above)
        raise unreadable(DAMAGED, reason=str(error) or type(error).__name__) from None


def _machines(sheets: Iterator[Iterable[Row]], headings: Headings) -> Iterator[Any]:
    for rows in sheets:
        machines = machines_below(rows, headings, _is_in_place)
        if machines is not None:
            yield from machines
            return
    raise unreadable(NO_LIST)


def _is_in_place(_row: Row, _columns: Columns) -> bool:
    """
    Tell that what a row says is believed: each cell of a sheet has its place.
    """
    return True


def sheets_in(content: bytes) -> Iterator[Iterable[Row]]:
    """
    Yield the filled rows of each sheet of a spreadsheet, days as `2026-01-31`.

    Raises:
        Faults: it is not a spreadsheet, unpacks to too much, or is damaged.
    """
    within_bounds(content)
    if content.startswith(COMPOUND):
        raise unreadable(OLD)
    yield from _whole(lambda: map(list, _sheets(content, dates=True)))


def _sheets(content: bytes, *, dates: bool = False) -> Iterator[Iterable[Row]]:
    """
    Yield the rows of each sheet of a spreadsheet.
    """
    if content.count(_ENTRY) > MOST_PARTS:
        raise unreadable(N_("an archive of more than {most} files"), most=MOST_PARTS)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise unreadable(NOT_WHOLE if content else N_("empty"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # No more of a part is unpacked than it says.
        if sum(each.file_size for each in archive.infolist()) > LARGEST_UNPACKED:
            raise unreadable(TOO_MUCH, most=LARGEST_UNPACKED)
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            yield from _xlsx(content, dates=dates)
        elif "mimetype" in names and archive.read("mimetype").decode("ascii", "replace").startswith(_ODS):
            with archive.open("content.xml") as file:
                for _, rows in groupby(_ods.rows_in(file, dates=dates), itemgetter(0)):
                    yield (row for _, row in rows)
        elif any(name.startswith("xl/") for name in names):
            raise unreadable(OLD)
        else:
            raise unreadable(ANOTHER)


# ---- XLSX


def _xlsx(content: bytes, *, dates: bool) -> Iterator[Iterable[Row]]:
    import openpyxl  # noqa: PLC0415  (optional, and its import is dear)

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    for sheet in workbook.worksheets:
        yield _xlsx_rows(sheet, dates=dates)


def _xlsx_rows(sheet: Any, *, dates: bool) -> Iterator[Row]:
    sheet.reset_dimensions()  # which a file may give wrong
    blank: Any = ()
    for cells in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        if cells is not blank:  # the rows of a gap are one and the same
            row = [_day_of(cell) or _shown(cell) if dates else _shown(cell) for cell in cells]
            if is_filled(row):
                yield row
            else:
                blank = cells


def _day_of(cell: Any) -> str:
    return cell.value.isoformat()[: _ods.DAY] if isinstance(cell.value, dt.date) else ""


def _shown(cell: Any) -> str:
    """
    Return what a *cell* shows that is text or a number. What a spreadsheet took for a date was a version, and is lost.
    """
    value = cell.value
    if isinstance(value, str):
        return "" if cell.data_type == "e" else value
    if value is None or isinstance(value, bool) or not isinstance(value, int | float):
        return getattr(value, "text", None) or ""  # a formula that fills several cells
    if decimals := _DECIMALS.fullmatch(cell.number_format):
        return f"{value:.{len(decimals[1])}f}"  # 20.10, where 20.1 is another
    return str(int(value)) if value == int(value) else str(value)
