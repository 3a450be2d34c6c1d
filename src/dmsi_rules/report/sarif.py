"""
SARIF 2.1.0, which code-scanning services and editors read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from dmsi_rules._version import __version__
from dmsi_rules.convention.terms import Terms
from dmsi_rules.finding import SEVERITY, Finding, Report, Severity
from dmsi_rules.report._annotation import conditions, entries, place_of, sentence_of
from dmsi_rules.report.json import to_json
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.marks import Translate

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "whoseRuleAbout/v1"
"""
What identifies a result: whose document it is in, which rule it breaks, what it is about.
"""


def to_sarif(
    reports: Sequence[Report],
    *,
    translate: Translate = str,
    rules: Sequence[Rule] | None = None,
    terms: Terms | None = None,
) -> str:
    """
    Return *reports*, in which *rules* were asked (by default those of the convention), as one SARIF log with one run.

    What is said of the rules is in the words of the text that *terms* are made of, where they are given.
    """
    rules = rules or RULES
    driver = {
        "name": "dmsi-rules",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule, translate, terms) for rule in rules],
    }
    ranks = {rule.code: rank for rank, rule in enumerate(rules)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [result for report in reports for result in _results(report, ranks, translate)],
        "properties": {"documents": [conditions(report) for report in reports]},
    }
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, translate: Translate, terms: Terms | None) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(rule.said(rule.title, translate, terms)),
        "fullDescription": _message(rule.said(rule.checks, translate, terms)),
        "help": _message("\n\n".join(rule.said(words, translate, terms) for words in (rule.why, rule.remedy))),
        "defaultConfiguration": {"level": LEVELS[SEVERITY[rule.force]]},
        "properties": {
            "force": rule.force,
            "party": terms.party(rule.party) if terms else rule.party,
            "source": rule.source_in(terms.text) if terms else rule.source,
            "since": rule.since,
        },
    }


def _results(report: Report, ranks: Mapping[str, int], translate: Translate) -> Iterator[dict[str, Any]]:
    for found in entries(report):
        rank = ranks.get(found.code)
        yield {
            "ruleId": found.code,
            **({} if rank is None else {"ruleIndex": rank}),
            "level": LEVELS[found.severity],
            "message": _message(sentence_of(found, translate)),
            "locations": [_location(report, found)],
            "partialFingerprints": {FINGERPRINT: found.fingerprint},
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


def _location(report: Report, found: Finding) -> dict[str, Any]:
    place = place_of(report, found)
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": found.path}]}
    if place.file is not None:
        region = {"startLine": place.line} | ({"startColumn": place.column} if place.column else {})
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(place.file)}, "region": region}
    return location


def _uri(file: str) -> str:
    # Any name passes, also one that is not Unicode. A colon is escaped too: in a first segment it would end a scheme.
    path = quote(file.encode("utf-8", "surrogatepass"), safe="/")
    return f"file://{path}" if path.startswith("/") else path


def _message(text: str) -> dict[str, str]:
    """
    Return *text* so that no viewer finds a placeholder (SARIF 3.11.5) or a link (3.11.6) in what a user wrote.
    """
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}
