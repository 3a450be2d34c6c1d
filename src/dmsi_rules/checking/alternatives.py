"""
What each other reading would change in a report, one switch at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dmsi_rules.checking.runner import CODES, check
from dmsi_rules.documents.structure import document_order
from dmsi_rules.finding import Finding, Report
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.model.readings import SWITCHES, Readings
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from dmsi_rules.model.governance import Governance


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


def compare_readings(
    document: Dossier | Governance,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    **settings: Any,
) -> tuple[Alternative, ...]:
    """
    Check *document* under each other value of each switch that the caller has not settled, one at a time.

    Args:
        document: a dossier or a governance document.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets; these are not tried.
        settings: what else `check` takes.

    Returns:
        Every reading tried, in the order of the table, with the findings that it changes, often none.

    Raises:
        UnknownReadingError: a reading's name or value does not exist.
    """
    used = Readings.of(readings)
    before = check(document, as_of=as_of, convention=convention, readings=used, **settings)
    found = []
    for switch, values in SWITCHES.items():
        for value in values if switch not in used.settled else ():
            if value != getattr(used, switch):
                other = used.with_(switch, value)
                after = check(document, as_of=as_of, convention=convention, readings=other, **settings)
                found.append(Alternative(f"{switch}={value}", tuple(_changes(before, after))))
    return tuple(found)


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
