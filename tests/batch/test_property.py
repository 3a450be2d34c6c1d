"""
The rules of columns say of every row what the rules say of its dossier.
"""

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from dmsi_rules import Convention
from tests.batch.drawn import as_checked, as_judged, cases


class TestSameAsRules:
    """
    A row is the dossier that `dossiers` makes of it.
    """

    @settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # rows by a seed do not shrink
    @given(cases())
    def test_row_by_row(self, case: tuple[Any, Convention, dt.date, dict[str, str]]) -> None:
        """
        On any text, any day and any readings: the same codes, verdicts and cents.
        """
        assert as_checked(*case) == as_judged(*case)
