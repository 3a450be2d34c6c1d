"""
`fix` and `check --fix`: the fixes of the findings written into the files, and nothing else.
"""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules.answers.fixing import fixed
from dmsi_rules.cli import _mending
from tests.cli.command import CLEAN, EXAMPLES, INVALID, Command, line

TEXT = """\
# the request of Avion
[commune]
name = "Avion"  # 62

[request]
date = 2025-05-20
lines = [
  { service = "socle" },
  { service = "postes", quantity = 12, opening = 2026-01-01 }, # new ones
]
"""
LINE = '  { service = "reseau", quantity = 12, opening = 2026-01-01 },\n'
FIXED = TEXT.replace("# new ones\n", f"# new ones\n{LINE}")
DIFF = f"+{LINE}"


@pytest.fixture
def avion(tmp_path: Path) -> Path:
    """
    Return a file with something to fix.
    """
    path = tmp_path / "avion.toml"
    path.write_text(TEXT, encoding="utf-8", newline="")
    return path


def text_of(path: Path) -> str:
    """
    Return what is in *path*.
    """
    return path.read_bytes().decode()


class TestFix:
    """
    The command.
    """

    def test_it_writes(self, cli: Command, avion: Path) -> None:
        """
        What was fixed is told; a second run has nothing to do.
        """
        answer = cli("fix", str(avion), "--lang", "en")
        assert (0, "", FIXED) == (answer.status, answer.errors, text_of(avion))
        assert answer.text.startswith(f"{avion}: 1 fix\n  DEP001  `postes` requires `reseau`")
        assert "fix: add /request/lines/- {" in answer.text
        answer = cli("fix", str(avion), "--lang", "en")
        assert (0, f"{avion}: nothing to fix\n", FIXED) == (answer.status, answer.text, text_of(avion))

    def test_diff(self, cli: Command, avion: Path) -> None:
        """
        It shows and writes nothing; status 1 says that something would change.
        """
        answer = cli("fix", str(avion), "--diff")
        assert (1, "", TEXT) == (answer.status, answer.errors, text_of(avion))
        told, _, diff = answer.text.partition(f"--- {avion}\n+++ {avion}\n")
        assert told.startswith(f"{avion}: 1 fix\n  DEP001")
        assert [DIFF.rstrip()] == [each for each in diff.splitlines() if each[0] in "+-"]
        name = str(EXAMPLES / "messaging-only.toml")
        answer = cli("fix", name, "--diff", "--lang", "en")
        assert (0, f"{name}: nothing to fix\n") == (answer.status, answer.text)

    def test_json(self, cli: Command, avion: Path) -> None:
        """
        The report on what the document is now, what was fixed, and how.
        """
        answer = cli("fix", str(avion), "--format", "json").data
        assert [["DEP001"], True] == [[each["code"] for each in answer["fixed"]], answer["written"]]
        assert not [each for each in answer["findings"] if each["fix"]]
        assert DIFF in answer["diff"]
        answer = cli("fix", str(avion), str(avion), "--format", "json").data
        assert [([], False, "")] * 2 == [(each["fixed"], each["written"], each["diff"]) for each in answer]

    def test_standard_input(self, cli: Command, tmp_path: Path) -> None:
        """
        The document goes to standard output, or where an option says.
        """
        given = TEXT.encode()
        assert FIXED == cli("fix", "-", "--input-format", "toml", stdin=given).text
        assert FIXED == cli("fix", "-", "--stdin-filename", "avion.toml", stdin=given).text
        assert DIFF in cli("fix", "-", "--stdin-filename", "avion.toml", "--diff", stdin=given).text
        assert "" == cli("fix", "-", "--input-format", "toml", "-o", str(tmp_path / "out"), stdin=given).text
        assert FIXED == text_of(tmp_path / "out")

    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_bytes_stay(self, cli: Command, avion: Path, mark: str) -> None:
        """
        A byte order mark and the ends of lines are kept.
        """
        avion.write_bytes((mark + TEXT.replace("\n", "\r\n")).encode())
        assert 0 == cli("fix", str(avion)).status
        assert mark + FIXED.replace("\n", "\r\n") == text_of(avion)

    def test_json_documents(self, cli: Command, tmp_path: Path) -> None:
        """
        Numbers and layout stay as they were written.
        """
        path = tmp_path / "avion.json"
        lines = '[{"service": "socle"},\n  {"service": "reseau", "quantity": 3},\n  {"service": "postes", "quantity": 12}]'
        path.write_text(f'{{"commune": {{"name": "Avion", "x-n": 1.50}},\n "request": {{"lines": {lines}}}}}', encoding="utf-8")
        before = text_of(path)
        assert 0 == cli("fix", str(path)).status
        assert before.replace('"quantity": 3', '"quantity": 12') == text_of(path)

    def test_a_document_that_cannot_be_evaluated(self, cli: Command, avion: Path, tmp_path: Path) -> None:
        """
        It is reported, the others are fixed.
        """
        bad = tmp_path / "bad.json"
        bad.write_bytes(line(INVALID))
        answer = cli("fix", str(bad), str(tmp_path / "none.toml"), str(avion), "--lang", "en")
        assert (2, FIXED) == (answer.status, text_of(avion))
        assert "DOC001" in answer.text
        assert "there is no such file" in answer.text
        assert line(INVALID) == bad.read_bytes()

    def test_json_lines(self, cli: Command, tmp_path: Path) -> None:
        """
        In a file they are refused with the reason; a stream is written out.
        """
        path = tmp_path / "all.jsonl"
        path.write_bytes(line(INVALID) * 2)
        for answer in (cli("fix", str(path)), cli("check", str(path), "--fix")):
            assert 2 == answer.status
            assert "JSON Lines" in answer.errors
        assert line(INVALID) * 2 == path.read_bytes()
        lines = [{"service": "reseau"}]
        lacking = {"commune": {"name": "Avion"}, "request": {"lines": lines}}
        answer = cli("fix", "-", stdin=line(lacking) + b"\n" + line(CLEAN))
        lines.append({"service": "socle"})
        assert (0, line(lacking) + line(CLEAN)) == (answer.status, answer.out)

    def test_links_and_modes(self, cli: Command, avion: Path, tmp_path: Path) -> None:
        """
        A link stays one, what it leads to is written, with the rights that it had.
        """
        avion.chmod(0o640)
        link = tmp_path / "link.toml"
        link.symlink_to(avion)
        assert 0 == cli("fix", str(link)).status
        assert link.is_symlink()
        assert (FIXED, 0o640) == (text_of(avion), stat.S_IMODE(avion.stat().st_mode))
        assert ["avion.toml", "link.toml"] == sorted(each.name for each in tmp_path.iterdir())

    @pytest.mark.parametrize("command", [("fix",), ("check", "--fix")])
    def test_changed_meanwhile(
        self, cli: Command, avion: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
    ) -> None:
        """
        What somebody else wrote is not lost.
        """

        def slowly(*given: Any) -> Any:
            avion.write_text("# mine", encoding="utf-8")
            return fixed(*given)

        monkeypatch.setattr(_mending, "fixed", slowly)
        answer = cli(*command, str(avion), "--lang", "en")
        assert (2, "# mine") == (answer.status, text_of(avion))
        assert f"`{avion}` was changed by somebody else meanwhile" in answer.errors

    def test_not_writable(self, cli: Command, avion: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        It is told with the reason, and the file is as it was.
        """

        def full(*_given: object, **_named: object) -> None:
            raise OSError(28, os.strerror(28))

        monkeypatch.setattr(_mending, "sink_to", full)
        answer = cli("fix", str(avion), "--lang", "en")
        assert (2, TEXT) == (answer.status, text_of(avion))
        assert f"`{avion}` could not be written: {os.strerror(28)}" in answer.errors

    def test_without_a_parser(self, cli: Command, avion: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Where the parser of TOML cannot be loaded, that is told.
        """
        monkeypatch.setitem(sys.modules, "tree_sitter", None)
        answer = cli("fix", str(avion), "--lang", "en")
        assert (2, TEXT) == (answer.status, text_of(avion))
        assert "cannot be loaded here" in answer.errors


@pytest.mark.parametrize("command", [("fix",), ("check", "--fix")])
def test_what_is_chosen_and_accepted(cli: Command, avion: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """
    A rule that is not asked fixes nothing; what is waived stays as it is.
    """
    waivers = tmp_path / "waivers.toml"
    waivers.write_text('[[waivers]]\ncode = "DEP001"\nreason = "agreed"\n', encoding="utf-8")
    for options in (("--ignore", "DEP"), ("--select", "TAR"), ("--waivers", str(waivers))):
        cli(*command, str(avion), *options)
        assert TEXT == text_of(avion), options


def test_folders(cli: Command, avion: Path) -> None:
    """
    The documents in a folder are fixed, streams in it left out.
    """
    folder = avion.parent
    (folder / "in").mkdir()
    (folder / "in" / "b.json").write_bytes(line(CLEAN))
    (folder / "all.jsonl").write_bytes(line(INVALID))
    (folder / "out.toml").write_text(TEXT, encoding="utf-8")
    answer = cli("fix", str(folder), "--exclude", "out.*", "--lang", "en")
    assert (0, "", FIXED) == (answer.status, answer.errors, text_of(avion))
    assert [f"{avion}: 1 fix", f"{folder / 'in' / 'b.json'}: nothing to fix"] == [
        each for each in answer.text.splitlines() if not each.startswith(" ")
    ]
    assert TEXT == text_of(folder / "out.toml")


class TestCheck:
    """
    The option of `check`.
    """

    def test_it_writes_and_checks(self, cli: Command, avion: Path) -> None:
        """
        The report is on what is in the file then; what was fixed is told beside it.
        """
        assert "DEP001" in cli("check", str(avion)).text
        answer = cli("check", str(avion), "--fix", "--format", "json")
        assert FIXED == text_of(avion)
        assert "DEP001" not in {each["code"] for each in answer.data["findings"]}
        assert f"{avion}: 1 fix" in answer.errors
        assert "" == cli("check", str(avion), "--fix").errors

    def test_diff(self, cli: Command, avion: Path) -> None:
        """
        The difference goes to standard error; the report is on what is in the file.
        """
        answer = cli("check", str(avion), "--fix", "--diff", "--format", "json")
        assert (1, TEXT) == (answer.status, text_of(avion))
        assert "DEP001" in {each["code"] for each in answer.data["findings"]}
        assert DIFF in answer.errors

    def test_diff_alone(self, cli: Command, avion: Path) -> None:
        """
        It shows what `--fix` would do, and needs it.
        """
        answer = cli("check", str(avion), "--diff", "--lang", "en")
        assert (2, "") == (answer.status, answer.text)
        assert "--diff goes with --fix" in answer.errors

    def test_standard_input(self, cli: Command) -> None:
        """
        It is no file that could be written.
        """
        answer = cli("check", "-", "--fix", "--input-format", "toml", "--format", "json", "--lang", "en", stdin=TEXT.encode())
        assert 2 == answer.status
        assert "`dmsi-rules fix -` writes it out" in answer.errors
        assert "DEP001" in {each["code"] for each in answer.data["findings"]}


def test_hostile_text_is_shown(cli: Command, tmp_path: Path) -> None:
    """
    No line of a difference reaches a terminal as it is.
    """
    path = tmp_path / "a.json"
    text = {"commune": {"name": "\u202ea\u009b31m"}, "request": {"lines": [{"service": "postes"}]}}
    path.write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
    said = cli("fix", str(path), "--diff").text
    assert r"\u202ea\x9b31m" in said
    assert all(each.isprintable() for each in said.splitlines())
