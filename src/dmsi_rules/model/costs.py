"""
What is to be shared: the real cost of each category of service, and what each collectivity uses of it.
"""

from collections.abc import Mapping
from typing import Literal

from dmsi_rules.model.scalars import Amount, AnyCode, ConventionId, Count, ServiceCode, Text, UnitKey, Year
from dmsi_rules.values.record import field, record


@record(kw_only=True)
class CostSheet:
    """
    Costs by service, in euros; units by commune, then by service.

    Units of a service with plans are counted together, or by plan (`service/plan`). Where the text splits costs by numbers of
    a collectivity, such as its population, they stand in `facts`, by commune, then by code, then by year; `year` is the one in
    which the accounting year of the costs starts.
    """

    kind: Literal["share"] = "share"
    convention: ConventionId | None = None
    costs: Mapping[ServiceCode, Amount] = field(hash=False)
    units: Mapping[Text, Mapping[UnitKey, Count]] = field(hash=False)
    year: Year | None = None
    facts: Mapping[Text, Mapping[AnyCode, Mapping[str, Count]]] | None = field(default=None, hash=False)

    def held(self, service: str) -> dict[str, int]:
        """
        Return the units of *service*, of whatever plan, that each collectivity holds; those that hold none are left out.
        """
        counted = {
            name: sum(count for key, count in units.items() if key.partition("/")[0] == service)
            for name, units in self.units.items()
        }
        return {name: count for name, count in counted.items() if count}

    def fact(self, name: str, code: str) -> int | None:
        """
        Return the number *code* of the collectivity *name* in the year of the costs; None where it is unknown.
        """
        return (self.facts or {}).get(name, {}).get(code, {}).get(str(self.year))
