"""
Tables as they come: how columns are encoded, and what is refused, by the column's name.
"""

import datetime as dt
import subprocess
import sys
import types
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from dmsi_rules import UnknownRuleError, batch
from dmsi_rules.batch import _compiled
from dmsi_rules.convention import convention_of
from tests.convention.examples import GONE, changed

AS_OF = dt.date(2026, 1, 10)
DAY = dt.date(2026, 1, 1)
PLAIN = pa.table(
    {
        "quantity/reseau": pa.array([5, None, 3, 4], pa.int32()),
        "quantity/postes": pa.array([7, 2, None, 4], pa.int32()),
        "asked/socle": [True, True, True, None],
        "opening": [DAY, DAY, None, DAY],
        "date": [dt.date(2025, 5, 1), dt.date(2025, 9, 1), None, dt.date(2025, 5, 1)],
        "name": ["Avion", None, "Lens", "Harnes"],
        "x-id": ["a", "b", "c", "d"],
    }
)


def judged(table: Any, **choices: Any) -> list[dict[str, Any]]:
    """
    Return the answer on *table*, row by row.
    """
    rows: list[dict[str, Any]] = batch.judge(table, as_of=AS_OF, **choices).to_pylist()
    return rows


def with_column(name: str, array: Any) -> Any:
    """
    Return the table with one column changed or added.
    """
    if name in PLAIN.column_names:
        return PLAIN.set_column(PLAIN.column_names.index(name), name, array)
    return PLAIN.append_column(name, array)


class TestAnswers:
    """
    What the columns of an answer are.
    """

    def test_the_callers_own_come_first_as_they_were(self) -> None:
        """
        `name` and `x-…` are kept, so that answers can be joined to what they are about.
        """
        answer = batch.judge(PLAIN, as_of=AS_OF, only=["DEP001", "costs"])
        expected = ["name", "x-id", "DEP001/violated", "DEP001/unknown", "DEP001/ambiguous", "monthly_cents", "annual_cents"]
        assert [*expected, "partial"] == answer.column_names
        assert PLAIN["x-id"] == answer["x-id"]

    def test_verdicts_missing_services_and_cents(self) -> None:
        """
        Two workstations without the network: what it lacks is named, the network's row is due all the same.
        """
        row = judged(PLAIN)[1]
        true = {name for name, value in row.items() if value is True}
        assert {"DEP001/violated", "PER001/unknown", "DLN001/violated", "DLN002/unknown", "LIF003/violated"} <= true
        assert "missing/reseau" in true
        assert (4800, 57600, False) == (row["monthly_cents"], row["annual_cents"], row["partial"])

    def test_what_is_asked_for_alone(self) -> None:
        """
        Codes by their beginnings; what nothing is called is refused.
        """
        assert {"TAR001", "TAR002", "name", "x-id"} <= {name.partition("/")[0] for name in judged(PLAIN, only=["TAR"])[0]}
        with pytest.raises(UnknownRuleError, match="nothing that columns are asked is called `TARR`"):
            batch.judge(PLAIN, as_of=AS_OF, only=["TARR"])

    def test_no_rows(self) -> None:
        """
        An empty table has an empty answer, with all its columns.
        """
        answer = batch.judge(PLAIN.slice(0, 0), as_of=AS_OF)
        assert 0 == answer.num_rows
        assert batch.judge(PLAIN, as_of=AS_OF).schema == answer.schema

    def test_a_stream_is_answered_batch_by_batch(self) -> None:
        """
        What is wrong further on is told when it is reached, counted from the first row of all.
        """
        table = pa.concat_tables([PLAIN] * 5000)
        wrong = pa.concat_tables([table, with_column("quantity/postes", pa.array([1, 1, 0, 1], pa.int32()))])
        reader = batch.stream(wrong, as_of=AS_OF)
        assert judged(PLAIN) * 2 == reader.read_next_batch().to_pylist()[:8]
        with pytest.raises(batch.TableError, match=r"`quantity/postes` has a 0 in row 20002"):
            reader.read_all()

    def test_columns_of_a_text(self) -> None:
        """
        Every column is told, the base without a quantity.
        """
        names = [column.name for column in batch.columns()]
        assert {"quantity/messagerie/pro-25", "asked/socle", "perimeter/socle", "quotation/conseil", "signed"} <= set(names)
        assert "quantity/socle" not in names
        assert "quotation/postes" not in names


