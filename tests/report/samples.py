"""
Findings and reports to write out.
"""

import datetime as dt
from hashlib import sha256
from typing import Any

from dmsi_rules import load_convention
from dmsi_rules.checking.runner import CODES
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.finding import SEVERITY, Finding, Report
from dmsi_rules.model.readings import Readings
from dmsi_rules.rulebook import BY_CODE

AS_OF = dt.date(2026, 1, 10)
SOURCES = {"DEP001": "Annexe 1", "TAR002": "Annexe 5"}
TERMS = terms_of(load_convention(), Readings())


def finding(rule_code: str = "DEP001", /, **changes: Any) -> Finding:
    """
    Return a violated finding of the rule *rule_code*, with *changes*.
    """
    rule = BY_CODE[rule_code]
    path = changes.get("path", "/request/lines/1")
    said: dict[str, Any] = {
        "fingerprint": sha256(f"{rule_code} {path}".encode("utf-8", "surrogatepass")).hexdigest(),
        "code": rule.code,
        "name": rule.name,
        "verdict": "violated" if rule.force else "invalid",
        "force": rule.force,
        "severity": SEVERITY[rule.force],
        "party": TERMS.party(rule.party),
        "source": SOURCES.get(rule.code) or rule.source_in(TERMS.text),
        "title": rule.title,
        "remedy": rule.remedy,
        "names": TERMS.told,
        "path": path,
        "template": "wrong",
    }
    return Finding(**(said | changes))


def unknown(code: str = "DEP001", *missing: str) -> Finding:
    """
    Return a finding that wants the facts at *missing*.
    """
    template = "cannot be decided: {missing} not given"
    pointers = missing or ("/audit/date",)
    said: dict[str, Any] = {
        "verdict": "unknown",
        "severity": "warning",
        "path": pointers[0],
        "template": template,
        "missing": pointers,
    }
    return finding(code, **said, facts={"missing": pointers})


def report(*findings: Finding, **changes: Any) -> Report:
    """
    Return a report of *findings*, with *changes*.
    """
    said: dict[str, Any] = {
        "dossier": "lens.toml",
        "convention": "call-dmsi-2024",
        "as_of": AS_OF,
        "readings": Readings(),
        "grid": "2023-10-01",
        "findings": findings,
        "judged_codes": CODES[8:20],
    }
    return Report(**(said | changes))


def hostile_report(text: str) -> Report:
    """
    Return a report in which *text* stands wherever a user can write.
    """
    return report(
        finding(path=f"/x-{text}", template="`{value}` in {words}", facts={"value": text, "words": [text, text]}),
        finding(
            "TAR002",
            path=text,
            verdict="ambiguous",
            severity="warning",
            depends_on=("letter_date=received",),
            fix=({"op": "replace", "path": f"/{text}", "value": {text: text}},),
        ),
        finding("TAR003", facts={"inferred": text}),
        finding(
            "DOC001",
            template="expected {expected}, found `{value}`",
            facts={"expected": text, "value": text},
            line=3,
            column=7,
        ),
        unknown("PER001", f"/{text}"),
        dossier=text,
    )
