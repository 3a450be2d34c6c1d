"""
What a finding rests on: the links of the graph that are inferred from the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dmsi_rules.case.dossier import Case
from dmsi_rules.model.convention import Edge


def inferred(case: Case, required: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """
    Return the fact `inferred`: the inferred links from each service to what it requires, where there are any.
    """
    graph = case.terms.graph
    chains = (graph.chain(service, each) for service, services in required.items() for each in services)
    links = dict.fromkeys(link for chain in chains for link in graph.inferred(chain))
    return {"inferred": tuple(links)} if links else {}


def edges_between(case: Case, required: Mapping[str, Iterable[str]]) -> tuple[Edge, ...]:
    """
    Return the links over which each service comes to what it requires: what a finding on that rests on.
    """
    graph = case.terms.graph
    return tuple(
        dict.fromkeys(edge for service, services in required.items() for each in services for edge in graph.path(service, each))
    )
