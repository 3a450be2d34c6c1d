"""
Records of documents that can be made by hand: their constructors validate what they are given, as a document that is read is.

What is read has been validated already, and is made without its constructor.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import attrs

from dmsi_rules.errors import Fault, InvalidValueError
from dmsi_rules.model.scalars import Scalar, Text, wrong
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.record import APART, as_it_is, field, in_document, is_record, record, stated, typed

__all__ = ["blank", "document"]

T = TypeVar("T")

Read = Callable[[Any], Any]
OWN_KEYS: Any = field(default=None, metadata=APART, eq=False, repr=False, kw_only=True, converter=frozen)
"""
The field of every table that has the keys of the caller's own (`x-`).
"""

if TYPE_CHECKING:
    from attrs import frozen as document  # so that they know what its constructor takes
else:

    def document(cls: type | None = None, *, kw_only: bool = False) -> Any:
        """
        Make a record of *cls* whose constructor validates.
        """
        if cls is None:
            return lambda cls: document(cls, kw_only=kw_only)
        cls.__attrs_post_init__ = _validate
        if "own" not in cls.__annotations__:
            cls.own, cls.__annotations__["own"] = OWN_KEYS, Mapping[str, Any] | None
        return record(cls, kw_only=kw_only)


def blank(made: type[T]) -> T:
    """
    Return the *made* with nothing given, as one that is read from an empty table: there is nothing to validate.
    """
    return _blank(made)  # type: ignore[no-any-return,arg-type]  # a class can be hashed


@cache
def _blank(made: Any) -> Any:
    return as_it_is(made, {each.name: each.made() for each in stated(made)})


def _validate(self: Any) -> None:
    """
    Validate every field, and keep it as a document that is read would.

    Raises:
        InvalidValueError: with all that is wrong.
    """
    faults: list[Fault] = []
    for name, is_required, read in _fields(type(self)):  # type: ignore[arg-type]  # a class can be hashed
        value = getattr(self, name)
        if value is None:
            faults += [Fault("DOC001", N_("`{key}` is required here"), f"/{name}", {"key": name})] if is_required else []
            continue
        try:
            object.__setattr__(self, name, read(value))
        except Fault as fault:
            faults.append(fault.at(f"/{name}{fault.path}"))
    if faults:
        raise InvalidValueError(tuple(faults), type(self).__name__)


@cache
def _fields(made: Hashable) -> tuple[tuple[str, bool, Read], ...]:
    """
    Return the fields of *made* that a document may give: whether each has to be there, and what reads it.
    """
    resolved: Any = made
    fields = [field for field in typed(resolved) if field.init and in_document(field)]
    return tuple((field.name, field.default is attrs.NOTHING, _reader(field.type)) for field in fields)


def _reader(annotation: Any) -> Read:
    """
    Return what validates a value of *annotation* and returns it as it is kept.
    """
    if annotation is str:  # the keys of a table
        annotation = Text
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _scalar(next(note for note in arguments if isinstance(note, Scalar)))
    if origin is Literal:
        return _word(arguments)
    if origin in {Union, UnionType}:
        return _either(arguments)
    if origin is tuple:
        return _list(_reader(arguments[0]))
    if origin is not None:
        return _table(_reader(arguments[0]), _reader(arguments[1]))
    return _part(annotation)


def _scalar(scalar: Scalar) -> Read:
    return lambda value: scalar.parse(format(value, "f") if isinstance(value, Decimal) else value)


def _word(words: tuple[Any, ...]) -> Read:
    def read(value: Any) -> Any:
        if value in words:
            return value
        facts = {"what": N_("word here"), "value": str(value)[:64], "known": words}
        raise Fault("DOC003", N_("`{value}` is not a known {what}; known: {known}"), facts=facts)

    return read


def _either(arguments: tuple[Any, ...]) -> Read:
    parts = [each for each in arguments if each not in {type(None), Literal[False]}]
    may_be_false = Literal[False] in arguments
    classes = tuple(each for each in parts if is_record(each))
    others = [_reader(each) for each in parts if each not in classes]

    def read(value: Any) -> Any:
        if (value is False and may_be_false) or isinstance(value, classes):
            return value
        return others[0](value) if others else _part(classes[0])(value)

    return read


def _list(of: Read) -> Read:
    return lambda value: tuple(_entries(value, of))


def _entries(value: Any, of: Read) -> Iterator[Any]:
    if isinstance(value, str | bytes | Mapping) or not hasattr(value, "__iter__"):
        raise wrong(N_("a list"), value)
    for rank, each in enumerate(value):
        try:
            yield of(each)
        except Fault as fault:
            place = f"/{rank}{fault.path}"
            raise fault.at(place) from None


def _table(key: Read, of: Read) -> Read:
    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        return Frozen({key(name): of(each) for name, each in value.items()})

    return read


def _part(made: Any) -> Read:
    def read(value: Any) -> Any:
        if isinstance(value, made):
            return value
        raise wrong(made.__name__, value)

    return read
