"""
Lists of computers, whatever wrote them: one machine a row, its system in one or several columns.

A list says which system a machine has, and never who administers it. Its columns are known by their headings: those that
GLPI and OCS Inventory write, or those that a file of the caller's names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

from dmsi_rules.documents.bounds import unreadable
from dmsi_rules.inventories._exports import operating_system
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": (
        *("nom", "name", "machine", "computer", "ordinateur", "hostname"),
        *("nom machine", "nom de la machine", "nom de l'ordinateur", "computer name"),
    ),
    "os_name": (
        *("systeme d'exploitation - nom", "operating system - name"),
        *("systeme d'exploitation", "operating system", "systeme", "os"),
        *("nom du systeme d'exploitation", "operating system name", "nom du systeme", "os name"),
    ),
    "os_version": (
        *("systeme d'exploitation - version", "operating system - version"),
        *("version du systeme d'exploitation", "operating system version", "version du systeme", "os version"),
    ),
    "os_build": (
        *("systeme d'exploitation - version du noyau", "operating system - kernel version"),
        *("version du noyau", "kernel version", "build", "os build"),
    ),
    "edition": ("systeme d'exploitation - edition", "operating system - edition", "edition"),
    "service_pack": ("systeme d'exploitation - service pack", "operating system - service pack", "service pack"),
}
"""
What the columns that are looked at are headed, in French and English, without accents: those of GLPI, then of OCS.
"""

NEEDED = frozenset({"id", "os_name"})
"""
The columns without which rows are not those of a list of computers.
"""

Headings = Mapping[str, str]
"""
Which fact a column says, by its heading.
"""

KNOWN: Headings = MappingProxyType({heading: fact for fact, headings in HEADINGS.items() for heading in headings})

MOST_COLUMNS = 256
MOST_MACHINES = 100_000
"""
How many machines one list may have: a department has fewer, and each of them is kept.
"""

ABOVE = 20
"""
Among how many rows that are filled the headings are looked for: titles may stand above.
"""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")

Row = list[str]


def headed(named: Mapping[str, Iterable[str]]) -> Headings:
    """
    Return the headings that are known, those of the facts in *named* replaced by the ones there.
    """
    kept = {heading: fact for heading, fact in KNOWN.items() if fact not in named}
    return {**kept, **{plain(heading): fact for fact, headings in named.items() for heading in headings}}


def plain(heading: str) -> str:
    """
    Return a heading in small letters without accents, with one kind of apostrophe and of dash.
    """
    letters = unicodedata.normalize("NFKD", heading.replace("\u2019", "'").replace("\u2013", "-"))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).casefold().split())


def is_filled(row: Iterable[str]) -> bool:
    """
    Tell whether a cell of *row* is not blank.
    """
    return any(not cell.isspace() for cell in row if cell)


@record
class Columns:
    """
    The columns of a list that are looked at.

    Attributes:
        facts: which fact the cells of a column say; of two that say the same, the first counts.
        width: how many headings there are.
    """

    facts: Mapping[int, str]
    width: int


def columns_of(row: Row, headings: Headings) -> Columns | None:
    """
    Return the columns of the list that *row* heads, None where it does not head any.
    """
    facts: dict[int, str] = {}
    for rank, heading in enumerate(row[:MOST_COLUMNS]):
        fact = headings.get(plain(heading))
        if fact is not None and fact not in facts.values():
            facts[rank] = fact
    return Columns(facts, len(row)) if set(facts.values()) >= NEEDED else None


def machines_below(rows: Iterable[Row], headings: Headings, system_of: Callable[[Row, Columns], bool]) -> Iterator[Any] | None:
    """
    Return, one by one, the data of each machine in *rows* as GLPI's format has them, None where no row heads a list.

    Args:
        rows: the cells, row by row.
        headings: which fact a column says, by its heading.
        system_of: tells whether what a row says of a system is believed.

    Raises:
        Faults: on the way, that there are too many machines.
    """
    filled = filter(is_filled, rows)
    columns = next(filter(None, (columns_of(row, headings) for row in islice(filled, ABOVE))), None)
    return None if columns is None else _machines(filled, columns, system_of)


def _machines(rows: Iterator[Row], columns: Columns, system_of: Callable[[Row, Columns], bool]) -> Iterator[Any]:
    for count, row in enumerate(rows):
        if count == MOST_MACHINES:
            raise unreadable(N_("more than {most} machines in one list"), most=MOST_MACHINES)
        yield _machine(row, columns, is_believed=system_of(row, columns))


def _machine(row: Row, columns: Columns, *, is_believed: bool) -> Mapping[str, Any]:
    """
    Return the data of the machine of a *row*, its name alone where what it says of the system is not believed.
    """
    said = {fact: row[rank].strip() for rank, fact in columns.facts.items() if rank < len(row)}
    machine = said.pop("id", "")
    # A machine of two systems has both in one cell, a line each: which of them counts, nobody knows.
    is_one = not any(len(each.splitlines()) > 1 for each in said.values())
    system: Mapping[str, str] = {}
    if is_believed and is_one:
        for fact in ("os_version", "os_build"):
            if _NUMBER.fullmatch(said.get(fact, "")):  # which a spreadsheet may have written with a decimal comma
                said[fact] = said[fact].replace(",", ".")
        system = operating_system(
            said.get("os_name", ""),
            version=said.get("os_version", ""),
            build=said.get("os_build", ""),
            edition=said.get("edition", ""),
            pack=said.get("service_pack", ""),
        )
    return {"action": "inventory", "content": {"hardware": {"name": machine}, "operatingsystem": system}}
