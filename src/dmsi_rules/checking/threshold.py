"""
What fails a run: one place that the exit status and the reports of every format ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dmsi_rules.finding import Finding, Report, Severity
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

FOUND, UNUSABLE = 1, 2
INVALID, UNJUDGED, NOTHING = "invalid", "unjudged", "nothing"
REASONS: Mapping[str, str] = {
    "error": N_("findings of severity error: {count}"),
    "strict": N_("warnings (--strict): {count}"),
    "unknown": N_("unknown (--fail-on unknown): {count}"),
    UNJUDGED: N_("documents that no rule judged (--fail-on unknown): {count}"),
    NOTHING: N_("no document at all (--fail-on unknown)"),
}


@record
class Threshold:
    """
    Which findings fail a run.

    Attributes:
        strict: warnings do.
        unknown: what is unknown does, and a document that no rule judged.
        nothing: no finding does, but for a document that cannot be evaluated.
    """

    strict: bool = False
    unknown: bool = False
    nothing: bool = False

    def why(self, found: Finding) -> str | None:
        """
        Return why *found* fails the run, as one of `REASONS` or `INVALID`; None where it does not.
        """
        if found.verdict == INVALID:
            return INVALID
        if self.nothing or found.waived is not None:
            return None
        if found.severity == "error":
            return "error"
        if self.unknown and found.verdict == "unknown":
            return "unknown"
        return "strict" if self.strict and found.severity == "warning" else None

    @property
    def fails_unjudged(self) -> bool:
        """
        Whether a document that no rule judged fails the run.
        """
        return self.unknown and not self.nothing

    def level(self, found: Finding) -> Severity:
        """
        Return how grave a report shows *found* to be: what fails the run is an error, what does not is none.
        """
        if self.why(found) is not None:
            return "error"
        return "warning" if found.severity == "error" else found.severity

    def reasons(self, report: Report) -> Counter[str]:
        """
        Count why *report* fails the run.
        """
        reasons = Counter([why for found in report.findings if (why := self.why(found)) is not None])
        if self.fails_unjudged and report.unjudged:
            reasons[UNJUDGED] += 1
        return reasons


def status_of(reasons: Mapping[str, int]) -> int:
    """
    Return the exit status of a run that fails for *reasons*: a document that cannot be evaluated outranks every finding.
    """
    if reasons.get(INVALID):
        return UNUSABLE
    return FOUND if any(reasons.values()) else 0
