"""
The dependency graph for Graphviz.
"""

from __future__ import annotations

from collections.abc import Iterator

from dmsi_rules.convention.catalogue import heading, left_out, price_label
from dmsi_rules.convention.terms import Terms
from dmsi_rules.drawing._wrapping import COLUMNS, wrapped
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.convention import Edge
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import line, places
from dmsi_rules.text.marks import N_, Translate

# Graphviz reads backslashes and HTML entities inside quotes.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def catalogue_to_dot(terms: Terms, grid: Grid | None, translate: Translate = str) -> str:
    """
    Return the graph in Graphviz's language: an arrow from a service to what it requires, dashed where inferred.
    """
    return "".join(f"{each}\n" for each in _lines(terms, grid, translate))


def _lines(terms: Terms, grid: Grid | None, translate: Translate) -> Iterator[str]:
    yield f"// {heading(terms, grid, translate)}"
    if words := left_out(terms, translate):
        yield f"// {words}"
    yield f"digraph {_quoted(terms.convention.id)} {{"
    yield "  rankdir=TB"
    yield '  node [shape=box, style=rounded, fontname="Helvetica,Arial,sans-serif", fontsize=11]'
    yield '  edge [fontname="Helvetica,Arial,sans-serif", fontsize=9]'
    for service in terms.text.services.values():
        title = line(service.title)
        price = price_label(terms, service, grid, translate)
        code = (service.code,) if reads_codes(translate) else ()
        label = _quoted(*wrapped(title, COLUMNS), *code, *wrapped(price, 2 * COLUMNS))
        yield f"  {_quoted(service.code)} [label={label}, tooltip={_quoted(title)}]"
    for edge in terms.shown.edges:
        yield f"  {_quoted(edge.service)} -> {_quoted(edge.requires)} [{_style(edge, translate)}]"
    yield "}"


def _style(edge: Edge, translate: Translate) -> str:
    source = line(places(edge.source, translate))
    if edge.basis == "explicit":
        return f"tooltip={_quoted(source)}"
    label = _quoted(translate(N_("inferred")), *wrapped(source, COLUMNS))
    return f"style=dashed, label={label}, tooltip={_quoted(source)}"


def _quoted(*lines: str) -> str:
    return '"' + "\\n".join(each.translate(_ESCAPES) for each in lines) + '"'
