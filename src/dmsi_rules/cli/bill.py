"""
`bill`: what is due for a year or a part of one, month by month, for one dossier or many.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from dmsi_rules.case.dossier import Case
from dmsi_rules.cli._command import Command, input_format
from dmsi_rules.cli._csv import csv_dialect
from dmsi_rules.cli._inputs import named_in
from dmsi_rules.cli._many import ANSWERS, BOOKS, PAPERS, Shape
from dmsi_rules.cli._office import snapshots_option
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._periods import complain_of_period, period_in
from dmsi_rules.cli._progress import progress
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.errors import WrongPeriodError
from dmsi_rules.finding import Report
from dmsi_rules.pricing.bill import Bill, billed
from dmsi_rules.pricing.periods import wanted_period
from dmsi_rules.report.bill import Sums, bill_text
from dmsi_rules.report.clerk import clerk_heads, clerk_rows
from dmsi_rules.report.csv import BILL_COLUMNS, bill_rows
from dmsi_rules.report.papers import bill_paper
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules bill lens.toml --period 2026
  dmsi-rules bill lens.toml --period 2026-H1 --format json
  dmsi-rules bill dossiers/*.json --period 2026 --format csv --csv-dialect fr -o factures.csv
  dmsi-rules bill all.jsonl --period 2025 --period 2026 --format jsonl

Many bills stream: a list in json, one a line in jsonl, rows in csv. What cannot be billed is told where it stands, in csv on
standard error, and the others go on; the status is then 2. What all come to together follows the text; for the formats of
programs it is told on standard error.
""")

FORMATS = {**ANSWERS, **PAPERS, **BOOKS}
SHAPE = Shape(
    text=bill_text,
    title=N_("Bill"),
    paper=bill_paper,
    clerk=clerk_rows,
    clerk_heads=clerk_heads,
    columns=BILL_COLUMNS,
    rows=bill_rows,
)


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the dossiers to bill, the period, the kind of CSV.
    """
    command.add_argument("files", nargs="+", metavar="FILE", help=N_("a dossier, or - for standard input"))
    input_format(command)
    snapshots_option(command)
    command.add_argument(
        "--period",
        dest="periods",
        action="append",
        type=period_in,
        required=True,
        metavar=N_("PERIOD"),
        help=N_("a year such as 2026, or a part of one such as 2026-H1 (repeatable)"),
    )
    csv_dialect(command)


def run(session: Session, sink: Sink) -> int:
    """
    Bill every dossier and return the gravest status.
    """
    arguments = session.arguments
    try:
        for period in arguments.periods:
            wanted_period(period, session.terms)
    except WrongPeriodError as error:
        complain_of_period(session, error)
        return UNUSABLE
    answers = FORMATS[arguments.format](session, sink, SHAPE)
    sums, unusable = Sums(), 0
    for name, found in session.cases(progress(named_in(arguments), arguments)):
        for answer in _answers(name, found, session):
            answers.write(answer, found if isinstance(found, Case) else None)
            if isinstance(answer, Bill):
                sums = sums.plus(answer)
            else:
                unusable += 1
    answers.end(sums)
    count = sums.bills + unusable
    if unusable and count > 1:
        session.complain(N_("of {count} answers, {unusable} could not be given"), count=count, unusable=unusable)
    elif unusable and arguments.format != "csv":  # a table has no place for the reason: it has been told
        session.tell_unusable(name)
    return UNUSABLE if unusable else 0


def _answers(name: str, found: Case | Report, session: Session) -> Iterator[Bill | Report]:
    """
    Yield the bills of one dossier, or the report that says why there is none.
    """
    if isinstance(found, Report):
        yield found
        return
    for period in session.arguments.periods:
        yield billed(found, wanted_period(period, found.terms), name)


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=tuple(FORMATS),
)
