"""
Inventories on the command line: those that a dossier names, those that are added, and what is said of the rest.
"""

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules.cli import _progress
from tests.cli.command import CLEAN, GOVERNANCE, Command, line, pretty, run

GLPI = Path(__file__).parents[1] / "data" / "glpi"


def named(*patterns: str) -> dict[str, Any]:
    """
    Return a dossier that names inventories.
    """
    return CLEAN | {"evidence": {"inventories": list(patterns)}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A folder with the example inventories, a damaged one, and a dossier that names them.
    """
    shutil.copytree(GLPI, tmp_path / "inventory", ignore=shutil.ignore_patterns("*.md", "LICENSE"))
    (tmp_path / "inventory" / "damaged.json").write_bytes(b'{"content": ')
    (tmp_path / "lens.json").write_bytes(pretty(named("inventory/*.json", "none/*")))
    return tmp_path


TOLD = [
    "dmsi-rules: inventory/damaged.json: not JSON at line 1, column 13: Expecting value",
    "dmsi-rules: none/*: no file matches this",
]


@pytest.mark.parametrize("kind", ["text", "json", "jsonl", "sarif", "github"])
def test_what_is_not_read_is_told_on_standard_error(cli: Command, folder: Path, kind: str) -> None:
    """
    It is no finding of its own and changes no status; the answer stands alone on standard output.
    """
    answer = cli("check", str(folder / "lens.json"), "--format", kind)
    assert (0, TOLD) == (answer.status, answer.errors.splitlines())
    assert "damaged" not in answer.text


def test_they_are_looked_for_beside_the_dossier(cli: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Wherever the program is; in the folder of `--base`, if one is given.
    """
    assert TOLD == cli("check", str(folder / "lens.json")).errors.splitlines()
    monkeypatch.chdir(folder)
    assert TOLD == cli("check", "lens.json").errors.splitlines()
    Path("elsewhere").mkdir()
    shutil.move("lens.json", "elsewhere/lens.json")
    nothing = [f"dmsi-rules: {pattern}: no file matches this" for pattern in ("inventory/*.json", "none/*")]
    assert nothing == cli("check", "elsewhere/lens.json").errors.splitlines()
    assert TOLD == cli("check", "elsewhere/lens.json", "--base", ".").errors.splitlines()


def test_lines_of_a_file_have_its_folder(cli: Command, folder: Path) -> None:
    """
    Each dossier of a file of JSON Lines names inventories beside it.
    """
    path = folder / "lens.jsonl"
    path.write_bytes(line(named("inventory/damaged.json")) + line(CLEAN) + line(named("none/*")))
    answer = cli("check", str(path), "--format", "jsonl")
    assert (0, TOLD, 3) == (answer.status, answer.errors.splitlines(), len(answer.rows))


def test_standard_input_has_no_folder(cli: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Its inventories are not looked for, unless a folder is named or others are added.
    """
    monkeypatch.chdir(folder)
    stdin = (folder / "lens.json").read_bytes()
    assert "" == cli("check", "-", stdin=stdin).errors
    assert TOLD == cli("check", "-", "--base", str(folder), stdin=stdin).errors.splitlines()
    nowhere = [f"dmsi-rules: {pattern}: there is no folder to look for this in" for pattern in ("inventory/*.json", "none/*")]
    told = cli("check", "-", "--inventory", "inventory/damaged.json", stdin=stdin).errors.splitlines()
    assert sorted([TOLD[0], *nowhere]) == sorted(told)


def test_inventories_are_added(cli: Command, folder: Path) -> None:
    """
    Files and folders, repeated or several at once; one that is named already is read once.
    """
    given = [
        "--inventory",
        str(folder / "inventory" / "damaged.json"),
        str(folder / "x"),
        "--inventory",
        str(folder / "inventory"),
    ]
    answer = cli("check", str(folder / "lens.json"), *given)
    assert sorted([*TOLD, f"dmsi-rules: {folder / 'x'}: there is no such file"]) == sorted(answer.errors.splitlines())
    (folder / "plain.json").write_bytes(pretty(CLEAN))
    assert 2 == len(cli("check", str(folder / "plain.json"), *given).errors.splitlines())


def test_a_governance_document_has_none(cli: Command, folder: Path) -> None:
    """
    Nothing is read for it.
    """
    answer = cli("check", "-", "--inventory", str(folder / "x"), stdin=pretty(GOVERNANCE))
    assert (0, "") == (answer.status, answer.errors)


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "a base that is not there": (("--base", "nowhere"), "argument --base: there is no folder `nowhere`"),
    "a base that is a file": (("--base", __file__), "argument --base: there is no folder `"),
    "a base that is no name": (("--base", "a\0"), "argument --base: there is no folder `a\\x00`"),
    "no process": (("--jobs", "0"), "argument --jobs: `0` is not a whole number from 1 to 999"),
    "many processes": (("--jobs", "1000"), "argument --jobs: `1000` is not a whole number from 1 to 999"),
    "a word of processes": (("--jobs", "all"), "argument --jobs: `all` is not a whole number from 1 to 999"),
    "no inventory": (("--inventory",), "argument --inventory: expected at least one argument"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_option_is_told(cli: Command, name: str) -> None:
    """
    It ends with status 2 before anything is read.
    """
    argv, expected = WRONG[name]
    answer = cli("check", "-", *argv, stdin=pretty(CLEAN))
    assert (2, "") == (answer.status, answer.text)
    assert expected in answer.errors


def test_inventories_belong_to_one_dossier(cli: Command, folder: Path) -> None:
    """
    Added to several at once, in files or in one, they would be every commune's.
    """
    path = folder / "lens.json"
    stream = folder / "all.jsonl"
    stream.write_bytes(line(CLEAN) + line(CLEAN))
    other = folder / "other.json"
    other.write_bytes(line(CLEAN))
    for files in ([str(path), str(other)], [str(stream)]):
        answer = cli("check", *files, "--inventory", str(folder / "inventory"))
        told = "dmsi-rules: --inventory adds to one dossier; several are given\n"
        assert (2, "", told) == (answer.status, answer.text, answer.errors)


def test_hostile_names_are_shown_as_their_codes(cli: Command, tmp_path: Path) -> None:
    """
    What does not print or turns the writing round does not reach the terminal.
    """
    path = tmp_path / "lens.json"
    path.write_bytes(pretty(named("\x1b[31m\u202e.json")))
    assert cli("check", str(path)).errors == "dmsi-rules: \\x1b[31m\\u202e.json: no file matches this\n"


# ---- many


class Terminal(io.StringIO):
    """
    A text that takes itself for a terminal.
    """

    def isatty(self) -> bool:
        """
        Say so.
        """
        return True


def many(folder: Path, count: int) -> Path:
    """
    Write a dossier with *count* inventories.
    """
    (folder / "many").mkdir()
    for number in range(count):
        (folder / "many" / f"{number}.json").write_text(json.dumps({"content": {}}), encoding="utf-8")
    path = folder / "many.json"
    path.write_bytes(pretty(named("many/*.json")))
    return path


@pytest.mark.parametrize(("count", "shown"), [(_progress.MANY, True), (3, False)])
def test_many_are_watched_on_a_terminal(monkeypatch: pytest.MonkeyPatch, count: int, shown: bool) -> None:
    """
    A bar says how far it is where there are many, on standard error, and goes when it is done.
    """
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    found = list(_progress.watched(iter(range(count)), count))
    assert list(range(count)) == found
    assert shown is ("inventories" in terminal.getvalue())


def test_without_rich_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The extra may be absent.
    """
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert list(range(1_000)) == list(_progress.watched(iter(range(1_000)), 1_000))
    assert terminal.getvalue() == ""


def test_as_many_processes_as_are_asked_for(tmp_path: Path) -> None:
    """
    The program ends as with one, and leaves nothing on standard error.
    """
    path = str(many(tmp_path, 300))
    alone, together = (run("check", path, "--as-of", "2026-01-10", "--jobs", jobs) for jobs in ("1", "3"))
    assert (0, b"") == (alone.status, alone.err)
    assert alone == together


# ---- what they decide


def asking(*patterns: str, opening: str = "2026-01-01", **attested: Any) -> dict[str, Any]:
    """
    Return a dossier that asks for workstations to be managed, with inventories and what is attested of all.
    """
    lines = [
        {"service": "socle"},
        {"service": "reseau", "quantity": 5, "opening": opening},
        {"service": "postes", "quantity": 5, "opening": opening},
    ]
    return named(*patterns) | {"request": {"lines": lines}, "evidence": {"inventories": list(patterns), **attested}}


Verdicts = dict[str, tuple[str, str, list[str]]]


def verdicts(cli: Command, path: Path | str, *argv: str, stdin: bytes = b"") -> Verdicts:
    """
    Return the verdict on each prerequisite that rests on inventories: its place, and who fails or what is missing.
    """
    findings = cli("check", str(path), "--format", "json", *argv, stdin=stdin).data["findings"]
    return {
        each["code"]: (each["verdict"], each["path"], each["facts"].get("offenders") or each["missing"])
        for each in findings
        if each["code"] in {"PRE202", "PRE203"}
    }


INVENTORIES, WORKSTATIONS = "/evidence/inventories", "/evidence/workstations"
OPEN = ("unknown", INVENTORIES, [INVENTORIES])

EACH: dict[str, Verdicts] = {
    "fedora31-luks-workstation": {
        "PRE202": ("unknown", "/evidence/local_admin", ["/evidence/local_admin"]),
        "PRE203": ("violated", WORKSTATIONS, ["glpixps"]),
    },
    "derived-fedora25-wheel-members": {"PRE202": OPEN, "PRE203": ("violated", WORKSTATIONS, ["LF014"])},
    "derived-macos-10.13-firewall-off": {
        "PRE202": ("unknown", "/evidence/local_admin", ["/evidence/local_admin"]),
        "PRE203": ("violated", WORKSTATIONS, ["iMac de agent2"]),
    },
    "derived-win81-pro-fr-admin-group-no-members": {"PRE202": OPEN, "PRE203": ("violated", WORKSTATIONS, ["pc-arg-23"])},
    "partial-virtualmachines-no-os": {
        "PRE202": ("unknown", "/evidence/local_admin", ["/evidence/local_admin"]),
        "PRE203": OPEN,
    },
}


@pytest.mark.parametrize("name", EACH)
def test_each_example_decides(cli: Command, folder: Path, name: str) -> None:
    """
    A system past its end fails; no system, and a group of administrators that is not said, leave it open.
    """
    path = folder / "asking.json"
    path.write_bytes(pretty(asking(f"inventory/{name}.json")))
    assert EACH[name] == verdicts(cli, path)


def test_what_is_attested_stands_for_what_is_silent(cli: Command, folder: Path) -> None:
    """
    An inventory without accounts leaves the word of the commune; one whose group is not said does not.
    """
    for name, expected in (("fedora31-luks-workstation", None), ("derived-win81-pro-fr-admin-group-no-members", OPEN)):
        path = folder / "asking.json"
        path.write_bytes(pretty(asking(f"inventory/{name}.json", local_admin=False)))
        assert expected == verdicts(cli, path).get("PRE202")


def test_what_is_not_read_leaves_it_open_unless_it_is_violated(cli: Command, folder: Path) -> None:
    """
    A damaged file or a pattern without a file; and so does a dossier without folder.
    """
    path = folder / "asking.json"
    current = {"content": {"hardware": {"name": "PC-1"}, "operatingsystem": {"name": "Ubuntu", "version": "24.04"}}}
    (folder / "current.json").write_bytes(pretty(current))
    for beside in ("inventory/damaged.json", "none/*"):
        path.write_bytes(pretty(asking("current.json", beside, local_admin=False)))
        assert {"PRE202": OPEN, "PRE203": OPEN} == verdicts(cli, path)
        path.write_bytes(pretty(asking("inventory/fedora31*", beside)))
        assert "violated" == verdicts(cli, path)["PRE203"][0]
    path.write_bytes(pretty(asking("current.json", local_admin=False)))
    assert {} == verdicts(cli, path)
    assert {"PRE202": OPEN, "PRE203": OPEN} == verdicts(cli, "-", stdin=path.read_bytes())
    assert {} == verdicts(cli, "-", "--base", str(folder), stdin=path.read_bytes())


def test_no_login_is_told(cli: Command, folder: Path) -> None:
    """
    Of all the examples, what the answers say names machines, and nobody who uses them.
    """
    path = folder / "asking.json"
    for number, example in enumerate(sorted((folder / "inventory").glob("*.json"))):
        renamed = example.read_text(encoding="utf-8").replace("iMac de agent2", f"PC-{number}")
        example.write_text(renamed, encoding="utf-8")
    path.write_bytes(pretty(asking("inventory/*.json")))
    for kind in ("text", "json", "sarif", "junit", "gitlab", "github"):
        answer = cli("check", str(path), "--format", kind)
        assert "glpixps" in answer.text
        assert not [login for login in ("agent", "trasher", "teclib", "builder") if login in answer.text + answer.errors]


LIST = "N° d'inventaire;OS\nPC-1;Windows 7\n"


def test_columns_are_named_by_a_file(cli: Command, tmp_path: Path) -> None:
    """
    Without it the list is none, and the complaint says how to name them.
    """
    (tmp_path / "lens.json").write_bytes(pretty(named("parc.csv")))
    (tmp_path / "parc.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "columns.toml").write_text('id = ["N° d\'inventaire"]\n', encoding="utf-8")
    assert "--columns" in cli("check", str(tmp_path / "lens.json")).errors
    answer = cli("audit", str(tmp_path / "lens.json"), "--columns", str(tmp_path / "columns.toml"), "--format", "json")
    assert ("", 1) == (answer.errors, json.loads(answer.text)["maintenance"]["workstations"])


def test_a_file_of_columns_that_cannot_be_used_ends_the_run(cli: Command, tmp_path: Path) -> None:
    """
    With its name and each fault.
    """
    (tmp_path / "lens.json").write_bytes(pretty(named("parc.csv")))
    (tmp_path / "columns.toml").write_text("nom = ['Nom']\n", encoding="utf-8")
    answer = cli("audit", str(tmp_path / "lens.json"), "--columns", str(tmp_path / "columns.toml"))
    assert 2 == answer.status
    assert "columns.toml cannot be used (1):" in answer.errors
    assert "/nom" in answer.errors
