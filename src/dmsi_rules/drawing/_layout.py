"""
Where the boxes of a graph stand and how its arrows run, in columns by depth. Lengths are in pixels.

The layers of Sugiyama, simply: an edge that skips columns gets a lane through each of them, so that it never runs behind a
box; sweeps put every item near the middle of its neighbours; the items of a column are then set apart in that order.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from attrs import Factory, frozen

from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.model.convention import Edge

WIDTH, GAP, APART = 248.0, 84.0, 20.0
LANE, PORT = 4.0, 12.0
FEATHER = 0.01
SWEEPS, ROUNDS = 12, 24

Point = tuple[float, float]
Columns = list[list[int]]


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
        routes: each edge with its points, from the service to what it requires, two for every gap between columns.
    """

    boxes: Mapping[str, Box]
    routes: tuple[tuple[Edge, tuple[Point, ...]], ...]
    width: float
    height: float


@frozen
class _Net:
    """
    Items, numbered: the services first, then the lanes. `runs` has the items that each edge goes through.
    """

    column: list[int]
    height: list[float]
    services: int
    runs: list[list[int]] = Factory(list)
    lefts: dict[int, list[int]] = Factory(dict)
    rights: dict[int, list[int]] = Factory(dict)


def laid_out(graph: ServiceGraph, heights: Mapping[str, float]) -> Layout:
    """
    Lay *graph* out with a box of the given height for every service.
    """
    net = _net(graph, heights)
    columns = _ordered(net)
    middle = _placed(net, columns)
    top = min((y - height / 2 for y, height in zip(middle, net.height, strict=True)), default=0)
    middle = [y - top for y in middle]
    boxes = {
        code: Box(net.column[item] * (WIDTH + GAP), middle[item] - net.height[item] / 2, WIDTH, net.height[item])
        for item, code in enumerate(graph.codes)
    }
    return Layout(
        boxes=boxes,
        routes=tuple((edge, _route(net, run, middle)) for edge, run in zip(graph.edges, net.runs, strict=True)),
        width=max(0, len(columns) * (WIDTH + GAP) - GAP),
        height=max((y + height / 2 for y, height in zip(middle, net.height, strict=True)), default=0),
    )


def _net(graph: ServiceGraph, heights: Mapping[str, float]) -> _Net:
    number = {code: item for item, code in enumerate(graph.codes)}
    net = _Net([graph.depth[code] for code in graph.codes], [heights[code] for code in graph.codes], len(number))
    lanes: dict[tuple[object, int], int] = {}
    for rank, edge in enumerate(graph.edges):
        # Edges to one service share their lanes; not the inferred ones, whose dashes would fill one another's gaps.
        bundle = rank if edge.basis == "inferred" else edge.requires
        run = [number[edge.service]]
        for column in range(graph.depth[edge.service] - 1, graph.depth[edge.requires], -1):
            if (bundle, column) not in lanes:
                lanes[bundle, column] = len(net.column)
                net.column.append(column)
                net.height.append(LANE)
            run.append(lanes[bundle, column])
        run.append(number[edge.requires])
        net.runs.append(run)
    for right, left in dict.fromkeys(pair for run in net.runs for pair in pairwise(run)):
        net.lefts.setdefault(right, []).append(left)
        net.rights.setdefault(left, []).append(right)
    return net


# ---- the order within columns


def _ordered(net: _Net) -> Columns:
    columns: Columns = [[] for _ in range(max(net.column, default=-1) + 1)]
    for item, column in enumerate(net.column):
        columns[column].append(item)
    best, fewest = columns, _crossings(net, columns)
    for sweep in range(SWEEPS):
        columns = [list(column) for column in columns]
        forwards = sweep % 2 == 0
        beside = net.lefts if forwards else net.rights
        pairs = list(pairwise(columns)) if forwards else list(pairwise(columns[::-1]))
        for fixed, free in pairs:
            _sort_beside(free, fixed, beside)
        if (crossings := _crossings(net, columns)) < fewest:
            best, fewest = columns, crossings
    return best


def _sort_beside(column: list[int], fixed: list[int], beside: Mapping[int, list[int]]) -> None:
    rank = {item: place for place, item in enumerate(fixed)}
    wanted = {
        item: _mean([rank[each] for each in beside[item]]) if item in beside else place for place, item in enumerate(column)
    }
    column.sort(key=wanted.__getitem__)


def _crossings(net: _Net, columns: Columns) -> int:
    crossings = 0
    for left, right in pairwise(columns):
        rank = {item: place for place, item in enumerate(right)}
        seen: list[int] = []
        for item in left:
            ends = [rank[each] for each in net.rights.get(item, ())]
            crossings += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return crossings


# ---- the heights


def _placed(net: _Net, columns: Columns) -> list[float]:
    """
    Return the middle of every item: near its neighbours' and never on another item of its column.
    """
    middle = [0.0] * len(net.column)
    for turn in range(ROUNDS):
        for column in columns[:: 1 if turn % 2 else -1]:
            usual = _mean([middle[item] for item in column])
            wanted = []
            for item in column:
                beside = [middle[each] for each in (*net.lefts.get(item, ()), *net.rights.get(item, ()))]
                wanted.append((_mean(beside), 1.0) if beside else (usual, FEATHER))
            needed = [(net.height[above] + net.height[below]) / 2 + APART for above, below in pairwise(column)]
            for item, y in zip(column, _set_apart(wanted, needed), strict=True):
                middle[item] = y
    return middle


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
    return [y + offset for y, offset in zip(flat, offsets, strict=True)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# ---- the arrows


def _route(net: _Net, run: list[int], middle: list[float]) -> tuple[Point, ...]:
    points: list[Point] = []
    for right, left in pairwise(run):
        points.append((net.column[right] * (WIDTH + GAP), _port(net, right, left, net.lefts[right], middle)))
        points.append((net.column[left] * (WIDTH + GAP) + WIDTH, _port(net, left, right, net.rights[left], middle)))
    return tuple(points)


def _port(net: _Net, item: int, other: int, others: list[int], middle: list[float]) -> float:
    """
    Return where on the side of *item* the arrow to or from *other* is fixed: the arrows of a box stand one below the other.
    """
    if item >= net.services:
        return middle[item]
    step = min(PORT, (net.height[item] - PORT) / len(others))
    return middle[item] + (sorted(others, key=middle.__getitem__).index(other) - (len(others) - 1) / 2) * step
