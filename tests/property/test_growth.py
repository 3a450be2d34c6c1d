"""
What a document of ten times the size costs: at most a little more than ten times the work.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "growth.py"
FEW, MANY = 150, 1_500
LINEAR = 1.15
"""
How much more than in proportion the work may grow.
"""


def benchmark() -> ModuleType:
    """
    Return the benchmark, which makes documents of any size.
    """
    spec = util.spec_from_file_location("growth", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GROWTH = benchmark()


def calls_of(run: Callable[[], object]) -> int:
    """
    Return how many functions *run* calls, those of C included: work that no other process disturbs.
    """
    calls = 0

    def count(_frame: object, event: str, _given: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    gc.disable()  # the collector calls what the tests of others left behind
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
        gc.enable()
    return calls


@pytest.mark.parametrize("name", ["communes", "meetings", "workstations", "lists", "faults", "shares"])
def test_work_grows_with_the_document(name: str) -> None:
    """
    Ten times the entries make ten times the calls, beyond what caches hold too.
    """
    prepare = GROWTH.MEASURES[name][0]
    prepare(FEW)()
    few, many = (calls_of(prepare(size)) for size in (FEW, MANY))
    assert many <= few * MANY / FEW * LINEAR


def test_work_grows_with_the_catalogue() -> None:
    """
    The first check under a convention costs in proportion to its services.
    """
    GROWTH.first(50)()
    few, many = (calls_of(GROWTH.first(size)) for size in (50, 500))
    assert many <= few * 10 * LINEAR


def test_a_chain_costs_what_its_answer_holds() -> None:
    """
    Where each of *n* services names all below it, the answer grows with the square, and the work no faster.
    """
    GROWTH.lacking(20)()
    few, many = (calls_of(GROWTH.lacking(size)) for size in (20, 200))
    assert many <= few * 10**2 * LINEAR


@pytest.mark.exhaustive
def test_no_commune_is_searched_for_among_all_others() -> None:
    """
    Looking each one up in a list calls nothing, but takes time: sixteen times the communes, far from 256 times as long.
    """
    few, many = (min(GROWTH.timed(GROWTH.communes(size)) for _ in range(2)) for size in (500, 8_000))
    assert many <= max(few, 0.002) * 80
