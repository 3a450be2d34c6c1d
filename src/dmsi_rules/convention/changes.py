"""
What differs between the data of two conventions, entry by entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from dmsi_rules.model.convention import Convention
from dmsi_rules.values.record import record


@record
class Change:
    """
    One datum that is not the same in both conventions.

    Attributes:
        section: where it stands in the file: `services`, `edges`, `notice`, …
        entry: what names the entry there; nothing for a section that stands alone.
        kind: what became of the entry, or of its `key`; under the key of a list, of one of its members.
        old: what is in the old convention alone, as its file writes it.
        new: what is in the new one alone.
    """

    section: str
    entry: tuple[str, ...]
    kind: Literal["added", "removed", "renamed", "changed"]
    key: str | None = None
    old: Any = None
    new: Any = None

    def to_dict(self) -> dict[str, Any]:
        """
        Return the change as plain data.
        """
        return {
            "section": self.section,
            "entry": list(self.entry),
            "kind": self.kind,
            "key": self.key,
            "old": self.old,
            "new": self.new,
        }


Entry = tuple[str, tuple[str, ...]]
Sheet = Mapping[Entry, Mapping[str, Any]]

NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "edges": ("service", "requires"),
    "prerequisites": ("services", "requires"),
    "defects": ("source", "what"),
    "prices": ("service", "plan"),
}
"""
The keys that name an entry of a section, where the first one alone does not.
"""

NAMING = frozenset({"base", "code", "service", "services", "requires", "adds_to", "covers"})
"""
The keys under which services are named.
"""

APART = frozenset({"format", "checked", "prices", "totals"})
"""
What is not a datum of an entry: how the file is written, when somebody last read it over, and rows that are entries themselves.
"""


def changes(old: Convention, new: Convention) -> tuple[Change, ...]:
    """
    Return every datum that differs between *old* and *new*, section by section; the order of entries is not a datum.
    """
    codes = recoded(old, new)
    shared = {grid.id for grid in old.grids} & {grid.id for grid in new.grids}
    before, after = _sheet(_under(codes, old.to_dict()), shared), _sheet(new.to_dict(), shared)
    found = [Change("services", (now,), "renamed", "code", was, now) for was, now in codes.items()]
    found += [Change(*entry, "removed", old=was) for entry, was in before.items() if entry not in after]
    for entry, now in after.items():
        found += _differences(entry, before[entry], now) if entry in before else [Change(*entry, "added", new=now)]
    order = list(dict.fromkeys(section for section, _ in (*after, *before)))
    return tuple(sorted(found, key=lambda change: order.index(change.section)))


def recoded(old: Convention, new: Convention) -> Mapping[str, str]:
    """
    Return the services that have another code in *new*, known by their title: the code there, by the code in *old*.
    """
    before, after = ({service.code: service.title for service in each.services} for each in (old, new))
    came = {title: code for code, title in after.items() if code not in before}
    return {code: came.pop(title) for code, title in before.items() if code not in after and title in came}


def _under(codes: Mapping[str, str], value: Any, key: str = "") -> Any:
    """
    Return the data of a convention with its services named by other *codes*.
    """
    if isinstance(value, dict):
        return {name: _under(codes, each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_under(codes, each, key) for each in value]
    return codes.get(value, value) if key in NAMING else value


def _sheet(document: Mapping[str, Any], shared: Collection[str]) -> Sheet:
    """
    Return a convention's data as entries with their keys: the rows of its lists, its tables, and the words beside them.

    Of a grid the rows are told if it is *shared* with the other convention.
    """
    sheet: dict[Entry, Mapping[str, Any]] = {}
    words = {key: each for key, each in document.items() if type(each) is str and key not in APART}
    sheet["convention", ()] = words
    for section, value in document.items():
        if isinstance(value, dict):
            sheet[section, ()] = value
        for each in value if isinstance(value, list) else ():
            if section == "grids" and each["id"] in shared:
                sheet |= _rows(each)
            sheet[section, _names(section, each)] = {key: given for key, given in each.items() if key not in APART}
    return sheet


def _rows(grid: Mapping[str, Any]) -> Sheet:
    """
    Return the rows of a *grid* that both conventions have.
    """
    return {
        (section, (grid["id"], *_names(section, row))): row for section in ("prices", "totals") for row in grid.get(section, ())
    }


def _names(section: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = [entry.get(key, ()) for key in NAMED_BY.get(section, (next(iter(entry)),))]
    return tuple(word for name in names for word in ([name] if isinstance(name, str) else name))


def _differences(entry: Entry, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for key in {**was, **now}:
        old, new = was.get(key), now.get(key)
        if isinstance(old or new, list):
            yield from (Change(*entry, "removed", key, old=each) for each in old or () if each not in (new or ()))
            yield from (Change(*entry, "added", key, new=each) for each in new or () if each not in (old or ()))
        elif old != new:
            yield Change(*entry, "renamed" if (entry[0], key) == ("services", "title") else "changed", key, old, new)
