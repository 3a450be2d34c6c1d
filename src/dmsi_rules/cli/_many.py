"""
Many answers written as they come, one small class a format, so that thousands need no more memory than one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dmsi_rules.case.dossier import Case
from dmsi_rules.cli._office import NO_OFFICE
from dmsi_rules.cli._output import Sink, complain
from dmsi_rules.cli._pages import NO_JINJA, NO_PDF, NoPrinterError, to_pdf
from dmsi_rules.cli._session import UNUSABLE, Session
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import Report, Whose
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.report.bill import Sums, sums_text
from dmsi_rules.report.check import report_text
from dmsi_rules.report.csv import DIALECTS, Dialect, csv_table
from dmsi_rules.report.json import to_json, to_json_line, within
from dmsi_rules.report.paper import Paper, whose
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.record import record


@record(eq=False, kw_only=True)
class Shape:
    """
    How one kind of answer is written.

    Attributes:
        text: its lines for people, of a width.
        title: what a page or a sheet of them is called.
        paper: it as a paper, of the dossier that it is made from and the terms.
        columns: the heads of its table; none: it has no CSV.
        rows: its rows in a dialect.
        clerk: its rows for those who enter it in the accounts, and their heads, in the reader's language.
    """

    text: Callable[..., Iterable[Any]]
    title: str
    paper: Callable[[Any, Dossier, Terms, Translate], Paper]
    columns: tuple[str, ...] = ()
    rows: Callable[[Any, Dialect], Iterable[Iterable[object]]] = lambda _answer, _dialect: ()
    clerk: Callable[[Any, Whose, Translate], Iterable[Sequence[Any]]] | None = None
    clerk_heads: Callable[[Translate], Sequence[str]] = lambda _translate: ()


class Answers(ABC):
    """
    Takes each answer, or the report that says why there is none.
    """

    def __init__(self, session: Session, sink: Sink, shape: Shape) -> None:
        self.session = session
        self.sink = sink
        self.shape = shape
        self.written = 0

    @abstractmethod
    def write(self, answer: Any, case: Case | None = None) -> None:
        """
        Write one answer, on what it is made from.
        """

    def end(self, sums: Sums | None = None) -> None:
        """
        Write what stands after the last answer: what many come to, here beside the data, not in it.
        """
        if self.written > 1 and sums is not None:
            complain(f"dmsi-rules: {to_plain(sums_text(sums, translate=self.session.translate, width=10**6)).rstrip()}")

    def data(self, answer: Any) -> dict[str, Any]:
        """
        Return *answer* as data.
        """
        return answer.to_dict(self.session.translate_data) if isinstance(answer, Report) else answer.to_dict()


class Text(Answers):
    """
    Tables, and what they come to together.
    """

    def write(self, answer: Any, case: Case | None = None) -> None:  # noqa: ARG002  (as others do)
        session = self.session
        if self.written:
            self.sink.write("\n")
        self.written += 1
        if isinstance(answer, Report):
            session.show_report(self.sink, answer)
        else:
            session.show(self.sink, lambda width: self.shape.text(answer, translate=session.translate, width=width))

    def end(self, sums: Sums | None = None) -> None:
        if self.written > 1 and sums is not None:
            self.sink.write("\n")
            self.session.show(self.sink, lambda width: sums_text(sums, translate=self.session.translate, width=width))


class Json(Answers):
    """
    An object where there is one answer, a list where there are several: the first waits until that is known.
    """

    def __init__(self, session: Session, sink: Sink, shape: Shape) -> None:
        super().__init__(session, sink, shape)
        self.first = ""

    def write(self, answer: Any, case: Case | None = None) -> None:  # noqa: ARG002  (as others do)
        text = to_json(self.data(answer))
        self.written += 1
        if self.written == 1:
            self.first = text
            return
        if self.written == 2:  # noqa: PLR2004  (now it is a list)
            self.sink.write(f"[\n{within(self.first)}")
        self.sink.write(f",\n{within(text)}")

    def end(self, sums: Sums | None = None) -> None:
        self.sink.write(self.first if self.written == 1 else "\n]\n" if self.written else "[]\n")
        super().end(sums)


class JsonLines(Answers):
    """
    An object a line.
    """

    def write(self, answer: Any, case: Case | None = None) -> None:  # noqa: ARG002  (as others do)
        self.written += 1
        self.sink.write(to_json_line(self.data(answer)))


class Csv(Answers):
    """
    A row a line of an answer; what cannot be answered is reported on standard error, so that the table stays one.
    """

    def __init__(self, session: Session, sink: Sink, shape: Shape) -> None:
        super().__init__(session, sink, shape)
        name = session.arguments.csv_dialect or "rfc4180"
        self.dialect = DIALECTS[name]
        # For a French spreadsheet in French: those who open it read no codes.
        self.is_for_clerk = name == "fr" and shape.clerk is not None and not reads_codes(session.translate)
        heads = shape.clerk_heads(session.translate) if self.is_for_clerk else shape.columns
        sink.write(self.dialect.start + csv_table([heads], self.dialect))

    def write(self, answer: Any, case: Case | None = None) -> None:
        self.written += 1
        if isinstance(answer, Report):
            complain(to_plain(report_text(answer, translate=self.session.translate)).rstrip())
        elif self.is_for_clerk and case is not None and self.shape.clerk is not None:
            rows = self.shape.clerk(answer, whose(case.dossier), self.session.translate)
            self.sink.write(csv_table((map(self.dialect.cell, row) for row in rows), self.dialect))
        else:
            self.sink.write(csv_table(self.shape.rows(answer, self.dialect), self.dialect))


class Html(Answers):
    """
    Papers of one page, each on a sheet of its own in print.
    """

    def __init__(self, session: Session, sink: Sink, shape: Shape) -> None:
        super().__init__(session, sink, shape)
        from dmsi_rules.report.paper import page_parts  # noqa: PLC0415  (only pages want it)

        try:
            before, self.after = page_parts(session.translate(shape.title), session.translate)
        except ImportError:
            session.complain(NO_JINJA)
            raise SystemExit(UNUSABLE) from None
        self.put(before)

    def put(self, text: str) -> None:
        """
        Write the next part of the page.
        """
        self.sink.write(text)

    def write(self, answer: Any, case: Case | None = None) -> None:
        from dmsi_rules.report.paper import paper_part  # noqa: PLC0415  (as above)
        from dmsi_rules.report.papers import check_paper  # noqa: PLC0415  (as above)

        self.written += 1
        translate = self.session.translate
        if case is None:
            paper = check_paper(answer, translate)
        else:
            paper = self.shape.paper(answer, case.dossier, case.terms, translate)
        self.put(paper_part(paper, translate))

    def end(self, sums: Sums | None = None) -> None:
        self.put(self.after)
        super().end(sums)


class Pdf(Html):
    """
    The same page as PDF.
    """

    def __init__(self, session: Session, sink: Sink, shape: Shape) -> None:
        self.parts: list[str] = []
        super().__init__(session, sink, shape)

    def put(self, text: str) -> None:
        self.parts.append(text)

    def end(self, sums: Sums | None = None) -> None:
        super().end(sums)
        write_pdf(self.session, self.sink, "".join(self.parts))


def write_pdf(session: Session, sink: Sink, page: str) -> None:
    """
    Write *page* as PDF, or end where nothing is installed that makes one.
    """
    try:
        sink.write(to_pdf(page))
    except NoPrinterError:
        session.complain(NO_PDF)
        raise SystemExit(UNUSABLE) from None


class Book(Answers):
    """
    One spreadsheet of all answers, in the reader's language.
    """

    def __init__(self, session: Session, sink: Sink, shape: Shape) -> None:
        super().__init__(session, sink, shape)
        self.rows: list[Sequence[Any]] = []

    def write(self, answer: Any, case: Case | None = None) -> None:
        self.written += 1
        if case is None:
            complain(to_plain(report_text(answer, translate=self.session.translate)).rstrip())
        elif self.shape.clerk is not None:
            self.rows += self.shape.clerk(answer, whose(case.dossier), self.session.translate)

    def end(self, sums: Sums | None = None) -> None:
        from dmsi_rules.report.sheets import SHEETS  # noqa: PLC0415  (few want it)

        session, translate = self.session, self.session.translate
        make, title = SHEETS[session.arguments.format], translate(self.shape.title)
        rows = [self.shape.clerk_heads(translate), *self.rows]
        if session.write_made(self.sink, lambda: make(rows, title), NO_OFFICE):
            raise SystemExit(UNUSABLE)
        super().end(sums)


PAPERS: Mapping[str, type[Answers]] = {"html": Html, "pdf": Pdf}
BOOKS: Mapping[str, type[Answers]] = {"xlsx": Book, "ods": Book}
ANSWERS: Mapping[str, type[Answers]] = {"text": Text, "json": Json, "jsonl": JsonLines, "csv": Csv}
"""
The formats of what takes many dossiers.
"""
