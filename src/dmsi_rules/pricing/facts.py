"""
Numbers of a member by year, by which some services are counted or priced.
"""

from __future__ import annotations

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.years import year_start
from dmsi_rules.model.convention import Unit
from dmsi_rules.pricing.periods import first_day

QUANTITY = "quantity"


def fact_in(case: Case, code: str, month: int) -> tuple[int | None, str]:
    """
    Return the member's fact *code* for the accounting year of *month*, and where it stands; None where it is unknown.

    It is that of the calendar year in which the accounting year starts.
    """
    year = str(year_start(first_day(month), case.terms.convention).year)
    given = (case.dossier.commune.facts or {}).get(code, {})
    return given.get(year), f"/commune/facts/{code}/{year}"


def number_for(case: Case, price: PriceRow, month: int) -> int | None:
    """
    Return the number by which *price* goes in *month*, where it goes by a fact; None where it is unknown, or goes by none.
    """
    return None if price.by in {None, QUANTITY} else fact_in(case, price.by or "", month)[0]


def is_counted(unit: Unit | None) -> bool:
    """
    Tell whether units are counted month by month: not where the quantity is a fact, or can only be one.
    """
    return unit is None or (unit.fact is None and unit.most != 1)
