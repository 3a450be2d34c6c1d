"""
`share`: real costs split between those who use a service.
"""

from __future__ import annotations

import argparse

from dmsi_rules.cli._command import Command, input_format
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.pricing.shares import shared
from dmsi_rules.report.share import share_text
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules share costs.toml
  dmsi-rules share costs.json --format json

A FILE holds `costs`, the real cost of each category of service, and `units`, what each commune holds of it, by service
or by plan, as SERVICE/PLAN:

  [costs]
  SERVICE = "180000.00"
  [units.COMMUNE]
  SERVICE = 80
  [units.OTHER]
  SERVICE = 120

The provider may take part, under its own word. A cost that it bears alone, one that is on quotation and one of a service
that nobody holds are refused, with the reason.
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare what holds the costs and the units.
    """
    command.add_argument("files", nargs=1, metavar="FILE", help=N_("costs and units, or - for standard input"))
    input_format(command)


def run(session: Session, sink: Sink) -> int:
    """
    Split the costs of one file.
    """
    found = session.only_document(sink, "share")
    if found is None:
        return UNUSABLE
    sheet, name = found
    answer = shared(sheet, session.terms, session.as_of, name)
    data = {**answer.to_dict(), "notes": list(answer.told(session.translate_data))}
    session.write(sink, data, lambda width: share_text(answer, translate=session.translate, width=width))
    return 0


COMMAND = Command(examples=EXAMPLES, run=run, declare=declare)
