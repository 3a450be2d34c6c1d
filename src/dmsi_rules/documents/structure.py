"""
Plain data into frozen values, strictly: read at once, explained only where something is wrong.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from dmsi_rules.documents.faults import Bounded, Faults
from dmsi_rules.documents.kinds import Kind, ListKind, class_kind, index_of
from dmsi_rules.model.dossier import Dossier

T = TypeVar("T")
Step: TypeAlias = tuple[int, str]


def structure(raw: object, into: type[T]) -> T:
    """
    Build an *into* from plain data.

    Raises:
        Faults: with all of them, each at its JSON pointer, in the document's order.
    """
    made: Any = into
    kind = class_kind(made)
    try:
        return kind.read(raw)  # type: ignore[no-any-return]
    except Exception:  # noqa: BLE001  (whatever stopped the reading, the explanation says what is wrong)
        faults = Bounded()
        salvage = kind.explain(raw, "", faults)
    ordered = sorted(faults, key=lambda fault: document_order(fault.path, made))
    raise Faults(tuple(ordered), salvage, more=faults.more)


def document_order(path: str, into: type = Dossier) -> tuple[Step, ...]:
    """
    Return the key that sorts pointers into an *into* as the contract lays it out: by section, then by index.
    """
    entry, _, token = path.rpartition("/")
    entries, _, rank = entry.rpartition("/")
    within = _within(entries, token, into) if rank.isdecimal() else None
    return _placed(path, into)[0] if within is None else (*within[0], (index_of(rank), rank), within[1])


@lru_cache(maxsize=4096)  # the same facts are missing from one dossier after another
def _placed(path: str, into: type) -> tuple[tuple[Step, ...], Kind | None]:
    """
    Return that key, and the kind of value that stands there: what is above is placed once for all below it.
    """
    above, slash, token = path.rpartition("/")
    if not slash:
        return (), class_kind(into)
    key, kind = _placed(above, into)
    rank, below = kind.below(token) if kind else (index_of(token), None)
    return (*key, (rank, token)), below


@lru_cache(maxsize=256)  # the same fact is missing of any number of entries
def _within(entries: str, token: str, into: type) -> tuple[tuple[Step, ...], Step] | None:
    """
    Return what stands in the key before and after the rank of an entry of a list, of which *token* is meant; None of a table.
    """
    key, kind = _placed(entries, into)
    if not isinstance(kind, ListKind):
        return None
    below = kind.below("0")[1]
    rank = below.below(token)[0] if below else index_of(token)
    return key, (rank, token)
