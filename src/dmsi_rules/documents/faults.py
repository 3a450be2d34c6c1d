"""
Faults of documents on their way to a report: where they stand, and the known word that was probably meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_

LONGEST_HINTED, MOST_KNOWN = 64, 100
"""
How long a word is, and a list, that a hint is given for, and how much of a list is told: what is longer takes too long.
"""
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
        if len(self) >= MOST:
            self.more += 1
        else:
            super().append(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """
        Keep *faults*, and count those that there is no room for.
        """
        for fault in faults:
            self.append(fault)


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


class Mistaken(Fault):
    """
    The fault of a word that is not among those known. The nearest of them is sought where the fault is told: it takes time.

    Args:
        plain: the fault where no known word is near.
        hinting: what it says where one is, with the fact `hint`.
        word: what was given.
        known: what could have been.
        names: known words by what else each is called, as `compared` has it.
    """

    def __init__(
        self, plain: Fault, hinting: str, word: object, known: tuple[str, ...], names: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(plain.code, plain.message, plain.path, plain.facts, plain.where)
        self._plain, self._hinting, self._word, self._known, self._names = plain, hinting, word, known, names

    @cached_property
    def _hint(self) -> dict[str, str]:
        return hinted(self._word, self._known, self._names) if len(self._known) <= MOST_KNOWN else {}

    @property
    def message(self) -> str:
        """
        That the word is not known, and which may have been meant.
        """
        return self._hinting if self._hint else self._plain.message

    @property
    def facts(self) -> Mapping[str, object]:
        """
        What the message says, as data.
        """
        return {**self._plain.facts, **self._hint}

    def at(self, path: str) -> Fault:
        """
        Return the same fault, found at *path*.
        """
        return Mistaken(self._plain.at(path), self._hinting, self._word, self._known, self._names)


def hinted(word: object, known: tuple[str, ...], names: Mapping[str, str] | None = None) -> dict[str, str]:
    """
    Return the fact `hint`, the known word nearest to *word*, by itself or by one of its *names*, where there is one.
    """
    if not isinstance(word, str) or len(word) > LONGEST_HINTED:
        return {}
    from difflib import get_close_matches  # noqa: PLC0415  (only a faulty document wants it)

    from dmsi_rules.text.compared import compared  # noqa: PLC0415  (as above)

    said, names = compared(word), names or {}
    begun = [name for name in names if name.startswith(said)]
    folded = {compared(each): each for each in reversed(known)} | dict(names)
    near = begun if len(begun) == 1 else get_close_matches(said, folded, n=1)
    return {"hint": folded[near[0]]} if near else {}


def outside(word: object, known: tuple[str, ...], what: str, names: Mapping[str, str] | None = None) -> Fault:
    """
    The fault of a word that is outside a closed list (DOC003); it may be near one of the *names* of those that are inside.
    """
    facts = {"value": str(word)[:LONGEST_HINTED], "what": what, "known": list(known[:MOST_KNOWN])}
    plain = Fault("DOC003", N_("`{value}` is not a known {what}; known: {known}"), facts=facts)
    hinting = N_("`{value}` is not a known {what}; did you mean `{hint}`?")
    return Mistaken(plain, hinting, word, known, names)


def unknown_key(
    path: str, key: str, known: tuple[str, ...], meant: str | None = None, names: Mapping[str, str] | None = None
) -> Fault:
    """
    The fault of a *key* that nothing is read from in the table at *path* (DOC002), with the one *meant* where that is sure.

    It may be near one of the *names* of those that are known.
    """
    place, facts = pointer(path, key), {"key": key[:LONGEST_HINTED]}
    hinting = N_("unknown key `{key}`; did you mean `{hint}`?")
    if meant is not None:
        return Fault("DOC002", hinting, place, {**facts, "hint": meant})
    return Mistaken(Fault("DOC002", N_("unknown key `{key}`"), place, facts), hinting, key, known, names)


def is_known(*values: object) -> bool:
    """
    Tell whether none of *values* is missing from what could be read.
    """
    return None not in values
