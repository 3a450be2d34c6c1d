"""
`fix`: the fixes of the findings written into the documents.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.checking.threshold import FOUND, UNUSABLE
from dmsi_rules.cli._choice import choice
from dmsi_rules.cli._command import Command, input_format, lifecycles_table
from dmsi_rules.cli._folders import documents_in, exclusion
from dmsi_rules.cli._inputs import Input, named_in
from dmsi_rules.cli._inventories import inventories
from dmsi_rules.cli._mending import Mended, is_standard_input, mended, write
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._own_rules import own_rules
from dmsi_rules.cli._session import Session
from dmsi_rules.documents.sources import format_of
from dmsi_rules.report.fix import diff_of, fixed_text
from dmsi_rules.report.json import to_json
from dmsi_rules.text.marks import N_

EXAMPLES = N_("""\
examples:
  dmsi-rules fix lens.toml --diff
  dmsi-rules fix lens.toml
  dmsi-rules fix dossiers/ --as-of 2026-01-10
  dmsi-rules fix - --input-format toml < lens.toml > fixed.toml

A fix adds what a request lacks, raises a quantity that is too low or corrects a printed price. Comments, order and layout stay.
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the documents to fix.
    """
    command.add_argument(
        "files", nargs="+", metavar="FILE", help=N_("a document, or - for standard input, which is written to standard output")
    )
    input_format(command)
    lifecycles_table(command)
    inventories(command)
    own_rules(command)
    choice(command)
    exclusion(command)
    command.add_argument(
        "--diff", action="store_true", help=N_("show what would change, and write nothing; status 1 if anything would")
    )


def run(session: Session, sink: Sink) -> int:
    """
    Fix every document and return the gravest status.
    """
    answers = []
    status = 0
    each: Input | None = None
    session.arguments.files = list(_files(session.arguments))
    for each in named_in(session.arguments):
        found = mended(session, each)
        if found is None:
            status = UNUSABLE
            continue
        written = _done(session, each, found, sink)
        status = max(status, _status(session, found, written=written))
        if session.arguments.format == "json":
            answers.append(_answer(session, each, found, written=written))
    if session.arguments.format == "json":
        sink.write(to_json(answers[0] if len(answers) == 1 else answers))
    if each is None:
        session.complain(N_("there is no document: nothing was fixed"))
    return status


def _files(arguments: argparse.Namespace) -> Iterator[str]:
    """
    Yield the files that are named; of a folder those that can be fixed in their place.
    """
    others = [*(arguments.convention or ()), arguments.lifecycles, arguments.waivers, arguments.output]
    for name, in_folder in documents_in(arguments.files, arguments.exclude, others):
        if not in_folder or format_of(name) != "jsonl":
            yield name


def _done(session: Session, each: Input, found: Mended, sink: Sink) -> bool:
    """
    Show or write what was found, and tell whether a file was written.
    """
    is_text = session.arguments.format == "text"
    if found.result.report.invalid:
        if is_text:
            session.show_report(sink, found.result.report)
        return False
    if session.arguments.diff:
        if is_text:
            _show(session, each, found, sink)
            sink.write(diff_of(each.name, found.before, found.after))
        return False
    if is_standard_input(each, session):
        if is_text:
            sink.write(found.after if not each.is_line else found.after.rstrip("\r\n") + "\n")
        return False
    written = write(session, each, found.each)
    if is_text and written:
        _show(session, each, found, sink)
    return written and each.content != found.each.content


def _show(session: Session, each: Input, found: Mended, sink: Sink) -> None:
    done = found.result.done
    session.show(sink, lambda width: fixed_text(each.name, done, translate=session.translate, width=width))


def _status(session: Session, found: Mended, *, written: bool) -> int:
    changed = found.before != found.after
    if found.result.report.invalid:
        return UNUSABLE
    if session.arguments.diff:
        return FOUND if changed else 0
    return UNUSABLE if changed and not written and not is_standard_input(found.each, session) else 0


def _answer(session: Session, each: Input, found: Mended, *, written: bool) -> Mapping[str, Any]:
    """
    Return what there is to say of the document as it would be, what was fixed in it, and how its text changes.
    """
    return {
        **found.result.report.to_dict(session.translate_data),
        "fixed": [fixed.to_dict(session.translate_data) for fixed in found.result.done],
        "written": written,
        "diff": diff_of(each.name, found.before, found.after),
    }


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
)
