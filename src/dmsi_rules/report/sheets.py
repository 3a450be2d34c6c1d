"""
Tables as spreadsheets, XLSX or ODS: text stays text, whatever it begins with, days are days, and numbers numbers.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Any

Cell = str | int | Decimal | dt.date | None
Rows = Iterable[Sequence[Cell]]

WIDEST = 60
MONEY = "#,##0.00"


def to_xlsx(rows: Rows, title: str) -> bytes:
    """
    Return *rows*, the headings first, as XLSX with one sheet called *title*.

    Raises:
        ImportError: openpyxl is not installed.
    """
    return book_to_xlsx({title: rows}, is_list=True)


def book_to_xlsx(sheets: Mapping[str, Rows], *, is_list: bool = False) -> bytes:
    """
    Return the rows of each of *sheets* as XLSX; of a list the first row is the headings.

    Raises:
        ImportError: openpyxl is not installed.
    """
    from openpyxl import Workbook  # noqa: PLC0415  (optional, and its import is dear)
    from openpyxl.styles import Font  # noqa: PLC0415  (as above)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  (as above)

    book, written = Workbook(write_only=True), io.BytesIO()
    for title, rows in sheets.items():
        table = [list(row) for row in rows]
        sheet = book.create_sheet(title)
        if is_list:
            sheet.freeze_panes = "A2"
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(table[0]))}{len(table)}"
        for rank, width in enumerate(_widths(table), 1):
            sheet.column_dimensions[get_column_letter(rank)].width = width
        for rank, row in enumerate(table):
            sheet.append(_typed(row, sheet, Font(bold=True) if rank == 0 else None))
    book.save(written)
    return written.getvalue()


def _widths(table: Sequence[Sequence[Cell]]) -> list[int]:
    """
    Return how wide each column is to be: a row of one cell is a title, and runs on over the others.
    """
    columns = zip_longest(*(row for row in table if len(row) > 1))
    return [min(WIDEST, 2 + max(len(str(cell or "")) for cell in column)) for column in columns]


def _typed(row: Sequence[Cell], sheet: Any, font: Any) -> Iterator[Any]:
    """
    Yield the cells of a *row*: what begins as a formula does is text all the same.
    """
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  (as above)

    for value in row:
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"
        if isinstance(value, Decimal):
            cell.number_format = MONEY
        if font:
            cell.font = font
        yield cell


def to_ods(rows: Rows, title: str) -> bytes:
    """
    Return *rows*, the headings first, as ODS with one sheet called *title*.

    Raises:
        ImportError: odswriter is not installed.
    """
    return book_to_ods({title: rows})


def book_to_ods(sheets: Mapping[str, Rows]) -> bytes:
    """
    Return the rows of each of *sheets* as ODS.

    Raises:
        ImportError: odswriter is not installed.
    """
    import odswriter  # noqa: PLC0415  (optional)

    written = io.BytesIO()
    with odswriter.writer(written) as book:
        for title, rows in sheets.items():
            book.new_sheet(title).writerows([[cell if cell is not None else "" for cell in row] for row in rows])
    return written.getvalue()


SHEETS: Mapping[str, Callable[[Rows, str], bytes]] = {"xlsx": to_xlsx, "ods": to_ods}
BOOKS: Mapping[str, Callable[[Mapping[str, Rows]], bytes]] = {"xlsx": book_to_xlsx, "ods": book_to_ods}
