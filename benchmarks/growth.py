"""
Measure growth: the processor time of documents and conventions of several sizes, and the exponent between them.

    python benchmarks/growth.py             # all of it, a minute
    python benchmarks/growth.py --quick     # small sizes, to see that it runs
    python benchmarks/growth.py --only lists faults
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import platform
from collections.abc import Callable, Mapping
from math import log
from time import process_time
from typing import Any

import dmsi_rules

AS_OF = dt.date(2026, 1, 10)
LINEAR, SQUARE = 1.2, 2.2
DAY = dt.timedelta(days=1)
Run = Callable[[], object]
Prepare = Callable[[int], Run]


def main() -> None:
    """
    Measure what is asked for.
    """
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--quick", action="store_true", help="a tenth of each size, one round")
    asked.add_argument("--only", nargs="+", choices=MEASURES, help="some of them")
    arguments = asked.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; processor time")
    for name in arguments.only or MEASURES:
        prepare, sizes, bound, steepest = MEASURES[name]
        sizes = tuple(size // 10 for size in sizes) if arguments.quick else sizes
        print(f"\n{name}: {' '.join((prepare.__doc__ or '').split())}")
        tell(prepare, sizes, None if arguments.quick else bound, steepest, rounds=1 if arguments.quick else 3)


def tell(prepare: Prepare, sizes: tuple[int, ...], bound: float | None, steepest: float, rounds: int) -> None:
    """
    Print the time at each size, the exponent between two, and whether the bounds are met.
    """
    before: tuple[int, float] | None = None
    for size in sizes:
        taken = best(prepare, size, rounds)
        line = f"  {size:7,} {taken * 1000:10.1f} ms"
        if before is not None:
            exponent = log(taken / before[1]) / log(size / before[0])
            line += f"   exponent {exponent:5.2f} (bound {steepest}) {met(exponent <= steepest)}"
        if bound is not None and size == sizes[-1]:
            line += f"   bound {bound * 1000:.0f} ms {met(taken < bound)}"
        print(line, flush=True)
        before = size, taken


def met(is_met: bool) -> str:  # noqa: FBT001  (a predicate, said in words)
    """
    Say whether a bound is met.
    """
    return "met" if is_met else "NOT MET"


def best(prepare: Prepare, size: int, rounds: int) -> float:
    """
    Return the least processor time of a few runs, each prepared anew, after one that prepares what a process does once.
    """
    prepare(2)()
    return min(timed(prepare(size)) for _ in range(rounds))


def timed(run: Run) -> float:
    """
    Return the processor time that *run* takes.
    """
    gc.collect()
    started = process_time()
    run()
    return process_time() - started


# ---- what grows


def communes(size: int) -> Run:
    """
    Communes in one governance document, who all vote and whose correspondents all attend.
    """
    names = [f"Commune {rank}" for rank in range(size)]
    present = [{"role": "correspondent", "commune": name} for name in names]
    return checked_governance(
        {
            "communes": names,
            "observed_from": "2025-01-01",
            "observed_to": "2025-12-31",
            "meetings": [
                {"committee": "operational", "date": f"2025-{month:02}-10", "present": present, "invited": []}
                for month in (3, 9)
            ],
            "amendments": [
                {"name": "one", "proposed": "2025-02-01", "votes": dict.fromkeys(names, "for"), "adopted": "2025-05-01"}
            ],
        }
    )


def meetings(size: int) -> Run:
    """
    Meetings of the strategic committee in one governance document.
    """
    kept = [
        {"committee": "strategic", "date": str(dt.date(2005, 1, 1) + rank % 7000 * DAY), "present": []} for rank in range(size)
    ]
    return checked_governance(
        {"communes": ["Lens"], "observed_from": "2005-01-01", "observed_to": "2025-12-31", "meetings": kept}
    )


def lacking(size: int) -> Run:
    """
    Services that stand on one another in a chain, every second one asked: each names all below it, a square of words.
    """
    convention = dmsi_rules.load_convention(text(size, lambda rank: rank - 1))
    lines = [{"service": f"s{rank}", "quantity": 1} for rank in range(1, size, 2)]
    return checked({"commune": {"name": "Lens"}, "request": {"date": "2025-02-01", "lines": lines}}, convention)


def first(size: int) -> Run:
    """
    The first check under a convention of many services, each resting on the one at half its rank.
    """
    written = text(size, lambda rank: rank // 2)
    return lambda: checked({"commune": {"name": "Lens"}}, dmsi_rules.load_convention(written))()  # noqa: PLW0108  (loads late)


def workstations(size: int) -> Run:
    """
    Workstations in one dossier that say nothing but who they are.
    """
    return checked(requested() | {"evidence": {"workstations": [{"id": f"PC-{rank}"} for rank in range(size)]}})


def lists(size: int) -> Run:
    """
    Projects, expenses and assets in one dossier.
    """
    share = range(size // 3)
    return checked(
        requested()
        | {
            "obligations": {"projects": [{"name": f"Project {rank}"} for rank in share]},
            "expenses": [{"nature": "commune-workstation", "borne_by": "call" if rank % 2 else "commune"} for rank in share],
            "assets": [{"nature": "pooled-infrastructure", "owner": "commune" if rank % 2 else "call"} for rank in share],
        }
    )


def snapshots(size: int) -> Run:
    """
    Years of monthly photographs in one dossier.
    """
    months = [f"{2000 + rank // 12}-{rank % 12 + 1:02}" for rank in range(size * 12)]
    openings = [{"service": service, "date": "2000-01-01"} for service in ("reseau", "postes")]
    kept = [{"month": month, "units": {"reseau": 10, "postes": 10}} for month in months]
    return checked(requested() | {"openings": openings, "snapshots": kept})


def faults(size: int) -> Run:
    """
    Lines of a request with two faults each.
    """
    lines = [{"service": f"nothing-{rank}", "quantity": -1} for rank in range(size)]
    document = {"commune": {"name": "Lens"}, "request": {"lines": lines}}

    def told() -> tuple[object, ...]:
        try:
            dmsi_rules.read_dossier(document)
        except dmsi_rules.InvalidDocumentError as error:
            return error.findings
        raise AssertionError

    return told


def shares(size: int) -> Run:
    """
    Communes among whom costs are shared.
    """
    units = {f"Commune {rank}": {"reseau": rank % 50 + 1, "postes": rank % 30 + 1} for rank in range(size)}
    return lambda: dmsi_rules.share({"reseau": "100000.00", "postes": "50000.00"}, units)


# ---- documents


def requested() -> dict[str, Any]:
    """
    Return a small dossier that asks for workstations.
    """
    lines = [{"service": "socle"}, *({"service": each, "quantity": 10} for each in ("reseau", "serveurs", "postes"))]
    return {"commune": {"name": "Lens"}, "request": {"date": "2025-02-01", "lines": lines}}


def checked(document: Mapping[str, Any], convention: dmsi_rules.Convention | None = None) -> Run:
    """
    Return the check of a dossier that is read already.
    """
    dossier = dmsi_rules.read_dossier(document, convention=convention)
    return lambda: dmsi_rules.check(dossier, as_of=AS_OF, convention=convention)


def checked_governance(document: Mapping[str, Any]) -> Run:
    """
    Return the check of a governance document that is read already.
    """
    governance = dmsi_rules.read_governance({"kind": "governance", **document})
    return lambda: dmsi_rules.check(governance, as_of=AS_OF)


def text(size: int, below: Callable[[int], int]) -> str:
    """
    Return a convention of *size* services, each resting on the one that *below* names.
    """
    services = ['{ code = "s0" }', *(f'{{ code = "s{rank}", unit = "unit" }}' for rank in range(1, size))]
    edges = [f'{{ service = "s{rank}", requires = "s{below(rank)}" }}' for rank in range(1, size)]
    prices = [f'{{ service = "s{rank}", month = "1.00", year = "12.00" }}' for rank in range(1, size)]
    return f"""
