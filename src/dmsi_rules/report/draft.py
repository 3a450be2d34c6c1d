"""
A dossier to fill in: every key of it in a TOML file, each with what it means, those that are not known yet behind a `#`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from dmsi_rules.model.convention import Convention
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.record import field, record

HEAD = N_(
    "A line that begins with # and no space is a key that is not given, and so a fact that is not known: take the # away and "
    "write what is known. Dates are YYYY-MM-DD; `false` in place of one says that there is none. The heads of tables may stand "
    "empty."
)
ONE_OF = N_("One of: {words}.")
UNREAD = "$schema"
OF_EVENTS = ("request", "termination")
"""
The tables whose very head says that something has happened.
"""
WIDTH = 100
PLACE = "#/$defs/"


@record
class Draft:
    """
    What a dossier to fill in is made of.

    Attributes:
        schema: that of dossiers, its descriptions in the reader's language.
        given: what is known already, as a document.
        day: stands where a date is to be written.
    """

    schema: Mapping[str, Any] = field(hash=False)
    given: Mapping[str, Any] = field(hash=False)
    day: dt.date
    translate: Translate

    def text(self) -> str:
        """
        Return the file.
        """
        head = [f"{self.schema['title']}.", self.translate(HEAD)]
        return (
            "\n".join([*(line for part in head for line in _remark(part)), "", *self._table((), self.schema, self.given)])
            + "\n"
        )

    def _table(self, path: tuple[str, ...], table: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
        """
        Yield the keys of a table, then the tables within it.
        """
        keys = {key: shape for key, shape in table["properties"].items() if key != UNREAD and not _is_of_other_texts(shape)}
        apart = {key: shape for key, shape in keys.items() if self._is_apart(path, shape)}
        for key, shape in keys.items():
            if key not in apart:
                yield from self._key(key, shape, given)
        for key, shape in apart.items():
            yield ""
            yield from _remark(shape["description"])
            yield from self._apart((*path, key), shape, given.get(key))

    def _is_apart(self, path: tuple[str, ...], shape: Mapping[str, Any]) -> bool:
        """
        Tell whether a value is written under a head of its own: tables at the root, and lists of tables.
        """
        return "$ref" in shape.get("items", {}) or ("$ref" in shape and not path)

    def _apart(self, path: tuple[str, ...], shape: Mapping[str, Any], given: Any) -> Iterator[str]:
        name = ".".join(path)
        if "$ref" in shape:
            is_live = given is not None or path[0] not in OF_EVENTS
            yield f"{'' if is_live else '#'}[{name}]"
            yield from self._table(path, self._named(shape), given or {})
            return
        yield f"#[[{name}]]"
        yield from self._table(path, self._named(shape["items"]), {})
        for entry in given or ():
            yield f"[[{name}]]"
            yield from (f"{key} = {_written(value)}" for key, value in entry.items())

    def _key(self, key: str, shape: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
        yield from _remark(shape["description"])
        if "$ref" in shape:
            for inner, each in self._named(shape)["properties"].items():
                yield from _remark(f"{inner}: {each['description']}", indent="  ")
        if len(words := self._words(shape)) > 1:
            yield from _remark(fill(self.translate(ONE_OF), {"words": ", ".join(words)}, self.translate))
        if key in given:
            yield f"{key} = {_written(given[key])}"
        else:
            yield f"#{key} = {_written(self._example(shape))}"

    def _named(self, shape: Mapping[str, Any]) -> Mapping[str, Any]:
        return self.schema["$defs"][shape["$ref"].removeprefix(PLACE)]  # type: ignore[no-any-return]  # a schema is plain data

    def _words(self, shape: Mapping[str, Any]) -> Sequence[str]:
        """
        Return the words of a closed list.
        """
        return [each for each in shape.get("items", shape).get("enum", ()) if isinstance(each, str)]

    def _example(self, shape: Mapping[str, Any]) -> Any:  # noqa: PLR0911  (one return a shape)
        """
        Return a value of the shape, to be written over.
        """
        for several in ("oneOf", "anyOf"):
            if several in shape:
                return self._example(shape[several][0])
        if "$ref" in shape:
            inner = self._named(shape)["properties"]
            return {key: self._example(each) for key, each in inner.items()}
        if "enum" in shape:
            return shape["enum"][0]
        kind = shape["type"]
        if kind == "array":
            return [self._example(shape["items"])]
        if kind == "object":
            return {self._example(shape["propertyNames"]): self._example(shape["additionalProperties"])}
        if kind == "string":
            return self._text(shape)
        return True if kind == "boolean" else shape.get("minimum", 0)

    def _text(self, shape: Mapping[str, Any]) -> Any:
        if shape.get("format") == "date":
            return self.day
        pattern = shape.get("pattern", "")
        if "-" in pattern and pattern.startswith("^2"):
            return f"{self.day:%Y-%m}"
        if pattern.startswith("^[A-Za-z0-9]"):
            return "id"
        return "0.00" if r"\." in pattern else ""


def with_numbers(given: dict[str, Any], convention: Convention) -> dict[str, Any]:
    """
    Return *given* with the official numbers of its commune, where the *convention* lists it as a member.
    """
    members = convention.members
    name = given.get("commune", {}).get("name", "").casefold()
    for member in members.communes if members else ():
        if member.name.casefold() == name:
            numbers = {"insee": member.insee, "siren": member.siren}
            known = {key: each for key, each in numbers.items() if each}
            return {**given, "commune": {**given["commune"], "name": member.name, **known}}
    return given


def _is_of_other_texts(shape: Mapping[str, Any]) -> bool:
    """
    Tell whether a key takes words, or a table keys, that a convention names, and this one names none.
    """
    return "pattern" in shape.get("propertyNames", {}) or shape.get("items", shape).get("enum") == []


def _remark(text: str, indent: str = "") -> Iterator[str]:
    lead = f"# {indent}"
    yield from wrap(text, WIDTH, initial_indent=lead, subsequent_indent=lead, break_long_words=False, break_on_hyphens=False)


def _written(value: Any) -> str:
    """
    Return *value* as TOML writes it.
    """
    match value:
        case dt.date():
            return value.isoformat()
        case Mapping():
            inner = ", ".join(f"{_name(key)} = {_written(each)}" for key, each in value.items())
            return f"{{ {inner} }}"
        case list() | tuple():
            return f"[{', '.join(map(_written, value))}]"
    # A string of JSON is one of TOML, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _name(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _written(key)