ENCODED: Mapping[str, tuple[str, Any]] = {
    "dictionary": ("quantity/reseau", PLAIN["quantity/reseau"].dictionary_encode()),
    "chunked": ("quantity/reseau", pa.chunked_array([PLAIN["quantity/reseau"].slice(0, 1), PLAIN["quantity/reseau"].slice(1)])),
    "bytes": ("quantity/reseau", PLAIN["quantity/reseau"].cast(pa.uint8())),
    "wide": ("quantity/reseau", PLAIN["quantity/reseau"].cast(pa.int64())),
    "whole floats": ("quantity/reseau", PLAIN["quantity/reseau"].cast(pa.float64())),
    "decimal": ("quantity/reseau", PLAIN["quantity/reseau"].cast(pa.decimal128(12, 2))),
    "run ends": ("quantity/reseau", pa.chunked_array([pa.RunEndEncodedArray.from_arrays([1, 2, 3, 4], [5, None, 3, 4])])),
    "what stands under nulls": (
        "quantity/reseau",
        pa.Array.from_buffers(pa.int32(), 4, [pa.py_buffer(b"\x0d"), pa.array([5, -9, 3, 4], pa.int32()).buffers()[1]]),
    ),
    "milliseconds": ("opening", PLAIN["opening"].cast(pa.date64())),
    "points in time": ("opening", PLAIN["opening"].cast(pa.timestamp("us"))),
    "midnights in Paris": (
        "opening",
        pa.chunked_array(
            [pa.compute.assume_timezone(PLAIN["opening"].combine_chunks().cast(pa.timestamp("s")), "Europe/Paris")]
        ),
    ),
}


@pytest.mark.parametrize("how", ENCODED)
def test_an_encoding_changes_no_answer(how: str) -> None:
    """
    However a column stands in memory, it says the same.
    """
    assert judged(PLAIN) == judged(with_column(*ENCODED[how]))


def test_slices_that_begin_anywhere() -> None:
    """
    Rows cut out in the middle of a byte of bits are judged as they are in the whole.
    """
    table = pa.concat_tables([PLAIN] * 6).combine_chunks()
    for first in (1, 3, 8, 11):
        assert judged(table)[first : first + 9] == judged(table.slice(first, 9))


