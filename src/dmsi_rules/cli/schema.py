"""
`schema`: the JSON Schema of a document.
"""

from __future__ import annotations

import argparse

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import Session
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.report.json import to_json
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules schema dossier > dossier.schema.json
  dmsi-rules schema convention -o convention.schema.json
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare which document's schema is wanted.
    """
    command.add_argument("kind", choices=("dossier", "governance", "convention"), help=N_("which document"))


def run(session: Session, sink: Sink) -> int:
    """
    Write the schema.
    """
    sink.write(to_json(json_schema(session.arguments.kind, session.convention)))
    return 0


COMMAND = Command(does=N_("JSON Schema (2020-12) of a document"), examples=EXAMPLES, run=run, declare=declare)
