"""
The dependency graph of a catalogue (Annexe 1), compiled to bit masks; networkx only when the graph itself is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from attrs import field

from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownServiceError
from dmsi_rules.model.convention import Convention, Edge
from dmsi_rules.model.readings import Readings
from dmsi_rules.text.marks import N_
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.record import record

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
    _requires: Mapping[str, tuple[str, ...]] = field(init=False, eq=False, repr=False)
    _direct: Mapping[str, tuple[Edge, ...]] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        direct: dict[str, tuple[Edge, ...]] = dict.fromkeys(self.codes, ())
        for edge in self.edges:
            direct[edge.service] += (edge,)
        bit = {code: 1 << place for place, code in enumerate(self.codes)}
        closure: dict[str, int] = {}
        order: list[str] = []
        while len(order) < len(self.codes):
            # Each round takes the first service, in catalogue order, whose requirements all stand before it.
            ready = next(
                (code for code in self.codes if code not in closure and all(e.requires in closure for e in direct[code])), None
            )
            if ready is None:
                msg = "the services require one another in a circle"
                raise ValueError(msg)
            mask = 0
            for edge in direct[ready]:
                mask |= bit[edge.requires] | closure[edge.requires]
            closure[ready] = mask
            order.append(ready)
        compiled: dict[str, object] = {
            "bit": _ByService(bit),
            "closure": _ByService(closure),
            "order": tuple(order),
            "_place": _ByService({code: rank for rank, code in enumerate(order)}),
            "_requires": _ByService({code: tuple(each for each in order if closure[code] & bit[each]) for code in order}),
            "_direct": _ByService(direct),
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
        return tuple(code for code in self.order if mask & self.bit[code])

    # ---- questions

    def requires(self, service: str) -> tuple[str, ...]:
        """
        Return all that *service* requires, directly or through others, in opening order.
        """
        return self._requires[service]

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
            for needed in self.names(self.closure[service] & ~present):
                found.setdefault(needed, self.chain(service, needed))
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
        self.mask((service, required))
        reached_by: dict[str, Edge] = {}
        reached = [service]
        for each in reached:  # grows while it is walked: breadth first, in the order of the data
            for edge in self._direct[each]:
                if edge.requires not in reached_by:
                    reached_by[edge.requires] = edge
                    reached.append(edge.requires)
        run: list[Edge] = []
        while required in reached_by and required != service:
            run.append(reached_by[required])
            required = run[-1].service
        return tuple(reversed(run))

    def chain(self, service: str, required: str) -> tuple[str, ...]:
        """
        Return the services from *service* to *required*, both included; empty where there is no way.
        """
        run = self.path(service, required)
        return (service, *(edge.requires for edge in run)) if run else ()

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


def service_graph(convention: Convention, inferred_edges: str = "required") -> ServiceGraph:
    """
    Compile the graph of *convention* under the reading `inferred_edges`.

    Under `ignored` an inferred edge gives way to an edge to the base membership (Art. 5.1).

    Raises:
        UnknownReadingError: the reading has no such value.
    """
    Readings.of({"inferred_edges": inferred_edges})
    edges = INFERRED_EDGES[inferred_edges](convention)
    about = {
        service.code: {"fr": service.title, "en": service.english, "kind": service.kind, "source": service.source}
        for service in convention.services
    }
    return ServiceGraph(tuple(about), edges, about)


def _required(convention: Convention) -> tuple[Edge, ...]:
    return convention.edges


def _ignored(convention: Convention) -> tuple[Edge, ...]:
    edges: dict[tuple[str, str], Edge] = {}
    for edge in convention.edges:
        inferred = edge.basis == "inferred"
        kept = Edge(edge.service, convention.base, "explicit", "Art. 5.1") if inferred else edge
        edges.setdefault((kept.service, kept.requires), kept)
    return tuple(edges.values())


INFERRED_EDGES = {"required": _required, "ignored": _ignored}
"""
Reading `inferred_edges`: Annexe 1's drawing is lost, some edges are rebuilt from elsewhere.
"""
