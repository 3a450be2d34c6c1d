"""
Frames of other libraries, handed over as they are. They come with the extra `bench`; what is not installed is left out.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from dmsi_rules import batch

AS_OF = dt.date(2026, 1, 10)
DAY = dt.date(2027, 1, 1)
REQUESTS = pa.table(
    {
        "name": pa.array(["Avion", "Harnes", None, "Sallaumines"]).dictionary_encode(),
        "x-place": pa.array(["west", "east", "west", None]).dictionary_encode(),
        "asked/socle": [True, None, False, True],
        "quantity/reseau": pa.array([120, 60, None, 4], pa.int32()),
        "quantity/postes": pa.array([120, 80, 15, None], pa.int64()),
        "quantity/messagerie/pro-25": pa.array([None, 150, None, None], pa.uint16()),
        "opening": [DAY, DAY, None, dt.date(2026, 9, 1)],
        "date": [dt.date(2026, 5, 20), dt.date(2026, 7, 2), None, dt.date(2026, 6, 1)],
        "perimeter/reseau": [True, False, None, None],
    }
)


def in_polars(table: Any) -> Any:
    """
    Return a frame of polars.
    """
    return pytest.importorskip("polars").from_arrow(table)


def in_pandas(table: Any) -> Any:
    """
    Return a frame of pandas, with its own types: a quantity that is null makes floats of all.
    """
    pytest.importorskip("pandas")
    return table.to_pandas(date_as_object=False)


def in_pandas_nullable(table: Any) -> Any:
    """
    Return a frame of pandas with the types of Arrow.
    """
    pandas = pytest.importorskip("pandas")
    return table.to_pandas(types_mapper=pandas.ArrowDtype)


def in_duckdb(table: Any) -> Any:
    """
    Return a relation of DuckDB.
    """
    return pytest.importorskip("duckdb").from_arrow(table)


FRAMES: list[Callable[[Any], Any]] = [in_polars, in_pandas, in_pandas_nullable, in_duckdb]


@pytest.mark.parametrize("framed", FRAMES)
def test_a_frame_is_a_table(framed: Callable[[Any], Any]) -> None:
    """
    The answer is that on the table which the frame was made of; what is kept keeps its values.
    """
    expected = batch.judge(REQUESTS, as_of=AS_OF).to_pylist()
    assert expected == batch.judge(framed(REQUESTS), as_of=AS_OF).to_pylist()
    assert expected == batch.stream(framed(REQUESTS), as_of=AS_OF).read_all().to_pylist()


@pytest.mark.parametrize("framed", FRAMES)
def test_what_a_column_cannot_hold_is_refused_by_its_name(framed: Callable[[Any], Any]) -> None:
    """
    Whatever the frame makes of the number.
    """
    wrong = REQUESTS.set_column(4, "quantity/postes", pa.array([1, None, -1, 2], pa.int32()))
    with pytest.raises(batch.TableError, match="the column `quantity/postes` has -1 in row 2"):
        batch.judge(framed(wrong), as_of=AS_OF)


@pytest.mark.parametrize("framed", FRAMES)
def test_an_answer_goes_back_into_a_frame(framed: Callable[[Any], Any]) -> None:
    """
    An answer speaks the same interface.
    """
    answer = batch.judge(REQUESTS, as_of=AS_OF, only=["TAR002", "costs"])
    assert framed(answer) is not None


def test_words_that_stand_in_a_list_of_views() -> None:
    """
    As polars has categories, without polars.
    """
    words = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 0]), pa.array(["Lens", "Avion"], pa.string_view()))
    answer = batch.judge(REQUESTS.set_column(0, "name", words), as_of=AS_OF, only=["LIF003"])
    assert ["Lens", "Avion", None, "Lens"] == answer["name"].to_pylist()
