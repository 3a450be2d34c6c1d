"""
Files that cannot be read, on the command line: what they seem to be, and what to name instead.
"""

from pathlib import Path

import pytest

from tests.cli.command import CLEAN, Command, pretty


def test_a_file_of_another_suffix_and_standard_input(cli: Command, tmp_path: Path) -> None:
    """
    The option that is named reads them.
    """
    path = tmp_path / "lens.yaml"
    path.write_text("[commune]\nname = 'Lens'\n", encoding="utf-8")
    for name in (str(path), "-"):
        answer = cli("check", name, "--format", "json", stdin=path.read_bytes())
        assert 2 == answer.status
        assert answer.data["findings"][0]["message"].endswith('`--input-format toml` reads (in Python, `input_format="toml"`)')
        assert 0 == cli("check", name, "--input-format", "toml", stdin=path.read_bytes()).status


@pytest.mark.parametrize("name", ["*.json", "dossiers/*.json", "len?.toml", "[a-z]*.jsonl"])
def test_a_pattern_that_nothing_matches(cli: Command, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The shell passes it on as it was typed.
    """
    monkeypatch.chdir(tmp_path)
    answer = cli("check", name, "--format", "json")
    assert (2, "no file matches this") == (answer.status, answer.data["findings"][0]["message"])


def test_a_name_with_signs_of_patterns_is_a_name(cli: Command, tmp_path: Path) -> None:
    """
    Where there is such a file.
    """
    (tmp_path / "lens[1].json").write_bytes(pretty(CLEAN))
    assert 0 == cli("check", str(tmp_path / "lens[1].json")).status
    assert "there is no such file" in cli("check", str(tmp_path / "lens.json")).text


def test_a_directory_says_what_to_name(cli: Command, tmp_path: Path) -> None:
    """
    The files in it, where one file is asked for.
    """
    answer = cli("quote", str(tmp_path), "--format", "json")
    assert "this is a directory, not a file: name the files in it" == answer.data["findings"][0]["message"]


def test_the_remedy_fits_a_file_that_is_not_there(cli: Command, tmp_path: Path) -> None:
    """
    It begins with the name.
    """
    assert "remedy: Name a file that is there" in cli("check", str(tmp_path / "nope.toml"), "--lang", "en").text
