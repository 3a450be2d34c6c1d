"""
A document that is given twice is counted once, and that is told.
"""

import json
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, Command

LENS = EXAMPLES / "lens" / "joined.toml"


@pytest.mark.parametrize("argv", [("bill", "--period", "2026-H1"), ("quote",), ("forecast", "--years", "2026")])
def test_the_same_document(cli: Command, argv: tuple[str, ...], tmp_path: Path) -> None:
    """
    Under another name too: what is due does not double.
    """
    copy = tmp_path / "copy.toml"
    copy.write_bytes(LENS.read_bytes())
    answer = cli(argv[0], str(LENS), str(copy), *argv[1:], "--format", "jsonl")

    assert 0 == answer.status
    assert [str(LENS)] == [json.loads(line)["dossier"] for line in answer.text.splitlines()]
    assert b"counted once" in answer.err


def test_a_file_that_is_checked_twice(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    However it is spelt; a copy of it is another file.
    """
    monkeypatch.chdir(tmp_path)
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_bytes(LENS.read_bytes())
    answer = cli("check", "a.toml", "./a.toml", "b.toml", str(tmp_path / "a.toml"), "--format", "jsonl")

    assert ["a.toml", "b.toml"] == [json.loads(line)["dossier"] for line in answer.text.splitlines()]
    assert 2 == answer.errors.count("it is checked once")


def test_different_documents(cli: Command) -> None:
    """
    Nothing is said of those.
    """
    answer = cli("quote", str(LENS), str(EXAMPLES / "ten-years.toml"), "--format", "jsonl")

    assert (2, b"") == (len(answer.text.splitlines()), answer.err)
