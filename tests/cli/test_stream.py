"""
Long streams: each document is answered as it comes, and none is kept.
"""

import gc
import io
import json
import select
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import pytest

from dmsi_rules.cli import main
from dmsi_rules.values.record import is_record
from tests.cli.command import CHECK_FORMATS, CLEAN, DAY, ERROR, GOVERNANCE, NOTE, UNKNOWN, Command, line, process, surroundings

PATIENCE = 30
NUMBER = 1_000
MEBIBYTE = 2**20


class _Lines(io.RawIOBase):
    """
    A standard input that makes its lines as they are read, each of a few kilobytes.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.rest = b""
        self.lines = self.made(number)

    @staticmethod
    def made(number: int) -> Iterator[bytes]:
        kinds = (CLEAN, ERROR, NOTE, UNKNOWN)
        for rank in range(number):
            own = {"x-number": rank, "x-padding": "é" * 512}
            yield line(kinds[rank % len(kinds)] | own) if rank % 50 != 49 else b"junk\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = self.rest or next(self.lines, b"")
        taken, self.rest = chunk[: len(buffer)], chunk[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


class _Counting(io.RawIOBase):
    """
    A standard output that counts its lines and forgets them.
    """

    count = 0

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.count += bytes(content).count(b"\n")
        return len(content)


@pytest.mark.exhaustive
@pytest.mark.parametrize("output", ["jsonl", "text"])
def test_memory_is_bounded(cli: Command, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A thousand documents take little more than one.
    """
    cli("check", "-", "--format", output, stdin=line(ERROR) + b"junk\n" + line(UNKNOWN))  # all that is imported late
    counting = _Counting()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(_Lines(NUMBER)), encoding="utf-8"))  # type: ignore[type-var]
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(counting), encoding="utf-8"))  # type: ignore[type-var]
    tracemalloc.start()
    try:
        status = main(["check", "-", "--format", output, "--as-of", DAY])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    sys.stdout.flush()

    assert 2 == status
    assert counting.count == NUMBER if output == "jsonl" else counting.count > NUMBER
    assert peak < MEBIBYTE


def _classes(base: type[Any]) -> Iterator[type[Any]]:
    below: list[type[Any]] = type.__subclasses__(base)
    for each in below:
        yield each
        yield from _classes(each)


@pytest.mark.exhaustive
class TestGarbage:
    """
    What a document leaves is gone with it: none waits for the collector of cyclic garbage, which seldom comes.
    """

    @pytest.fixture(autouse=True, scope="class")
    @staticmethod
    def nothing_else() -> None:
        """
        Leave what all other tests hold out of the collector's searches.
        """
        gc.collect()
        gc.freeze()

    def kept(self, cli: Command, *argv: str) -> tuple[int, int]:
        """
        Return how many objects are left after one document of each kind, and after four, once all is loaded and made.
        """
        self.left(cli, 1, *argv)
        for each in filter(is_record, _classes(object)):
            attrs.fields(each)
        return self.left(cli, 1, *argv), self.left(cli, 4, *argv)

    @staticmethod
    def left(cli: Command, number: int, *argv: str) -> int:
        """
        Return how many objects the collector finds once *number* documents of four kinds have been answered.
        """
        stream = b"".join(islice(_Lines.made(4), 4)) * number
        gc.collect()
        gc.disable()
        try:
            cli(*argv, "-", stdin=stream)
            return gc.collect()
        finally:
            gc.enable()

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    def test_reports(self, cli: Command, output: str) -> None:
        """
        In every format.
        """
        few, many = self.kept(cli, "check", "--format", output)

        assert few == many

    @pytest.mark.parametrize("command", [("quote",), ("bill", "--period", "2026"), ("forecast", "--years", "2026-2027")])
    def test_amounts(self, cli: Command, command: tuple[str, ...]) -> None:
        """
        And of what is computed.
        """
        few, many = self.kept(cli, *command, "--format", "json")

        assert few == many


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"commune": }', "not JSON at line 3, column 13"),
        (b'{"x-a": NaN}', "not JSON at line 3, column 9"),
        (b'{"commune": {"name": "\xff"}}', "not UTF-8 at line 3 (byte 23)"),
    ],
    ids=["syntax", "not a number", "encoding"],
)
def test_a_bad_line_is_told_by_its_number(cli: Command, text: bytes, said: str) -> None:
    """
    The sentence names the line of the stream, as the finding does.
    """
    (found,) = cli("check", "-", "--format", "jsonl", stdin=line(CLEAN) + b"\n" + text + b"\n").rows[1]["findings"]

    assert said in found["message"]
    assert (3, 3) == (found["line"], found["facts"]["line"])


AMOUNTS = (("quote",), ("bill", "--period", "2026"), ("forecast", "--years", "2026"))
ASKED = '{"commune": {"name": "Liévin"}, "request": {"date": "2025-05-20", "lines": [{"service": "postes", "quantity": %s}]}}'


