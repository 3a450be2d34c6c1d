"""
`quote`: a request priced, for one dossier or many.
"""

from __future__ import annotations

import argparse

from dmsi_rules.cli._command import Command, input_format
from dmsi_rules.cli._inputs import named_in
from dmsi_rules.cli._many import ANSWERS, PAPERS, Shape
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.errors import Fault, UnknownRequestError
from dmsi_rules.finding import Report
from dmsi_rules.pricing.quote import priced
from dmsi_rules.report.papers import quote_paper
from dmsi_rules.report.quote import quote_text
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules quote lens.toml
  dmsi-rules quote lens.toml --as-of 2026-01-10 --format json
  dmsi-rules quote lens.toml --request 1
  dmsi-rules quote lens.toml --reading network_quantity=sum
  dmsi-rules quote all.jsonl --format jsonl

Many quotes stream: a list in json, one a line in jsonl. What cannot be priced is told where it stands, and the others go on;
the status is then 2.
""")
FORMATS = {**{name: kind for name, kind in ANSWERS.items() if name != "csv"}, **PAPERS}
SHAPE = Shape(text=quote_text, title=N_("Quote"), paper=quote_paper)


def rank(text: str) -> int:
    """
    Return the rank of a request, from 1.

    Raises:
        Fault: it is not a rank.
    """
    if text.isascii() and text.isdecimal() and len(text) <= len("9999") and int(text):
        return int(text)
    raise Fault("OPTION", N_("`{value}` is not the rank of a request, a whole number from 1"), facts={"value": text})


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the dossiers to quote, and which of their requests.
    """
    command.add_argument("files", nargs="+", metavar="FILE", help=N_("a dossier, or - for standard input"))
    input_format(command)
    command.add_argument(
        "--request",
        type=rank,
        metavar="N",
        help=N_("the request to price, from 1, in their order; default: the last that stands"),
    )


def run(session: Session, sink: Sink) -> int:
    """
    Price a request of each dossier and return the gravest status.
    """
    answers = FORMATS[session.arguments.format](session, sink, SHAPE)
    count = unusable = 0
    for name, found in session.cases(named_in(session.arguments)):
        count += 1
        is_report = isinstance(found, Report)
        unusable += is_report
        try:
            if isinstance(found, Report):
                answers.write(found)
            else:
                answers.write(priced(found, name, session.arguments.request), found)
        except UnknownRequestError as error:
            session.complain("{name}: {reason}", name=name, reason=error.render(session.translate))
            unusable += 1
    answers.end()
    if unusable:
        session.tell_unusable(name, count)
    return UNUSABLE if unusable else 0


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=tuple(FORMATS),
)
