"""
What each command does: read, ask the library, write out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dmsi_rules._documents import read_document
from dmsi_rules._finding import Report, heading, visible
from dmsi_rules._model.convention import Convention
from dmsi_rules._model.record import record
from dmsi_rules._runner import check, invalid_report, quote
from dmsi_rules._structure import Faults, hinted
from dmsi_rules._terms import Terms, terms_of
from dmsi_rules.cli._inputs import Input, inputs
from dmsi_rules.cli._language import translator
from dmsi_rules.cli._output import Sink, complain, sink_to
from dmsi_rules.convention import load_convention
from dmsi_rules.report.json import to_json, to_json_line
from dmsi_rules.report.terminal import show, width_of

FOUND, UNUSABLE = 1, 2


@record
class Session:
    """
    What every command is given: the terms, the day, the language, the command line itself.
    """

    arguments: argparse.Namespace
    terms: Terms
    as_of: dt.date
    translate: Callable[[str], str]

    @property
    def convention(self) -> Convention:
        """
        The convention in use.
        """
        return self.terms.convention

    def show(self, sink: Sink, lines: Callable[[int], Iterable[Any]]) -> None:
        """
        Write styled *lines*, made for the width that there is: coloured on a terminal, plain elsewhere.
        """
        if self.arguments.output is None and sys.stdout is not None and sys.stdout.isatty():
            show(lines(width_of(sys.stdout)), sys.stdout)
        else:
            from dmsi_rules.report._styled import to_plain  # noqa: PLC0415

            sink.write(to_plain(lines(PLAIN_WIDTH)))


PLAIN_WIDTH = 100


def run(arguments: argparse.Namespace) -> int:
    """
    Carry out the command that *arguments* name, and return the exit status.
    """
    path = arguments.convention
    session = Session(
        arguments=arguments,
        terms=terms_of(load_convention(Path(path) if path is not None else None), arguments.readings),
        as_of=arguments.as_of or dt.date.today(),  # noqa: DTZ011  (a commune's day is the local one)
        translate=translator(arguments.lang),
    )
    is_data = arguments.format != "text" or arguments.command == "schema"
    with sink_to(arguments.output, data=is_data) as sink:
        return COMMANDS[arguments.command](session, sink)


# ---- check


def _check(session: Session, sink: Sink) -> int:
    arguments = session.arguments
    reports: list[Report] = []
    status = documents = 0
    for each in inputs(arguments.files, arguments.input_format):
        report = _report_on(each, session)
        documents += 1
        status = max(status, _status(report, arguments))
        if arguments.format == "jsonl":
            sink.write(to_json_line(_localised(report, session)))
        elif arguments.format == "text":
            if documents > 1:
                sink.write("\n")
            _show_report(report, session, sink)
        else:
            reports.append(report)
        unusable = status == UNUSABLE
    if arguments.format == "json":
        answers = [_localised(report, session) for report in reports]
        sink.write(to_json(answers[0] if len(answers) == 1 else answers))
    elif reports:
        from dmsi_rules.report.formats import FORMATS  # noqa: PLC0415  (one of them is wanted, rarely)

        sink.write(FORMATS[arguments.format](reports, translate=session.translate if arguments.lang else str))
    if unusable and documents > 1:
        complain(f"dmsi-rules: of {documents} documents, some could not be evaluated")
    return status


def _report_on(each: Input, session: Session) -> Report:
    """
    Return the report on one input, whatever it holds.
    """
    settings: Mapping[str, Any] = {"as_of": session.as_of, "name": each.name}
    try:
        document = _read(each, session)
    except Faults as error:
        return invalid_report(error.faults, session.terms, **settings)
    return check(document, convention=session.convention, readings=session.terms.readings, **settings)


def _read(each: Input, session: Session, kind: str | None = None) -> Any:
    if isinstance(each.content, Faults):
        raise each.content
    return read_document(each.content, each.input_format, kind, session.terms)


def _status(report: Report, arguments: argparse.Namespace) -> int:
    if report.invalid:
        return UNUSABLE
    if arguments.exit_zero:
        return 0
    failing = {"error", "warning"} if arguments.strict else {"error"}
    unknowns = "unknown" in arguments.fail_on
    return FOUND if any(each.severity in failing or (unknowns and each.verdict == "unknown") for each in report.findings) else 0


def _localised(report: Report, session: Session) -> dict[str, Any]:
    """
    Return the report as data; its messages are English unless a language is asked for.
    """
    answer = report.to_dict()
    if session.arguments.lang:
        for written, found in zip(answer["findings"], report.findings, strict=True):
            written["message"] = found.render(session.translate)
    return answer


def _show_report(report: Report, session: Session, sink: Sink) -> None:
    from dmsi_rules.report.text import report_text  # noqa: PLC0415  (only text wants it)

    session.show(sink, lambda width: report_text(report, translate=session.translate, width=width))


# ---- quote


def _quote(session: Session, sink: Sink) -> int:
    found = list(inputs(session.arguments.files, session.arguments.input_format))
    if len(found) != 1:
        complain(f"dmsi-rules: quote takes one document; {visible(session.arguments.files[0])} holds {len(found)}")
        return UNUSABLE
    (each,) = found
    try:
        dossier = _read(each, session, "dossier")
    except Faults as error:
        report = invalid_report(error.faults, session.terms, session.as_of, each.name)
        _write(session, sink, _localised(report, session), lambda: _show_report(report, session, sink))
        return UNUSABLE
    answer = quote(dossier, as_of=session.as_of, convention=session.convention, readings=session.terms.readings, name=each.name)
    _write(session, sink, answer.to_dict(), lambda: _show_quote(answer, session, sink))
    return 0


def _show_quote(answer: Any, session: Session, sink: Sink) -> None:
    from dmsi_rules.report.quote import quote_text  # noqa: PLC0415  (only text wants it)

    session.show(sink, lambda width: quote_text(answer, translate=session.translate, width=width))


def _write(session: Session, sink: Sink, data: dict[str, Any], show_text: Callable[[], None]) -> None:
    if session.arguments.format == "json":
        sink.write(to_json(data))
    else:
        show_text()


# ---- services


def _services(session: Session, sink: Sink) -> int:
    from dmsi_rules import drawing  # noqa: PLC0415  (wanted here alone)

    kind = session.arguments.format
    parts = (session.convention, session.terms.graph, session.terms.grid_on(session.as_of))
    if kind == "json":
        sink.write(to_json({**_heading(session), **drawing.catalogue_to_dict(*parts)}))
    else:
        sink.write(drawing.DRAWINGS[kind](*parts, session.translate))
    return 0


def _heading(session: Session) -> dict[str, Any]:
    grid = session.terms.grid_on(session.as_of)
    answer = heading(None, session.convention.id, session.as_of, session.terms.readings)
    del answer["dossier"]
    return {**answer, "grid": grid.id if grid else None}


# ---- explain


def _explain(session: Session, sink: Sink) -> int:
    from dmsi_rules.report.explain import explain_text, explain_to_dict  # noqa: PLC0415  (wanted here alone)
    from dmsi_rules.rules import RULES  # noqa: PLC0415

    asked = session.arguments.code
    rule = next((rule for rule in RULES if asked.casefold() in {rule.code.casefold(), rule.name}), None)
    if rule is None:
        codes = tuple(rule.code for rule in RULES)
        hint = hinted(asked, (*codes, *(rule.name for rule in RULES))).get("hint")
        complain(
            f"dmsi-rules: there is no rule {asked!a}"
            + (f"; did you mean {hint}?" if hint else f"; there are {', '.join(codes)}")
        )
        return UNUSABLE
    data = {**_heading(session), **explain_to_dict(rule, session.translate)}
    _write(session, sink, data, lambda: session.show(sink, lambda width: explain_text(rule, session.translate, width)))
    return 0


# ---- schema


def _schema(session: Session, sink: Sink) -> int:
    from dmsi_rules._schema import json_schema  # noqa: PLC0415  (wanted here alone)

    sink.write(to_json(json_schema(session.arguments.kind, session.convention)))
    return 0


COMMANDS: Mapping[str, Callable[[Session, Sink], int]] = {
    "check": _check,
    "quote": _quote,
    "services": _services,
    "explain": _explain,
    "schema": _schema,
}
