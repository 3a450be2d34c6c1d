"""
What the rows of a table of requests come to: how many of each verdict, and the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dmsi_rules.convention.terms import Terms
from dmsi_rules.report.styled import UNBOUND, Line, fitted
from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record

HEADS = (N_("code"), N_("violated"), N_("unknown"), N_("ambiguous"), N_("first row"), N_("title"))
ROWS = N_("{rows} requests, {clean} of them with nothing to report; {partial} still to be quoted in part")
SUMS = N_("together {monthly} a month, {annual} a year")


@record
class Told:
    """
    How many rows have findings of a rule, by verdict, and the first that has one, counted from 0.
    """

    code: str
    counts: Mapping[str, int]
    first: int


@record
class Summary:
    """
    What the rows of a table come to. Amounts in euros, as far as they are known.
    """

    rows: int
    clean: int
    partial: int
    monthly_total: Decimal
    annual_total: Decimal
    rules: tuple[Told, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """
        Return the summary as plain data.
        """
        return {
            "rows": self.rows,
            "clean": self.clean,
            "partial": self.partial,
            "monthly_total": plain(self.monthly_total),
            "annual_total": plain(self.annual_total),
            "rules": [{"code": each.code, **each.counts, "first": each.first} for each in self.rules],
        }


def columns_text(summary: Summary, translate: Translate, terms: Terms, width: int = UNBOUND) -> Iterator[Line]:
    """
    Yield a row for each rule that has findings, then what all come to.
    """
    rows = [
        (
            each.code,
            *(str(count) for count in each.counts.values()),
            str(each.first),
            BY_CODE[each.code].said(BY_CODE[each.code].title, translate, terms),
        )
        for each in summary.rules
    ]
    if rows:
        head, *others = fitted([tuple(map(translate, HEADS)), *rows], width=width)
        yield from ((("strong", text),) for text in head)
        yield from ((("plain", text),) for row in others for text in row)
        yield ()
    facts = {"rows": summary.rows, "clean": summary.clean, "partial": summary.partial}
    yield (("plain", fill(translate(ROWS), facts, translate)),)
    sums = {"monthly": summary.monthly_total, "annual": summary.annual_total}
    yield (("plain", fill(translate(SUMS), sums, translate)),)
