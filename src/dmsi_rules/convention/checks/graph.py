"""
Which service rests on which: on no day in a circle, and nothing but the base on nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from dmsi_rules.convention.checks.draft import CODE, Draft, Version
from dmsi_rules.documents.faults import is_known
from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import DAY

EDGES = "/catalogue/edges"
Links = Mapping[str, list[tuple[str, str]]]
"""
What each service rests on, with the place of the edge that says so.
"""


def graph_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield every circle, and every service that rests on nothing though it is on offer.
    """
    edges = list(draft.each_version(EDGES))
    base = draft.convention.catalogue.base
    yield from _circles([edge for edge in edges if edge.entry.service != base])
    yield from _base(draft)
    are_read = all(is_known(edge.service, edge.requires) for _, edge in draft.places(f"{EDGES}/*"))
    if are_read and base in draft.versions("/catalogue/services") and not draft.is_old:
        yield from _without(draft, edges)


# ---- circles


def _circles(edges: list[Version]) -> Iterator[Fault]:
    """
    Where the edges of all times together close no circle, no day has one; else each is told once, with its first day.
    """
    if not any(_closed(_links(edges))):
        return
    told: set[frozenset[str]] = set()
    for day in sorted({edge.first for edge in edges}):
        for path, circle in _closed(_links(edge for edge in edges if edge.first <= day <= edge.last)):
            if (services := frozenset(circle)) not in told:
                told.add(services)
                since = day > dt.date.min
                always = N_("these services require one another in a circle: {circle}")
                later = N_("from {day} on these services require one another in a circle: {circle}")
                facts = {"circle": circle} | ({"day": day} if since else {})
                yield Fault(CODE, later if since else always, path, facts)


def _links(edges: Iterable[Version]) -> Links:
    links: dict[str, list[tuple[str, str]]] = {}
    for edge in edges:
        links.setdefault(edge.entry.service, []).append((edge.entry.requires, edge.path))
    return links


def _closed(links: Links) -> Iterator[tuple[str, list[str]]]:
    """
    Yield each link that closes a circle, with the circle.
    """
    done: set[str] = set()
    for root, first in links.items():
        trail = {root: None}
        stack = [iter(first)] if root not in done else []
        while stack:
            step, path = next(stack[-1], ("", ""))
            if not path:
                done.add(trail.popitem()[0])
                stack.pop()
            elif step in trail:
                names = list(trail)
                yield path, [*names[names.index(step) :], step]
            elif step not in done:
                trail[step] = None
                stack.append(iter(links.get(step, ())))


# ---- what rests on nothing


def _base(draft: Draft) -> Iterator[Fault]:
    base = draft.convention.catalogue.base
    for path, edge in draft.places(f"{EDGES}/*"):
        if is_known(base) and edge.service == base:
            yield Fault(CODE, N_("the base `{base}` rests on nothing"), f"{path}/service", {"base": base})


def _without(draft: Draft, edges: list[Version]) -> Iterator[Fault]:
    """
    On each day on which a service may be asked for, it rests on something.
    """
    below: dict[str, list[Version]] = {}
    for edge in edges:
        below.setdefault(edge.entry.service, []).append(edge)
    base = draft.convention.catalogue.base
    for code, versions in draft.versions("/catalogue/services").items():
        for version in versions if code != base else ():
            links = below.get(str(code), [])
            day = next((day for day in _beginnings(version, links) if not any(_covers(edge, day) for edge in links)), None)
            if day is not None:
                yield _rests_on_nothing(version.path, str(code), base, day)
                break


def _beginnings(version: Version, edges: list[Version]) -> Iterator[dt.date]:
    """
    Yield the days on which *version* might begin to rest on nothing.
    """
    yield version.first
    yield from sorted(edge.last + DAY for edge in edges if version.first <= edge.last < version.last)


def _covers(edge: Version, day: dt.date) -> bool:
    return edge.first <= day <= edge.last


def _rests_on_nothing(path: str, service: str, base: str, day: dt.date) -> Fault:
    facts: dict[str, object] = {"service": service, "base": base}
    if day == dt.date.min:
        message = N_("`{service}` rests on nothing: an edge says what it requires, `{base}` at least")
        return Fault(CODE, message, path, facts)
    message = N_("from {day} on `{service}` rests on nothing: an edge says what it requires, `{base}` at least")
    return Fault(CODE, message, path, facts | {"day": day})
