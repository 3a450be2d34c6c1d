"""
Entries in time: no two versions of one key from one day on, none that ends before it begins, or before another one follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from dmsi_rules.convention.checks.draft import CODE, KEYS, Draft, Version
from dmsi_rules.documents.faults import is_known
from dmsi_rules.documents.kinds import compiled
from dmsi_rules.errors import Fault
from dmsi_rules.model.scalars import AnyCode
from dmsi_rules.text.marks import N_

TABLES = ("/roles", "/facts", "/units")
"""
The tables whose keys are codes.
"""


def version_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield what is wrong with the days and the keys of the entries of the *draft*.
    """
    for path in KEYS:
        for place, entry in draft.places(f"{path}/*"):
            yield from _ends(place, entry)
        for key, versions in draft.versions(path).items():
            for version, following in pairwise(versions):
                yield from _follows(key, version, following)
    yield from _ill_formed(draft)
    yield from _repeated(draft)


def _ends(path: str, entry: Any) -> Iterator[Fault]:
    if is_known(entry.from_, entry.until) and entry.until < entry.from_:
        facts = {"first": entry.from_, "last": entry.until}
        yield Fault(CODE, N_("it ends on {last}, before it begins on {first}"), f"{path}/until", facts)


def _follows(key: object, version: Version, following: Version) -> Iterator[Fault]:
    until = version.entry.until
    if version.first == following.first:
        yield _twice(following, key)
    elif until and version.first <= until < following.first:
        facts = {"last": until, "next": following.first}
        message = N_("it ends on {last} and comes again on {next}: a version lasts until the next one, without `until`")
        yield Fault(CODE, message, f"{version.path}/until", facts)


def _twice(version: Version, key: object) -> Fault:
    facts: dict[str, object] = {"name": [str(part) for part in (key if isinstance(key, tuple) else (key,)) if part]}
    if not facts["name"]:
        facts = {}
    if version.entry.from_ is None:
        named = N_("{name} stands here a second time; an amended version has a `from` of its own")
        alone = N_("this clause stands here a second time; an amended version has a `from` of its own")
    else:
        facts["day"] = version.first
        named = N_("{name} stands here a second time from {day} on; a later version begins later")
        alone = N_("this clause stands here a second time from {day} on; a later version begins later")
    return Fault(CODE, named if "name" in facts else alone, version.path, facts)


def _ill_formed(draft: Draft) -> Iterator[Fault]:
    """
    The keys of tables are codes too.
    """
    code = compiled(AnyCode)
    for table in TABLES:
        for path, key in draft.places(f"{table}/#"):
            try:
                code.read(key)
            except Fault as fault:
                yield fault.at(path)


def _repeated(draft: Draft) -> Iterator[Fault]:
    """
    What has no versions stands once: a grid, a price in it, a service among the rows of a perimeter, a commune's number.
    """
    yield from _again((path, grid.id) for path, grid in draft.places("/tariff/grids/*") if is_known(grid.id))
    for path, grid in draft.places("/tariff/grids/*"):
        named = enumerate((price.service, price.plan) for price in grid.prices)
        yield from _again((f"{path}/prices/{rank}", key) for rank, key in named if is_known(key[0]))
    for path, clause in draft.places("/joining/perimeter/*"):
        rows = ((f"{path}/rows/{row}/{rank}", code) for row, codes in enumerate(clause.rows) for rank, code in enumerate(codes))
        yield from _again(rows)
    for number in ("insee", "siren"):
        owners: dict[str, str] = {}
        for path, commune in draft.places("/members/communes/*"):
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
