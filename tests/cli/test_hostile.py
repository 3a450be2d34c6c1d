"""
Strings made to harm, wherever a user can write one, through every command and every format.
"""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest

from dmsi_rules.text.fill import visible
from tests.cli.command import BILL_FORMATS, CALENDAR_FORMATS, CHECK_FORMATS, OTHER, SERVICES_FORMATS, Answer, Command, line
from tests.report.hostile import HOSTILE, is_strict_json, is_visible, with_shown_surrogates

GITHUB = re.compile(r"::(error|warning|notice) ([a-z]+=[^:,\n\r]*,?)*::[^\n\r]*")
COMMANDS = ("check", "quote", "bill", "calendar", "explain", "services", "schema", "convention")

pytestmark = pytest.mark.exhaustive

everything_hostile = pytest.mark.parametrize("text", HOSTILE, ids=lambda text: visible(text[:20]))


def is_unicode(text: str) -> bool:
    """
    Tell whether *text* can be encoded: a lone surrogate cannot.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def governance(text: str) -> dict[str, Any]:
    """
    Return a governance document that breaks the rules that name what users wrote.
    """
    return {
        "kind": "governance",
        "communes": ["Lens", text],
        "meetings": [{"committee": "operational", "date": "2025-03-12", "present": [], "invited": []}],
        "amendments": [{"name": text, "votes": {text: "against"}, "adopted": "2025-05-01", "avenant": "2025-06-01"}],
        "grids": [{"id": text, "sent": False, "applied_from": "2026-01-01"}],
    }


def documents(text: str) -> list[tuple[Any, int]]:
    """
    Return documents with *text* in all places of a kind, and the status of each.
    """
    refused = 0 if is_unicode(text) else 2
    workstation = {"id": text, "os": text, "os_version": text, "edition": text}
    texts = {
        "commune": {"name": f"x{text}"},
        "deliberation": {"number": text},
        "obligations": {"correspondent": text, "projects": [{"name": text, "project_manager": text}]},
        "evidence": {"workstations": [workstation], "software": [{"name": text}], "inventories": [text]},
        "invoices": [{"period": text, "total": 1}],
        f"x-{text}": {text: [text]},
    }
    request = {"lines": [{"service": "support", "x-note": text}]}
    wrong = {"insee": text, "siren": text, "siret": text}
    return [
        (texts, refused or 1),  # no such text is a period
        (texts | {"request": request}, refused or 1),
        ({"commune": {"name": "Lens", text: 1}, text: {}}, 2),
        ({"commune": {"name": "Lens"}, "deliberation": {"perimeter": [text]}, "request": {"lines": [{"service": text}]}}, 2),
        ({"commune": {"name": "Lens"}, "request": {"lines": [{"service": "messagerie", "plan": text, "quantity": text}]}}, 2),
        ({"commune": {"name": "Lens"}, "snapshots": [{"month": text, "units": {text: 1}}]}, 2),
        (
            {
                "commune": {"name": "Lens"} | wrong,
                "deliberation": {"date": text},
                "invoices": [{"period": "2026", "total": text}],
            },
            2,
        ),
        ({"kind": text, "convention": text, "commune": {"name": "Lens"}}, 2),
        ({"kind": "governance", "communes": [text], "amendments": [{"name": text, "votes": {text: "for"}}]}, refused),
        (governance(text), refused or 1),
    ]


def parses(answer: Answer, output: str) -> None:
    """
    Fail where what was written is not what its format says, or holds what could harm a reader.
    """
    assert is_visible(answer.text.replace("\r\n", "\n") if output in {"csv", "ics"} else answer.text)
    assert is_visible(answer.errors)
    if output in {"json", "sarif", "gitlab"}:
        assert answer.data is not None
    elif output == "jsonl":
        assert answer.rows
    elif output == "ics":
        assert icalendar.Calendar.from_ical(answer.out).events
    elif output in {"junit", "svg"}:
        assert ET.fromstring(answer.out) is not None  # noqa: S314  (written a line above)
    elif output == "github":
        assert all(GITHUB.fullmatch(row) for row in answer.text.split("\n")[:-1])


@everything_hostile
class TestDocuments:
    """
    In a document: names, texts, keys, services, plans, numbers, dates.
    """

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    def test_check(self, cli: Command, text: str, output: str) -> None:
        """
        All of them in one stream; the answer parses, and the bad ones stop no other.
        """
        cases = documents(text)
        answer = cli("check", "-", "--format", output, stdin=b"".join(line(document) for document, _ in cases))

        assert 2 == answer.status
        parses(answer, output)
        if output == "jsonl":
            judged = [(row["ok"], any(found["verdict"] == "invalid" for found in row["findings"])) for row in answer.rows]
            assert [(status == 0, status == 2) for _, status in cases] == judged

    @pytest.mark.parametrize("output", ["text", "json", "jsonl"])
    def test_quote(self, cli: Command, text: str, output: str) -> None:
        """
        Quotes of all of them, or the reports of why there is none.
        """
        cases = documents(text)
        answer = cli("quote", "-", "--format", output, stdin=b"".join(line(document) for document, _ in cases))

        assert 2 == answer.status
        parses(answer, output)
        if output == "jsonl":
            refused = [status == 2 or document.get("kind") == "governance" for document, status in cases]
            assert refused == ["findings" in row for row in answer.rows]

    @pytest.mark.parametrize("output", BILL_FORMATS)
    def test_bill(self, cli: Command, text: str, output: str) -> None:
        """
        Bills of all of them, or the reports of why there is none.
        """
        cases = documents(text)
        stdin = b"".join(line(document) for document, _ in cases)
        answer = cli("bill", "-", "--period", "2026", "--format", output, stdin=stdin)

        assert 2 == answer.status
        parses(answer, output)

    @pytest.mark.parametrize("output", CALENDAR_FORMATS)
    def test_calendar(self, cli: Command, text: str, output: str) -> None:
        """
        A calendar, or the report of why there is none.
        """
        cases = documents(text)
        for document, status in (
            cases if output in {"text", "json"} else cases[:3]
        ):  # the third has the report in JSON, as all others
            answer = cli("calendar", "-", "--format", output, stdin=line(document))
            is_refused = status == 2 or document.get("kind") == "governance"

            assert (2 if is_refused else 0) == answer.status
            parses(answer, "json" if is_refused and output != "text" else output)

    @pytest.mark.parametrize("output", ["text", "json"])
    def test_share(self, cli: Command, text: str, output: str) -> None:
        """
        In the name of a commune, of a cost, of a unit, of a key.
        """
        refused = 0 if is_unicode(text) else 2
        costs, units = {"postes": 10}, {text: {"postes": 1}, "Lens": {"postes": 2}}
        for sheet, status in (
            ({"costs": costs, "units": units}, refused),
            ({"costs": costs | {text: text}, "units": units}, 2),
            ({"costs": costs, "units": {text: {text: text}}, text: text}, 2),
        ):
            answer = cli("share", "-", "--format", output, stdin=line(sheet))

            assert status == answer.status
            parses(answer, output)

    @pytest.mark.parametrize("output", ["text", "json"])
    def test_no_document(self, cli: Command, text: str, output: str) -> None:
        """
        As the whole document, in each input format.
        """
        for input_format in ("json", "jsonl", "toml"):
            content = text.encode("utf-8", "surrogatepass")
            answer = cli("check", "-", "--format", output, "--input-format", input_format, stdin=content)

            is_comment = input_format == "toml" and text.startswith("#") and "\n" not in text
            is_nothing = input_format == "jsonl" and not content.strip(b" \t\r\n")
            assert answer.status == (0 if is_comment or is_nothing else 2)
            parses(answer, output)


@everything_hostile
class TestNames:
    """
    In the name of a file.
    """

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    def test_files(self, cli: Command, text: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        There or not, with one document or many.
        """
        below = tmp_path / "a" / "b"
        below.mkdir(parents=True)
        monkeypatch.chdir(below)
        for name in (text, f"f{text}.json", f"f{text}.jsonl"):
            try:
                Path(name).write_bytes(line({"commune": {"name": f"x{text}" if is_unicode(text) else "Lens"}}))
                there = name != "-"
            except (OSError, ValueError):
                there = False
            answer = cli("check", name, "--format", output)

            assert (0 if there else 2) == answer.status
            parses(answer, output)
            if output == "json":
                shown = with_shown_surrogates(name)
                assert (f"{shown}:1" if there and name.endswith("jsonl") else shown) == answer.data["dossier"]
            assert cli("quote", name, "--format", "json").status == answer.status

    def test_answers(self, cli: Command, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Of the file to write.
        """
        below = tmp_path / "a" / "b"
        below.mkdir(parents=True)
        monkeypatch.chdir(below)
        answer = cli("explain", "DEP001", "--output", text)

        assert b"" == answer.out
        assert (0 if answer.err == b"" else 2) == answer.status
        assert is_visible(answer.errors)
        assert [] == list(below.rglob("*.part"))

    @pytest.mark.parametrize("command", [("check", "-"), ("services",), ("schema", "dossier")], ids=lambda argv: argv[0])
    def test_conventions(
        self, cli: Command, text: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Of a convention that is not there.
        """
        monkeypatch.chdir(tmp_path)
        answer = cli(*command, "--convention", text)

        assert (2, b"") == (answer.status, answer.out)
        assert is_visible(answer.errors)


@everything_hostile
@pytest.mark.parametrize(
    "argv",
    [
        ("{}",),
        ("check", "-", "--as-of", "{}"),
        ("check", "-", "--reading", "{}"),
        ("check", "-", "--reading", "{}=sent"),
        ("check", "-", "--reading", "letter_date={}"),
        ("check", "-", "--format", "{}"),
        ("check", "-", "--lang", "{}"),
        ("check", "-", "--input-format", "{}"),
        ("check", "-", "--fail-on", "{}"),
        ("check", "-", "--no-such-{}"),
        ("check", "-", "--strict={}"),
        ("bill", "a.json", "--period", "{}"),
        ("bill", "a.json", "--period", "2026", "--csv-dialect", "{}"),
        ("services", "{}"),
        ("explain", "{}"),
        ("explain", "{}", "{}"),
        ("schema", "{}"),
        ("convention", "{}"),
    ],
    ids=" ".join,
)
def test_options(cli: Command, text: str, argv: tuple[str, ...]) -> None:
    """
    In an option: refused in visible words.
    """
    answer = cli(*(each.replace("{}", text) for each in argv), day=None)
    is_a_file = argv[-1].startswith("--no-such") and " " in text  # a word with a space in it is never an option

    assert answer.status == 2
    assert is_a_file or answer.out == b""
    assert is_visible(answer.errors)


def test_a_calendar_of_two(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The name of a file with too many documents is made visible too.
    """
    monkeypatch.chdir(tmp_path)
    for text in HOSTILE:
        name = f"f{text}.jsonl"
        try:
            Path(name).write_bytes(line({}) * 2)
        except (OSError, ValueError):
            continue
        answer = cli("calendar", name)

        assert (2, b"") == (answer.status, answer.out)
        assert is_visible(answer.errors), name


@pytest.mark.parametrize("output", ["json", "jsonl", "sarif", "gitlab"])
@pytest.mark.parametrize(
    "document",
    [
        rb'{"commune": {"name": "X"}, "x\ud800": 1, "a\ud800b": 2}',
        rb'{"commune": {"name": "X", "\udfff": 1}}',
        rb'{"commune": {"name": "X"}, "evidence": {"workstations": [{"id": "PC\ud83d", "os": "windows"}]}}',
        rb'{"commune": {"name": "X"}, "request": {"lines": [{"service": "messagerie", "plan": "\ud800"}]}}',
    ],
    ids=range(4),
)
def test_lone_surrogates(cli: Command, document: bytes, output: str) -> None:
    """
    One does not make the whole answer unreadable to jq and orjson (jqlang/jq#2543): path, facts and message show its code.
    """
    answer = cli("check", "-", "--format", output, stdin=document)

    assert 2 == answer.status
    assert is_strict_json(answer.text)
    if output == "json" and b"x" in document:
        (first, _) = answer.data["findings"]
        assert ("/a\\ud800b", "a\\ud800b") == (first["path"], first["facts"]["key"])
        assert "`a\\ud800b`" in first["message"]


@everything_hostile
def test_a_convention(cli: Command, text: str, tmp_path: Path) -> None:
    """
    In the words of a convention, through every format of every command.
    """
    if not is_unicode(text):
        return
    path = tmp_path / "hostile.toml"
    word = json.dumps(f"A{text[:1_000]}Z", ensure_ascii=False).replace("\x7f", "\\u007f")
    written = re.sub(
        r'\b(title|source|unit|agglomeration) = "[^"]*"', lambda match: f"{match[1]} = {word}", OTHER.read_text("utf-8")
    )
    path.write_bytes(written.encode())
    document = line(
        {"commune": {"name": "Lens"}, "request": {"lines": [{"service": "sauvegarde", "quantity": 2}, {"service": "no"}]}}
    )
    runs = [
        *(("services", each) for each in SERVICES_FORMATS),
        *(("check", each) for each in CHECK_FORMATS),
        *(("quote", each) for each in ("text", "json")),
        *(("bill", each) for each in BILL_FORMATS),
        *(("convention", each) for each in ("text", "json")),
    ]
    more = {"services": (), "bill": ("-", "--period", "2026"), "convention": ("check", str(path))}
    for command, output in runs:
        names = more.get(command, ("-",))
        answer = cli(command, *names, "--format", output, "--convention", str(path), stdin=document)

        assert (0 if command in {"services", "convention"} else 2) == answer.status
        parses(answer, output)
    dated = line({"commune": {"name": "Lens"}, "signatures": {"commune": "2024-12-20", "call": "2024-12-23"}})
    for output in CALENDAR_FORMATS:
        answer = cli("calendar", "-", "--format", output, "--convention", str(path), stdin=dated)

        assert 0 == answer.status
        parses(answer, output)
