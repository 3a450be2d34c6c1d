"""
The dependency graph of a catalogue, compiled to bit masks; networkx only when the graph itself is asked for.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self, TypeVar

from dmsi_rules.convention.in_force import TextInForce
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownServiceError
from dmsi_rules.model.convention import Edge
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.record import field, record

if TYPE_CHECKING:
    import networkx as nx


T = TypeVar("T")


class _ByService(Frozen[str, T]):
    """
    What is known of each service: of one that is not in the catalogue the nearest is named.
    """

    def __missing__(self, service: str) -> T:
        facts = {"given": str(service), "known": tuple(self), **hinted(str(service), tuple(self))}
        message = N_("there is no service `{given}`; did you mean `{hint}`?")
        raise UnknownServiceError(message if "hint" in facts else N_("there is no service `{given}`; known: {known}"), facts)


_WRITTEN = ("service", "requires", "at_most", "new_only", "source")
"""
What of an edge is written, besides what it rests on.
"""


@record
class ServiceGraph:
    """
    Which service rests on which. A mask has one bit a service, in the order of the catalogue.

    Attributes:
        codes: the services, in the order of the catalogue.
        edges: the edges in force under the reading in use.
        about: what networkx is to know of each service.
    """

    codes: tuple[str, ...]
    edges: tuple[Edge, ...]
    about: Mapping[str, Mapping[str, str | None]] = field(factory=Frozen, converter=frozen, repr=False)
    bit: Mapping[str, int] = field(init=False, eq=False, repr=False)
    closure: Mapping[str, int] = field(init=False, eq=False, repr=False)
    order: tuple[str, ...] = field(init=False, eq=False, repr=False)
    _place: Mapping[str, int] = field(init=False, eq=False, repr=False)
    _direct: Mapping[str, tuple[Edge, ...]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        direct: dict[str, list[Edge]] = {code: [] for code in self.codes}
        above: dict[str, list[str]] = {code: [] for code in self.codes}
        for edge in self.edges:
            direct[edge.service].append(edge)
            above[edge.requires].append(edge.service)
        rank = {code: place for place, code in enumerate(self.codes)}
        bit = {code: 1 << place for code, place in rank.items()}
        waiting = {code: len(edges) for code, edges in direct.items()}
        # Of the services whose requirements all stand before it, the first in catalogue order comes next.
        ready = [place for code, place in rank.items() if not waiting[code]]
        closure: dict[str, int] = {}
        while ready:
            code = self.codes[heappop(ready)]
            mask = 0
            for edge in direct[code]:
                mask |= bit[edge.requires] | closure[edge.requires]
            closure[code] = mask
            for service in above[code]:
                waiting[service] -= 1
                if not waiting[service]:
                    heappush(ready, rank[service])
        if len(closure) < len(self.codes):
            msg = "the services require one another in a circle"
            raise ValueError(msg)
        compiled: dict[str, object] = {
            "bit": _ByService(bit),
            "closure": _ByService(closure),
            "order": tuple(closure),
            "_place": _ByService({code: place for place, code in enumerate(closure)}),
            "_direct": _ByService({code: tuple(edges) for code, edges in direct.items()}),
        }
        for name, value in compiled.items():
            object.__setattr__(self, name, value)

    def __contains__(self, service: object) -> bool:
        return service in self.bit

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    # ---- masks

    def mask(self, services: Iterable[str]) -> int:
        """
        Return the mask of *services*.
        """
        mask = 0
        for service in services:
            mask |= self.bit[service]
        return mask

    def names(self, mask: int) -> tuple[str, ...]:
        """
        Return the services of *mask*, in the order in which they can open.
        """
        if mask.bit_count() * 4 > len(self.order):
            return tuple([code for code in self.order if mask & self.bit[code]])
        found = []
        while mask:
            lowest = mask & -mask
            found.append(self.codes[lowest.bit_length() - 1])
            mask ^= lowest
        return tuple(sorted(found, key=self._place.__getitem__))

    # ---- as data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the graph that was written as *data*.
        """
        services = {each["code"]: {key: told for key, told in each.items() if key != "code"} for each in data["services"]}
        edges = [{name: each[name] for name in _WRITTEN} | {"inferred": each["basis"] == "inferred"} for each in data["edges"]]
        return cls(tuple(services), tuple(Edge(**each) for each in edges), services)

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:  # noqa: ARG002  (names stand in both languages)
        """
        Return the graph as data: the services in the order of the catalogue, and that in which they can open.
        """
        return {
            "services": [{"code": code, **self.about.get(code, {})} for code in self.codes],
            "edges": [{**{name: getattr(each, name) for name in _WRITTEN}, "basis": each.basis} for each in self.edges],
            "order": list(self.order),
        }

    # ---- questions

    def requires(self, service: str) -> tuple[str, ...]:
        """
        Return all that *service* requires, directly or through others, in opening order.
        """
        return self.names(self.closure[service])

    def closed(self, services: Iterable[str]) -> tuple[str, ...]:
        """
        Return *services* with all that they require, in opening order.
        """
        mask = 0
        for service in services:
            mask |= self.bit[service] | self.closure[service]
        return self.names(mask)

    def missing(self, asked: Iterable[str], held: Iterable[str] = ()) -> Mapping[str, tuple[str, ...]]:
        """
        Return what *asked* requires and neither *asked* nor *held* has, each with the chain that leads to it.
        """
        asked = tuple(asked)
        present = self.mask(asked) | self.mask(held)
        found: dict[str, tuple[str, ...]] = {}
        for service in asked:
            lacking = [needed for needed in self.names(self.closure[service] & ~present) if needed not in found]
            reached_by = self._reached_by(service) if lacking else {}
            for needed in lacking:
                found[needed] = (service, *(edge.requires for edge in _run(reached_by, service, needed)))
        return Frozen({code: found[code] for code in self.order if code in found})

    def dependants(self, service: str) -> tuple[str, ...]:
        """
        Return the services that an exit from *service* drags along, in opening order.
        """
        bit = self.bit[service]
        return tuple(code for code in self.order if self.closure[code] & bit)

    def opening_order(self, services: Iterable[str]) -> tuple[str, ...]:
        """
        Return *services* in an order in which they can open.
        """
        return tuple(sorted(set(services), key=self._place.__getitem__))

    def path(self, service: str, required: str) -> tuple[Edge, ...]:
        """
        Return the shortest run of edges from *service* to *required*; empty where there is none.

        Raises:
            UnknownServiceError: one of them is not in the catalogue.
        """
        return self.paths(service, (required,))

    def paths(self, service: str, required: Iterable[str]) -> tuple[Edge, ...]:
        """
        Return the edges of the shortest runs from *service* to each of *required*, each edge once.

        Raises:
            UnknownServiceError: one of them is not in the catalogue.
        """
        required = tuple(required)
        self.mask((service, *required))
        reached_by = self._reached_by(service)
        found: dict[str, Edge] = {}
        for each in required:
            if each not in found:
                found |= {edge.requires: edge for edge in _run(reached_by, service, each, found)}
        return tuple(found.values())

    def _reached_by(self, service: str) -> Mapping[str, Edge]:
        """
        Return the last edge of the shortest run from *service* to each service that it requires.
        """
        reached_by: dict[str, Edge] = {}
        reached = [service]
        for each in reached:  # grows while it is walked: breadth first, in the order of the data
            for edge in self._direct[each]:
                if edge.requires not in reached_by:
                    reached_by[edge.requires] = edge
                    reached.append(edge.requires)
        return reached_by

    def chain(self, service: str, required: str) -> tuple[str, ...]:
        """
        Return the services from *service* to *required*, both included; empty where there is no way.
        """
        return chain_in(self.path(service, required), service, required)

    def inferred(self, chain: Iterable[str]) -> tuple[str, ...]:
        """
        Return the links of *chain* that are inferred from the text, as `service -> required`.
        """
        chain = tuple(chain)
        return tuple(
            f"{edge.service} -> {edge.requires}"
            for service, required in pairwise(chain)
            for edge in self._direct[service]
            if edge.requires == required and edge.basis == "inferred"
        )

    @cached_property
    def depth(self) -> Mapping[str, int]:
        """
        How many services stand below each one, on the longest way down.
        """
        depth: dict[str, int] = {}
        for code in self.order:
            depth[code] = max((depth[edge.requires] + 1 for edge in self._direct[code]), default=0)
        return Frozen(depth)

    def to_networkx(self) -> nx.DiGraph[str]:
        """
        Return the graph as networkx has it: an arrow from a service to what it requires, with `source` and `basis`.

        A node has its names (`fr`, `en`), its `kind` and its `source`. What opens first stands last in a topological sort.
        """
        import networkx as nx  # noqa: PLC0415  (a heavy import, for those who ask for the graph itself)

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from((code, dict(self.about.get(code, {}))) for code in self.codes)
        graph.add_edges_from((edge.service, edge.requires, {"source": edge.source, "basis": edge.basis}) for edge in self.edges)
        return graph


