"""
The page that says what becomes of each article: no place of the text is missing, no rule stands without one.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import dmsi_rules
from dmsi_rules import Convention
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.rulebook import RULES, Rule
from tests.readings import READINGS

ROOT = Path(__file__).parents[1]
ROWS: list[dict[str, Any]] = tomllib.loads((ROOT / "docs/_ext/from_data/coverage.toml").read_text(encoding="utf-8"))["rows"]
TABLES = set(Convention.__annotations__)
TEXT = terms_of(load_convention(), ADOPTED).text
RULED = [rule for rule in RULES if rule.force is not None]
PLACES = (
    "Preamble",
    *("CGCT L. 5211-4-2", "CGCT L. 2131-1"),
    *(
        "Art. 1",
        "Art. 2",
        "Art. 3.1",
        "Art. 3.2",
        "Art. 4",
        "Art. 5.1",
        "Art. 5.2",
        "Art. 6.1",
        "Art. 6.2",
        "Art. 7.1",
        "Art. 7.2",
    ),
    *("Art. 8.1", "Art. 8.1.1", "Art. 8.1.2", "Art. 8.1.3", "Art. 8.2"),
    *("Art. 9.1", "Art. 9.2", "Art. 9.2.1", "Art. 9.2.2", "Art. 9.2.3"),
    *("Art. 10.1", "Art. 10.1.2", "Art. 10.1.3", "Art. 10.1.4", "Art. 11", "Art. 12", "Art. 13", "Art. 14"),
    *(f"Annexe {number}" for number in range(1, 9)),
)
"""
Every article of the text with its numbered paragraphs, every annexe, and the laws that rules cite; there is no point 10.1.1.
"""


NO_PLACES = {"first row", "its order", "deliberation", "list: BANATIC"}
"""
What a source says besides: which row of an annexe, or what is beside the text.
"""


def places_of(source: str) -> Iterator[str]:
    """
    Yield each place that a rule's source names: `Art. 3.1, 5.2` is two articles.
    """
    kind = ""
    parts = [part for part in source.replace("; ", ", ").split(", ") if part not in NO_PLACES]
    for part in parts:
        found = re.fullmatch(r"(?:(Art\.|Annexe|CGCT)s? )?(.+)", part.replace("Annexes", "Annexe"))
        assert found
        kind = found[1] or kind
        yield f"{kind} {found[2]}".strip()  # the preamble is of no kind


def covers(row: dict[str, Any], place: str) -> bool:
    """
    Tell whether a row is of *place*, or of a paragraph of it.
    """
    return row["place"] == place or str(row["place"]).startswith(f"{place}.")


def test_every_place_of_the_text_has_its_row() -> None:
    """
    One row each, in the order of the text.
    """
    assert list(PLACES) == [row["place"] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["place"])
def test_a_row_says_what_becomes_of_its_place(row: dict[str, Any]) -> None:
    """
    Rules that there are, public functions, tables of the convention; or why there is nothing, in a sentence.
    """
    assert row.keys() <= {"place", "about", "rules", "computed", "data", "apart"}
    assert row.get("rules") or row.get("computed") or row.get("data") or row.get("apart")
    assert set(row.get("rules", ())) <= {rule.code for rule in RULED}
    assert set(row.get("computed", ())) <= set(dmsi_rules.__all__)
    assert set(row.get("data", ())) <= TABLES
    assert row.get("apart", ".").endswith(".")
    for key in ("rules", "computed", "data"):
        assert len(row.get(key, ())) == len(set(row.get(key, ())))


@pytest.mark.parametrize("rule", [each for each in RULED if each.runs_in(TEXT)], ids=lambda rule: rule.code)
def test_a_rule_stands_in_the_rows_of_its_source(rule: Rule) -> None:
    """
    Each place that a rule cites has a row that cites the rule.
    """
    for place in places_of(rule.source_in(TEXT)):
        rows = [row for row in ROWS if covers(row, place)]
        assert any(rule.code in row.get("rules", ()) for row in rows), place


def test_all_data_of_the_convention_come_from_somewhere() -> None:
    """
    No table of the convention stands without the article that says it.
    """
    cited = {name for row in ROWS for name in row.get("data", ())}
    head = {"format", "id", "title", "checked", "replaces", "parties", "roles", "year", "facts", "units", "contents"}
    apart = head | {"defects", "older", "notes"}
    assert TABLES - apart == cited


def test_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    It holds every row, every defect and every reading, and each rule as a link.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    page = import_module("from_data.coverage").coverage_markdown(import_module("from_data.language").Language("en"))
    assert all(f"[{row['place']}](#" in page for row in ROWS)
    assert all(f"[{rule.code}](../reference/rules/{rule.code}.md)" in page for rule in RULED if rule.runs_in(TEXT))
    assert all(f"[`{switch}`]" in page for switch in READINGS)
    assert page.count("Annexe 7") > 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_of_articles(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """
    Every place has its anchor in one of them, with its rules; every reading and defect stands where the text has it.
    """
    pytest.importorskip("sphinx")
    monkeypatch.syspath_prepend(ROOT / "docs" / "_ext")
    say = import_module("from_data.language").Language(language)
    articles = import_module("from_data.articles")
    pages = articles.pages(say)
    text = "\n".join(pages.values())
    assert all(f"({articles.slug(row['place'])})=" in text for row in ROWS)
    assert all(f"[{rule.code}](../rules/{rule.code}.md)" in text for rule in RULED if rule.runs_in(TEXT))
    assert all(f"](#reading-{switch.replace('_', '-')})" in text for switch in READINGS)
