"""
JSON changed at one place, all else as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dmsi_rules.documents._json import end, entries, starts


def replaced(text: str, path: str, value: Any) -> str | None:
    """
    Return *text* with *value* at *path*; None where nothing stands there.
    """
    at = _at(text, path)
    return None if at is None else text[:at] + _written(value, *_separators(text)) + text[end(text, at) :]


def appended(text: str, path: str, value: Any) -> str | None:
    """
    Return *text* with *value* at the end of the list at *path*, written as the one before it; None where there is no such list.
    """
    at = _at(text, path)
    if at is None or text[at] != "[":
        return None
    before = [(start, after) for _, start, after in entries(text, at)]
    if not before:
        return text[: at + 1] + _written(value, *_separators(text)) + text[at + 1 :]
    start, after = before[-1]
    between = text[before[-2][1] : start] if len(before) > 1 else f",{text[at + 1 : start] or _separators(text)[0][1:]}"
    return text[:after] + between + _like(text[start:after], value, text) + text[after:]


def _at(text: str, path: str) -> int | None:
    inner = {path[:end] for end in range(len(path)) if path[end] == "/"}
    return starts(text, inner | {path}, inner).get(path)


def _separators(text: str) -> tuple[str, str]:
    """
    Return what *text* writes between two entries of a table, and after a key.
    """
    return (", ", ": ") if '": ' in text or '":' not in text else (",", ":")


def _written(value: Any, comma: str, colon: str) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(comma, colon))


def _like(model: str, value: Any, text: str) -> str:
    """
    Return *value* laid out as *model*: a table one key a line, where that is.
    """
    comma, colon = _separators(text)
    first = next((start for _, start, _ in entries(model, 0)), None)
    opening = model[1 : model.index('"')] if first is not None and model[0] == "{" else ""
    if "\n" not in opening or not isinstance(value, Mapping):
        return _written(value, comma, colon)
    closing = model[len(model[:-1].rstrip()) : -1]
    members = (f"{json.dumps(key)}{colon}{_written(each, comma, colon)}" for key, each in value.items())
    return "{" + opening + f",{opening}".join(members) + closing + "}"
