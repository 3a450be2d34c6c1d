"""
Measure bills: a year of one commune, and ten years of thirty-six, beside a pandas groupby that does the same sums.

Both sides start from the same dossiers, read once, and come to the same euros, or nothing is timed.
"""

from __future__ import annotations

import argparse
import platform
import sys
from decimal import Decimal
from functools import partial
from itertools import product
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pandas as pd

import dmsi_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Sums = dict[tuple[str, str], Decimal]

COMMUNES, YEARS = 36, range(2024, 2034)
SERVICES = ("reseau", "postes", "support", "hebergement", "administration")
PLANS = ("basique-10", "pro-25")
ROUNDS, QUICK_ROUNDS = 15, 3
BATCH = 20  # one bill by itself would measure how long what it needs takes to come back into the cache
YEAR_BOUND = 1e-3


def dossier(rank: int) -> dmsi_rules.Dossier:
    """
    Return a commune that has had everything for ten years, in volumes of its own, with every snapshot.
    """
    units = {service: 20 + rank + place for place, service in enumerate(reversed(SERVICES))}
    units |= {f"messagerie/{plan}": 30 + rank for plan in PLANS}
    shots = [
        {"month": f"{year}-{month:02}", "units": {key: count + month for key, count in units.items()}}
        for year, month in product(YEARS, range(1, 13))
    ]
    return dmsi_rules.read_dossier(
        {
            "commune": {"name": f"Commune {rank}"},
            "signatures": {"commune": "2023-10-02", "call": "2023-10-03"},
            "reaffirmations": [{"date": "2026-05-02"}, {"date": "2030-05-02"}],
            "request": {"lines": [{"service": service, "quantity": units[service]} for service in SERVICES]},
            "openings": [{"service": service, "date": "2024-01-01"} for service in (*SERVICES, "messagerie")],
            "snapshots": shots,
        }
    )


def ours(dossiers: list[dmsi_rules.Dossier], years: list[str]) -> Sums:
    """
    Return what each commune owes each year, by the library, line by line with every step.
    """
    return {(each.commune.name, answer.period): answer.total for each in dossiers for answer in dmsi_rules.bills(each, years)}


# ---- the other side


def frame_of(dossiers: list[dmsi_rules.Dossier]) -> pd.DataFrame:
    """
    Return the snapshots as a table, a row a commune, month and unit.
    """
    rows = [
        (each.commune.name, shot.month[:4], key, count)
        for each in dossiers
        for shot in each.snapshots or ()
        for key, count in (shot.units or {}).items()
    ]
    return pd.DataFrame(rows, columns=["commune", "year", "unit", "count"])


def prices() -> dict[str, int]:
    """
    Return the cents of each unit, as the one grid has them.
    """
    (grid,) = dmsi_rules.load_convention().grids
    return {f"{row.service}/{row.plan}" if row.plan else row.service: int(row.month * 100) for row in grid.prices}


def grouped(frame: pd.DataFrame, cents: Mapping[str, int]) -> Sums:
    """
    Return what each commune owes each year, by groupby: units times price, in whole cents.
    """
    due = (frame["count"] * frame["unit"].map(cents)).groupby([frame["commune"], frame["year"]]).sum()
    return {key: Decimal(int(value)).scaleb(-2) for key, value in due.items()}


# ---- measuring


def in_turns(works: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """
    Return the median seconds of each work, one after another in turns; the first round is thrown away.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            start = perf_counter()
            work()
            if turn:
                times[name].append(perf_counter() - start)
    return {name: median(each) for name, each in times.items()}


def main() -> int:
    """
    Run every measure; the exit status says only whether both sides come to the same.
    """
    parser = argparse.ArgumentParser(description="Measure bills beside a pandas groupby that does the same sums.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of each measure (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds: to see that it runs, not to quote")
    arguments = parser.parse_args()
    rounds = QUICK_ROUNDS if arguments.quick else max(1, arguments.rounds)
    dossiers, years, cents = [dossier(rank) for rank in range(COMMUNES)], [str(year) for year in YEARS], prices()
    frame = frame_of(dossiers)
    if ours(dossiers, years) != grouped(frame, cents):
        print("The two sides do not come to the same.", file=sys.stderr)
        return 1
    one = dossiers[0]
    took = in_turns(
        {
            "one year of one commune": lambda: [dmsi_rules.bill(one, years[0]) for _ in range(BATCH)],
            "ten years of thirty-six": partial(ours, dossiers, years),
            "groupby, the table ready": partial(grouped, frame, cents),
            "groupby, from the same dossiers": lambda: grouped(frame_of(dossiers), cents),
        },
        rounds,
    )
    print(
        f"{platform.python_implementation()} {platform.python_version()}, pandas {pd.__version__}, {rounds} rounds, medians;",
        end=" ",
    )
    print(f"the same euros for {COMMUNES} communes and {len(years)} years.", end="\n\n")
    took["one year of one commune"] /= BATCH
    for name, seconds in took.items():
        print(f"  {name:<34}{seconds * 1e3:9.2f} ms")
    whole = took["ten years of thirty-six"]
    a_year = whole / (COMMUNES * len(years))
    print(f"\n  a year of a commune, among many   {a_year * 1e3:9.3f} ms   at most {YEAR_BOUND * 1e3:.0f} ms: ", end="")
    print("met" if max(a_year, took["one year of one commune"]) <= YEAR_BOUND else "NOT MET")
    for name in ("groupby, the table ready", "groupby, from the same dossiers"):
        print(f"  ratio to {name:<33} {whole / took[name]:6.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
