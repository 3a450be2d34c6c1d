"""
Numbers of a member by year, by which some services are counted or priced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.grids import PriceRow
from dmsi_rules.convention.years import year_start
from dmsi_rules.model.convention import Unit
from dmsi_rules.pricing.periods import first_day
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.words import Phrase

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


def facts_missing(case: Case, service: str, price: PriceRow | None, month: int, quantity: int | None) -> tuple[str, ...]:
    """
    Return where the numbers of the member stand that the amount of *service* goes by in *month* and that are not given.

    A *quantity* that is known is not missing, wherever it comes from.
    """
    unit = case.terms.limited.get(service)
    codes = [unit.fact] if unit is not None and unit.fact is not None and quantity is None else []
    if price is not None and price.by not in {None, QUANTITY}:
        codes.append(price.by or "")
    found = (fact_in(case, code, month) for code in dict.fromkeys(codes))
    return tuple(path for number, path in found if number is None)


def names_of(case: Case, paths: Iterable[str]) -> Mapping[str, Phrase]:
    """
    Return the numbers that stand at *paths* in words: the text's name of each, and its year.
    """
    found: dict[str, Phrase] = {}
    for path in paths:
        *_, code, year = path.split("/")
        conventions = case.terms.timeline.conventions
        words = next((one.facts[code].words for one in conventions if code in one.facts), code)
        found[path] = Phrase(N_("{number} for {year}"), Frozen({"number": words, "year": year}))
    return found


def is_counted(unit: Unit | None) -> bool:
    """
    Tell whether units are counted month by month: not where the quantity is a fact, or can only be one.
    """
    return unit is None or (unit.fact is None and unit.most != 1)
