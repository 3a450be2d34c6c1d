"""
The rules of columns say of every row what the rules say of its dossier.
"""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dmsi_rules import Convention
from dmsi_rules.batch import _compiled
from tests.batch import interpreter
from tests.batch.drawn import as_checked, as_judged, cases

FEW = settings(phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # rows by a seed do not shrink


def judged_by(kernel: Any, case: tuple[Any, Convention, dt.date, dict[str, str]]) -> list[Any]:
    """
    Return what the columns say of each row by a compiled loop; None: without one.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_compiled, "KERNEL", kernel)
        return as_judged(*case)


class TestSameAsRules:
    """
    A row is the dossier that `dossiers` makes of it.
    """

    @settings(FEW, max_examples=12)
    @given(cases())
    def test_row_by_row(self, case: tuple[Any, Convention, dt.date, dict[str, str]]) -> None:
        """
        On any text, any day and any readings: the same codes, verdicts and cents.
        """
        assert as_checked(*case) == judged_by(None, case)


class TestSameByLoop:
    """
    What is noted for the compiled loop is what the rules of columns do.
    """

    @settings(FEW, max_examples=30)
    @given(cases())
    def test_row_by_row(self, case: tuple[Any, Convention, dt.date, dict[str, str]]) -> None:
        """
        On any text, any day and any readings, by what stands in for the loop here.
        """
        assert judged_by(None, case) == judged_by(interpreter, case)
