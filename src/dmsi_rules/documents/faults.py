"""
Faults of documents on their way to a report: where they stand, and the known word that was probably meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_

LONGEST_HINTED = 64
DEEPEST = 64
MOST = 1000
"""
How many faults of a document are kept.
"""


class Bounded(list[Fault]):
    """
    The first faults of a document, and how many there are beyond: a hostile one has a million.

    Attributes:
        more: how many are counted and not kept.
    """

    def __init__(self, faults: Iterable[Fault] = (), more: int = 0) -> None:
        super().__init__()
        self.more = more
        self.extend(faults)

    def append(self, fault: Fault) -> None:
        """
        Keep *fault*, or count it.
        """
        if self.is_full:
            self.more += 1
        else:
            super().append(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """
        Keep *faults*, and count those that there is no room for.
        """
        for fault in faults:
            self.append(fault)

    @property
    def is_full(self) -> bool:
        """
        Whether more is only counted.
        """
        return len(self) >= MOST


class Faults(Exception):  # noqa: N818  (a parcel of faults on its way to a report, not an error of its own)
    """
    Every fault of a document, and what could be read of it all the same.

    Attributes:
        salvage: the document without what is wrong in it.
        document: the document as it is, where there is one: a model or plain data.
        own: the keys at its root that are the caller's own.
        more: how many faults there are besides, which nobody has kept.
    """

    def __init__(
        self,
        faults: tuple[Fault, ...],
        salvage: Any = None,
        document: Any = None,
        own: Mapping[str, Any] | None = None,
        more: int = 0,
    ) -> None:
        super().__init__(faults)
        self.faults = faults
        self.salvage = salvage
        self.document = document
        self.own = own or {}
        self.more = more


def pointer(path: str, token: str | int) -> str:
    """
    Return the JSON pointer of *token* below *path* (RFC 6901).
    """
    return f"{path}/{str(token).replace('~', '~0').replace('/', '~1')}"


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
