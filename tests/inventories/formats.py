"""
The same machine as an agent of GLPI, one of OCS or FusionInventory and exported lists write it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

import odswriter
import openpyxl

Machine = Mapping[str, Any]


def as_json(machine: Machine) -> bytes:
    """
    Return the inventory of a *machine* in GLPI's format.
    """
    device = machine.get("hardware", {}).get("name") if isinstance(machine.get("hardware"), dict) else None
    return json.dumps({"deviceid": device, "action": "inventory", "content": machine}).encode()


def as_xml(machine: Machine) -> bytes:
    """
    Return the inventory of a *machine* as an agent of FusionInventory writes it.
    """
    sections = "".join(_element(name, each) for name, said in machine.items() for each in _list(said))
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<REQUEST><CONTENT>{sections}</CONTENT></REQUEST>\n".encode()


def as_list(machines: Iterable[Machine], separator: str = ";") -> bytes:
    """
    Return a list of *machines* as GLPI exports it in French.
    """
    written = io.StringIO()
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows_of(machines))
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Iterable[Any]]) -> bytes:
    """
    Return *rows* as a spreadsheet of Excel.
    """
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(written)
    return written.getvalue()


def as_ods(rows: Iterable[Iterable[Any]]) -> bytes:
    """
    Return *rows* as a spreadsheet of LibreOffice.
    """
    written = io.BytesIO()
    with odswriter.writer(written) as sheets:
        sheets.writerows([list(row) for row in rows])
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """
    Return an archive with *part* as what it has under *name*.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for each in dict.fromkeys([*old.namelist(), name]):
            new.writestr(each, part if each == name else old.read(each))
    return written.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """
    Return what an archive has under *name*.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


SAID = ("version", "kernel_version", "service_pack")


def rows_of(machines: Iterable[Machine]) -> Iterator[list[str]]:
    """
    Yield the rows of a list of *machines* as GLPI exports it in French.
    """
    system = "Système d'exploitation - "
    yield ["Nom", "Entité", *(f"{system}{each}" for each in ("Nom", "Version", "Version du noyau", "Service pack"))]
    for each in machines:
        said = each["operatingsystem"]
        named = [said.get("full_name", said.get("name", "")), *(said.get(key, "") for key in SAID)]
        yield [each["hardware"]["name"], "Lens", *named]


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def _element(name: str, said: Any) -> str:
    tag = {"members": "MEMBER"}.get(name, name.upper())
    if isinstance(said, dict):
        return f"<{tag}>{''.join(_element(key, each) for key, value in said.items() for each in _list(value))}</{tag}>"
    return f"<{tag}>{escape(str(said))}</{tag}>"
