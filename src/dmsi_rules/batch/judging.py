"""
A table of requests judged and priced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from dmsi_rules.batch._compiled import looped, rows_at_once
from dmsi_rules.batch.planning import Plan, plan_of
from dmsi_rules.batch.tables import batches_of, block_of, columns_of, plain, reader_of
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import given_day


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
    plan = plan_of(reader.schema, terms, as_of, None if only is None else tuple(only))
    return plan.schema, _answers(reader, plan)


def _answers(reader: Iterable[Any], plan: Plan) -> Iterator[Any]:
    first = 0
    for batch in batches_of(reader, rows_at_once()):
        rows, arrays = batch.num_rows, plain(plan.columns, batch.columns)
        found = looped(plan, arrays, rows)
        if found is None:
            found = columns_of(plan.found(block_of(plan.columns, arrays, rows, plan.as_of, first)), rows)
        first += rows
        yield pa.RecordBatch.from_arrays([*plan.kept(batch.columns), *found], schema=plan.schema)
