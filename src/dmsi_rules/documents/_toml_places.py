"""
Where values stand in TOML, by tree-sitter.

It takes a twentieth of the time of a parser that keeps the formatting, and never more than the text is long.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from dmsi_rules.documents.faults import pointer
from dmsi_rules.values.record import field, record

if TYPE_CHECKING:
    from tree_sitter import Node


def starts(text: str, noted: Container[str], inner: Container[str]) -> dict[str, int]:
    """
    Return where the values at the pointers *noted* start in a TOML *text*; *inner* are those with others below them.

    A table starts at its head, the document at its first character. Nothing where the parser cannot be loaded.
    """
    content = text.encode("utf-8", "replace")  # a lone surrogate as one character too
    try:
        found = surveyed(content, noted, inner).found
    except ImportError:  # it is compiled: a program that is one zip has it in no form that can be loaded
        return {}
    at = {"": 0, **{path: node.start_byte for path, node in found.items()}}
    if text.isascii():
        return at
    counted = characters(content, at.values())
    return {path: counted[place] for path, place in at.items()}


def surveyed(content: bytes, noted: Container[str], inner: Container[str]) -> Survey:
    """
    Return the survey of a TOML text.

    Raises:
        ImportError: the parser cannot be loaded.
    """
    import tree_sitter_toml  # noqa: PLC0415  (wanted where something is to be shown in a text)
    from tree_sitter import Language, Parser  # noqa: PLC0415

    survey = Survey(noted, inner)
    survey.document(Parser(Language(tree_sitter_toml.language())).parse(content).root_node)
    return survey


def characters(content: bytes, places: Iterable[int]) -> dict[int, int]:
    """
    Return *places*, which are counted in bytes, counted in characters.
    """
    counted = {0: 0}
    before = 0
    for at in sorted(set(places)):
        counted[at] = counted[before] + len(content[before:at].decode())
        before = at
    return counted


@record(eq=False)
class Survey:
    """
    A walk through a TOML text that notes where the wanted values stand.

    Attributes:
        noted: the pointers that are wanted.
        inner: those that have others below them.
        found: the value at each, or the table's head with what is below it, or the pair that makes a table by its dots.
        lengths: how many heads each array of tables has had so far.
        heads: every table with a head of its own.
    """

    noted: Container[str]
    inner: Container[str]
    found: dict[str, Node] = field(factory=dict)
    lengths: Counter[str] = field(factory=Counter)
    heads: list[tuple[str, Node]] = field(factory=list)

    def document(self, root: Node) -> None:
        """
        Note the places of a whole text.
        """
        for node in root.named_children:
            if node.type == "pair":
                self._pair(node, "")
            elif node.type in {"table", "table_array_element"}:
                head, *pairs = node.named_children
                path = self._head(node, head)
                if path in self.inner:
                    for pair in pairs:
                        if pair.type == "pair":
                            self._pair(pair, path)

    def _head(self, node: Node, head: Node) -> str:
        *above, last = _keys(head)
        path = ""
        for key in above:
            path = pointer(path, key)
            self._note(path, node)
            if path in self.lengths:
                path = pointer(path, self.lengths[path] - 1)
        path = pointer(path, last)
        if node.type == "table":
            self.found.pop(path, None)  # a head of its own says better where it is than those of its tables
        else:
            self._note(path, node)
            self.lengths[path] += 1
            path = pointer(path, self.lengths[path] - 1)
        self._note(path, node)
        self.heads.append((path, node))
        return path

    def _pair(self, pair: Node, path: str) -> None:
        head, value = pair.named_children[:2]  # a comment may follow
        *above, last = _keys(head)
        for key in above:
            path = pointer(path, key)
            self._note(path, pair)
        self._value(value, pointer(path, last))

    def _value(self, node: Node, path: str) -> None:
        self._note(path, node)
        if path not in self.inner:
            return
        if node.type == "array":
            values = (each for each in node.named_children if each.type not in {"comment", "ERROR"})
            for rank, each in enumerate(values):
                self._value(each, pointer(path, rank))
        elif node.type == "inline_table":
            for each in node.named_children:
                if each.type == "pair":
                    self._pair(each, path)

    def _note(self, path: str, node: Node) -> None:
        if path in self.noted:
            self.found.setdefault(path, node)


def _keys(head: Node) -> list[str]:
    """
    Return the parts of a key, the last one first in the tree.
    """
    return [*_parts(head)][::-1]


def _parts(node: Node) -> Iterator[str]:
    while node.type == "dotted_key":
        yield _key(node.named_children[-1])
        node = node.named_children[0]
    yield _key(node)


def _key(node: Node) -> str:
    text = (node.text or b"").decode()
    return next(iter(tomllib.loads(f"{text}=0"))) if node.type == "quoted_key" else text
