"""
JSON for programs: what every answer begins with, one object or several, and the name of each document.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules import __version__
from tests.cli.command import ANSWERED, CLEAN, DAY, ERROR, GOVERNANCE, INVALID, OTHER, UNKNOWN, Command, line, pretty

HEADED = tuple(command for command in ANSWERED if command not in {"init", "schema"})  # what is no answer
GRIDDED = ("check", "quote", "services")
FINDING = {
    "code",
    "name",
    "verdict",
    "force",
    "severity",
    "party",
    "source",
    "path",
    "message",
    "missing",
    "facts",
    "depends_on",
    "fix",
}
QUOTE = {"lines", "monthly_total", "annual_total", "quoted_total", "partial", "to_quote"}
CALENDAR = {"start", "end", "periods", "notice", "exit", "termination", "events"}
QUOTE_LINE = {"service", "plan", "quantity", "derived", "unit_annual", "monthly", "annual", "quotation"}


def header(answer: Any) -> dict[str, Any]:
    """
    Return what an answer begins with.
    """
    return {key: answer[key] for key in ("format", "version", "convention", "as_of", "readings")}


class TestHeader:
    """
    Format, version, convention, day, readings and the grid where used stand in every command's JSON.
    """

    @pytest.mark.parametrize("command", HEADED)
    def test_every_command(self, cli: Command, command: str) -> None:
        """
        By default: the embedded convention, and no reading set.
        """
        answer = cli(*ANSWERED[command], "--format", "json", stdin=line(CLEAN))

        assert 0 == answer.status
        assert {
            "format": 1,
            "version": __version__,
            "convention": "call-dmsi-2024",
            "as_of": DAY,
            "readings": {},
        } == header(answer.data)

    @pytest.mark.parametrize("command", GRIDDED)
    @pytest.mark.parametrize(("day", "grid"), [(DAY, "2023-10-01"), ("2023-09-30", None), ("2000-01-01", None)])
    def test_the_grid(self, cli: Command, command: str, day: str, grid: str | None) -> None:
        """
        The grid in force on the given day, null before the first one.
        """
        answer = cli(*ANSWERED[command], "--format", "json", stdin=line(CLEAN), day=day)

        assert grid == answer.data["grid"]

    @pytest.mark.parametrize("command", HEADED)
    def test_the_readings_that_the_caller_set(self, cli: Command, command: str) -> None:
        """
        They and no others, also one set to the value that it has anyway.
        """
        settings = ("--reading", "letter_date=sent", "--reading", "inferred_edges=ignored")
        answer = cli(*ANSWERED[command], *settings, "--format", "json", stdin=line(CLEAN))

        assert {"letter_date": "sent", "inferred_edges": "ignored"} == answer.data["readings"]

    @pytest.mark.parametrize("command", HEADED)
    def test_another_convention(self, cli: Command, command: str) -> None:
        """
        It is named.
        """
        answer = cli(*ANSWERED[command], "--convention", str(OTHER), "--format", "json", stdin=line(CLEAN))

        assert "deux-vallees-2024" == answer.data["convention"]

    @pytest.mark.parametrize("command", HEADED)
    def test_today(self, cli: Command, command: str) -> None:
        """
        The day is today's where none is given.
        """
        before = dt.date.today()  # noqa: DTZ011
        answer = cli(*ANSWERED[command], "--format", "json", stdin=line(CLEAN), day=None)

        assert before.isoformat() <= answer.data["as_of"] <= dt.date.today().isoformat()  # noqa: DTZ011

    @pytest.mark.parametrize("document", [INVALID, GOVERNANCE], ids=["invalid", "governance"])
    def test_a_report_in_place_of_a_quote(self, cli: Command, document: Any) -> None:
        """
        It begins as any other.
        """
        answer = cli("quote", "-", "--format", "json", stdin=line(document))

        assert {
            "format",
            "version",
            "convention",
            "as_of",
            "readings",
            "grid",
            "dossier",
            "ok",
            "findings",
        } <= answer.data.keys()

    def test_the_locale_does_not_change_it(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Messages are English unless a language is asked for.
        """
        expected = cli("check", "-", "--format", "json", stdin=line(ERROR))
        monkeypatch.setenv("LANG", "fr_FR.UTF-8")
        monkeypatch.setenv("LANGUAGE", "fr:en")

        assert expected == cli("check", "-", "--format", "json", stdin=line(ERROR))
        assert expected == cli("check", "-", "--format", "json", "--lang", "en", stdin=line(ERROR))


