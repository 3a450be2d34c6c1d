"""
Judge a table of requests under Apache Spark: each task by the function that one process would call.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from dmsi_rules import batch


def verdicts(requests: DataFrame, *, as_of: dt.date, only: list[str] | None = None) -> DataFrame:
    """
    Return what `batch.judge` answers of *requests*, row by row, wherever its rows are.
    """
    schema = to_arrow_schema(requests.schema)
    answer = batch.judge(schema.empty_table(), as_of=as_of, only=only).schema
    return requests.mapInArrow(judging(schema, as_of, only), from_arrow_schema(answer))


def judging(
    schema: pa.Schema, as_of: dt.date, only: list[str] | None
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """
    Return what a task does with its batches: none is kept once it is answered.
    """

    def judged(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from batch.stream(pa.RecordBatchReader.from_batches(schema, batches), as_of=as_of, only=only)

    return judged
