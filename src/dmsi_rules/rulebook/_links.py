"""
What a finding rests on: the links of the graph that are inferred from the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from dmsi_rules.case.dossier import Case
from dmsi_rules.convention.terms import Terms


def inferred(case: Case, required: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """
    Return the fact `inferred`: the inferred links from each service to what it requires, where there are any.
    """
    links = dict.fromkeys(
        [link for service, services in required.items() for each in services for link in _links(case.terms, service, each)]
    )
    return {"inferred": tuple(links)} if links else {}


@lru_cache(maxsize=4096)  # a graph never changes, and the same services are asked for again and again
def _links(terms: Terms, service: str, required: str) -> tuple[str, ...]:
    return terms.graph.inferred(terms.graph.chain(service, required))
