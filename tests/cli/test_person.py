"""
What a person sees: text grouped by severity, with colours on a terminal alone.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dmsi_rules.cli import main
from tests.cli.command import CLEAN, DAY, EXAMPLES, NOTE, UNKNOWN, WARNING, Command, line, process, surroundings

FAULTS = EXAMPLES / "faults" / "every-rule.toml"
LENS = EXAMPLES / "lens" / "dossier.toml"
STYLED = re.compile(rb"\x1b\[([0-9;]*)m")
HEADLINE = re.compile(r"^  ([A-Z]{3}[0-9]{3})  (\S*) +(violated|unknown|ambiguous|invalid)", re.MULTILINE)


def colours(content: bytes) -> set[int]:
    """
    Return the colours, of the foreground and of the background, that *content* switches on.
    """
    codes = {int(code) for match in STYLED.finditer(content) for code in match[1].split(b";") if code}
    return {code for code in codes if code in {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}}


class TestText:
    """
    The report on a dossier.
    """

    def test_groups(self, cli: Command) -> None:
        """
        Errors come before warnings and warnings before notes, and each finding is in its group.
        """
        text = cli("check", str(FAULTS)).text
        data = cli("check", str(FAULTS), "--format", "json").data
        places = [text.index(f"\n{title}\n") for title in ("Errors", "Warnings", "Notes")]

        assert sorted(places) == places
        for severity, start, end in zip(("error", "warning", "info"), places, [*places[1:], len(text)], strict=True):
            expected = [
                (found["code"], found["path"] or "/", found["verdict"])
                for found in data["findings"]
                if found["severity"] == severity
            ]
            assert expected == HEADLINE.findall(text[start:end])

    @pytest.mark.parametrize("path", [FAULTS, EXAMPLES / "faults" / "unreadable.json", LENS], ids=lambda path: path.stem)
    def test_source_and_remedy_under_each(self, cli: Command, path: Path) -> None:
        """
        Each finding says where it stands in the text, and what to do; an unknown one what is missing.
        """
        text = cli("check", str(path)).text
        *_, last = HEADLINE.finditer(text)
        starts = [match.start() for match in HEADLINE.finditer(text)]
        findings = cli("check", str(path), "--format", "json").data["findings"]
        by_place = {(found["code"], found["path"] or "/"): found for found in findings}
        whole = " ".join(text.split())

        assert len(findings) == len(starts)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            block = text[start:end]
            match = HEADLINE.match(block)
            assert match
            found = by_place[match[1], match[2]]
            words = " ".join(block.split())
            assert f"source: {found['source']}" in words
            assert found["message"] in words
            assert "remedy: " in words or found["verdict"] == "unknown"
            assert all(pointer in whole for pointer in found["missing"][:10])  # in the block, or below all
        assert last.end() <= len(text)

    def test_columns_are_aligned(self, cli: Command) -> None:
        """
        Verdicts stand below one another.
        """
        text = cli("check", str(FAULTS)).text

        assert 1 == len({match.start(3) - match.start() for match in HEADLINE.finditer(text)})

    @pytest.mark.parametrize("path", [FAULTS, LENS, EXAMPLES / "faults" / "unreadable.json"], ids=lambda path: path.stem)
    def test_it_ends_with_a_summary(self, cli: Command, path: Path) -> None:
        """
        The document, and how much there is of each severity, the unknown among it.
        """
        found = cli("check", str(path), "--format", "json").data["findings"]
        counts = []
        for severity, word in (("error", "error"), ("warning", "warning"), ("info", "note")):
            of_it = [each["verdict"] for each in found if each["severity"] == severity]
            unknown = f" ({of_it.count('unknown')} unknown)" if "unknown" in of_it else ""
            counts += [f"{len(of_it)} {word}{'s' * (len(of_it) > 1)}{unknown}"] if of_it else []
        *_, last = cli("check", str(path)).text.split("\n\n")

        assert " ".join(last.split()).startswith(f"{path}: {', '.join(counts)}")
        assert cli("check", str(path)).text.endswith(last)

    def test_the_summary_counts_what_is_there(self, cli: Command) -> None:
        """
        The numbers are those of the findings, for any document.
        """
        for document in (CLEAN, NOTE, WARNING, UNKNOWN):
            findings = cli("check", "-", "--format", "json", stdin=line(document)).data["findings"]
            *_, last = cli("check", "-", stdin=line(document)).text.split("\n\n")
            for severity, word in (("error", "error"), ("warning", "warning"), ("info", "note")):
                counted = re.search(rf"(\d+) {word}s?\b", last)

                assert (int(counted[1]) if counted else 0) == sum(found["severity"] == severity for found in findings)

    def test_several_documents(self, cli: Command) -> None:
        """
        Each has its own report, apart from the next.
        """
        text = cli("check", "-", stdin=line(CLEAN) * 3).text

        assert ["-:1", "-:2", "-:3"] == re.findall(r"^(-:\d) - convention", text, re.MULTILINE)

    def test_what_it_rests_on(self, cli: Command) -> None:
        """
        The convention, the day, the grid and the readings stand on top.
        """
        first, _, _ = cli("check", "-", "--reading", "letter_date=received", stdin=line(CLEAN)).text.partition("\n\n")

        assert [] == [
            word
            for word in ("call-dmsi-2024", DAY, "2023-10-01", "letter_date=received")
            if word not in " ".join(first.split())
        ]

    def test_it_keeps_to_the_width(self, cli: Command) -> None:
        """
        No line of prose is longer than is pleasant to read.
        """
        text = cli("check", str(FAULTS)).text

        assert [] == [row for row in text.splitlines() if len(row) > 100 and "fix:" not in row]

    def test_quote(self, cli: Command) -> None:
        """
        The totals that the data has, and where the prices come from.
        """
        text = cli("quote", str(LENS)).text
        data = cli("quote", str(LENS), "--format", "json").data

        assert data["annual_total"] in text.replace(",", "")
        assert "Annexe 5" in text
        assert data["quoted_total"] in text.replace(",", "")


class _Terminal(io.TextIOWrapper):
    """
    A standard output that says that it is a terminal.
    """

    def isatty(self) -> bool:
        return True


class TestColours:
    """
    Colours are for terminals, where rich is there and nobody minds.
    """

    @pytest.fixture
    def on_terminal(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> "OnTerminal":
        """
        Return a way to run the command line on a terminal with many colours.
        """
        del cli  # for the surroundings that it brings
        for name in ("TTY_COMPATIBLE", "TTY_INTERACTIVE", "JPY_PARENT_PID"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        return OnTerminal(monkeypatch)

    @pytest.mark.parametrize(
        "command", [("check", str(FAULTS)), ("quote", str(LENS)), ("calendar", str(LENS)), ("services",), ("explain", "DEP001")]
    )
    def test_none_elsewhere(self, cli: Command, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A pipe gets plain text.
        """
        monkeypatch.setenv("TERM", "xterm-256color")

        assert b"\x1b" not in cli(*command).out

    def test_on_a_terminal(self, on_terminal: "OnTerminal") -> None:
        """
        The words are the same, the severities are coloured.
        """
        pytest.importorskip("rich")
        out = on_terminal("check", str(FAULTS))

        assert colours(out)
        assert "Errors" in STYLED.sub(b"", out).decode()

    def test_no_color(self, on_terminal: "OnTerminal", monkeypatch: pytest.MonkeyPatch) -> None:
        """
        NO_COLOR is heeded.
        """
        pytest.importorskip("rich")
        monkeypatch.setenv("NO_COLOR", "1")

        assert set() == colours(on_terminal("check", str(FAULTS)))

    def test_a_dumb_terminal(self, on_terminal: "OnTerminal", monkeypatch: pytest.MonkeyPatch) -> None:
        """
        So is a terminal without colours.
        """
        pytest.importorskip("rich")
        monkeypatch.setenv("TERM", "dumb")

        assert set() == colours(on_terminal("check", str(FAULTS)))

    @pytest.mark.parametrize("columns", ["20", "40", "72", "100", "400", "0", "abc"])
    def test_plain_and_coloured_are_the_same_text(
        self, on_terminal: "OnTerminal", columns: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Colours change no word and no line, whatever the width.
        """
        pytest.importorskip("rich")
        monkeypatch.setenv("COLUMNS", columns)
        for command in (("check", str(FAULTS)), ("quote", str(LENS)), ("calendar", str(LENS)), ("explain", "DEP001")):
            coloured = STYLED.sub(b"", on_terminal(*command)).decode()
            with monkeypatch.context() as without:
                without.setitem(sys.modules, "rich", None)
                without.setitem(sys.modules, "rich.console", None)
                plain = on_terminal(*command)

            assert b"\x1b" not in plain
            assert plain.decode().splitlines() == [row.rstrip() for row in coloured.splitlines()]

    def test_a_narrow_terminal(self, on_terminal: "OnTerminal", monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Sentences are broken at its edge.
        """
        monkeypatch.setitem(sys.modules, "rich", None)
        monkeypatch.setitem(sys.modules, "rich.console", None)
        monkeypatch.setenv("COLUMNS", "60")
        prose = on_terminal("explain", "DEP001").decode().partition("an example")[0].splitlines()

        assert 60 >= max(map(len, prose))

    @pytest.mark.parametrize(
        "words", ["[bold red]x[/]", ":smile:", "\x1b[31mx", "[/]", "[link=https://example.org]x"], ids=ascii
    )
    def test_markup_is_text(self, on_terminal: "OnTerminal", words: str) -> None:
        """
        What a user wrote is not what rich reads.
        """
        pytest.importorskip("rich")
        out = on_terminal("check", "-", stdin=line({"commune": {"name": "Lens", words: 1}}))

        assert words.replace("\x1b", "\\x1b") in STYLED.sub(b"", out).decode()

    def test_a_file_has_none(self, on_terminal: "OnTerminal", cli: Command, tmp_path: Path) -> None:
        """
        An answer to a file is plain, also from a terminal.
        """
        out = on_terminal("check", str(FAULTS), "-o", str(tmp_path / "answer"))

        assert b"" == out
        assert cli("check", str(FAULTS)).out == (tmp_path / "answer").read_bytes()

    @pytest.mark.parametrize("output", ["json", "jsonl", "sarif", "junit", "gitlab", "github"])
    def test_data_have_none(self, on_terminal: "OnTerminal", output: str) -> None:
        """
        Nor have data, also on a terminal.
        """
        assert b"\x1b" not in on_terminal("check", str(FAULTS), "--format", output)


class OnTerminal:
    """
    The command line on a terminal.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def __call__(self, *argv: str, stdin: bytes = b"") -> bytes:
        """
        Run it and return what the terminal shows.
        """
        out = io.BytesIO()
        terminal = _Terminal(out, encoding="utf-8", newline="\n")
        with self.monkeypatch.context() as streams:
            streams.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            streams.setattr(sys, "stdout", terminal)
            main([*argv, "--as-of", DAY])
            terminal.flush()
        return out.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are those of POSIX")
class TestPseudoTerminal:
    """
    The same in a process, on a terminal that the system makes.
    """

    def shown(self, *argv: str, **env: str) -> bytes:
        """
        Return what a terminal shows of the command line.
        """
        pty = pytest.importorskip("pty")
        ours, theirs = pty.openpty()
        try:
            with subprocess.Popen(
                process(*argv, "--as-of", DAY),
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                stderr=subprocess.PIPE,
                env=surroundings(TERM="xterm-256color", **env),
            ) as running:
                os.close(theirs)
                theirs = -1
                content = b""
                while chunk := self.read(ours):
                    content += chunk
                assert running.stderr is not None
                assert b"" == running.stderr.read()
        finally:
            os.close(ours)
            if theirs >= 0:
                os.close(theirs)
        return content

    @staticmethod
    def read(descriptor: int) -> bytes:
        """
        Return what there is to read; on Linux a terminal without writers is an error.
        """
        try:
            return os.read(descriptor, 65_536)
        except OSError:
            return b""

    def test_colours(self) -> None:
        """
        They are there where rich is.
        """
        pytest.importorskip("rich")
        content = self.shown("check", str(FAULTS))

        assert colours(content)
        assert re.search(rb"\b[0-9]+ errors\b", content)

    def test_no_color(self) -> None:
        """
        With NO_COLOR they are not.
        """
        assert set() == colours(self.shown("check", str(FAULTS), NO_COLOR="1"))

    def test_without_rich(self, tmp_path: Path) -> None:
        """
        Without rich it is plain text.
        """
        (tmp_path / "rich.py").write_text("raise ImportError", encoding="utf-8")
        path = os.pathsep.join((str(tmp_path), surroundings()["PYTHONPATH"]))
        content = self.shown("check", str(FAULTS), PYTHONPATH=path)

        assert b"\x1b" not in content
        assert re.search(rb"\b[0-9]+ errors\b", content)

    def test_a_document_from_elsewhere(self) -> None:
        """
        What cannot be evaluated is shown as well.
        """
        assert b"DOC000" in self.shown("check", "-")
