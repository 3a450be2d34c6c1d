"""
Files of the page: what a file that was dropped on it says, and the dossier as a file to keep.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from dmsi_rules.answers.reading import read_document
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.inventories.lists import workstations_in
from dmsi_rules.inventories.sheets import sheets_in
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.evidence import Evidence, Workstation
from dmsi_rules.office.forms import dossier_in, forms_of
from dmsi_rules.report.draft import Draft, with_numbers
from dmsi_rules.report.json import to_json
from dmsi_rules.report.sheets import BOOKS
from dmsi_rules.simulator.asked import Asked
from dmsi_rules.values.plain import plain, to_document

CSV = ".csv"
SPREADSHEETS = (".ods", ".xlsx")
SEPARATORS = ";,\t"


def opened(asked: Asked, terms: Terms) -> Any:
    """
    Return what the document that is *asked* about says: a form, or a list of workstations, as plain data, else what it is.

    Raises:
        Faults: it is no spreadsheet, though its name says so.
    """
    name, content = (asked.name or "").lower(), asked.content
    if not isinstance(content, bytes) or not name.endswith((*SPREADSHEETS, CSV)):
        return content
    sheets = sheets_in(content) if name.endswith(SPREADSHEETS) else [_rows(content)]
    return plain(dossier_in(sheets, terms)) or _listed(content)


def _listed(content: bytes) -> dict[str, Any]:
    """
    Return a dossier with the workstations that *content* lists; with nothing where it lists none.
    """
    found: tuple[Workstation, ...] = ()
    with suppress(Faults):
        found = workstations_in(content)
    return to_document(Dossier(evidence=Evidence(workstations=found))) if found else {}


def _rows(content: bytes) -> Iterator[list[str]]:
    """
    Return the rows of a list in CSV, as spreadsheets write it in France or elsewhere.
    """
    text = content.decode("cp1252", "replace")
    with suppress(UnicodeDecodeError):
        text = content.decode("utf-8-sig")
    separator = max(SEPARATORS, key=text.count)
    return csv.reader(text.splitlines(keepends=True), delimiter=separator)


def made(asked: Asked, terms: Terms, kind: str) -> bytes:
    """
    Return the dossier that is *asked* about as a file: `toml`, `json`, or the filled forms as `ods` or `xlsx`.
    """
    given = with_numbers(_data(asked, terms), terms.convention)
    return MAKERS[kind](asked, terms, given)


def _data(asked: Asked, terms: Terms) -> dict[str, Any]:
    """
    Return the document as plain data; one that is faulty as it stands, if it is data at all.
    """
    content = opened(asked, terms)
    with suppress(Faults):
        return dict(read_document(content, asked.input_format, "dossier", terms).to_dict())
    return dict(content) if isinstance(content, Mapping) else {}


def _toml(asked: Asked, terms: Terms, given: Mapping[str, Any]) -> bytes:
    schema = json_schema("dossier", terms.convention, asked.translate)
    return Draft(schema, given, asked.day, asked.translate).text().encode()


def _json(_asked: Asked, _terms: Terms, given: Mapping[str, Any]) -> bytes:
    return to_json(plain(given)).encode()


def _book(kind: str) -> Callable[[Asked, Terms, Mapping[str, Any]], bytes]:
    return lambda asked, terms, given: BOOKS[kind](forms_of(given, terms, asked.translate))


MAKERS: Mapping[str, Callable[[Asked, Terms, Mapping[str, Any]], bytes]] = {
    "toml": _toml,
    "json": _json,
    **{kind: _book(kind) for kind in BOOKS},
}
