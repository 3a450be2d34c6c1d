"""
Lists of computers as GLPI and OCS Inventory export them: one machine a row, its system in one or several columns.

A list says which system a machine has, and never who administers it. A row that does not have a cell for each heading may
be shifted or cut: nothing but its name is believed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import product
from typing import Any

from dmsi_rules.documents.bounds import unreadable, within_bounds
from dmsi_rules.inventories._exports import operating_system
from dmsi_rules.text.marks import N_

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "machine": (
        *("nom", "name", "machine", "computer", "ordinateur", "hostname"),
        *("nom machine", "nom de la machine", "nom de l'ordinateur", "computer name"),
    ),
    "name": (
        *("systeme d'exploitation - nom", "operating system - name"),
        *("systeme d'exploitation", "operating system", "systeme", "os"),
        *("nom du systeme d'exploitation", "operating system name", "nom du systeme", "os name"),
    ),
    "version": (
        *("systeme d'exploitation - version", "operating system - version"),
        *("version du systeme d'exploitation", "operating system version", "version du systeme", "os version"),
    ),
    "build": (
        *("systeme d'exploitation - version du noyau", "operating system - kernel version"),
        *("version du noyau", "kernel version", "build", "os build"),
    ),
    "edition": ("systeme d'exploitation - edition", "operating system - edition", "edition"),
    "pack": ("systeme d'exploitation - service pack", "operating system - service pack", "service pack"),
}
"""
What the columns that are looked at are headed, in French and English, without accents: those of GLPI, then of OCS.
"""

_FACTS = {heading: fact for fact, headings in HEADINGS.items() for heading in headings}
_SEPARATORS = (";", ",", "\t")
_MOST_COLUMNS = 1000
MOST_MACHINES = 100_000
"""
How many machines one list may have: a department has fewer, and each of them is kept.
"""

_HINT = re.compile(r"sep=.\r?\n", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Columns = Mapping[int, str]
"""
Which fact the cells of a column say.
"""


def data_in(content: bytes) -> Iterator[Mapping[str, Any]] | None:
    """
    Return, one by one, the data of each machine of a list as GLPI's format has them, None where *content* is not such a list.

    Raises:
        Faults: it is too large; on the way, that it has too many machines, or that its quotes do not match, so that nobody
            knows where a row ends.
    """
    within_bounds(content)
    for text, separator in product(_texts(content), _SEPARATORS):
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        try:
            headings = next(filter(_is_filled, rows), [])
        except csv.Error:
            continue
        columns = _columns(headings[:_MOST_COLUMNS])
        if {"machine", "name"} <= set(columns.values()):
            return _machines(rows, columns, len(headings))
    return None


def _texts(content: bytes) -> Iterator[str]:
    """
    Yield what *content* can be as text: as its mark says, as UTF-8, as spreadsheets in France write, as damaged UTF-8.
    """
    encodings = ["utf-16"] if content.startswith(_UTF16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            yield _HINT.sub("", content.decode(encoding), count=1)
    yield _HINT.sub("", content.decode(encodings[0], "replace"), count=1)


def _is_filled(row: Iterable[str]) -> bool:
    return any(not cell.isspace() for cell in row if cell)


def _columns(headings: Iterable[str]) -> Columns:
    """
    Return the columns that are looked at; of two that say the same, the first.
    """
    columns: dict[int, str] = {}
    for rank, heading in enumerate(headings):
        fact = _FACTS.get(_plain(heading))
        if fact is not None and fact not in columns.values():
            columns[rank] = fact
    return columns


def _plain(heading: str) -> str:
    """
    Return a heading in small letters without accents, with one kind of apostrophe and of dash.
    """
    letters = unicodedata.normalize("NFKD", heading.replace("\u2019", "'").replace("\u2013", "-"))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).casefold().split())


def _machines(rows: Iterator[list[str]], columns: Columns, width: int) -> Iterator[Mapping[str, Any]]:
    try:
        for count, row in enumerate(filter(_is_filled, rows)):
            if count == MOST_MACHINES:
                raise unreadable(N_("more than {most} machines in one list"), most=MOST_MACHINES)
            yield _machine(row, columns, width)
    except csv.Error as error:
        facts = {"line": getattr(rows, "line_num", 0), "reason": str(error)}
        raise unreadable(N_("not CSV at line {line}: {reason}"), **facts) from None


def _machine(row: list[str], columns: Columns, width: int) -> Mapping[str, Any]:
    """
    Return the data of the machine of a *row*, its name alone where it is not *width* cells wide.
    """
    said = {fact: row[rank].strip() for rank, fact in columns.items() if rank < len(row)}
    machine = said.pop("machine", "")
    is_whole = len(row) >= width and not _is_filled(row[width:])
    # A machine of two systems has both in one cell, a line each: which of them counts, nobody knows.
    is_one = not any(len(each.splitlines()) > 1 for each in said.values())
    system: Mapping[str, str] = {}
    if is_whole and is_one:
        for fact in ("version", "build"):
            if _NUMBER.fullmatch(said.get(fact, "")):  # which a spreadsheet may have written with a decimal comma
                said[fact] = said[fact].replace(",", ".")
        system = operating_system(**said)
    return {"action": "inventory", "content": {"hardware": {"name": machine}, "operatingsystem": system}}
