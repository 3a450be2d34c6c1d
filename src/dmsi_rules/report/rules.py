"""
Every rule in a row: for people at a terminal, and as data for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dmsi_rules.convention.terms import Terms
from dmsi_rules.report.check import FORCES
from dmsi_rules.report.explain import explain_to_dict, owed_by
from dmsi_rules.report.styled import UNBOUND, Line, fitted, table
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.fill import places
from dmsi_rules.text.marks import N_, Translate

HEADS = (N_("code"), N_("force"), N_("owed by"), N_("source"), N_("title"))
NONE = "-"


def rules_to_dict(rules: Sequence[Rule], translate: Translate, terms: Terms) -> dict[str, Any]:
    """
    Return what is to be said of each of *rules* as data.
    """
    return {"rules": [{**explain_to_dict(rule, translate, terms), "kind": rule.kind} for rule in rules]}


def rules_text(rules: Sequence[Rule], translate: Translate, terms: Terms, width: int = UNBOUND) -> Iterator[Line]:
    """
    Yield a row for each of *rules* that runs in the convention, then the others with what it does not have.
    """
    running = [rule for rule in rules if rule.runs_in(terms.text)]
    head, *rows = fitted([tuple(map(translate, HEADS)), *(_row(rule, translate, terms) for rule in running)], width=width)
    yield from ((("strong", text),) for text in head)
    yield from ((("plain", text),) for row in rows for text in row)
    if others := [rule for rule in rules if not rule.runs_in(terms.text)]:
        yield ()
        yield from not_run_lines([(rule.code, rule.lacking_in(terms.text)) for rule in others], translate)


def not_run_lines(lacking: Iterable[tuple[str, Sequence[str]]], translate: Translate) -> Iterator[Line]:
    """
    Yield the rules that do not run, by their codes, each with the clauses that are *lacking*.
    """
    yield (("strong", translate(N_("not run: the convention has no such clause"))),)
    for text in table([(code, ", ".join(matters)) for code, matters in lacking]):
        yield (("plain", text),)


def _row(rule: Rule, translate: Translate, terms: Terms) -> tuple[str, ...]:
    force = rule.force_in(terms.text)
    party = owed_by(rule, translate, terms) or NONE
    told = translate(FORCES[force]) if force else NONE
    return rule.code, told, party, places(rule.source_in(terms.text), translate), rule.said(rule.title, translate, terms)
