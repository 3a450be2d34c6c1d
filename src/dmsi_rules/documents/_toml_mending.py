"""
TOML changed at one place, all else as it was written: comments, order and layout.

A parser that keeps the formatting would do for values, but tomlkit puts a table that is added to a list below the comments of
the next one, and gathers the tables of a list that stand apart.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dmsi_rules.documents._toml_places import characters, surveyed
from dmsi_rules.documents.mending import Edit
from dmsi_rules.documents.placing import above
from dmsi_rules.values.plain import plain

if TYPE_CHECKING:
    from tree_sitter import Node

_BARE = re.compile("[A-Za-z0-9_-]+")
_SCALARS = ("string", "integer", "float", "boolean", "local_date", "array", "inline_table")
# After a pair: the rest of its line, and comments below it that belong to nothing that follows at once.
_REST = re.compile(rb"[^\n]*(?:\n|\Z)(?:(?:[ \t]*#[^\n]*(?:\n|\Z))+(?=\s*(?:\n|\Z)))?")


class TomlEditor:
    """
    A TOML text, and where the values at *paths* stand in it.

    Raises:
        ImportError: the parser cannot be loaded.
    """

    def __init__(self, text: str, paths: Collection[str]) -> None:
        inner = above(paths)
        self._content = text.encode()
        self._is_ascii = text.isascii()
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._survey = surveyed(self._content, inner.union(paths), inner)
        lasts = {f"{path}/{self._survey.lengths[path] - 1}" for path in paths if path in self._survey.lengths}
        self._tables: dict[str, list[Node]] = {last: [] for last in lasts}
        for path, node in self._survey.heads:
            for each in lasts & {path, *above([path])}:
                self._tables[each].append(node)

    def replaced(self, path: str, value: Any) -> Edit | None:
        node = self._survey.found.get(path)
        if node is None or node.type not in _SCALARS:
            return None
        written = _written(value)
        if (node.text or b"").startswith(b"'") and written.startswith('"') and not {"'", "\\"} & set(written):
            written = f"'{written[1:-1]}'"
        return self._edit(node.start_byte, node.end_byte, written)

    def appended(self, path: str, values: Sequence[Any]) -> Edit | None:
        node = self._survey.found.get(path)
        if node is not None and node.type == "array":
            return self._with_entries(node, values)
        if path in self._survey.lengths and all(isinstance(value, Mapping) for value in values):
            return self._with_tables(self._tables[f"{path}/{self._survey.lengths[path] - 1}"], values)
        return None

    def _edit(self, start: int, end: int, written: str) -> Edit:
        if self._is_ascii:
            return Edit(start, end, written)
        counted = characters(self._content, (start, end))
        return Edit(counted[start], counted[end], written)

    def _with_entries(self, array: Node, values: Sequence[Any]) -> Edit:
        *_, last = [None, *(each for each in array.named_children if each.type not in {"comment", "ERROR"})]
        if last is None:
            return self._edit(array.start_byte + 1, array.start_byte + 1, ", ".join(map(_written, values)))
        comma = next((each for each in array.children if each.type == "," and each.start_byte >= last.end_byte), None)
        row = (comma or last).end_point.row
        beside = (each.end_byte for each in array.children if each.type == "comment" and each.start_point.row == row)
        at = max([(comma or last).end_byte, *beside])
        indent = self._content[self._content.rfind(b"\n", 0, last.start_byte) + 1 : last.start_byte].decode()
        lead = " "
        if not indent.strip() and last.start_point.row > array.start_point.row:
            lead = self._newline + indent
        added = [lead + _written(value, (last.text or b"").decode()) for value in values]
        if comma:
            return self._edit(at, at, "".join(f"{each}," for each in added))
        between = self._content[last.end_byte : at].decode()
        return self._edit(last.end_byte, at, f",{between}{','.join(added)}")

    def _with_tables(self, tables: Sequence[Node], values: Sequence[Mapping[str, Any]]) -> Edit:
        """
        Add tables below the last one, the first of *tables*, and those that stand in it.
        """
        content, model = self._content, tables[0]
        end = max(_end(content, node) for node in tables)
        start = content.rfind(b"\n", 0, model.start_byte) + 1
        head = content[start : model.children[2].end_byte].decode()
        pair = next((each for each in model.named_children if each.type == "pair"), None)
        indent = content[content.rfind(b"\n", 0, pair.start_byte) + 1 : pair.start_byte].decode() if pair else ""
        equals = _equals(pair) if pair else " = "
        apart = [""] if _stands_apart(content[:start]) else []
        lines = [] if content[:end].endswith(b"\n") else [""]
        written = [
            line
            for value in values
            for line in (*apart, head, *(f"{indent}{_key(key)}{equals}{_written(each)}" for key, each in value.items()))
        ]
        begun = self._newline if lines else ""
        return self._edit(end, end, begun + "".join(f"{line}{self._newline}" for line in written))


def _stands_apart(before: bytes) -> bool:
    """
    Tell whether what stands *before* a table ends with an empty line, the comments on the table left out.
    """
    *lines, _ = before.split(b"\n")
    while lines and lines[-1].lstrip().startswith(b"#"):
        lines.pop()
    return bool(lines) and not lines[-1].strip()


def _end(content: bytes, table: Node) -> int:
    """
    Return where the lines of *table* end: those of its pairs, and of comments that are its own.
    """
    closing = table.children[2]  # the brackets of the head
    *_, last = [closing, *(each for each in table.named_children if each.type == "pair")]
    value = last.named_children[1] if last is not closing else last
    match = _REST.match(content, value.end_byte)
    return match.end() if match else value.end_byte


# ---- values


def _equals(pair: Node) -> str:
    key, value = pair.named_children[:2]
    return (pair.text or b"")[key.end_byte - pair.start_byte : value.start_byte - pair.start_byte].decode()


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(value: Any, model: str = "{ }") -> str:
    """
    Return *value* in TOML on one line; a table with the spaces of *model*.
    """
    match value:
        case dt.date():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(_written, value))}]"
        case Mapping():
            space = " " if model[1:2] == " " else ""
            equals = " = " if " =" in model or "=" not in model else "="
            return f"{{{space}{', '.join(f'{_key(key)}{equals}{_written(each)}' for key, each in value.items())}{space}}}"
    return _string(plain(value))
