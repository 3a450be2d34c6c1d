"""
The words that a document may have at a place, and what its keys mean: what the schema says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dmsi_rules.server.spots import Path, Spot
from dmsi_rules.values.record import record

Schema = Mapping[str, Any]

_SERVICE = re.compile(r"\bservice[\"']?\s*[=:]\s*[\"']([a-z0-9-]+)")
_TABLE_END = re.compile(r"\}|\n\s*\[")


@record
class Word:
    """
    A word that may be written.

    Attributes:
        text: the word.
        means: what it means, if that is said.
        is_key: whether it is a key.
    """

    text: str
    means: str = ""
    is_key: bool = False


@record(eq=False)
class Vocabulary:
    """
    The words of one kind of document.

    Attributes:
        schema: its JSON Schema.
        plans: those of each service.
        titles: what each service is called.
    """

    schema: Schema
    plans: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]

    def at(self, spot: Spot, text: str) -> list[Word]:
        """
        Return what may be written at *spot* of *text*.
        """
        if spot.is_key:
            keys = [each.get("properties", {}) for each in self._tables(spot.path)]
            return [Word(key, said.get("description", ""), is_key=True) for table in keys for key, said in table.items()]
        known = dict.fromkeys(word for shape in self._shapes(spot.path) for word in _words(shape))
        if spot.path[-1:] == ("plan",) and (service := self._service(spot, text)):
            known = dict.fromkeys(self.plans.get(service, ()))
        return [Word(word, self.titles.get(word, "")) for word in known]

    def meaning(self, path: Path) -> str:
        """
        Return what the key at *path* means, if that is said.
        """
        return next((shape["description"] for shape in self._shapes(path, followed=False) if "description" in shape), "")

    def _service(self, spot: Spot, text: str) -> str | None:
        """
        Return the service of the table that *spot* is in.
        """
        end = _TABLE_END.search(text, spot.start)
        match = _SERVICE.search(text, spot.table, end.start() if end else len(text))
        return match[1] if match else None

    def _tables(self, path: Path) -> Iterator[Schema]:
        for shape in self._shapes(path):
            yield shape
            if "items" in shape:
                yield from self._followed(shape["items"])

    def _shapes(self, path: Path, *, followed: bool = True) -> list[Schema]:
        """
        Return the schemas of what stands at *path*, references followed to their ends.
        """
        shapes: list[Schema] = [self.schema]
        for token in path:
            shapes = [each for shape in shapes for whole in self._followed(shape) for each in self._below(whole, token)]
        return [whole for shape in shapes for whole in self._followed(shape)] if followed else shapes

    def _below(self, shape: Schema, token: str | int) -> Iterator[Schema]:
        if isinstance(token, int):
            if "items" in shape:
                yield shape["items"]
        elif token in shape.get("properties", {}):
            yield shape["properties"][token]
        elif isinstance(shape.get("additionalProperties"), Mapping):
            yield shape["additionalProperties"]
        elif "items" in shape:  # a list whose entries are written with heads of their own
            for whole in self._followed(shape["items"]):
                yield from self._below(whole, token)

    def _followed(self, shape: Schema) -> Iterator[Schema]:
        if "$ref" in shape:
            yield from self._followed(self.schema["$defs"][shape["$ref"].rpartition("/")[2]])
        else:
            yield shape
        for name in ("oneOf", "anyOf"):
            for each in shape.get(name, ()):
                yield from self._followed(each)


def _words(shape: Schema) -> Iterable[str]:
    if "enum" in shape:
        return [each for each in shape["enum"] if isinstance(each, str)]
    return [shape["const"]] if isinstance(shape.get("const"), str) else []