@pytest.mark.parametrize("command", AMOUNTS, ids=" ".join)
class TestAmounts:
    """
    What a stream of dossiers comes to, a line each.
    """

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (b"{", "DOC000"),
            (b"[]", "DOC001"),
            (line(GOVERNANCE).strip(), "DOC003"),
            ((ASKED % "1e999").encode(), "DOC004"),
            ((ASKED % ("9" * 5_000)).encode(), "DOC004"),
            ((ASKED % 1).encode("latin-1"), "DOC000"),
            (b"[" * 100_000, "DOC000"),
        ],
        ids=["no JSON", "a list", "governance", "a number too large", "many digits", "another encoding", "too deep"],
    )
    def test_a_faulty_line(self, cli: Command, command: tuple[str, ...], text: bytes, code: str) -> None:
        """
        It is told in its place, wherever it stands, and the others are answered.
        """
        good = [(ASKED % rank).encode() for rank in (1, 2)]
        for lines in ([text, *good], [good[0], text, good[1]], [*good, text]):
            answer = cli(*command, "-", "--format", "jsonl", "--input-format", "jsonl", stdin=b"\n".join(lines))
            codes = [each["findings"][0]["code"] if "findings" in each else None for each in answer.rows]

            assert (2, [code if each is text else None for each in lines]) == (answer.status, codes)
            assert ["-:1", "-:2", "-:3"] == [each["dossier"] for each in answer.rows]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
    def test_a_file(self, cli: Command, command: tuple[str, ...], encoding: str, tmp_path: Path) -> None:
        """
        A file of many, with a byte order mark or without, says what standard input says, by its own name.
        """
        path = tmp_path / "many.jsonl"
        path.write_bytes("\r\n".join([ASKED % 7, "", ASKED % 1_000_000_000]).encode(encoding))
        answer = cli(*command, str(path), "--format", "jsonl")

        assert (0, [f"{path}:1", f"{path}:3"]) == (answer.status, [each["dossier"] for each in answer.rows])


def test_the_quotes_of_a_stream_add_up(cli: Command) -> None:
    """
    Each line is priced by itself: 204.00 euros a year for each workstation, and 84.00 for its connection.
    """
    numbers = (1, 250, 1_000_000_000)
    stream = "\n".join(ASKED % each for each in numbers).encode()
    answer = cli("quote", "-", "--format", "jsonl", stdin=stream)

    assert [f"{each * 288}.00" for each in numbers] == [each["annual_total"] for each in answer.rows]


@pytest.mark.parametrize(
    ("command", "done"),
    [
        (("check",), "checked"),
        (("fix",), "fixed"),
        (("quote",), "computed"),
        (("bill", "--period", "2026"), "computed"),
        (("forecast", "--years", "2026"), "computed"),
    ],
)
def test_an_empty_stream_is_told(cli: Command, command: tuple[str, ...], done: str) -> None:
    """
    It is one all the same: status 0.
    """
    answer = cli(*command, "-", "--input-format", "jsonl")

    assert (0, f"dmsi-rules: there is no document: nothing was {done}\n") == (answer.status, answer.errors)


@pytest.mark.parametrize(("flags", "status"), [(("--strict",), 0), (("--fail-on", "unknown"), 1)])
def test_nothing_checked_is_no_pass(cli: Command, tmp_path: Path, flags: tuple[str, ...], status: int) -> None:
    """
    Where what is unknown fails, a folder without documents does.
    """
    answer = cli("check", str(tmp_path), *flags, f"--output=junit={tmp_path / 'report.xml'}")

    assert status == answer.status
    assert status == (tmp_path / "report.xml").read_text(encoding="utf-8").count("<failure ")
    assert status == ("dmsi-rules: status 1: no document at all (--fail-on unknown)" in answer.errors)


@pytest.mark.exhaustive
def test_every_line_has_its_answer(cli: Command) -> None:
    """
    Each with its number, in order, the bad ones too.
    """
    rows = cli("check", "-", "--format", "jsonl", stdin=b"".join(_Lines.made(NUMBER))).rows

    assert [f"-:{number}" for number in range(1, NUMBER + 1)] == [row["dossier"] for row in rows]
    assert list(range(50, NUMBER + 1, 50)) == [
        number for number, row in enumerate(rows, 1) if any(found["code"] == "DOC000" for found in row["findings"])
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes cannot be waited for")
@pytest.mark.parametrize("output", ["jsonl", "text"])
def test_an_answer_comes_before_the_input_ends(output: str) -> None:
    """
    Someone who writes a line at a time is answered at a time.
    """
    command = process("check", "-", "--format", output, "--as-of", DAY)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings(), bufsize=0) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in (1, 2, 3):
            running.stdin.write(line(ERROR))
            ready, _, _ = select.select([running.stdout], [], [], PATIENCE)
            assert ready, f"no answer to line {number}"
            answer = b""
            while (b"judged\n" if output == "text" else b"}\n") not in answer:
                answer += running.stdout.read(65_536)
            if output == "jsonl":
                assert f"-:{number}" == json.loads(answer)["dossier"]
        assert running.poll() is None
        running.stdin.close()
        assert b"" == running.stdout.read()
        assert 1 == running.wait(PATIENCE)
