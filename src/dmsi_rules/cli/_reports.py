"""
Where the reports of `check` go: each format as its documents come, so that thousands need no more memory than one.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, TypeAlias

from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._pages import NO_JINJA, NO_PDF, NoPrinterError, to_pdf
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.finding import Report
from dmsi_rules.report.json import to_json, to_json_line, within
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from dmsi_rules.checking.alternatives import Alternative
    from dmsi_rules.report.formats import Run

Piece: TypeAlias = Any
"""
What one document adds: text, or styled lines for a terminal.
"""


@record(eq=False)
class Judged:
    """
    A report, and what other readings would change where that is asked for.
    """

    report: Report
    alternatives: tuple[Alternative, ...] | None = None


class Output(ABC):
    """
    One format: `piece` says what a document adds, wherever that is computed; the pieces are put together as they come.

    Args:
        session: what the command was given.
        name: the format.
        sink: where it goes; None where only pieces are made.
        console: whether that is standard output.
    """

    def __init__(self, session: Session, name: str, sink: Sink | None = None, *, console: bool = False) -> None:
        self.session = session
        self.name = name
        self.styled = console and sys.stdout is not None and sys.stdout.isatty()
        self.written = 0
        self._sink = sink

    def write(self, text: str | bytes) -> None:
        """
        Write *text* to where it goes.
        """
        if self._sink is not None:
            self._sink.write(text)

    @abstractmethod
    def piece(self, judged: Judged) -> Piece:
        """
        Return what one document adds.
        """

    def add(self, piece: Piece) -> None:
        """
        Write the next *piece*.
        """
        self.written += 1
        self.write(piece)

    def end(self, run: Run) -> None:  # noqa: ARG002  (few formats say anything of it)
        """
        Write what stands after the last document; a file that is asked for is there, be it empty.
        """
        self.write("")


class Text(Output):
    """
    For people, an empty line between documents.
    """

    def piece(self, judged: Judged) -> Piece:
        from dmsi_rules.report.check import report_text  # noqa: PLC0415  (only text wants it)
        from dmsi_rules.report.styled import to_plain  # noqa: PLC0415
        from dmsi_rules.report.terminal import width_of  # noqa: PLC0415

        translate = self.session.translate
        width = width_of(sys.stdout if self.styled else None)
        lines = report_text(judged.report, translate=translate, width=width)
        if judged.alternatives is not None:
            from dmsi_rules.report.alternatives import alternatives_text  # noqa: PLC0415  (asked for, rarely)

            lines += alternatives_text(judged.alternatives, translate, width)
        return lines if self.styled else to_plain(lines)

    def add(self, piece: Piece) -> None:
        if self.written:
            self.write("\n")
        if not self.styled:
            super().add(piece)
            return
        from dmsi_rules.report.terminal import show  # noqa: PLC0415

        self.written += 1
        show(piece, sys.stdout)


class JsonLines(Output):
    """
    An object a line; at the end, where that is asked for, one that says how many there are: a stream that was cut has none.
    """

    def piece(self, judged: Judged) -> Piece:
        return to_json_line(self.data(judged))

    def data(self, judged: Judged) -> dict[str, Any]:
        """
        Return the report as data, with what other readings would change where that is asked for.
        """
        translate = self.session.translate_data
        answer = judged.report.to_dict(translate)
        if judged.alternatives is not None:
            answer["alternatives"] = [each.to_dict(translate) for each in judged.alternatives]
        return answer

    def end(self, run: Run) -> None:
        super().end(run)
        if self.session.arguments.trailer:
            self.write(to_json_line({"end": True, "documents": run.documents, "status": run.status}))


class Json(JsonLines):
    """
    An object where there is one document, a list where there are several: the first waits until that is known.
    """

    first = ""

    def piece(self, judged: Judged) -> Piece:
        return to_json(self.data(judged))

    def add(self, piece: Piece) -> None:
        self.written += 1
        if self.written == 1:
            self.first = piece
            return
        if self.written == 2:  # noqa: PLR2004  (now it is a list)
            self.write(f"[\n{within(self.first)}")
        self.write(f",\n{within(piece)}")

    def end(self, run: Run) -> None:  # noqa: ARG002
        self.write(self.first if self.written == 1 else "\n]\n" if self.written else "[]\n")


class ForTools(Output):
    """
    A format of another tool.
    """

    def __init__(self, session: Session, name: str, sink: Sink | None = None, *, console: bool = False) -> None:
        super().__init__(session, name, sink, console=console)
        from dmsi_rules.report.formats import FORMATS, Manner  # noqa: PLC0415  (wanted in pipelines)

        terms = session.terms.on(session.as_of)
        self._format = FORMATS[name](Manner(session.translate_data, session.rules, session.threshold, terms))

    def piece(self, judged: Judged) -> Piece:
        return self._format.piece(judged.report)

    def add(self, piece: Piece) -> None:
        if piece:
            self.write((self._format.between if self.written else self._format.head()) + piece)
            self.written += 1

    def end(self, run: Run) -> None:
        self.write(("" if self.written else self._format.head()) + self._format.tail(run))


class Html(Output):
    """
    Papers of one page.
    """

    def __init__(self, session: Session, name: str, sink: Sink | None = None, *, console: bool = False) -> None:
        super().__init__(session, name, sink, console=console)
        from dmsi_rules.report.paper import page_parts  # noqa: PLC0415  (only pages want it)

        try:
            self.before, self.after = page_parts(session.translate(N_("Check of a dossier")), session.translate)
        except ImportError:
            session.complain(NO_JINJA)
            raise SystemExit(UNUSABLE) from None

    def piece(self, judged: Judged) -> Piece:
        from dmsi_rules.report.paper import paper_part  # noqa: PLC0415  (as above)
        from dmsi_rules.report.papers import check_paper  # noqa: PLC0415  (as above)

        return paper_part(check_paper(judged.report, self.session.translate), self.session.translate)

    def add(self, piece: Piece) -> None:
        super().add(piece if self.written else self.before + piece)

    def end(self, run: Run) -> None:  # noqa: ARG002
        self.write(self.after if self.written else self.before + self.after)


class Pdf(Html):
    """
    The same page as PDF.
    """

    def __init__(self, session: Session, name: str, sink: Sink | None = None, *, console: bool = False) -> None:
        self.parts: list[str | bytes] = []
        super().__init__(session, name, sink, console=console)

    def write(self, text: str | bytes) -> None:
        self.parts.append(text)

    def end(self, run: Run) -> None:
        super().end(run)
        try:
            super().write(to_pdf("".join(map(str, self.parts))))
        except NoPrinterError:
            self.session.complain(NO_PDF)
            raise SystemExit(UNUSABLE) from None


def output(session: Session, name: str, sink: Sink | None = None, *, console: bool = False) -> Output:
    """
    Return the output of the format *name*.
    """
    kinds: dict[str, type[Output]] = {"text": Text, "json": Json, "jsonl": JsonLines, "html": Html, "pdf": Pdf}
    return kinds.get(name, ForTools)(session, name, sink, console=console)
