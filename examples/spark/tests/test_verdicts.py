"""
Under Spark as in one process: however rows are spread, and when a task fails and is tried again.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from pyspark import TaskContext
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from run import AS_OF, month_of, session
from verdicts import verdicts

from dmsi_rules import batch

COMMUNES, MONTHS = 500, 12
TABLE = pa.concat_tables([month_of(month, COMMUNES) for month in range(MONTHS)])
KEYS = ["x-month", "x-commune"]


@pytest.fixture(scope="module", name="spark")
def fixture_spark() -> Iterator[SparkSession]:
    """
    Return Spark with two threads, small batches, and three more tries for a task that fails.
    """
    spark = session(2, **{"spark.sql.execution.arrow.maxRecordsPerBatch": "300", "spark.sql.shuffle.partitions": "5"})
    yield spark
    spark.stop()


@pytest.fixture(name="requests")
def fixture_requests(spark: SparkSession) -> DataFrame:
    """
    Return the requests as Spark has them.
    """
    return spark.createDataFrame(TABLE)


def answered(requests: DataFrame) -> pa.Table:
    """
    Return what Spark answers, in the order of the requests.
    """
    return verdicts(requests, as_of=AS_OF).toArrow().sort_by([(key, "ascending") for key in KEYS])


def expected() -> pa.Table:
    """
    Return what one process answers.
    """
    return batch.judge(TABLE, as_of=AS_OF).sort_by([(key, "ascending") for key in KEYS])


@pytest.mark.parametrize(
    "spread",
    [
        lambda requests: requests.coalesce(1),
        lambda requests: requests.repartition(7),
        lambda requests: requests.repartition(40, "x-month"),  # most of them empty
        lambda requests: requests.repartition(6, f.when(f.col("x-commune") < 450, 0).otherwise(f.col("x-commune"))),  # skewed
        lambda requests: requests.orderBy(f.rand(3)),
    ],
    ids=["one", "several", "empty", "skewed", "shuffled"],
)
def test_however_rows_are_spread(requests: DataFrame, spread: Callable[[DataFrame], DataFrame]) -> None:
    """
    In one partition, in several, in many of which most are empty, in one with nine tenths of all, in any order.
    """
    assert expected().to_pylist() == answered(spread(requests)).to_pylist()


def test_a_task_that_fails_is_tried_again(requests: DataFrame, tmp_path: Path) -> None:
    """
    It fails after half of its rows have been answered; what it answered is not counted twice.
    """
    marks = str(tmp_path)

    def failing(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        context = TaskContext.get()
        assert context is not None
        for rank, part in enumerate(batches):
            if rank == 1 and context.attemptNumber() < 2:
                Path(marks, f"{context.partitionId()}-{context.attemptNumber()}").touch()
                msg = "the machine went away"
                raise OSError(msg)
            yield part

    once = requests.repartition(4).mapInArrow(failing, requests.schema)
    assert expected().to_pylist() == answered(once).to_pylist()
    assert len(list(tmp_path.iterdir())) == 8


def test_what_a_column_cannot_hold_ends_the_job(requests: DataFrame) -> None:
    """
    The message names the column, as in one process.
    """
    wrong = requests.withColumn("quantity/postes", f.lit(0).cast("int"))
    with pytest.raises(PythonException, match="the column `quantity/postes` has a 0 in row 0"):
        answered(wrong)


def test_nothing_to_judge(requests: DataFrame) -> None:
    """
    No row comes to no row, with every column of an answer.
    """
    answer = verdicts(requests.limit(0), as_of=AS_OF)
    assert answer.toArrow().num_rows == 0
    assert batch.judge(TABLE.slice(0, 0), as_of=dt.date(2026, 1, 10)).column_names == answer.columns