def chain_in(edges: Iterable[Edge], service: str, required: str) -> tuple[str, ...]:
    """
    Return the services from *service* to *required*, both included, over *edges*, one to each; empty where none leads there.
    """
    run = _run({edge.requires: edge for edge in edges}, service, required)
    return (service, *(edge.requires for edge in run)) if run else ()


def _run(reached_by: Mapping[str, Edge], service: str, required: str, known: Container[str] = ()) -> list[Edge]:
    """
    Return the run of edges from *service* to *required*, as far as its end is not *known*.
    """
    run: list[Edge] = []
    while required in reached_by and required != service and required not in known:
        run.append(reached_by[required])
        required = run[-1].service
    return run[::-1]


def graph_of(codes: tuple[str, ...], text: TextInForce, inferred_edges: str) -> ServiceGraph:
    """
    Compile the graph of the services *codes* by the edges of *text*, under the reading `inferred_edges`.
    """
    about = {
        code: {"fr": service.title, "en": service.english, "kind": service.kind, "source": service.source}
        for code, service in text.services.items()
    }
    return ServiceGraph(codes, INFERRED_EDGES[inferred_edges](text), about)


def _required(text: TextInForce) -> tuple[Edge, ...]:
    return text.edges


def _ignored(text: TextInForce) -> tuple[Edge, ...]:
    sources = (edge.source for edge in text.edges if edge.requires == text.base and not edge.inferred)
    source = next(sources, text.services[text.base].source)
    edges: dict[tuple[str, str], Edge] = {}
    for edge in text.edges:
        kept = Edge(service=edge.service, requires=text.base, source=source, rank=edge.rank) if edge.inferred else edge
        edges.setdefault((kept.service, kept.requires), kept)
    return tuple(edges.values())


INFERRED_EDGES = {"required": _required, "ignored": _ignored}
"""
Reading `inferred_edges`: where links are rebuilt from elsewhere than an express sentence, they bind, or give way to one to the
base.
"""
