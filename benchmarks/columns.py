"""
Measure how fast tables of requests are judged and priced, beside programs by hand in numpy and C, polars, DuckDB and OpenFisca.

One task: of each request the services that are missing, whether more of a second level is asked than of the first, whether the
network is below what it covers, and the cents a month and a year. All give the same answers before anything is timed. The other
sides run in an environment of their own, which is made when it is not there; all take turns, a process each. The library
answers by numpy, and where dmsi-rules-kernel is installed by the compiled loop too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import importlib.util
import platform
import shutil
import subprocess
import sys
import venv
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, TypeAlias

import column_peers as peers
import numpy as np
import pyarrow as pa
from column_peers import MONTHLY, SERVICES, code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
HAND_BOUND, C_BOUND, ALL_BOUND = 0.9, 1.4, 60.0
COMPILER = shutil.which("gcc") or shutil.which("cc")
AS_OF = dt.date(2026, 1, 10)
Answer: TypeAlias = Any

# ---- the requests


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


def judged(table: Any, *, is_looped: bool, only: Sequence[str] | None = None) -> Answer:
    """
    Answer by the convention.
    """
    from dmsi_rules import batch  # noqa: PLC0415  (not there in the environment of the others)
    from dmsi_rules.batch import _compiled  # noqa: PLC0415

    if not is_looped:
        _compiled.KERNEL = None
    return batch.judge(table, as_of=AS_OF, only=only)


def of_library(answer: Any) -> list[Any]:
    """
    Return its answer as all are compared.
    """
    lacking = [answer[f"missing/{service}"].to_numpy() for service in SERVICES]
    flags = [answer[f"{code}/violated"].to_numpy() for code in ("TAR001", "TAR002")]
    return [code_of(lacking), *flags, answer["monthly_cents"].to_numpy(), answer["annual_cents"].to_numpy()]


# ---- in turns

ONE = ("missing", "TAR001", "TAR002", "costs")
BY_NUMPY, BY_LOOP, HAND, FUSED = "library", "library, loop", "numpy by hand", "C by hand"
WHOLE, WHOLE_BY_LOOP = "every rule", "every rule, loop"
SIDES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], list[Any]] | None, bool]] = {
    BY_NUMPY: (partial(judged, is_looped=False, only=ONE), of_library, False),
    BY_LOOP: (partial(judged, is_looped=True, only=ONE), of_library, False),
    HAND: (peers.by_hand, list, True),
    FUSED: (peers.fused, list, True),
    "polars": (peers.polars, peers.of_frame, True),
    "DuckDB": (peers.duckdb, peers.of_frame, True),
    "OpenFisca": (peers.openfisca, peers.of_openfisca, True),
    WHOLE: (partial(judged, is_looped=False), None, False),
    WHOLE_BY_LOOP: (partial(judged, is_looped=True), None, False),
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
    sides = prepared()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, pyarrow {pa.__version__}; ns of one processor a row")
    print(f"{'rows':>10}  " + "".join(f"{side:>18}" for side in sides))
    for rows in QUICK_SIZES if arguments.quick else SIZES:
        rounds = arguments.rounds or (QUICK_ROUNDS if arguments.quick else LARGE_ROUNDS if rows >= LARGE else ROUNDS)
        taken = measured(sides, rows, rounds)
        print(f"{rows:>10,}  " + "".join(f"{each:>18.1f}" for each in taken.values()))
        for said in told(taken):
            print(f"{'':>10}  {said}", flush=True)


def prepared() -> Sequence[str]:
    """
    Return the sides that there can be, once the others have their environment.
    """
    command = [PEERS / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS]
    if not PEERS.exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run(command, check=True)  # noqa: S603  (as above)
    left_out = set()
    if COMPILER is None:
        left_out |= {FUSED}
    else:
        peers.compiled(COMPILER, PEERS)
    if importlib.util.find_spec("dmsi_rules_kernel") is None:
        left_out |= {BY_LOOP, WHOLE_BY_LOOP}
    return [side for side in SIDES if side not in left_out]


def told(taken: Mapping[str, float]) -> Iterator[str]:
    """
    Yield how the library stands, and whether the bounds are met.
    """
    others = {side: each for side, each in taken.items() if SIDES[side][2]}
    for own in (BY_NUMPY, BY_LOOP):
        if own in taken:
            ratios = ", ".join(f"{taken[own] / each:.2f} of {side}" for side, each in others.items())
            frames = min(each for side, each in others.items() if side not in {HAND, FUSED})
            is_met = taken[own] <= HAND_BOUND * taken[HAND] and taken[own] < frames
            yield f"{own}: {ratios}; bound {HAND_BOUND} of numpy by hand, and ahead of all engines: {_met(is_met)}"
    if BY_LOOP in taken and FUSED in taken:
        yield f"bound {C_BOUND} of C by hand for the loop: {_met(taken[BY_LOOP] <= C_BOUND * taken[FUSED])}"
    for own in (WHOLE, WHOLE_BY_LOOP):
        if own in taken:
            yield f"{own}: bound {ALL_BOUND:.0f} ns: {_met(taken[own] <= ALL_BOUND)}"


def _met(is_met: bool) -> str:  # noqa: FBT001  (one word of it)
    return "met" if is_met else "not met"


if __name__ == "__main__":
    main()
