"""
The keys that are the caller's own (`x-`): kept as they were given, and given back with an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import Any

from dmsi_rules.documents.bounds import OWN, too_deep
from dmsi_rules.documents.faults import DEEPEST
from dmsi_rules.values.frozen import Frozen, frozen


class Table(dict[str, Any]):
    """
    A table that had some key twice, or keys of the caller's own, which are left out of it.
    """

    keys_twice: tuple[str, ...] = ()
    own: Mapping[str, Any] = MappingProxyType({})


def with_own(table: Mapping[Any, Any], own: Mapping[str, Any]) -> Table:
    """
    Return *table* with the keys *own* beside it.
    """
    noted = Table(table)
    noted.own = own
    return noted


def is_own(key: object) -> bool:
    """
    Tell whether *key* is one of the caller's own.
    """
    return isinstance(key, str) and key.startswith(OWN)


def own_keys(table: object) -> Frozen[str, Any]:
    """
    Return the caller's own keys of *table*, and what they hold, as JSON can say it: those below left out are put back.
    """
    if type(table) is not Table or not table.own:
        return NOTHING
    done: dict[int, Any] = {}
    found: Frozen[str, Any] = frozen({key: _as_given(value, done) for key, value in table.own.items()})
    return found


NOTHING: Frozen[str, Any] = Frozen()


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


def tidy(raw: Any) -> Any:
    """
    Return plain data with the caller's own keys (`x-`) apart; the same object where there are none.

    Raises:
        Faults: DOC000, where it is nested too deep, or in itself.
    """
    return _without_own(raw, {}) if _measure(raw) else raw


def _measure(raw: Any) -> bool:
    """
    Tell whether the caller's own keys occur; each container is visited at most once a level.
    """
    own = False
    seen: dict[int, int] = {}
    layer: list[Any] = [raw]
    depth = 0
    while layer:
        depth += 1
        below: list[Any] = []
        for each in layer:
            if isinstance(each, Mapping):
                entries: Any = each.values()
                own = own or any(map(is_own, each))
            elif isinstance(each, list | tuple):
                entries = each
            else:
                continue
            if depth > DEEPEST:
                raise too_deep()
            if seen.get(id(each)) != depth:
                seen[id(each)] = depth
                below.extend(entries)
        layer = below
    return own


def _without_own(raw: Any, done: dict[int, Any]) -> Any:
    """
    Copy plain data with the caller's own keys apart; a table that stands in many places is copied once.
    """
    if id(raw) not in done:
        if isinstance(raw, Mapping):
            told = {key: _without_own(each, done) for key, each in raw.items()}
            own = {key: each for key, each in told.items() if is_own(key)}
            done[id(raw)] = with_own({key: each for key, each in told.items() if key not in own}, own) if own else told
        elif isinstance(raw, list | tuple):
            done[id(raw)] = [_without_own(each, done) for each in raw]
        else:
            return raw
    return done[id(raw)]
