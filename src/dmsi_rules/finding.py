"""
What a rule answers, and what a report is made of. Text is derived from the facts, never the other way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, Self, TypeAlias

from dmsi_rules.errors import DmsiRulesError, after_name
from dmsi_rules.model.dossier import Deliberation
from dmsi_rules.model.entries import Entry
from dmsi_rules.model.readings import Readings
from dmsi_rules.model.waivers import Waiver
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import fill, named_in, places, visible
from dmsi_rules.text.labels import Label, labels_said
from dmsi_rules.text.marks import N_, Translate, is_settled
from dmsi_rules.text.tabular import Row, Tabular, row_of
from dmsi_rules.values.frozen import Frozen, frozen, table_of
from dmsi_rules.values.lazy import lazy
from dmsi_rules.values.plain import plain, shown
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import restored
from dmsi_rules.values.words import Phrase, Words

FORMAT = 1
MOST = 1000
"""
How many findings of a document an answer tells.
"""

Force = Literal["impossible", "breach", "may-refuse", "discretionary", "note"]
Severity = Literal["error", "warning", "info"]
Verdict = Literal["violated", "unknown", "ambiguous", "invalid"]
Party: TypeAlias = str
"""
The word by which documents name a party, or `both`.
"""
Patch = tuple[Mapping[str, Any], ...]
About = Mapping[str, str]
"""
What a finding is about, by the document's own keys.
"""

SEVERITY: Mapping[Force | None, Severity] = {
    None: "error",
    "impossible": "error",
    "breach": "error",
    "may-refuse": "warning",
    "discretionary": "warning",
    "note": "info",
}

POINTING = ("invoices", "missing", "offenders", "undecided")
"""
The facts that may hold pointers.
"""
MORE = N_(" and {more} more")
INFERRED = N_("; this rests on a link inferred from the text: {inferred}")
UNSAID = "unsaid"
WHY: Mapping[str, str] = {
    # a system
    "system": N_("the system is not given, or not in the table of lifecycles, of {table}"),
    "version": N_("the version is not given, or not in a word that the table of lifecycles, of {table}, knows"),
    "edition": N_("the edition is not given, and editions end on different days"),
    "contradiction": N_("the name of the system and its build contradict each other: {contradictions}"),
    "newer": N_("the table of lifecycles, of {table}, has no version so new; `--lifecycles` takes a newer table"),
    "end": N_("no end is published, and the table of lifecycles, of {table}, is too old to tell"),
    "partial": N_("there is only a partial inventory, which does not name the system"),
    # an administrator
    "members": N_("the inventory lists the administrators without all who are among them"),
    "macos": N_("the inventory of a Mac lists root alone as administrator, whoever else is"),
    "directory": N_("somebody of a directory uses it, whose groups the inventory does not have"),
    "user": N_("the inventory does not say who uses it"),
    UNSAID: N_("nothing says whether its user administers it"),
}
"""
Why something is unknown of a workstation, by the word for it in `reasons`.
"""


@record
class Violated:
    """
    The facts given break the rule at this place.

    Args:
        facts: what the message says, as data.
        path: JSON pointer, where it is not the place's own.
        message: the sentence for this case, where it is not the rule's own.
        remedy: what would put it right here, where it is not the rule's own.
        force: the force of the text here, where it is not the rule's own.
        party: who owes it here, where it is not the rule's own.
        entries: what of the text it rests on here, where that is not all that its rule names.
        fix: a JSON Patch that removes the fault, or what draws it up, which is asked where the finding is told.
        offenders: what each of those that break it is about, where the finding is about the whole document.
    """

    facts: Mapping[str, Any] = field(factory=dict)
    path: str | None = None
    message: str | None = None
    force: Force | None = None
    party: Party | None = None
    entries: tuple[Entry, ...] = ()
    fix: Patch | Callable[[], Patch] = ()
    offenders: tuple[About, ...] = ()
    remedy: str | None = None


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
class Waived:
    """
    That a finding is accepted, and by what: a waiver, with its reason and its last day, or a baseline that knows it.
    """

    by: Literal["waiver", "baseline"]
    reason: str | None = None
    until: dt.date | None = None
    waiver: Waiver | None = None

    def to_dict(self) -> dict[str, Any]:
        """
        Return it as data.
        """
        return {"by": self.by, "reason": self.reason, "until": plain(self.until)}


@record
class Offender:
    """
    One of those that break a rule which is about the whole document.

    Attributes:
        about: which one it is.
        fingerprint: its identity.
        waived: by what it is accepted, where it is.
    """

    about: About = field(converter=table_of, hash=False)
    fingerprint: str
    waived: Waived | None = None

    def to_dict(self) -> dict[str, Any]:
        """
        Return the offender as data.
        """
        waived = self.waived and self.waived.to_dict()
        return {"about": shown(self.about), "fingerprint": self.fingerprint, "waived": waived}


@record
class Replacement:
    """
    What a fix writes in place of a part of the document's text.

    Attributes:
        line: where the part starts, from 1.
        column: likewise, in characters.
        end_line: where it ends.
        end_column: likewise.
        text: what is written there.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Sentences(NamedTuple):
    """
    The words of a finding in one language: its label, its message, its title, its remedy, the labels of what is missing.
    """

    label: str
    message: str
    title: str
    remedy: str
    missing: tuple[str, ...]


