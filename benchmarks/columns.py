"""
Measure how fast tables of requests are judged and priced, beside a program in numpy by hand, polars and DuckDB.

One task: of each request the services that are missing, whether more of a second level is asked than of the first, whether the
network is below what it covers, and the cents a month and a year. All give the same answers before anything is timed. The other
sides run in an environment of their own, which is made when it is not there; all take turns, a process each.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import platform
import subprocess
import sys
import venv
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).parent
PEERS = HERE.parent / "build" / "columns-peers"
REQUIREMENTS = HERE / "columns-requirements.txt"
SIZES, QUICK_SIZES = (10**4, 10**5, 10**6, 10**7), (10**4, 10**5)
ROUNDS, QUICK_ROUNDS, LARGE_ROUNDS = 9, 3, 3
ASKED, UNDATED, AUTHORISED = 0.8, 0.1, 0.7
"""
In how many rows the base is asked, a day is not known, and the perimeter names a service.
"""
LARGE, ROWS_A_ROUND = 10**7, 3 * 10**5
HAND_BOUND, ALL_BOUND = 0.9, 60.0
AS_OF = dt.date(2026, 1, 10)
Answer: TypeAlias = Any

# ---- the requests

MONTHLY: Mapping[str, int] = {
    "reseau": 700,
    "postes": 1700,
    "support": 1100,
    "messagerie/basique-10": 650,
    "messagerie/basique-25": 780,
    "messagerie/basique-50": 800,
    "messagerie/pro-10": 750,
    "messagerie/pro-25": 880,
    "messagerie/pro-50": 1000,
    "messagerie/premium-10": 950,
    "messagerie/premium-25": 1060,
    "messagerie/premium-50": 1180,
    "hebergement": 1200,
    "administration": 400,
}
"""
Cents a unit and month, as one who writes the program for this grid would write them down.
"""
SERVICES = ("socle", "reseau", "postes", "support", "messagerie", "hebergement", "administration")
REQUIRES: Mapping[str, tuple[str, ...]] = {
    "reseau": ("socle",),
    "postes": ("reseau", "socle"),
    "support": ("postes", "reseau", "socle"),
    "messagerie": ("socle",),
    "hebergement": ("reseau", "socle"),
    "administration": ("hebergement", "reseau", "socle"),
}


def requests(rows: int, *, whole: bool = False) -> Any:
    """
    Return a table of so many made-up requests; a *whole* one has days and the perimeter too.
    """
    random = np.random.default_rng(rows)
    columns: dict[str, Any] = {"asked/socle": pa.array(random.random(rows) < ASKED)}
    for key in MONTHLY:
        left_out = random.random(rows) < (0.85 if "/" in key else 0.5)
        units = np.where(left_out, 0, random.integers(1, 400, rows)).astype(np.int32)
        columns[f"quantity/{key}"] = pa.array(units, mask=left_out)
    if whole:
        for part in ("date", "signed", "opening", *(f"opening/{key}" for key in ("reseau", "postes", "hebergement"))):
            days = np.datetime64("2025-01-01") + random.integers(0, 900, rows)
            columns[part] = pa.array(days.astype("datetime64[D]"), mask=random.random(rows) < UNDATED)
        columns |= {f"perimeter/{service}": pa.array(random.random(rows) < AUTHORISED) for service in SERVICES}
    return pa.table(columns)


# ---- the library


def library(table: Any) -> Answer:
    """
    Answer by the convention.
    """
    from dmsi_rules import batch  # noqa: PLC0415  (not there in the environment of the others)

    return batch.judge(table, as_of=AS_OF, only=["missing", "TAR001", "TAR002", "costs"])


def of_library(answer: Any) -> list[Any]:
    """
    Return its answer as all are compared.
    """
    lacking = [answer[f"missing/{service}"].to_numpy() for service in SERVICES]
    flags = [answer[f"{code}/violated"].to_numpy() for code in ("TAR001", "TAR002")]
    return [_code(lacking), *flags, answer["monthly_cents"].to_numpy(), answer["annual_cents"].to_numpy()]


def _code(flags: Sequence[Any]) -> Any:
    """
    Return one number a row of a flag for each service.
    """
    return sum(each.astype(np.uint8) << rank for rank, each in enumerate(flags))


def every_rule(table: Any) -> Answer:
    """
    Answer everything that columns can be asked.
    """
    from dmsi_rules import batch  # noqa: PLC0415  (as above)

    return batch.judge(table, as_of=AS_OF)


# ---- numpy, by hand

BLOCK = 2**15
COVERED = ("postes", "hebergement")
LACKING = np.zeros(2 ** len(SERVICES), np.uint8)
for asked in range(len(LACKING)):
    for rank, service in enumerate(SERVICES):
        if asked >> rank & 1:
            for each in REQUIRES.get(service, ()):
                LACKING[asked] |= 1 << SERVICES.index(each) & ~asked


def by_hand(table: Any) -> Answer:
    """
    Answer as one would write it for this grid: block by block, the services of a row in the bits of a byte.
    """
    rows = table.num_rows
    code, monthly = np.empty(rows, np.uint8), np.empty(rows, np.int64)
    second, network = np.empty(rows, np.bool_), np.empty(rows, np.bool_)
    columns = {name: _raw(table[name]) for name in table.column_names if name.startswith("quantity/")}
    base = table["asked/socle"].to_numpy()
    line, units = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int32)
    for first in range(0, rows, BLOCK):
        part = slice(first, first + BLOCK)
        q = {name.removeprefix("quantity/"): column[part] for name, column in columns.items()}
        size = len(q["reseau"])
        asked = base[part].astype(np.uint8)
        for key, each in q.items():
            asked |= (each != 0).view(np.uint8) << SERVICES.index(key.partition("/")[0])
        LACKING.take(asked, out=code[part])
        second[part] = (q["support"] > q["postes"]) & (q["postes"] != 0)
        second[part] |= (q["administration"] > q["hebergement"]) & (q["hebergement"] != 0)
        covered = np.maximum(q["postes"], q["hebergement"], out=units[:size])
        network[part] = (q["reseau"] < covered) & (q["reseau"] != 0)
        due = covered * (q["reseau"] == 0) + q["reseau"]
        cents = np.multiply(due, MONTHLY["reseau"], out=monthly[part], dtype=np.int64)
        for key, price in MONTHLY.items():
            if key != "reseau":
                np.multiply(q[key], price, out=line[:size], dtype=np.int64)
                cents += line[:size]
    return code, second, network, monthly, monthly * 12


def _raw(column: Any) -> Any:
    """
    Return the numbers of a column without a copy: the table has zeros under its nulls.
    """
    (chunk,) = column.chunks
    return np.frombuffer(chunk.buffers()[1], np.int32)


# ---- polars


def polars(table: Any) -> Answer:
    """
    Answer by expressions.
    """
    import polars as pl  # noqa: PLC0415  (in the environment of the others alone)

    q = {key: pl.col(f"quantity/{key}") for key in MONTHLY}
    mails = [key for key in MONTHLY if key.startswith("messagerie/")]
    there = {service: q[service].is_not_null() for service in SERVICES if service in q}
    there |= {"socle": pl.col("asked/socle"), "messagerie": pl.any_horizontal(q[key].is_not_null() for key in mails)}
    lacking = {
        needed: ~there[needed] & pl.any_horizontal(there[each] for each, requires in REQUIRES.items() if needed in requires)
        for needed in {each for requires in REQUIRES.values() for each in requires}
    }
    covered = pl.max_horizontal(q["postes"], q["hebergement"])
    due = pl.coalesce(q["reseau"], covered).fill_null(0).cast(pl.Int64) * MONTHLY["reseau"]
    others = [q[key].fill_null(0).cast(pl.Int64) * price for key, price in MONTHLY.items() if key != "reseau"]
    flags = {
        "TAR001": (q["support"] > q["postes"]).fill_null(value=False)
        | (q["administration"] > q["hebergement"]).fill_null(value=False),
        "TAR002": (q["reseau"] < covered).fill_null(value=False),
    }
    frame = pl.from_arrow(table).lazy()
    return (
        frame.select(**{f"missing/{each}": found for each, found in lacking.items()}, **flags, monthly_cents=sum(others, due))
        .with_columns(annual_cents=pl.col("monthly_cents") * 12)
        .collect()
    )


# ---- DuckDB


def duckdb(given: Any) -> Answer:  # noqa: ARG001  (the query names it)
    """
    Answer by a query.
    """
    import duckdb as engine  # noqa: PLC0415  (as above)

    q = {key: f'"quantity/{key}"' for key in MONTHLY}
    mails = " or ".join(f"{q[key]} is not null" for key in MONTHLY if key.startswith("messagerie/"))
    there = {service: f"({q[service]} is not null)" for service in SERVICES if service in q}
    there |= {"socle": '"asked/socle"', "messagerie": f"({mails})"}
    wanting = {
        needed: " or ".join(there[each] for each, requires in REQUIRES.items() if needed in requires)
        for needed in {each for requires in REQUIRES.values() for each in requires}
    }
    lacking = [f'not {there[needed]} and ({asked}) as "missing/{needed}"' for needed, asked in wanting.items()]
    covered = f"greatest({q['postes']}, {q['hebergement']})"
    due = f"coalesce({q['reseau']}, {covered}, 0)::bigint * {MONTHLY['reseau']}"
    cents = " + ".join([due, *(f"coalesce({q[key]}, 0)::bigint * {MONTHLY[key]}" for key in MONTHLY if key != "reseau")])
    second = f"coalesce({q['support']} > {q['postes']}, false) or coalesce({q['administration']} > {q['hebergement']}, false)"
    network = f"coalesce({q['reseau']} < {covered}, false)"
    wanted = ", ".join([*lacking, f"{second} as TAR001", f"{network} as TAR002", f"{cents} as monthly_cents"])
    engine.execute("set threads = 1")
    query = f"select *, monthly_cents * 12 as annual_cents from (select {wanted} from given)"  # noqa: S608  (no one's words)
    return engine.sql(query).to_arrow_table()


def of_frame(answer: Any) -> list[Any]:
    """
    Return the answer of either of them as all are compared.
    """
    names = set(answer.columns if hasattr(answer, "collect_schema") else answer.column_names)
    nobody = np.zeros(len(answer), np.bool_)
    lacking = [answer[f"missing/{each}"].to_numpy() if f"missing/{each}" in names else nobody for each in SERVICES]
    return [_code(lacking), *(answer[each].to_numpy() for each in ("TAR001", "TAR002", "monthly_cents", "annual_cents"))]


# ---- in turns

SIDES: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], list[Any]] | None, bool]] = {
    "library": (library, of_library, False),
    "numpy by hand": (by_hand, list, True),
    "polars": (polars, of_frame, True),
    "DuckDB": (duckdb, of_frame, True),
    "library, every rule": (every_rule, None, False),
}
"""
Who answers, how the answer is compared, and whether that is in the environment of the others.
"""


def work(side: str) -> None:
    """
    Answer for *side* as often as a line of standard input asks: a size first, then each time the seconds of the processor.
    """
    answer, compared, _ = SIDES[side]
    rows = int(input())
    table, times = requests(rows, whole=compared is None), max(1, ROWS_A_ROUND // rows)
    found = answer(table)
    digest = hashlib.sha256()
    for each in compared(found) if compared else ():
        digest.update(np.ascontiguousarray(each).astype(np.int64).tobytes())
    print(digest.hexdigest(), flush=True)
    for _ in iter(input, ""):
        begun = process_time()
        for _ in range(times):
            answer(table)
        print((process_time() - begun) / times, flush=True)


def measured(sides: Sequence[str], rows: int, rounds: int) -> Mapping[str, float]:
    """
    Return the nanoseconds of the processor that each side takes a row: medians of rounds in turns.
    """
    workers = {side: _worker(side) for side in sides}
    digests = {side: _ask(worker, str(rows)) for side, worker in workers.items()}
    compared = {digest for side, digest in digests.items() if SIDES[side][1]}
    if len(compared) != 1:
        sys.exit(f"the sides differ: {digests}")
    taken: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(rounds):
        for side, worker in workers.items():
            taken[side].append(float(_ask(worker, "again")) / rows * 1e9)
    for worker in workers.values():
        worker.communicate("\n")
    return {side: median(each) for side, each in taken.items()}


def _worker(side: str) -> subprocess.Popen[str]:
    python = PEERS / "bin" / "python" if SIDES[side][2] else sys.executable
    environment = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(  # noqa: S603  (this file)
        [python, __file__, "--work", side], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )


def _ask(worker: subprocess.Popen[str], line: str) -> str:
    if worker.stdin is None or worker.stdout is None:
        raise TypeError  # both are pipes
    worker.stdin.write(f"{line}\n")
    worker.stdin.flush()
    return worker.stdout.readline().strip()


def main() -> None:
    """
    Compare, and say whether the bounds are met.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rows, few rounds")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--work", choices=SIDES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments.work)
        return
    if not PEERS.exists():
        venv.create(PEERS, with_pip=True)
        command = [PEERS / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS]
        subprocess.run(command, check=True)  # noqa: S603  (as above)
    print(f"Python {platform.python_version()}, numpy {np.__version__}, pyarrow {pa.__version__}; ns of one processor a row")
    print(f"{'rows':>10}  " + "".join(f"{side:>22}" for side in SIDES))
    for rows in QUICK_SIZES if arguments.quick else SIZES:
        rounds = arguments.rounds or (QUICK_ROUNDS if arguments.quick else LARGE_ROUNDS if rows >= LARGE else ROUNDS)
        taken = measured(tuple(SIDES), rows, rounds)
        print(f"{rows:>10,}  " + "".join(f"{each:>22.1f}" for each in taken.values()))
        own, whole = taken["library"], taken["library, every rule"]
        ratios = ", ".join(f"{own / each:.2f} of {side}" for side, each in taken.items() if SIDES[side][2])
        is_met = own <= HAND_BOUND * taken["numpy by hand"] and own < min(taken["polars"], taken["DuckDB"])
        told = f"{ratios}; bound {HAND_BOUND} of numpy: {_met(is_met)}; every rule {ALL_BOUND:.0f}: {_met(whole <= ALL_BOUND)}"
        print(f"{'':>10}  {told}")


def _met(is_met: bool) -> str:  # noqa: FBT001  (one word of it)
    return "met" if is_met else "not met"


if __name__ == "__main__":
    main()
