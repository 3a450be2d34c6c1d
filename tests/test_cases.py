"""
One case a file, in `cases/CODE/`: a document, in words what it is a case of, and what the rule CODE has to say of it.

The expectation stands in the dossier's own table `x-expect`; beside a document that cannot be read, in `NAME.expect.toml`.
`findings` are all those of the rule, in order; `facts` may be a part of them; what is not named must be absent or empty.
"""

import datetime as dt
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules import (
    Convention,
    Dossier,
    Governance,
    InvalidDocumentError,
    check,
    load_convention,
    read_dossier,
    read_governance,
)
from dmsi_rules.case.dossier import case_of
from dmsi_rules.case.governance import GovernanceCase
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import Readings
from dmsi_rules.rulebook import BY_CODE, RULES, Rule

CASES = Path(__file__).parent / "cases"
FILES = sorted(path for path in CASES.glob("*/*") if not path.name.endswith(".expect.toml"))
CONVENTIONS = Path(__file__).parents[1] / "examples" / "conventions"
GOES_BY = re.compile(r'^\W*"?convention"?\s*[=:]\s*"([a-z0-9-]+)"', re.MULTILINE)
GOVERNANCE = {"GOV001", "GOV002", "GOV003", "GOV004", "GOV005"}
MAY_BE_UNKNOWN = {
    *("DEP003", "DEP004", "DEP005", "PER001", "PER002", "PER004"),
    *("PRE000", "PRE001", "PRE101", "PRE102", "PRE103", "PRE201", "PRE202", "PRE203", "PRE301", "PRE302"),
    *("DLN001", "DLN002", "DLN003", "DLN004", "DLN005", "DLN007"),
    *("LIF001", "LIF002", "LIF004", "LIF005", "LIF007"),
    *("OBL000", "OBL001", "OBL002", "OBL003", "OBL004", "OBL005", "OBL006", "OBL007", "OBL008"),
    *("BIL001", "BIL002", "BIL003", "BIL007", "TAR005"),
    *("CST001", "CST002"),
    *GOVERNANCE,
}
NEVER_VIOLATED = {"BIL002"}
AS_OF = dt.date(2026, 1, 10)
COMPARED: dict[str, Any] = {
    "verdict": None,
    "force": None,
    "severity": None,
    "party": None,
    "path": None,
    "missing": [],
    "depends_on": [],
    "fix": [],
}


def named(path: Path) -> str:
    """
    Return the name of a case in the list of tests.
    """
    return f"{path.parent.name}-{path.stem}"


def expectation(path: Path) -> dict[str, Any]:
    """
    Return what is expected of the case in the file *path*.
    """
    beside = path.with_suffix(".expect.toml")
    source = beside if beside.exists() else path
    text = source.read_text(encoding="utf-8-sig")
    expected = (tomllib.loads(text) if source.suffix == ".toml" else json.loads(text))["x-expect"]
    return json.loads(json.dumps(expected, default=str))  # type: ignore[no-any-return]


def words(path: Path) -> str:
    """
    Return the sentence that says what the case in the file *path* is.
    """
    beside = path.with_suffix(".expect.toml")
    source = beside if beside.exists() else path
    text = source.read_text(encoding="utf-8-sig")
    return text.partition("\n")[0].removeprefix("# ") if source.suffix == ".toml" else json.loads(text)["x-case"]


def convention_of(source: Any) -> Convention:
    """
    Return the convention that a document says that it goes by, where that is one of the examples; else the embedded one.
    """
    text = source.read_bytes().decode("utf-8", "replace") if isinstance(source, Path) else source
    said = GOES_BY.search(text) if isinstance(text, str) else None
    path = CONVENTIONS / f"{said[1]}.toml" if said else None
    return load_convention(path if path is not None and path.exists() else None)


def document(source: Any) -> Any:
    """
    Read a dossier, or a governance document where it says that it is one.
    """
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) and source.suffix == ".toml" else source
    governance = isinstance(text, str) and ('kind = "governance"' in text or '"kind": "governance"' in text)
    return read_governance(source) if governance else read_dossier(source, convention=convention_of(source))


