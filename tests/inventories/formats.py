"""
The same machine as an agent of GLPI, one of OCS or FusionInventory and an exported list write it.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

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
    rows = csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL)
    system = "Système d'exploitation - "
    rows.writerow(["Nom", "Entité", *(f"{system}{each}" for each in ("Nom", "Version", "Version du noyau", "Service pack"))])
    for each in machines:
        said = each["operatingsystem"]
        named = [said.get("full_name", said.get("name", "")), *(said.get(key, "") for key in SAID)]
        rows.writerow([each["hardware"]["name"], "Lens", *named])
    return written.getvalue().encode("utf-8-sig")


SAID = ("version", "kernel_version", "service_pack")


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def _element(name: str, said: Any) -> str:
    tag = {"members": "MEMBER"}.get(name, name.upper())
    if isinstance(said, dict):
        return f"<{tag}>{''.join(_element(key, each) for key, value in said.items() for each in _list(value))}</{tag}>"
    return f"<{tag}>{escape(str(said))}</{tag}>"
