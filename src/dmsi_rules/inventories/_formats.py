"""
Every format of inventories, known by what a file has in it and never by its name.

Whatever the format, the data of a machine get the shape of GLPI's, so that one reader judges what they say.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dmsi_rules.inventories import _csv, _glpi, _sheets, _xml
from dmsi_rules.inventories._inventory import data_in, unknown_format
from dmsi_rules.inventories._lists import KNOWN, Headings
from dmsi_rules.model.evidence import Workstation

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 256


def workstations_in(content: bytes, headings: Headings = KNOWN) -> tuple[Workstation, ...]:
    """
    Return the workstations that a file's *content* is of: one of an agent's, many of a list, none of another thing's.

    Args:
        content: the bytes of the file.
        headings: which fact a column of a list says, by its heading.

    Raises:
        Faults: it cannot be read, or is not an inventory.
    """
    return tuple(found for found in map(_glpi.read, machines_in(content, headings)) if found is not None)


def machines_in(content: bytes, headings: Headings = KNOWN) -> Iterable[Any]:
    """
    Return the data of each machine in a file's *content*, in the shape of GLPI's format.

    Raises:
        Faults: it cannot be read, or is not an inventory.
    """
    if content.startswith((_sheets.ARCHIVE, _sheets.COMPOUND)):
        return _sheets.data_in(content, headings)
    sign = _first_sign(content)
    machines: Iterable[Any] | None
    if sign in {"", "{", "["}:
        machines = [data_in(content)]
    elif sign == "<":
        data = _xml.data_in(content)
        machines = None if data is None else [data]
    else:
        machines = _csv.data_in(content, headings)
    if machines is None:
        raise unknown_format()
    return machines


def _first_sign(content: bytes) -> str:
    """
    Return the first sign of *content* that is no blank, whatever its encoding.
    """
    start = content[:_HEAD]
    text = start.decode("utf-16" if start.startswith(_UTF16) else "utf-8-sig", "replace")
    return text.lstrip()[:1]
