"""
`schema`: the JSON Schema of a document or of an answer.
"""

from __future__ import annotations

import argparse

from dmsi_rules.answers.schemas import KINDS, schema_of
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import Session
from dmsi_rules.report.json import to_json
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules schema dossier > dossier.schema.json
  dmsi-rules schema convention -o convention.schema.json
  dmsi-rules schema bill --lang fr
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare whose schema is wanted.
    """
    command.add_argument("kind", choices=KINDS, help=N_("a document that is read, or an answer"))


def run(session: Session, sink: Sink) -> int:
    """
    Write the schema.
    """
    sink.write(to_json(schema_of(session.arguments.kind, session.whole, session.translate_data)))
    return 0


COMMAND = Command(examples=EXAMPLES, run=run, declare=declare)
