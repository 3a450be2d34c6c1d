"""
An agent's inventory in JSON: a file's bytes in, its data out.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from dmsi_rules.documents.bounds import decoded, too_deep, unreadable
from dmsi_rules.documents.faults import DEEPEST, Faults
from dmsi_rules.inventories import _glpi
from dmsi_rules.text.marks import N_

_NESTING = frozenset({dict, list})
_DECODER = json.JSONDecoder(parse_float=Decimal)  # the version 22.10 is not 22.1


def data_in(content: bytes) -> Any:
    """
    Return the data of an agent's inventory in JSON.

    Raises:
        Faults: it cannot be read, or is not an inventory.
    """
    data = _data(decoded(content))
    if not _glpi.detects(data):
        raise unknown_format()
    return data


def unknown_format() -> Faults:
    """
    The fault of a file that is in none of the formats that are read.
    """
    return unreadable(
        N_(
            "not an inventory: expected the JSON of a GLPI or FusionInventory agent, the XML of an OCS Inventory or "
            "FusionInventory agent, or a list of computers in CSV, XLSX or ODS as GLPI and OCS Inventory export it; save "
            "another list as CSV with the columns Name, Operating system and OS version, or say with `--columns` how they are "
            "headed"
        )
    )


def _data(text: str) -> Any:
    """
    Return the data of a JSON text. A key that stands twice matters less here than speed: the last one counts.
    """
    try:
        data = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        message = N_("not JSON at line {line}, column {column}: {reason}")
        raise unreadable(message, line=error.lineno, column=error.colno, reason=error.msg) from None
    except ValueError as error:  # a number of too many digits
        raise unreadable(N_("not JSON: {reason}"), reason=str(error)) from None
    except RecursionError:
        raise too_deep() from None
    layer = [data] if type(data) in _NESTING else []
    for _ in range(DEEPEST):
        if not layer:
            return data
        layer = [
            inner
            for each in layer
            for inner in (each.values() if type(each) is dict else each)
            if type(inner) in _NESTING  # most are text: they are passed over fast
        ]
    if layer:
        raise too_deep()
    return data
