"""
What a document's values may be: an annotation is compiled once into a kind, which reads, explains, orders and describes itself.

Reading stops at the first thing that is wrong and says nothing of where it stands. Only then are the same kinds asked to
explain: they visit everything, note every fault at its JSON pointer, and keep what could be read all the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs

from dmsi_rules.documents._own import Table, own_keys, with_own
from dmsi_rules.documents.faults import LONGEST_HINTED, Bounded, outside, pointer, unknown_key
from dmsi_rules.errors import Fault
from dmsi_rules.model.scalars import DateOrNone, RoleCode, Scalar, Text, is_unicode, kind_of, shown, wrong
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import Frozen, keeping
from dmsi_rules.values.record import as_it_is, in_document, rest_of, typed

Lists = Mapping[str, list[str]]
"""
The words of a convention that close a list, by the list's name.
"""

Schema = dict[str, Any]


class Kind(ABC):
    """
    One kind of value.
    """

    @abstractmethod
    def read(self, value: Any) -> Any:
        """
        Return what *value* stands for.

        Raises:
            Exception: of whatever sort: something in it is wrong.
        """

    @abstractmethod
    def explain(self, value: Any, path: str, faults: Bounded) -> Any:
        """
        Add to *faults* everything that is wrong in *value*, which stands at *path*, and return what can be read of it.

        What is ill-formed is absent, even where the document requires it; a list is without entries.
        """

    @abstractmethod
    def schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:
        """
        Return the JSON Schema; those of the tables in it are added to *definitions*.
        """

    def salvage_nothing(self) -> Any:
        """
        Return what stands for a value that is required and absent.
        """
        return None

    def absent(self, path: str) -> list[Fault]:
        """
        Return the faults of a value that is required at *path* and absent.
        """
        return [Fault("DOC001", N_("`{key}` is required here"), path, {"key": path.rpartition("/")[2]})]

    def below(self, token: str) -> tuple[int, Kind | None]:
        """
        Return the place of the part called *token* among the others, as the contract lays them out, and its kind.
        """
        return index_of(token), None


def index_of(token: str) -> int:
    """
    Return the rank that *token* is in a list; -1 where it is not a number.
    """
    return int(token) if token.isdecimal() and len(token) < LONGEST_HINTED else -1


class ScalarKind(Kind):
    """
    A single value, which reads and describes itself.
    """

    def __init__(self, scalar: Scalar) -> None:
        self._scalar = scalar
        self.read = scalar.parse  # type: ignore[assignment,method-assign]  # one call less for each value of a document

    def read(self, value: Any) -> Any:  # noqa: D102  (as above)
        return self._scalar.parse(value)

    def explain(self, value: Any, path: str, faults: Bounded) -> Any:  # noqa: D102
        try:
            return self._scalar.parse(value)
        except Fault as fault:
            faults.append(fault.at(path))
            return None

    def schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:  # noqa: ARG002, D102
        return {"enum": lists[self._scalar.known]} if self._scalar.known else dict(self._scalar.schema)


class WordKind(ScalarKind):
    """
    One of the words of a closed list.
    """

    def __init__(self, words: tuple[Any, ...]) -> None:
        first = words[0]

        def choose(value: Any) -> Any:
            if type(value) is not type(first):
                raise wrong(kind_of(first), value)
            if value in words:
                return value
            raise outside(value, words, N_("word here"))

        super().__init__(Scalar(choose, {"enum": list(words)}))


class EitherKind(Kind):
    """
    One of several kinds: `X | Literal[False]` lets false through; a word or a table (`Role | Member`) goes by what is given.
    """

    def __init__(self, kinds: list[Kind], *, may_be_false: bool) -> None:
        self._kinds = kinds
        self._may_be_false = may_be_false
        self.table = next((kind for kind in kinds if isinstance(kind, ClassKind)), kinds[0])

    def _chosen(self, value: Any) -> Kind:
        return self.table if isinstance(value, Mapping) else self._kinds[0]

    def read(self, value: Any) -> Any:  # noqa: D102
        return False if value is False and self._may_be_false else self._chosen(value).read(value)

    def explain(self, value: Any, path: str, faults: Bounded) -> Any:  # noqa: D102
        return False if value is False and self._may_be_false else self._chosen(value).explain(value, path, faults)

    def schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:  # noqa: D102
        choices = [kind.schema(lists, definitions) for kind in self._kinds]
        return {"anyOf": [*choices, {"enum": [False]}] if self._may_be_false else choices}

    def below(self, token: str) -> tuple[int, Kind | None]:  # noqa: D102
        return self.table.below(token)


class ListKind(Kind):
    """
    A list of one kind.
    """

    def __init__(self, of: Kind) -> None:
        self._of = of

    def read(self, value: Any) -> Any:  # noqa: D102
        if type(value) is not list and type(value) is not tuple:
            raise wrong(N_("a list"), value)
        read = self._of.read
        return tuple([read(entry) for entry in value])

    def explain(self, value: Any, path: str, faults: Bounded) -> Any:  # noqa: D102
        if type(value) is not list and type(value) is not tuple:
            faults.append(wrong(N_("a list"), value).at(path))
            return ()
        return tuple([self._of.explain(entry, f"{path}/{rank}", faults) for rank, entry in enumerate(value)])

    def schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:  # noqa: D102
        return {"type": "array", "items": self._of.schema(lists, definitions)}

    def salvage_nothing(self) -> Any:  # noqa: D102
        return ()

    def below(self, token: str) -> tuple[int, Kind | None]:  # noqa: D102
        return index_of(token), self._of


class TableKind(Kind):
    """
    A table with any keys.
    """

    def __init__(self, key: Kind, of: Kind) -> None:
        self._key = key
        self._of = of

    def read(self, value: Any) -> Any:  # noqa: D102
        if not isinstance(value, Mapping):
            raise wrong(N_("a table"), value)
        read = self._of.read
        found = Frozen({_key(key): read(entry) for key, entry in value.items()})
        return keeping(found, own_keys(value)) if type(value) is Table else found

    def explain(self, value: Any, path: str, faults: Bounded) -> Any:  # noqa: D102
        if not isinstance(value, Mapping):
            faults.append(wrong(N_("a table"), value).at(path))
            return None
        found = {}
        for key, entry in value.items():
            below = pointer(path, key if type(key) is str else shown(key))
            try:
                found[_key(key)] = self._of.explain(entry, below, faults)
            except Fault as fault:
                faults.append(fault.at(below))
        return Frozen(found)

    def schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:  # noqa: D102
        keys = self._key.schema(lists, definitions)
        if "enum" in keys:
            keys = {"anyOf": [keys, {"pattern": "^x-"}]}
        return {
            "type": "object",
            "propertyNames": keys,
            "patternProperties": {"^x-": True},
            "additionalProperties": self._of.schema(lists, definitions),
        }

    def below(self, token: str) -> tuple[int, Kind | None]:  # noqa: D102
        return index_of(token), self._of


def _key(key: object) -> str:
    if type(key) is str and is_unicode(key):
        return key
    raise wrong(N_("text as a key"), key)


class _Fields(dict[str, Kind]):
    """
    The kinds of a class's fields, each compiled when it is first asked for: a document gives few of them.
    """

    def __init__(self, types: Mapping[str, Any]) -> None:
        super().__init__()
        self._types = types

    def __missing__(self, name: str) -> Kind:
        kind = self[name] = compiled(self._types[name])
        return kind


class _Readers(dict[str, Callable[[Any], Any]]):
    """
    What reads the fields of a class.
    """

    def __init__(self, fields: _Fields) -> None:
        super().__init__()
        self._fields = fields

    def __missing__(self, name: str) -> Callable[[Any], Any]:
        read = self[name] = self._fields[name].read
        return read


class ClassKind(Kind):
    """
    A table with the keys of an attrs class.

    Attributes:
        name: what the class is called.
        names: the keys that a document may give, in the contract's order.
    """

    def __init__(self, made: type[Any]) -> None:
        fields = typed(made)
        # A key that Python keeps for itself is written with an underscore after it.
        types = {field.name.rstrip("_"): field.type for field in fields if field.init and in_document(field)}
        self._renamed = {field.name.rstrip("_"): field.name for field in fields if field.name.endswith("_")}
        self._made = made
        self._required = dict.fromkeys(field.name.rstrip("_") for field in fields if field.default is attrs.NOTHING)
        defaults = {field.name: field.default for field in fields if field.default is not attrs.NOTHING}
        self._factories = {name: each.factory for name, each in defaults.items() if hasattr(each, "factory")}
        self._defaults = {name: each for name, each in defaults.items() if name not in self._factories}
        self._kinds = _Fields(types)
        self._readers = _Readers(self._kinds)
        self._keeps_own = "own" in self._defaults
        self.names = tuple(types)
        self.name = made.__name__

    def read(self, value: Any) -> Any:  # noqa: D102
        readers = self._readers
        given = {name: readers[name](each) for name, each in value.items()}
        if self._required and not self._required.keys() <= given.keys():
            raise KeyError
        if type(value) is Table and value.own and self._keeps_own:
            given["own"] = own_keys(value)
        return self._make(given)

    def _make(self, given: Mapping[str, Any]) -> Any:
        """
        Return what attrs would, without a call that names every field that is absent and validates what has been validated.
        """
        if self._renamed:
            given = {self._renamed.get(name, name): each for name, each in given.items()}
        if not self._factories:
            return as_it_is(self._made, self._defaults, given)
        made = {name: make() for name, make in self._factories.items() if name not in given}
        return as_it_is(self._made, self._defaults, made, given)

    def explain(self, value: Any, path: str, faults: Bounded) -> Any:  # noqa: D102
        if not isinstance(value, Mapping):
            faults.append(wrong(N_("a table"), value).at(path))
            return self.salvage_nothing()
        given = {}
        for name in self.names:
            if name in value:
                given[name] = self._kinds[name].explain(value[name], pointer(path, name), faults)
            elif name in self._required:
                faults.extend(self._kinds[name].absent(pointer(path, name)))
                given[name] = self._kinds[name].salvage_nothing()
        for key in value:
            if key not in self.names:
                faults.append(_extra(key, path, self.names, self._made.__name__))
        return self._make(given)

    def schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:  # noqa: D102
        if self.name not in definitions:
            definitions[self.name] = {}
            definitions[self.name] = self.table_schema(lists, definitions)
        return {"$ref": f"#/$defs/{self.name}"}

    def table_schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:
        """
        Return the schema of the table itself, wherever it stands.
        """
        schema: Schema = {
            "type": "object",
            "properties": {name: self._kinds[name].schema(lists, definitions) for name in self.names},
            "patternProperties": {"^x-": True},
            "additionalProperties": False,
        }
        if self._required:
            schema["required"] = list(self._required)
        if self._made.__doc__:
            schema = {"description": " ".join(self._made.__doc__.split()), **schema}
        return schema

    def salvage_nothing(self) -> Any:  # noqa: D102
        return self._make({name: self._kinds[name].salvage_nothing() for name in self._required})

    def absent(self, path: str) -> list[Fault]:  # noqa: D102
        return [fault for name in self._required for fault in self._kinds[name].absent(pointer(path, name))]

    def below(self, token: str) -> tuple[int, Kind | None]:  # noqa: D102
        return (self.names.index(token), self._kinds[token]) if token in self.names else (len(self.names), None)


class OpenClassKind(ClassKind):
    """
    The same, with days and words under keys that a convention names: whether it does is for the fit to tell.
    """

    def __init__(self, made: type[Any], rest: str) -> None:
        super().__init__(made)
        self._rest = rest

    def _apart(self, value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        told = {key: each for key, each in value.items() if key in self.names or type(key) is not str}
        rest = {key: each for key, each in value.items() if key not in told}
        return with_own(told, value.own) if type(value) is Table else told, rest

    def read(self, value: Any) -> Any:  # noqa: D102
        own, rest = self._apart(value)
        made = super().read(own)
        if "" in rest:
            raise KeyError
        made.__dict__[self._rest] = Frozen({_key(key): _named_kind(key).read(each) for key, each in rest.items()})
        return made

    def explain(self, value: Any, path: str, faults: Bounded) -> Any:  # noqa: D102
        if not isinstance(value, Mapping):
            return super().explain(value, path, faults)
        own, rest = self._apart(value)
        made = super().explain(own, path, faults)
        told = {}
        for key, each in rest.items():
            if not is_unicode(key) or not key or isinstance(each, (Mapping, list, tuple)):
                faults.append(_extra(key, path, self.names, self._made.__name__))  # no convention names such a one
            else:
                told[key] = _named_kind(key).explain(each, pointer(path, key), faults)
        made.__dict__[self._rest] = Frozen(told)
        return made

    def table_schema(self, lists: Lists, definitions: dict[str, Schema]) -> Schema:  # noqa: D102
        schema = super().table_schema(lists, definitions)
        for key in lists.get(self._made.__name__, []):
            schema["properties"][key] = _named_kind(key).schema(lists, definitions)
        return schema


def _named_kind(key: str) -> Kind:
    return compiled(RoleCode if key.endswith("_by") else DateOrNone)


def _extra(key: object, path: str, known: tuple[str, ...], table: str) -> Fault:
    from dmsi_rules.documents.keys import names_by_title  # noqa: PLC0415  (only a faulty document wants it)

    return unknown_key(path, key if type(key) is str else shown(key), known, names=names_by_title(table))


# ---- annotations


@cache
def compiled(annotation: Any) -> Kind:
    """
    Return the kind of value that *annotation* stands for.

    `X | None` is X: absence is the only unknown, null is refused.
    """
    if annotation is str:  # the keys of a table
        annotation = Text
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return ScalarKind(next(note for note in arguments if isinstance(note, Scalar)))
    if origin is Literal:
        return WordKind(arguments)
    if origin in {Union, UnionType}:
        kinds = [compiled(each) for each in arguments if each is not type(None) and each != Literal[False]]
        may_be_false = Literal[False] in arguments
        return kinds[0] if len(kinds) == 1 and not may_be_false else EitherKind(kinds, may_be_false=may_be_false)
    if origin is tuple:
        return ListKind(compiled(arguments[0]))
    if origin is not None:
        return TableKind(compiled(arguments[0]), compiled(arguments[1]))
    return class_kind(annotation)


@cache
def class_kind(made: Any) -> ClassKind:
    """
    Return the kind of the tables that are read as a *made*.
    """
    rest = rest_of(made)
    return OpenClassKind(made, rest) if rest else ClassKind(made)
