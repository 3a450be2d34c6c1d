"""
Sources, ranks and words of a convention's entries: each cites its own place or that of the table around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from dmsi_rules.documents.faults import pointer
from dmsi_rules.errors import Fault
from dmsi_rules.model.clauses import Grid, Nature
from dmsi_rules.model.convention import PartyNamed, RoleNamed, Unit
from dmsi_rules.model.entries import Entry, Worded
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import is_record

CODE = "CONVENTION"
WITHOUT_SOURCE = (Nature, PartyNamed, RoleNamed, Unit)
"""
What only names something, and decides nothing.
"""
ARTICLES = ("le ", "la ", "l'", "l’", "les ", "un ", "une ", "des ", "the ", "a ", "an ")


def sourced(convention: Any, raw: Any) -> tuple[Fault, ...]:
    """
    Give every entry of *convention*, just made from *raw*, its source and its rank, and return what lacks a source or words.
    """
    faults: list[Fault] = []
    _place(convention, raw, "", None, count(1), faults)
    return tuple(faults)


def _place(value: Any, raw: Any, path: str, source: str | None, ranks: Iterator[int], faults: list[Fault]) -> None:  # noqa: PLR0913, PLR0917
    if type(raw) is list and isinstance(value, tuple):
        for rank, (entry, each) in enumerate(zip(value, raw, strict=False)):
            _place(entry, each, f"{path}/{rank}", source, ranks, faults)
    elif isinstance(raw, Mapping) and is_record(type(value)):
        own = raw.get("source") if isinstance(raw.get("source"), str) else source
        if isinstance(value, Entry | Grid):
            _entry(value, path, own, next(ranks), faults)
        for key, each in raw.items():
            if isinstance(each, (list, Mapping)):
                _place(getattr(value, key, getattr(value, f"{key}_", None)), each, pointer(path, key), own, ranks, faults)
    elif isinstance(raw, Mapping) and isinstance(value, Mapping):
        for key, each in raw.items():
            _place(value.get(key), each, pointer(path, key), source, ranks, faults)


def _entry(value: Any, path: str, source: str | None, rank: int, faults: list[Fault]) -> None:
    if isinstance(value, Entry):
        object.__setattr__(value, "rank", rank)
    if not isinstance(value, WITHOUT_SOURCE):
        if source is None:
            message = N_("every entry has its `source`, or the table around it has one")
            faults.append(Fault(CODE, message, pointer(path, "source")))
        object.__setattr__(value, "source", source)
    if isinstance(value, Worded):
        if value.fr is None and value.en is None:
            faults.append(Fault(CODE, N_("its words are needed, in French (`fr`), in English (`en`), or both"), path))
        if isinstance(value, PartyNamed | RoleNamed):
            faults += _without_article(value, path)


def _without_article(value: Worded, path: str) -> Iterator[Fault]:
    for key, words in (("fr", value.fr), ("en", value.en)):
        if words is not None and not words.lower().startswith(ARTICLES):
            message = N_("a name begins with its article, as in `le président` or `the president`")
            yield Fault(CODE, message, pointer(path, key))


def cited(entries: Iterable[Any]) -> str:
    """
    Return the sources of *entries* in the order of the file, equal ones once.
    """
    entries = tuple(entries)
    if len(entries) == 1:  # most cite one
        return entries[0].source or ""
    ordered = sorted(entries, key=lambda entry: getattr(entry, "rank", 0))
    return "; ".join(dict.fromkeys(entry.source for entry in ordered if entry.source))
