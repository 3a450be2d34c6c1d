"""
What columns.py compares with: the same answers in numpy, C, polars, DuckDB and OpenFisca, each as one would write it.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Answer: TypeAlias = Any

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


def code_of(flags: Sequence[Any]) -> Any:
    """
    Return one number a row of a flag for each service.
    """
    return sum(each.astype(np.uint8) << rank for rank, each in enumerate(flags))


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
    columns = {name: raw(table[name]) for name in table.column_names if name.startswith("quantity/")}
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


def raw(column: Any) -> Any:
    """
    Return the numbers of a column without a copy: the table has zeros under its nulls.
    """
    (chunk,) = column.chunks
    return np.frombuffer(chunk.buffers()[1], np.int32)


# ---- C, by hand

LOOP = "fused.so"
"""
What the loop in C is compiled to, in the environment of the others.
"""


def compiled(compiler: str, folder: Path) -> None:
    """
    Compile the loop in C for this very machine.
    """
    source = Path(__file__).with_name("fused.c")
    command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", source, "-o", folder / LOOP]
    subprocess.run(command, check=True)  # noqa: S603  (what is found on the path)


def fused(table: Any) -> Answer:
    """
    Answer by one loop over the rows, in C.
    """
    loop = ctypes.CDLL(str(Path(sys.prefix) / LOOP)).fused
    rows = table.num_rows
    outputs = [np.empty(rows, dtype) for dtype in (np.uint8, np.bool_, np.bool_, np.int64, np.int64)]
    inputs = [table[name].chunks[0].buffers()[1].address for name in ("asked/socle", *(f"quantity/{key}" for key in MONTHLY))]
    loop(ctypes.c_size_t(rows), *map(ctypes.c_void_p, (*inputs, *(each.ctypes.data for each in outputs))))
    return outputs


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
    return [code_of(lacking), *(answer[each].to_numpy() for each in ("TAR001", "TAR002", "monthly_cents", "annual_cents"))]


# ---- OpenFisca

MONTH = "2026-01"


def openfisca(table: Any) -> Answer:
    """
    Answer by a system of variables, each a formula.
    """
    from openfisca_core.simulations import SimulationBuilder  # noqa: PLC0415  (as above)

    simulation = SimulationBuilder().build_default_simulation(_system(), count=table.num_rows)
    simulation.set_input("asked_socle", MONTH, table["asked/socle"].to_numpy())
    for key in MONTHLY:
        simulation.set_input(_variable(key), MONTH, raw(table[f"quantity/{key}"]))
    names = (*(f"missing_{service}" for service in SERVICES), "second", "network", "monthly_cents", "annual_cents")
    return [simulation.calculate(name, MONTH) for name in names]


def of_openfisca(answer: Any) -> list[Any]:
    """
    Return its answer as all are compared.
    """
    return [code_of(answer[: len(SERVICES)]), *answer[len(SERVICES) :]]


def _variable(key: str) -> str:
    return f"quantity_{key}".replace("/", "_").replace("-", "_")


@cache
def _system() -> Any:
    from openfisca_core.entities import Entity  # noqa: PLC0415
    from openfisca_core.periods import DateUnit  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415
    from openfisca_core.variables import Variable  # noqa: PLC0415

    commune = Entity("commune", "communes", "A commune", "")
    system = TaxBenefitSystem([commune])

    def add(name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        facts: dict[str, Any] = {"value_type": kind, "entity": commune, "definition_period": DateUnit.MONTH, "label": name}
        system.add_variable(type(name, (Variable,), facts | ({"formula": formula} if formula else {})))

    mails = [_variable(key) for key in MONTHLY if key.startswith("messagerie/")]
    add("asked_socle", bool)
    for key in MONTHLY:
        add(_variable(key), int)
    for service in SERVICES[1:]:
        of = mails if service == "messagerie" else [_variable(service)]
        add(f"asked_{service}", bool, lambda c, month, *, of=of: reduce(or_, [c(each, month) > 0 for each in of]))
    for needed in SERVICES:
        by = [f"asked_{each}" for each, requires in REQUIRES.items() if needed in requires]
        add(f"missing_{needed}", bool, lambda c, month, *, needed=needed, by=by: _missing(needed, by, c, month))
    add("second", bool, _second)
    add(
        "network", bool, lambda c, month: (c("quantity_reseau", month) > 0) & (c("quantity_reseau", month) < _covered(c, month))
    )
    add("due", int, lambda c, month: np.where(c("quantity_reseau", month) > 0, c("quantity_reseau", month), _covered(c, month)))
    add("monthly_cents", int, _monthly)
    add("annual_cents", int, lambda c, month: c("monthly_cents", month) * 12)
    return system


def _missing(needed: str, by: Sequence[str], commune: Any, month: Any) -> Any:
    wanted = reduce(or_, [commune(each, month) for each in by], np.zeros(commune.count, np.bool_))
    return wanted & ~commune(f"asked_{needed}", month)


def _second(commune: Any, month: Any) -> Any:
    pairs = (("support", "postes"), ("administration", "hebergement"))
    units = [[commune(f"quantity_{each}", month) for each in pair] for pair in pairs]
    return reduce(or_, [(above > below) & (below > 0) for above, below in units])


def _covered(commune: Any, month: Any) -> Any:
    return np.maximum(commune("quantity_postes", month), commune("quantity_hebergement", month))


def _monthly(commune: Any, month: Any) -> Any:
    lines = {_variable(key): price for key, price in MONTHLY.items() if key != "reseau"} | {"due": MONTHLY["reseau"]}
    return sum(commune(name, month) * price for name, price in lines.items())