def findings(source: Any, as_of: dt.date, readings: dict[str, str]) -> list[dict[str, Any]]:
    """
    Return everything found in a document, as data.
    """
    try:
        given = document(source)
        return check(given, as_of=as_of, convention=convention_of(source), readings=readings).to_dict()["findings"]  # type: ignore[no-any-return]
    except InvalidDocumentError as error:
        return [found.to_dict() for found in error.findings]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_case(path: Path) -> None:
    """
    The rule says of the case what the case says that it must, and nothing else.
    """
    expected = expectation(path)
    wanted = expected.get("findings", [])
    as_of = dt.date.fromisoformat(expected["as_of"])
    found = [each for each in findings(path, as_of, expected.get("readings", {})) if each["code"] == path.parent.name]
    assert [COMPARED | {key: value for key, value in each.items() if key != "facts"} for each in wanted] == [
        {key: each[key] for key in COMPARED} for each in found
    ]
    for want, each in zip(wanted, found, strict=True):
        assert want.get("facts", {}) == {key: each["facts"].get(key) for key in want.get("facts", {})}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_case_is_what_its_name_says(path: Path) -> None:
    """
    The file's name begins with the verdict of its findings, and its first words are a sentence.
    """
    said = path.stem.partition("_")[0]
    verdicts = {each["verdict"] for each in expectation(path).get("findings", [])}
    assert {"met": set(), "violated": {"invalid" if path.parent.name.startswith("DOC") else "violated"}}.get(
        said, {said}
    ) == verdicts
    assert words(path)[0].isupper()


@pytest.mark.parametrize("path", [path for path in FILES if not path.parent.name.startswith("DOC")], ids=named)
def test_the_rule_looks_at_its_case(path: Path) -> None:
    """
    A rule has something to look at in each of its cases, so that met is not for want of it; some cases say `applies = false`.
    """
    expected, given = expectation(path), document(path)
    assert isinstance(given, Governance if path.parent.name in GOVERNANCE else Dossier)
    terms, as_of = (
        terms_of(convention_of(path), Readings.of(expected.get("readings"))),
        dt.date.fromisoformat(expected["as_of"]),
    )
    case = case_of(given, terms, as_of) if isinstance(given, Dossier) else GovernanceCase(given, terms, as_of)
    assert expected.get("applies", True) == bool(list(BY_CODE[path.parent.name].places(case)))


@pytest.mark.parametrize("path", [path for path in FILES if path.stem.startswith("met")], ids=named)
def test_a_met_case_can_be_evaluated(path: Path) -> None:
    """
    What meets a rule is a document without any fault of its own.
    """
    as_of = dt.date.fromisoformat(expectation(path)["as_of"])
    assert [] == [found for found in findings(path, as_of, {}) if found["verdict"] == "invalid"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_its_cases_on_file(rule: Rule) -> None:
    """
    Each rule has a case that meets it, one that violates it, and one that leaves it unknown where that can be.
    """
    on_file = {path.stem.partition("_")[0] for path in FILES if path.parent.name == rule.code}
    wanted = {"met", "violated"} - ({"violated"} if rule.code in NEVER_VIOLATED else set())
    wanted |= {"unknown"} if rule.code in MAY_BE_UNKNOWN else set()
    assert wanted == on_file - {"ambiguous"}


def test_every_case_is_of_a_rule() -> None:
    """
    No folder of cases is left behind by a rule that is gone.
    """
    assert {path.name for path in CASES.iterdir()} == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_yields_its_finding(rule: Rule) -> None:
    """
    What a rule gives as its example is one: it is violated there, if ever, and its message has all that it says.
    """
    found = [each for each in findings(rule.example, AS_OF, {}) if each["code"] == rule.code]
    assert found
    expected = "unknown" if rule.code in NEVER_VIOLATED else "violated" if rule.force else "invalid"
    assert {expected} == {each["verdict"] for each in found}
    assert all(each["message"] and "{" not in each["message"] for each in found)
