"""
A table of requests judged and priced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import pyarrow as pa

from dmsi_rules.batch.block import Block
from dmsi_rules.batch.cents import costs
from dmsi_rules.batch.columns import NAME, Column, columns_in
from dmsi_rules.batch.days import BY_DAYS
from dmsi_rules.batch.masks import Mask
from dmsi_rules.batch.rules import BY_GIVEN_DAY, BY_REQUEST, missing
from dmsi_rules.batch.tables import batches_of, block_of, column_of_bits, reader_of
from dmsi_rules.batch.verdicts import Verdicts, on_day_of_request, on_given_day
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownRuleError
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import Readings
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import given_day
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


def judge(
    requests: Any,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> Any:
    """
    Ask the rules that look at a request alone of each row of *requests*, and price it, on the day *as_of*.

    Args:
        requests: an Arrow table, or any frame that speaks Arrow's C stream interface: see `columns` for what it may hold.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets; a set switch is settled.
        only: what to answer: codes of rules, or their beginnings, `missing` and `costs`; by default all of it.

    Returns:
        A `pyarrow.Table` of as many rows: the columns `name` and `x-…` as they came; `CODE/violated`, `CODE/unknown` and
        `CODE/ambiguous`, true where a check of the row's dossier has such a finding; `missing/SERVICE`, true where the service
        is required and not asked; `monthly_cents` and `annual_cents`, the totals of its quote in cents, as far as they are
        known; `partial`, true where something is still to be quoted.

    Raises:
        TableError: a column means nothing, stands there twice, or holds what it cannot hold: it is named.
        TypeError: *requests* is not a table, or *as_of* not a day.
        UnknownReadingError: a reading's name or value does not exist.
        UnknownRuleError: nothing is called what one of *only* says.
    """
    schema, answers = _asked(requests, as_of, convention, readings, only)
    return pa.Table.from_batches(answers, schema=schema)


def stream(
    requests: Any,
    *,
    as_of: dt.date,
    convention: Convention | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> Any:
    """
    Answer as `judge` does, batch by batch, so that a table of any length needs no more memory than a part of it.

    Args:
        requests: as for `judge`; a reader of batches is read as its answers are asked for.
        as_of: the given day.
        convention: the convention in use; by default the embedded one.
        readings: the switches that the caller sets; a set switch is settled.
        only: what to answer.

    Returns:
        A `pyarrow.RecordBatchReader`; what is wrong with a value is raised as its batch is read.

    Raises:
        TableError: a column means nothing, or stands there twice.
        TypeError: *requests* is not a table, or *as_of* not a day.
        UnknownReadingError: a reading's name or value does not exist.
        UnknownRuleError: nothing is called what one of *only* says.
    """
    return pa.RecordBatchReader.from_batches(*_asked(requests, as_of, convention, readings, only))


def _asked(
    requests: Any,
    as_of: dt.date,
    convention: Convention | None,
    readings: Readings | Mapping[str, str] | None,
    only: Collection[str] | None,
) -> tuple[Any, Iterator[Any]]:
    """
    Return the columns of an answer, and its batches as they are asked for.
    """
    reader = reader_of(requests)
    terms = terms_of(convention or load_convention(), Readings.of(readings), given_day(as_of))
    plan = _plan(reader.schema, terms, as_of, None if only is None else tuple(only))
    return plan.schema, _answers(reader, plan)


def _answers(reader: Iterable[Any], plan: Plan) -> Iterator[Any]:
    first = 0
    for batch in batches_of(reader):
        block = block_of(plan.columns, batch, plan.as_of, first)
        first += batch.num_rows
        kept = [array for column, array in zip(plan.columns, batch.columns, strict=True) if _is_kept(column)]
        yield pa.RecordBatch.from_arrays([*kept, *_columns(block, plan)], schema=plan.schema)


def _columns(block: Block, plan: Plan) -> Iterator[Any]:
    """
    Yield the columns of the answer, in their order.
    """
    nowhere = column_of_bits(block.none, block.rows)
    for mask in _masks(block, plan):
        yield nowhere if mask is block.none else column_of_bits(mask, block.rows)
    if plan.has_costs:
        found = costs(block, plan.terms)
        yield pa.array(found.monthly)
        yield pa.array(found.annual)
        yield column_of_bits(found.partial, block.rows)


def _masks(block: Block, plan: Plan) -> Iterator[Mask]:
    """
    Yield what is true or false in each row.
    """
    for rule in plan.rules:
        verdicts = verdicts_of(rule, block, plan.terms)
        yield from (verdicts.violated, verdicts.unknown, verdicts.ambiguous)
    if plan.has_missing:
        lacking = missing(block, plan.terms)
        yield from (lacking.get(service, block.none) for service in plan.terms.graph.codes)


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


# ---- what is asked


@lru_cache(maxsize=64)
def _plan(schema: Any, terms: Terms, as_of: dt.date, only: tuple[str, ...] | None) -> Plan:
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
