"""
The conventions that tests read and damage: the embedded one, and the made-up examples beside it.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dmsi_rules import convention as room
from dmsi_rules.convention import convention_of
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.errors import ConventionError, Fault
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.testing.strategies import Plain

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "conventions"
FILES = {
    "call-dmsi-2024": Path(room.__file__).with_name("call-dmsi-2024.toml"),
    "call-dmsi-2027": EXAMPLES / "call-dmsi-2027.toml",
    "sm3r-2026": EXAMPLES / "sm3r-2026.toml",
    "cc-val-gris-2026": EXAMPLES / "cc-val-gris-2026.toml",
}
OLD = {name: ROOT / "tests" / "data" / f"{name}.toml" for name in ("format-1", "other")}
_PLAIN: dict[str, Plain] = {name: tomllib.loads(file.read_text(encoding="utf-8")) for name, file in (FILES | OLD).items()}
GONE: Any = object()
"""
What stands for a key that is taken away.
"""


def plain(name: str) -> Plain:
    """
    Return the data of the convention *name*, for a test to change.
    """
    return copy.deepcopy(_PLAIN[name])


def changed(name: str, edits: Mapping[str, Any]) -> Plain:
    """
    Return the data of the convention *name* with each value of *edits* at its pointer; `-` is a new entry of a list.
    """
    data = plain(name)
    for path, value in edits.items():
        *above, last = path.split("/")[1:]
        table: Any = data
        for token in above:
            table = table[int(token)] if isinstance(table, list) else table.setdefault(token, {})
        if value is GONE:
            del table[int(last) if isinstance(table, list) else last]
        elif last == "-":
            table.append(value)
        else:
            table[int(last) if isinstance(table, list) else last] = value
    return data


def faults_of(data: Any) -> tuple[Fault, ...]:
    """
    Return everything that makes *data* no convention; nothing where it is one, which can then be put to use on every day.
    """
    try:
        convention = convention_of(data)
    except ConventionError as error:
        return error.faults
    assert terms_of(convention, ADOPTED).all_spans
    return ()
