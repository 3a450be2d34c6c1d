"""
Every answer in JSON conforms to its schema, which names every key that it has.
"""

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dmsi_rules.answers.schemas import ANSWERS, answer_schema
from dmsi_rules.cli._front import COMMANDS
from dmsi_rules.locale import translator
from tests.cli.command import EXAMPLES, GRIDS, INVALID, ROOT, Command, line

JOINED, FAULTS = str(EXAMPLES / "lens" / "joined.toml"), str(EXAMPLES / "faults" / "every-rule.toml")
CASES = sorted(str(path) for path in (ROOT / "tests" / "cases").rglob("*") if path.suffix in {".toml", ".json"})
COSTS = b'{"costs": {"postes": "180000.00"}, "units": {"Avion": {"postes": 80}, "Lens": {"postes": 121}}}'
ANSWERED: dict[str, list[tuple[str, ...]]] = {
    "report": [("check", JOINED, "--all-readings"), ("check", FAULTS), ("quote", "-")],
    "fix": [("fix", FAULTS, "--diff"), ("fix", "-", "--stdin-filename", "a.json")],
    "quote": [("quote", JOINED), ("quote", FAULTS)],
    "bill": [("bill", JOINED, "--period", "2026-H1"), ("bill", FAULTS, "--period", "2026")],
    "forecast": [("forecast", JOINED, "--years", "2025-2027"), ("forecast", FAULTS, "--years", "2026")],
    "share": [("share", "-")],
    "calendar": [("calendar", JOINED), ("calendar", FAULTS), ("calendar", str(EXAMPLES / "messaging-only.toml"))],
    "audit": [("audit", JOINED), ("audit", FAULTS)],
    "services": [("services",), ("services", "--convention", str(GRIDS))],
    "rules": [("rules",)],
    "waivers": [("waivers", str(ROOT / "tests" / "data" / "waivers.toml"))],
    "explanation": [("explain", asked) for asked in ("DEP001", "DOC000", "term_end", "commune-cabling", "disputes")]
    + [("explain",)],
    "convention-check": [("convention", "check"), ("convention", "check", str(GRIDS))],
    "convention-diff": [
        ("convention", "diff", str(GRIDS)),
        ("convention", "diff", str(GRIDS), "--dossier", JOINED, FAULTS, "--period", "2027"),
    ],
}
STDIN = {"fix": line(INVALID), "quote": line(INVALID), "share": COSTS}


def closed(schema: Any) -> Any:
    """
    Return *schema* with every table closed, so that a key that it does not name is refused; the caller's own are named by none.
    """
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(each) for key, each in schema.items()}
    if isinstance(schema.get("properties"), dict):
        found |= {"additionalProperties": False, "patternProperties": {"^x-": {}}}
    return found


@cache
def validator(kind: str) -> Draft202012Validator:
    """
    Return what judges an answer *kind*, keys that its schema does not name included.
    """
    return Draft202012Validator(closed(answer_schema(kind)), format_checker=Draft202012Validator.FORMAT_CHECKER)


def refused(kind: str, answer: Any) -> list[str]:
    """
    Return why *answer* does not conform.
    """
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(kind).iter_errors(answer)]


@pytest.mark.parametrize(
    "argv", [("check",), ("quote",), ("bill", "--period", "2026"), ("forecast", "--years", "2026"), ("calendar",), ("audit",)]
)
def test_answers_to_drafts_conform(cli: Command, argv: tuple[str, ...]) -> None:
    """
    Those to documents that lack nearly everything too.
    """
    command, *options = argv
    draft = {"request": {"lines": [{}, {"service": "messagerie"}]}, "openings": [{"service": "postes"}], "termination": {}}
    for document in ({}, draft):
        answer = cli(command, "-", *options, "--format", "json", stdin=line(document)).data

        assert [] == refused({"check": "report"}.get(command, command), answer)


@pytest.mark.parametrize("name", ["sm3r-2026", "cc-val-gris-2026"])
def test_answers_under_other_texts_conform(cli: Command, name: str) -> None:
    """
    Those with brackets, with a year's price alone, with a price of the first year.
    """
    given = ("--convention", str(EXAMPLES / "conventions" / f"{name}.toml"), "--format", "json")
    services = cli("services", *given).data
    asked = {"convention": name, "request": {"lines": [{"service": each["code"]} for each in services["services"]]}}

    assert [] == refused("services", services)
    assert [] == refused("quote", cli("quote", "-", *given, stdin=line(asked)).data)


@pytest.mark.parametrize("kind", ANSWERS)
class TestSchema:
    """
    Each is a schema of the draft that it names, in two languages.
    """

    def test_it_is_one(self, cli: Command, kind: str) -> None:
        """
        It conforms to the meta-schema, and has a name of its own.
        """
        schema = cli("schema", kind).data

        Draft202012Validator.check_schema(schema)
        assert schema == answer_schema(kind)
        assert f"urn:dmsi-rules:schema:1:{kind}" == schema["$id"]

    def test_every_key_is_described(self, cli: Command, kind: str) -> None:
        """
        In English and in French, which differ in nothing but words.
        """
        english, french = (cli("schema", kind, "--lang", language).data for language in ("en", "fr"))

        assert [] == [key for key, shape in properties(english) if not shape.get("description")]
        assert said(english) == said(french)
        assert french == answer_schema(kind, translator("fr")) != english

    @pytest.mark.parametrize("rank", range(6))
    def test_answers_conform(self, cli: Command, kind: str, rank: int) -> None:
        """
        Those of every command, of small documents and large ones, of fit ones and unfit.
        """
        if rank >= len(ANSWERED[kind]):
            return
        argv = ANSWERED[kind][rank]
        answer = cli(*argv, "--format", "json", stdin=STDIN.get(argv[0], b""))

        assert [] == [each for found in several(answer.data) for each in refused(kind, found)]


def test_every_command_has_one() -> None:
    """
    Of each that answers in JSON an answer is held to its schema above.
    """
    run = {argv[0] for answers in ANSWERED.values() for argv in answers}

    assert set(COMMANDS) - run <= {"init", "schema", "server"}  # what they write is no answer
    assert set(ANSWERED) == set(ANSWERS)


def several(answer: Any) -> list[Any]:
    """
    Return the answers of one run: an object, or a list of them.
    """
    return answer if isinstance(answer, list) else [answer]


def properties(schema: Any) -> list[tuple[str, Any]]:
    """
    Return every key that *schema* names, with the shape of its value.
    """
    if isinstance(schema, list):
        return [each for part in schema for each in properties(part)]
    if not isinstance(schema, dict):
        return []
    own = list(schema["properties"].items()) if isinstance(schema.get("properties"), dict) else []
    return own + [each for part in schema.values() for each in properties(part)]


def said(schema: Any) -> Any:
    """
    Return *schema* without its words.
    """
    if isinstance(schema, list):
        return [said(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: said(each) for key, each in schema.items() if key not in {"title", "description"} or isinstance(each, dict)}


@pytest.mark.exhaustive
def test_reports_of_all_cases_conform(cli: Command) -> None:
    """
    One of every rule and verdict.
    """
    reports = cli("check", *CASES, "--format", "jsonl").rows

    assert len(CASES) == len(reports)
    assert {} == {report["dossier"]: why for report in reports if (why := refused("report", report))}
