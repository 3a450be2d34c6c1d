"""
Bills for those who enter them in the accounts: a row a line, by commune, with what each bill comes to below its lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dmsi_rules.finding import Whose
from dmsi_rules.pricing.bill import Bill
from dmsi_rules.report.bill import line_notes
from dmsi_rules.text.fill import NO_BREAK, code_words, visible
from dmsi_rules.text.marks import N_, Translate

ClerkCell = str | int | Decimal | None
HEADS = (
    *(N_("commune"), "SIREN", "INSEE", N_("period"), N_("month"), N_("service"), N_("plan"), N_("quantity"), N_("unit/month")),
    *(N_("amount"), N_("contracted volume"), N_("adjustment"), N_("grid"), N_("remark")),
)
AMOUNTS = frozenset((8, 9, 10, 11))
"""
The columns that hold amounts.
"""


def clerk_heads(translate: Translate) -> list[str]:
    """
    Return the heads of the table.
    """
    return [translate(head) for head in HEADS]


def clerk_rows(bill: Bill, whose: Whose, translate: Translate) -> Iterator[list[ClerkCell]]:
    """
    Yield a row for each line of *bill*, then one with what it comes to, what was contracted, and the adjustment.
    """
    commune: list[ClerkCell] = [visible(each or "") for each in (whose.name, whose.siren, whose.insee)]
    commune.append(_said(bill.period, translate))
    for line in bill.lines:
        yield [
            *commune,
            *(_said(each, translate) for each in (line.month, line.service, line.plan)),
            line.quantity,
            line.unit_monthly,
            line.amount,
            None,
            None,
            code_words(line.grid, translate),
            line_notes(line, translate),
        ]
    total: list[ClerkCell] = [translate(N_("total")), "", "", None, None, bill.total, bill.contracted_total, bill.adjustment]
    yield [*commune, *total, code_words(bill.grid, translate), "" if bill.complete else translate(N_("incomplete"))]


def _said(code: str | None, translate: Translate) -> str:
    """
    Return what *code* is called, in a cell: spaces are spaces there.
    """
    return code_words(code, translate).replace(NO_BREAK, " ")
