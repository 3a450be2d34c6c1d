"""
The conformance vectors are what the package answers today, and leave no rule out.
"""

import json
from functools import cache
from typing import Any

import pytest

from dmsi_rules.rulebook import RULES
from tools.vectors import CASES, EXAMPLES, ROOT, VECTORS, text_of, vectors

NAMES = (
    *sorted(f"check/{folder.name}" for folder in CASES.iterdir()),
    *("check/examples", "quote", "bill", "forecast", "calendar"),
)


@cache
def made() -> dict[str, dict[str, Any]]:
    """
    Return the vectors as they would be written now.
    """
    return vectors()


@pytest.mark.parametrize("name", NAMES)
def test_they_are_up_to_date(name: str) -> None:
    """
    Each file holds today's answers; where one has changed on purpose, `python tools/vectors.py` writes them again.
    """
    assert (VECTORS / f"{name}.json").read_text(encoding="utf-8") == text_of(made()[name])


def test_no_file_is_left_behind() -> None:
    """
    There are no others.
    """
    assert set(NAMES) == {path.relative_to(VECTORS).with_suffix("").as_posix() for path in VECTORS.rglob("*.json")}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_and_verdict_is_there(rule: Any) -> None:
    """
    Of each rule, every verdict that its cases have; and every document of a vector is there to be read.
    """
    content = json.loads((VECTORS / "check" / f"{rule.code}.json").read_text(encoding="utf-8"))
    found = {each["verdict"] for vector in content["vectors"] for each in vector["answer"]["findings"]}
    of_cases = {path.name.partition("_")[0].partition(".")[0] for path in (CASES / rule.code).iterdir()} - {"met"}

    assert ({"invalid"} if rule.code.startswith("DOC") else of_cases) == found
    assert all((ROOT / vector["document"]).is_file() for vector in content["vectors"])


def test_every_computation_is_there() -> None:
    """
    Quotes, bills, forecasts and calendars of every example, and of cases besides.
    """
    for name in ("quote", "bill", "forecast", "calendar"):
        documents = {vector["document"] for vector in made()[name]["vectors"]}

        assert 10 < len(documents)
        assert "examples/lens/joined.toml" in documents
    assert EXAMPLES.is_dir()
