"""
The dependency graph for Mermaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dmsi_rules.convention.catalogue import heading, left_out, price_label
from dmsi_rules.convention.terms import Terms
from dmsi_rules.model.clauses import Grid
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import line, places
from dmsi_rules.text.marks import N_, Translate

# Whatever is not known to be harmless is written as an entity: quotes and brackets end a label, a backtick or the number of
# a list turns it into Markdown.
_RISKY = re.compile(r"[^\w ,'()/.€-]|_|^-|(?<=[0-9])[.)](?![0-9])")


def catalogue_to_mermaid(terms: Terms, grid: Grid | None, translate: Translate = str) -> str:
    """
    Return the graph as a flowchart: an arrow from a service to what it requires, dotted where inferred.
    """
    return "".join(f"{each}\n" for each in _lines(terms, grid, translate))


def _lines(terms: Terms, grid: Grid | None, translate: Translate) -> Iterator[str]:
    yield _comment(heading(terms, grid, translate))
    if words := left_out(terms, translate):
        yield _comment(words)
    yield "flowchart TB"
    for service in terms.text.services.values():
        code = (service.code,) if reads_codes(translate) else ()
        label = (line(service.title), *code, price_label(terms, service, grid, translate))
        yield f"    {_node(service.code)}[{_quoted(*label)}]"
    for edge in terms.shown.edges:
        words = _quoted(translate(N_("inferred")), line(places(edge.source, translate)))
        arrow = f"-.->|{words}|" if edge.basis == "inferred" else "-->"
        yield f"    {_node(edge.service)} {arrow} {_node(edge.requires)}"


def _comment(text: str) -> str:
    """
    Return a line of comment; `%%{` would be a directive even there.
    """
    return "%% " + text.replace("%", "#37;")


def _node(code: str) -> str:
    """
    Return the name of a node: `end`, `default` or `style` alone would be Mermaid's own words.
    """
    return f"service-{code}"


def _quoted(*lines: str) -> str:
    return '"' + "<br/>".join(map(_safe, lines)) + '"'


def _safe(text: str) -> str:
    return _RISKY.sub(lambda found: f"#{ord(found[0])};", text)
