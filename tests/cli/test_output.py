"""
An answer in a file: the same as on standard output, whole or not at all.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dmsi_rules.cli import main
from dmsi_rules.text.fill import visible
from tests.cli.command import (
    ANSWERED,
    BILL_FORMATS,
    CALENDAR_FORMATS,
    CHECK_FORMATS,
    CLEAN,
    ERROR,
    INVALID,
    OTHER,
    SERVICES_FORMATS,
    Command,
    line,
)

EVERY = [
    *(("check", "-", "--format", each) for each in CHECK_FORMATS),
    *(("quote", "-", "--format", each) for each in ("text", "json")),
    *(("bill", "-", "--period", "2026", "--format", each) for each in BILL_FORMATS),
    *(("calendar", "-", "--format", each) for each in CALENDAR_FORMATS),
    *(("services", "--format", each) for each in SERVICES_FORMATS),
    *(("explain", "DEP001", "--format", each) for each in ("text", "json")),
    *(("schema", each) for each in ("dossier", "governance", "convention")),
]
OLD = "an older answer\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """
    Return a file that holds an older answer, alone in its directory.
    """
    path = tmp_path / "answer"
    path.write_text(OLD, encoding="utf-8")
    return path


def beside(path: Path) -> list[str]:
    """
    Return the names of what stands in the directory of *path*.
    """
    return sorted(each.name for each in path.parent.iterdir())


class TestWritten:
    """
    What would go to standard output goes to the file.
    """

    @pytest.mark.parametrize("argv", EVERY, ids=" ".join)
    @pytest.mark.parametrize("option", ["-o", "--output"])
    def test_every_answer(self, cli: Command, argv: tuple[str, ...], option: str, target: Path) -> None:
        """
        To the byte, with the same status, and nothing elsewhere but why that is not 0.
        """
        expected = cli(*argv, stdin=line(ERROR))
        answer = cli(*argv, option, str(target), stdin=line(ERROR))

        why = b"dmsi-rules: status 1: findings of severity error: 2\n" if argv[0] == "check" else b""
        assert (expected.status, b"", why) == (answer.status, answer.out, answer.err)
        assert expected.out == target.read_bytes()
        assert ["answer"] == beside(target)

    def test_a_report_of_what_cannot_be_evaluated(self, cli: Command, target: Path) -> None:
        """
        It is an answer as well.
        """
        for command in ("check", "quote", "calendar"):
            assert 2 == cli(command, "-", "-o", str(target), stdin=line(INVALID)).status
            assert "DOC001" in target.read_text(encoding="utf-8")

    def test_a_new_file(self, cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A relative name is where the user is.
        """
        monkeypatch.chdir(tmp_path)

        assert 0 == cli("check", "-", "-o", "new.txt", stdin=line(CLEAN)).status
        assert ["new.txt"] == beside(tmp_path / "new.txt")

    @pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
    def test_mode_and_link_are_kept(self, cli: Command, target: Path) -> None:
        """
        A link goes on pointing at the file, whose mode stays.
        """
        target.chmod(0o640)
        link = target.with_name("link")
        link.symlink_to("answer")

        assert 0 == cli("check", "-", "-o", str(link), stdin=line(CLEAN)).status
        assert link.is_symlink()
        assert OLD != target.read_text(encoding="utf-8")
        assert 0o640 == target.stat().st_mode & 0o7777
        assert ["answer", "link"] == beside(target)

    @pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
    def test_the_mode_of_a_new_file(self, cli: Command, tmp_path: Path) -> None:
        """
        It is what any new file has.
        """
        (tmp_path / "usual").touch()
        cli("check", "-", "-o", str(tmp_path / "new"), stdin=line(CLEAN))

        assert (tmp_path / "usual").stat().st_mode == (tmp_path / "new").stat().st_mode

    @pytest.mark.parametrize("named", ["a.json", "./a.json", "link.json"])
    def test_over_the_document_itself(self, cli: Command, tmp_path: Path, named: str) -> None:
        """
        What the answer is made from is not lost to it, under whatever name.
        """
        path = tmp_path / "a.json"
        path.write_bytes(line(ERROR))
        (tmp_path / "link.json").symlink_to(path)

        answer = cli("check", str(path), "-o", f"{tmp_path}/{named}")
        assert (2, b"") == (answer.status, answer.out)
        assert b"would overwrite" in answer.err
        assert line(ERROR) == path.read_bytes()

    def test_a_baseline_over_the_document_itself(self, cli: Command, tmp_path: Path) -> None:
        """
        Nor to a baseline; one that is there is written anew.
        """
        path, baseline = tmp_path / "a.json", tmp_path / "known.jsonl"
        path.write_bytes(line(ERROR))
        anew = ("--update-baseline", "--baseline")

        answer = cli("check", str(path), *anew, str(path))
        assert (2, b"") == (answer.status, answer.out)
        assert b"would overwrite" in answer.err
        assert line(ERROR) == path.read_bytes()
        for _ in range(2):
            assert 1 == cli("check", str(path), *anew, str(baseline)).status  # there is an error

    @pytest.mark.parametrize(
        "outputs",
        [
            ("-o", "json=a.out", "-o", "junit=./a.out"),
            ("--format", "json", "-o", "json=a.out", "--baseline", "a.out"),
            ("--output", "a.out", "--output", "json=a.out"),
        ],
    )
    def test_two_answers_to_one_file(
        self, cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outputs: tuple[str, ...]
    ) -> None:
        """
        One would be lost: neither is written.
        """
        monkeypatch.chdir(tmp_path)
        answer = cli("check", "-", *outputs, stdin=line(CLEAN))
        assert (2, b"") == (answer.status, answer.out)
        assert b"a file for each" in answer.err
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize("command", [("check",), ("bill", "--period", "2026")])
    def test_photographs_that_cannot_be_read(self, cli: Command, tmp_path: Path, command: tuple[str, ...]) -> None:
        """
        It is their file that is at fault, not the dossier.
        """
        answer = cli(command[0], "-", *command[1:], "--snapshots", str(tmp_path / "none.ods"), stdin=line(CLEAN))
        assert (2, b"") == (answer.status, answer.out)
        assert b"the monthly photographs " in answer.err
        assert b"there is no such file" in answer.err

    def test_where_links_lead_in_a_circle(self, cli: Command, tmp_path: Path) -> None:
        """
        There is no file to write, and that is said.
        """
        path = tmp_path / "circle"
        path.symlink_to(path)
        answer = cli("services", "-o", str(path))
        assert 2 == answer.status
        assert "could not be written to" in answer.err.decode()

    def test_no_link_is_followed_by_the_part(self, cli: Command, tmp_path: Path) -> None:
        """
        What is written first stands under a name that nobody can have taken before, and is gone afterwards.
        """
        path = tmp_path / ("x" * 250)
        assert 0 == cli("services", "-o", str(path)).status
        assert [path] == list(tmp_path.iterdir())

    @pytest.mark.parametrize("command", [("calendar", "ics"), ("calendar", "svg"), ("audit", "html")], ids=str)
    def test_a_report_in_no_file_of_another_kind(self, cli: Command, tmp_path: Path, command: tuple[str, str]) -> None:
        """
        The old file stays; why there is no new one is said on standard error.
        """
        path = tmp_path / "answer"
        path.write_text("old", encoding="utf-8")
        answer = cli(command[0], "-", "--format", command[1], "-o", str(path), stdin=line(INVALID))
        assert (2, b"") == (answer.status, answer.out)
        assert "DOC001" in answer.err.decode()
        assert "old" == path.read_text(encoding="utf-8")

    def test_over_the_convention(self, cli: Command, tmp_path: Path) -> None:
        """
        Nor is any other file that is read.
        """
        path = tmp_path / "next.toml"
        path.write_bytes(OTHER.read_bytes())
        for words in (["convention", "check", str(path)], ["services", "--convention", str(path)]):
            assert 2 == cli(*words, "-o", str(path)).status
        assert OTHER.read_bytes() == path.read_bytes()


