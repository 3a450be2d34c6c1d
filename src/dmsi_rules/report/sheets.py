"""
Tables as spreadsheets, XLSX or ODS: text stays text, whatever it begins with, and days are days.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

Cell = str | dt.date | None
Rows = Iterable[Sequence[Cell]]

WIDEST = 60


def to_xlsx(rows: Rows, title: str) -> bytes:
    """
    Return *rows*, the headings first, as XLSX with one sheet called *title*.

    Raises:
        ImportError: openpyxl is not installed.
    """
    from openpyxl import Workbook  # noqa: PLC0415  (optional, and its import is dear)
    from openpyxl.styles import Font  # noqa: PLC0415  (as above)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  (as above)

    table = [list(row) for row in rows]
    book, written = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table[0]))}{len(table)}"
    for rank, column in enumerate(zip(*table, strict=True), 1):
        sheet.column_dimensions[get_column_letter(rank)].width = min(WIDEST, 2 + max(len(str(cell or "")) for cell in column))
    for rank, row in enumerate(table):
        sheet.append(_typed(row, sheet, Font(bold=True) if rank == 0 else None))
    book.save(written)
    return written.getvalue()


def _typed(row: Sequence[Cell], sheet: Any, font: Any) -> Iterator[Any]:
    """
    Yield the cells of a *row*: what begins as a formula does is text all the same.
    """
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  (as above)

    for value in row:
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            cell.data_type = "s"
        if font:
            cell.font = font
        yield cell


def to_ods(rows: Rows, title: str) -> bytes:
    """
    Return *rows*, the headings first, as ODS with one sheet called *title*.

    Raises:
        ImportError: odswriter is not installed.
    """
    import odswriter  # noqa: PLC0415  (optional)

    written = io.BytesIO()
    with odswriter.writer(written) as book:
        book.new_sheet(title).writerows([[cell if cell is not None else "" for cell in row] for row in rows])
    return written.getvalue()


SHEETS: Mapping[str, Callable[[Rows, str], bytes]] = {"xlsx": to_xlsx, "ods": to_ods}
