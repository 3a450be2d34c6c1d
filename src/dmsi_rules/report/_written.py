"""
Reports written for another tool, one after the other, so that thousands need no more memory than one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dmsi_rules.checking.threshold import Threshold, status_of
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import Report
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.record import field, record

CONDITIONS = ("format", "version", "convention", "as_of", "readings", "grid", "lifecycles")


@record(eq=False)
class Manner:
    """
    How reports are written.

    Attributes:
        translate: turns marked sentences into the reader's language.
        rules: those that were asked; by default the convention's.
        threshold: what fails the run.
        terms: the text in whose words rules are told; by default in nobody's.
    """

    translate: Translate = str
    rules: Sequence[Rule] | None = None
    threshold: Threshold = Threshold()
    terms: Terms | None = None


@record
class Run:
    """
    What is known once all is judged.

    Attributes:
        documents: how many there were.
        status: the exit status.
        conditions: what every report was made from.
    """

    documents: int
    status: int
    conditions: Mapping[str, Any] = field(factory=dict)


class Format(ABC):
    """
    A format: what stands before the first document, what each adds, what stands between those that add any, and at the end.
    """

    between = ""

    def __init__(self, manner: Manner | None = None) -> None:
        self.manner = manner or Manner()
        self.translate = self.manner.translate
        self.threshold = self.manner.threshold

    def head(self) -> str:
        """
        Return what stands before the first document.
        """
        return ""

    @abstractmethod
    def piece(self, report: Report) -> str:
        """
        Return what *report* adds.
        """

    def tail(self, run: Run) -> str:  # noqa: ARG002  (few formats say anything of it)
        """
        Return what stands after the last document.
        """
        return ""

    def written(self, reports: Iterable[Report]) -> str:
        """
        Return *reports* written as a whole.
        """
        found = list(reports)
        reasons = sum((self.threshold.reasons(report) for report in found), start=Counter[str]())
        given = found[0].to_dict() if found else {}
        run = Run(len(found), status_of(reasons), {key: given[key] for key in CONDITIONS if key in given})
        pieces = filter(None, map(self.piece, found))
        return self.head() + self.between.join(pieces) + self.tail(run)
