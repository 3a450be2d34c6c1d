"""
Labels of the places of a document, in words: what the field is called, and by its own name the entry that it is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Protocol

from dmsi_rules.documents._names import named
from dmsi_rules.documents.keys import keys
from dmsi_rules.documents.kinds import ClassKind, EitherKind, Kind, ListKind, class_kind
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.text.labels import Label
from dmsi_rules.values.frozen import Awaited
from dmsi_rules.values.words import Words

CONVENTION = "convention:"
DOCUMENT = Words("document", "document")
SERVICE, PLAN = "service", "plan"
LONGEST = 64
NEW = "-"
"""
The entry of a list that is to come, in a patch.
"""


class Named(Protocol):
    """
    What is called something.
    """

    @property
    def words(self) -> Words: ...  # noqa: D102


class Labels:
    """
    The labels of the places of one document.

    Args:
        document: the document, as a model or as plain data, as far as it could be read.
        services: each service, which says what it is called.
    """

    def __init__(self, document: Any, services: Mapping[str, Named] | None = None) -> None:
        self._document = document
        self._made = _class_of(document)
        self._services = services or {}
        self._named: dict[str, tuple[Mapping[str, str], list[str]]] = {}

    def of(self, pointers: Iterable[str]) -> Mapping[str, Label]:
        """
        Return the label of each of *pointers*, by pointer: an answer that does not show them needs none.
        """
        return Awaited(pointers, self._of)

    def _of(self, pointer: str) -> Label:
        label = _label(pointer, self._made)
        entry = label.entry and self._entry(pointer)
        return Label(label.field, entry, label.is_whole) if entry else label

    def named(self, pointer: str) -> tuple[Mapping[str, str], list[str]]:
        """
        Return what names the entries on the way to *pointer*, and the words that follow the last of them.
        """
        if pointer not in self._named:
            self._named[pointer] = named(pointer, self._document)
        return self._named[pointer]

    def _entry(self, pointer: str) -> Words | None:
        """
        Return what the innermost entries on the way to *pointer* are called, a service by its name.
        """
        said = self.named(pointer)[0]
        if not said:
            return None
        if len(said) == 1 and (known := self._services.get(said.get(SERVICE, ""))):
            return known.words
        said = dict(said)
        plan = said.pop(PLAN, None)
        told = [_name(each[:LONGEST]) for name, each in said.items() if name != SERVICE]
        if service := said.get(SERVICE):
            known = self._services.get(service)
            called = known.words if known else Words(service[:LONGEST], service[:LONGEST])
            told.append(Words(f"{called.fr}, {plan[:LONGEST]}", f"{called.en} {plan[:LONGEST]}") if plan else called)
        return Words(", ".join(each.fr for each in reversed(told)), ", ".join(each.en for each in reversed(told)))


def _name(said: str) -> Words:
    """
    Return what an entry *said* to be of a day, or of a name of its own, is called.
    """
    year, *others = said.split("-")
    is_day = len(others) == 2 and len(said) == len("2026-01-31") and said.replace("-", "").isdecimal()  # noqa: PLR2004
    return Words("/".join((*reversed(others), year)) if is_day else said, said)


def _class_of(document: Any) -> type:
    """
    Return the class of *document*: that of a dossier unless it is, or says that it is, a governance document.
    """
    said = document.get("kind") if isinstance(document, Mapping) else getattr(document, "kind", None)
    if said != "governance":
        return Dossier
    from dmsi_rules.model.governance import Governance  # noqa: PLC0415  (rarely met; its classes take time to make)

    return Governance


@lru_cache(maxsize=4096)  # the same fields come again and again
def _label(pointer: str, made: type) -> Label:
    """
    Return the label of *pointer* in any document that is read as *made*: an entry on the way by its number, or its key.
    """
    if pointer.startswith(CONVENTION):
        pointer, made = pointer.removeprefix(CONVENTION), Convention
    told = keys().get(made.__name__.lower(), {})
    field, rank, is_whole = DOCUMENT, "", False
    kind: Kind | None = class_kind(made)
    for part in pointer.split("/")[1:]:
        token = part.replace("~1", "/").replace("~0", "~")
        table = kind.table if isinstance(kind, EitherKind) else kind
        if isinstance(table, ClassKind) or table is None:
            known = told.get(table.name, {}) if table else {}
            field = known[token].title if token in known else Words(token, token)
            is_whole = False
        else:
            rank = str(int(token) + 1) if isinstance(table, ListKind) and token.isdecimal() else token
            is_whole = True
            if token == NEW:
                rank, is_whole = "", False
        kind = kind.below(token)[1] if kind else None
    return Label(field, Words(f"n°\u00a0{rank}", f"no. {rank}") if rank else None, is_whole)
