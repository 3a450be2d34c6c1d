"""
Plain data into frozen values, strictly: read at once, explained only where something is wrong.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from dmsi_rules.documents.faults import Bounded, Faults
from dmsi_rules.documents.kinds import Kind, class_kind, index_of
from dmsi_rules.model.dossier import Dossier

T = TypeVar("T")


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


def document_order(path: str, into: type = Dossier) -> tuple[tuple[int, str], ...]:
    """
    Return the key that sorts pointers into an *into* as the contract lays it out: by section, then by index.
    """
    return _order(path, into)


@lru_cache(maxsize=4096)  # the same facts are missing from one dossier after another
def _order(path: str, into: type) -> tuple[tuple[int, str], ...]:
    key: list[tuple[int, str]] = []
    kind: Kind | None = class_kind(into)
    for token in path.split("/")[1:]:
        rank, kind = kind.below(token) if kind else (index_of(token), None)
        key.append((rank, token))
    return tuple(key)
