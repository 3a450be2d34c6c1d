"""
Why plain data could not become frozen values: everything is visited, and each fault climbs until its place is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override

from dmsi_rules.documents.structure import (
    LONGEST_HINTED,
    MAPPING,
    Hook,
    choice_hook,
    hinted,
    hook_of,
    is_choice,
    is_list,
    is_scalar,
    is_table,
    is_union,
    key_of,
    pointer,
    scalar_hook,
    types_of,
    union_hook,
)
from dmsi_rules.errors import Fault
from dmsi_rules.model.scalars import shown, wrong
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import in_document


def faults_of(raw: object, into: type[Any]) -> Iterator[Fault]:
    """
    Yield everything that keeps *raw* from being an *into*, each fault at its JSON pointer.
    """
    try:
        _converter().structure(raw, into)
    except Exception as error:  # noqa: BLE001  (climbs as a group of groups; _climb takes it apart)
        yield from _climb(error, "")


def _climb(error: BaseException, path: str) -> Iterator[Fault]:
    if isinstance(error, IterableValidationError):
        for inner, index in error.group_exceptions()[0]:
            yield from _climb(inner, pointer(path, index.index))
    elif isinstance(error, ClassValidationError):
        noted, bare = error.group_exceptions()
        for inner, note in noted:
            below = pointer(path, note.name)
            yield from _absent(below, note.type) if isinstance(inner, KeyError) else _climb(inner, below)
        for each in bare:
            yield from _climb(each, path)
    elif isinstance(error, ExceptionGroup):
        for inner in error.exceptions:
            yield from _climb(inner, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        yield from _extra(error, path)
    elif isinstance(error, Fault):
        yield error.at(path + error.path)
    else:
        raise error


def _absent(path: str, kind: Any) -> Iterator[Fault]:
    """
    A required key is absent: told where the value itself would stand.
    """
    if attrs.has(kind):
        for name in (field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING):
            yield from _absent(pointer(path, name), types_of(kind)[name])
    else:
        yield Fault("DOC001", N_("`{key}` is required here"), path, {"key": path.rpartition("/")[2]})


def _extra(error: ForbiddenExtraKeysError, path: str) -> Iterator[Fault]:
    known = tuple(types_of(error.cl))
    for key in sorted(key if type(key) is str else shown(key) for key in error.extra_fields):
        facts: dict[str, object] = {"key": key[:LONGEST_HINTED], **hinted(key, known)}
        message = N_("unknown key `{key}`; did you mean `{hint}`?") if "hint" in facts else N_("unknown key `{key}`")
        yield Fault("DOC002", message, pointer(path, key), facts)


def salvage(raw: object, kind: Any) -> Any:
    """
    Read what can be read: whatever is ill-formed is absent, a list without entries, even where the document requires it.
    """
    with suppress(Exception):  # whatever it is, it is taken apart below
        return hook_of(kind)(raw, kind)
    if is_union(kind):
        (kind, *_) = (each for each in get_args(kind) if each is not type(None))
    if attrs.has(kind):
        table = raw if isinstance(raw, Mapping) else {}
        given = {}
        types = types_of(kind)
        for field in attrs.fields(kind):
            if field.name in table and field.name in types:
                given[field.name] = salvage(table[field.name], types[field.name])
            elif field.default is attrs.NOTHING:
                given[field.name] = salvage(None, types[field.name])
        return kind(**given)
    if get_origin(kind) is tuple:
        return tuple(salvage(entry, get_args(kind)[0]) for entry in raw) if isinstance(raw, list | tuple) else ()
    if get_origin(kind) is MAPPING and isinstance(raw, Mapping):
        return {key: salvage(entry, get_args(kind)[1]) for key, entry in raw.items() if isinstance(key, str)}
    return None


# ---- hooks: those of the fast path, but for what holds other values


def _list_hook(annotation: Any, converter: Converter) -> Hook:
    inner = converter.get_structure_hook(list[get_args(annotation)[0]])  # type: ignore[misc]  # a kind found at run time

    def each(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list and type(value) is not tuple:
            raise wrong(N_("a list"), value)
        return tuple(inner(value, None))

    return each


def _table_hook(annotation: Any, converter: Converter) -> Hook:
    (_, kind) = get_args(annotation)
    hook = converter.get_structure_hook(kind)

    def each(value: Any, _: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        read: dict[str, Any] = {}
        faults: list[Exception] = []
        for key, entry in value.items():
            try:
                read[key_of(key)] = hook(entry, kind)
            except (Fault, ExceptionGroup) as error:
                below = pointer("", key if type(key) is str else shown(key))
                inner = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
                faults += [fault.at(below + fault.path) for fault in inner if isinstance(fault, Fault)]
        if faults:
            raise ExceptionGroup("table", faults)
        return read

    return each


def _class_hook(kind: Any, converter: Converter) -> Hook:
    apart: dict[str, Any] = {field.name: override(omit=True) for field in attrs.fields(kind) if not in_document(field)}
    read = make_dict_structure_fn(kind, converter, **apart)

    def each(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        return read(value, kind)

    return each


def _alike(hook: Callable[[Any, Callable[[Any], Hook]], Hook]) -> Callable[[Any, Converter], Hook]:
    """
    Let a hook of the fast path find those of its parts in a converter.
    """
    return lambda annotation, converter: hook(annotation, converter.get_structure_hook)


_HOOKS: tuple[tuple[Callable[[Any], bool], Callable[[Any, Converter], Hook]], ...] = (
    (attrs.has, _class_hook),
    (is_list, _list_hook),
    (is_table, _table_hook),
    (is_union, _alike(union_hook)),
    (is_choice, _alike(choice_hook)),
    (is_scalar, _alike(scalar_hook)),
)


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    # The last registered is asked first.
    for is_for, make in _HOOKS:
        converter.register_structure_hook_factory(is_for, make)
    return converter
