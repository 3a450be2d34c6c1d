"""
The catalogue as a picture, drawn without any other program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias
from xml.etree import ElementTree as ET

from attrs import frozen

from dmsi_rules.convention.catalogue import INFERRED, Pricing, heading, inferred, left_out, place_label, price_label, pricing
from dmsi_rules.convention.graph import ServiceGraph
from dmsi_rules.convention.terms import Terms
from dmsi_rules.drawing._ink import Row, height_of, number, paragraph, picture, to_file, write
from dmsi_rules.drawing._ladder import listed
from dmsi_rules.drawing._layout import Box, Layout, at, stacked
from dmsi_rules.drawing._wrapping import COLUMNS, wrapped
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.convention import Edge, Service
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, fill, line, places
from dmsi_rules.text.marks import N_, Translate

MARGIN, PAD, SAMPLE, NARROWEST = 13.0, 9.0, 42.0, 332.0
SIZE, ROWS = 12.0, 9
"""
The size of words, which is theirs on the screen where the picture is no wider than its place; the most rows for one thing said.
"""
Address: TypeAlias = Callable[[str], str | None]
"""
Returns where the box of a service leads.
"""

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
a:is(:hover, :focus-visible) .box { stroke-width: 3.5 }
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


@frozen
class _Form:
    """
    How a picture is laid out.

    Attributes:
        lay: gives boxes of such heights their places; how wide they are does not rest on the heights.
        marker: where on its path an arrow has its tip.
        orient: where the tip points.
    """

    lay: Callable[[ServiceGraph, Mapping[str, float]], Layout]
    marker: str
    orient: str


WIDE = _Form(stacked, "marker-end", "auto")
NARROW = _Form(listed, "marker-start", "0")


def catalogue_to_svg(
    terms: Terms,
    grid: Grid | None,
    translate: Translate = str,
    *,
    narrow: bool = False,
    address: Address | None = None,
) -> str:
    """
    Return the graph as a standalone SVG file: an arrow from a service down to what it requires, dashed where inferred.

    Args:
        terms: the terms in force.
        grid: the prices.
        translate: turns marked sentences into the reader's language.
        narrow: whether it is to be read on a phone.
        address: where the boxes lead; nowhere by default.
    """
    form = NARROW if narrow else WIDE
    empty = form.lay(terms.shown, dict.fromkeys(terms.shown, 0.0))
    rows = {
        each.code: _rows(terms, each, grid, translate, empty.boxes[each.code].width - 2 * PAD)
        for each in terms.text.services.values()
    }
    layout = form.lay(terms.shown, {code: height_of(each) + 2 * PAD for code, each in rows.items()})
    width = max(layout.width, NARROWEST)
    head = [
        *paragraph("head", line(terms.convention.title), 18, width),
        *paragraph("sub", heading(terms, grid, translate), SIZE, width),
    ]
    root = _root(terms, translate, form, is_linked=address is not None)
    y = write(root, head, MARGIN, MARGIN) + MARGIN
    drawing = ET.SubElement(root, "g", {"transform": f"translate({number(MARGIN + (width - layout.width) / 2)} {number(y)})"})
    for edge, path in layout.routes:
        ET.SubElement(_arrow(drawing, edge, path, form), "title").text = _link(edge, translate)
    for service in terms.text.services.values():
        place = _place(drawing, service, address)
        _draw_service(place, service, pricing(terms, service, grid), layout.boxes[service.code], rows[service.code])
    bottom = _draw_legend(root, y + layout.height + MARGIN, width, _legend(terms, translate), form)
    return to_file(root, width + 2 * MARGIN, bottom + MARGIN)


# ---- the file


def _root(terms: Terms, translate: Translate, form: _Form, *, is_linked: bool) -> ET.Element:
    """
    The picture is one image to a screen reader, or several that lead elsewhere; its description is the list of links.
    """
    told = [f"{_link(edge, translate)}." for edge in terms.shown.edges]
    if words := left_out(terms, translate):
        told.append(f"{words}.")
    root, definitions = picture("services", line(terms.convention.title), told, STYLE, translate)
    if is_linked:
        root.set("role", "group")
    for name in ("tip", "inferred-tip"):
        box = {"viewBox": "0 0 10 10", "refX": "10", "refY": "5", "markerWidth": "9", "markerHeight": "9"}
        look = {"id": name, **box, "markerUnits": "userSpaceOnUse", "orient": form.orient}
        ET.SubElement(ET.SubElement(definitions, "marker", look), "path", {"class": name, "d": "M0 0L10 5L0 10z"})
    return root


def _link(edge: Edge, translate: Translate) -> str:
    explicit = N_("{service} requires {required} ({source})")
    rebuilt = N_("{service} requires {required} (inferred: {source})")
    facts = {
        "service": edge.service,
        "required": code_words(edge.requires, translate),
        "source": line(places(edge.source, translate)),
    }
    return fill(translate(explicit if edge.basis == "explicit" else rebuilt), facts, translate)


# ---- words


def _rows(terms: Terms, service: Service, grid: Grid | None, translate: Translate, width: float) -> list[Row]:
    included = [line(each.title) for each in terms.text.included if each.with_ == service.code]
    said = {
        "name": line(service.title),
        "code": service.code if reads_codes(translate) else "",
        "place": place_label(terms, service, translate),
        "price": price_label(terms, service, grid, translate),
        "with": fill(translate(N_("with {titles}")), {"titles": ", ".join(included)}, translate) if included else "",
    }
    return [row for kind, words in said.items() if words for row in paragraph(kind, words, SIZE, width, ROWS)]


# ---- shapes


def _draw_service(parent: ET.Element, service: Service, kind: Pricing, box: Box, rows: list[Row]) -> None:
    group = ET.SubElement(parent, "g", {"id": f"service-{service.code}", "class": kind})
    ET.SubElement(group, "title").text = line(service.title)
    place = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    ET.SubElement(group, "rect", {"class": "box", "rx": "8", **{name: number(value) for name, value in place.items()}})
    write(group, rows, box.x + PAD, box.y + PAD)


def _place(parent: ET.Element, service: Service, address: Address | None) -> ET.Element:
    """
    Return what the box of *service* is drawn on: a link, where it leads anywhere.
    """
    leads = address(service.code) if address else None
    return parent if leads is None else ET.SubElement(parent, "a", {"href": leads, "target": "_top"})


def _arrow(parent: ET.Element, edge: Edge, steps: str, form: _Form) -> ET.Element:
    kind, tip = ("edge", "tip") if edge.basis == "explicit" else ("edge inferred", "inferred-tip")
    return ET.SubElement(parent, "path", {"class": kind, "d": steps, form.marker: f"url(#{tip})"})


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
        links = ", ".join(_arrowed(edge, translate) for edge in rebuilt if edge.source == source)
        (named,) = wrapped(line(places(source, translate)), 2 * COLUMNS, most=1)
        yield None, translate(N_("{source}: {links}")).format(source=named, links=links)
    if words := left_out(terms, translate):
        yield None, words


def _arrowed(edge: Edge, translate: Translate) -> str:
    return " → ".join(code_words(each, translate) for each in (edge.service, edge.requires))


def _draw_legend(root: ET.Element, y: float, width: float, sentences: Iterable[tuple[Edge | None, str]], form: _Form) -> float:
    group = ET.SubElement(root, "g")
    ends = MARGIN, MARGIN + SAMPLE - PAD
    for edge, words in sentences:
        if edge:
            start, end = ends if form is WIDE else ends[::-1]
            _arrow(group, edge, f"M{at((start, y + 8))}H{number(end)}", form)
        y = write(group, paragraph("note", words, SIZE, width - SAMPLE, most=len(words)), MARGIN + SAMPLE, y)
    return y
