"""
A document given as a Python mapping: the values may be Python's own, and are turned into what a document's text could hold.

`None` is absence; an enumeration stands for its value, a date and time at midnight for its day, whatever can be gone through
for a list. Amounts may be decimals. What means nothing in a document stays, and is refused where it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from numbers import Integral
from typing import Any

import attrs

from dmsi_rules.documents._own import is_own, with_own
from dmsi_rules.documents.bounds import too_deep
from dmsi_rules.documents.faults import DEEPEST
from dmsi_rules.values.plain import to_document

_AS_THEY_ARE = frozenset({str, int, bool, float, dt.date, Decimal, type(None), bytes})
_NO_LISTS = (bytes, bytearray, memoryview)
_Done = dict[int, tuple[Any, int, Any]]


def from_python(source: object) -> Any:
    """
    Return *source* as plain data, the caller's own keys (`x-`) apart.

    Raises:
        Faults: DOC000, where it is nested too deep, or in itself.
    """
    return _turned(source, 1, {})[0]


def _turned(value: Any, depth: int, done: _Done) -> tuple[Any, int]:
    """
    Return *value*, which stands at *depth*, as plain data, and how deep it is itself; what stands twice is turned once.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value, 0
    if id(value) in done:
        turned, height, _ = done[id(value)]
        if depth + height > DEEPEST + 1:
            raise too_deep()
        return turned, height
    if kind is dict or isinstance(value, Mapping):
        turned, height = _table(value, depth, done)
    elif isinstance(value, (list, tuple)) or _is_a_list(value):
        turned, height = _list(value, depth, done)
    elif attrs.has(kind):
        turned, height = _table(to_document(value), depth, done)
    else:
        return _scalar(value), 0
    done[id(value)] = turned, height, value  # kept, so that no other takes its identity
    return turned, height


def _table(value: Mapping[Any, Any], depth: int, done: _Done) -> tuple[dict[Any, Any], int]:
    if depth > DEEPEST:
        raise too_deep()
    turned: dict[Any, Any] = {}
    own: dict[str, Any] = {}
    height = 0
    for given, each in value.items():
        key = given if type(given) is str else _scalar(given)
        found, below = _turned(each, depth + 1, done)
        height = max(height, below)
        if is_own(key):
            own[key] = found
        elif each is not None:
            turned[key] = found
    return with_own(turned, own) if own else turned, height + 1


def _list(value: Iterable[Any], depth: int, done: _Done) -> tuple[list[Any], int]:
    if depth > DEEPEST:
        raise too_deep()
    entries = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value  # in the same order each time
    pairs = [_turned(each, depth + 1, done) for each in entries]
    return [turned for turned, _ in pairs], 1 + max((height for _, height in pairs), default=0)


def _is_a_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, Enum, *_NO_LISTS))


def _scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return _scalar(value.value)
    return next((turn(value) for kind, turn in _TURNS if isinstance(value, kind)), value)


def _day(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and (value.tzinfo is not None or value.time() != dt.time()):
        return value
    return dt.date(value.year, value.month, value.day)


_TURNS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (bool, bool),
    (Integral, int),
    (str, str.__str__),
    (float, float),
    (dt.date, _day),
)
"""
What the kinds of Python's that are much like a document's are turned into.
"""
