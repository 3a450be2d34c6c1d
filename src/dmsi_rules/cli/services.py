"""
`services`: the catalogue and its dependency graph.
"""

from __future__ import annotations

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import Session
from dmsi_rules.drawing import DRAWINGS
from dmsi_rules.report.catalogue import catalogue_text, catalogue_to_dict
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules services
  dmsi-rules services --format svg -o services.svg
  dmsi-rules services --format mermaid --reading inferred_edges=ignored
""")


def run(session: Session, sink: Sink) -> int:
    """
    Show the catalogue.
    """
    kind = session.arguments.format
    parts = (session.terms, session.terms.grid_on(session.as_of))
    if kind in DRAWINGS:
        sink.write(DRAWINGS[kind](*parts, session.translate))
    else:
        data = {**session.heading(), **catalogue_to_dict(*parts)}
        session.write(sink, data, lambda width: catalogue_text(*parts, session.translate, width))
    return 0


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    formats=("text", "json", *DRAWINGS),
)
