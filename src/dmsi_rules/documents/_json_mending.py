"""
JSON changed at some places, all else as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dmsi_rules.documents._json import end, entries, starts
from dmsi_rules.documents.mending import Edit
from dmsi_rules.documents.placing import above


class JsonEditor:
    """
    A JSON text, and where the values at *paths* start in it.
    """

    def __init__(self, text: str, paths: Collection[str]) -> None:
        inner = above(paths)
        self._text = text
        self._starts = starts(text, inner.union(paths), inner)
        is_close = '":' in text and '": ' not in text
        self._comma, self._colon = (",", ":") if is_close else (", ", ": ")

    def replaced(self, path: str, value: Any) -> Edit | None:
        at = self._starts.get(path)
        return None if at is None else Edit(at, end(self._text, at), self._written(value))

    def appended(self, path: str, values: Sequence[Any]) -> Edit | None:
        at, text = self._starts.get(path), self._text
        if at is None or text[at] != "[":
            return None
        before = [(start, after) for _, start, after in entries(text, at)]
        if not before:
            return Edit(at + 1, at + 1, self._comma.join(map(self._written, values)))
        start, after = before[-1]
        between = text[before[-2][1] : start] if len(before) > 1 else f",{text[at + 1 : start] or self._comma[1:]}"
        return Edit(after, after, "".join(between + self._like(text[start:after], value) for value in values))

    def _written(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(self._comma, self._colon))

    def _like(self, model: str, value: Any) -> str:
        """
        Return *value* laid out as *model*: a table one key a line, where that is.
        """
        opening = model[1 : model.index('"')] if model[0] == "{" and '"' in model else ""
        if "\n" not in opening or not isinstance(value, Mapping):
            return self._written(value)
        closing = model[len(model[:-1].rstrip()) : -1]
        members = (f"{self._written(key)}{self._colon}{self._written(each)}" for key, each in value.items())
        return "{" + opening + f",{opening}".join(members) + closing + "}"