SENTENCES, LANGUAGES = "_kept", 4
"""
Where a finding keeps them by language, and in how many at most.
"""


@record
class Finding:
    """
    One thing to know about a document, with its rule and its source.

    Attributes:
        title: the rule in a few words.
        remedy: what would put it right.
        names: the names that the convention has for the parties, and its limits, which sentences use.
        line: where the place, or the table that lacks it, starts in the document's text, from 1.
        column: likewise, in characters.
        replacements: what the fix does to the text, where that was asked for.
        about: what it is about, by the document's own keys: a service, a month, never an index.
        fingerprint: a hash of the code, whose document it is and what it is about: the same wherever it stands.
        offenders: each of those that break the rule, where the finding is about the whole document.
        labels: what each place that it names is called, by JSON pointer.
        waived: by what it is accepted, where it is: it then fails nothing.
        said: the sentence as it was written, of a finding that is read again.
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
    facts: Mapping[str, Any] = field(factory=Frozen, converter=frozen, hash=False)
    missing: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    fix: Patch = field(default=(), converter=frozen, hash=False)
    names: Mapping[str, Words | Phrase] = field(factory=Frozen, hash=False, eq=False, repr=False)
    line: int | None = None
    column: int | None = None
    replacements: tuple[Replacement, ...] = ()
    about: About = field(factory=Frozen, converter=table_of, hash=False)
    fingerprint: str = ""
    offenders: tuple[Offender, ...] = ()
    labels: Mapping[str, Label] = field(factory=Frozen, converter=table_of, eq=False, repr=False)
    waived: Waived | None = None
    said: str | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the finding that was written as *data*, its sentences in the language in which they were written.
        """
        labels = labels_said((data["path"], *data["missing"]), (data["label"], *data["missing_labels"]))
        return restored(cls, {**data, "template": data["message"], "said": data["message"], "labels": labels})  # type: ignore[no-any-return]

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
        if self.said is not None:
            return self.said
        sentence = self.filled(self.template, translate)
        if self.facts.get("more"):
            sentence += fill(translate(MORE), self.facts, translate)
        if reasons := self.facts.get("reasons"):
            sentence += self._why(reasons, translate)
        if self.facts.get("inferred"):
            sentence += fill(translate(INFERRED), self.facts, translate)
        return sentence

    def filled(self, sentence: str, translate: Translate = str) -> str:
        """
        Return a *sentence* about the finding, as its title or its remedy, with the convention's names and the facts in it.
        """
        if self.said is not None:
            return sentence
        facts, told = self._words, translate(sentence)
        pointing = [key for key in named_in(told) if key in POINTING]
        if pointing and not reads_codes(translate):
            facts = {**facts, **{key: self._labelled(facts[key], translate) for key in pointing}}
        return fill(told, facts, translate)

    @lazy
    def _words(self) -> Mapping[str, Any]:
        return {**self.names, **self.facts}

    def _labelled(self, names: Any, translate: Translate) -> Any:
        """
        Return *names* with what is called something in place of each pointer.
        """
        words = {each: self.label(each, translate) for each in names if each in self.labels}
        return tuple(dict.fromkeys(Words(words[each], words[each]) if each in words else each for each in names))

    def label(self, pointer: str | None = None, translate: Translate = str) -> str:
        """
        Return what the field at *pointer*, by default the finding's own place, is called: "quantity of user support".
        """
        place = self.path if pointer is None else pointer
        return self.labels[place].in_(translate) if place in self.labels else place

    def _why(self, reasons: Mapping[str, str], translate: Translate) -> str:
        """
        Return in brackets why it is unknown of each workstation in *reasons*.
        """
        told = {why: fill(translate(WHY[why]), self.facts, translate) for why in dict.fromkeys(reasons.values())}
        if len(told) > 1:
            of = {why: tuple(name for name, each in reasons.items() if each == why) for why in told}
            told = {why: fill("{names}: ", {"names": of[why]}, translate) + words for why, words in told.items()}
        return f" ({'; '.join(told.values())})" if told.keys() != {UNSAID} else ""

    def _sentences(self, translate: Translate) -> Sentences:
        """
        Return its words in the reader's language, which a finding that rules tell of one document after another has once.
        """
        kept: dict[Translate, Sentences] | None = vars(self).get(SENTENCES) if is_settled(translate) else None
        said = kept.get(translate) if kept else None
        if said is None:
            said = Sentences(
                self.label(translate=translate),
                self.render(translate),
                self.filled(self.title, translate),
                self.filled(self.remedy, translate),
                tuple([self.label(each, translate) for each in self.missing]),
            )
            if kept is not None:
                if len(kept) >= LANGUAGES:
                    kept.clear()
                kept[translate] = said
        return said

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the finding as the contract writes it, its sentences through *translate*.
        """
        label, message, title, remedy, missing_labels = self._sentences(translate)
        return {
            "code": self.code,
            "name": self.name,
            "verdict": self.verdict,
            "force": self.force,
            "severity": self.severity,
            "party": self.party,
            "source": self.source,
            "path": self.path,
            "label": label,
            "line": self.line,
            "column": self.column,
            "message": message,
            "title": title,
            "remedy": remedy,
            "about": shown(self.about),
            "fingerprint": self.fingerprint,
            "offenders": [each.to_dict() for each in self.offenders[:MOST]],
            "waived": self.waived and self.waived.to_dict(),
            "missing": list(self.missing),
            "missing_labels": list(missing_labels),
            "facts": shown(self.facts),
            "depends_on": list(self.depends_on),
            "fix": plain(self.fix),
        }


@record
class Whose:
    """
    The commune whose dossier a report is about, as the dossier names it.

    Attributes:
        deliberation: the one that the dossier rests on, which papers name and data do not.
    """

    name: str | None = None
    insee: str | None = None
    siren: str | None = None
    deliberation: Deliberation | None = field(default=None, eq=False, repr=False)

    def to_dict(self) -> dict[str, str | None]:
        """
        Return the commune as data.
        """
        return {"name": self.name, "insee": self.insee, "siren": self.siren}


@record
class Report(Tabular):
    """
    What the rules say of one document on one day.

    Attributes:
        dossier: the document's name, as the caller gave it.
        judged_codes: the rules that found something to look at.
        lifecycles: the day of the table of operating-system lifecycles.
        commune: whose dossier it is, where it says so.
        own: the keys at the document's root that are the caller's own (`x-`).
        file: the document's file, as a path from where the program runs; None where it is not one.
        line: of a document that is one line of many, which one.
        fingerprint: the identity of a finding about the document as such.
        untold: how many faults of a document that cannot be evaluated are counted and not kept.
    """

    dossier: str | None
    convention: str
    as_of: dt.date
    readings: Readings
    grid: str | None
    findings: tuple[Finding, ...]
    judged_codes: tuple[str, ...] = ()
    lifecycles: dt.date | None = None
    commune: Whose | None = None
    own: Mapping[str, Any] = field(factory=Frozen, converter=frozen, hash=False)
    file: str | None = None
    line: int | None = None
    fingerprint: str = ""
    untold: int = 0

    @property
    def told(self) -> tuple[Finding, ...]:
        """
        Those findings that an answer tells, since a hostile document has any number.
        """
        return self.findings[:MOST]

    @property
    def more(self) -> int:
        """
        How many findings an answer only counts.
        """
        return self.untold + max(0, len(self.findings) - MOST)

    @property
    def judged(self) -> int:
        """
        How many rules found something to look at.
        """
        return len(self.judged_codes)

    @property
    def complete(self) -> bool:
        """
        Whether rules looked at the document, and each of them could decide.
        """
        return bool(self.judged_codes) and not any(found.verdict == "unknown" for found in self.findings)

    @property
    def unjudged(self) -> bool:
        """
        Whether there is nothing to tell because no rule found anything to look at.
        """
        return not self.judged_codes and not self.findings

    @property
    def ok(self) -> bool:
        """
        Whether no finding is an error, but those that are waived.
        """
        return not any(found.severity == "error" and found.waived is None for found in self.findings)

    @property
    def invalid(self) -> bool:
        """
        Whether the document could not be evaluated.
        """
        return any(found.verdict == "invalid" for found in self.findings)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """
        The findings that wait for facts, which each of them names.
        """
        return tuple(found for found in self.findings if found.verdict == "unknown")

    def by_path(self) -> Mapping[str, tuple[Finding, ...]]:
        """
        Return the findings by the JSON pointer of the field that each stands at, as a form shows them.

        One that waits for facts stands at each that is missing.
        """
        return _by_path(self.findings)

    def rows(self, translate: Translate = str) -> list[Row]:
        """
        Return the findings, one a row.
        """
        return [
            {
                "dossier": self.dossier,
                **row_of(found, "code", "name", "verdict", "force", "severity", "party", "path"),
                "label": found.label(translate=translate),
                "message": found.render(translate),
                "remedy": found.filled(found.remedy, translate),
                "source": places(found.source, translate),
                "missing": " ".join(found.missing),
            }
            for found in self.findings
        ]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """
        Return the report that was written as *data*, its sentences in the language in which they were written.
        """
        own = {key: value for key, value in data.items() if key.startswith("x-")}
        return restored(cls, {**data, "own": own, "untold": data.get("more", 0)})  # type: ignore[no-any-return]

    def to_dict(self, translate: Translate = str) -> dict[str, Any]:
        """
        Return the report as the contract writes it, its sentences through *translate*.
        """
        return {
            **heading(self.dossier, self.convention, self.as_of, self.readings),
            "grid": self.grid,
            "lifecycles": plain(self.lifecycles),
            "commune": self.commune and self.commune.to_dict(),
            "ok": self.ok,
            "complete": self.complete,
            "fingerprint": self.fingerprint,
            "judged": self.judged,
            "judged_codes": list(self.judged_codes),
            "findings": [found.to_dict(translate) for found in self.told],
            **({"more": self.more} if self.more else {}),
            **plain(self.own),
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


@record
class Origin:
    """
    Where a document comes from.

    Attributes:
        name: what it is called, as the caller gave it.
        file: its file, as a path from where the program runs.
        line: which line of it, where it is one of many.
    """

    name: str | None = None
    file: str | None = None
    line: int | None = None

    @property
    def place(self) -> str | None:
        """
        What identifies a document that names no commune.
        """
        if self.file is None:
            return self.name
        return self.file if self.line is None else f"{self.file}:{self.line}"


def pointed(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """
    Return the places of the document that *facts* name by their pointers.
    """
    return tuple(each for key in POINTING if key in facts for each in facts[key] if each.startswith("/"))


def _by_path(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    places: dict[str, tuple[Finding, ...]] = {}
    for found in findings:
        for path in found.missing or (found.path,):
            places[path] = (*places.get(path, ()), found)
    return Frozen(places)


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

    def by_path(self) -> Mapping[str, tuple[Finding, ...]]:
        """
        Return the findings by the JSON pointer of the field that each stands at, as a form shows them.
        """
        return _by_path(self.findings)

    def __str__(self) -> str:
        faults = (f"{found.code} {visible(found.path) or '/'}: {found.message}" for found in self.findings)
        return after_name(self.name, "; ".join(faults))
