"""
Tables as CSV (RFC 4180), in a dialect for programs or for a French spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import SimpleNamespace

from dmsi_rules.pricing.bill import Bill
from dmsi_rules.pricing.forecast import Forecast
from dmsi_rules.text.fill import visible
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record

BILL_COLUMNS = ("dossier", "period", "month", "service", "plan", "quantity", "unit_monthly", "amount", "provisional", "grid")
FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""
How formulas begin; to spreadsheets of East Asia full-width signs are the same.
"""


@record
class Dialect:
    """
    What a reader of CSV expects: what stands before the first row, between cells, before cents, for true and false.
    """

    start: str
    delimiter: str
    decimal: str
    truth: tuple[str, str]

    def cell(self, value: str | int | Decimal | None) -> object:
        """
        Return *value* as a cell.
        """
        if isinstance(value, Decimal):
            return number(value, self)
        return text(value) if value is None or isinstance(value, str) else value


DIALECTS: Mapping[str, Dialect] = {
    "rfc4180": Dialect("", ",", ".", ("false", "true")),
    "fr": Dialect("\ufeff", ";", ",", ("FAUX", "VRAI")),
}


def bill_rows(bill: Bill, dialect: Dialect) -> Iterator[tuple[object, ...]]:
    """
    Yield the lines of *bill*, one a row.
    """
    for line in bill.lines:
        yield (
            text(bill.dossier),
            text(bill.period),
            text(line.month),
            text(line.service),
            text(line.plan),
            line.quantity,
            number(line.unit_monthly, dialect),
            number(line.amount, dialect),
            dialect.truth[line.provisional],
            text(line.grid),
        )


FORECAST_COLUMNS = ("dossier", "year", "service", "plan", "basis", "amount", "undecided", "derived")


def forecast_rows(forecast: Forecast, dialect: Dialect) -> Iterator[tuple[object, ...]]:
    """
    Yield the rows of *forecast*, one a year, service, plan and basis.
    """
    for year in forecast.years:
        for line in year.lines:
            yield (
                text(forecast.dossier),
                text(year.name),
                text(line.service),
                text(line.plan),
                line.basis,
                number(line.amount, dialect),
                dialect.truth[line.undecided],
                dialect.truth[line.derived],
            )


def number(value: Decimal | None, dialect: Dialect) -> str:
    """
    Return an amount as *dialect* writes it; nothing where it is unknown.
    """
    return "" if value is None else str(plain(value)).replace(".", dialect.decimal)


def text(value: str | None) -> str:
    """
    Return *value* as a cell that no spreadsheet takes for a formula and no terminal for a command.
    """
    shown = visible(value or "")
    return f"'{shown}" if shown.lstrip().startswith(FORMULAS) else shown


def csv_table(rows: Iterable[Iterable[object]], dialect: Dialect) -> str:
    """
    Return *rows* as *dialect* writes them.
    """
    written: list[str] = []
    csv.writer(SimpleNamespace(write=written.append), delimiter=dialect.delimiter).writerows(rows)
    return "".join(written)
