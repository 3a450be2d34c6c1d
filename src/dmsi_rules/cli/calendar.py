"""
`calendar`: the dates of a dossier.
"""

from __future__ import annotations

import argparse
import re

from dmsi_rules.cli._command import Command, one_file_with_evidence
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_
from dmsi_rules.timeline.calendar import calendar_of

EXAMPLES = N_("""\
examples:
  dmsi-rules calendar lens.toml
  dmsi-rules calendar lens.toml --as-of 2026-01-10 --format json
  dmsi-rules calendar lens.toml --format ics -o lens.ics
  dmsi-rules calendar lens.toml --format ics --remind 30d,7d -o lens.ics
  dmsi-rules calendar lens.toml --format svg -o lens.svg
  dmsi-rules calendar lens.toml --reading start=signature
""")
NO_ICALENDAR = N_(
    "iCalendar files need the package icalendar: python -m pip install icalendar, in the environment of dmsi-rules"
)
_REMIND = re.compile(r"[1-9][0-9]{0,2}[dj](,[1-9][0-9]{0,2}[dj])*")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare one dossier with its evidence, and the alarms.
    """
    one_file_with_evidence(command)
    command.add_argument(
        "--remind",
        type=days_before,
        metavar=N_("DAYS"),
        help=N_("with ics: alarms so many days before each last day to ask, to leave and to reaffirm, such as 30d,7d"),
    )


def days_before(text: str) -> tuple[int, ...]:
    """
    Return the numbers of days that *text* lists, the most first.

    Raises:
        Fault: it does not.
    """
    if not _REMIND.fullmatch(text):
        raise Fault("OPTION", N_("`{value}` does not list days before, from 1d to 999d, as in 30d,7d"), facts={"value": text})
    return tuple(sorted({int(each[:-1]) for each in text.split(",")}, reverse=True))


def run(session: Session, sink: Sink) -> int:
    """
    Lay out the dates of one dossier.
    """
    kind, remind = session.arguments.format, session.arguments.remind
    if remind and kind != "ics":
        session.complain(N_("--remind needs --format ics"))
        return UNUSABLE
    found = session.only_case(sink)
    if found is None:
        return UNUSABLE
    answer = calendar_of(*found)
    if kind == "ics":
        from dmsi_rules.report.ics import to_ics  # noqa: PLC0415  (only iCalendar wants it)

        return session.write_made(sink, lambda: to_ics(answer, session.translate, remind or ()), NO_ICALENDAR)
    if kind == "svg":
        from dmsi_rules.drawing.calendar import calendar_to_svg  # noqa: PLC0415  (only a picture wants it)

        sink.write(calendar_to_svg(answer, session.translate))
    else:
        from dmsi_rules.report.calendar import calendar_text  # noqa: PLC0415  (only text wants it)

        data = answer.to_dict(session.translate_data)
        session.write(sink, data, lambda width: calendar_text(answer, translate=session.translate, width=width))
    return 0


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=("text", "json", "ics", "svg"),
)
