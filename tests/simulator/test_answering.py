"""
What the page says of a document first: how it came out, and in which words.
"""

import datetime as dt
from pathlib import Path

import pytest

from dmsi_rules.simulator.answering import OUTCOMES, answered
from dmsi_rules.simulator.asked import Asked
from dmsi_rules.simulator.language import spoken_in

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("path", "day", "outcome"),
    [
        ("examples/ten-years.toml", dt.date(2026, 5, 20), "met"),
        ("examples/messaging-only.toml", dt.date(2026, 1, 10), "unknown"),
        ("examples/lens/joined.toml", dt.date(2026, 5, 20), "warned"),
        ("examples/faults/every-rule.toml", dt.date(2026, 5, 20), "violated"),
        ("tests/data/waivers.toml", dt.date(2026, 5, 20), "invalid"),
    ],
)
def test_an_outcome_is_the_gravest_thing_found(path: str, day: dt.date, outcome: str) -> None:
    """
    A warning is not passed over in silence, and what is unknown is no pass.
    """
    text = (ROOT / path).read_text(encoding="utf-8")
    answer = answered(Asked(content=text, input_format="toml", day=day, translate=spoken_in("fr")))
    assert answer["outcome"] == outcome
    assert answer["verdict"] not in OUTCOMES.values()


def test_a_governance_document_has_findings_alone() -> None:
    """
    It has no price and no dates of a commune.
    """
    text = (ROOT / "tests" / "cases" / "GOV001" / "violated.toml").read_text(encoding="utf-8")
    day = dt.date(2026, 5, 20)
    answer = answered(Asked(content=text, input_format="toml", day=day, translate=spoken_in("en")))
    assert "GOV001" in [each["code"] for each in answer["report"]["findings"]]
    assert "price" not in answer
