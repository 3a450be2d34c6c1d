"""
SARIF 2.1.0, which code-scanning services and editors read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from dmsi_rules._version import __version__
from dmsi_rules.checking.threshold import UNUSABLE
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import SEVERITY, Finding, Replacement, Report, Severity, Verdict, Waived
from dmsi_rules.report._annotation import Note, Place, entries, file_of, notes, place_of, sentence_of
from dmsi_rules.report._written import Format, Manner, Run
from dmsi_rules.report.check import fix_in_words, why_waived
from dmsi_rules.report.json import to_json_line
from dmsi_rules.report.styled import WIDTH, to_plain
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.marks import Translate

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
KINDS: Mapping[Verdict, str] = {"unknown": "open", "ambiguous": "review"}
FINGERPRINT = "whoseRuleAbout/v1"
"""
What identifies a result: whose document it is in, which rule it breaks, what it is about.
"""


class Sarif(Format):
    """
    One log with one run, a result a line.
    """

    between = ",\n"

    def __init__(self, manner: Manner | None = None) -> None:
        super().__init__(manner)
        self._rules = tuple(self.manner.rules or RULES)
        self._ranks = {rule.code: rank for rank, rule in enumerate(self._rules)}

    def head(self) -> str:
        driver = {
            "name": "dmsi-rules",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [_rule(rule, self.translate, self.manner.terms) for rule in self._rules],
        }
        opening = f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{'
        return f'{opening}\n"tool": {_json({"driver": driver})},\n"columnKind": "unicodeCodePoints", "results": [\n'

    def piece(self, report: Report) -> str:
        return self.between.join(map(_json, self._results(report)))

    def tail(self, run: Run) -> str:
        said = run.conditions
        readings = [f"{name}={value}" for name, value in said.get("readings", {}).items()]
        last = {
            # Runs under other conditions are others: a platform keeps the last one of each.
            "automationDetails": {"id": "/".join(["dmsi-rules", said.get("convention", ""), *readings, ""])},
            "invocations": [{"executionSuccessful": run.status != UNUSABLE, "exitCode": run.status}],
            "properties": {**said, "documents": run.documents},
        }
        return f"\n],\n{_json(last)[1:-1]}}}]}}\n"

    def _results(self, report: Report) -> Iterator[dict[str, Any]]:
        for found in entries(report):
            rank = self._ranks.get(found.code)
            place = place_of(report, found)
            yield {
                "ruleId": found.code,
                **({} if rank is None else {"ruleIndex": rank}),
                **self._kind(found),
                "message": _message(sentence_of(found, self.translate)),
                "locations": [_location(place, found.path)],
                "partialFingerprints": {FINGERPRINT: found.fingerprint},
                **self._fixes(found, place),
                **({} if found.waived is None else {"suppressions": [self._suppression(found.waived)]}),
                "properties": {
                    "document": report.dossier,
                    "commune": report.commune and report.commune.to_dict(),
                    "about": dict(found.about),
                    "verdict": found.verdict,
                    "force": found.force,
                    "party": found.party,
                    "source": found.source,
                    "missing": list(found.missing),
                    "dependsOn": list(found.depends_on),
                },
            }
        yield from (_noted(report, note) for note in notes(report, self.manner))

    def _kind(self, found: Finding) -> dict[str, str]:
        """
        Return the kind and the level of a result: what fails no run is a failure only where it is violated (SARIF 3.27.9).
        """
        kind = "fail" if self.threshold.why(found) else KINDS.get(found.verdict, "fail")
        return {"kind": kind, "level": LEVELS[self.threshold.level(found)] if kind == "fail" else "none"}

    def _fixes(self, found: Finding, place: Place) -> dict[str, Any]:
        if not found.replacements or place.file is None:
            return {}
        changes = [{"deletedRegion": _region(each), "insertedContent": {"text": each.text}} for each in found.replacements]
        change = {"artifactLocation": {"uri": _uri(place.file)}, "replacements": changes}
        words = to_plain(fix_in_words(found, WIDTH, self.translate)).rstrip()
        return {"fixes": [{"description": _message(words), "artifactChanges": [change]}]}

    def _suppression(self, waived: Waived) -> dict[str, Any]:
        # What accepts it stands in a file of its own, not in the document; that is agreed upon when it is written there.
        return {"kind": "external", "status": "accepted", "justification": why_waived(waived, self.translate)}


def to_sarif(reports: Iterable[Report], **manner: Any) -> str:
    """
    Return *reports* as one SARIF log, in the `Manner` that is given.
    """
    return Sarif(Manner(**manner)).written(reports)


def _noted(report: Report, note: Note) -> dict[str, Any]:
    file, line = file_of(report)
    return {
        "kind": "fail" if note.fails else "notApplicable",
        "level": "error" if note.fails else "none",
        "message": _message(note.sentence),
        "locations": [_location(Place(file, line or 1), "")],
        "partialFingerprints": {FINGERPRINT: report.fingerprint},
        "properties": {"document": report.dossier, "commune": report.commune and report.commune.to_dict()},
    }


def _json(value: Mapping[str, Any]) -> str:
    return to_json_line(value).rstrip("\n")


def _rule(rule: Rule, translate: Translate, terms: Terms | None) -> dict[str, Any]:
    force = rule.force_in(terms.text) if terms else rule.force
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": _message(rule.said(rule.title, translate, terms)),
        "fullDescription": _message(rule.said(rule.checks, translate, terms)),
        "help": _message("\n\n".join(rule.said(words, translate, terms) for words in (rule.why, rule.remedy))),
        "defaultConfiguration": {"level": LEVELS[SEVERITY[force]]},
        "properties": {
            "name": rule.name,
            "force": force,
            "party": terms.party(rule.party) if terms else rule.party,
            "source": rule.source_in(terms.text) if terms else rule.source,
            "since": rule.since,
        },
    }


def _location(place: Place, path: str) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": path}]}
    if place.file is not None:
        region = {"startLine": place.line} | ({"startColumn": place.column} if place.column else {})
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(place.file)}, "region": region}
    return location


def _region(replaced: Replacement) -> dict[str, int]:
    return {
        "startLine": replaced.line,
        "startColumn": replaced.column,
        "endLine": replaced.end_line,
        "endColumn": replaced.end_column,
    }


def _uri(file: str) -> str:
    # Any name passes, also one that is not Unicode. A colon is escaped too: in a first segment it would end a scheme.
    path = quote(file.encode("utf-8", "surrogatepass"), safe="/")
    return f"file://{path}" if path.startswith("/") else path


def _message(text: str) -> dict[str, str]:
    """
    Return *text* so that no viewer finds a placeholder (SARIF 3.11.5) or a link (3.11.6) in what a user wrote.
    """
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}
