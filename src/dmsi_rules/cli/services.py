"""
`services`: the catalogue and its dependency graph.
"""

from __future__ import annotations

import argparse

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.drawing import DRAWINGS
from dmsi_rules.drawing.svg import catalogue_to_svg
from dmsi_rules.errors import Fault
from dmsi_rules.report.catalogue import catalogue_text, catalogue_to_dict
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules services
  dmsi-rules services --format svg -o services.svg
  dmsi-rules services --format svg --links "prices.html#{service}" -o services.svg
  dmsi-rules services --format mermaid --reading inferred_edges=ignored
""")


SERVICE = "{service}"


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare how the graph is drawn as a picture.
    """
    command.add_argument("--narrow", action="store_true", help=N_("with svg: for a phone, one service above the other"))
    command.add_argument(
        "--links",
        type=address,
        metavar=N_("ADDRESS"),
        help=N_("with svg: where the box of a service leads, {service} standing for its code"),
    )


def address(text: str) -> str:
    """
    Return *text*, which has a place for the code of a service.

    Raises:
        Fault: it has none.
    """
    if SERVICE not in text:
        raise Fault("OPTION", N_("`{value}` has no `{place}` in it"), facts={"value": text, "place": SERVICE})
    return text


def run(session: Session, sink: Sink) -> int:
    """
    Show the catalogue.
    """
    kind, narrow, links = session.arguments.format, session.arguments.narrow, session.arguments.links
    parts = (session.terms, session.terms.grid_on(session.as_of))
    if kind != "svg" and (narrow or links):
        session.complain(N_("--narrow and --links need --format svg"))
        return UNUSABLE
    if kind == "svg":
        leads = (lambda code: links.replace(SERVICE, code)) if links else None
        sink.write(catalogue_to_svg(*parts, session.translate, narrow=narrow, address=leads))
    elif kind in DRAWINGS:
        sink.write(DRAWINGS[kind](*parts, session.translate))
    else:
        data = {**session.heading(), **catalogue_to_dict(*parts)}
        session.write(sink, data, lambda width: catalogue_text(*parts, session.translate, width))
    return 0


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=("text", "json", *DRAWINGS),
)
