"""
TOML changed at one place, all else as it was written: comments, order and layout.

A parser that keeps the formatting would do for values, but tomlkit puts a table that is added to a list below the comments of
the next one, and gathers the tables of a list that stand apart.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dmsi_rules.documents._toml_places import Survey, surveyed
from dmsi_rules.values.plain import plain

if TYPE_CHECKING:
    from tree_sitter import Node

_BARE = re.compile("[A-Za-z0-9_-]+")
_HEADS = ("table", "table_array_element")
_SCALARS = ("string", "integer", "float", "boolean", "local_date", "array", "inline_table")
# After a pair: the rest of its line, and comments below it that belong to nothing that follows at once.
_REST = re.compile(rb"[^\n]*(?:\n|\Z)(?:(?:[ \t]*#[^\n]*(?:\n|\Z))+(?=\s*(?:\n|\Z)))?")


def replaced(text: str, path: str, value: Any) -> str | None:
    """
    Return *text* with *value* at *path*; None where nothing stands there, or a table with a head of its own.
    """
    content = text.encode()
    node = surveyed(content, _Every(), _Every()).found.get(path)
    if node is None or node.type not in _SCALARS:
        return None
    written = _written(value)
    if (node.text or b"").startswith(b"'") and written.startswith('"') and not {"'", "\\"} & set(written):
        written = f"'{written[1:-1]}'"
    return _spliced(content, node.start_byte, node.end_byte, written)


def appended(text: str, path: str, value: Any) -> str | None:
    """
    Return *text* with *value* at the end of the list at *path*, written as the one before it; None where there is no such list.
    """
    content = text.encode()
    survey = surveyed(content, _Every(), _Every())
    node = survey.found.get(path)
    if node is not None and node.type == "array":
        return _with_entry(content, node, value)
    if path in survey.lengths and isinstance(value, Mapping):
        return _with_table(content, survey, f"{path}/{survey.lengths[path] - 1}", value)
    return None


class _Every:
    """
    Holds every pointer.
    """

    def __contains__(self, path: object) -> bool:
        return True


def _spliced(content: bytes, start: int, end: int, written: str) -> str:
    return (content[:start] + written.encode() + content[end:]).decode()


# ---- an array


def _with_entry(content: bytes, array: Node, value: Any) -> str:
    *_, last = [None, *(each for each in array.named_children if each.type not in {"comment", "ERROR"})]
    if last is None:
        return _spliced(content, array.start_byte + 1, array.start_byte + 1, _written(value))
    comma = next((each for each in array.children if each.type == "," and each.start_byte >= last.end_byte), None)
    at = comma.end_byte if comma else last.end_byte
    row = (comma or last).end_point.row
    at = max([at, *(each.end_byte for each in array.children if each.type == "comment" and each.start_point.row == row)])
    indent = content[content.rfind(b"\n", 0, last.start_byte) + 1 : last.start_byte].decode()
    lead = " "
    if not indent.strip() and last.start_point.row > array.start_point.row:
        lead = ("\r\n" if b"\r\n" in content else "\n") + indent
    added = lead + _written(value, (last.text or b"").decode()) + ("," if comma else "")
    between = content[last.end_byte : at].decode()
    return _spliced(content, last.end_byte, at, (between if comma else f",{between}") + added)


# ---- a list of tables


def _with_table(content: bytes, survey: Survey, last: str, value: Mapping[str, Any]) -> str:
    model = survey.found[last]
    below = (node for path, node in survey.found.items() if path.startswith(f"{last}/") and node.type in _HEADS)
    end = max(_end(content, node) for node in (model, *below))
    newline = "\r\n" if b"\r\n" in content else "\n"
    start = content.rfind(b"\n", 0, model.start_byte) + 1
    head = content[start : model.children[2].end_byte].decode()
    pair = next((each for each in model.named_children if each.type == "pair"), None)
    indent = content[content.rfind(b"\n", 0, pair.start_byte) + 1 : pair.start_byte].decode() if pair else ""
    equals = _equals(pair) if pair else " = "
    lines = [head, *(f"{indent}{_key(key)}{equals}{_written(each)}" for key, each in value.items())]
    apart = newline if _stands_apart(content[:start]) else ""
    begun = "" if content[:end].endswith(b"\n") else newline
    return _spliced(content, end, end, begun + apart + "".join(f"{line}{newline}" for line in lines))


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
