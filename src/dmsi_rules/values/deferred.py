"""
Classes that attrs makes when they are first used as such: a check meets few of all that a document or a convention may hold.

Making a class takes attrs a quarter of a millisecond, most of it for a constructor; what is read is made without one.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any, NoReturn, get_type_hints

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Stated", "defer", "is_record", "stated"]

_MAKING = RLock()  # what one thread is making, another waits for
_PENDING = "_pending"


class Stated:
    """
    A field as the body of a class states it, with what attrs calls the same.

    Attributes:
        name: what it is called.
        type: the kind of its values.
        given: what `attrs.field` was given.
    """

    name = ""
    type: Any = None

    def __init__(self, **given: Any) -> None:
        self.given = given

    @property
    def default(self) -> Any:
        """
        What it is where nothing is given: a value, an `attrs.Factory`, or `attrs.NOTHING`.
        """
        factory = self.given.get("factory")
        return self.given.get("default", attrs.NOTHING) if factory is None else attrs.Factory(factory)

    @property
    def init(self) -> bool:
        """
        Whether the constructor takes it.
        """
        return bool(self.given.get("init", True))

    @property
    def metadata(self) -> Mapping[str, Any]:
        """
        What else is said of it.
        """
        return self.given.get("metadata") or {}


class _Later:
    """
    Stands for what attrs adds to a class, until somebody asks for it.
    """

    def __init__(self, made: type[Any], name: str) -> None:
        self._made, self._name = made, name

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        _make(self._made)
        return getattr(owner if instance is None else instance, self._name)


def _make(made: type[Any]) -> None:
    with _MAKING:
        options = vars(made)[_PENDING]
        if options is None:
            return
        for name, value in list(vars(made).items()):
            if isinstance(value, Stated):
                setattr(made, name, attrs.field(**value.given))
        attrs.frozen(made, init=True, eq=False, repr=False, slots=False, match_args=False, auto_detect=False, **options)
        made.__match_args__ = tuple(each.name for each in attrs.fields(made) if each.init and not each.kw_only)
        setattr(made, _PENDING, None)


def _refuse(*_: object) -> NoReturn:
    raise attrs.exceptions.FrozenInstanceError


def defer(made: type[Any], **options: Any) -> type[Any]:
    """
    Return *made*, which attrs makes a frozen class with *options* when its constructor or its fields are first asked for.
    """
    setattr(made, _PENDING, options)
    for name in ("__init__", "__attrs_attrs__", "__match_args__"):
        setattr(made, name, _Later(made, name))
    made.__setattr__ = made.__delattr__ = _refuse  # type: ignore[method-assign,assignment]  # as attrs does, and it will
    return made


def is_record(kind: type[Any]) -> bool:
    """
    Tell whether *kind* is a class that attrs makes, or will.
    """
    return hasattr(kind, _PENDING) or attrs.has(kind)


def stated(made: type[Any]) -> tuple[Stated, ...]:
    """
    Return the fields of *made*, with their types as values, without having attrs make it.
    """
    with _MAKING:
        found = _fields(made)
    if any(isinstance(field.type, str) for field in found.values()):
        types = get_type_hints(made, include_extras=True)
        for name, field in found.items():
            field.type = types[name]
    return tuple(found.values())


def _fields(made: type[Any]) -> dict[str, Stated]:
    body = vars(made)
    if body.get(_PENDING) is None:
        return {each.name: _named(each.name, each.type, each) for each in attrs.fields(made)}
    found: dict[str, Stated] = {}
    for base in filter(is_record, made.__bases__):
        found |= _fields(base)
    for name, annotation in body.get("__annotations__", {}).items():
        found.pop(name, None)
        value = body.get(name, attrs.NOTHING)
        found[name] = _named(name, annotation, value if isinstance(value, Stated) else Stated(default=value))
    return found


def _named(name: str, annotation: Any, like: Any) -> Stated:
    field = Stated(default=like.default, init=like.init, metadata=like.metadata)
    field.name, field.type = name, annotation
    return field
