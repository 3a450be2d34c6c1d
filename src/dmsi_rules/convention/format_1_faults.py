"""
What is wrong with a convention in format 1, told at the places and by the names that such a file has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dmsi_rules.convention.format_1 import tables_of, word_of
from dmsi_rules.documents.faults import outside
from dmsi_rules.errors import Fault
from dmsi_rules.model.scalars import wrong
from dmsi_rules.text.marks import N_

WITHOUT_EDGE = N_("a service that adds to another one requires it: there is no such edge")
PLACES = {
    "/catalogue/": "/",
    "/conditions/prerequisites": "/prerequisites",
    "/tariff/grids": "/grids",
    "/tariff/network/0": "/network",
    "/joining/perimeter/0/rows": "/perimeter_rows",
    "/request/form/0": "/form",
    "/request/notice/0/limit": "/notice",
    "/request/notice/0": "/notice",
    "/exit/notice/0/limit": "/exit",
    "/exit/notice/0": "/exit",
    "/term/length/0": "/mandates",
    "/costs/natures": "/natures",
    "/costs/reimbursement/0": "/reimbursement",
    "/governance/committees": "/committees",
    "/decisions/matters": "/decisions",
    "/defects/found": "/defects",
}
"""
Where a table of format 2 stood.
"""
NAMES: Mapping[str, Mapping[str, str]] = {
    "/services": {"fr": "title", "en": "english"},
    "/included": {"fr": "title", "with": "service"},
    "/grids": {"fr": "title", "in_force": "date"},
    "/prerequisites": {"fr": "requires"},
    "/natures": {"code": "nature", "fr": "includes"},
    "/committees": {"code": "committee", "then_every_months": "later_every_months"},
    "/decisions": {"en": "matter"},
    "/defects": {"en": "what"},
}
"""
What the keys of its entries were called.
"""


def in_old_places(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """
    Return *faults* at the places where a file of format 1 has what they are about.
    """
    return tuple(fault.at(_old_place(fault.path)) for fault in faults)


def _old_place(path: str) -> str:
    for now, before in PLACES.items():
        if path.startswith(now):
            above, _, key = (before + path.removeprefix(now)).rpartition("/")
            names = next((names for table, names in NAMES.items() if above.startswith(table)), {})
            return f"{above}/{names.get(key, key)}"
    return path


def lost_faults(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """
    Yield what is wrong with what a file of format 1 says, and format 2 has no key for.
    """
    codes = tuple(word_of(each, "code") for each in tables_of(raw, "services"))
    links = {(word_of(each, "service"), word_of(each, "requires")) for each in tables_of(raw, "edges")}
    for rank, service in enumerate(tables_of(raw, "services")):
        above = word_of(service, "adds_to")
        if "adds_to" in service and (word_of(service, "code"), above) not in links:
            fault = outside(above, codes, N_("service")) if above not in codes else Fault("CONVENTION", WITHOUT_EDGE)
            yield fault.at(f"/services/{rank}/adds_to")
    lines = raw.get("lines", [])
    if not isinstance(lines, list):
        yield wrong(N_("a list"), lines).at("/lines")
        return
    for rank, each in enumerate(lines):
        if not isinstance(each, Mapping):
            yield wrong(N_("a table"), each).at(f"/lines/{rank}")
        elif each.get("service") not in codes:
            yield outside(each.get("service"), codes, N_("service")).at(f"/lines/{rank}/service")
