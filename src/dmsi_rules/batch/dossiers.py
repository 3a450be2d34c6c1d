"""
Rows of a table as dossiers, to be checked one by one: for their findings, with all that is said of each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dmsi_rules.answers.reading import read_dossier
from dmsi_rules.batch._arrays import Values, day_of
from dmsi_rules.batch.block import Block
from dmsi_rules.batch.columns import DATE, NAME, SIGNED, Column, columns_in
from dmsi_rules.batch.masks import Mask, unpacked
from dmsi_rules.batch.tables import batches_of, block_of, plain, reader_of
from dmsi_rules.case.parties import party_code
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.convention.years import year_start
from dmsi_rules.model.convention import MEMBER, PROVIDER, Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.values.days import given_day


def dossiers(requests: Any, *, as_of: dt.date, convention: Convention | None = None) -> Iterator[Dossier]:
    """
    Yield each row of *requests* as the dossier that `check` and `quote` answer the same of.

    `x-…` columns are left behind. A row without name is called by its number, from 0 on, where the table names nobody.

    Args:
        requests: as for `judge`, often the rows of it that are not clean.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.

    Raises:
        InvalidDocumentError: a row is not a dossier that fits the convention.
        TableError: a column cannot be used: it is named.
        TypeError: *requests* is not a table, or *as_of* not a day.
    """
    convention = convention or load_convention()
    terms = terms_of(convention, ADOPTED, given_day(as_of))
    reader = reader_of(requests)
    columns = columns_in(reader.schema.names, terms)
    first = 0
    for batch in batches_of(reader):
        rows = _Rows(
            columns, batch, block_of(columns, plain(columns, batch.columns), batch.num_rows, as_of, first), first, terms
        )
        for row in range(batch.num_rows):
            yield read_dossier(rows.document(row), convention=convention)
        first += batch.num_rows


class _Rows:
    """
    A block whose rows are written as documents.
    """

    def __init__(self, columns: Sequence[Column], batch: Any, block: Block, first: int, terms: Terms) -> None:
        self._terms = terms
        self._rows = block.rows
        self._first = first
        named = [array for column, array in zip(columns, batch.columns, strict=True) if column.part == NAME]
        self._names: list[str | None] | None = named[0].to_pylist() if named else None
        self._facts = {code: self._values(each) for code, each in block.fact.items()}
        self._as_of = block.as_of
        self._date, self._signed = (self._values(block.day(part)) for part in (DATE, SIGNED))
        self._asked = {offer: self._flags(mask) for offer, mask in block.asked.items()}
        self._line = {
            "quantity": {offer: self._values(each) for offer, each in block.quantity.items()},
            "opening": {offer: self._values(each) for offer, each in block.openings.items()},
            "printed_annual_price": {offer: self._values(each) for offer, each in block.printed.items()},
            "quotation": {offer: self._values(each) for offer, each in block.quotation.items()},
        }
        self._has_perimeter = self._flags(block.has_perimeter)
        self._perimeter = {service: self._flags(mask) for service, mask in block.perimeter.items()}

    def _flags(self, mask: Mask) -> list[bool]:
        found: list[bool] = unpacked(mask, self._rows).tolist()
        return found

    def _values(self, values: Values) -> list[int | None]:
        known = self._flags(values.known)
        return [each if is_known else None for each, is_known in zip(values.array.tolist(), known, strict=True)]

    def document(self, row: int) -> dict[str, Any]:
        """
        Return *row* as plain data, as a document holds it.
        """
        signed = _day(self._signed[row])
        parties = {party_code(party, self._terms): signed for party in (MEMBER, PROVIDER)}
        named = [service for service, flags in self._perimeter.items() if flags[row]]
        parts: dict[str, Any] = {
            "commune": self._member(row),
            "deliberation": {"perimeter": named} if self._has_perimeter[row] else None,
            "signatures": parties if signed else None,
            "request": _given(date=_day(self._date[row]), lines=[*self._lines(row)]),
        }
        return _given(**parts)

    def _member(self, row: int) -> dict[str, Any]:
        name = str(self._first + row) if self._names is None else self._names[row]
        days = [self._as_of, *filter(None, (_day(each[row]) for each in self._line["opening"].values()))]
        years = dict.fromkeys(str(year_start(day, self._terms.convention).year) for day in days)
        facts = {code: dict.fromkeys(years, each[row]) for code, each in self._facts.items() if each[row] is not None}
        return _given(name=name, facts=facts or None)

    def _lines(self, row: int) -> Iterator[dict[str, Any]]:
        for offer, flags in self._asked.items():
            if flags[row]:
                said = {key: column[offer][row] for key, column in self._line.items() if offer in column}
                yield _given(service=offer[0], plan=offer[1], **_as_document(said))


def _as_document(said: Mapping[str, int | None]) -> dict[str, Any]:
    return {
        key: _day(value) if key == "opening" else value if key == "quantity" else _euros(value) for key, value in said.items()
    }


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _day(number: int | None) -> dt.date | None:
    return None if number is None else day_of(number)


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)
