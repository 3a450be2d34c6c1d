"""
Whether costs can be shared: each is that of a category that somebody holds, and no one bears it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.case.fit import misfits, unit_misfits
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import outside, pointer
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Service
from dmsi_rules.model.costs import CostSheet
from dmsi_rules.text.marks import N_

OWN = N_("each collectivity bears its own `{nature}` ({source}): it is not shared")
UNSAID = N_("who bears `{nature}` the text does not say: it is not shared")
REFUSED: Mapping[str, str] = {
    "provider": N_("`{nature}` is borne alone by {provider} ({source}): it is not shared"),
    "shared": N_("`{nature}` is shared by category ({source}): give the cost of each service"),
    "member": OWN,
    "user": OWN,
    "space": OWN,
}
"""
Why a cost that is that of a nature is refused, by who bears it.
"""


def sharing_misfits(sheet: CostSheet, terms: Terms) -> Iterator[Fault]:
    """
    Yield every fault of *sheet*, of which only a part may have been read: what is None is told elsewhere.
    """
    yield from misfits(sheet, terms)
    in_units = tuple(_units(sheet, terms))
    yield from in_units
    for key in sheet.costs or ():
        if fault := _cost(key, terms):
            yield fault.at(pointer("/costs", key))
        elif not in_units and not _is_held(sheet, key):
            message = N_("nobody holds `{service}`: there is nobody to share its cost between")
            yield Fault("DOC005", message, pointer("/costs", key), {"service": key})


def _is_held(sheet: Any, service: str) -> bool:
    """
    Tell whether somebody holds *service*, as far as could be read.
    """
    tables = sheet.units.values() if sheet.units is not None else (None,)
    return any(
        table is None or any(key.partition("/")[0] == service and count != 0 for key, count in table.items())
        for table in tables
    )


def _cost(key: str, terms: Terms) -> Fault | None:
    """
    Return why the cost of *key* is not one to share, if it is not.
    """
    service = terms.services.get(key)
    if service is not None:
        return _cost_of(service, terms)
    if key in terms.text.natures:
        row = terms.text.borne.get(key)
        message = REFUSED[row.by] if row else UNSAID
        names = {"provider": terms.convention.parties.provider.words}
        return Fault("DOC003", message, "", {"nature": key, "source": row.source if row else "", **names})
    code, slash, _ = key.partition("/")
    if slash and code in terms.services:
        return Fault("DOC005", N_("the cost of `{service}` is shared as a whole: it takes no plan here"), "", {"service": code})
    return outside(key, tuple(terms.services), N_("service"))


def _cost_of(service: Service, terms: Terms) -> Fault | None:
    facts = {"service": service.code}
    if service.kind == "quotation":
        message = N_("`{service}` is on quotation: whoever orders it pays it, its cost is not shared")
        return Fault("DOC005", message, "", facts)
    if service.code == terms.base:
        return Fault("DOC005", N_("`{service}` counts no units that its cost could be shared by"), "", facts)
    return None


def _units(sheet: CostSheet, terms: Terms) -> Iterator[Fault]:
    for name, table in (sheet.units or {}).items():
        whole: set[str] = set()
        by_plan: set[str] = set()
        for key in table or ():
            path = pointer(pointer("/units", name), key)
            code, slash, _ = key.partition("/")
            if slash or code not in terms.services or code == terms.base:
                yield from unit_misfits(path, key, terms)
            if code in (whole if slash else by_plan):
                yield Fault("DOC006", N_("`{service}` is counted here as a whole and by plan"), path, {"service": code})
            (by_plan if slash else whole).add(code)
