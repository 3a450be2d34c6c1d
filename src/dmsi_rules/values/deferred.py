"""
Classes that attrs makes when they are first used as such: a check meets few of all that a document or a convention may hold.

Making a class takes attrs a quarter of a millisecond, most of it for a constructor. What is read is made without one; and
what is made a few times only, as most of what one check makes, does not need one either.
"""

from __future__ import annotations

from functools import cache, partial
from threading import RLock
from typing import TYPE_CHECKING, Any, NoReturn, get_type_hints

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Field", "Stated", "defer", "is_record", "stated", "typed"]

FEW = 100
"""
How many times a class is constructed before that takes longer than to have attrs make its constructor.
"""

_MAKING = RLock()  # what one thread is making, another waits for
_PENDING = "_pending"


class Stated:
    """
    A field as the body of a class states it: *given* is what `attrs.field` is to be given.
    """

    def __init__(self, **given: Any) -> None:
        self.given = given


class Field:
    """
    A field of a class: its name, the kind of its values, and what `attrs.field` is given for it.
    """

    __slots__ = ("default", "given", "init", "metadata", "name", "type")

    def __init__(self, name: str, annotation: Any, given: Mapping[str, Any]) -> None:
        self.name, self.type, self.given = name, annotation, given
        self.default = attrs.Factory(given["factory"]) if "factory" in given else given.get("default", attrs.NOTHING)
        self.init, self.metadata = given.get("init", True), given.get("metadata", {})

    def made(self) -> Any:
        """
        Return what it is where nothing is given; `attrs.NOTHING` where something has to be.
        """
        return self.default.factory() if hasattr(self.default, "factory") else self.default


class _Later:
    """
    Stands for what attrs adds to a class, until somebody asks for it.
    """

    def __init__(self, made: type[Any], name: str) -> None:
        self._made, self._name = made, name

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        _make(self._made)
        return getattr(owner if instance is None else instance, self._name)


class _Constructor(_Later):
    """
    Stands for the constructor, and does its work for the first few.
    """

    def __init__(self, made: type[Any]) -> None:
        super().__init__(made, "__init__")
        self._left = FEW

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        self._left -= 1
        if instance is None or self._left < 0:
            return super().__get__(instance, owner)
        return partial(self._construct, instance)

    def _construct(self, one: Any, *values: Any, **given: Any) -> None:
        facts = _facts(self._made, values, given)
        if facts is None:  # attrs says best what is wrong
            _make(self._made)
            self._made.__init__(one, *values, **given)
            return
        one.__dict__.update(facts)
        if hasattr(one, "__attrs_post_init__"):
            one.__attrs_post_init__()


def _facts(made: Any, values: tuple[Any, ...], given: dict[str, Any]) -> dict[str, Any] | None:
    """
    Return what each field of *made* is, as attrs' constructor has it; None where it takes something else.
    """
    taken = _taken(made)
    facts = taken.defaults | given
    if values:
        placed = dict(zip(taken.by_place, values, strict=False))
        if len(placed) < len(values) or not placed.keys().isdisjoint(given):
            return None
        facts |= placed
    for name, make in taken.factories.items():
        if name not in facts:
            facts[name] = make()
    if facts.keys() != taken.names.keys():
        return None
    for name, convert in taken.converters.items():
        facts[name] = convert(facts[name])
    return {taken.names[name]: value for name, value in facts.items()} if taken.is_renaming else facts


class _Taken:
    """
    What the constructor of *made* takes: all by what it calls them.
    """

    def __init__(self, made: Any) -> None:
        with _MAKING:
            fields = {field.name.lstrip("_"): field for field in _fields(made).values() if field.init}
        self.names = {name: field.name for name, field in fields.items()}
        self.is_renaming = any(name != field.name for name, field in fields.items())
        self.by_place = [name for name, field in fields.items() if not field.given.get("kw_only")]
        given = {name: field.default for name, field in fields.items() if field.default is not attrs.NOTHING}
        self.factories = {name: default.factory for name, default in given.items() if hasattr(default, "factory")}
        self.defaults = {name: default for name, default in given.items() if name not in self.factories}
        converters = {name: field.given.get("converter") for name, field in fields.items()}
        self.converters = {name: convert for name, convert in converters.items() if convert is not None}


_taken = cache(_Taken)


def defer(made: type[Any], *, kw_only: bool) -> type[Any]:
    """
    Return *made*, which attrs makes a frozen class when its fields, or many of its kind, are asked for.
    """
    setattr(made, _PENDING, kw_only)
    made.__init__ = _Constructor(made)
    for name in ("__attrs_attrs__", "__match_args__"):
        setattr(made, name, _Later(made, name))
    made.__setattr__ = made.__delattr__ = _refuse  # as attrs does
    return made


def _refuse(*_: object) -> NoReturn:
    raise attrs.exceptions.FrozenInstanceError


def _make(made: type[Any]) -> None:
    with _MAKING:
        kw_only = vars(made)[_PENDING]
        if kw_only is None:
            return
        for name, value in list(vars(made).items()):
            if isinstance(value, Stated):
                setattr(made, name, attrs.field(**value.given))
        options: Any = {"init": True, "eq": False, "repr": False, "slots": False, "match_args": False, "auto_detect": False}
        attrs.frozen(made, kw_only=kw_only, **options)
        made.__match_args__ = tuple(each.name for each in attrs.fields(made) if each.init and not each.kw_only)  # type: ignore[misc]
        setattr(made, _PENDING, None)


def is_record(kind: type[Any]) -> bool:
    """
    Tell whether *kind* is a class that attrs has made, or will.
    """
    return hasattr(kind, _PENDING) or attrs.has(kind)


def stated(made: Any) -> tuple[Field, ...]:
    """
    Return the fields of *made*, with their types as they are written, without having attrs make it.
    """
    with _MAKING:
        return tuple(_fields(made).values())


def typed(made: Any) -> tuple[Field, ...]:
    """
    Return the fields of *made*, with their types as values, without having attrs make it.
    """
    fields = stated(made)
    if any(isinstance(field.type, str) for field in fields):
        types = get_type_hints(made, include_extras=True)
        for field in fields:
            field.type = types[field.name]
    return fields


@cache
def _fields(made: Any) -> Mapping[str, Field]:
    body = vars(made)
    if body.get(_PENDING) is None:
        return {each.name: Field(each.name, each.type, _given(each)) for each in attrs.fields(made)}
    found: dict[str, Field] = {}
    for base in filter(is_record, made.__bases__):
        found.update(_fields(base))
    for name, annotation in made.__annotations__.items():  # of its own: in 3.14 they do not stand in the body
        found.pop(name, None)  # one that is stated again stands where it is
        value = body.get(name, attrs.NOTHING)
        given = value.given if isinstance(value, Stated) else {"default": value}
        found[name] = Field(name, annotation, {"kw_only": body[_PENDING], **given})
    return found


def _given(field: attrs.Attribute[Any]) -> dict[str, Any]:
    return {name: getattr(field, name) for name in ("default", "init", "metadata", "converter", "kw_only", "eq", "hash")}
