"""
Where the boxes of a graph stand and how its arrows run, in storeys by depth, the foundation below. Lengths are in pixels.

The layers of Sugiyama, simply: an edge that skips storeys gets a lane through each of them, so that it never runs behind a
box; sweeps put every item near the middle of its neighbours; the items of a storey are then set apart in that order. A
service on which all stands reaches under them all.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from attrs import Factory, frozen

from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.drawing._ink import number
from dmsi_rules.model.convention import Edge

WIDTH, GAP, APART = 132.0, 44.0, 12.0
LANE, PORT = 4.0, 12.0
FEATHER = 0.01
SWEEPS, ROUNDS = 12, 24

Point = tuple[float, float]
Storeys = list[list[int]]


@frozen
class Box:
    """
    The place of a service.
    """

    x: float
    y: float
    width: float
    height: float


@frozen
class Layout:
    """
    A graph laid out, its top left corner at the origin.

    Attributes:
        boxes: by service.
        routes: each edge with its path, from the service to what it requires.
    """

    boxes: Mapping[str, Box]
    routes: tuple[tuple[Edge, str], ...]
    width: float
    height: float


@frozen
class _Net:
    """
    Items, numbered: the services first, then the lanes. `runs` has the items that each edge goes through.
    """

    storey: list[int]
    breadth: list[float]
    services: int
    runs: list[list[int]] = Factory(list)
    below: dict[int, list[int]] = Factory(dict)
    above: dict[int, list[int]] = Factory(dict)


def stacked(graph: ServiceGraph, heights: Mapping[str, float]) -> Layout:
    """
    Lay *graph* out with a box of at least the given height for every service: those of a storey have the same.
    """
    net = _net(graph)
    storeys = _ordered(net)
    middle = _placed(net, storeys)
    width = max((x + breadth / 2 for x, breadth in zip(middle, net.breadth, strict=True)), default=0)
    high = [max(heights[code] for code in graph.codes if graph.depth[code] == each) for each in range(len(storeys))]
    tops = [sum(high[each + 1 :]) + GAP * (len(storeys) - 1 - each) for each in range(len(storeys))]
    boxes = {
        code: Box(middle[item] - WIDTH / 2, tops[net.storey[item]], WIDTH, high[net.storey[item]])
        for item, code in enumerate(graph.codes)
    }
    base = storeys[0][0] if storeys and len(storeys[0]) == 1 else None
    if base is not None:
        boxes[graph.codes[base]] = Box(0, tops[0], width, high[0])
    levels = [(top, top + height) for top, height in zip(tops, high, strict=True)]
    routes = tuple((edge, _route(net, run, middle, levels, base)) for edge, run in zip(graph.edges, net.runs, strict=True))
    return Layout(boxes=boxes, routes=routes, width=width, height=tops[0] + high[0] if storeys else 0)


def _net(graph: ServiceGraph) -> _Net:
    item_of = {code: item for item, code in enumerate(graph.codes)}
    net = _Net([graph.depth[code] for code in graph.codes], [WIDTH] * len(item_of), len(item_of))
    lanes: dict[tuple[object, int], int] = {}
    for rank, edge in enumerate(graph.edges):
        # Edges to one service share their lanes; not the inferred ones, whose dashes would fill one another's gaps.
        bundle = rank if edge.basis == "inferred" else edge.requires
        run = [item_of[edge.service]]
        for storey in range(graph.depth[edge.service] - 1, graph.depth[edge.requires], -1):
            if (bundle, storey) not in lanes:
                lanes[bundle, storey] = len(net.storey)
                net.storey.append(storey)
                net.breadth.append(LANE)
            run.append(lanes[bundle, storey])
        run.append(item_of[edge.requires])
        net.runs.append(run)
    for upper, lower in dict.fromkeys(pair for run in net.runs for pair in pairwise(run)):
        net.below.setdefault(upper, []).append(lower)
        net.above.setdefault(lower, []).append(upper)
    return net


# ---- the order within storeys


def _ordered(net: _Net) -> Storeys:
    storeys: Storeys = [[] for _ in range(max(net.storey, default=-1) + 1)]
    for item, storey in enumerate(net.storey):
        storeys[storey].append(item)
    best, fewest = storeys, _crossings(net, storeys)
    for sweep in range(SWEEPS):
        storeys = [list(storey) for storey in storeys]
        forwards = sweep % 2 == 0
        beside = net.below if forwards else net.above
        pairs = list(pairwise(storeys)) if forwards else list(pairwise(storeys[::-1]))
        for fixed, free in pairs:
            _sort_beside(free, fixed, beside)
        if (crossings := _crossings(net, storeys)) < fewest:
            best, fewest = storeys, crossings
    return best


def _sort_beside(storey: list[int], fixed: list[int], beside: Mapping[int, list[int]]) -> None:
    rank = {item: place for place, item in enumerate(fixed)}
    wanted = {
        item: _mean([rank[each] for each in beside[item]]) if item in beside else place for place, item in enumerate(storey)
    }
    storey.sort(key=wanted.__getitem__)


def _crossings(net: _Net, storeys: Storeys) -> int:
    crossings = 0
    for left, right in pairwise(storeys):
        rank = {item: place for place, item in enumerate(right)}
        seen: list[int] = []
        for item in left:
            ends = [rank[each] for each in net.above.get(item, ())]
            crossings += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return crossings


# ---- the places


def _placed(net: _Net, storeys: Storeys) -> list[float]:
    """
    Return the middle of every item: near its neighbours' and never on another item of its storey.
    """
    middle = [0.0] * len(net.storey)
    for turn in range(ROUNDS):
        for storey in storeys[:: 1 if turn % 2 else -1]:
            usual = _mean([middle[item] for item in storey])
            wanted = []
            for item in storey:
                beside = [middle[each] for each in (*net.below.get(item, ()), *net.above.get(item, ()))]
                wanted.append((_mean(beside), 1.0) if beside else (usual, FEATHER))
            needed = [(net.breadth[one] + net.breadth[other]) / 2 + APART for one, other in pairwise(storey)]
            for item, x in zip(storey, _set_apart(wanted, needed), strict=True):
                middle[item] = x
    return _within(net, storeys, middle)


def _within(net: _Net, storeys: Storeys, middle: list[float]) -> list[float]:
    """
    Return *middle* with every storey moved, as a whole, to where it reaches no further than the widest.
    """

    def ends(storey: Sequence[int]) -> tuple[float, float]:
        first, last = storey[0], storey[-1]
        return middle[first] - net.breadth[first] / 2, middle[last] + net.breadth[last] / 2

    left, right = max(map(ends, storeys), key=lambda each: each[1] - each[0], default=(0.0, 0.0))
    moved = list(middle)
    for storey in storeys:
        start, end = ends(storey)
        for item in storey:
            moved[item] += max(0.0, left - start) - max(0.0, end - right) - left
    return moved


def _set_apart(wanted: Iterable[tuple[float, float]], needed: Iterable[float]) -> list[float]:
    """
    Return the places nearest to the *wanted* ones, by weighted least squares, that leave what is *needed* in between.

    Items that would collide are joined into blocks (isotonic regression, by pooling adjacent violators).
    """
    offsets = list(accumulate(needed, initial=0.0))
    blocks: list[tuple[float, float, int]] = []
    for (want, weight), offset in zip(wanted, offsets, strict=True):
        block = (want - offset, weight, 1)
        while blocks and blocks[-1][0] >= block[0]:
            (place, pull, count), (other, more, size) = blocks.pop(), block
            block = ((place * pull + other * more) / (pull + more), pull + more, count + size)
        blocks.append(block)
    flat = [place for place, _, count in blocks for _ in range(count)]
    return [x + offset for x, offset in zip(flat, offsets, strict=True)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# ---- the arrows


def _route(net: _Net, run: list[int], middle: list[float], levels: Sequence[tuple[float, float]], base: int | None) -> str:
    """
    Return the path of an edge: a curve through each gap between storeys, straight along a lane, down into the base.
    """
    steps: list[str] = []
    for upper, lower in pairwise(run):
        start = _port(net, upper, lower, net.below[upper], middle), levels[net.storey[upper]][1]
        x = start[0] if lower == base else _port(net, lower, upper, net.above[lower], middle)
        end = x, levels[net.storey[lower]][0]
        half = (start[1] + end[1]) / 2
        steps += "L" if steps else "M", at(start), "C", at((start[0], half)), " ", at((end[0], half)), " ", at(end)
    return "".join(steps)


def at(point: Point) -> str:
    """
    Return *point* as a path has it.
    """
    return f"{number(point[0])} {number(point[1])}"


def _port(net: _Net, item: int, other: int, others: list[int], middle: list[float]) -> float:
    """
    Return where on the side of *item* the arrow to or from *other* is fixed: the arrows of a box stand one beside the other.
    """
    if item >= net.services:
        return middle[item]
    step = min(PORT, (net.breadth[item] - PORT) / len(others))
    return middle[item] + (sorted(others, key=middle.__getitem__).index(other) - (len(others) - 1) / 2) * step
