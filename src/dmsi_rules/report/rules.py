"""
Every rule in a row: for people at a terminal, and as data for programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dmsi_rules.report.check import FORCES
from dmsi_rules.report.explain import PARTIES, explain_to_dict
from dmsi_rules.report.styled import Line, table
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.marks import N_, Translate

HEADS = (N_("code"), N_("force"), N_("owed by"), N_("source"), N_("title"))
NONE = "-"


def rules_to_dict(rules: Sequence[Rule], translate: Translate) -> dict[str, Any]:
    """
    Return what is to be said of each of *rules* as data.
    """
    return {"rules": [{**explain_to_dict(rule, translate), "kind": rule.kind} for rule in rules]}


def rules_text(rules: Sequence[Rule], translate: Translate) -> Iterator[Line]:
    """
    Yield a row for each of *rules*.
    """
    head, *rows = table([tuple(map(translate, HEADS)), *(_row(rule, translate) for rule in rules)])
    yield (("strong", head),)
    yield from ((("plain", row),) for row in rows)


def _row(rule: Rule, translate: Translate) -> tuple[str, ...]:
    force = translate(FORCES[rule.force]) if rule.force else NONE
    party = translate(PARTIES[rule.party]) if rule.party else NONE
    return rule.code, force, party, translate(rule.source), translate(rule.title)