REFUSED: Mapping[str, tuple[str, Any, str]] = {
    "nearest": ("quantity/poste", pa.array([1] * 4), "no column `quantity/poste`; did you mean `quantity/postes`"),
    "unheard of": ("ζ", pa.array([1] * 4), "no column `ζ` in a table of requests"),
    "base": ("quantity/socle", pa.array([1] * 4), "no column `quantity/socle`"),
    "negative": ("quantity/postes", pa.array([1, 2, -3, 4]), "`quantity/postes` has -3 in row 2"),
    "zero": ("quantity/postes", pa.array([1, 2, 3, 0]), "`quantity/postes` has a 0 in row 3"),
    "too many": ("quantity/postes", pa.array([1, 2, 3, 10**9 + 1]), "has 1000000001 in row 3"),
    "fraction": ("quantity/postes", pa.array([1, 2, 3, 4.5]), "`quantity/postes` has a value that is not a whole number"),
    "not a number": ("quantity/postes", pa.array([1, 2, 3, float("nan")]), "the column `quantity/postes` has a value"),
    "text": ("quantity/postes", pa.array(["1"] * 4), "the column `quantity/postes` holds whole numbers, not `string`"),
    "flag": ("asked/socle", pa.array([1] * 4), "the column `asked/socle` is true or false in each row, not `int64`"),
    "day as text": ("date", pa.array(["2026-01-01"] * 4), "the column `date` holds days, not `string`"),
    "time of day": ("date", pa.array([dt.datetime(2026, 1, 1, 9, 30)] * 4), "`date` has a time of day in row 0"),  # noqa: DTZ001
    "midnight elsewhere": (
        "date",
        pa.array([dt.datetime(2026, 1, 1, tzinfo=dt.UTC)] * 4, pa.timestamp("s", "Europe/Paris")),
        "`date` has a time of day in row 0",
    ),
    "year": (
        "date",
        pa.array([DAY, DAY, dt.date(1970, 1, 1), None]),
        "`date` has 1970-01-01 in row 2, which is not a day from",
    ),
    "far year": ("date", pa.array([DAY, dt.date(2200, 1, 1), None, None]), "`date` has 2200-01-01 in row 1"),
    "cents as floats": ("printed/postes", pa.array([1.5] * 4), "`printed/postes` holds exact amounts in euros"),
    "part of a cent": (
        "printed/postes",
        pa.array([Decimal("1.005")] * 4),
        "`printed/postes` has an amount that is not one of euros and cents",
    ),
    "negative amount": ("printed/postes", pa.array([Decimal("-1.00")] * 4), "`printed/postes` has a negative amount in row 0"),
    "name": ("name", pa.array([1] * 4), "the column `name` holds text, not `int64`"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_column_cannot_hold_is_refused(what: str) -> None:
    """
    The column is named, and the first row where there is one.
    """
    name, array, message = REFUSED[what]
    with pytest.raises(batch.TableError) as caught:
        judged(with_column(name, array))
    assert message in str(caught.value)
    assert name == caught.value.facts["column"]


def test_cents_that_do_not_fit() -> None:
    """
    A sum beyond 64 bits is refused, not wrapped around: the column that weighs most is named.
    """
    prices = "/tariff/grids/0/prices/1"
    edits = {f"{prices}/month": "99999999999.00", f"{prices}/year": GONE, "/tariff/grids/0/totals": GONE}
    text = convention_of(changed("call-dmsi-2024", edits))
    table = with_column("quantity/postes", pa.array([10**9] * 4))
    with pytest.raises(batch.TableError, match="what the units in the column `quantity/postes` cost does not fit"):
        batch.judge(table, as_of=AS_OF, convention=text)


def test_twice_the_same_column() -> None:
    """
    Arrow lets a table have two columns of one name; here nobody would know which counts.
    """
    with pytest.raises(batch.TableError, match="the column `date` stands in the table more than once"):
        judged(pa.table([PLAIN["date"], PLAIN["date"]], names=["date", "date"]))


def test_no_table() -> None:
    """
    What does not speak Arrow is not a table, and a day is a day.
    """
    with pytest.raises(TypeError, match="requests are an Arrow table"):
        judged({"date": [DAY]})
    with pytest.raises(TypeError, match="as_of is a day"):
        batch.judge(PLAIN, as_of="2026-01-10")  # type: ignore[arg-type]


def test_batches_and_readers_are_tables_too() -> None:
    """
    Whatever speaks Arrow's C interface.
    """
    assert judged(PLAIN) == judged(PLAIN.to_reader()) == judged(PLAIN.combine_chunks().to_batches()[0])


def test_a_check_loads_nothing_of_it() -> None:
    """
    Neither importing the package nor a check imports numpy or Arrow.
    """
    code = "import sys, dmsi_rules.cli.check, dmsi_rules.checking.runner; print({'numpy', 'pyarrow'} & sys.modules.keys())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "set()\n" == ran.stdout


class TestLoop:
    """
    The compiled loop is used where it is installed.
    """

    @pytest.mark.parametrize(("written", "is_used"), [(_compiled.FORMAT, True), (_compiled.FORMAT + 1, False)])
    def test_only_one_that_runs_such_programs(self, written: int, is_used: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        One that was built from other sources is passed over.
        """
        loop = types.SimpleNamespace(FORMAT=written)
        monkeypatch.setitem(sys.modules, "dmsi_rules_kernel", loop)
        assert (_compiled.installed() is loop) == is_used

    def test_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without one numpy answers.
        """
        monkeypatch.setitem(sys.modules, "dmsi_rules_kernel", None)  # as if it were not there
        assert _compiled.installed() is None
