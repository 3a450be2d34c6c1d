"""
Mappings that nobody changes: what is returned can be a key, be sent to another process, and be believed tomorrow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Frozen(dict[K, V]):
    """
    A mapping that cannot be changed: a dictionary to whoever reads it, equal to one that holds the same, hashable.

    Attributes:
        own: the keys of a document's table that are the caller's own (`x-`), which are no part of its value.
    """

    __slots__ = ("own",)
    own: Mapping[str, Any]

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        msg = "what has been read or computed cannot be changed: make a dict of it first"
        raise TypeError(msg)

    __setitem__ = __delitem__ = __ior__ = __setattr__ = __delattr__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __copy__(self) -> Frozen[K, V]:
        return self

    def __deepcopy__(self, _: Any) -> Frozen[K, V]:
        return self

    def copy(self) -> dict[K, V]:
        """
        Return a dictionary of the same, to be changed.
        """
        return dict(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (type(self), dict(self), getattr(self, "own", None))


def _remade(kind: type[Frozen[K, V]], held: dict[K, V], own: Mapping[str, Any] | None) -> Frozen[K, V]:
    return kind(held) if own is None else keeping(kind(held), own)


def keeping(table: Frozen[K, V], own: Mapping[str, Any]) -> Frozen[K, V]:
    """
    Return *table*, which was just made, with the caller's *own* keys.
    """
    dict.__setattr__(table, "own", frozen(own))
    return table


class Awaited(Mapping[K, V]):
    """
    A mapping that nobody changes, of which each value is computed when it is first asked for; sent elsewhere, all are.

    Args:
        keys: what it has values of.
        work: computes the value of a key, always the same one.
    """

    __slots__ = ("_held", "_keys", "_work")

    def __init__(self, keys: Iterable[K], work: Callable[[K], V]) -> None:
        self._keys = dict.fromkeys(keys)
        self._work = work
        self._held: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._held:
            if key not in self._keys:
                raise KeyError(key)
            self._held[key] = self._work(key)
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __reduce__(self) -> tuple[Any, ...]:
        return Frozen, (dict(self),)


_ATOMS = frozenset({str, int, bool, float, type(None), dt.date, Decimal})


def table_of(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return *value*, whose own values are frozen already, as a mapping that cannot be changed.
    """
    return value if type(value) is Awaited else Frozen(value)


def _is_frozen(value: Any) -> bool:
    kind = type(value)
    return kind in _ATOMS or (kind is tuple and _ATOMS.issuperset(map(type, value)))


def frozen(value: Any) -> Any:
    """
    Return *value* with every mapping, list and set in it as one that cannot be changed.
    """
    kind = type(value)
    if kind in _ATOMS or kind is Frozen:
        return value
    if kind is tuple:
        return value if _ATOMS.issuperset(map(type, value)) else tuple([frozen(each) for each in value])
    if kind is dict or isinstance(value, Mapping):
        if isinstance(value, Frozen):
            return value
        return Frozen(value if all(map(_is_frozen, value.values())) else {key: frozen(value[key]) for key in value})
    if kind is list:
        return tuple([frozen(each) for each in value])
    return frozenset(value) if kind is set else value
