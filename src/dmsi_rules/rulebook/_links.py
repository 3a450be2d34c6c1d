"""
What a finding rests on: the links of the graph that are inferred from the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.convention import Edge


def inferred(case: Case, required: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """
    Return the fact `inferred`: the inferred links from each service to what it requires, where there are any.
    """
    return inferred_among(edges_between(case, required))


def inferred_among(edges: Iterable[Edge]) -> dict[str, tuple[str, ...]]:
    """
    Return the fact `inferred`: those of *edges* that are inferred, if there are any.
    """
    links = tuple([f"{edge.service} -> {edge.requires}" for edge in edges if edge.inferred])
    return {"inferred": links} if links else {}


def edges_between(case: Case, required: Mapping[str, Iterable[str]]) -> tuple[Edge, ...]:
    """
    Return the links over which each service comes to what it requires: what a finding on that rests on.
    """
    paths = [paths_to(case.terms, service, tuple(services)) for service, services in required.items()]
    if len(paths) == 1:
        return paths[0]
    return tuple({(edge.service, edge.requires): edge for path in paths for edge in path}.values())


@lru_cache(maxsize=4096)  # a graph never changes, and the same services are asked for again and again
def paths_to(terms: Terms, service: str, services: tuple[str, ...]) -> tuple[Edge, ...]:
    """
    Return the links of the shortest ways from *service* to each of *services*.
    """
    return terms.graph.paths(service, services)
