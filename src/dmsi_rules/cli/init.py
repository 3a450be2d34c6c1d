"""
`init`: a dossier to fill in.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._inputs import inputs
from dmsi_rules.cli._office import NO_OFFICE, sheet_format
from dmsi_rules.cli._output import Sink, complain
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.report.check import report_text
from dmsi_rules.report.draft import Draft, with_numbers
from dmsi_rules.report.json import to_json
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.marks import N_
from dmsi_rules.values.plain import plain

EXAMPLES = N_("""\
examples:
  dmsi-rules init lens.toml
  dmsi-rules init avion.toml --commune Avion --lang fr
  dmsi-rules init --format json -o lens.json
  dmsi-rules init lens.ods --lang fr                     the forms of the annexes, to fill in
  dmsi-rules init lens.toml --from lens.ods              what the filled forms say

Somebody at a terminal is asked for the first facts; elsewhere nothing is asked.
""")
THERE = N_("`{name}` is there already: name another file, or say --force to write over it")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare where the dossier goes, and whose it is.
    """
    command.add_argument(
        "output",
        nargs="?",
        default=argparse.SUPPRESS,  # what `-o` said stays
        metavar="FILE",
        help=N_("the file to write: JSON by .json, the annexes' forms by .ods or .xlsx, else TOML; default: standard output"),
    )
    command.add_argument("--commune", metavar=N_("NAME"), help=N_("the commune's name; that of a member brings its numbers"))
    command.add_argument("--from", dest="source", metavar="FILE", help=N_("a dossier, or a filled form, to begin with"))
    command.add_argument("--force", action="store_true", help=N_("write over a file that is there"))


def run(session: Session, sink: Sink) -> int:
    """
    Write a dossier to fill in.
    """
    arguments, output = session.arguments, session.arguments.output
    if output is not None and Path(output).exists() and not arguments.force:
        session.complain(THERE, name=output)
        return UNUSABLE
    schema = json_schema("dossier", session.whole, session.translate)
    given = _begun(session)
    if given is None:
        return UNUSABLE
    from dmsi_rules.cli._asking import asked, is_person_there  # noqa: PLC0415  (it reads documents)

    if is_person_there() and not arguments.source:
        given = asked(session, schema, given)
    given = with_numbers(given, session.convention)
    if book := sheet_format(output):
        return session.write_made(sink, lambda: _forms(session, book, given), NO_OFFICE)
    if arguments.format == "json" or (output is not None and Path(output).suffix == ".json"):
        sink.write(to_json(plain(given)))
    else:
        sink.write(Draft(schema, given, session.as_of, session.translate).text())
    return 0


def _begun(session: Session) -> dict[str, Any] | None:
    """
    Return what the dossier begins with; None where that cannot be read: the reason has been told.
    """
    arguments = session.arguments
    given: dict[str, Any] = {}
    if arguments.source:
        (found,) = inputs([arguments.source], None)
        try:
            given = session.read(found, "dossier").to_dict()
        except Faults as error:
            complain(to_plain(report_text(session.refusal(found, error), translate=session.translate)).rstrip())
            return None
    if arguments.commune:
        given["commune"] = {**given.get("commune", {}), "name": arguments.commune}
    return given


def _forms(session: Session, book: str, given: dict[str, Any]) -> bytes:
    from dmsi_rules.office.forms import THE_LAST, forms_of  # noqa: PLC0415  (few want it)
    from dmsi_rules.report.sheets import BOOKS  # noqa: PLC0415  (as above)

    if len(requests := given.get("requests") or ()) > 1:
        session.complain(THE_LAST, count=len(requests))
    return BOOKS[book](forms_of(given, session.terms, session.translate))


COMMAND = Command(examples=EXAMPLES, run=run, declare=declare)
