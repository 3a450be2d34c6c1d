"""
What a rule answers, and what a report is made of. Text is derived from the facts, never the other way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import field

from dmsi_rules.errors import DmsiRulesError, after_name
from dmsi_rules.model.entries import Entry
from dmsi_rules.model.readings import Readings
from dmsi_rules.text.fill import fill, visible
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import record
from dmsi_rules.values.words import Words

FORMAT = 1

Force = Literal["impossible", "breach", "may-refuse", "discretionary", "note"]
Severity = Literal["error", "warning", "info"]
Verdict = Literal["violated", "unknown", "ambiguous", "invalid"]
Party: TypeAlias = str
"""
The word by which documents name a party, or `both`.
"""
Patch = tuple[Mapping[str, Any], ...]

SEVERITY: Mapping[Force | None, Severity] = {
    None: "error",
    "impossible": "error",
    "breach": "error",
    "may-refuse": "warning",
    "discretionary": "warning",
    "note": "info",
}

MORE = N_(" and {more} more")
INFERRED = N_("; this rests on a link inferred from the text: {inferred}")


@record
class Violated:
    """
    The facts given break the rule at this place.

    Args:
        facts: what the message says, as data.
        path: JSON pointer, where it is not the place's own.
        message: the sentence for this case, where it is not the rule's own.
        force: the force of the text here, where it is not the rule's own.
        party: who owes it here, where it is not the rule's own.
        entries: what of the text it rests on here, where that is not all that its rule names.
        fix: a JSON Patch that removes the fault.
    """

    facts: Mapping[str, Any] = field(factory=dict)
    path: str | None = None
    message: str | None = None
    force: Force | None = None
    party: Party | None = None
    entries: tuple[Entry, ...] = ()
    fix: Patch = ()


@record
class Unknown:
    """
    Facts that decide the rule are not given.

    Args:
        missing: JSON pointers of the facts that would settle it.
        facts: what else is known of the matter, as data.
        force: the force of the text here, where it is not the rule's own.
        message: the sentence for this case, where it is not that facts are not given.
        apart: whether it is told at its place by itself; if not, the rule's unknowns make one finding together.
        entries: what of the text it rests on here, where that is not all that its rule names.
    """

    missing: tuple[str, ...]
    facts: Mapping[str, Any] = field(factory=dict)
    force: Force | None = None
    message: str | None = None
    apart: bool = False
    entries: tuple[Entry, ...] = ()


@record
class Finding:
    """
    One thing to know about a document, with its rule and its source.

    Attributes:
        title: the rule in a few words.
        remedy: what would put it right.
        names: the names that the convention has for the parties, which sentences use.
    """

    code: str
    name: str
    verdict: Verdict
    force: Force | None
    severity: Severity
    party: Party | None
    source: str
    path: str
    template: str
    title: str = ""
    remedy: str = ""
    facts: Mapping[str, Any] = field(factory=dict, hash=False)
    missing: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    fix: Patch = field(default=(), hash=False)
    names: Mapping[str, Words] = field(factory=dict, hash=False, eq=False, repr=False)

    @property
    def message(self) -> str:
        """
        The finding in one line of English.
        """
        return self.render(str)

    def render(self, translate: Translate) -> str:
        """
        Return the finding in one line of the language that *translate* turns marked sentences into.
        """
        sentence = self.filled(self.template, translate)
        if self.facts.get("more"):
            sentence += fill(translate(MORE), self.facts, translate)
        if self.facts.get("inferred"):
            sentence += fill(translate(INFERRED), self.facts, translate)
        return sentence

    def filled(self, sentence: str, translate: Translate = str) -> str:
        """
        Return a *sentence* about the finding, as its title or its remedy, with the convention's names and the facts in it.
        """
        return fill(translate(sentence), {**self.names, **self.facts}, translate)

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the finding as the contract writes it, its sentences through *translate*.
        """
        return {
            "code": self.code,
            "name": self.name,
            "verdict": self.verdict,
            "force": self.force,
            "severity": self.severity,
            "party": self.party,
            "source": self.source,
            "path": self.path,
            "message": self.render(translate),
            "title": self.filled(self.title, translate),
            "remedy": self.filled(self.remedy, translate),
            "missing": list(self.missing),
            "facts": plain(self.facts),
            "depends_on": list(self.depends_on),
            "fix": plain(self.fix),
        }


@record
class Report:
    """
    What the rules say of one document on one day.

    Attributes:
        dossier: the document's name, as the caller gave it.
        judged: how many rules found something to look at.
        lifecycles: the day of the table of operating-system lifecycles.
    """

    dossier: str | None
    convention: str
    as_of: dt.date
    readings: Readings
    grid: str | None
    findings: tuple[Finding, ...]
    judged: int = 0
    lifecycles: dt.date | None = None

    @property
    def ok(self) -> bool:
        """
        Whether no finding is an error.
        """
        return not any(found.severity == "error" for found in self.findings)

    @property
    def invalid(self) -> bool:
        """
        Whether the document could not be evaluated.
        """
        return any(found.verdict == "invalid" for found in self.findings)

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the report as the contract writes it, its sentences through *translate*.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "grid": self.grid,
            "lifecycles": plain(self.lifecycles),
            "ok": self.ok,
            "judged": self.judged,
            "findings": [found.to_dict(translate) for found in self.findings],
        }


def heading(dossier: str | None, convention: str, as_of: dt.date | None, readings: Readings) -> dict[str, Any]:
    """
    Return what every answer carries so that it can be reproduced.
    """
    from dmsi_rules._version import __version__  # noqa: PLC0415  (read when written)

    return {
        "format": FORMAT,
        "version": __version__,
        "dossier": dossier,
        "convention": convention,
        "as_of": as_of.isoformat() if as_of else None,
        "readings": readings.to_dict(),
    }


class InvalidDocumentError(DmsiRulesError):
    """
    A document that cannot be evaluated.

    Attributes:
        findings: every problem found, as DOC findings.
        name: the file's name, where the caller gave a `Path`.
    """

    def __init__(self, findings: tuple[Finding, ...], name: str | None = None) -> None:
        super().__init__(findings)
        self.findings = findings
        self.name = name

    def __str__(self) -> str:
        faults = (f"{found.code} {visible(found.path) or '/'}: {found.message}" for found in self.findings)
        return after_name(self.name, "; ".join(faults))
