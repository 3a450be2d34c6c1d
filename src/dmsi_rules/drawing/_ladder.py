"""
Where the boxes of a graph stand on a narrow screen: one above the other, the foundation below, arrows down the left side.
"""

from __future__ import annotations

from collections.abc import Mapping

from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.drawing._layout import Box, Layout, at
from dmsi_rules.model.convention import Edge

WIDTH, APART, LANE, PORT = 332.0, 14.0, 14.0, 14.0
LEAST = 200.0
"""
What lanes and boxes take together, unless boxes would be narrower than the least.
"""

Bundle = tuple[str, str]


def listed(graph: ServiceGraph, heights: Mapping[str, float]) -> Layout:
    """
    Lay *graph* out with a box of the given height for every service, each above all that it requires.
    """
    rungs = _rungs(graph)
    lanes = _lanes(graph, rungs)
    left = _margin(lanes)
    width = max(LEAST, WIDTH - left)
    boxes: dict[str, Box] = {}
    y = 0.0
    for code in reversed(rungs):
        boxes[code] = Box(left, y, width, heights[code])
        y += heights[code] + APART
    count = max(lanes.values(), default=-1) + 1
    routes = tuple((edge, _route(edge, boxes, lanes[_bundle(edge)], count)) for edge in graph.edges)
    return Layout(boxes=boxes, routes=routes, width=left + width, height=max(0.0, y - APART))


def _margin(lanes: Mapping[Bundle, int]) -> float:
    return LANE * (max(lanes.values(), default=-1) + 1.5) if lanes else 0.0


def _rungs(graph: ServiceGraph) -> dict[str, int]:
    """
    Return the place of every service from below: what rests on one right above it, what carries most as high as it can be.
    """
    above: dict[str, list[str]] = {code: [] for code in graph.codes}
    waiting = dict.fromkeys(graph.codes, 0)
    for edge in graph.edges:
        above[edge.requires].append(edge.service)
        waiting[edge.service] += 1
    carries = {code: len(graph.dependants(code)) for code in graph.codes}
    ready = [code for code in reversed(graph.codes) if not waiting[code]]
    found: dict[str, int] = {}
    while ready:
        code = ready.pop()
        found[code] = len(found)
        for service in above[code]:
            waiting[service] -= 1
        freed = [service for service in dict.fromkeys(above[code]) if not waiting[service]]
        ready += sorted(freed, key=carries.__getitem__, reverse=True)
    return found


def _bundle(edge: Edge) -> Bundle:
    """
    Return what shares a lane: edges of one kind to one service.
    """
    return edge.requires, edge.basis


def _lanes(graph: ServiceGraph, rungs: Mapping[str, int]) -> dict[Bundle, int]:
    """
    Return the lane of each bundle, counted from the boxes: none runs beside another in the same one.
    """
    ends: dict[Bundle, int] = {}
    for edge in graph.edges:
        ends[_bundle(edge)] = max(ends.get(_bundle(edge), 0), rungs[edge.service])
    lanes: dict[Bundle, int] = {}
    tops: list[int] = []
    for bundle in sorted(ends, key=lambda each: (rungs[each[0]], each[1])):
        lane = next((rank for rank, top in enumerate(tops) if top <= rungs[bundle[0]]), len(tops))
        tops[lane : lane + 1] = [ends[bundle]]
        lanes[bundle] = lane
    return lanes


def _route(edge: Edge, boxes: Mapping[str, Box], lane: int, lanes: int) -> str:
    """
    Return the path of an edge, from what is required to the service: so the dashes of a bundle lie on one another.
    """
    above, below = boxes[edge.service], boxes[edge.requires]
    steps = [(lane + 1) * min(PORT, box.height / (2 * lanes + 2)) for box in (above, below)]
    x = above.x - LANE * (lane + 1)
    start, end = (below.x, below.y + steps[1]), (above.x, above.y + above.height - steps[0])
    return f"M{at(start)}L{at((x, start[1]))}L{at((x, end[1]))}L{at(end)}"
