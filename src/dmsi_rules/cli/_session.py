"""
What every command is given, and what they share: reading a document, writing an answer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import attrs

from dmsi_rules.answers.reading import read_document
from dmsi_rules.case.admission import admitted
from dmsi_rules.checking.runner import invalid_report, judge
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.cli._inputs import Input, named_in
from dmsi_rules.cli._inventories import takes_evidence, with_evidence
from dmsi_rules.cli._office import form_in, sheet_format, with_snapshots
from dmsi_rules.cli._output import Sink, complain
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.faults import Faults
from dmsi_rules.finding import Report, heading
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.model.waivers import Waiver
from dmsi_rules.report.json import to_json
from dmsi_rules.report.terminal import show, width_of
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.record import record

UNUSABLE = 2


@record
class Session:
    """
    The terms, the table of lifecycles that was named, the day, the language, the command line itself.

    Attributes:
        rules: those to ask, where the caller chooses; None: those of the convention.
        waivers: findings that are accepted.
        known: the fingerprints of those in a baseline.
    """

    arguments: argparse.Namespace
    terms: Terms
    as_of: dt.date
    translate: Translate
    lifecycles: Lifecycles | None = None
    rules: Sequence[Rule] | None = None
    waivers: tuple[Waiver, ...] = ()
    known: frozenset[str] = frozenset()

    def accepted(self, report: Report) -> Report:
        """
        Return *report* with what is waived of it, or known from the baseline.
        """
        if not (self.waivers or self.known):
            return report
        from dmsi_rules.checking.choice import waive  # noqa: PLC0415  (few accept anything)

        return waive(report, self.waivers, self.known)

    @property
    def threshold(self) -> Threshold:
        """
        What fails the run.
        """
        arguments = self.arguments
        return Threshold(arguments.strict, "unknown" in arguments.fail_on, arguments.exit_zero)

    @property
    def convention(self) -> Convention:
        """
        The convention in force on the given day.
        """
        return self.terms.convention

    @property
    def whole(self) -> Convention:
        """
        The convention in use, with those that it replaces: each day goes by its own text.
        """
        return self.terms.timeline.convention

    def under(self, convention: Convention) -> Session:
        """
        Return the same session before another convention.
        """
        terms = terms_of(convention, self.terms.asked, self.as_of)
        return attrs.evolve(self, terms=terms)

    def read(self, each: Input, kind: str | None = None) -> Any:
        """
        Return the document of one input, of *kind* where only one will do, with its inventories if the command takes any.

        Raises:
            Faults: it cannot be read, or does not fit.
        """
        if isinstance(each.content, Faults):
            raise each.content
        content: Any = each.content
        if sheet_format(each.name):
            content = form_in(each.content, self.terms)
        document = with_snapshots(read_document(content, each.input_format, kind, self.terms), self.arguments, self.terms)
        if takes_evidence(self.arguments):
            document = with_evidence(document, each, self.arguments, self.translate)
        return document

    def case(self, each: Input, kind: str | None = None) -> Any:
        """
        Return the case that the document of one input makes: reading it has seen to it that it fits.

        Raises:
            Faults: it cannot be read, or does not fit.
        """
        return admitted(self.read(each, kind), self.terms, self.as_of, self.lifecycles)

    def refusal(self, each: Input, error: Faults) -> Report:
        """
        Return the report on one input that cannot be evaluated.
        """
        report = invalid_report(error, self.terms, self.as_of, each.origin, self.lifecycles)
        return self.located(report, each)

    def report(self, each: Input) -> Report:
        """
        Return the report on one input, whatever it holds.
        """
        try:
            return self.located(judge(self.case(each), each.origin, self.rules), each)
        except Faults as error:
            return self.refusal(each, error)

    def located(self, report: Report, each: Input) -> Report:
        """
        Return *report* with the line and column of each finding, those of the file where *each* is one of its lines.
        """
        if isinstance(each.content, Faults) or not report.findings or sheet_format(each.name):
            return report
        from dmsi_rules.answers.placing import located  # noqa: PLC0415  (a clean document has nothing to place)

        formats = {self.arguments.format, *(name for name, _ in getattr(self.arguments, "beside", ()))}
        return located(
            report,
            each.content,
            each.input_format,
            each.line,
            replacements="sarif" in formats or self.arguments.command == "server",
        )

    def only_case(self, sink: Sink) -> tuple[Any, str] | None:
        """
        Return the case that the one dossier makes which the command takes, and its name; None as below.
        """
        found = self.only_document(sink, "dossier")
        return found and (admitted(found[0], self.terms, self.as_of, self.lifecycles), found[1])

    def only_document(self, sink: Sink, kind: str) -> tuple[Any, str] | None:
        """
        Return the one document of *kind* that the command takes, and its name.

        None where there is none to work on: the reason has been told.
        """
        arguments = self.arguments
        found = list(named_in(arguments))
        if len(found) != 1:
            facts = {"command": arguments.command, "file": arguments.files[0], "count": len(found)}
            self.complain(N_("{command} takes one document; {file} holds {count}"), **facts)
            return None
        (each,) = found
        try:
            return self.read(each, kind), each.name
        except Faults as error:
            self._tell_why(sink, self.refusal(each, error))
            return None

    def _tell_why(self, sink: Sink, report: Report) -> None:
        """
        Write the *report* of a document that cannot be evaluated, but into no file that is to hold something else.
        """
        if self.arguments.output is not None and self.arguments.format not in {"text", "json"}:
            from dmsi_rules.report.check import report_text  # noqa: PLC0415
            from dmsi_rules.report.styled import to_plain  # noqa: PLC0415  (as in show)

            complain(to_plain(report_text(report, translate=self.translate)).rstrip())
            return
        self.write_report(sink, report)
        self.tell_unusable(report.dossier or "")

    def heading(self) -> dict[str, Any]:
        """
        Return what every answer that is about no document carries.
        """
        grid = self.terms.grid_on(self.as_of)
        answer = heading(None, self.convention.id, self.as_of, self.terms.asked)
        del answer["dossier"]
        return {**answer, "grid": grid.id if grid else None}

    @property
    def translate_data(self) -> Translate:
        """
        The language of sentences in data: English unless one is asked for.
        """
        return self.translate if self.arguments.lang else str

    def cases(self, found: Iterable[Input]) -> Iterator[tuple[str, Any]]:
        """
        Yield the name of each dossier *found*, each once, with its case, or the report of one that cannot be evaluated.

        That there is none is told.
        """
        name = None
        for each in self.each_once(found):
            name = each.name
            try:
                yield name, self.case(each, "dossier")
            except Faults as error:
                yield name, self.refusal(each, error)
        if name is None:
            self.complain(N_("there is no document: nothing was computed"))

    def each_once(self, found: Iterable[Input]) -> Iterator[Input]:
        """
        Yield the documents *found*, one that is given again left out: it would be counted twice. That is told.
        """
        from hashlib import blake2b  # noqa: PLC0415  (a check does without)

        seen: set[bytes] = set()
        for each in found:
            if isinstance(each.content, bytes):
                digest = blake2b(each.content, digest_size=16).digest()
                if digest in seen:
                    self.complain(N_("`{name}` is the same document as one before: it is counted once"), name=each.name)
                    continue
                seen.add(digest)
            yield each

    def complain(self, sentence: str, **facts: object) -> None:
        """
        Say *sentence*, filled from *facts*, on standard error.
        """
        complain(f"dmsi-rules: {fill(self.translate(sentence), facts, self.translate)}")

    def tell_unusable(self, name: str, count: int = 1) -> None:
        """
        Say that the document *name*, or some of *count*, could not be evaluated; of one, where its report goes to a file.
        """
        if count > 1:
            self.complain(N_("of {count} documents, some could not be evaluated"), count=count)
        elif self.arguments.output is not None:
            sentence = N_("the document `{name}` could not be evaluated: see `{output}`")
            self.complain(sentence, name=name, output=self.arguments.output)

    def write(self, sink: Sink, data: dict[str, Any], lines: Callable[[int], Iterable[Any]]) -> None:
        """
        Write an answer: its *data* as JSON, or its styled *lines* as text.
        """
        if self.arguments.format == "json":
            sink.write(to_json(data))
        else:
            self.show(sink, lines)

    def write_made(self, sink: Sink, make: Callable[[], str | bytes], needs: str) -> int:
        """
        Write what *make* makes with a package of an extra, and return the status.

        Where the package is not installed, say what is needed.
        """
        try:
            made = make()
        except ImportError:
            self.complain(needs)
            return UNUSABLE
        sink.write(made)
        return 0

    def write_report(self, sink: Sink, report: Report) -> None:
        """
        Write *report* as text, or as JSON where the command's answer is data.
        """
        if self.arguments.format == "text":
            self.show_report(sink, report)
        else:
            sink.write(to_json(report.to_dict(self.translate_data)))

    def show_report(self, sink: Sink, report: Report) -> None:
        """
        Write *report* as text.
        """
        from dmsi_rules.report.check import report_text  # noqa: PLC0415  (only text wants it)

        self.show(sink, lambda width: report_text(report, translate=self.translate, width=width))

    def show(self, sink: Sink, lines: Callable[[int], Iterable[Any]]) -> None:
        """
        Write styled *lines*, made for the width that there is: coloured on a terminal, plain elsewhere.
        """
        if self.arguments.output is None and sys.stdout is not None and sys.stdout.isatty():
            show(lines(width_of(sys.stdout)), sys.stdout)
        else:
            from dmsi_rules.report.styled import to_plain  # noqa: PLC0415

            sink.write(to_plain(lines(width_of(None))))
