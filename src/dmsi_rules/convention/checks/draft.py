"""
A convention on its way through the checks: the places that a pattern of pointers means, and the versions of its entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
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
    return (entry.key,) if entry.key != () else ()  # without a key that could be read it is a version of nothing


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


class Draft:
    """
    A convention that is checked: what several checks ask of it is found once.

    It may be one of which only a part could be read: what is None there is left out of every answer.

    Attributes:
        is_old: whether it was written in format 1, which asked for less.
    """

    def __init__(self, convention: Convention, *, is_old: bool = False) -> None:
        self.convention = convention
        self.is_old = is_old
        self._versions: dict[str, Mapping[object, tuple[Version, ...]]] = {}

    def places(self, pattern: str) -> list[tuple[str, Any]]:
        """
        Return every place that *pattern* means, with what stands there.

        `*` is each entry of a list or table, `#` each key of a table.
        """
        found: list[tuple[str, Any]] = [("", self.convention)]
        for part in pattern.split("/")[1:]:
            if part == "*":
                found = [entry for path, value in found for entry in _entries(path, value)]
            elif part == "#":
                found = [(pointer(path, key), key) for path, value in found for key in value]
            else:
                name = _NAMES.get(part, part)
                found = [(f"{path}/{part}", each) for path, value in found if (each := getattr(value, name)) is not None]
        return found

    def versions(self, path: str) -> Mapping[object, tuple[Version, ...]]:
        """
        Return the versions of each key in the list at *path*, in the order of time.
        """
        if path not in self._versions:
            found: dict[object, list[tuple[str, Any]]] = {}
            for place, entry in self.places(f"{path}/*"):
                for key in KEYS[path](entry):
                    if is_known(*key) if isinstance(key, tuple) else is_known(key):
                        found.setdefault(key, []).append((place, entry))
            self._versions[path] = {key: _in_time(entries) for key, entries in found.items()}
        return self._versions[path]

    def each_version(self, path: str) -> Iterator[Version]:
        """
        Yield the versions of all keys.
        """
        for versions in self.versions(path).values():
            yield from versions


def _in_time(entries: list[tuple[str, Any]]) -> tuple[Version, ...]:
    if len(entries) == 1:  # nearly always
        ((place, entry),) = entries
        return (Version(place, entry, _first(entry), entry.until or dt.date.max),)
    ordered = sorted(entries, key=lambda each: _first(each[1]))
    ends = [max(_first(entry), dt.date.min + DAY) - DAY for _, entry in ordered[1:]]
    return tuple(
        Version(place, entry, _first(entry), min(end, entry.until or dt.date.max))
        for (place, entry), end in zip(ordered, [*ends, dt.date.max], strict=True)
    )


def _first(entry: Any) -> dt.date:
    return entry.from_ or dt.date.min