class _Interrupted(io.RawIOBase):
    """
    A standard input that gives some lines and is then interrupted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.chunks: Iterator[bytes] = iter([line(CLEAN), line(ERROR)])

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        for chunk in self.chunks:
            buffer[: len(chunk)] = chunk
            return len(chunk)
        raise KeyboardInterrupt


class TestNotWritten:
    """
    Where there is no answer the old one stays, and nothing is left beside it.
    """

    @pytest.mark.parametrize(
        "argv",
        [
            ("explain", "ZZZ999"),
            ("calendar", "-"),
            ("check", "-", "--convention", "no-such-file.toml"),
            ("services", "--convention", "no-such-file.toml"),
            ("schema", "dosier"),
            ("check", "-", "--format", "yaml"),
            ("check", "-", "--reading", "a=b"),
            ("check", "-", "--as-of", "tomorrow"),
        ],
        ids=" ".join,
    )
    def test_a_run_that_fails(self, cli: Command, argv: tuple[str, ...], target: Path) -> None:
        """
        An empty file would be taken for an answer.
        """
        answer = cli(*argv, "-o", str(target), stdin=line(CLEAN) * 2, day=None)

        assert (2, b"") == (answer.status, answer.out)
        assert OLD == target.read_text(encoding="utf-8")
        assert ["answer"] == beside(target)

    @pytest.mark.parametrize("argv", [("explain", "ZZZ999"), ("calendar", "-")], ids=" ".join)
    def test_no_file_appears(self, cli: Command, argv: tuple[str, ...], tmp_path: Path) -> None:
        """
        Nor does a new one, without an answer.
        """
        assert 2 == cli(*argv, "-o", str(tmp_path / "new"), stdin=line(CLEAN) * 2).status
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize("output", CHECK_FORMATS)
    def test_an_interrupted_run(
        self,
        cli: Command,
        output: str,
        target: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsysbinary: pytest.CaptureFixture[bytes],
    ) -> None:
        """
        However much of it was ready.
        """
        del cli  # for the surroundings that it brings
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(_Interrupted())))  # type: ignore[type-var]
        status = main(["check", "-", "--format", output, "-o", str(target)])
        out, err = capsysbinary.readouterr()

        assert (130, b"", 1) == (status, out, err.count(b"\n"))
        assert OLD == target.read_text(encoding="utf-8")
        assert ["answer"] == beside(target)

    @pytest.mark.parametrize("command", ANSWERED)
    def test_a_directory_that_is_missing(self, cli: Command, command: str, tmp_path: Path) -> None:
        """
        One sentence.
        """
        name = str(tmp_path / "no" / "answer")
        answer = cli(*ANSWERED[command], "-o", name, stdin=line(CLEAN))

        assert (2, b"") == (answer.status, answer.out)
        assert f"dmsi-rules: the answer could not be written to {name}: No such file or directory\n" == answer.errors

    @pytest.mark.parametrize("name", [".", "", "a\0b", "x" * 5_000])
    def test_no_name_of_a_file(self, cli: Command, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        One sentence, as for a name that no file can have, with the name.
        """
        monkeypatch.chdir(tmp_path)
        answer = cli("check", "-", "-o", name, stdin=line(CLEAN))

        assert (2, b"", 1) == (answer.status, answer.out, answer.errors.count("\n"))
        assert visible(name or ".")[:150] in answer.errors
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.skipif(os.name == "nt" or getattr(os, "geteuid", int)() == 0, reason="the superuser may write everywhere")
    def test_a_directory_that_may_not_be_written(self, cli: Command, target: Path) -> None:
        """
        One sentence.
        """
        target.parent.chmod(0o500)
        try:
            answer = cli("check", "-", "-o", str(target), stdin=line(CLEAN))
        finally:
            target.parent.chmod(0o700)

        assert (2, b"", 1) == (answer.status, answer.out, answer.errors.count("\n"))
        assert OLD == target.read_text(encoding="utf-8")
        assert ["answer"] == beside(target)
