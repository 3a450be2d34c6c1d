"""
What differs between the data of two conventions, entry by entry, each by its key and the day from which on it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal

from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.values.record import record


@record
class Change:
    """
    One datum that is not the same in both conventions.

    Attributes:
        section: where it stands in the file: `catalogue.services`, `exit.notice`, `tariff.grids.prices`, …
        entry: what names the entry there, and the first day of a version that has one; nothing for one that stands alone.
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

SERVICES, GRIDS = "catalogue.services", "tariff.grids"
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "catalogue.edges": ("service", "requires"),
    "conditions.prerequisites": ("rule", "code"),
    "duties.obligations": ("rule", "code"),
    "costs.owned": ("natures",),
    "costs.borne": ("natures",),
    "costs.sharing": ("services",),
    "costs.reimbursement": ("nature",),
    "members.communes": ("name",),
    "defects.found": ("source", "fr", "en"),
    GRIDS: ("id",),
    f"{GRIDS}.prices": ("service", "plan"),
    f"{GRIDS}.totals": ("services",),
}
"""
The keys that name an entry of a list, where that is not `code`.
"""

NAMED_BY_WORDS = "defects.found"
"""
The section whose entries have no name but their words.
"""

NAMING = frozenset({"base", "service", "services", "requires", "covers", "with", "rows"})
"""
The keys under which services are named.
"""

TABLES = ("parties", "roles", "facts", "units")
"""
The tables whose keys are names of entries.
"""

APART = frozenset({"format", "checked"})
"""
What is not a datum: how the file is written, and when somebody last read it over.
"""


def naming(section: str) -> frozenset[str]:
    """
    Return the keys by which an entry of *section* is named: its words are told in its name.
    """
    return frozenset() if section in TABLES else frozenset({*NAMED_BY.get(section, ("code",)), "from"})


def changes(old: Convention, new: Convention) -> tuple[Change, ...]:
    """
    Return every datum that differs between *old* and *new*, section by section; the order of entries is not a datum.
    """
    codes = recoded(old, new)
    shared = {grid.id for grid in old.tariff.grids} & {grid.id for grid in new.tariff.grids}
    before, after = _sheet(_under(codes, old.to_dict()), shared), _sheet(new.to_dict(), shared)
    found = [Change(SERVICES, (now,), "renamed", "code", was, now) for was, now in codes.items()]
    found += [Change(*entry, "removed", old=was) for entry, was in before.items() if entry not in after]
    for entry, now in after.items():
        found += _differences(entry, before[entry], now) if entry in before else [Change(*entry, "added", new=now)]
    order = list(dict.fromkeys(section for section, _ in (*after, *before)))
    return tuple(sorted(found, key=lambda change: order.index(change.section)))


def recoded(old: Convention, new: Convention) -> Mapping[str, str]:
    """
    Return the services that have another code in *new*, known by their title: the code there, by the code in *old*.
    """
    before, after = ({service.code: service.title for service in each.catalogue.services} for each in (old, new))
    came = {title: code for code, title in after.items() if code not in before}
    return {code: came.pop(title) for code, title in before.items() if code not in after and title in came}


def _under(codes: Mapping[str, str], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return the data of a convention with its services named by other *codes*.
    """
    named = _renamed(codes, document)
    services = [{**each, "code": codes.get(each["code"], each["code"])} for each in named["catalogue"]["services"]]
    return {**named, "catalogue": {**named["catalogue"], "services": services}}


def _renamed(codes: Mapping[str, str], value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _renamed(codes, each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(codes, each, key) for each in value]
    return codes.get(value, value) if key in NAMING else value


# ---- a convention as a sheet of entries


def _sheet(document: Mapping[str, Any], shared: Collection[str]) -> Sheet:
    """
    Return a convention's data as entries with their keys: those of its lists and tables, and what stands beside them.

    Of a grid the rows are told if it is *shared* with the other convention.
    """
    sheet: dict[Entry, Mapping[str, Any]] = {}
    sheet["convention", ()] = {key: each for key, each in document.items() if not isinstance(each, dict) and key not in APART}
    for table, value in document.items():
        if table in TABLES:
            sheet |= {(table, (code,)): _flat(each) for code, each in value.items()}
        elif isinstance(value, dict):
            sheet[table, ()] = _flat({key: each for key, each in value.items() if not _is_entries(each)})
            for key, entries in value.items():
                for each in entries if _is_entries(entries) else ():
                    sheet |= _entries(f"{table}.{key}", each)
                    if f"{table}.{key}" == GRIDS and each["id"] in shared:
                        sheet |= _rows(each)
    return {entry: keys for entry, keys in sheet.items() if keys}


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _entries(section: str, entry: Mapping[str, Any], above: tuple[str, ...] = ()) -> Sheet:
    """
    Return what stands under the names of an *entry*; a row of several natures says the same of each of them.
    """
    named_by = NAMED_BY.get(section, ("code",))
    since = (str(entry["from"]),) if "from" in entry else ()
    keys = _flat({key: each for key, each in entry.items() if key not in {"prices", "totals"}})
    if named_by == ("natures",):
        return {(section, (*above, nature, *since)): _flat({**entry, "natures": []}) for nature in entry["natures"]}
    names = [entry.get(key, ()) for key in named_by]
    return {
        (section, (*above, *(word for name in names for word in ([name] if isinstance(name, str) else name)), *since)): keys
    }


def _rows(grid: Mapping[str, Any]) -> Sheet:
    """
    Return the rows of a *grid* that both conventions have.
    """
    sheet: dict[Entry, Mapping[str, Any]] = {}
    for section in ("prices", "totals"):
        for row in grid.get(section, ()):
            sheet |= _entries(f"{GRIDS}.{section}", row, (grid["id"],))
    return sheet


def _flat(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return the keys of an *entry* that say something, those of a table in it as `limit.months`.
    """
    flat: dict[str, Any] = {}
    for key, value in entry.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{name}": each for name, each in _flat(value).items()}
        elif value is not False and value not in ([], ""):
            flat[key] = value
    return flat


def _differences(entry: Entry, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for key in {**was, **now}:
        old, new = was.get(key), now.get(key)
        if isinstance(old or new, list) and key not in SWITCHES:  # of a reading's values the first one is adopted
            yield from (Change(*entry, "removed", key, old=each) for each in old or () if each not in (new or ()))
            yield from (Change(*entry, "added", key, new=each) for each in new or () if each not in (old or ()))
        elif old != new:
            yield Change(*entry, "renamed" if (entry[0], key) == (SERVICES, "fr") else "changed", key, old, new)
