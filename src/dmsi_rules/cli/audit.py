"""
`audit`: the state of each technical prerequisite.
"""

from __future__ import annotations

import argparse

from dmsi_rules.checking.audit import Audit, audited
from dmsi_rules.checking.runner import judge
from dmsi_rules.cli._command import Command, one_file_with_evidence
from dmsi_rules.cli._csv import csv_dialect
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._pages import NO_JINJA, NO_PDF, NoPrinterError, to_pdf
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.report.csv import DIALECTS, csv_table
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules audit lens.toml
  dmsi-rules audit lens.toml --as-of 2026-01-10 --format json
  dmsi-rules audit lens.toml --format html -o audit.html
  dmsi-rules audit lens.toml --format xlsx -o workstations.xlsx
  dmsi-rules audit lens.toml --lifecycles newer.toml
""")
NO_SHEETS = N_(
    "spreadsheets need the packages openpyxl and odswriter: python -m pip install openpyxl odswriter, in the environment of "
    "dmsi-rules"
)
SHEET = N_("workstations")


def run(session: Session, sink: Sink) -> int:
    """
    Draw up the audit of one dossier.
    """
    found = session.only_case(sink)
    if found is None:
        return UNUSABLE
    case, name = found
    answer = audited(case, judge(case, name))
    if session.arguments.format in {"html", "pdf"}:
        return _page(answer, session, sink)
    if session.arguments.format in {"csv", "xlsx", "ods"}:
        return _machine_by_machine(answer, session, sink)
    from dmsi_rules.report.audit import audit_text  # noqa: PLC0415  (only text wants it)

    data = answer.to_dict(session.translate_data)
    session.write(sink, data, lambda width: audit_text(answer, translate=session.translate, width=width))
    return 0


def _page(answer: Audit, session: Session, sink: Sink) -> int:
    from dmsi_rules.report.audit_page import audit_page  # noqa: PLC0415  (only a page wants it)

    try:
        page = audit_page(answer, session.translate)
        sink.write(to_pdf(page) if session.arguments.format == "pdf" else page)
    except ImportError:
        session.complain(NO_JINJA)
        return UNUSABLE
    except NoPrinterError:
        session.complain(NO_PDF)
        return UNUSABLE
    return 0


def _machine_by_machine(answer: Audit, session: Session, sink: Sink) -> int:
    """
    Write the workstations one by one, and return the status.
    """
    from dmsi_rules.report.machines import COLUMNS, machine_rows, machine_sheet  # noqa: PLC0415  (only tables want it)

    arguments, translate = session.arguments, session.translate
    if arguments.format == "csv":
        dialect = DIALECTS[arguments.csv_dialect or "rfc4180"]
        sink.write(dialect.start + csv_table([COLUMNS, *machine_rows(answer)], dialect))
        return 0
    from dmsi_rules.report.sheets import SHEETS  # noqa: PLC0415  (as above)

    make = SHEETS[arguments.format]
    return session.write_made(sink, lambda: make(machine_sheet(answer, translate), translate(SHEET)), NO_SHEETS)


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the dossier, its evidence and the kind of CSV.
    """
    one_file_with_evidence(command)
    csv_dialect(command)


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=("text", "json", "html", "pdf", "csv", "xlsx", "ods"),
)
