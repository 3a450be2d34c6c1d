"""
Whether costs can be shared: each is that of a category that somebody holds, and no one bears it alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.case.fit import misfits, unit_misfits, units_above_most
from dmsi_rules.case.weighing import fact_path, measures, sharing_of
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
    in_tables = (*_units(sheet, terms), *_facts(sheet, terms))
    yield from in_tables
    told: set[str] = set()
    for key in sheet.costs or ():
        path = pointer("/costs", key)
        if fault := _cost(key, terms):
            yield fault.at(path)
        elif not in_tables and _is_read(sheet):
            found = [each for each in _unshared(key, sheet, terms, path) if each.path not in told]
            told.update(each.path for each in found)
            yield from found


def _is_read(sheet: Any) -> bool:
    """
    Tell whether all units, and facts, could be read.
    """
    tables = [sheet.units, *(sheet.units or {}).values(), *(sheet.facts or {}).values()]
    return all(each is not None and None not in each.values() for each in tables) and all(
        None not in numbers.values() for facts in (sheet.facts or {}).values() for numbers in facts.values()
    )


def _unshared(service: str, sheet: CostSheet, terms: Terms, path: str) -> Iterator[Fault]:
    """
    Yield why the cost of *service*, which stands at *path*, cannot be split: nobody has what it goes by, or that is not given.
    """
    clause = sharing_of(service, terms)
    facts = {"service": service, "source": clause.source if clause else ""}
    for each in measures(service, sheet, terms):
        unknown = [name for name, count in each.counts.items() if count is None]
        if not each.counts:
            message = N_("nobody holds `{service}`: there is nobody to share its cost between")
            yield Fault("DOC005", message, path, {"service": service})
            return
        if each.fact is not None and sheet.year is None:
            message = N_("`{service}` is shared by the `{fact}` of a year ({source}): say which `year`")
            yield Fault("DOC001", message, "/year", {**facts, "fact": each.fact})
        elif each.fact is not None and unknown:
            message = N_("`{service}` is shared by the `{fact}` of {year} ({source}), which is not given for `{name}`")
            told = {**facts, "fact": each.fact, "year": str(sheet.year)}
            for name in unknown:
                yield Fault("DOC001", message, fact_path(name, each.fact, sheet.year or 0), {**told, "name": name})
        elif not any(each.counts.values()):
            message = N_("nobody has a `{unit}`, by which a part of the cost of `{service}` is shared ({source})")
            yield Fault("DOC005", message, path, {**facts, "unit": each.unit})


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


def _facts(sheet: Any, terms: Terms) -> Iterator[Fault]:
    """
    Numbers stand under the names of those that have units, by codes that the convention names.
    """
    for name, table in (sheet.facts or {}).items():
        path = pointer("/facts", name)
        if sheet.units is not None and name not in sheet.units:
            yield outside(name, tuple(sheet.units), N_("collectivity here")).at(path)
        for code in table or ():
            if code not in terms.convention.facts:
                yield outside(code, tuple(terms.convention.facts), N_("fact")).at(pointer(path, code))


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
        yield from units_above_most(pointer("/units", name), table or {}, terms)
