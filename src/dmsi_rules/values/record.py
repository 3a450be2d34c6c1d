"""
Frozen values, made by attrs, that compare by value and show only what is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from dmsi_rules.values.deferred import Field, Stated, defer, is_record, stated, typed

__all__ = [
    "APART",
    "REST",
    "as_it_is",
    "brief",
    "changed",
    "field",
    "in_document",
    "is_record",
    "record",
    "rest_of",
    "stated",
    "typed",
]

T = TypeVar("T")

APART: Mapping[str, Any] = MappingProxyType({"apart": True})
"""
The metadata of a field that is not a part of the document: not read from it, not written to it.
"""

REST: Mapping[str, Any] = MappingProxyType({"rest": True, **APART})
"""
The metadata of the field that holds the days and words under keys which a convention names: those of other parties.
"""


def in_document(field: attrs.Attribute[Any] | Field) -> bool:
    """
    Tell whether *field* is one that a document may give.
    """
    return APART.keys().isdisjoint(field.metadata)


@cache
def rest_of(made: Any) -> str | None:
    """
    Return the field of *made* that holds what a convention names, if it has one.
    """
    fields = stated(made) if is_record(made) else ()
    return next((each.name for each in fields if "rest" in each.metadata), None)


if TYPE_CHECKING:
    from attrs import field
    from attrs import frozen as record  # so that they know evolve, asdict and match
else:
    field = Stated

    def record(cls: type | None = None, *, kw_only: bool = False, eq: bool = True) -> Any:
        """
        Make a frozen attrs class of *cls*.

        Comparing, hashing and printing are written once here instead of generated for each of the many classes of
        a document: a check would take a third longer to start. Slots would take as much again, since each class is made
        twice for them. A document is sparse, and what it holds may be long: printing tells what is given, in brief.

        Args:
            cls: the class.
            kw_only: whether fields are given by name only.
            eq: whether two with the same facts are equal; otherwise each is equal to itself alone.
        """
        if cls is None:
            return lambda cls: record(cls, kw_only=kw_only, eq=eq)
        if cls.__repr__ is object.__repr__:
            cls.__repr__ = brief
        cls.__getstate__, cls.__replace__ = _getstate, attrs.evolve
        if eq:
            cls.__eq__ = _eq
            if vars(cls).get("__hash__") is None:
                cls.__hash__ = _hash
        return defer(cls, kw_only=kw_only)


def as_it_is(made: type[T], *facts: Mapping[str, Any]) -> T:
    """
    Return a *made* of *facts*, all of its fields among them, without its constructor: nothing is validated.
    """
    one = object.__new__(made)
    for each in facts:
        one.__dict__.update(each)
    return one


def changed(one: T, **facts: Any) -> T:
    """
    Return *one* with *facts* in place of its own, each as it is kept: nothing is converted or validated.
    """
    return as_it_is(type(one), {field.name: getattr(one, field.name) for field in stated(type(one))}, facts)


def _values(self: Any, *, hashed: bool) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in _compared(type(self), hashed)])  # type: ignore[arg-type]  # a class can be hashed


@lru_cache(maxsize=1024)
def _compared(made: Any, hashed: bool) -> tuple[str, ...]:  # noqa: FBT001  (its one caller names it)
    fields = [each for each in stated(made) if each.given.get("eq", True)]
    return tuple(each.name for each in fields if not (hashed and each.given.get("hash") is False))


def _eq(self: Any, other: object) -> Any:
    if self is other:
        return True
    if type(other) is not type(self):
        return NotImplemented
    return _values(self, hashed=False) == _values(other, hashed=False)


def _hash(self: Any) -> int:
    return hash((type(self), *_values(self, hashed=True)))


LONGEST, MOST, WIDEST = 60, 3, 110


def brief(self: Any) -> str:
    """
    Return what a record holds in a few lines: what is given and differs from what would be taken, long parts by their number.
    """
    lines: list[str] = []
    last = f"{type(self).__name__}("
    told = [f"{name}={_part(value)}" for name, value in _told(self)]
    for rank, each in enumerate(told, 1):
        said = f"{each})" if rank == len(told) else f"{each}, "
        if len(last) + len(said) > WIDEST:
            lines, last = [*lines, last.rstrip()], "    "
        last += said
    return "\n".join([*lines, last if told else f"{last})"])


def _told(value: Any) -> Iterator[tuple[str, Any]]:
    for each in attrs.fields(type(value)):
        given = getattr(value, each.name)
        if each.repr and given is not None and given != each.default:
            yield each.name, given


def _part(value: Any) -> str:
    """
    Return *value* in short: of a record its first fact, of a long list how many there are.
    """
    if attrs.has(type(value)) and vars(type(value)).get("__repr__", brief) is brief:
        told = list(_told(value))
        first = [f"{name}={_part(given)}" for name, given in told[:1]]
        return f"{type(value).__name__}({', '.join([*first, *(['...'] if len(told) > 1 else [])])})"
    if isinstance(value, (tuple, Mapping)) and (len(value) > MOST or any(attrs.has(type(each)) for each in value)):
        return f"<{len(value)}>"
    said = str(value) if isinstance(value, (dt.date, Decimal)) else repr(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}..."


def _getstate(self: Any) -> dict[str, Any]:
    """
    Return the fields: what has been computed of them, and remembered, is not copied nor sent elsewhere.
    """
    return {each.name: getattr(self, each.name) for each in attrs.fields(type(self))}


def sent_whole(self: Any) -> tuple[Any, ...]:
    """
    Return how a large record is sent: as bytes, by which whoever gets it again and again finds what it made of them at first.
    """
    kept = vars(self)
    if _SENT not in kept:
        import pickle  # noqa: PLC0415  (few send one)

        kept[_SENT] = pickle.dumps((type(self), self.__getstate__()))
    return _received, (kept[_SENT],)


_SENT = "_sent"


@lru_cache(maxsize=16)
def _received(sent: bytes) -> Any:
    import pickle  # noqa: PLC0415

    kind, state = pickle.loads(sent)  # noqa: S301  (what was inside a pickle already)
    return as_it_is(kind, state)
