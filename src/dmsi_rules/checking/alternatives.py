"""
What each other reading would change in a report, one switch at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from dmsi_rules.case.readings import AnyCase, alternatives
from dmsi_rules.checking.runner import CODES, judge
from dmsi_rules.documents.structure import document_order
from dmsi_rules.finding import Finding, Report
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.record import record
from dmsi_rules.values.restored import Restorable, restored


@record
class FindingChange:
    """
    A finding that is another one under another reading; None where there is none.
    """

    before: Finding | None
    after: Finding | None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the change that was written as *data*: of its findings, what that says.
        """
        said = {"code": data["code"], "path": data["path"], "template": data["message"], "said": data["message"]}
        before, after = (
            restored(Finding, {**said, "verdict": data[name]}) if data[name] is not None else None
            for name in ("before", "after")
        )
        return cls(before, after)

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
class Alternative(Restorable):
    """
    One other reading, as `NAME=VALUE`, and the findings that it changes, in their order.
    """

    reading: str
    changes: tuple[FindingChange, ...]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the alternative as data.
        """
        return {"reading": self.reading, "changes": [change.to_dict(translate) for change in self.changes]}


PAIRS = (("letter_date", "late_in_last_year"), ("start", "term_end"), ("notice_limit", "notice_counts_to"))
"""
The switches that share a date: two of them together may change what neither changes alone.
"""


def compared(case: AnyCase, before: Report, rules: Sequence[Rule] | None = None) -> tuple[Alternative, ...]:
    """
    Judge *case* by *rules*, whose report is *before*, under each other value of each switch that the caller has not settled.

    Then under the pairs that share a date: of each, what neither of its two switches changes alone.
    """
    settled = case.terms.readings.settled
    single = {
        label: (other, tuple(_changes(before, judge(other, before.dossier, rules))))
        for switch in SWITCHES
        if switch not in settled
        for label, other in alternatives(case, switch)
    }
    found = [Alternative(label, changes) for label, (_, changes) in single.items()]
    for one, other in PAIRS:
        if settled.isdisjoint({one, other}):
            found += _together(one, other, single, before, rules)
    return tuple(found)


def _together(
    one: str,
    other: str,
    single: Mapping[str, tuple[AnyCase, tuple[FindingChange, ...]]],
    before: Report,
    rules: Sequence[Rule] | None,
) -> Iterator[Alternative]:
    """
    Yield what each pair of other values of two switches changes that neither changes alone.
    """
    for first, (case, changes) in single.items():
        if first.partition("=")[0] != one:
            continue
        for second, both in alternatives(case, other):
            alone = (*changes, *single[second][1])
            after = judge(both, before.dossier, rules)
            yield Alternative(f"{first},{second}", tuple(each for each in _changes(before, after) if each not in alone))


def _changes(before: Report, after: Report) -> Iterator[FindingChange]:
    earlier, later = _by_place(before), _by_place(after)
    for place in sorted(earlier.keys() | later.keys(), key=_order):
        change = FindingChange(earlier.get(place), later.get(place))
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
    return CODES.index(code) if code in CODES else len(CODES), code, document_order(path), rank


def _said(found: Finding) -> tuple[Any, ...]:
    return found.verdict, found.force, found.template, found.facts, found.missing
