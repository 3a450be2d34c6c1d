"""
TOML, by the standard library.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from dmsi_rules._i18n import N_
from dmsi_rules.readers._bounds import too_deep, unreadable

_PLACE = re.compile(r"^(?P<reason>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", re.DOTALL)


def parse(text: str) -> Any:
    """
    Return the data of a TOML document.

    Raises:
        Faults: DOC000, with the line and column where the parser tells them.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise too_deep() from None
    except ValueError as error:
        if place := _PLACE.match(str(error)):
            where = {"line": int(place["line"]), "column": int(place["column"])}
            raise unreadable(
                N_("not TOML at line {line}, column {column}: {reason}"), reason=place["reason"], **where
            ) from None
        raise unreadable(N_("not TOML: {reason}"), reason=str(error)) from None
