"""
The catalogue for people at a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dmsi_rules._graph import ServiceGraph
from dmsi_rules._i18n import N_, amount
from dmsi_rules._model.convention import Convention, Edge, Grid
from dmsi_rules.drawing._labels import (
    INFERRED,
    Translate,
    columns,
    heading,
    inferred,
    left_out,
    line,
    place_label,
    price_label,
    prices_of,
    requirements,
)

MARK = "~"
KINDS = {"continuous": N_("continuous"), "quotation": N_("quotation")}
NONE = "-"


def catalogue_to_text(convention: Convention, graph: ServiceGraph, grid: Grid | None, translate: Translate = str) -> str:
    """
    Return the catalogue as aligned tables: services, prices by plan, what comes with a service, lines, links.
    """
    blocks = {
        N_("Services"): _services(convention, graph, grid, translate),
        N_("Prices by plan, euros a year"): _table(_plans(convention, grid, translate)),
        N_("Included, never ordered or priced"): _table(_included(convention)),
        N_("Lines of service"): list(_lines(convention)),
        N_("Links"): [*_table(_links(graph, translate)), *_legend(convention, graph, translate)],
    }
    head = f"{line(convention.title)}\n{heading(convention, graph, grid, translate)}\n"
    return head + "".join(_block(translate(title), rows) for title, rows in blocks.items() if rows)


def _block(title: str, rows: Iterable[str]) -> str:
    return "\n".join(("", title, "-" * columns(title), *rows, ""))


def _services(convention: Convention, graph: ServiceGraph, grid: Grid | None, translate: Translate) -> list[str]:
    heads = (N_("code"), N_("kind"), N_("category"), N_("price"), N_("requires"), N_("title"))
    rows = [[translate(head) for head in heads]]
    rows += (
        [
            service.code,
            translate(KINDS[service.kind]),
            place_label(service, translate) or NONE,
            price_label(convention, service, grid, translate),
            ", ".join(map(_required, requirements(graph, service.code))) or NONE,
            line(service.title),
        ]
        for service in convention.services
    )
    return _table(rows)


def _required(edge: Edge) -> str:
    return f"{MARK}{edge.requires}" if edge.basis == "inferred" else edge.requires


def _plans(convention: Convention, grid: Grid | None, translate: Translate) -> Iterator[list[str]]:
    rows = [(service.code, price) for service in convention.services for price in prices_of(service, grid) if price.plan]
    years = [amount(price.year, translate) for _, price in rows]
    digits = max(map(len, years), default=0)
    for (code, price), year in zip(rows, years, strict=True):
        yield [code, str(price.plan), f"{year:>{digits}} / {line(price.unit)}"]


def _included(convention: Convention) -> Iterator[list[str]]:
    for each in convention.included:
        yield [each.service, each.code, line(each.title), line(each.source)]


def _lines(convention: Convention) -> Iterator[str]:
    for each in convention.lines:
        yield f"{each.service} ({line(each.source)})"
        yield from (f"    {line(name)}" for name in each.names)


def _links(graph: ServiceGraph, translate: Translate) -> Iterator[list[str]]:
    for edge in graph.edges:
        yield [edge.service, _required(edge), line(translate(edge.source))]


def _legend(convention: Convention, graph: ServiceGraph, translate: Translate) -> Iterator[str]:
    """
    Annexe 1's drawing is lost: whoever reads the links is told which of them the text does not say.
    """
    if inferred(graph.edges):
        yield f"\n{MARK} {translate(INFERRED)}"
    if words := left_out(convention, graph, translate):
        yield f"\n{words}"


def _table(rows: Iterable[Sequence[str]]) -> list[str]:
    rows = list(rows)
    widths = [max(map(columns, cells)) for cells in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
