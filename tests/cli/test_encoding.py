"""
Consoles of any encoding and width, and languages that are not there yet.
"""

import io
import json
import sys
from xml.etree import ElementTree as ET

import pytest

from dmsi_rules.cli import main
from tests.cli.command import ANSWERED, CLEAN, CODES, DAY, ERROR, Command, line

ENCODINGS = ("ascii", "cp1252", "latin-1", "cp437", "cp850", "utf-8")
ACCENTS = "Liévin → Œuvres, 12 €, 日本語 👩"
DOCUMENT = {"commune": {"name": ACCENTS, ACCENTS: 1}, "request": {"lines": [{"service": ACCENTS}]}}


class Console:
    """
    Standard output and error of a console that cannot write every character.
    """

    def __init__(self, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoding = encoding
        self.monkeypatch = monkeypatch

    def __call__(self, *argv: str, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
        """
        Run the command line on it.
        """
        out, err = io.BytesIO(), io.BytesIO()
        streams = [
            io.TextIOWrapper(out, encoding=self.encoding, errors="strict", newline="\n"),
            io.TextIOWrapper(err, encoding=self.encoding, errors="backslashreplace", newline="\n"),  # as Python makes it
        ]
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding=self.encoding))
        self.monkeypatch.setattr(sys, "stdout", streams[0])
        self.monkeypatch.setattr(sys, "stderr", streams[1])
        status = main([*argv, "--as-of", DAY])
        for stream in streams:
            stream.flush()
        return status, out.getvalue(), err.getvalue()


@pytest.fixture(params=ENCODINGS)
def console(request: pytest.FixtureRequest, cli: Command, monkeypatch: pytest.MonkeyPatch) -> Console:
    """
    Return a console of each encoding.
    """
    del cli  # for the surroundings that it brings
    return Console(request.param, monkeypatch)


class TestConsole:
    """
    What the console cannot write is shown by its code, never a reason to stop.
    """

    @pytest.mark.parametrize("command", ["check", "quote", "calendar"])
    def test_reports(self, console: Console, command: str) -> None:
        """
        Accents, arrows and more in the document.
        """
        status, out, err = console(command, "-", stdin=line(DOCUMENT))

        assert (2, b"") == (status, err)
        assert "vin" in out.decode(console.encoding)

    def test_file_names(self, console: Console) -> None:
        """
        And in the name of a file.
        """
        status, out, err = console("check", f"{ACCENTS}.json")

        assert (2, b"") == (status, err)
        assert "DOC000" in out.decode(console.encoding)

    @pytest.mark.parametrize("command", ["services", *(f"explain {code}" for code in CODES)])
    def test_what_the_program_says(self, console: Console, command: str) -> None:
        """
        And in the convention.
        """
        status, out, err = console(*command.split())

        assert (0, b"") == (status, err)
        assert out.decode(console.encoding)

    @pytest.mark.parametrize("command", ["", *ANSWERED])
    def test_help(self, console: Console, command: str) -> None:
        """
        And in the help.
        """
        status, out, err = console(*filter(None, [command]), "--help")

        assert (0, b"") == (status, err)
        assert "usage: dmsi-rules" in out.decode(console.encoding)

    @pytest.mark.parametrize(
        "argv",
        [
            ("check", "-", "--convention", f"{ACCENTS}.toml"),
            ("check", "-", "--reading", ACCENTS),
            ("check", "-", "--reading", f"{ACCENTS}=1"),
            ("check", "-", "--reading", f"letter_date={ACCENTS}"),
            ("check", "-", "--as-of", ACCENTS),
            ("check", "-", "--Liévin→"),
            ("check", "-", "--format", ACCENTS),
            ("explain", ACCENTS),
            ("schema", ACCENTS),
            (ACCENTS,),
            ("services", "-o", f"no/such/{ACCENTS}"),
        ],
        ids=ascii,
    )
    def test_errors(self, console: Console, argv: tuple[str, ...]) -> None:
        """
        And in an option.
        """
        status, out, err = console(*argv)

        assert (2, b"") == (status, out)
        assert "dmsi-rules" in err.decode(console.encoding)

    @pytest.mark.parametrize("output", ["json", "jsonl", "sarif", "gitlab"])
    def test_json_is_utf_8(self, console: Console, output: str) -> None:
        """
        Data for programs does not depend on the console.
        """
        status, out, _ = console("check", "-", "--format", output, stdin=line(DOCUMENT))

        assert 2 == status
        assert json.loads(out.decode("utf-8"))
        assert "Liévin" in out.decode("utf-8")

    def test_xml_is_utf_8(self, console: Console) -> None:
        """
        Nor do JUnit and SVG.
        """
        assert ET.fromstring(console("check", "-", "--format", "junit", stdin=line(DOCUMENT))[1]) is not None  # noqa: S314
        assert ET.fromstring(console("services", "--format", "svg")[1]) is not None  # noqa: S314

    @pytest.mark.parametrize("output", ["mermaid", "dot", "json"])
    def test_drawings_are_utf_8(self, console: Console, output: str) -> None:
        """
        Nor do the other drawings.
        """
        assert "é" in console("services", "--format", output)[1].decode("utf-8")


