"""
Quantities that fit together, whether they are asked for or counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.convention import Edge


def exceeds(second_level: int, first_level: int) -> bool:
    """
    Tell whether there is more of a second level than of the first that it is added to.
    """
    return second_level > first_level


def at_most(service: str, terms: Terms) -> tuple[Edge, ...]:
    """
    Return the link by which *service* may have no more units than another.
    """
    return tuple(edge for edge in terms.text.edges if edge.service == service and edge.at_most)


def above_network(units: Mapping[str, int | None], network: int, terms: Terms) -> tuple[str, int] | None:
    """
    Return the service with most units of those that the network's row covers, where they are more than the *network* has.
    """
    found = None
    for service in terms.covered:
        count = units.get(service)
        if count is not None and count > network:
            network, found = count, (service, count)
    return found
