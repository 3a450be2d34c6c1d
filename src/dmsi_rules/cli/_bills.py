"""
Bills written as they come, one small class a format, so that thousands need no more memory than one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from textwrap import indent
from typing import Any

from dmsi_rules.cli._output import Sink, complain
from dmsi_rules.cli._session import Session
from dmsi_rules.finding import Report
from dmsi_rules.pricing.bill import Bill
from dmsi_rules.report._styled import to_plain
from dmsi_rules.report.bill import Sums, bill_text, sums_text
from dmsi_rules.report.check import report_text
from dmsi_rules.report.csv import DIALECTS, csv_head, csv_rows
from dmsi_rules.report.json import to_json, to_json_line


class Answers(ABC):
    """
    Takes each bill, or the report that says why there is none.
    """

    def __init__(self, session: Session, sink: Sink) -> None:
        self.session = session
        self.sink = sink
        self.written = 0

    @abstractmethod
    def write(self, answer: Bill | Report) -> None:
        """
        Write one answer.
        """

    def end(self, sums: Sums) -> None:
        """
        Write what stands after the last answer: what many come to, here beside the data, not in it.
        """
        if self.written > 1:
            complain(f"dmsi-rules: {to_plain(sums_text(sums, translate=self.session.translate, width=10**6)).rstrip()}")

    def data(self, answer: Bill | Report) -> dict[str, Any]:
        """
        Return *answer* as data.
        """
        return answer.to_dict() if isinstance(answer, Bill) else self.session.localised(answer)


class Text(Answers):
    """
    Tables, and what they come to together.
    """

    def write(self, answer: Bill | Report) -> None:
        session = self.session
        if self.written:
            self.sink.write("\n")
        self.written += 1
        if isinstance(answer, Bill):
            session.show(self.sink, lambda width: bill_text(answer, translate=session.translate, width=width))
        else:
            session.show_report(self.sink, answer)

    def end(self, sums: Sums) -> None:
        if self.written > 1:
            self.sink.write("\n")
            self.session.show(self.sink, lambda width: sums_text(sums, translate=self.session.translate, width=width))


class Json(Answers):
    """
    An object where there is one answer, a list where there are several: the first waits until that is known.
    """

    def __init__(self, session: Session, sink: Sink) -> None:
        super().__init__(session, sink)
        self.first = ""

    def write(self, answer: Bill | Report) -> None:
        text = to_json(self.data(answer))
        self.written += 1
        if self.written == 1:
            self.first = text
            return
        if self.written == 2:  # noqa: PLR2004  (now it is a list)
            self.sink.write(f"[\n{_within(self.first)}")
        self.sink.write(f",\n{_within(text)}")

    def end(self, sums: Sums) -> None:
        self.sink.write(self.first if self.written == 1 else "\n]\n" if self.written else "[]\n")
        super().end(sums)


def _within(text: str) -> str:
    return indent(text.rstrip("\n"), "  ")


class JsonLines(Answers):
    """
    An object a line.
    """

    def write(self, answer: Bill | Report) -> None:
        self.written += 1
        self.sink.write(to_json_line(self.data(answer)))


class Csv(Answers):
    """
    A row a line of a bill; what cannot be billed is told on standard error, so that the table stays one.
    """

    def __init__(self, session: Session, sink: Sink) -> None:
        super().__init__(session, sink)
        self.dialect = DIALECTS[session.arguments.csv_dialect or "rfc4180"]
        sink.write(csv_head(self.dialect))

    def write(self, answer: Bill | Report) -> None:
        self.written += 1
        if isinstance(answer, Bill):
            self.sink.write(csv_rows(answer, self.dialect))
        else:
            complain(to_plain(report_text(answer, translate=self.session.translate)).rstrip())


ANSWERS: Mapping[str, type[Answers]] = {"text": Text, "json": Json, "jsonl": JsonLines, "csv": Csv}
"""
The formats of `bill`.
"""
