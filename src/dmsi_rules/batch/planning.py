"""
What is asked of a table of requests, made once for all its batches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import pyarrow as pa

from dmsi_rules.batch.block import Block
from dmsi_rules.batch.cents import costs
from dmsi_rules.batch.columns import NAME, Column, columns_in
from dmsi_rules.batch.days import BY_DAYS
from dmsi_rules.batch.rules import BY_GIVEN_DAY, BY_REQUEST, missing
from dmsi_rules.batch.verdicts import Verdicts, on_day_of_request, on_given_day
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownRuleError
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import field, record

JUDGING = tuple(rule for rule in RULES if rule.code in BY_REQUEST.keys() | BY_GIVEN_DAY.keys() | BY_DAYS.keys())
"""
The rules that look at a request alone.
"""
MISSING, COSTS = "missing", "costs"
VERDICTS = ("violated", "unknown", "ambiguous")
AMOUNTS = ("monthly_cents", "annual_cents")
PARTIAL = "partial"


@record(eq=False)
class Plan:
    """
    What is asked of a table.

    Attributes:
        columns: those of the table.
        terms: the convention on the given day.
        rules: the rules asked.
        has_missing: whether to tell the services that are missing.
        has_costs: whether to price.
        schema: the columns of the answer.
    """

    columns: tuple[Column, ...]
    terms: Terms
    as_of: dt.date
    rules: tuple[Rule, ...]
    has_missing: bool
    has_costs: bool
    schema: Any = field(repr=False)

    def kept(self, arrays: Sequence[Any]) -> list[Any]:
        """
        Return those of a batch's columns that are in the answer as they came.
        """
        return [array for column, array in zip(self.columns, arrays, strict=True) if _is_kept(column)]

    def found(self, block: Block) -> list[Any]:
        """
        Return what is asked of *block*: masks and cents, a column of the answer each.
        """
        found: list[Any] = [mask for rule in self.rules for mask in verdicts_of(rule, block, self.terms)]
        if self.has_missing:
            lacking = missing(block, self.terms)
            found += [lacking.get(service, block.none) for service in self.terms.graph.codes]
        if self.has_costs:
            cost = costs(block, self.terms)
            found += [cost.monthly, cost.annual, cost.partial]
        return found


def verdicts_of(rule: Rule, block: Block, terms: Terms) -> Verdicts:
    """
    Return the rows of *block* in which *rule* has a finding, by its verdict.
    """
    found = []
    if check := BY_REQUEST.get(rule.code):
        found.append(on_day_of_request(rule, check, block, terms))
    if check := BY_GIVEN_DAY.get(rule.code):
        found.append(on_given_day(rule, check, block, terms))
    if ask := BY_DAYS.get(rule.code):
        found.append(ask(rule, block, terms))
    return reduce(or_, found)


@lru_cache(maxsize=64)
def plan_of(schema: Any, terms: Terms, as_of: dt.date, only: tuple[str, ...] | None) -> Plan:
    """
    Return what is asked of a table whose columns are those of *schema*; *only*: codes of rules or their beginnings, and so on.

    Raises:
        TableError: a column stands there twice, or means nothing.
        UnknownRuleError: nothing is called what one of *only* says.
    """
    columns = columns_in(schema.names, terms)
    words = (*(rule.code for rule in JUDGING), MISSING, COSTS)
    asked = words if only is None else _chosen(only, words)
    rules = tuple(rule for rule in JUDGING if rule.code in asked)
    fields = [schema.field(rank) for rank, column in enumerate(columns) if _is_kept(column)]
    fields += [pa.field(f"{rule.code}/{verdict}", pa.bool_()) for rule in rules for verdict in VERDICTS]
    if MISSING in asked:
        fields += [pa.field(f"{MISSING}/{service}", pa.bool_()) for service in terms.graph.codes]
    if COSTS in asked:
        fields += [*(pa.field(each, pa.int64()) for each in AMOUNTS), pa.field(PARTIAL, pa.bool_())]
    return Plan(columns, terms, as_of, rules, MISSING in asked, COSTS in asked, pa.schema(fields))


def _is_kept(column: Column) -> bool:
    return column.kind == "own" or column.part == NAME


def _chosen(only: Collection[str], words: tuple[str, ...]) -> tuple[str, ...]:
    for each in only:
        if not each or not any(word.startswith(each) for word in words):
            facts = {"given": each, "known": words, **hinted(each, words)}
            raise UnknownRuleError(N_("nothing that columns are asked is called `{given}`; known: {known}"), facts)
    return tuple(word for word in words if word.startswith(tuple(only)))
