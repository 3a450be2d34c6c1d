"""
The graph as Python users get it: by default that of the embedded convention; a service that does not exist is named.
"""

import pickle
from collections.abc import Callable
from typing import Any

import pytest

import dmsi_rules

GRAPH = dmsi_rules.service_graph()


def test_its_nodes_and_arrows_say_what_they_are() -> None:
    """
    Names in both languages, kind and source of a service; source and basis of a dependency.
    """
    graph = GRAPH.to_networkx()

    assert all({"fr", "en", "kind", "source"} == data.keys() for _, data in graph.nodes(data=True))
    assert "user support" == graph.nodes["support"]["en"]
    assert all({"source", "basis"} == data.keys() for *_, data in graph.edges(data=True))


def test_readings_as_everywhere() -> None:
    """
    Under `ignored` nothing is inferred.
    """
    ignored = dmsi_rules.service_graph(readings={"inferred_edges": "ignored"})

    assert {"explicit"} == {edge.basis for edge in ignored.edges}
    assert {"explicit", "inferred"} == {edge.basis for edge in GRAPH.edges}


def test_the_nearest_service_is_named() -> None:
    """
    In every question; it is a KeyError too.
    """
    questions: list[Callable[[], Any]] = [
        lambda: GRAPH.requires("suport"),
        lambda: GRAPH.closed(["suport"]),
        lambda: GRAPH.opening_order(["suport", "socle"]),
        lambda: GRAPH.path("support", "suport"),
        lambda: GRAPH.dependants("suport"),
    ]
    for ask in questions:
        with pytest.raises(KeyError) as raised:
            ask()
        assert isinstance(raised.value, dmsi_rules.UnknownServiceError)
        assert "there is no service `suport`; did you mean `support`?" == str(raised.value)


def test_a_collection_of_services() -> None:
    """
    It can be asked what it holds, and travels.
    """
    assert ("postes" in GRAPH, "suport" in GRAPH) == (True, False)
    assert list(GRAPH) == list(GRAPH.codes)
    assert len(GRAPH) == len(GRAPH.codes)
    with pytest.raises(KeyError, match="did you mean"):
        pickle.loads(pickle.dumps(GRAPH)).requires("suport")  # noqa: S301  (our own)
