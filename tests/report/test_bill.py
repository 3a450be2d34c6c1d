"""
Bills for people and as CSV: in the reader's language, and whatever a document or a convention says.
"""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.model.readings import Readings
from dmsi_rules.pricing.bill import Bill, BillLine, ServiceDue
from dmsi_rules.pricing.spans import PartMonth
from dmsi_rules.report.bill import Sums, bill_text, sums_text
from dmsi_rules.report.csv import BILL_COLUMNS, DIALECTS, bill_rows, csv_table, text
from dmsi_rules.report.styled import to_plain
from tests.report.hostile import any_text, is_visible
from tests.report.samples import AS_OF

FRENCH = {"1,000.00": "1\u202f000,00", "amount": "montant"}


def sample(word: str = "x", amount: str | None = "1234.50", **changes: object) -> Bill:
    """
    Return a bill of one line, with *word* wherever a document or a convention can put one.
    """
    known = None if amount is None else Decimal(amount)
    line = BillLine(
        month="2026-01",
        service=word,
        plan=word,
        quantity=1000,
        unit_monthly=known,
        amount=known,
        provisional=True,
        undecided=True,
        grid=word,
        priced=True,
        price=PriceRow(word, word, known, known * 12) if known is not None else None,
        quantity_from=(word,),
        part_month=PartMonth(3, 31),
        because=("held",),
    )
    facts = {
        "dossier": word,
        "convention": word,
        "as_of": AS_OF,
        "readings": Readings(),
        "grid": word,
        "grids": (word,),
        "period": "2026-H1",
        "complete": False,
        "missing_months": ("2026-01",),
        "undecided_months": ("2026-01",),
        "undecided_because": ("held",),
        "lines": (line,),
        "services": (ServiceDue(word, word, Decimal(known or 0)),),
        "total": Decimal(known or 0),
        "contracted_total": known,
        "adjustment": Decimal("-0.5") if known is not None else None,
    }
    return Bill(**facts | changes)  # type: ignore[arg-type]


def test_every_note() -> None:
    """
    A line says that it is provisional, undecided, of a part of the month; the sentences below say which months.
    """
    written = to_plain(bill_text(sample()))

    assert "provisional, if held, 3 of 31 days" in written
    assert "for want of a snapshot: 2026-01." in written
    assert "Due only if the exit, which is late, is held" in written
    assert "1,234.50" in written
    assert "-0.50" in written


def test_an_unknown_price() -> None:
    """
    What is not known is a dash, and said to be unknown.
    """
    written = to_plain(bill_text(sample(amount=None)))

    assert "price unknown" in written
    assert "the totals are those of the rest: 2026-01." in written
    assert "contracted volume     -" in written
    (month,) = (row for row in written.splitlines() if "month's total" in row)
    assert ["month's", "total", "-"] == month.split()
    assert "total              0.00" in written


def test_a_month_of_which_a_part_is_known() -> None:
    """
    Its sum is that of the rest, as the sentence below says; so is one of nothing.
    """
    for amount, total in (("2", "2.00"), ("0", "0.00")):
        known, unknown = sample(amount=amount), sample(amount=None)
        written = to_plain(bill_text(sample(lines=(*known.lines, *unknown.lines))))
        (month,) = (row for row in written.splitlines() if "month's total" in row)
        assert total == month.split()[-1]


def test_in_french() -> None:
    """
    Amounts and words are those of the reader's language.
    """
    written = to_plain(bill_text(sample(), translate=lambda sentence: FRENCH.get(sentence, sentence)))

    assert "1\u202f234,50" in written
    assert "montant" in written


def test_sums() -> None:
    """
    Many bills add up; what one of them does not know, all together do not.
    """
    sums = Sums().plus(sample()).plus(sample(complete=True))
    assert (2, 1, Decimal("2469.00"), Decimal("2469.00"), Decimal("-1.0")) == (
        sums.bills,
        sums.incomplete,
        sums.total,
        sums.contracted_total,
        sums.adjustment,
    )
    unknown = sums.plus(sample(amount=None))
    assert (Decimal("2469.00"), None, None) == (unknown.total, unknown.contracted_total, unknown.adjustment)
    assert "bills: 3, incomplete: 2; total 2,469.00, contracted -" in to_plain(sums_text(unknown))


@given(any_text)
def test_hostile_text(word: str) -> None:
    """
    Nothing but visible characters, in as many lines whatever the words are.
    """
    written = to_plain(bill_text(sample(word), width=10**9))

    assert is_visible(written)
    assert to_plain(bill_text(sample(), width=10**9)).count("\n") == written.count("\n")


@pytest.mark.parametrize("name", DIALECTS)
@given(word=any_text)
def test_hostile_csv(name: str, word: str) -> None:
    """
    Every cell is read back as what was meant, on one line, and none begins like a formula.
    """
    dialect = DIALECTS[name]
    written = (dialect.start + csv_table([BILL_COLUMNS], dialect)) + csv_table(bill_rows(sample(word), dialect), dialect)
    head, row = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), delimiter=dialect.delimiter, strict=True)

    assert 2 == written.count("\r\n") == written.count("\n")
    assert is_visible(written.replace("\r\n", "").removeprefix("\ufeff"))
    assert len(head) == len(row)
    assert [text(word)] * 4 == [row[rank] for rank in (0, 3, 4, 9)]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


@given(st.text())
def test_only_formulas_are_quoted(word: str) -> None:
    """
    An innocent word stays as it is.
    """
    if word.isprintable() and word.lstrip()[:1] not in set("=+-@"):
        assert word == text(word)


def test_numbers() -> None:
    """
    A number is a number in each dialect, and what is not known an empty cell.
    """
    for name, amount, truth in (("rfc4180", "1234.50", "true"), ("fr", "1234,50", "VRAI")):
        dialect = DIALECTS[name]
        cells = csv_table(bill_rows(sample(), dialect), dialect).rstrip().split(dialect.delimiter)
        assert ["1000", amount, amount, truth] == cells[5:9]
        assert ["1000", "", ""] == csv_table(bill_rows(sample(amount=None), dialect), dialect).rstrip().split(
            dialect.delimiter
        )[5:8]


def test_the_day_is_told() -> None:
    """
    The heading is that of every answer.
    """
    assert to_plain(bill_text(sample(as_of=dt.date(2026, 3, 1)))).startswith("x - convention x, as of 2026-03-01, grid x\n")
