"""
Plain data into frozen values, strictly: try fast, explain slowly.

Two converters share one set of hooks. The first stops at the first fault and says nothing of it; only when it
stops does the second run, which visits everything and lets each fault climb until its place is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override

from dmsi_rules._i18n import N_
from dmsi_rules._model.dossier import Dossier
from dmsi_rules._model.record import in_document
from dmsi_rules._model.scalars import Scalar, is_unicode, kind_of, shown, wrong
from dmsi_rules.errors import Fault

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

LONGEST_HINTED = 64
DEEPEST = 64


class Faults(Exception):  # noqa: N818  (a parcel of faults on its way to a report, not an error of its own)
    """
    Every fault of a document, and what could be read of it all the same.
    """

    def __init__(self, faults: tuple[Fault, ...], salvage: Any = None) -> None:
        super().__init__(faults)
        self.faults = faults
        self.salvage = salvage


def structure(raw: object, into: type[T]) -> T:
    """
    Build an *into* from plain data.

    Raises:
        Faults: with all of them, each at its JSON pointer.
    """
    try:
        return _fast().structure(raw, into)
    except Exception:  # noqa: BLE001  (whatever stopped the fast path, the slow one says what is wrong)
        faults = tuple(sorted(_explain(raw, into), key=lambda fault: document_order(fault.path, into)))
    raise Faults(faults, _salvage(raw, into))


def pointer(path: str, token: str | int) -> str:
    """
    Return the JSON pointer of *token* below *path* (RFC 6901).
    """
    return f"{path}/{str(token).replace('~', '~0').replace('/', '~1')}"


def document_order(path: str, kind: Any = Dossier) -> list[tuple[int, str]]:
    """
    Return the key that sorts pointers into a *kind* as the contract lays it out: by section, then by index.
    """
    key: list[tuple[int, str]] = []
    for token in path.split("/")[1:]:
        if kind is not None and _is_union(kind):
            kind = next((each for each in get_args(kind) if attrs.has(each) or get_origin(each) in {tuple, _MAPPING}), None)
        if kind is not None and attrs.has(kind):
            types = types_of(kind)
            key.append((list(types).index(token) if token in types else len(types), token))
            kind = types.get(token)
        else:
            key.append((int(token) if token.isdecimal() and len(token) < LONGEST_HINTED else -1, token))
            kind = get_args(kind)[-1 if get_origin(kind) is _MAPPING else 0] if kind is not None and get_args(kind) else None
    return key


def hinted(word: object, known: tuple[str, ...]) -> dict[str, str]:
    """
    Return the fact `hint`, the known word nearest to *word*, where there is one.
    """
    if not isinstance(word, str) or len(word) > LONGEST_HINTED:
        return {}
    from difflib import get_close_matches  # noqa: PLC0415  (only a faulty document wants it)

    folded = {each.casefold(): each for each in reversed(known)}
    near = get_close_matches(word.casefold(), folded, n=1)
    return {"hint": folded[near[0]]} if near else {}


def outside(word: object, known: tuple[str, ...], what: str) -> Fault:
    """
    The fault of a word that is outside a closed list (DOC003).
    """
    facts: dict[str, object] = {"value": str(word)[:LONGEST_HINTED], "what": what, "known": list(known), **hinted(word, known)}
    if "hint" in facts:
        return Fault("DOC003", N_("`{value}` is not a known {what}; did you mean `{hint}`?"), facts=facts)
    return Fault("DOC003", N_("`{value}` is not a known {what}; known: {known}"), facts=facts)


# ---- hooks


def _is_scalar(annotation: Any) -> bool:
    return get_origin(annotation) is Annotated and any(isinstance(note, Scalar) for note in get_args(annotation))


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) is Literal


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple


def _is_table(annotation: Any) -> bool:
    return get_origin(annotation) is _MAPPING


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in {Union, UnionType}


def _scalar_hook(annotation: Any) -> Hook:
    return next(note.parse for note in get_args(annotation) if isinstance(note, Scalar))


def _choice_hook(annotation: Any) -> Hook:
    known = get_args(annotation)

    def choose(value: Any, _: Any) -> Any:
        if type(value) is not type(known[0]):
            raise wrong(kind_of(known[0]), value)
        if value in known:
            return value
        raise outside(value, known, N_("word here"))

    return choose


def _union_hook(annotation: Any, converter: Converter) -> Hook:
    """
    Read one of several kinds of value.

    `X | None` is X: absence is the only unknown, null is refused. `X | Literal[False]` lets false through as it is.
    A word or a table (`Role | Member`) goes by what is given.
    """
    kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
    may_be_false = Literal[False] in kinds
    kinds = [kind for kind in kinds if kind != Literal[False]]
    hooks = [converter.get_structure_hook(kind) for kind in kinds]
    table = next((hook for kind, hook in zip(kinds, hooks, strict=True) if attrs.has(kind)), hooks[0])
    first = hooks[0]
    if len(hooks) == 1 and not may_be_false:
        return first

    def choose(value: Any, _: Any) -> Any:
        if value is False and may_be_false:
            return False
        return (table if isinstance(value, Mapping) else first)(value, None)

    return choose


def _list_hook(annotation: Any, converter: Converter) -> Hook:
    (kind, _) = get_args(annotation)
    hook = converter.get_structure_hook(kind)
    inner = converter.get_structure_hook(list[kind]) if converter.detailed_validation else None  # type: ignore[valid-type]

    def each(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list and type(value) is not tuple:
            raise wrong(N_("a list"), value)
        if inner is not None:
            return tuple(inner(value, None))
        return tuple([hook(entry, None) for entry in value])

    return each


def _table_hook(annotation: Any, converter: Converter) -> Hook:
    (_, kind) = get_args(annotation)
    hook = converter.get_structure_hook(kind)

    def each(value: Any, _: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        return {_key(key): hook(entry, kind) for key, entry in value.items()}

    def explained(value: Any, _: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        read: dict[str, Any] = {}
        faults: list[Exception] = []
        for key, entry in value.items():
            try:
                read[_key(key)] = hook(entry, kind)
            except (Fault, ExceptionGroup) as error:
                below = pointer("", key if type(key) is str else shown(key))
                inner = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
                faults += [fault.at(below + fault.path) for fault in inner if isinstance(fault, Fault)]
        if faults:
            raise ExceptionGroup("table", faults)
        return read

    return explained if converter.detailed_validation else each


def _key(key: object) -> str:
    if type(key) is str and is_unicode(key):
        return key
    raise wrong(N_("text as a key"), key)


@cache
def types_of(kind: Any) -> Mapping[str, Any]:
    """
    Return the types of the fields of a class that a document may give, by name.
    """
    fields = attrs.fields(kind)
    if any(isinstance(field.type, str) for field in fields):
        fields = attrs.fields(attrs.resolve_types(kind))
    return {field.name: field.type for field in fields if field.init and in_document(field)}


class _FieldHooks(dict[str, Hook]):
    """
    The hooks of a class's fields, each made when the first document gives that field.
    """

    def __init__(self, kind: Any, converter: Converter) -> None:
        super().__init__()
        self._types = types_of(kind)
        self._converter = converter

    def __missing__(self, name: str) -> Hook:
        hook = self[name] = self._converter.get_structure_hook(self._types[name])
        return hook


def _class_hook(kind: Any, converter: Converter) -> Hook:
    """
    Read a class from a table.

    The fast hook visits what is given, not what might be, and stops at anything else; the slow one is cattrs'
    own, which collects.
    """
    if not converter.detailed_validation:
        hooks = _FieldHooks(kind, converter)
        return lambda value, _: kind(**{name: hooks[name](given, None) for name, given in value.items()})
    apart: dict[str, Any] = {field.name: override(omit=True) for field in attrs.fields(kind) if not in_document(field)}
    read = make_dict_structure_fn(kind, converter, **apart)

    def explained(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        return read(value, kind)

    return explained


def _converter(*, explain: bool) -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=explain)
    # The last registered is asked first.
    for is_for, hook_of in _HOOKS:
        converter.register_structure_hook_factory(is_for, hook_of)
    return converter


_MAPPING = get_origin(Mapping[str, str])


_HOOKS: tuple[tuple[Callable[[Any], bool], Any], ...] = (
    (attrs.has, _class_hook),
    (_is_list, _list_hook),
    (_is_table, _table_hook),
    (_is_union, _union_hook),
    (_is_choice, _choice_hook),
    (_is_scalar, _scalar_hook),
)


@cache
def _fast() -> Converter:
    return _converter(explain=False)


@cache
def _slow() -> Converter:
    return _converter(explain=True)


# ---- the slow path


def _explain(raw: object, into: type[Any]) -> Iterator[Fault]:
    try:
        _slow().structure(raw, into)
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


def _salvage(raw: object, kind: Any) -> Any:
    """
    Read what can be read: whatever is ill-formed is absent, a list without entries, even where the document requires it.
    """
    with suppress(Exception):  # whatever it is, it is taken apart below
        return _fast().structure(raw, kind)
    if _is_union(kind):
        (kind, *_) = (each for each in get_args(kind) if each is not type(None))
    if attrs.has(kind):
        table = raw if isinstance(raw, Mapping) else {}
        given = {}
        types = types_of(kind)
        for field in attrs.fields(kind):
            if field.name in table and field.name in types:
                given[field.name] = _salvage(table[field.name], types[field.name])
            elif field.default is attrs.NOTHING:
                given[field.name] = _salvage(None, types[field.name])
        return kind(**given)
    if get_origin(kind) is tuple:
        return tuple(_salvage(entry, get_args(kind)[0]) for entry in raw) if isinstance(raw, list | tuple) else ()
    if get_origin(kind) is _MAPPING and isinstance(raw, Mapping):
        return {key: _salvage(entry, get_args(kind)[1]) for key, entry in raw.items() if isinstance(key, str)}
    return None