format = 2
id = "many"
title = "Many services"
checked = 2025-01-01
[parties]
provider = {{ code = "agency", fr = "l'agence", en = "the agency" }}
member = {{ code = "town", fr = "la ville", en = "the town" }}
[year]
starts = "01-01"
[units]
unit = {{ fr = "unité", en = "unit" }}
[catalogue]
source = "A"
base = "s0"
services = [{", ".join(each.replace(" }", ', fr = "service", en = "service" }') for each in services)}]
edges = [{", ".join(edges)}]
[[term.start]]
source = "A"
start = "signature"
[[term.length]]
source = "A"
kind = "unlimited"
[[tariff.grids]]
id = "2024"
source = "A"
in_force = 2024-01-01
prices = [{", ".join(prices)}]
"""


MEASURES: Mapping[str, tuple[Prepare, tuple[int, ...], float | None, float]] = {
    "communes": (communes, (3_500, 11_000, 35_000), 1.0, LINEAR),
    "meetings": (meetings, (1_000, 3_000, 10_000), None, LINEAR),
    "lacking": (lacking, (100, 300, 1_000), 0.5, SQUARE),
    "first": (first, (200, 700, 2_000), None, LINEAR),
    "workstations": (workstations, (1_000, 3_000, 10_000), 0.25, LINEAR),
    "lists": (lists, (1_000, 3_000, 10_000), None, LINEAR),
    "snapshots": (snapshots, (10, 30, 100), None, LINEAR),
    "faults": (faults, (1_000, 3_000, 10_000), None, LINEAR),
    "shares": (shares, (3_500, 11_000, 35_000), None, LINEAR),
}
"""
For each thing that grows: what makes one of a size, the sizes, the most seconds that the last of them may take, and the
steepest exponent.
"""

if __name__ == "__main__":
    main()
