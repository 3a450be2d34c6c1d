"""
The keys that are the caller's own (`x-`): kept as they were given, and given back with an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from dmsi_rules.documents.bounds import OWN


def own_keys(table: object) -> dict[str, Any]:
    """
    Return the caller's own keys of *table*, and what they hold, as JSON can say it: those below left out are put back.
    """
    if not isinstance(table, Mapping):
        return {}
    done: dict[int, Any] = {}
    return {key: _as_given(value, done) for key, value in table.items() if isinstance(key, str) and key.startswith(OWN)}


def _as_given(value: Any, done: dict[int, Any]) -> Any:
    """
    Return *value* as JSON can say it; a table or list that stands in many places is copied once.
    """
    if not isinstance(value, Mapping | list | tuple):
        return _scalar(value)
    if id(value) not in done:
        if isinstance(value, Mapping):
            copy = done[id(value)] = {}
            copy |= {str(key): _as_given(each, done) for key, each in {**value, **getattr(value, "own", {})}.items()}
        else:
            done[id(value)] = [_as_given(each, done) for each in value]
    return done[id(value)]


def _scalar(value: Any) -> Any:
    match value:
        case None | str() | bool() | int():
            return value
        case float() if isfinite(value):
            return value
        case Decimal():
            return format(value, "f")
    return str(value)  # dates and times as ISO has them
