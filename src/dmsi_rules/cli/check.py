"""
`check`: all rules on each document.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import Any

from dmsi_rules.checking.runner import judge
from dmsi_rules.checking.threshold import FOUND, NOTHING, REASONS, UNUSABLE, status_of
from dmsi_rules.cli._checking import all_checked
from dmsi_rules.cli._choice import BASELINE, Accepted, Baseline, baseline, choice, is_to_write
from dmsi_rules.cli._command import Command, input_format, lifecycles_table
from dmsi_rules.cli._folders import documents_in, exclusion
from dmsi_rules.cli._inputs import Input, named_in
from dmsi_rules.cli._inventories import inventories
from dmsi_rules.cli._office import snapshots_option
from dmsi_rules.cli._output import Sink, sink_to
from dmsi_rules.cli._own_rules import own_rules
from dmsi_rules.cli._reports import Judged, Output, output
from dmsi_rules.cli._session import Session
from dmsi_rules.documents.faults import Faults
from dmsi_rules.lifecycles import packaged_date
from dmsi_rules.report.formats import FORMATS, Run
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_

TABLE, PARQUET = ".parquet", "parquet"
COMPARING = ("text", "json", "jsonl")

EXAMPLES = N_("""\
examples:
  dmsi-rules check lens.toml
  dmsi-rules check lens.toml --as-of 2026-01-10 --format json
  dmsi-rules check dossiers/*.json --strict --fail-on unknown
  dmsi-rules check lens.toml --reading letter_date=received
  dmsi-rules check lens.toml --all-readings
  dmsi-rules check dossiers/ --exclude inventory --jobs 4
  dmsi-rules check dossiers/*.toml --select DEP,PRE --waivers waivers.toml --baseline known.jsonl
  dmsi-rules check lens.toml --inventory glpi/ --jobs 4
  cat stream.jsonl | dmsi-rules check - --format jsonl
  dmsi-rules check requests.parquet -o parquet=verdicts.parquet

A FILE is TOML by .toml, JSON Lines (one dossier a line) by .jsonl or .ndjson, else JSON. `-` is standard
input: JSON Lines when its first line is a complete JSON value, else JSON; --input-format says otherwise.
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the documents to check, and what counts as failing.
    """
    command.add_argument(
        "files", nargs="+", metavar="FILE", help=N_("a document, a folder of documents, or - for standard input")
    )
    input_format(command)
    snapshots_option(command)
    lifecycles_table(command)
    inventories(command)
    own_rules(command)
    choice(command)
    exclusion(command)
    baseline(command)
    command.add_argument("--strict", action="store_true", help=N_("status 1 on any finding above info"))
    command.add_argument(
        "--fail-on", action="append", choices=("unknown",), default=[], help=N_("status 1 on unknown verdicts too")
    )
    command.add_argument(
        "--all-readings", action="store_true", help=N_("tell what each other reading would change (text, json, jsonl)")
    )
    command.add_argument(
        "--trailer", action="store_true", help=N_("end JSON Lines with a line that says how many documents there were")
    )
    command.add_argument(
        "--fix", action="store_true", help=N_("write the fixes of the findings into the files, then check them")
    )
    command.add_argument(
        "--diff", action="store_true", help=N_("with --fix: show on standard error what would change, write nothing")
    )
    command.add_argument(
        "--exit-zero", action="store_true", help=N_("report only: status 0 whatever is found in readable documents")
    )


def is_table(arguments: argparse.Namespace) -> bool:
    """
    Tell whether a command line names a table of requests, or wants one.
    """
    return any(name.endswith(TABLE) for name in arguments.files) or any(name == PARQUET for name, _ in arguments.beside)


def run(session: Session, sink: Sink) -> int:
    """
    Check every document and return the gravest status.
    """
    if is_table(session.arguments):
        from dmsi_rules.cli import _columns  # noqa: PLC0415  (an extra)

        return _columns.run(session, sink)
    found = _given(session)
    if found is None:
        return UNUSABLE
    arguments = session.arguments
    reasons: Counter[str] = Counter()
    documents, last, accepted = 0, "", Accepted(session)
    unfixed: list[str] = []
    with ExitStack() as files:
        sinks = [sink, *(files.enter_context(sink_to(file, data=name != "text")) for name, file in _files(arguments))]
        outputs = _outputs(session, sinks)
        given = found if not arguments.fix else _fixed(found, session, unfixed)
        for each in all_checked(given, session, _judged, outputs, _outputs):
            for out, piece in zip(outputs, each.pieces, strict=True):
                out.add(piece)
            reasons += each.reasons
            accepted.add(each.accepted)
            documents, last = documents + 1, each.name
        reasons[NOTHING] += not documents and session.threshold.fails_unjudged
        status = UNUSABLE if unfixed else status_of(reasons)
        for out in outputs:
            out.end(Run(documents, status, _conditions(session)))
    accepted.tell()
    if not documents:
        session.complain(N_("there is no document: nothing was checked"))
    if status_of(reasons) == UNUSABLE:
        session.tell_unusable(last, documents)
    elif status == FOUND:
        _tell_why(session, reasons)
    return status


def _files(arguments: argparse.Namespace) -> list[tuple[str, str]]:
    """
    Return the files to write beside the answer, each after its format.
    """
    is_new = arguments.baseline is not None and is_to_write(arguments)
    return [*arguments.beside, *([(BASELINE, arguments.baseline)] if is_new else [])]


def _outputs(session: Session, sinks: Sequence[Sink] | None = None) -> list[Output]:
    """
    Return the outputs of a run; without *sinks*, those that only make pieces.
    """
    arguments = session.arguments
    first = output(session, arguments.format, sinks[0] if sinks else None, console=arguments.output is None)
    others = [
        (Baseline if name == BASELINE else output)(session, name, sinks[rank] if sinks else None)
        for rank, (name, _) in enumerate(_files(arguments), 1)
    ]
    return [first, *others]


def _given(session: Session) -> Iterable[Input] | None:
    """
    Return the documents to check; None where the arguments contradict one another: that has been told.
    """
    arguments = session.arguments
    if arguments.all_readings and arguments.format not in COMPARING:
        facts = {"formats": ", ".join(COMPARING), "given": arguments.format}
        session.complain(N_("--all-readings needs --format {formats}; {given} has no place for it"), **facts)
        return None
    if arguments.diff and not arguments.fix:
        session.complain(N_("--diff goes with --fix: it shows what that would change"))
        return None
    arguments.files = list(_each_once(session))
    found: Iterable[Input] = named_in(arguments)
    if arguments.inventory:
        found = tuple(islice(found, 2))
        if len(found) > 1:
            session.complain(N_("--inventory adds to one dossier; several are given"))
            return None
    return found


def _each_once(session: Session) -> Iterator[str]:
    """
    Yield the files that are named, by themselves or by their folder; one named again, however it is spelt, is left out.

    Its findings would count twice. That is told, but for one that stands in a folder besides.
    """
    arguments = session.arguments
    seen: set[tuple[int, int]] = set()
    others = [*(arguments.convention or ()), arguments.lifecycles, arguments.waivers, arguments.baseline, arguments.output]
    for name, in_folder in documents_in(arguments.files, arguments.exclude, others):
        if os.path.isfile(name):  # noqa: PTH113  (what cannot be a name is not a file)
            file = os.stat(name)  # noqa: PTH116  (as above)
            if (file.st_dev, file.st_ino) in seen:
                if not in_folder:
                    session.complain(N_("`{name}` is the same file as one before: it is checked once"), name=name)
                continue
            seen.add((file.st_dev, file.st_ino))
        yield name


def _judged(each: Input, session: Session) -> Judged:
    """
    Return the report on one input, whatever it holds, and what other readings would change where that is asked for.
    """
    if not session.arguments.all_readings:
        return Judged(session.accepted(session.report(each)))
    try:
        case = session.case(each)
    except Faults as error:
        return Judged(session.refusal(each, error))
    from dmsi_rules.checking.alternatives import compared  # noqa: PLC0415  (asked for, rarely)

    case = case.remembering()
    report = judge(case, each.origin, session.rules)
    return Judged(session.accepted(session.located(report, each)), compared(case, report, session.rules))


def _fixed(found: Iterable[Input], session: Session, unfixed: list[str]) -> Iterator[Input]:
    """
    Yield each input as it is in its file once its fixes are written there, or only shown; those that refuse are *unfixed*.
    """
    from dmsi_rules.cli._mending import fix_file  # noqa: PLC0415  (asked for, rarely)

    for each in found:
        now = fix_file(session, each)
        if now is None:
            unfixed.append(each.name)
        yield now or each


def _conditions(session: Session) -> dict[str, Any]:
    """
    Return what every report was made from.
    """
    table = session.lifecycles.date if session.lifecycles else packaged_date()
    return {**session.heading(), "lifecycles": table.isoformat()}


def _tell_why(session: Session, reasons: Counter[str]) -> None:
    """
    Say why the status is 1, where nothing else on the console does.
    """
    arguments = session.arguments
    if arguments.strict or arguments.fail_on or arguments.output is not None:
        translate = session.translate
        told = [fill(translate(REASONS[why]), {"count": reasons[why]}, translate) for why in REASONS if reasons[why]]
        session.complain(N_("status {status}: {why}"), status=FOUND, why=", ".join(told))


COMMAND = Command(
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=(*COMPARING, *FORMATS, "html", "pdf"),
    beside=True,
    only_beside=(PARQUET,),
)
