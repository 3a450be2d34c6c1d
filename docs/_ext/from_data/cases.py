"""
The cases of the rules, as the tests keep them: a dossier, what it is a case of, and what is found in it.
"""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from dmsi_rules import Convention, Finding, InvalidDocumentError, check, load_convention, read_dossier, read_governance
from dmsi_rules.rulebook import Rule

CASES = Path(__file__).parents[3] / "tests" / "cases"
CONVENTIONS = Path(__file__).parents[3] / "examples" / "conventions"
GOES_BY = re.compile(r'^\W*"?convention"?\s*[=:]\s*"([a-z0-9-]+)"', re.MULTILINE)
MOST_LINES = 80
EXPECTED_IN_JSON = re.compile(
    r"""^[ ]{2}"x-case":.*\n | ^[ ]{2}"x-expect":[ ]\{.*\},?\n | ^[ ]{2}"x-expect":[ ]\{\n(?:.*\n)*?[ ]{2}\},?\n""",
    re.MULTILINE | re.VERBOSE,
)


@frozen
class RuleCase:
    """
    One case of a rule.

    Attributes:
        kind: the verdict that it is a case of.
        words: what it is a case of.
        text: the document, where it can be shown.
        language: the language that it is written in.
        as_of: the given day.
        readings: the switches that it sets.
        applies: whether the rule has something to look at.
        findings: what the rule says.
    """

    kind: str
    words: str
    text: str | None
    language: str
    as_of: dt.date
    readings: Mapping[str, str]
    applies: bool
    findings: tuple[Finding, ...]


def cases_of(rule: Rule) -> Iterator[RuleCase]:
    """
    Yield the cases of *rule*: met, violated, unknown, ambiguous.
    """
    return (_case(rule, path) for path in _files(rule))


def words_of(rule: Rule) -> Iterator[str]:
    """
    Yield what each case of *rule* is a case of.
    """
    return (_told(path)[0] for path in _files(rule))


def _files(rule: Rule) -> Sequence[Path]:
    order = ("met", "violated", "unknown", "ambiguous")
    files = (path for path in (CASES / rule.code).iterdir() if path.is_file() and not path.name.endswith(".expect.toml"))
    return sorted(files, key=lambda path: (order.index(path.stem.partition("_")[0]), path.stem))


def _told(path: Path) -> tuple[str, Mapping[str, Any]]:
    beside = path.with_suffix(".expect.toml")
    source = beside if beside.exists() else path
    said = source.read_text(encoding="utf-8-sig")
    data = tomllib.loads(said) if source.suffix == ".toml" else json.loads(said)
    return data["x-case"] if "x-case" in data else _comment(said), data["x-expect"]


def _case(rule: Rule, path: Path) -> RuleCase:
    words, expected = _told(path)
    as_of = expected["as_of"]
    as_of = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    readings = expected.get("readings", {})
    return RuleCase(
        kind=path.stem.partition("_")[0],
        words=words,
        text=_shown(path),
        language=path.suffix.removeprefix("."),
        as_of=as_of,
        readings=readings,
        applies=expected.get("applies", True),
        findings=tuple(found for found in findings_of(path, as_of, readings) if found.code == rule.code),
    )


def _comment(text: str) -> str:
    lines = text.partition("\n\n")[0].splitlines()
    return " ".join(line.removeprefix("#").strip() for line in lines)


def _shown(path: Path) -> str | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if text.startswith("#"):
        text = text.partition("\n\n")[2]
    text = EXPECTED_IN_JSON.sub("", text.partition("[x-expect]")[0]).strip()
    return text if text and len(text.splitlines()) <= MOST_LINES else None


def findings_of(source: Path | str, as_of: dt.date, readings: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """
    Return what the rules say of the document *source*, a file or a text.
    """
    text = source.read_bytes().decode("utf-8", "replace") if isinstance(source, Path) else source
    governs = re.search(r'"?kind"?\s*[=:]\s*"governance"', text) is not None
    convention = convention_of(text)
    try:
        document = read_governance(source) if governs else read_dossier(source, convention=convention)
        return check(document, as_of=as_of, convention=convention, readings=readings).findings
    except InvalidDocumentError as error:
        return error.findings


def convention_of(text: str) -> Convention:
    """
    Return the convention that a document says that it goes by, if it is one of the examples; else the embedded one.
    """
    said = GOES_BY.search(text)
    path = CONVENTIONS / f"{said[1]}.toml" if said else None
    return load_convention(path if path is not None and path.exists() else None)
