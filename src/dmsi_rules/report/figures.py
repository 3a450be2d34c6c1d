"""
Amounts and quantities in the tables that people read; a dash where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dmsi_rules.report.styled import Line, Style, table
from dmsi_rules.text import marks
from dmsi_rules.text.marks import TABLE_AMOUNT, Translate

NONE = "-"


def amount(value: Decimal | None, translate: Translate) -> str:
    """
    Return *value* with two decimals and its thousands apart.
    """
    return NONE if value is None else marks.amount(value, translate, TABLE_AMOUNT)


def count(value: int | None, translate: Translate) -> str:
    """
    Return *value* with its thousands apart.
    """
    return NONE if value is None else marks.count(value, translate)


def block(rows: Sequence[Sequence[str]], right: Sequence[int], *, totals: bool = False) -> Iterator[Line]:
    """
    Yield *rows* as a table whose first one is the heads and, with *totals*, the last one the sums.
    """
    head, *body = table(rows, right)
    total = body.pop() if totals else None
    styled: list[tuple[Style, str]] = [("strong", head), *(("plain", row) for row in body)]
    if total is not None:
        styled += [("faint", "-" * len(head)), ("strong", total)]
    for style, text in styled:
        yield ((style, f"  {text}"),)
