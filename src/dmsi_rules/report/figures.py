"""
Amounts and quantities in the tables that people read; a dash where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dmsi_rules.report.styled import Line, Style, fitted
from dmsi_rules.text import marks
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, visible
from dmsi_rules.text.marks import N_, TABLE_AMOUNT, Translate
from dmsi_rules.text.width import cells

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


def offer(service: str, plan: str | None, translate: Translate) -> list[str]:
    """
    Return the cells of a service and its plan: two codes, or one name.
    """
    if reads_codes(translate):
        return [visible(service), visible(plan or "")]
    return [", ".join(filter(None, (code_words(service, translate), code_words(plan, translate))))]


def offer_heads(translate: Translate) -> list[str]:
    """
    Return the heads of those cells.
    """
    return [translate(N_("service")), translate(N_("plan"))][: len(offer("", None, translate))]


def block(
    rows: Sequence[Sequence[str]], right: Sequence[int], *, totals: bool = False, width: int | None = None
) -> Iterator[Line]:
    """
    Yield *rows* as a table whose first one is the heads and, with *totals*, the last one the sums.
    """
    head, *body = fitted(rows, right, None if width is None else width - 2)
    total = body.pop() if totals else None
    styled: list[tuple[Style, str]] = [("strong", text) for text in head]
    styled += [("plain", text) for row in body for text in row]
    if total is not None:
        styled += [("faint", "-" * max(map(cells, head + total))), *(("strong", text) for text in total)]
    for style, text in styled:
        yield ((style, f"  {text}"),)
