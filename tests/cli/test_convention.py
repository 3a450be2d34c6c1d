"""
`convention`: a convention's file checked.
"""

from pathlib import Path

import pytest

from dmsi_rules._finding import visible
from tests.cli.command import GRIDS, OTHER, Command
from tests.report.hostile import HOSTILE, is_visible

FAULTY = {
    "month = 6": ("month = 13", "/notice"),
    '"36.00"': ('"37.00"', "/grids/4/prices/0/year"),
    'base = "socle"': ('base = "socel"', "/base"),
    'id = "many-grids"': ('id = "many-grids"\nfrobnicate = 1', "/frobnicate"),
}
"""
What may be wrong with a convention, and where that is told.
"""


def faulty() -> str:
    """
    Return a convention with everything of the table wrong.
    """
    text = GRIDS.read_text(encoding="utf-8")
    for right, (wrong, _) in FAULTY.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


class TestCheck:
    """
    Everything that is wrong, and when each grid prices.
    """

    def test_every_fault_in_json(self, cli: Command, tmp_path: Path) -> None:
        """
        Each once, with its place; there is no convention to name.
        """
        path = tmp_path / "faulty.toml"
        path.write_text(faulty(), encoding="utf-8")
        answer = cli("convention", "check", str(path), "--format", "json")

        assert (2, b"") == (answer.status, answer.err)
        assert sorted(place for _, place in FAULTY.values()) == sorted(each["path"] for each in answer.data["faults"])
        assert all(each["message"] for each in answer.data["faults"])
        expected = {"file": str(path), "ok": False, "convention": None, "grid": None, "grids": [], "notes": []}
        assert expected == {key: answer.data[key] for key in expected}

    def test_every_fault_in_text(self, cli: Command, tmp_path: Path) -> None:
        """
        On standard output, since it is what was asked for.
        """
        path = tmp_path / "faulty.toml"
        path.write_text(faulty(), encoding="utf-8")
        answer = cli("convention", "check", str(path))

        assert (2, b"") == (answer.status, answer.err)
        assert [] == [place for _, place in FAULTY.values() if f"\n  {place}\n" not in answer.text]

    def test_the_grids(self, cli: Command) -> None:
        """
        The day on which each begins, null where it never does, under the reading asked for; and what is in force.
        """
        answer = cli("convention", "check", str(GRIDS), "--format", "json", day="2025-11-30").data
        read = cli("convention", "check", str(GRIDS), "--format", "json", "--reading", "grid_start=when-sent", day="2025-11-30")

        assert (True, [], "many-grids", "january") == tuple(answer[key] for key in ("ok", "faults", "convention", "grid"))
        assert "voted-last-sent-first" == read.data["grid"]
        starts = {grid["id"]: grid["from"] for grid in answer["grids"]}
        assert ("2024-03-01", "2025-01-01", None, None, None, "2026-01-01") == tuple(starts.values())[:6]
        assert "2024-07-01" == {grid["id"]: grid["from"] for grid in read.data["grids"]}["january"]

    @pytest.mark.parametrize(("reading", "noted"), [("next-january", True), ("when-sent", False)])
    def test_notes(self, cli: Command, reading: str, noted: bool) -> None:
        """
        They change nothing of the status; a day named too early is noted where it is not followed.
        """
        answer = cli("convention", "check", str(GRIDS), "--format", "json", "--reading", f"grid_start={reading}")
        text = cli("convention", "check", str(GRIDS), "--reading", f"grid_start={reading}").text
        paths = [note["path"] for note in answer.data["notes"]]

        assert 0 == answer.status
        assert ["/grids", "/grids", *(["/grids/9/named_start"] if noted else [])] == paths
        assert noted == ("/grids/9/named_start" in text)

    def test_text_marks_the_grid_in_force(self, cli: Command) -> None:
        """
        That of the given day.
        """
        rows = cli("convention", "check", str(GRIDS), day="2026-05-01").text.splitlines()

        assert ["voted-last-sent-first"] == [row.split()[1] for row in rows if row.startswith("> ")]

    def test_the_one_in_use(self, cli: Command) -> None:
        """
        Without a file, the embedded one, or that of `--convention`.
        """
        own = cli("convention", "check", "--format", "json").data
        other = cli("convention", "check", "--convention", str(OTHER), "--format", "json").data

        assert (None, "call-dmsi-2024", True) == (own["file"], own["convention"], own["ok"])
        assert (str(OTHER), "deux-vallees-2024", True) == (other["file"], other["convention"], other["ok"])

    def test_standard_input(self, cli: Command) -> None:
        """
        The same as from the file.
        """
        expected = cli("convention", "check", str(GRIDS), "--format", "json").data
        answer = cli("convention", "check", "-", "--format", "json", stdin=GRIDS.read_bytes())

        assert expected | {"file": "-"} == answer.data

    @pytest.mark.parametrize("content", [b"", b"id = ", b"\xff\xfe", b"\0", b"{}", b"a=" + b"[" * 100])
    def test_what_is_no_convention(self, cli: Command, content: bytes) -> None:
        """
        Told like any other fault.
        """
        answer = cli("convention", "check", "-", "--format", "json", stdin=content)

        assert (2, b"", False) == (answer.status, answer.err, answer.data["ok"])
        assert answer.data["faults"]

    @pytest.mark.parametrize("name", ["missing.toml", "."])
    def test_no_file(self, cli: Command, name: str, tmp_path: Path) -> None:
        """
        A file that is not there, or is none.
        """
        answer = cli("convention", "check", str(tmp_path / name), "--format", "json")

        assert (2, ["DOC000"]) == (answer.status, [fault["code"] for fault in answer.data["faults"]])

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: visible(text[:20]))
    def test_hostile_words(self, cli: Command, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        As a file's name and as a file's content.
        """
        monkeypatch.chdir(tmp_path)
        for answer in (
            cli("convention", "check", "./" + text),
            cli("convention", "check", "-", stdin=text.encode("utf-8", "surrogatepass")),
        ):
            assert (2, b"") == (answer.status, answer.err)
            assert is_visible(answer.text)


class TestGrammar:
    """
    The command has parts, each with the options that all commands take.
    """

    @pytest.mark.parametrize(
        "argv", [("convention",), ("convention", "chek"), ("convention", "--as-of", "2026-01-10", "check")]
    )
    def test_a_part_is_wanted(self, cli: Command, argv: tuple[str, ...]) -> None:
        """
        By itself it does nothing.
        """
        answer = cli(*argv, day=None)

        assert (2, b"") == (answer.status, answer.out)
        assert "usage: dmsi-rules convention" in answer.errors

    @pytest.mark.parametrize("part", ["check"])
    def test_help(self, cli: Command, part: str) -> None:
        """
        Each part has its own, with examples.
        """
        answer = cli("convention", part, "--help", day=None)

        assert (0, b"") == (answer.status, answer.err)
        assert f"examples:\n  dmsi-rules convention {part}" in answer.text
        assert "--reading NAME=VALUE" in answer.text
