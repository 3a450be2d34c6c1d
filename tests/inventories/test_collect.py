"""
Inventories found and collected: which files, in which order, what is left alone and told.
"""

import json
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dmsi_rules import read_dossier
from dmsi_rules.documents.sources import LARGEST
from dmsi_rules.inventories import collect as module
from dmsi_rules.inventories.collect import Manner, collect
from dmsi_rules.model.evidence import Collected, Workstation

EXAMPLES = Path(__file__).parents[1] / "data" / "glpi"
unix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are Unix's")


def inventory(name: str) -> bytes:
    """
    Return an inventory of the machine *name*.
    """
    return json.dumps({"deviceid": name, "content": {"hardware": {"name": name}}}).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A dossier's folder with some inventories, and others beside it.
    """
    for name in (
        "dossier/a.json",
        "dossier/b/c.json",
        "dossier/b/d/e.json",
        "dossier/b/.hidden.json",
        "dossier/f.txt",
        "g.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(inventory(name.rpartition("/")[2]))
    return tmp_path / "dossier"


def read(found: Collected) -> list[str]:
    """
    Return the files that were read, in their order.
    """
    return [each.file or "" for each in found.workstations]


def of(folder: Path, *patterns: str, **how: Any) -> tuple[list[str], list[str]]:
    """
    Return the files read and those not read, of *patterns* in *folder*.
    """
    found = collect(str(folder), patterns, **how)
    return read(found), list(found.unread)


# ---- patterns

MATCHED: dict[str, list[str]] = {
    "a.json": ["a.json"],
    "./a.json": ["a.json"],
    "*.json": ["a.json"],
    "?.*": ["a.json", "f.txt"],
    "[a-c].json": ["a.json"],
    "b/*.json": ["b/c.json"],
    "b//c.json": ["b/c.json"],
    "b\\c.json": ["b/c.json"],
    "*/*.json": ["b/c.json"],
    "**/*.json": ["a.json", "b/c.json", "b/d/e.json"],
    "**/**/*.json": ["a.json", "b/c.json", "b/d/e.json"],
    "**/d/**/*.json": ["b/d/e.json"],
    "b/**": ["b/c.json", "b/d/e.json"],
    "b/.*": ["b/.hidden.json"],
    "*": ["a.json", "f.txt"],
}


@pytest.mark.parametrize("pattern", MATCHED)
def test_a_pattern_matches_files(folder: Path, pattern: str) -> None:
    """
    In a name as in a shell, `**` for any folders, hidden files by their dot alone, folders never.
    """
    (folder / "f.txt").write_bytes(inventory("f"))
    assert (MATCHED[pattern], []) == of(folder, pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        *("", ".", "b", "b/", "x.json", "x/*.json", "a.json/x", "b/[", "a\0.json", "\0", "x" * 5_000, "**/" * 500 + "x"),
        *(
            "..",
            "../g.json",
            "b/../../g.json",
            "/etc/hostname",
            "C:\\g.json",
            "\\\\host\\g.json",
            "~/g.json",
            "$HOME",
            "(a+)+$",
        ),
    ],
    ids=lambda pattern: repr(pattern[:20]),
)
def test_a_pattern_that_matches_nothing_is_told(folder: Path, pattern: str) -> None:
    """
    What matches no file, names a folder or leads out of the dossier's is one entry, and nothing is read.
    """
    assert ([], [pattern]) == of(folder, pattern)


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    """
    Neither has a file in place of the folder.
    """
    (tmp_path / "file").touch()
    for missing in ("none", "file"):
        assert ([], ["*.json", "a.json"]) == of(tmp_path / missing, "a.json", "*.json")


def test_each_file_is_read_once(folder: Path) -> None:
    """
    Two patterns that match one file, the same pattern twice, the same file named otherwise: one workstation.
    """
    assert (["a.json", "b/c.json"], []) == of(folder, "*.json", "a.json", "a.json", "b/c.json", paths=[str(folder / "a.json")])


@given(st.permutations(["a.json", "b/*.json", "x.json", "**/e.json", "bad/*"]), st.permutations(["g.json", "g.json", "none"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_names_changes_nothing(folder: Path, patterns: list[str], paths: list[str]) -> None:
    """
    Files come in the order of their names, whatever the order in which they are named.
    """
    (folder / "bad").mkdir(exist_ok=True)
    (folder / "bad" / "z.json").write_bytes(b"{")
    found = collect(str(folder), patterns, [str(folder.parent / path) for path in paths])
    named = [str(folder.parent / "g.json"), "a.json", "b/c.json", "b/d/e.json"]
    assert sorted(named) == read(found)
    assert sorted(["bad/z.json", str(folder.parent / "none"), "x.json"]) == list(found.unread)


# ---- what is no regular file in the folder


def _link(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


REFUSED: dict[str, Callable[[Path], object]] = {
    "a link out": _link("../g.json"),
    "a link out by its root": _link("/etc/hostname"),
    "a link to a device": _link("/dev/zero"),
    "a dangling link": _link("nowhere"),
    "a link to itself": _link("z.json"),
    "a pipe": _pipe,
    "a socket": _socket,
    "too large": lambda path: path.write_bytes(b'{"content": {}}' + b" " * LARGEST),
    "damaged": lambda path: path.write_bytes(b'{"content":'),
    "no inventory": lambda path: path.write_bytes(b"{}"),
}


@unix
@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("pattern", ["*.json", "z.json", "**/z.json"])
def test_what_cannot_be_read_is_told_and_the_rest_goes_on(folder: Path, name: str, pattern: str) -> None:
    """
    A link out of the folder, a pipe, a device, a damaged file: one entry by its name, told once; nothing waits for it.
    """
    REFUSED[name](folder / "z.json")
    told: list[str] = []
    manner = Manner(tell=lambda name, fault: told.append(f"{name}: {fault}"))
    assert (["a.json"], ["z.json"]) == of(folder, pattern, "a.json", manner=manner)
    assert len(told) == 1
    assert told[0].startswith("z.json: /: ")


@unix
def test_a_folder_that_leads_out_is_not_looked_into(folder: Path) -> None:
    """
    Neither is a link to a folder outside, nor a folder that nobody may list.
    """
    (folder / "out").symlink_to("..")
    (folder / "z.json").symlink_to("..")
    assert (["a.json", "b/c.json"], ["out", "z.json"]) == of(folder, "*.json", "*/*.json", "out/g.json")
    assert (["a.json", "b/c.json", "b/d/e.json"], []) == of(folder, "**/*.json")


@unix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(folder: Path) -> None:
    """
    A file and a folder without permission are entries like others.
    """
    (folder / "a.json").chmod(0)
    (folder / "b").chmod(0)
    try:
        assert ([], ["a.json", "b"]) == of(folder, "*.json", "b/*.json")
    finally:
        (folder / "b").chmod(0o700)


@unix
def test_links_within_the_folder_are_files_of_it(folder: Path) -> None:
    """
    A link from one file to another is the same file; links in circles end; a folder called like a file is passed over.
    """
    (folder / "z.json").symlink_to("b/c.json")
    (folder / "b" / "again").symlink_to(".")
    (folder / "folder.json").mkdir()
    assert (["a.json", "b/again/again/c.json"], []) == of(folder, "*.json", "b/c.json", "b/again/again/c.json")
    assert (["a.json", "b/c.json", "b/d/e.json"], []) == of(folder, "**/*.json")


@unix
def test_a_file_that_becomes_a_pipe_is_not_waited_for(folder: Path) -> None:
    """
    What has changed between being found and being read is a fault like another.
    """
    os.mkfifo(folder / "z.json")
    (folder / "y.json").symlink_to("a.json")
    for name in ("z.json", "y.json", "none.json", "b"):
        assert "cannot" in str(found := module.read_file(str(folder / name))) or "regular" in str(found)


# ---- the command line's paths


def test_a_path_may_be_a_folder(folder: Path) -> None:
    """
    A folder stands for the inventories in it and below, a file for itself, whatever it is called.
    """
    (folder / "f.txt").write_bytes(inventory("f"))
    found = collect(None, [], [str(folder / "b"), str(folder / "f.txt")])
    assert [str(folder / name) for name in ("b/c.json", "b/d/e.json", "f.txt")] == read(found)
    assert found.unread == ()


def test_a_folder_stands_for_every_format(folder: Path) -> None:
    """
    By the names that programs give them; what else is there is left alone, and nothing at all is told once.
    """
    (folder / "b" / "x.xml").write_bytes(b"<REQUEST><CONTENT><HARDWARE><NAME>x</NAME></HARDWARE></CONTENT></REQUEST>")
    (folder / "b" / "y.ocs").write_bytes((folder / "b" / "x.xml").read_bytes())
    (folder / "b" / "d" / "z.csv").write_bytes(b"Name,OS\nPC-1,Ubuntu\nPC-2,Debian\n")
    (folder / "b" / "notes.txt").touch()
    (folder / "empty").mkdir()
    found = collect(None, [], [str(folder / "b"), str(folder / "empty")])
    names = ["b/c.json", "b/d/e.json", "b/d/z.csv", "b/d/z.csv", "b/x.xml", "b/y.ocs"]
    assert [str(folder / name) for name in names] == read(found)
    assert (str(folder / "empty" / "**" / "*.json"),) == found.unread


def test_patterns_without_a_folder_are_not_read(folder: Path) -> None:
    """
    What is read beside them is; they stay unread.
    """
    found = collect(None, ["*.json"], [str(folder / "a.json")])
    assert ([str(folder / "a.json")], ("*.json",)) == (read(found), found.unread)


# ---- many files


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_number_of_processes_changes_nothing(tmp_path: Path, jobs: int) -> None:
    """
    The same workstations in the same order, the same files unread.
    """
    count = 3 * module.AT_ONCE + 5
    for number in range(count):
        (tmp_path / f"{number:03}.json").write_bytes(inventory(f"PC-{number}") if number % 7 else b"{")
    counted: list[int] = []

    def watch(read: Iterable[Any], count: int) -> Iterable[Any]:
        counted.append(count)
        return read

    found = collect(str(tmp_path), ["*.json"], (), Manner(jobs, watch=watch))
    assert [f"PC-{number}" for number in range(count) if number % 7] == [each.id for each in found.workstations]
    assert [f"{number:03}.json" for number in range(0, count, 7)] == list(found.unread)
    assert counted == [count]


_HERE, _ALONE = os.getpid(), module.read_file


def _ended_elsewhere(path: str, **how: Any) -> Any:
    return _ALONE(path, **how) if os.getpid() == _HERE else os._exit(1)


def _ended_at_once(*_: Any, **__: Any) -> Any:
    raise BrokenProcessPool


@unix
@pytest.mark.parametrize("early", [False, True])
def test_a_process_that_ends_leaves_its_files_to_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, early: bool
) -> None:
    """
    Whatever ends it from outside, every file is read; also where it ends before it has been handed them.
    """
    monkeypatch.setattr(module, "read_file", _ended_elsewhere)
    if early:
        monkeypatch.setattr(ProcessPoolExecutor, "map", _ended_at_once)
    paths = []
    for number in range(2 * module.AT_ONCE):
        (tmp_path / f"{number}.json").write_bytes(inventory(f"PC-{number}"))
        paths.append(str(tmp_path / f"{number}.json"))
    assert [(Workstation(id=f"PC-{number}"),) for number in range(len(paths))] == list(module._all(paths, module.Manner(2)))


# ---- dossiers


def dossier(folder: Path, *patterns: str) -> Path:
    """
    Write a dossier that names inventories by *patterns*.
    """
    path = folder / "dossier.json"
    path.write_text(json.dumps({"commune": {"name": "Lens"}, "evidence": {"inventories": patterns}}), encoding="utf-8")
    return path


def test_a_dossier_that_is_a_file_has_its_inventories(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    They are looked for in the dossier's folder, wherever the program is.
    """
    path = dossier(folder, "a.json", "x/*")
    evidence = read_dossier(path).evidence
    assert evidence is not None
    assert evidence.collected is not None
    assert (["a.json"], ("x/*",)) == (read(evidence.collected), evidence.collected.unread)
    monkeypatch.chdir(folder)
    assert evidence == read_dossier(Path(path.name)).evidence


