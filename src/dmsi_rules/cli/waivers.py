"""
`waivers`: what is accepted, and until when.
"""

from __future__ import annotations

import argparse

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.report.waivers import waivers_text, waivers_to_list
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules waivers waivers.toml
  dmsi-rules waivers --as-of 2027-01-01 --format json
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the file of waivers.
    """
    command.add_argument(
        "waivers", nargs="?", metavar="FILE", help=N_("a file of waivers (TOML); default: that of the settings")
    )


def run(session: Session, sink: Sink) -> int:
    """
    List the waivers.
    """
    if session.arguments.waivers is None:
        session.complain(N_("no file of waivers is named, here or in the settings"))
        return UNUSABLE
    data = {**session.heading(), "waivers": waivers_to_list(session.waivers, session.as_of)}
    session.write(sink, data, lambda width: waivers_text(session.waivers, session.as_of, session.translate, width))
    return 0


COMMAND = Command(examples=EXAMPLES, run=run, declare=declare)
