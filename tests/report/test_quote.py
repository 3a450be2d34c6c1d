"""
A quote as people read it.
"""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.model.readings import Readings
from dmsi_rules.pricing.quote import Quote, QuoteLine
from dmsi_rules.report.figures import amount
from dmsi_rules.report.quote import quote_text
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.marks import TABLE_AMOUNT
from tests.report.hostile import any_text, is_visible
from tests.report.samples import AS_OF

SMALL = """\
lens.toml - convention call-dmsi-2024, as of 2026-01-10, grid 2023-10-01

Continuous services, in euros
  service     plan    quantity  unit/year     month          year
  socle                      -       0.00      0.00          0.00
  reseau                ~1,200      84.00  8,400.00    100,800.00
  messagerie  pro-25        60     105.60    528.00      6,336.00
  serveurs                   -          -         -  to be quoted
  ---------------------------------------------------------------
  total                                    8,928.00    107,136.00
  0.00: socle, without cost of its own
  ~ derived from /request/lines/2/quantity (network_quantity=max)

Quotations, due once, in euros
  service  quotation
  conseil   1,500.00
  ------------------
  total     1,500.00

Partial. Still to be quoted: serveurs. The totals are those of the rest.

Prices: grid 2023-10-01 (Annexe 5), in euros a unit
  service     plan    month    year  row
  socle                0.00    0.00  convention:/base
  reseau               7.00   84.00  convention:/tariff/grids/0/prices/0
  messagerie  pro-25   8.80  105.60  convention:/tariff/grids/0/prices/7
"""


def price(row: str, month: str, year: str) -> PriceRow:
    """
    Return where a price comes from.
    """
    return PriceRow(row=f"convention:/{row}", source="Annexe 5", month=Decimal(month), year=Decimal(year))


def line(service: str, **changes: Any) -> QuoteLine:
    """
    Return a line still to be quoted, with *changes*; amounts may be text.
    """
    unset: dict[str, Any] = dict.fromkeys(("plan", "quantity", "unit_annual", "monthly", "annual", "quotation", "price"))
    amounts = {
        key: Decimal(value) for key, value in changes.items() if key in unset and key != "plan" and isinstance(value, str)
    }
    said: dict[str, Any] = (
        {"path": "/request/lines/0", "service": service, "derived": False, "quantity_from": ()} | unset | changes | amounts
    )
    return QuoteLine(**said)


def quote(*lines: QuoteLine, **changes: Any) -> Quote:
    """
    Return a quote of *lines*, with *changes*.
    """
    said: dict[str, Any] = {
        "dossier": "lens.toml",
        "convention": "call-dmsi-2024",
        "as_of": AS_OF,
        "readings": Readings(),
        "grid": "2023-10-01",
        "lines": lines,
        "monthly_total": Decimal("8928.00"),
        "annual_total": Decimal("107136.00"),
        "quoted_total": Decimal("1500.00"),
        "partial": True,
        "to_quote": tuple(each.service for each in lines if each.annual is None and each.quotation is None),
    }
    return Quote(**(said | changes))


LINES = (
    line("socle", unit_annual="0.00", monthly="0.00", annual="0.00", price=price("base", "0.00", "0.00")),
    line(
        "reseau",
        quantity=1200,
        derived=True,
        unit_annual="84.00",
        monthly="8400.00",
        annual="100800.00",
        price=price("tariff/grids/0/prices/0", "7.00", "84.00"),
        quantity_from=("/request/lines/2/quantity",),
    ),
    line(
        "messagerie",
        plan="pro-25",
        quantity=60,
        unit_annual="105.60",
        monthly="528.00",
        annual="6336.00",
        price=price("tariff/grids/0/prices/7", "8.80", "105.60"),
    ),
    line("serveurs"),
    line("conseil", quotation="1500.00"),
)


def test_small_quote() -> None:
    """
    Amounts end together, one-off quotations stand apart, each price has its row.
    """
    assert SMALL == to_plain(quote_text(quote(*LINES)))


def test_no_line() -> None:
    """
    Nothing asked has no price, not a price of nothing.
    """
    written = to_plain(quote_text(quote()))

    assert written.endswith("\n\nThe request has no line: there is nothing to price.\n")
    assert "0.00" not in written


def test_no_grid() -> None:
    """
    Before the first grid there is no price, and the quote says so.
    """
    written = to_plain(quote_text(quote(line("reseau", quantity=10), grid=None)))

    assert "No grid is in force on that day: there is no price.\n" in written
    assert "Still to be quoted: reseau." in written
    assert "Prices:" not in written


def test_whole_quote() -> None:
    """
    A whole quote has no remark, and one without quotations no table for them.
    """
    written = to_plain(quote_text(quote(LINES[0], partial=False)))

    assert "Partial" not in written
    assert "Quotations" not in written


def test_only_quotations() -> None:
    """
    Without continuous services there is no monthly total.
    """
    assert "month" not in to_plain(quote_text(quote(LINES[-1], partial=False)))


class TestAmount:
    """
    Amounts as the reader's language writes them.
    """

    @pytest.mark.parametrize(
        ("sample", "expected"),
        [(TABLE_AMOUNT, "1,234,567.80"), ("1\u202f000,00", "1\u202f234\u202f567,80"), ("1000,00", "1234567,80")],
    )
    def test_language(self, sample: str, expected: str) -> None:
        """
        The translated sample says how.
        """
        assert expected == amount(Decimal("1234567.8"), {TABLE_AMOUNT: sample}.__getitem__)

    @given(st.decimals(-(10**20), 10**20, places=2))
    def test_exact(self, value: Decimal) -> None:
        """
        Nothing is rounded, however large.
        """
        assert value == Decimal(amount(value, str).replace(",", ""))

    def test_none(self) -> None:
        """
        No amount is not zero.
        """
        assert "-" == amount(None, str)


@given(any_text)
def test_hostile(text: str) -> None:
    """
    A document's name, and a convention's words, show what does not print as its code.
    """
    lines = (
        line(
            text,
            plan=text,
            quantity=1,
            derived=True,
            price=PriceRow(text, text, Decimal(1), Decimal(12)),
            quantity_from=(text,),
        ),
        line(text, quotation="1.00"),
    )

    assert is_visible(to_plain(quote_text(quote(*lines, dossier=text, convention=text, grid=text))))
