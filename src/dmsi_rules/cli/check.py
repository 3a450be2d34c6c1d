"""
`check`: all rules on each document.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from dmsi_rules.checking.runner import judge
from dmsi_rules.cli._command import Command, input_format, lifecycles_table
from dmsi_rules.cli._inputs import Input, named_in
from dmsi_rules.cli._inventories import inventories
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._own_rules import own_rules
from dmsi_rules.cli._session import FOUND, UNUSABLE, Session
from dmsi_rules.documents.faults import Faults
from dmsi_rules.finding import Report
from dmsi_rules.report.formats import FORMATS
from dmsi_rules.report.json import to_json, to_json_line
from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from dmsi_rules.checking.alternatives import Alternative

Alternatives: TypeAlias = "tuple[Alternative, ...] | None"

COMPARING = ("text", "json", "jsonl")

EXAMPLES = N_("""\
examples:
  dmsi-rules check lens.toml
  dmsi-rules check lens.toml --as-of 2026-01-10 --format json
  dmsi-rules check dossiers/*.json --strict --fail-on unknown
  dmsi-rules check lens.toml --reading letter_date=received
  dmsi-rules check lens.toml --all-readings
  dmsi-rules check lens.toml --inventory glpi/ --jobs 4
  cat stream.jsonl | dmsi-rules check - --format jsonl

A FILE is TOML by .toml, JSON Lines (one dossier a line) by .jsonl or .ndjson, else JSON. `-` is standard
input: JSON Lines when its first line is a complete JSON value, else JSON; --input-format says otherwise.
""")


def declare(command: argparse.ArgumentParser) -> None:
    """
    Declare the documents to check, and what counts as failing.
    """
    command.add_argument("files", nargs="+", metavar="FILE", help=N_("a document, or - for standard input"))
    input_format(command)
    lifecycles_table(command)
    inventories(command)
    own_rules(command)
    command.add_argument("--strict", action="store_true", help=N_("status 1 on any finding above info"))
    command.add_argument(
        "--fail-on", action="append", choices=("unknown",), default=[], help=N_("status 1 on unknown verdicts too")
    )
    command.add_argument(
        "--all-readings", action="store_true", help=N_("tell what each other reading would change (text, json, jsonl)")
    )
    command.add_argument(
        "--exit-zero", action="store_true", help=N_("report only: status 0 whatever is found in readable documents")
    )


def run(session: Session, sink: Sink) -> int:
    """
    Check every document and return the gravest status.
    """
    arguments = session.arguments
    found = _given(session)
    if found is None:
        return UNUSABLE
    reports: list[Report] = []
    answers: list[dict[str, Any]] = []
    status = documents = 0
    for each in found:
        report, alternatives = _report_on(each, session)
        documents += 1
        status = max(status, _status(report, arguments))
        if arguments.format == "jsonl":
            sink.write(to_json_line(_answer(report, alternatives, session)))
        elif arguments.format == "text":
            if documents > 1:
                sink.write("\n")
            session.show_report(sink, report)
            _show_alternatives(alternatives, session, sink)
        elif arguments.format == "json":
            answers.append(_answer(report, alternatives, session))
        else:
            reports.append(report)
        unusable = status == UNUSABLE
    if arguments.format == "json":
        sink.write(to_json(answers[0] if len(answers) == 1 else answers))
    elif reports:
        write = FORMATS[arguments.format]
        sink.write(write(reports, translate=session.translate_data, rules=session.rules, terms=session.terms.on(session.as_of)))
    if unusable:
        session.tell_unusable(each.name, documents)
    return status


def _given(session: Session) -> Iterable[Input] | None:
    """
    Return the documents to check; None where the arguments contradict one another: that has been told.
    """
    arguments = session.arguments
    if arguments.all_readings and arguments.format not in COMPARING:
        facts = {"formats": ", ".join(COMPARING), "given": arguments.format}
        session.complain(N_("--all-readings needs --format {formats}; {given} has no place for it"), **facts)
        return None
    found: Iterable[Input] = named_in(arguments)
    if arguments.inventory:
        found = tuple(islice(found, 2))
        if len(found) > 1:
            session.complain(N_("--inventory adds to one dossier; several are given"))
            return None
    return found


def _report_on(each: Input, session: Session) -> tuple[Report, Alternatives]:
    """
    Return the report on one input, whatever it holds, and what other readings would change where that is asked for.
    """
    try:
        case = session.case(each)
    except Faults as error:
        return session.refusal(each, error), None
    if not session.arguments.all_readings:
        return session.located(judge(case, each.name, session.rules), each), None
    from dmsi_rules.checking.alternatives import compared  # noqa: PLC0415  (asked for, rarely)

    case = case.remembering()
    report = judge(case, each.name, session.rules)
    return session.located(report, each), compared(case, report, session.rules)


def _answer(report: Report, alternatives: Alternatives, session: Session) -> dict[str, Any]:
    """
    Return the report as data, with what other readings would change where that is asked for.
    """
    answer = report.to_dict(session.translate_data)
    return (
        answer
        if alternatives is None
        else {**answer, "alternatives": [each.to_dict(session.translate_data) for each in alternatives]}
    )


def _show_alternatives(alternatives: Alternatives, session: Session, sink: Sink) -> None:
    if alternatives is None:
        return
    from dmsi_rules.report.alternatives import alternatives_text  # noqa: PLC0415  (asked for, rarely)

    session.show(sink, lambda width: alternatives_text(alternatives, session.translate, width))


def _status(report: Report, arguments: argparse.Namespace) -> int:
    if report.invalid:
        return UNUSABLE
    if arguments.exit_zero:
        return 0
    failing = {"error", "warning"} if arguments.strict else {"error"}
    unknowns = "unknown" in arguments.fail_on
    return FOUND if any(each.severity in failing or (unknowns and each.verdict == "unknown") for each in report.findings) else 0


COMMAND = Command(
    does=N_("all rules on each dossier or governance document"),
    examples=EXAMPLES,
    run=run,
    declare=declare,
    formats=(*COMPARING, *FORMATS),
)
