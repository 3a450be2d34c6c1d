"""
What each other reading would change in a report, one switch at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dmsi_rules.case.readings import AnyCase, alternatives
from dmsi_rules.checking.runner import CODES, judge
from dmsi_rules.documents.structure import document_order
from dmsi_rules.finding import Finding, Report
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.record import record


@record
class Change:
    """
    A finding that is another one under another reading; None where there is none.
    """

    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> Finding:
        """
        The finding under the other reading, or the one that it does away with.
        """
        return self.after or self.before  # type: ignore[return-value]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the change as data.
        """
        return {
            "code": self.finding.code,
            "path": self.finding.path,
            "before": self.before and self.before.verdict,
            "after": self.after and self.after.verdict,
            "message": self.finding.render(translate),
        }


@record
class Alternative:
    """
    One other reading, as `NAME=VALUE`, and the findings that it changes, in their order.
    """

    reading: str
    changes: tuple[Change, ...]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the alternative as data.
        """
        return {"reading": self.reading, "changes": [change.to_dict(translate) for change in self.changes]}


def compared(case: AnyCase, before: Report) -> tuple[Alternative, ...]:
    """
    Judge *case*, whose report is *before*, under each other value of each switch that the caller has not settled.
    """
    settled = case.terms.readings.settled
    return tuple(
        Alternative(label, tuple(_changes(before, judge(other, before.dossier))))
        for switch in SWITCHES
        if switch not in settled
        for label, other in alternatives(case, switch)
    )


def _changes(before: Report, after: Report) -> Iterator[Change]:
    earlier, later = _by_place(before), _by_place(after)
    for place in sorted(earlier.keys() | later.keys(), key=_order):
        change = Change(earlier.get(place), later.get(place))
        if change.before is None or change.after is None or _said(change.before) != _said(change.after):
            yield change


def _by_place(report: Report) -> dict[tuple[str, str, int], Finding]:
    """
    Return the findings by rule and path, and by rank where a rule speaks several times of one path.
    """
    found: dict[tuple[str, str, int], Finding] = {}
    for each in report.findings:
        rank = 0
        while (each.code, each.path, rank) in found:
            rank += 1
        found[each.code, each.path, rank] = each
    return found


def _order(place: tuple[str, str, int]) -> tuple[Any, ...]:
    code, path, rank = place
    return CODES.index(code), document_order(path), rank


def _said(found: Finding) -> tuple[Any, ...]:
    return found.verdict, found.force, found.template, found.facts, found.missing
