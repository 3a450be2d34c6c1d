"""
What the cost of a service is split by: the units of the service, or several units that the text gives weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import pointer
from dmsi_rules.model.clauses import SharingClause
from dmsi_rules.model.costs import CostSheet
from dmsi_rules.values.record import record


@record(eq=False)
class Measure:
    """
    One unit that a cost is split by.

    Attributes:
        unit: its code; None for a service without one, whose count it is.
        weight: the parts of the cost that are split by it.
        counts: how many each participant has; None where that is unknown.
        fact: the number of a collectivity that it is, where it is not counted.
    """

    unit: str | None
    weight: int
    counts: Mapping[str, int | None]
    fact: str | None = None


def sharing_of(service: str, terms: Terms) -> SharingClause | None:
    """
    Return the clause by which the cost of *service* is split: the one that names it, else the one of all services.
    """
    clauses = terms.text.sharing
    named = (each for each in clauses if service in each.services)
    return next(named, next((each for each in clauses if not each.services), None))


def measures(service: str, sheet: CostSheet, terms: Terms) -> tuple[Measure, ...]:
    """
    Return what the cost of *service* is split by between those that hold it: by its own unit, where the text gives no weights.
    """
    own = terms.services[service].unit
    clause = sharing_of(service, terms)
    weights: Iterable[tuple[str | None, int]] = clause.weights.items() if clause and clause.weights else ((own, 1),)
    names = _participants(service, sheet, terms)
    return tuple(_measure(unit, weight, service, names, sheet, terms) for unit, weight in weights)


def _participants(service: str, sheet: CostSheet, terms: Terms) -> tuple[str, ...]:
    """
    Return those that hold *service*: everyone, where its quantity is a number of each, and none is given as its units.
    """
    held, unit = tuple(sheet.held(service)), terms.limited.get(service)
    return tuple(sheet.units) if not held and unit is not None and unit.fact is not None else held


def _measure(  # noqa: PLR0913, PLR0917  (what a measure is made of)
    unit: str | None, weight: int, service: str, names: tuple[str, ...], sheet: CostSheet, terms: Terms
) -> Measure:
    what, held = terms.convention.units.get(unit or ""), sheet.held(service)
    if unit == terms.services[service].unit and held:
        return Measure(unit, weight, held)
    if what is not None and what.fact is not None:
        fact = what.fact
        return Measure(unit, weight, {name: sheet.fact(name, fact) for name in names}, fact)
    if what is not None and what.most == 1:
        return Measure(unit, weight, dict.fromkeys(names, 1))
    # One workstation may have several services: the service that counts most of them tells how many there are.
    tables = [sheet.held(each.code) for each in terms.services.values() if each.unit == unit]
    return Measure(unit, weight, {name: max((each.get(name, 0) for each in tables), default=0) for name in names})


def fact_path(name: str, fact: str, year: int) -> str:
    """
    Return where the number *fact* of *name* in *year* stands.
    """
    return pointer(pointer(pointer("/facts", name), fact), str(year))