def test_any_other_dossier_has_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Text, bytes and a mapping read no file, even where there is one.
    """
    monkeypatch.chdir(folder)
    text = dossier(folder, "a.json").read_text(encoding="utf-8")
    for source in (text, text.encode(), json.loads(text)):
        evidence = read_dossier(source).evidence
        assert evidence is not None
        assert evidence.collected is None


def test_a_dossier_without_inventories_reads_none(folder: Path) -> None:
    """
    None named is nobody has read any; an empty list is that there are none.
    """
    path = folder / "dossier.json"
    path.write_text('{"commune": {"name": "Lens"}}', encoding="utf-8")
    assert read_dossier(path).evidence is None
    evidence = read_dossier(dossier(folder)).evidence
    assert evidence is not None
    assert Collected((), ()) == evidence.collected


def test_the_examples_are_collected(tmp_path: Path) -> None:
    """
    All of them are read; what is kept of them names no user.
    """
    shutil.copytree(EXAMPLES, tmp_path / "inventory")
    found = collect(str(tmp_path), ["inventory/*.json"])
    assert (5, ()) == (len(found.workstations), found.unread)
    kept = [str(value) for each in found.workstations for value in (each.os, each.os_version, each.os_name, each.os_build)]
    assert not [value for value in kept if "agent" in value or "trasher" in value]
