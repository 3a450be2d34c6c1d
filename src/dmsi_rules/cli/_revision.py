"""
`convention diff`: what a revision changes, in the convention and in what communes owe.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from dmsi_rules.answers.comparison import DossierChange, comparable_sum, dossier_change, restated, sum_of
from dmsi_rules.answers.revision import Revision, revision
from dmsi_rules.case.admission import admit
from dmsi_rules.case.dossier import Case
from dmsi_rules.cli._command import Command, input_format
from dmsi_rules.cli._conventions import loaded
from dmsi_rules.cli._inputs import inputs, named_in
from dmsi_rules.cli._output import Sink, complain
from dmsi_rules.cli._periods import complain_of_period, period_in
from dmsi_rules.cli._progress import progress
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.convention.years import year_name
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import convention_format
from dmsi_rules.errors import ConventionError, WrongPeriodError
from dmsi_rules.finding import Report
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.pricing.periods import wanted_period
from dmsi_rules.report.convention import file_name
from dmsi_rules.report.figures import NONE
from dmsi_rules.report.header import Subject, header
from dmsi_rules.report.revision import bills_text, revision_text
from dmsi_rules.report.styled import Line
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules convention diff next-year.toml                        the one in use against next year's
  dmsi-rules convention diff this-year.toml next-year.toml --format json
  dmsi-rules convention diff next-year.toml --dossier communes/*.toml --period 2027

Every datum of the two files is compared, and prices over the days on which they differ. A grid that has not been voted and
sent changes no price: write the days foreseen into the file to see what it would. Percents are half-up to two decimals.
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the two conventions to compare, and the dossiers to bill under both.
    """
    command.add_argument("old", nargs="?", metavar=N_("OLD"), help=N_("a convention (TOML); default: the one in use"))
    command.add_argument("new", metavar=N_("NEW"), help=N_("the revised one"))
    command.add_argument(
        "--dossier",
        dest="files",
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help=N_("dossiers whose bills and verdicts are compared too"),
    )
    input_format(command)
    command.add_argument(
        "--period",
        type=period_in,
        metavar=N_("PERIOD"),
        help=N_("of those bills: a year such as 2027, or a part of one; default: the next year in which a price differs"),
    )


def run(session: Session, sink: Sink) -> int:
    """
    Tell what a revision changes, and what the dossiers given owe, and what is found in them, before and after.
    """
    arguments = session.arguments
    sides = _sides(session)
    if sides is None:
        return UNUSABLE
    old, new = sides
    found = revision(old.terms, new.terms)
    period = arguments.period or year_name(found.first_day(session.as_of), new.convention)
    try:
        for side in sides if arguments.files or arguments.period else ():  # years of two kinds have no name for both
            wanted_period(period, side.terms, also=("year",))
    except WrongPeriodError as error:
        complain_of_period(session, error)
        return UNUSABLE
    answers = list(_bills(old, new, period))
    bills = [each for each in answers if isinstance(each, DossierChange)]
    reports = [each for each in answers if isinstance(each, Report)]
    owed = {
        "period": period,
        "dossiers": [each.to_dict(session.translate_data) for each in bills],
        "total": sum_of(bills).to_dict(),
        "comparable": comparable_sum(bills).to_dict(),
        "invalid": [report.to_dict(session.translate_data) for report in reports],
    }
    data = {**_heading(old, new), **found.to_dict(), "bills": owed if arguments.files else None}
    session.write(sink, data, lambda width: _text(sides, found, bills, width))
    for report in reports if arguments.format == "text" else ():
        sink.write("\n")
        session.show_report(sink, report)
    if reports and arguments.output is not None:
        session.tell_unusable(arguments.files[0], len(answers))
    return UNUSABLE if reports else 0


def _text(sides: tuple[Session, Session], found: Revision, bills: Sequence[DossierChange], width: int) -> Iterator[Line]:
    old, _ = sides
    translate = old.translate
    subject = " -> ".join(file_name(name, translate) for name in _files(old).values())
    convention = _both(each.convention.id for each in sides)
    grids = [each.terms.grid_on(each.as_of) for each in sides]
    grid = _both(each.id if each else NONE for each in grids) if any(grids) else None
    about = Subject(subject, convention, old.as_of, old.terms.readings, grid)
    yield from header(about, width, translate)
    yield from revision_text(found, translate=translate, width=width)
    yield from bills_text(bills, translate=translate, width=width)


def _both(ids: Iterable[str]) -> str:
    """
    Return what the old and the new convention have for *ids*: once, where they have the same.
    """
    return " -> ".join(dict.fromkeys(ids))


def _sides(session: Session) -> tuple[Session, Session] | None:
    """
    Return a session under each of the two conventions; None where one cannot be used: everything wrong has been told.
    """
    arguments = session.arguments
    sides = [session] if arguments.old is None else []
    names = [name for name in (arguments.old, arguments.new) if name is not None]
    for each in chain.from_iterable(inputs([name], convention_format(name)) for name in names):
        try:
            sides.append(session.under(loaded(each, [side.convention for side in sides or (session,)])))
        except ConventionError as error:
            session.complain(N_("the convention {name} cannot be used ({count}):"), name=each.name, count=len(error.faults))
            for fault in error.faults:
                complain(f"  {fault.render(session.translate)}")
    return (sides[0], sides[-1]) if len(sides) > 1 else None


def _bills(old: Session, new: Session, period: str) -> Iterator[DossierChange | Report]:
    """
    Yield what each dossier owes before and after, or the report that says why that cannot be told.
    """
    arguments = old.arguments
    for each in progress(named_in(arguments), arguments):
        reader = _reader(old, new)
        try:
            dossier = reader.read(each, "dossier")
            before = _case(reader := old, dossier)
            after = _case(reader := new, dossier)
        except Faults as error:
            yield reader.refusal(each, error)
        else:
            yield dossier_change(before, after, period, each.name)


def _case(session: Session, dossier: Dossier) -> Case:
    """
    Return the case that *dossier* makes before the text of *session*.

    Raises:
        Faults: it does not fit.
    """
    return admit(restated(dossier, session.terms), session.terms, session.as_of, session.lifecycles)


def _reader(old: Session, new: Session) -> Session:
    """
    Return the session that reads dossiers: the new text's where it knows the old one too, else the old one's.
    """
    return new if {*old.terms.timeline.ids()} < {*new.terms.timeline.ids()} else old


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
    return {"old": arguments.old or (arguments.convention[0] if arguments.convention else None), "new": arguments.new}


DIFF = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
)
