"""
Where things stand in a convention's file: the places that a pattern of pointers means, and the lists whose entries have versions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from dmsi_rules.convention.in_force import CLAUSES
from dmsi_rules.documents.faults import is_known, pointer
from dmsi_rules.model.convention import Convention
from dmsi_rules.values.days import DAY
from dmsi_rules.values.record import record

CODE = "CONVENTION"
"""
The code of what makes a convention unfit, or is worth a note.
"""


def places(convention: Convention, pattern: str) -> list[tuple[str, Any]]:
    """
    Return every place that *pattern* means, with what stands there; what could not be read is left out.

    `*` is each entry of a list or table, `#` each key of a table.
    """
    found: list[tuple[str, Any]] = [("", convention)]
    for token in pattern.split("/")[1:]:
        if token == "*":
            found = [entry for path, value in found for entry in _entries(path, value)]
        elif token == "#":
            found = [(pointer(path, key), key) for path, value in found for key in value]
        else:
            found = [
                (f"{path}/{token}", part) for path, value in found if (part := getattr(value, _NAMES.get(token, token))) is not None
            ]
    return found


_NAMES = {"with": "with_"}
"""
The keys that Python keeps for itself.
"""


def _entries(path: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(pointer(path, key), each) for key, each in value.items() if each is not None]
    return [(f"{path}/{rank}", each) for rank, each in enumerate(value) if each is not None]


# ---- versions


@record
class Version:
    """
    An entry, where it stands, and the days on which it holds; the first and the last day there is where nothing bounds it.
    """

    path: str
    entry: Any
    first: dt.date
    last: dt.date

    def meets(self, other: Version) -> bool:
        """
        Tell whether there is a day on which both hold.
        """
        return self.first <= other.last and other.first <= self.last


def _own(entry: Any) -> tuple[object, ...]:
    return (entry.key,)


def _natures(entry: Any) -> tuple[object, ...]:
    return tuple(entry.natures)


def _alone(entry: Any) -> tuple[object, ...]:  # noqa: ARG001  (a clause has no key: there is one of it)
    return ("",)


KEYS: Mapping[str, Callable[[Any], tuple[object, ...]]] = {
    "/catalogue/services": _own,
    "/catalogue/included": _own,
    "/catalogue/edges": lambda edge: ((edge.service, edge.requires),),
    "/conditions/prerequisites": _own,
    "/duties/obligations": _own,
    "/joining/steps": _own,
    "/costs/natures": _own,
    "/costs/owned": _natures,
    "/costs/borne": _natures,
    "/costs/sharing": lambda clause: (clause.services,),
    "/costs/reimbursement": lambda clause: (clause.nature,),
    "/governance/committees": _own,
    "/decisions/matters": _own,
    "/members/communes": lambda commune: (commune.name,),
    **{f"/{table}/{key}": _alone for table, key, _ in CLAUSES.values()},
}
"""
The lists whose entries have versions, and the keys that name one: a row of natures speaks of each of them.
"""


def keyed(convention: Convention, path: str) -> dict[object, list[tuple[str, Any]]]:
    """
    Return the entries of the list at *path* by their keys, each with its place, in the order of the file.
    """
    found: dict[object, list[tuple[str, Any]]] = {}
    for place, entry in places(convention, f"{path}/*"):
        for key in KEYS[path](entry):
            if is_known(*key) if isinstance(key, tuple) else is_known(key):
                found.setdefault(key, []).append((place, entry))
    return found


def versions_of(convention: Convention, path: str) -> dict[object, tuple[Version, ...]]:
    """
    Return the versions of each key in the list at *path*, in the order of time.
    """
    return {key: _in_time(entries) for key, entries in keyed(convention, path).items()}


def _in_time(entries: list[tuple[str, Any]]) -> tuple[Version, ...]:
    if len(entries) == 1:  # nearly always
        ((place, entry),) = entries
        return (Version(place, entry, entry.from_ or dt.date.min, entry.until or dt.date.max),)
    last = dt.date.max
    found: list[Version] = []
    for place, entry in sorted(entries, key=lambda each: each[1].from_ or dt.date.min, reverse=True):
        first = entry.from_ or dt.date.min
        found.append(Version(place, entry, first, min(last, entry.until or dt.date.max)))
        last = first - DAY if entry.from_ else dt.date.min
    return tuple(reversed(found))
