"""
What a convention says of its committees must hold together: periods that divide the year, seats that somebody can take.
"""

from __future__ import annotations

from collections.abc import Iterator

from dmsi_rules.convention.tariff import CODE
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Convention
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS


def committee_faults(convention: Convention) -> Iterator[Fault]:
    """
    Yield what is wrong with the committees of *convention*.
    """
    for rank, committee in enumerate(convention.committees):
        path = f"/committees/{rank}"
        for key in ("every_months", "later_every_months"):
            months = getattr(committee, key)
            if months is not None and MONTHS % months:
                message = N_("a committee meets in periods that divide the year: 1, 2, 3, 4, 6 or 12 months")
                yield Fault(CODE, message, f"{path}/{key}")
        if committee.later_every_months is not None and committee.every_months is None:
            yield Fault(CODE, N_("without `every_months` there is nothing to change later"), f"{path}/later_every_months")
        for place, seat in enumerate(committee.seats or ()):
            if seat.any_of == ():
                yield Fault(CODE, N_("nobody could take a seat that no role may hold"), f"{path}/seats/{place}/any_of")