class TestWidth:
    """
    Any number of columns, also ones that no terminal has.
    """

    @pytest.mark.parametrize(
        "columns", ["40", "0", "1", "2", "3", "-1", "", "abc", "²", "٤٠", " 40 ", "1e3", "99999", "9" * 30, "0" * 30]
    )
    def test_columns(self, cli: Command, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Help and answers come whatever the width is said to be.
        """
        monkeypatch.setenv("COLUMNS", columns)

        for command in ("", *ANSWERED):
            assert 0 == cli(*filter(None, [command]), "--help", day=None).status
        assert 1 == cli("check", "-", stdin=line(ERROR)).status
        assert 0 == cli("explain", "DEP001").status
        assert 2 == cli("check", "-", "--format", "yaml").status

    def test_help_keeps_within_it(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        On a narrow terminal help takes more lines, and no word of it goes.
        """
        monkeypatch.setenv("COLUMNS", "160")
        wide = cli("check", "--help", day=None).text
        monkeypatch.setenv("COLUMNS", "60")
        narrow = cli("check", "--help", day=None).text

        assert wide.count("\n") < narrow.count("\n")
        assert wide.split() == narrow.split()

    def test_answers_that_are_no_terminal_s_keep_within_it(self, cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A file is as wide as is said, and 80 columns where nobody says it; no word of it goes.
        """
        answers = {}
        for columns in ("120", "80", "60", ""):
            monkeypatch.setenv("COLUMNS", columns)
            answers[columns] = cli("check", "-", stdin=line(ERROR)).text

        assert answers["80"] == answers[""]
        assert max(map(len, answers["80"].splitlines())) <= 80 < max(map(len, answers["120"].splitlines()))
        assert answers["120"].split() == answers["80"].split() == answers["60"].split()


class TestLanguage:
    """
    French where it is asked for, as far as there is any.
    """

    @pytest.mark.parametrize("command", ANSWERED)
    def test_french(self, cli: Command, command: str) -> None:
        """
        No answer is refused for want of a translation.
        """
        answer = cli(*ANSWERED[command], "--lang", "fr", stdin=line(CLEAN))

        assert (0, b"") == (answer.status, answer.err)

    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_what_programs_read_never_changes(self, cli: Command, language: str) -> None:
        """
        All but the sentences.
        """
        answers = [
            cli("check", "-", "--format", "json", *options, stdin=line(ERROR)).data for options in ((), ("--lang", language))
        ]
        for answer in answers:
            for found in answer["findings"]:
                assert all(found.pop(key) for key in ("message", "title", "remedy", "label"))
                del found["missing_labels"]

        assert answers[0] == answers[1]

    @pytest.mark.parametrize(
        "locale", ["C", "POSIX", "C.UTF-8", "fr_FR.UTF-8", "fr", "fr:en", "xx_YY", "../../etc", "\u202e", "%s", ""]
    )
    def test_locales(self, cli: Command, locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A locale that is not there stops nothing.
        """
        for name in ("LANG", "LANGUAGE"):
            monkeypatch.setenv(name, locale)

        assert (1, b"") == ((answer := cli("check", "-", stdin=line(ERROR))).status, answer.err)