class TestShape:
    """
    An object for one document, a list for several; one line a document with jsonl, whatever the number.
    """

    @pytest.fixture
    def files(self, tmp_path: Path) -> list[str]:
        """
        Return the names of two files, with one document and with two.
        """
        (tmp_path / "one.json").write_bytes(pretty(ERROR))
        (tmp_path / "two.jsonl").write_bytes(line(CLEAN) + line(UNKNOWN))
        return [str(tmp_path / "one.json"), str(tmp_path / "two.jsonl")]

    def test_one_document(self, cli: Command, files: list[str]) -> None:
        """
        One is an object, also from a stream.
        """
        assert isinstance(cli("check", files[0], "--format", "json").data, dict)
        assert isinstance(cli("check", "-", "--format", "json", stdin=line(CLEAN)).data, dict)

    def test_several_documents(self, cli: Command, files: list[str]) -> None:
        """
        Several are a list in the order given, whether from one file or from many.
        """
        one, two = files

        assert [f"{two}:1", f"{two}:2"] == [each["dossier"] for each in cli("check", two, "--format", "json").data]
        assert [one, f"{two}:1", f"{two}:2"] == [
            each["dossier"] for each in cli("check", one, two, one, "--format", "json").data
        ]

    @pytest.mark.parametrize("chosen", [[0], [1], [0, 1], [1, 0, 0]], ids=str)
    def test_jsonl(self, cli: Command, files: list[str], chosen: list[int]) -> None:
        """
        One line a document, each what it is in JSON.
        """
        names = [files[rank] for rank in chosen]
        answer = cli("check", *names, "--format", "json").data

        assert (answer if isinstance(answer, list) else [answer]) == cli("check", *names, "--format", "jsonl").rows

    def test_a_report(self, cli: Command) -> None:
        """
        It says whether there is an error, and every finding has all of its keys.
        """
        answer = cli("check", "-", "--format", "json", stdin=line(ERROR)).data

        assert not answer["ok"]
        assert answer["findings"]
        assert all(FINDING <= found.keys() for found in answer["findings"])

    @pytest.mark.parametrize("flags", [(), ("--strict",), ("--fail-on", "unknown"), ("--exit-zero",)], ids=str)
    @pytest.mark.parametrize(("document", "ok"), [(CLEAN, True), (UNKNOWN, True), (ERROR, False), (INVALID, False)])
    def test_ok_is_whatever_the_flags(self, cli: Command, flags: tuple[str, ...], document: Any, ok: bool) -> None:
        """
        No error-severity finding is what it says, not the exit status.
        """
        assert ok is cli("check", "-", "--format", "json", *flags, stdin=line(document)).data["ok"]

    def test_a_quote(self, cli: Command) -> None:
        """
        A quote has all of its keys, and amounts are strings with two decimals.
        """
        asked = {
            "lines": [{"service": "postes", "quantity": 3}, {"service": "conseil", "quotation": 1500}, {"service": "serveurs"}]
        }
        answer = cli("quote", "-", "--format", "json", stdin=line(CLEAN | {"request": asked}))

        assert 0 == answer.status
        assert answer.data.keys() >= QUOTE
        assert all(QUOTE_LINE <= each.keys() for each in answer.data["lines"])
        assert ("1500.00", ["serveurs"], True) == tuple(answer.data[key] for key in ("quoted_total", "to_quote", "partial"))

    def test_a_calendar(self, cli: Command) -> None:
        """
        A calendar has all of its keys, unknown values are null, and sentences are English unless a language is asked for.
        """
        answer = cli("calendar", "-", "--format", "json", stdin=line(CLEAN))

        assert 0 == answer.status
        assert answer.data.keys() >= CALENDAR
        assert (None, None, None) == tuple(answer.data[key] for key in ("start", "end", "periods"))
        assert {"opening_year": 2027, "limit": "2026-06-30"} == answer.data["notice"]
        assert {"limit", "end_if_on_time", "end_if_late"} == answer.data["exit"].keys()
        assert (
            answer.data["events"] == cli("calendar", "-", "--format", "json", "--lang", "en", stdin=line(CLEAN)).data["events"]
        )
        assert all(each.keys() >= {"date", "code", "what", "source"} for each in answer.data["events"])


class TestName:
    """
    A document is named by its file as given, `-`, or file and line.
    """

    @pytest.mark.parametrize("name", ["a.json", "./a.json", "x/../a.json", "b.toml", "é à.json"])
    def test_a_file(self, cli: Command, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        As given, not tidied up.
        """
        monkeypatch.chdir(tmp_path)
        (tmp_path / "x").mkdir()
        Path(name).write_bytes(b'commune = {name = "Lens"}' if name.endswith("toml") else line(CLEAN))
        whole = str(tmp_path / name)

        assert (0, name) == ((answer := cli("check", name, "--format", "json")).status, answer.data["dossier"])
        assert name == cli("quote", name, "--format", "json").data["dossier"]
        assert whole == cli("check", whole, "--format", "json").data["dossier"]

    @pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson"])
    def test_lines(self, cli: Command, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        By their numbers in the file, blank ones counted; also where there is one only.
        """
        monkeypatch.chdir(tmp_path)
        Path(name).write_bytes(b"\n" + line(CLEAN) + b" \r\n" + line(INVALID) + b"\n")
        Path("one.jsonl").write_bytes(line(CLEAN))

        assert [f"{name}:2", f"{name}:4"] == [each["dossier"] for each in cli("check", name, "--format", "jsonl").rows]
        assert "one.jsonl:1" == cli("check", "one.jsonl", "--format", "json").data["dossier"]
        assert "one.jsonl:1" == cli("quote", "one.jsonl", "--format", "json").data["dossier"]

    @pytest.mark.parametrize("command", ["check", "quote"])
    def test_standard_input(self, cli: Command, command: str) -> None:
        """
        A line has its number, a document in many lines has none.
        """
        assert "-:1" == cli(command, "-", "--format", "json", stdin=line(CLEAN)).data["dossier"]
        assert "-" == cli(command, "-", "--format", "json", stdin=pretty(CLEAN)).data["dossier"]

    @pytest.mark.parametrize("output", ["text", "sarif", "junit", "gitlab", "github"])
    def test_the_other_formats_name_it_too(
        self, cli: Command, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Each in its way.
        """
        monkeypatch.chdir(tmp_path)
        Path("some-name.json").write_text(json.dumps(ERROR), encoding="utf-8")

        assert b"some-name.json" in cli("check", "some-name.json", "--format", output).out
