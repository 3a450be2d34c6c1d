"""
Plain data into frozen values, strictly: try fast, explain slowly.

What stands here stops at the first fault and says nothing of it. Only when it stops does the explanation run, which
visits everything and knows the place of each fault; it is built on cattrs, which takes longer to import than a check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import attrs

from dmsi_rules.errors import Fault
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.scalars import Scalar, is_unicode, kind_of, wrong
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import in_document

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]
Hooks = Callable[[Any], Hook]

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
    kind: Any = into
    try:
        return hook_of(kind)(raw, kind)  # type: ignore[no-any-return]
    except Exception:  # noqa: BLE001  (whatever stopped the fast path, the slow one says what is wrong)
        from dmsi_rules.documents._faults import faults_of, salvage  # noqa: PLC0415  (cattrs)

        faults = tuple(sorted(faults_of(raw, kind), key=lambda fault: document_order(fault.path, kind)))
    raise Faults(faults, salvage(raw, kind))


def pointer(path: str, token: str | int) -> str:
    """
    Return the JSON pointer of *token* below *path* (RFC 6901).
    """
    return f"{path}/{str(token).replace('~', '~0').replace('/', '~1')}"


def document_order(path: str, kind: Any = Dossier) -> tuple[tuple[int, str], ...]:
    """
    Return the key that sorts pointers into a *kind* as the contract lays it out: by section, then by index.
    """
    return _order(path, kind)


@lru_cache(maxsize=4096)  # the same facts are missing from one dossier after another
def _order(path: str, kind: Any) -> tuple[tuple[int, str], ...]:
    key: list[tuple[int, str]] = []
    for token in path.split("/")[1:]:
        if kind is not None and is_union(kind):
            kind = next((each for each in get_args(kind) if attrs.has(each) or get_origin(each) in {tuple, MAPPING}), None)
        if kind is not None and attrs.has(kind):
            types = types_of(kind)
            key.append((list(types).index(token) if token in types else len(types), token))
            kind = types.get(token)
        else:
            key.append((int(token) if token.isdecimal() and len(token) < LONGEST_HINTED else -1, token))
            kind = get_args(kind)[-1 if get_origin(kind) is MAPPING else 0] if kind is not None and get_args(kind) else None
    return tuple(key)


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


def is_known(*values: object) -> bool:
    """
    Tell whether none of *values* is missing from what could be read.
    """
    return None not in values


# ---- kinds of annotation


def is_scalar(annotation: Any) -> bool:
    """
    Tell whether *annotation* is one of `_model.scalars`.
    """
    return get_origin(annotation) is Annotated and any(isinstance(note, Scalar) for note in get_args(annotation))


def is_choice(annotation: Any) -> bool:
    """
    Tell whether *annotation* is a closed list of words.
    """
    return get_origin(annotation) is Literal


def is_list(annotation: Any) -> bool:
    """
    Tell whether *annotation* is a list of one kind.
    """
    return get_origin(annotation) is tuple


def is_table(annotation: Any) -> bool:
    """
    Tell whether *annotation* is a table with any keys.
    """
    return get_origin(annotation) is MAPPING


def is_union(annotation: Any) -> bool:
    """
    Tell whether *annotation* is one kind or another.
    """
    return get_origin(annotation) in {Union, UnionType}


MAPPING = get_origin(Mapping[str, str])


@cache
def types_of(kind: Any) -> Mapping[str, Any]:
    """
    Return the types of the fields of a class that a document may give, by name.
    """
    fields = attrs.fields(kind)
    if any(isinstance(field.type, str) for field in fields):
        fields = attrs.fields(attrs.resolve_types(kind))
    return {field.name: field.type for field in fields if field.init and in_document(field)}


# ---- hooks: what reads a value of each kind


@cache
def hook_of(kind: Any) -> Hook:
    """
    Return what reads a value of *kind*, made when it is first asked for.
    """
    return next(make(kind, hook_of) for is_for, make in HOOKS if is_for(kind))


def scalar_hook(annotation: Any, _: Hooks) -> Hook:
    """
    Read a scalar as it says itself.
    """
    return next(note.parse for note in get_args(annotation) if isinstance(note, Scalar))


def choice_hook(annotation: Any, _: Hooks) -> Hook:
    """
    Read one of the words of a closed list.
    """
    known = get_args(annotation)

    def choose(value: Any, _: Any) -> Any:
        if type(value) is not type(known[0]):
            raise wrong(kind_of(known[0]), value)
        if value in known:
            return value
        raise outside(value, known, N_("word here"))

    return choose


def union_hook(annotation: Any, hooks_of: Hooks) -> Hook:
    """
    Read one of several kinds of value.

    `X | None` is X: absence is the only unknown, null is refused. `X | Literal[False]` lets false through as it is.
    A word or a table (`Role | Member`) goes by what is given.
    """
    kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
    may_be_false = Literal[False] in kinds
    kinds = [kind for kind in kinds if kind != Literal[False]]
    hooks = [hooks_of(kind) for kind in kinds]
    table = next((hook for kind, hook in zip(kinds, hooks, strict=True) if attrs.has(kind)), hooks[0])
    first = hooks[0]
    if len(hooks) == 1 and not may_be_false:
        return first

    def choose(value: Any, _: Any) -> Any:
        if value is False and may_be_false:
            return False
        return (table if isinstance(value, Mapping) else first)(value, None)

    return choose


def _list_hook(annotation: Any, hooks_of: Hooks) -> Hook:
    hook = hooks_of(get_args(annotation)[0])

    def each(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list and type(value) is not tuple:
            raise wrong(N_("a list"), value)
        return tuple([hook(entry, None) for entry in value])

    return each


def _table_hook(annotation: Any, hooks_of: Hooks) -> Hook:
    hook = hooks_of(get_args(annotation)[1])

    def each(value: Any, _: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        return {key_of(key): hook(entry, None) for key, entry in value.items()}

    return each


def key_of(key: object) -> str:
    """
    Return the *key* of a table.

    Raises:
        Fault: DOC001.
    """
    if type(key) is str and is_unicode(key):
        return key
    raise wrong(N_("text as a key"), key)


class _FieldHooks(dict[str, Hook]):
    """
    The hooks of a class's fields, each made when the first document gives that field.
    """

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self._types = types_of(kind)

    def __missing__(self, name: str) -> Hook:
        hook = self[name] = hook_of(self._types[name])
        return hook


def _class_hook(kind: Any, _: Hooks) -> Hook:
    """
    Read a class from a table: visit what is given, not what might be, and stop at anything else.
    """
    hooks = _FieldHooks(kind)
    return lambda value, _: kind(**{name: hooks[name](given, None) for name, given in value.items()})


HOOKS: tuple[tuple[Callable[[Any], bool], Callable[[Any, Hooks], Hook]], ...] = (
    (is_scalar, scalar_hook),
    (is_choice, choice_hook),
    (is_union, union_hook),
    (is_table, _table_hook),
    (is_list, _list_hook),
    (attrs.has, _class_hook),
)
