"""
`init`: a dossier to fill in.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.report.draft import Draft
from dmsi_rules.report.json import to_json
from dmsi_rules.text.marks import N_
from dmsi_rules.values.plain import plain

EXAMPLES = N_("""\
examples:
  dmsi-rules init lens.toml
  dmsi-rules init avion.toml --commune Avion --lang fr
  dmsi-rules init --format json -o lens.json

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
        help=N_("the file to write: JSON by .json, else TOML; default: standard output"),
    )
    command.add_argument("--commune", metavar=N_("NAME"), help=N_("the commune's name; that of a member brings its numbers"))
    command.add_argument("--force", action="store_true", help=N_("write over a file that is there"))


def run(session: Session, sink: Sink) -> int:
    """
    Write a dossier to fill in.
    """
    arguments, output = session.arguments, session.arguments.output
    if output is not None and Path(output).exists() and not arguments.force:
        session.complain(THERE, name=output)
        return UNUSABLE
    schema = json_schema("dossier", session.convention, session.translate)
    given: dict[str, Any] = {"commune": {"name": arguments.commune}} if arguments.commune else {}
    from dmsi_rules.cli._asking import asked, is_person_there  # noqa: PLC0415  (it reads documents)

    if is_person_there():
        given = asked(session, schema, given)
    given = _with_numbers(session, given)
    if arguments.format == "json" or (output is not None and Path(output).suffix == ".json"):
        sink.write(to_json(plain(given)))
    else:
        sink.write(Draft(schema, given, session.as_of, session.translate).text())
    return 0


def _with_numbers(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    """
    Return *given* with the official numbers of its commune, where the convention lists it as a member.
    """
    members = session.convention.members
    name = given.get("commune", {}).get("name", "").casefold()
    for member in members.communes if members else ():
        if member.name.casefold() == name:
            numbers = {"insee": member.insee, "siren": member.siren}
            return {**given, "commune": {"name": member.name, **{key: each for key, each in numbers.items() if each}}}
    return given


COMMAND = Command(examples=EXAMPLES, run=run, declare=declare)
