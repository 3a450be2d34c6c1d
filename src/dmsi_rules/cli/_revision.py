"""
`convention diff`: what a revision of a convention changes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules._i18n import N_
from dmsi_rules._revision import Revision, revision
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._conventions import loaded
from dmsi_rules.cli._inputs import inputs
from dmsi_rules.cli._output import Sink, complain
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.errors import ConventionError
from dmsi_rules.report._header import Subject, header
from dmsi_rules.report._styled import Line
from dmsi_rules.report.convention import file_name
from dmsi_rules.report.revision import revision_text

EXAMPLES = N_("""\
examples:
  dmsi-rules convention diff next-year.toml                   the one in use against next year's
  dmsi-rules convention diff this-year.toml next-year.toml --format json

Every datum of the two files is compared, and prices over the days on which they differ. A grid that has not been voted and
sent changes no price: write the days foreseen into the file to see what it would. Percents are half-up to two decimals.
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the two conventions to compare.
    """
    command.add_argument("old", nargs="?", metavar=N_("OLD"), help=N_("a convention (TOML); default: the one in use"))
    command.add_argument("new", metavar=N_("NEW"), help=N_("the revised one"))


def run(session: Session, sink: Sink) -> int:
    """
    Tell what a revision changes: every datum, and each price from the day on which it differs.
    """
    sides = _sides(session)
    if sides is None:
        return UNUSABLE
    old, new = sides
    found = revision(old.terms, new.terms)
    session.write(sink, {**_heading(old, new), **found.to_dict()}, lambda width: _text(old, found, width))
    return 0


def _text(old: Session, found: Revision, width: int) -> Iterator[Line]:
    translate = old.translate
    subject = " -> ".join(file_name(name, translate) for name in _files(old).values())
    grid = old.terms.grid_on(old.as_of)
    about = Subject(subject, old.convention.id, old.as_of, old.terms.readings, grid.id if grid else None)
    yield from header(about, width, translate)
    yield from revision_text(found, translate=translate, width=width)


def _sides(session: Session) -> tuple[Session, Session] | None:
    """
    Return a session under each of the two conventions; None where one cannot be used: everything wrong has been told.
    """
    arguments = session.arguments
    sides = [session] if arguments.old is None else []
    for each in inputs([name for name in (arguments.old, arguments.new) if name is not None], "toml"):
        try:
            sides.append(session.under(loaded(each)))
        except ConventionError as error:
            session.complain(N_("the convention {name} cannot be used ({count}):"), name=each.name, count=len(error.faults))
            for fault in error.faults:
                complain(f"  {fault.render(session.translate)}")
    return (sides[0], sides[-1]) if len(sides) > 1 else None


def _heading(old: Session, new: Session) -> dict[str, Any]:
    files = _files(old)
    conventions = {
        name: {"file": file, "id": each.convention.id} for (name, file), each in zip(files.items(), (old, new), strict=True)
    }
    return {**old.heading(), **conventions}


def _files(session: Session) -> Mapping[str, str | None]:
    """
    Return the names of the two files; None for the convention that needs none.
    """
    arguments = session.arguments
    return {"old": arguments.old or arguments.convention, "new": arguments.new}


DIFF = Command(
    does=N_("what a revision changes: services, links, deadlines, who pays, prices"),
    examples=EXAMPLES,
    run=run,
    declare=declare,
)
