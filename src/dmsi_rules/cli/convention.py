"""
`convention`: a convention's own file checked, and what a revision of it changes.
"""

from __future__ import annotations

import argparse
from typing import Any

from dmsi_rules.cli._command import Command
from dmsi_rules.cli._conventions import loaded
from dmsi_rules.cli._inputs import Input, inputs
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._revision import DIFF
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.documents.sources import convention_format
from dmsi_rules.errors import ConventionError
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import Readings
from dmsi_rules.report.convention import Inspection, inspection_text, inspection_to_dict
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules convention check next-year.toml
  dmsi-rules convention diff next-year.toml
""")

CHECK_EXAMPLES = N_("""\
examples:
  dmsi-rules convention check                      the one in use, and when its grids price
  dmsi-rules convention check next-year.toml
  dmsi-rules convention check next-year.toml --format json
""")

# ---- check


def declare_check(command: argparse.ArgumentParser) -> None:
    """
    Declare the file to check.
    """
    command.add_argument(
        "file",
        nargs="?",
        metavar=N_("FILE"),
        help=N_("a convention (TOML), or - for standard input; default: the one in use"),
    )


def run_check(session: Session, sink: Sink) -> int:
    """
    Tell everything that is wrong with a convention, or that it can be used.
    """
    arguments, readings = session.arguments, session.terms.readings
    if arguments.file is None:
        inspection = Inspection(next(iter(arguments.convention or ()), None), session.whole, (), readings)
    else:
        inspection = inspected(next(inputs([arguments.file], convention_format(arguments.file))), readings)
    data = _heading(session, inspection.convention) | inspection_to_dict(inspection, session.translate_data)
    session.write(
        sink, data, lambda width: inspection_text(inspection, session.as_of, translate=session.translate, width=width)
    )
    if inspection.faults:
        session.tell_unusable(arguments.file)
    return UNUSABLE if inspection.faults else 0


def inspected(each: Input, readings: Readings) -> Inspection:
    """
    Inspect the convention in a file or on standard input.
    """
    try:
        return Inspection(each.name, loaded(each), (), readings)
    except ConventionError as error:
        return Inspection(each.name, None, error.faults, readings)


def _heading(session: Session, convention: Convention | None) -> dict[str, Any]:
    if convention is None:
        return session.heading() | {"convention": None, "grid": None}
    return session.under(convention).heading() | {"convention": convention.id}


# ---- the command

COMMAND = Command(
    examples=EXAMPLES,
    parts={
        "check": Command(
            examples=CHECK_EXAMPLES,
            run=run_check,
            declare=declare_check,
        ),
        "diff": DIFF,
    },
)
