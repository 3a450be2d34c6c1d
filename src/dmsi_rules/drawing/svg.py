"""
The catalogue as a picture, drawn without any other program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from dmsi_rules.convention.catalogue import INFERRED, Pricing, heading, inferred, left_out, place_label, price_label, pricing
from dmsi_rules.convention.terms import Terms
from dmsi_rules.drawing._ink import Row, height_of, number, paragraph, picture, to_file, write
from dmsi_rules.drawing._layout import WIDTH, Box, Point, laid_out
from dmsi_rules.drawing._wrapping import COLUMNS, wrapped
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.convention import Edge, Service
from dmsi_rules.text.fill import fill, line, places
from dmsi_rules.text.marks import N_, Translate

MARGIN, PAD, SAMPLE, NARROWEST = 28.0, 14.0, 56.0, 560.0

# Blue and vermilion stay apart for the colour-blind, and in print by their dashes.
STYLE = """
text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; fill: #1b1f24 }
.code { font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace }
.head, .name, .price { font-weight: bold }
.sub, .code, .place, .with, .note { fill: #4c5661 }
.paper { fill: #ffffff }
.box { fill: #f3f8fc; stroke: #005a94; stroke-width: 1.25 }
.free .box { fill: #d5e8f5; stroke-width: 2.5 }
.quotation .box, .none .box, .unknown .box { fill: #f6f6f6; stroke: #5f6975 }
.edge { fill: none; stroke: #005a94; stroke-width: 1.6 }
.inferred { stroke: #b04a00; stroke-dasharray: 7 5 }
.tip { fill: #005a94 }
.inferred-tip { fill: #b04a00 }
@media screen and (prefers-color-scheme: dark) {
  text { fill: #eceff3 }
  .sub, .code, .place, .with, .note { fill: #b3bdc8 }
  .paper { fill: #14181d }
  .box { fill: #1a2733; stroke: #63b3e8 }
  .free .box { fill: #1f3f57 }
  .quotation .box, .none .box, .unknown .box { fill: #22272d; stroke: #939eaa }
  .edge { stroke: #63b3e8 }
  .inferred { stroke: #ff9d57 }
  .tip { fill: #63b3e8 }
  .inferred-tip { fill: #ff9d57 }
}
"""


def catalogue_to_svg(terms: Terms, grid: Grid | None, translate: Translate = str) -> str:
    """
    Return the graph as a standalone SVG file: an arrow from a service to what it requires, dashed where inferred.
    """
    rows = {service.code: _rows(terms, service, grid, translate) for service in terms.text.services.values()}
    layout = laid_out(terms.shown, {code: height_of(each) + 2 * PAD for code, each in rows.items()})
    width = max(layout.width, NARROWEST)
    head = [
        *paragraph("head", line(terms.convention.title), 18, width),
        *paragraph("sub", heading(terms, grid, translate), 12, width),
    ]
    root = _root(terms, translate)
    y = write(root, head, MARGIN, MARGIN) + MARGIN
    drawing = ET.SubElement(root, "g", {"transform": f"translate({number(MARGIN + (width - layout.width) / 2)} {number(y)})"})
    for edge, points in layout.routes:
        _draw_edge(drawing, edge, points, translate)
    for service in terms.text.services.values():
        kind = pricing(terms, service, grid)
        _draw_service(drawing, service, kind, layout.boxes[service.code], rows[service.code])
    bottom = _draw_legend(root, y + layout.height + MARGIN, width, _legend(terms, translate))
    return to_file(root, width + 2 * MARGIN, bottom + MARGIN)


# ---- the file


def _root(terms: Terms, translate: Translate) -> ET.Element:
    """
    The picture is one image to a screen reader, and its description is the list of links.
    """
    told = [f"{_link(edge, translate)}." for edge in terms.shown.edges]
    if words := left_out(terms, translate):
        told.append(f"{words}.")
    root, definitions = picture("services", line(terms.convention.title), told, STYLE, translate)
    for name in ("tip", "inferred-tip"):
        box = {"viewBox": "0 0 10 10", "refX": "10", "refY": "5", "markerWidth": "9", "markerHeight": "9"}
        marker = ET.SubElement(definitions, "marker", {"id": name, **box, "markerUnits": "userSpaceOnUse", "orient": "auto"})
        ET.SubElement(marker, "path", {"class": name, "d": "M0 0L10 5L0 10z"})
    return root


def _link(edge: Edge, translate: Translate) -> str:
    explicit = N_("{service} requires {required} ({source})")
    rebuilt = N_("{service} requires {required} (inferred: {source})")
    facts = {"service": edge.service, "required": edge.requires, "source": line(places(edge.source, translate))}
    return fill(translate(explicit if edge.basis == "explicit" else rebuilt), facts, translate)


# ---- words


def _rows(terms: Terms, service: Service, grid: Grid | None, translate: Translate) -> list[Row]:
    included = [line(each.title) for each in terms.text.included if each.with_ == service.code]
    brought = fill(translate(N_("with {titles}")), {"titles": ", ".join(included)}, translate) if included else ""
    place = place_label(terms, service, translate)
    return [
        *paragraph("name", line(service.title), 14, WIDTH - 2 * PAD),
        *paragraph("code", service.code, 11.5, WIDTH - 2 * PAD),
        *(paragraph("place", place, 12, WIDTH - 2 * PAD) if place else ()),
        *paragraph("price", price_label(terms, service, grid, translate), 12, WIDTH - 2 * PAD),
        *(paragraph("with", brought, 11.5, WIDTH - 2 * PAD) if brought else ()),
    ]


# ---- shapes


def _draw_service(parent: ET.Element, service: Service, kind: Pricing, box: Box, rows: list[Row]) -> None:
    group = ET.SubElement(parent, "g", {"id": f"service-{service.code}", "class": kind})
    ET.SubElement(group, "title").text = line(service.title)
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    ET.SubElement(group, "rect", {"class": "box", "rx": "8", **{name: number(value) for name, value in place.items()}})
    write(group, rows, box.x + PAD, box.y + PAD)


def _draw_edge(parent: ET.Element, edge: Edge, points: tuple[Point, ...], translate: Translate) -> None:
    steps: list[str] = []
    for start, end in zip(points[::2], points[1::2], strict=True):
        half = (start[0] + end[0]) / 2
        steps += "L" if steps else "M", _at(start), "C", _at((half, start[1])), " ", _at((half, end[1])), " ", _at(end)
    path = _arrow(parent, edge, "".join(steps))
    ET.SubElement(path, "title").text = _link(edge, translate)


def _arrow(parent: ET.Element, edge: Edge, steps: str) -> ET.Element:
    kind, tip = ("edge", "tip") if edge.basis == "explicit" else ("edge inferred", "inferred-tip")
    return ET.SubElement(parent, "path", {"class": kind, "d": steps, "marker-end": f"url(#{tip})"})


def _legend(terms: Terms, translate: Translate) -> Iterator[tuple[Edge | None, str]]:
    """
    Yield the sentences under the picture, each with an edge of the kind that it speaks of.
    """
    rebuilt = inferred(terms.shown.edges)
    if explicit := next((edge for edge in terms.shown.edges if edge.basis == "explicit"), None):
        yield explicit, translate(N_("requires: the text says so"))
    if rebuilt:
        yield rebuilt[0], translate(INFERRED)
    for source in dict.fromkeys(edge.source for edge in rebuilt):
        links = ", ".join(f"{edge.service} → {edge.requires}" for edge in rebuilt if edge.source == source)
        (named,) = wrapped(line(places(source, translate)), 2 * COLUMNS, most=1)
        yield None, translate(N_("{source}: {links}")).format(source=named, links=links)
    if words := left_out(terms, translate):
        yield None, words


def _draw_legend(root: ET.Element, y: float, width: float, sentences: Iterable[tuple[Edge | None, str]]) -> float:
    group = ET.SubElement(root, "g")
    for edge, words in sentences:
        if edge:
            _arrow(group, edge, f"M{_at((MARGIN, y + 8))}H{number(MARGIN + SAMPLE - PAD)}")
        y = write(group, paragraph("note", words, 12, width - SAMPLE, most=len(words)), MARGIN + SAMPLE, y)
    return y


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
