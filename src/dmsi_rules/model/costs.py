"""
What is to be shared: the real cost of each category of service, and what each collectivity uses of it.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import field

from dmsi_rules.model.scalars import Amount, ConventionId, Count, ServiceCode, Text, UnitKey
from dmsi_rules.values.record import record


@record(kw_only=True)
class CostSheet:
    """
    Costs by service, in euros; units by commune, then by service.

    Units of a service with plans are counted together, or by plan (`service/plan`).
    """

    kind: Literal["share"] = "share"
    convention: ConventionId | None = None
    costs: Mapping[ServiceCode, Amount] = field(hash=False)
    units: Mapping[Text, Mapping[UnitKey, Count]] = field(hash=False)

    def held(self, service: str) -> dict[str, int]:
        """
        Return the units of *service*, of whatever plan, that each collectivity holds; those that hold none are left out.
        """
        counted = {
            name: sum(count for key, count in units.items() if key.partition("/")[0] == service)
            for name, units in self.units.items()
        }
        return {name: count for name, count in counted.items() if count}
