"""
Documents checked in several processes, and those of a folder.
"""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import (
    CHECK_FORMATS,
    CLEAN,
    ERROR,
    INVALID,
    NOTE,
    WARNING,
    Command,
    line,
    process,
    run,
    surroundings,
)

STREAM = (
    b"".join(line(each | {"x-rank": rank}) for rank in range(30) for each in (ERROR, CLEAN, WARNING, NOTE))
    + b"junk\n"
    + line(INVALID)
)
DAY = ("--as-of", "2026-01-10")


def test_the_same_answer(tmp_path: Path) -> None:
    """
    To the byte in every format, in the order of the input, with the same status and the same things told.
    """
    answers = []
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        folder.mkdir()
        beside = [f"--output={form}={folder / form}" for form in CHECK_FORMATS if form != "text"]
        answer = run("check", "-", *beside, "--jobs", jobs, "--strict", *DAY, stdin=STREAM)
        answers.append((answer, {each.name: each.read_bytes() for each in sorted(folder.iterdir())}))

    assert answers[0] == answers[1]
    assert (2, len(CHECK_FORMATS) - 1) == (answers[0][0].status, len(answers[0][1]))


def test_the_same_words(tmp_path: Path) -> None:
    """
    In French too, where codes are told as what the convention in use calls them.
    """
    (tmp_path / "in.jsonl").write_bytes(line(ERROR) + line(WARNING))
    one, two = (run("check", str(tmp_path / "in.jsonl"), "--lang", "fr", "--jobs", jobs, *DAY) for jobs in ("1", "2"))

    assert one == two
    assert b"call-dmsi-2024" not in two.out


def test_files_waivers_and_baseline(tmp_path: Path) -> None:
    """
    Whatever is accepted, and whatever is written beside.
    """
    (tmp_path / "in.jsonl").write_bytes(STREAM)
    (tmp_path / "w.toml").write_text('[[waivers]]\ncode = "DEP001"\nreason = "x"\n[[waivers]]\ncode = "TAR001"\nreason = "x"\n')
    answers = []
    for jobs in ("1", "2"):
        known, sarif = tmp_path / f"known{jobs}", tmp_path / f"sarif{jobs}"
        flags = ("--waivers", str(tmp_path / "w.toml"), "--output", f"sarif={sarif}", "--jobs", jobs, *DAY)
        first = run("check", str(tmp_path / "in.jsonl"), "--baseline", str(known), *flags)
        second = run("check", str(tmp_path / "in.jsonl"), "--baseline", str(known), *flags)
        answers.append((first.status, first.out, second.out, second.err, known.read_bytes(), sarif.read_bytes()))

    assert answers[0] == answers[1]
    assert b"TAR001 accepts nothing" in answers[0][3]


@pytest.mark.parametrize(("sent", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_ended(tmp_path: Path, sent: signal.Signals, expected: int) -> None:
    """
    Nothing is left behind: no file, no process.
    """
    argv = process("check", "-", "--format", "jsonl", "-o", str(tmp_path / "answer"), "--jobs", "2", *DAY)
    with subprocess.Popen(
        argv, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings(), start_new_session=True
    ) as child:
        assert child.stdin is not None
        child.stdin.write(STREAM * 3)
        child.stdin.flush()
        wait_for(lambda: len(children_of(child.pid)) == 2)
        workers = children_of(child.pid)
        child.send_signal(sent)
        child.stdin.close()
        assert expected == child.wait(20)
    wait_for(lambda: not any(Path(f"/proc/{each}").exists() for each in workers))

    assert [] == list(tmp_path.iterdir())


def children_of(pid: int) -> list[int]:
    """
    Return the processes that a process has started.
    """
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def wait_for(holds: Any) -> None:
    """
    Wait until something *holds*.
    """
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_reader_that_goes() -> None:
    """
    As with one process.
    """
    argv = process("check", "-", "--format", "jsonl", "--jobs", "2", *DAY)
    with subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings()
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.close()
        try:
            child.stdin.write(STREAM * 20)
            child.stdin.close()
        except BrokenPipeError:
            pass
        assert (141, b"") == (child.wait(20), child.stderr.read() if child.stderr else b"")


class TestFolders:
    """
    A folder stands for the documents in it.
    """

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """
        One with documents and other things.
        """
        monkeypatch.chdir(tmp_path)
        for name in (
            "b/2.json",
            "a.json",
            "b/1.toml",
            "b/.hidden.json",
            ".git/x.json",
            "notes.md",
            "inventory/pc.json",
            "d.draft.json",
        ):
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b'[commune]\nname = "Lens"\n' if name.endswith("toml") else line(CLEAN))
        return tmp_path / "in"

    def test_walked(self, cli: Command, folder: Path) -> None:
        """
        In the order of names, without what is hidden, left out, or no document.
        """
        answer = cli("check", "in", "--exclude", "inventory", "--exclude=*.draft.json", "--format", "jsonl")

        assert ["in/a.json", "in/b/1.toml", "in/b/2.json"] == [row["dossier"] for row in answer.rows]
        assert folder.exists()

    def test_twice(self, cli: Command, folder: Path) -> None:
        """
        A file in a folder that is named besides is checked once.
        """
        answer = cli("check", "in/a.json", "in", f"{folder}/b", "--exclude", "[id]*", "--format", "jsonl")

        assert ["in/a.json", "in/b/1.toml", "in/b/2.json"] == [row["dossier"] for row in answer.rows]
        assert b"" == answer.err

    def test_what_is_named_for_something_else(self, cli: Command, folder: Path) -> None:
        """
        Settings, waivers, a baseline are no documents.
        """
        (folder / "dmsi-rules.toml").write_text("strict = true\n")
        (folder / "w.toml").write_text("waivers = []\n")
        answer = cli("check", "in/b", "in", "--waivers", "in/w.toml", "--exclude", "[abid]*", "--format", "jsonl")

        assert ["in/b/1.toml", "in/b/2.json"] == [row["dossier"] for row in answer.rows if "/b/" in row["dossier"]]
        assert 0 == answer.status

    def test_relative_places(self, cli: Command, folder: Path) -> None:
        """
        Formats of platforms name files from where the program runs, however they are spelt.
        """
        (folder / "x.json").write_bytes(line(ERROR))
        for name in (
            "in/x.json",
            "./in//x.json",
            "in/b/../x.json",
            str(folder / "x.json"),
            f"../{folder.parent.name}/in/x.json",
        ):
            answer = cli("check", name, "--format", "gitlab", "--select", "DEP")

            assert {"in/x.json"} == {each["location"]["path"] for each in json.loads(answer.out)}


def test_trailer(cli: Command) -> None:
    """
    A line of its own says that the stream is whole.
    """
    rows = cli("check", "-", "--format", "jsonl", "--trailer", stdin=line(CLEAN) + line(ERROR)).rows

    assert [False, False, True] == ["end" in row for row in rows]
    assert {"end": True, "documents": 2, "status": 1} == rows[-1]


if not os.path.isdir("/proc/self/task"):  # noqa: PTH112
    test_ended = pytest.mark.skip("there is no /proc")(test_ended)
