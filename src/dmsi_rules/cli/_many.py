"""
Many answers written as they come, one small class a format, so that thousands need no more memory than one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dmsi_rules.cli._output import Sink, complain
from dmsi_rules.cli._session import Session
from dmsi_rules.finding import Report
from dmsi_rules.report.bill import Sums, sums_text
from dmsi_rules.report.check import report_text
from dmsi_rules.report.csv import DIALECTS, Dialect, csv_table
from dmsi_rules.report.json import to_json, to_json_line, within
from dmsi_rules.report.styled import to_plain
from dmsi_rules.values.record import record


@record(eq=False, kw_only=True)
class Shape:
    """
    How one kind of answer is written.

    Attributes:
        text: its lines for people, of a width.
        columns: the heads of its table; none: it has no CSV.
        rows: its rows in a dialect.
    """

    text: Callable[..., Iterable[Any]]
    columns: tuple[str, ...] = ()
    rows: Callable[[Any, Dialect], Iterable[Iterable[object]]] = lambda _answer, _dialect: ()


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
    def write(self, answer: Any) -> None:
        """
        Write one answer.
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

    def write(self, answer: Any) -> None:
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

    def write(self, answer: Any) -> None:
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

    def write(self, answer: Any) -> None:
        self.written += 1
        self.sink.write(to_json_line(self.data(answer)))


class Csv(Answers):
    """
    A row a line of an answer; what cannot be answered is reported on standard error, so that the table stays one.
    """

    def __init__(self, session: Session, sink: Sink, shape: Shape) -> None:
        super().__init__(session, sink, shape)
        self.dialect = DIALECTS[session.arguments.csv_dialect or "rfc4180"]
        sink.write(self.dialect.start + csv_table([shape.columns], self.dialect))

    def write(self, answer: Any) -> None:
        self.written += 1
        if isinstance(answer, Report):
            complain(to_plain(report_text(answer, translate=self.session.translate)).rstrip())
        else:
            self.sink.write(csv_table(self.shape.rows(answer, self.dialect), self.dialect))


ANSWERS: Mapping[str, type[Answers]] = {"text": Text, "json": Json, "jsonl": JsonLines, "csv": Csv}
"""
The formats of what takes many dossiers.
"""
