"""
Entries in time: no two versions of one key from one day on, none that ends before it begins, or before another one follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from dmsi_rules.convention.checks.places import CODE, KEYS, keyed, places
from dmsi_rules.documents.faults import is_known
from dmsi_rules.documents.kinds import compiled
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.scalars import AnyCode
from dmsi_rules.text.marks import N_

TABLES = ("/roles", "/facts", "/units")
"""
The tables whose keys are codes.
"""


def version_faults(convention: Convention) -> Iterator[Fault]:
    """
    Yield what is wrong with the days and the keys of the entries of *convention*.
    """
    for path in KEYS:
        for place, entry in places(convention, f"{path}/*"):
            yield from _ends(place, entry)
        for key, entries in keyed(convention, path).items():
            if len(entries) > 1:
                yield from _versions(key, entries)
    yield from _ill_formed(convention)
    yield from _repeated(convention)


def _ends(path: str, entry: Any) -> Iterator[Fault]:
    if is_known(entry.from_, entry.until) and entry.until < entry.from_:
        facts = {"first": entry.from_, "last": entry.until}
        yield Fault(CODE, N_("it ends on {last}, before it begins on {first}"), f"{path}/until", facts)


def _versions(key: object, entries: list[tuple[str, Any]]) -> Iterator[Fault]:
    seen: set[dt.date | None] = set()
    starts = sorted(entry.from_ or dt.date.min for _, entry in entries)
    for path, entry in entries:
        first = entry.from_ or dt.date.min
        if entry.from_ in seen:
            yield _twice(path, key, entry.from_)
        seen.add(entry.from_)
        follows = next((start for start in starts if start > first), None)
        if entry.until and follows and first <= entry.until < follows:
            facts = {"last": entry.until, "next": follows}
            message = N_("it ends on {last} and comes again on {next}: a version lasts until the next one, without `until`")
            yield Fault(CODE, message, f"{path}/until", facts)


def _twice(path: str, key: object, first: dt.date | None) -> Fault:
    names = [str(part) for part in (key if isinstance(key, tuple) else (key,)) if part]
    if first is None:
        message = N_("{name} stands here a second time; an amended version has a `from` of its own")
        bare = N_("this clause stands here a second time; an amended version has a `from` of its own")
        return Fault(CODE, message if names else bare, path, {"name": names} if names else {})
    message = N_("{name} stands here a second time from {day} on: of two versions the later one begins later")
    bare = N_("this clause stands here a second time from {day} on: of two versions the later one begins later")
    return Fault(CODE, message if names else bare, path, {"day": first} | ({"name": names} if names else {}))


def _ill_formed(convention: Convention) -> Iterator[Fault]:
    """
    The keys of tables are codes too.
    """
    code = compiled(AnyCode)
    for table in TABLES:
        for path, key in places(convention, f"{table}/#"):
            try:
                code.read(key)
            except Fault as fault:
                yield fault.at(path)


def _repeated(convention: Convention) -> Iterator[Fault]:
    """
    What has no versions stands once: a grid, a price in it, a service among the rows of a perimeter, a commune's number.
    """
    yield from _again(places(convention, "/tariff/grids/*/id"))
    for path, grid in places(convention, "/tariff/grids/*"):
        named = enumerate((price.service, price.plan) for price in grid.prices)
        yield from _again((f"{path}/prices/{rank}", key) for rank, key in named if is_known(key[0]))
    for path, clause in places(convention, "/joining/perimeter/*"):
        rows = ((f"{path}/rows/{row}/{rank}", code) for row, codes in enumerate(clause.rows) for rank, code in enumerate(codes))
        yield from _again(rows)
    for number in ("insee", "siren"):
        owners: dict[str, str] = {}
        for path, commune in places(convention, "/members/communes/*"):
            value = getattr(commune, number)
            if is_known(value, commune.name) and owners.setdefault(value, commune.name) != commune.name:
                facts = {"number": value, "commune": owners[value]}
                yield Fault(CODE, N_("`{number}` is the number of {commune}"), f"{path}/{number}", facts)


def _again(named: Iterable[tuple[str, Any]]) -> Iterator[Fault]:
    """
    Yield each place whose name another one has had before.
    """
    seen: set[Any] = set()
    for path, name in named:
        if name in seen:
            words = [part for part in (name if isinstance(name, tuple) else (name,)) if part]
            yield Fault(CODE, N_("{name} stands here a second time"), path, {"name": words})
        seen.add(name)
