"""
`server`: the language server, which an editor starts.
"""

from __future__ import annotations

import argparse
import datetime as dt
from functools import cache

import attrs

from dmsi_rules.answers.schemas import schema_of
from dmsi_rules.checking.threshold import UNUSABLE
from dmsi_rules.cli._choice import choice
from dmsi_rules.cli._command import Command, lifecycles_table
from dmsi_rules.cli._inputs import Input
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._own_rules import own_rules
from dmsi_rules.cli._session import Session
from dmsi_rules.documents.mending import TextFormat
from dmsi_rules.finding import Report
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules server
  dmsi-rules server --as-of 2026-01-10 --lang fr

It speaks the Language Server Protocol on its standard input and output.
""")
NEEDS = N_("the language server needs pygls: install the package with the extra `server`, as in `dmsi-rules[server]`")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare what documents are judged by.
    """
    lifecycles_table(command)
    own_rules(command)
    choice(command)


def run(session: Session, sink: Sink) -> int:  # noqa: ARG001  (the protocol has standard output for itself)
    """
    Serve until the editor is done.
    """
    try:
        from dmsi_rules.server.serving import Answers, served  # noqa: PLC0415  (an extra)
    except ImportError:
        session.complain(NEEDS)
        return UNUSABLE
    from dmsi_rules.server.words import Vocabulary  # noqa: PLC0415  (goes with it)

    def judge(text: str, name: str, text_format: TextFormat) -> Report:
        today = session if session.arguments.as_of else attrs.evolve(session, as_of=dt.date.today())  # noqa: DTZ011  (as for all)
        return today.accepted(today.report(Input(name, text.encode("utf-8", "surrogatepass"), text_format)))

    @cache
    def vocabulary(kind: str) -> Vocabulary:
        services = session.terms.services.values()
        return Vocabulary(
            schema_of(kind, session.whole, session.translate),
            {service.code: service.plans for service in services},
            {service.code: service.words.in_(session.translate) for service in services},
        )

    served(Answers(judge=judge, vocabulary=vocabulary, translate=session.translate)).start_io()
    return 0


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=("text",),
)
