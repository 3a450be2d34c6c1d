"""
Where the row of a network is due without being asked for, what quantity it has, and when it is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dmsi_rules.model.readings import Readings

NETWORK_ALONE: Mapping[str, bool] = {"charged": True, "free": False}
"""
Reading `network_alone`: whether the network's row is charged without any service that it covers.
"""


def is_free(readings: Readings) -> bool:
    """
    Tell whether the network's row costs nothing where no service that it covers is there.
    """
    return not NETWORK_ALONE[readings.network_alone]


NETWORK_QUANTITY: Mapping[str, Callable[[Iterable[int]], int]] = {"max": max, "sum": sum}
"""
Reading `network_quantity`: the workstations of the services that the network's row covers coincide, or they do not.
"""


def network_quantity(quantities: Iterable[int | None], readings: Readings) -> int | None:
    """
    Return the network's quantity made of those of the services that it covers; None while one is unknown, or there is none.
    """
    given = list(quantities)
    known = [each for each in given if each is not None]
    return NETWORK_QUANTITY[readings.network_quantity](known) if known and len(known) == len(given) else None


NETWORK_IMPLIED: Mapping[str, bool] = {"due": True, "only-if-asked": False}
"""
Reading `network_implied`: whether the network's row is due for the services that it covers though nobody asks for it.
"""


def is_network_implied(readings: Readings) -> bool:
    """
    Tell whether the network's row is due without being asked for.
    """
    return NETWORK_IMPLIED[readings.network_implied]
