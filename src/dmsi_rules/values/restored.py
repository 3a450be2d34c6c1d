"""
The way back: values made again of the plain data that they were written as.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Self, Union, get_args, get_origin

import attrs

Make = Callable[[Any], Any]


class Restorable:
    """
    An answer that can be read again.
    """

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the answer that `to_dict` wrote as *data*: it writes the same again.
        """
        return restored(cls, data)  # type: ignore[no-any-return]  # one of this class


def restored(made: Any, data: Mapping[str, Any]) -> Any:
    """
    Return the *made* that was written as *data*; what it does not say is as by default, or None.
    """
    given = {name: make(data[name]) for name, make in _fields(made).items() if name in data}
    absent = {each.name: None for each in attrs.fields(made) if each.default is attrs.NOTHING and each.name not in given}
    return made(**absent, **given)


@cache
def _fields(made: Any) -> Mapping[str, Make]:
    return {each.name: _maker(each.type) for each in attrs.fields(attrs.resolve_types(made)) if each.init}


def _maker(annotation: Any) -> Make:
    """
    Return what makes a value of *annotation* of plain data.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        make = _maker(next(each for each in arguments if each is not type(None)))
        return lambda value: None if value is None else make(value)
    if origin is tuple:
        make = _maker(arguments[0])
        return lambda value: tuple(map(make, value))
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        make = _maker(arguments[1])
        return lambda value: {key: make(each) for key, each in value.items()}
    return _single(annotation)


def _single(annotation: Any) -> Make:
    if annotation is dt.date:
        return dt.date.fromisoformat
    if annotation is Decimal:
        return Decimal
    if hasattr(annotation, "from_dict"):
        return annotation.from_dict  # type: ignore[no-any-return]
    return (lambda value: restored(annotation, value)) if attrs.has(annotation) else lambda value: value
