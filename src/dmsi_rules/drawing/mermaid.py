"""
The dependency graph for Mermaid.
"""

import re
from collections.abc import Iterable, Iterator

from dmsi_rules._graph import ServiceGraph
from dmsi_rules._i18n import N_
from dmsi_rules._model.convention import Convention, Edge, Grid
from dmsi_rules.drawing._labels import Translate, heading, left_out, line, price_label

# Whatever is not known to be harmless is written as an entity: quotes and brackets end a label, `%%{` is a directive even
# inside a comment, a backtick or a list's number turns a label into Markdown.
_RISKY = re.compile(r"[^\w ,'()/.€·=>-]|_|^[->=]|(?<=[0-9])[.)](?![0-9])")


def catalogue_to_mermaid(convention: Convention, graph: ServiceGraph, grid: Grid | None, translate: Translate = str) -> str:
    """
    Return the graph as a flowchart: an arrow from a service to what it requires, dotted where inferred.
    """
    return "".join(f"{each}\n" for each in _lines(convention, graph, grid, translate))


def _lines(convention: Convention, graph: ServiceGraph, grid: Grid | None, translate: Translate) -> Iterator[str]:
    yield f"%% {_safe(heading(convention, graph, grid, translate))}"
    if words := left_out(convention, graph, translate):
        yield f"%% {_safe(words)}"
    yield "flowchart RL"
    for service in convention.services:
        label = _label((line(service.title), service.code, price_label(convention, service, grid, translate)))
        yield f"    {_node(service.code)}[{label}]"
    for edge in graph.edges:
        yield f"    {_node(edge.service)} {_arrow(edge, translate)} {_node(edge.requires)}"


def _arrow(edge: Edge, translate: Translate) -> str:
    if edge.basis == "explicit":
        return "-->"
    return f"-.->|{_label((translate(N_('inferred')), line(edge.source)))}|"


def _node(code: str) -> str:
    """
    Return the name of a node: `end`, `default` or `style` alone would be Mermaid's own words.
    """
    return f"service-{code}"


def _label(lines: Iterable[str]) -> str:
    return '"' + "<br/>".join(map(_safe, lines)) + '"'


def _safe(text: str) -> str:
    return _RISKY.sub(lambda found: f"#{ord(found[0])};", text)
