"""
Tables of requests and texts for them, drawn by Hypothesis, and what a check says of each row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
from hypothesis import assume
from hypothesis import strategies as st

import dmsi_rules
from dmsi_rules import Convention, batch
from dmsi_rules.batch.planning import JUDGING
from dmsi_rules.convention import convention_of
from dmsi_rules.errors import ConventionError
from dmsi_rules.testing.strategies import Plain, catalogues, flags, switches
from tests.convention.examples import FILES

CODES = [rule.code for rule in JUDGING]
TURN = dt.date(2026, 3, 1)
"""
The day on which made-up texts change.
"""
TYPES: Mapping[str, Any] = {
    "quantity": pa.int32(),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "amount": pa.decimal128(14, 2),
    "text": pa.string(),
}
NEAR: Mapping[str, list[Any]] = {
    "quantity": [1, 2, 2, 8, 9, 30, 31, 10**9],
    "count": [0, 1, 20, 21, 1999, 2000, 9999, 10_000, 10**9],
    "flag": [True, False],
    "amount": [Decimal("84.00"), Decimal("0.00"), Decimal("144.00")],
    "text": ["Avion", "Lens"],
}
"""
Values around which verdicts and prices turn.
"""
days = st.sampled_from(
    [dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1), TURN, dt.date(2026, 8, 31)]
) | st.dates(dt.date(2024, 6, 1), dt.date(2028, 1, 31))


@st.composite
def made_up(draw: st.DrawFn) -> Convention:
    """
    Return a text with any catalogue, levels, rows, form and network, entries from a day on, and doubts.
    """
    data = draw(catalogues(5))
    codes = [service["code"] for service in data["services"]]
    base = data["base"]
    others = st.sampled_from([code for code in codes if code != base] or codes)
    some = st.lists(st.sampled_from(codes), max_size=3, unique=True)
    if len(codes) > 2 and draw(flags):
        covers = draw(st.lists(others, min_size=1, max_size=2, unique=True))
        data["network"] = {"service": draw(others), "covers": covers, "source": "Art. 6"}
    data["form"] = {"services": draw(some), "source": "Art. 6"}
    data["perimeter_rows"] = [{"services": row, "source": "Art. 6"} for row in draw(st.lists(some, max_size=3)) if row]
    try:
        text = convention_of(data).to_dict()
        return convention_of(_changed(draw, text))
    except ConventionError:
        assume(condition=False)
        raise


def _changed(draw: st.DrawFn, text: Plain) -> Plain:
    """
    Return the data of a text with doubts, brackets, and days from which on entries hold.
    """
    for edge in text["catalogue"].get("edges", ()):
        edge.update(draw(st.fixed_dictionaries({}, optional={"at_most": flags, "from": st.just(TURN), "new_only": flags})))
    for service in text["catalogue"]["services"]:
        if service["code"] != text["catalogue"]["base"] and draw(st.integers(0, 4)) == 0:
            service["from"] = TURN
    for price in text["tariff"]["grids"][0]["prices"]:
        if draw(st.integers(0, 2)) == 0:
            price.pop("month", None), price.pop("year", None)
            ends = draw(st.lists(st.integers(1, 30), min_size=1, max_size=2, unique=True).map(sorted))
            key = draw(st.sampled_from(["month", "year"]))
            price |= {"by": "quantity", "marginal": draw(flags)}
            price["brackets"] = [{"up_to": end, key: f"{end}.10"} for end in ends] + [{key: "7.05"}]
    notice = draw(
        st.fixed_dictionaries(
            {
                "source": st.just("Art. 1"),
                "limit": st.sampled_from(
                    [{"months": 6, "before": "year"}, {"months": 3, "before": "opening"}, {"day": "06-30", "before": "year"}]
                ),
            },
            optional={
                "notice_limit": st.permutations(["eve", "day"]),
                "notice_counts_to": st.permutations(["start-of-opening-year", "opening-date"]),
            },
        )
    )
    start = {"source": "Art. 3", "start": draw(st.permutations(["next-year", "signature"]))}
    text["request"]["notice"] = [notice, {**notice, "from": TURN, "limit": {"months": 4, "before": "opening"}}][
        : draw(st.integers(1, 2))
    ]
    text["term"]["start"] = [start]
    return text


texts = st.sampled_from(sorted(FILES)).map(lambda name: dmsi_rules.load_convention(FILES[name])) | made_up()


@st.composite
def tables(draw: st.DrawFn, text: Convention, rows: int = 24) -> Any:
    """
    Return a table of requests before *text*, with any of its columns; its rows by a seed, so that there may be many.
    """
    seeded = Random(draw(st.integers(0, 2**32)))  # noqa: S311  (rows to try, not secrets)
    left_out = draw(st.sampled_from([0.1, 0.5, 0.9]))
    lines = draw(st.sampled_from([0.1, 0.5, 0.9]))
    chosen = [
        column
        for column in batch.columns(text)
        if seeded.random() > left_out and (column.key == ("", None) or seeded.random() < lines)
    ]
    chosen = chosen or [batch.columns(text)[0]]
    return pa.table({column.name: _array(column, seeded, rows) for column in chosen})


def _array(column: batch.Column, seeded: Random, rows: int) -> Any:
    nulls = seeded.choice([0, 0.1, 0.5])
    values = [None if seeded.random() < nulls else _value(column, seeded) for _ in range(rows)]
    return pa.array(values, TYPES[column.kind])


def _value(column: batch.Column, seeded: Random) -> Any:
    if column.kind != "day":
        value = seeded.choice(NEAR[column.kind])
        return value if column.most is None else min(value, column.most)
    turns = [dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2026, 1, 1), dt.date(2026, 1, 10), TURN, dt.date(2027, 9, 1)]
    return seeded.choice([*turns, dt.date(2024, 6, 1) + dt.timedelta(seeded.randrange(1500))])


def as_checked(table: Any, text: Convention, as_of: dt.date, readings: Mapping[str, str]) -> list[Any]:
    """
    Return what a check and a quote of each row's dossier say: codes with verdicts, cents, whether something is to be quoted.
    """
    found = []
    for dossier in batch.dossiers(table, as_of=as_of, convention=text):
        report = dmsi_rules.check(dossier, as_of=as_of, convention=text, readings=readings, select=CODES)
        quote = dmsi_rules.quote(dossier, as_of=as_of, convention=text, readings=readings)
        said = {f"{each.code}/{each.verdict}" for each in report.findings}
        found.append((said, int(quote.monthly_total * 100), int(quote.annual_total * 100), quote.partial))
    return found


def as_judged(table: Any, text: Convention, as_of: dt.date, readings: Mapping[str, str]) -> list[Any]:
    """
    Return what the columns say of each row, in the same form.
    """
    answer = batch.judge(table, as_of=as_of, convention=text, readings=readings)
    return [
        (
            {name for name, value in row.items() if name[:3].isupper() and value},
            row["monthly_cents"],
            row["annual_cents"],
            row["partial"],
        )
        for row in answer.to_pylist()
    ]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Any, Convention, dt.date, dict[str, str]]:
    """
    Return a table, its text, a day and readings.
    """
    text = draw(texts)
    return draw(tables(text)), text, draw(days), draw(switches) if draw(flags) else {}
