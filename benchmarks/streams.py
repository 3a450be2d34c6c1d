"""
Measure streams: the peak memory of many dossiers beside few, in every format, and several processes beside one.

    python benchmarks/streams.py            # 100,000 dossiers beside 1,000
    python benchmarks/streams.py --quick    # 5,000, to see that it runs
    python benchmarks/streams.py --part together    # the memory of all formats in one run, which judges once for all
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

FEW, MANY, QUICK = 1_000, 100_000, 5_000
FORMATS = ("text", "json", "jsonl", "sarif", "junit", "gitlab", "github")
MEMORY_BOUND, SPEED_BOUND = 1.3, 1.7
ROUNDS, TIMED = 3, 10_000
COMMAND = (sys.executable, "-m", "dmsi_rules", "check")
FLAGS = ("--as-of", "2026-01-10", "--exit-zero")


def main() -> None:
    """
    Measure what is asked for.
    """
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="a few dossiers, one round")
    asked.add_argument(
        "--part", choices=("memory", "together", "speed"), help="one of the three; default: the first and the last"
    )
    arguments = asked.parse_args()
    many = QUICK if arguments.quick else MANY
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        if arguments.part in {None, "memory"}:
            memory(Path(folder), many)
        if arguments.part == "together":
            together(Path(folder), many)
        if arguments.part in {None, "speed"}:
            speed(Path(folder), 1 if arguments.quick else ROUNDS)


def memory(folder: Path, many: int) -> None:
    """
    Print the peak memory of a few dossiers and of many, on standard output and into a file.
    """
    few_file, many_file = stream(folder, FEW), stream(folder, many)
    print(f"\npeak memory, MiB: {FEW:,} dossiers, {many:,} dossiers, ratio (bound {MEMORY_BOUND})")
    for form in FORMATS:
        for output in ((), ("-o", str(folder / "answer"))):
            peaks = [peak(file, "--format", form, *output) for file in (few_file, many_file)]
            tell(f"{form} -o" if output else form, *peaks)


def together(folder: Path, many: int) -> None:
    """
    Print the same of one run that writes every format.
    """
    flags = [f"--output={form}={os.devnull}" for form in FORMATS if form != "text"]
    print(f"\npeak memory of all formats at once, MiB: {FEW:,} dossiers, {many:,} dossiers, ratio (bound {MEMORY_BOUND})")
    tell("all", *(peak(stream(folder, count), *flags) for count in (FEW, many)))


def tell(name: str, few: float, many: float) -> None:
    """
    Print two peaks, and whether their ratio is within the bound.
    """
    met = "met" if many / few <= MEMORY_BOUND else "NOT MET"
    print(f"  {name:10} {few:6.1f} {many:6.1f} {many / few:6.2f}  {met}", flush=True)


def speed(folder: Path, rounds: int) -> None:
    """
    Print how long one process and two take, in turns.
    """
    file = stream(folder, TIMED)
    times: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(rounds):
        for jobs, taken in times.items():
            started = perf_counter()
            peak(file, "--format", "jsonl", "--jobs", jobs)
            taken.append(perf_counter() - started)
    one, two = (median(taken) for taken in times.values())
    met = "met" if one / two >= SPEED_BOUND else "NOT MET"
    print(f"\n{TIMED:,} dossiers, JSON Lines: one process {one:.2f} s, two {two:.2f} s")
    print(f"  {one / two:.2f} times as fast (bound {SPEED_BOUND}, with two free cores)  {met}")


def stream(folder: Path, count: int) -> Path:
    """
    Return a file of *count* dossiers, most with something to find.
    """
    document = json.loads(Path(__file__).with_name("request.json").read_text(encoding="utf-8"))
    path = folder / f"{count}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for rank in range(count):
            lines = [{"service": "support", "quantity": 10 + rank % 7}, *document["request"]["lines"][: rank % 5]]
            made = document | {
                "commune": {"name": f"Commune {rank}"},
                "request": document["request"] | {"lines": [each for each in lines if rank % 3 or each["service"] != "socle"]},
            }
            unlike = {each["service"]: each for each in made["request"]["lines"]}
            file.write(json.dumps(made | {"request": made["request"] | {"lines": list(unlike.values())}}) + "\n")
    return path


def peak(file: Path, *argv: str) -> float:
    """
    Run the command on *file*, and return the most memory that its process had, in MiB.
    """
    with subprocess.Popen([*COMMAND, str(file), *FLAGS, *argv], stdout=subprocess.DEVNULL) as child:  # noqa: S603
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"status {child.returncode}")
    return usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
