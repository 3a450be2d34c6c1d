"""
The dependency graph, on random acyclic catalogues, against sets worked out apart and against networkx.
"""

import itertools
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.convention import convention_of
from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import Readings
from dmsi_rules.testing.strategies import Plain, catalogues

READINGS = ("required", "ignored")


def compiled(catalogue: Plain, reading: str) -> ServiceGraph:
    """
    Return the graph under test.
    """
    return terms_of(convention_of(catalogue), Readings.of({"inferred_edges": reading})).graph


def drawn(catalogue: Plain, reading: str) -> "nx.DiGraph[str]":
    """
    Return the same graph as networkx has it, from the plain data.

    Under `ignored` each inferred edge gives way to an explicit one to the base.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(service["code"] for service in catalogue["services"])
    for edge in catalogue["edges"]:
        gives_way = reading == "ignored" and edge["basis"] == "inferred"
        requires = catalogue["base"] if gives_way else edge["requires"]
        graph.add_edge(edge["service"], requires, basis="explicit" if gives_way else edge["basis"])
    return graph


def requirements(catalogue: Plain, reading: str) -> Mapping[str, set[str]]:
    """
    Return what each service requires directly.
    """
    graph = drawn(catalogue, reading)
    return {code: set(graph.successors(code)) for code in graph}


def least_closed(asked: Iterable[str], direct: Mapping[str, set[str]]) -> set[str]:
    """
    Return what all closed supersets of *asked* have in common: tried one by one, no edge is followed.
    """
    common = set(direct)
    for size in range(len(direct) + 1):
        for chosen in map(set, itertools.combinations(direct, size)):
            if chosen.issuperset(asked) and all(direct[code] <= chosen for code in chosen):
                common &= chosen
    return common


@st.composite
def questions(draw: st.DrawFn, sets: int = 1) -> tuple[Any, ...]:
    """
    Return a catalogue, a reading and some sets of its services.
    """
    catalogue = draw(catalogues())
    codes = st.sets(st.sampled_from([service["code"] for service in catalogue["services"]]))
    return catalogue, draw(st.sampled_from(READINGS)), *(draw(codes) for _ in range(sets))


# ---- closure


@given(questions())
def test_closure_is_idempotent(question: tuple[Plain, str, set[str]]) -> None:
    """
    What is closed already gains nothing.
    """
    catalogue, reading, asked = question
    graph = compiled(catalogue, reading)
    once = graph.closed(asked)
    assert once == graph.closed(once)


@given(questions(sets=2))
def test_closure_is_monotone(question: tuple[Plain, str, set[str], set[str]]) -> None:
    """
    Asking for more never requires less.
    """
    catalogue, reading, some, others = question
    graph = compiled(catalogue, reading)
    assert set(graph.closed(some)) <= set(graph.closed(some | others))


@given(questions())
def test_closure_is_the_least_set(question: tuple[Plain, str, set[str]]) -> None:
    """
    The closure is the smallest set that has what is asked and all that anything in it requires.
    """
    catalogue, reading, asked = question
    expected = least_closed(asked, requirements(catalogue, reading))
    actual = compiled(catalogue, reading).closed(asked)
    assert expected == set(actual)
    assert len(expected) == len(actual)


@given(questions())
def test_closure_is_what_networkx_reaches(question: tuple[Plain, str, set[str]]) -> None:
    """
    Bit masks and names of each service's closure are its descendants.
    """
    catalogue, reading, _ = question
    graph, oracle = compiled(catalogue, reading), drawn(catalogue, reading)
    expected = {code: nx.descendants(oracle, code) for code in oracle}
    assert expected == {code: set(graph.requires(code)) for code in graph.codes}
    assert expected == {code: {each for each in graph.codes if graph.closure[code] & graph.bit[each]} for code in graph.codes}


# ---- the same graph for networkx


@given(questions())
def test_networkx_gets_the_same_graph(question: tuple[Plain, str, set[str]]) -> None:
    """
    Nodes in the order of the catalogue; every edge with its basis; inferred ones replaced where they are ignored.
    """
    catalogue, reading, _ = question
    expected = drawn(catalogue, reading)
    actual = compiled(catalogue, reading).to_networkx()
    assert [service["code"] for service in catalogue["services"]] == list(actual)
    assert dict(nx.get_edge_attributes(expected, "basis")) == dict(nx.get_edge_attributes(actual, "basis"))


@given(catalogues())
def test_every_edge_keeps_its_source(catalogue: Plain) -> None:
    """
    As the convention has them, edges carry the place of the text that they come from.
    """
    expected = {(edge["service"], edge["requires"]): edge["source"] for edge in catalogue["edges"]}
    assert expected == dict(nx.get_edge_attributes(compiled(catalogue, "required").to_networkx(), "source"))


@given(catalogues())
def test_a_replacing_edge_is_explicit_and_cites_what_others_rest_on(catalogue: Plain) -> None:
    """
    With inferred edges ignored, what is left is explicit, and the edges put in for them cite what puts others on the base.
    """
    base = catalogue["base"]
    given_ = {(edge["service"], edge["requires"]): edge for edge in catalogue["edges"]}
    to_base = [edge["source"] for edge in catalogue["edges"] if edge["requires"] == base and edge["basis"] == "explicit"]
    cited = next(iter(to_base), "Art. 4")
    for service, requires, attributes in compiled(catalogue, "ignored").to_networkx().edges(data=True):
        edge = given_.get((service, requires))
        kept = edge is not None and edge["basis"] == "explicit"
        assert attributes["basis"] == "explicit"
        assert kept or requires == base
        assert attributes["source"] == cited or kept


# ---- opening order


@given(questions())
def test_the_order_respects_every_edge(question: tuple[Plain, str, set[str]]) -> None:
    """
    No service stands before one that it requires.
    """
    catalogue, reading, _ = question
    order = compiled(catalogue, reading).order
    assert sorted(order) == sorted(service["code"] for service in catalogue["services"])
    for service, requires in drawn(catalogue, reading).edges:
        assert order.index(requires) < order.index(service)


@given(questions())
def test_the_order_is_the_first_of_networkx(question: tuple[Plain, str, set[str]]) -> None:
    """
    Among services that can open at the same time the catalogue's order decides, as in a lexicographical sort.
    """
    catalogue, reading, _ = question
    rank = {service["code"]: place for place, service in enumerate(catalogue["services"])}
    upwards = drawn(catalogue, reading).reverse()
    expected = nx.lexicographical_topological_sort(upwards, key=rank.__getitem__)
    assert list(expected) == list(compiled(catalogue, reading).order)


@given(questions())
def test_every_opening_order_respects_every_edge(question: tuple[Plain, str, set[str]]) -> None:
    """
    Any services, with gaps between them or not, open after those among them that they require through others.
    """
    catalogue, reading, asked = question
    oracle = drawn(catalogue, reading)
    order = compiled(catalogue, reading).opening_order(asked)
    assert sorted(asked) == sorted(order)
    for earlier, later in itertools.combinations(order, 2):
        assert later not in nx.descendants(oracle, earlier)


@given(questions())
def test_depth_is_the_longest_way_down(question: tuple[Plain, str, set[str]]) -> None:
    """
    A service stands as high as the longest way from it to the ground.
    """
    catalogue, reading, _ = question
    oracle = drawn(catalogue, reading)
    below = {code: oracle.subgraph(nx.descendants(oracle, code) | {code}) for code in oracle}
    expected = {code: nx.dag_longest_path_length(graph) for code, graph in below.items()}
    assert expected == dict(compiled(catalogue, reading).depth)


# ---- missing, chains, dependants


@given(questions(sets=2))
def test_missing_is_what_is_neither_asked_nor_held(question: tuple[Plain, str, set[str], set[str]]) -> None:
    """
    Every service that something asked requires, unless it is asked or held; in opening order.
    """
    catalogue, reading, asked, held = question
    graph, oracle = compiled(catalogue, reading), drawn(catalogue, reading)
    expected = {each for code in asked for each in nx.descendants(oracle, code)} - asked - held
    missing = graph.missing(sorted(asked), sorted(held))
    assert expected == set(missing)
    assert list(graph.opening_order(expected)) == list(missing)


@given(questions(sets=2))
def test_a_missing_service_comes_with_the_chain_that_leads_to_it(question: tuple[Plain, str, set[str], set[str]]) -> None:
    """
    The chain starts at something asked, ends at what is missing, and each link is an edge.
    """
    catalogue, reading, asked, held = question
    oracle = drawn(catalogue, reading)
    for needed, chain in compiled(catalogue, reading).missing(sorted(asked), sorted(held)).items():
        assert chain[0] in asked
        assert needed == chain[-1]
        assert all(oracle.has_edge(*link) for link in itertools.pairwise(chain))


@given(questions())
def test_chains_are_shortest_paths(question: tuple[Plain, str, set[str]]) -> None:
    """
    Between two services there is a chain just where networkx has a path, and it is no longer than the shortest.
    """
    catalogue, reading, _ = question
    graph, oracle = compiled(catalogue, reading), drawn(catalogue, reading)
    for service, required in itertools.permutations(graph.codes, 2):
        chain = graph.chain(service, required)
        run = graph.path(service, required)
        assert nx.has_path(oracle, service, required) == bool(chain) == bool(run)
        if chain:
            assert (service, required) == (chain[0], chain[-1])
            assert nx.shortest_path_length(oracle, service, required) == len(chain) - 1
            assert list(itertools.pairwise(chain)) == [(edge.service, edge.requires) for edge in run]


@given(questions())
def test_nothing_leads_from_a_service_to_itself(question: tuple[Plain, str, set[str]]) -> None:
    """
    A service does not require itself: no chain, no run of edges.
    """
    catalogue, reading, _ = question
    graph = compiled(catalogue, reading)
    assert [((), ())] * len(graph.codes) == [(graph.chain(code, code), graph.path(code, code)) for code in graph.codes]


@given(questions())
def test_inferred_links_of_a_chain_are_told(question: tuple[Plain, str, set[str]]) -> None:
    """
    Every link of a chain that rests on an inferred edge is named, no other is.
    """
    catalogue, reading, _ = question
    graph, oracle = compiled(catalogue, reading), drawn(catalogue, reading)
    for service, required in itertools.permutations(graph.codes, 2):
        chain = graph.chain(service, required)
        expected = [
            f"{upper} -> {lower}"
            for upper, lower in itertools.pairwise(chain)
            if oracle.edges[upper, lower]["basis"] == "inferred"
        ]
        assert expected == list(graph.inferred(chain))


@given(questions())
def test_dependants_are_what_an_exit_drags_along(question: tuple[Plain, str, set[str]]) -> None:
    """
    The dependants of a service are its ancestors: all that requires it, directly or through others.
    """
    catalogue, reading, _ = question
    graph, oracle = compiled(catalogue, reading), drawn(catalogue, reading)
    for code in graph.codes:
        expected = nx.ancestors(oracle, code)
        actual = graph.dependants(code)
        assert expected == set(actual)
        assert list(graph.opening_order(expected)) == list(actual)


@given(questions(sets=2))
def test_closure_and_dependants_say_the_same(question: tuple[Plain, str, set[str], set[str]]) -> None:
    """
    One service requires another just where the other's dependants have it.
    """
    catalogue, reading, _, _ = question
    graph = compiled(catalogue, reading)
    for service, required in itertools.product(graph.codes, repeat=2):
        assert (required in graph.requires(service)) == (service in graph.dependants(required))


# ---- catalogues of some size

LADDER = """
import sys

from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.model.convention import Edge

steps = [(f"a{step}", f"b{step}") for step in range(int(sys.argv[1]))]
edges = [
    Edge(service=upper, requires=lower, source="Art. 1")
    for above, below in zip(steps, steps[1:])
    for upper in above
    for lower in below
]
graph = ServiceGraph(tuple(code for step in steps for code in step), tuple(edges))
print(len(graph.chain(steps[0][0], steps[-1][1])))
"""


@pytest.mark.parametrize("steps", [2, 60])
def test_a_chain_is_found_among_very_many(steps: int) -> None:
    """
    A ladder of two services a step has 2^steps ways down; the shortest is found without walking them all.
    """
    run = subprocess.run([sys.executable, "-c", LADDER, str(steps)], capture_output=True, text=True, timeout=10, check=True)
    assert str(steps) == run.stdout.strip()
