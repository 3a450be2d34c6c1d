"""
`forecast`: what each budget year would come to, for one dossier or many.
"""

from __future__ import annotations

import argparse

from dmsi_rules.cli._command import Command, input_format
from dmsi_rules.cli._csv import csv_dialect
from dmsi_rules.cli._inputs import named_in
from dmsi_rules.cli._many import ANSWERS, PAPERS, Shape
from dmsi_rules.cli._office import snapshots_option
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.convention.years import is_calendar_year
from dmsi_rules.errors import Fault
from dmsi_rules.finding import Report
from dmsi_rules.pricing.forecast import forecast_of
from dmsi_rules.report.csv import FORECAST_COLUMNS, forecast_rows
from dmsi_rules.report.forecast import forecast_text
from dmsi_rules.report.papers import forecast_paper
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules forecast lens.toml --years 2026-2029
  dmsi-rules forecast lens.toml --years 2027 --format json
  dmsi-rules forecast dossiers/*.json --years 2026-2029 --format csv --csv-dialect fr -o budget.csv
  dmsi-rules forecast lens.toml --years 2026-2029 --format svg -o budget.svg
""")
FORMATS = {**ANSWERS, **PAPERS}
SHAPE = Shape(
    text=forecast_text, title=N_("Budget forecast"), paper=forecast_paper, columns=FORECAST_COLUMNS, rows=forecast_rows
)
FIRST, LAST, MOST = 2000, 2199, 50


def years(text: str) -> range:
    """
    Return the years of `2026-2029`, or of `2026`.

    Raises:
        Fault: they are not years, or too many.
    """
    first, dash, last = text.partition("-")
    given = [first, last if dash else first]
    if all(len(each) == len("2026") and each.isascii() and each.isdecimal() for each in given):
        found = range(int(given[0]), int(given[1]) + 1)
        if found.start >= FIRST and found.stop - 1 <= LAST and 0 < len(found) <= MOST:
            return found
    facts = {"value": text, "first": str(FIRST), "last": str(LAST), "most": MOST}
    raise Fault(
        "OPTION",
        N_("`{value}` is not a year or a span such as 2026-2029, from {first} to {last}, of {most} years at most"),
        facts=facts,
    )


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the dossiers, the years, the kind of CSV.
    """
    command.add_argument("files", nargs="+", metavar="FILE", help=N_("a dossier, or - for standard input"))
    input_format(command)
    snapshots_option(command)
    command.add_argument(
        "--years",
        type=years,
        required=True,
        metavar=N_("YEARS"),
        help=N_("the budget years, such as 2026-2029, or one: 2026; where years are called 2026-2027, such a name is of one"),
    )
    csv_dialect(command)


def budget_years(session: Session) -> range:
    """
    Return the calendar years that the budget years start in: one called `2026-2027` goes on to its end, and so does a span.
    """
    given: range = session.arguments.years
    return given if is_calendar_year(session.convention) or len(given) == 1 else given[:-1]


def run(session: Session, sink: Sink) -> int:
    """
    Forecast each dossier and return the gravest status.
    """
    arguments = session.arguments
    if arguments.format == "svg":
        return _picture(session, sink)
    answers, asked = FORMATS[arguments.format](session, sink, SHAPE), budget_years(session)
    count = unusable = 0
    for name, found in session.cases(named_in(arguments)):
        count += 1
        is_report = isinstance(found, Report)
        if is_report:
            answers.write(found)
        else:
            answers.write(forecast_of(found, asked, name), found)
        unusable += is_report
    answers.end()
    if unusable and (count > 1 or arguments.format != "csv"):
        session.tell_unusable(name, count)
    return UNUSABLE if unusable else 0


def _picture(session: Session, sink: Sink) -> int:
    from dmsi_rules.drawing.forecast import forecast_to_svg  # noqa: PLC0415  (only a picture wants it)

    found = session.only_case(sink)
    if found is None:
        return UNUSABLE
    case, name = found
    sink.write(forecast_to_svg(forecast_of(case, budget_years(session), name), session.translate))
    return 0


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=(*FORMATS, "svg"),
)
