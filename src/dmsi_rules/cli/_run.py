"""
A command carried out: the terms and the day found, the answer written whole or not at all.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from dmsi_rules._i18n import Translate
from dmsi_rules._terms import terms_of
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import sink_to
from dmsi_rules.cli._session import Session
from dmsi_rules.convention import load_convention
from dmsi_rules.lifecycles import load_lifecycles


def run(command: Command, arguments: argparse.Namespace, translate: Translate) -> int:
    """
    Carry out *command* as *arguments* say, answer in the language of *translate*, and return the exit status.
    """
    path, table = arguments.convention, getattr(arguments, "lifecycles", None)
    session = Session(
        arguments=arguments,
        terms=terms_of(load_convention(Path(path) if path is not None else None), arguments.readings),
        lifecycles=load_lifecycles(Path(table)) if table is not None else None,
        as_of=arguments.as_of or dt.date.today(),  # noqa: DTZ011  (a commune's day is the local one)
        translate=translate,
    )
    is_data = arguments.format != "text" or arguments.command == "schema"
    with sink_to(arguments.output, data=is_data) as sink:
        return command.run(session, sink)
