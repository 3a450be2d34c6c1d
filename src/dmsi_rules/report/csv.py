"""
Bills as CSV (RFC 4180), one row a line of a bill, in a dialect for programs or for a French spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import SimpleNamespace

from dmsi_rules.pricing.bill import Bill
from dmsi_rules.text.fill import visible
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

COLUMNS = ("dossier", "period", "month", "service", "plan", "quantity", "unit_monthly", "amount", "provisional", "grid")
FORMULAS = ("=", "+", "-", "@")


@record
class Dialect:
    """
    What a reader of CSV expects: what stands before the first row, between cells, before cents, for true and false.
    """

    start: str
    delimiter: str
    decimal: str
    truth: tuple[str, str]


DIALECTS: Mapping[str, Dialect] = {
    "rfc4180": Dialect("", ",", ".", ("false", "true")),
    "fr": Dialect("\ufeff", ";", ",", ("FAUX", "VRAI")),
}


def csv_head(dialect: Dialect) -> str:
    """
    Return what stands before the rows of all bills: the byte order mark, if any, and the heads.
    """
    return dialect.start + _written([COLUMNS], dialect)


def csv_rows(bill: Bill, dialect: Dialect) -> str:
    """
    Return the lines of *bill*, one a row.
    """
    return _written(_rows(bill, dialect), dialect)


def _rows(bill: Bill, dialect: Dialect) -> Iterator[tuple[object, ...]]:
    def number(value: Decimal | None) -> str:
        return "" if value is None else str(plain(value)).replace(".", dialect.decimal)

    for line in bill.lines:
        yield (
            text(bill.dossier),
            text(bill.period),
            text(line.month),
            text(line.service),
            text(line.plan),
            line.quantity,
            number(line.unit_monthly),
            number(line.amount),
            dialect.truth[line.provisional],
            text(line.grid),
        )


def text(value: str | None) -> str:
    """
    Return *value* as a cell that no spreadsheet takes for a formula and no terminal for a command.
    """
    shown = visible(value or "")
    return f"'{shown}" if shown.lstrip().startswith(FORMULAS) else shown


def _written(rows: Iterable[Iterable[object]], dialect: Dialect) -> str:
    written: list[str] = []
    csv.writer(SimpleNamespace(write=written.append), delimiter=dialect.delimiter).writerows(rows)
    return "".join(written)
