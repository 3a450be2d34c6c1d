"""
Judge ten years of requests of every commune of France, by Spark and by one process, and say what both took.
"""

import argparse
import datetime as dt
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from verdicts import verdicts

from dmsi_rules import batch

AS_OF = dt.date(2026, 1, 10)
COMMUNES, MONTHS = 35_000, 120
FIRST = np.datetime64("2026-01")
LIVE, QUICKEST = 0.7, 100
RULES = ("DEP001", "TAR001", "TAR002", "DLN001", "PER001")
COUNTED = {
    **{f"{code}/{verdict}": f"{code}/{verdict}" for code in RULES for verdict in ("violated", "unknown")},
    "monthly_cents": "monthly_cents",
    "annual_cents": "annual_cents",
}


def month_of(month: int, communes: int) -> pa.Table:
    """
    Return a request of each commune in a month: what it asks grows a little from one to the next.
    """
    random = np.random.default_rng(month)
    units = (np.random.default_rng(0).pareto(1.2, communes) * 12 + 2).astype(np.int32)
    columns: dict[str, pa.Array] = {
        "x-commune": pa.array(np.arange(communes, dtype=np.int32)),
        "x-month": pa.array(np.full(communes, month, np.int32)),
        "asked/socle": pa.array(random.random(communes) < LIVE),
    }
    for rank, key in enumerate(("reseau", "postes", "support", "messagerie/pro-25", "hebergement")):
        grown = np.minimum(units + month // (rank + 2) + random.integers(0, 3, communes), 10**6)
        columns[f"quantity/{key}"] = pa.array(grown.astype(np.int32), mask=random.random(communes) > LIVE)
    day = (FIRST + month).astype("datetime64[D]")
    columns["date"] = pa.array(np.full(communes, day) - random.integers(0, 400, communes))
    columns["opening"] = pa.array(np.full(communes, day))
    columns |= {f"perimeter/{key}": pa.array(random.random(communes) < LIVE) for key in ("reseau", "postes", "support")}
    return pa.table(columns)


def written(folder: Path, communes: int, months: int) -> None:
    """
    Write a file a month.
    """
    for month in range(months):
        pq.write_table(month_of(month, communes), folder / f"{month:03}.parquet")


def by_one(folder: Path) -> list[int]:
    """
    Count the verdicts and add up the cents in this process, batch by batch.
    """
    sums = dict.fromkeys(COUNTED, 0)
    for part in batch.stream(_reader(folder), as_of=AS_OF, only=[*RULES, "costs"]):
        for name in sums:
            sums[name] += int(np.asarray(part[name]).sum())
    return [*sums.values()]


def _reader(folder: Path) -> pa.RecordBatchReader:
    return ds.dataset(folder).scanner(batch_size=2**17).to_reader()


def by_spark(requests: DataFrame) -> list[int]:
    """
    Count the same by Spark.
    """
    answer = verdicts(requests, as_of=AS_OF, only=[*RULES, "costs"])
    row = answer.agg(*(f.sum(f.col(f"`{name}`").cast("long")).alias(str(rank)) for rank, name in enumerate(COUNTED))).first()
    return [] if row is None else [int(each) for each in row]


def session(threads: int, **settings: str) -> SparkSession:
    """
    Return Spark in this machine alone, a task that fails being tried again.
    """
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    builder = SparkSession.builder.master(f"local[{threads}, 4]").appName("dmsi-rules")
    chosen = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "131072",
        **settings,
    }
    for key, value in chosen.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def timed(name: str, rounds: int, work: Iterator[list[int]]) -> list[int]:
    """
    Print how long the fastest round took by the clock, and return its answer.
    """
    best, answer = float("inf"), []
    for _ in range(rounds):
        begun = time.perf_counter()
        answer = next(work)
        best = min(best, time.perf_counter() - begun)
    print(f"{name}: {best:.2f} s")  # noqa: T201  (what it is for)
    return answer


def main() -> None:
    """
    Run both, and hold them to each other.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="of a hundred communes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    communes = QUICKEST if arguments.quick else COMMUNES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, communes, MONTHS)
        print(f"{communes * MONTHS:,} requests, {sum(each.stat().st_size for each in folder.iterdir()) / 2**20:.0f} MiB")  # noqa: T201
        one = timed("one process", arguments.rounds, (by_one(folder) for _ in range(arguments.rounds)))
        print(f"its memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")  # noqa: T201
        spark = session(arguments.threads)
        requests = spark.read.parquet(name)
        many = timed(
            f"Spark, {arguments.threads} threads", arguments.rounds, (by_spark(requests) for _ in range(arguments.rounds))
        )
        spark.stop()
    print(dict(zip(COUNTED, one, strict=True)))  # noqa: T201
    if one != many:
        sys.exit(f"Spark says otherwise: {many}")


if __name__ == "__main__":
    main()
