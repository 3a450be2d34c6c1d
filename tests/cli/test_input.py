"""
What is read: standard input told apart by its first line, files by their names.
"""

from pathlib import Path

import pytest

from tests.cli.command import CLEAN, ERROR, Answer, Command, line, pretty

BOM = b"\xef\xbb\xbf"
DEEP = b'{"commune": ' + b"[" * 70 + b"]" * 70 + b"}\n"
TOML = b'[commune]\nname = "Lens"\n'
Places = list[tuple[str, list[str]]]


def documents(answer: Answer) -> Places:
    """
    Return the name of each document of an answer in JSON Lines, with the codes of what cannot be evaluated in it.
    """
    return [
        (row["dossier"], [found["code"] for found in row["findings"] if found["verdict"] == "invalid"]) for row in answer.rows
    ]


ONE: Places = [("-:1", [])]
WHOLE: Places = [("-", [])]
UNREADABLE: Places = [("-", ["DOC000"])]
TWO: Places = [("-:1", []), ("-:2", [])]

STANDARD_INPUT: dict[str, tuple[bytes, Places]] = {
    "a line": (line(CLEAN), ONE),
    "a line without end": (line(CLEAN).rstrip(), ONE),
    "a line in spaces": (b" \t" + line(CLEAN).rstrip() + b"  \r\n", ONE),
    "a line and blank ones": (line(CLEAN) + b"\n \t\r\n\n", ONE),
    "a line after a mark": (BOM + line(CLEAN), ONE),
    "many lines": (pretty(CLEAN), WHOLE),
    "many lines after a mark": (BOM + pretty(CLEAN), WHOLE),
    "many lines that end in CR LF": (pretty(CLEAN).replace(b"\n", b"\r\n"), WHOLE),
    "many lines after a blank one": (b"\n" + pretty(CLEAN), WHOLE),
    "a table on the second line": (b"{\n" + line(CLEAN)[1:], WHOLE),
    "two": (line(CLEAN) + line(ERROR), TWO),
    "two, the last without end": (line(CLEAN) + line(ERROR).rstrip(), TWO),
    "two that end in CR LF": ((line(CLEAN) + line(ERROR)).replace(b"\n", b"\r\n"), TWO),
    "two after a mark": (BOM + line(CLEAN) + line(ERROR), TWO),
    "two and blank ones": (line(CLEAN) + b"\n\r\n  \n" + line(ERROR) + b"\n", [("-:1", []), ("-:5", [])]),
    "one that ends badly": (line(CLEAN) + line(CLEAN)[:-4], [("-:1", []), ("-:2", ["DOC000"])]),
    "a bad one between": (line(CLEAN) + b"junk\n" + line(CLEAN), [("-:1", []), ("-:2", ["DOC000"]), ("-:3", [])]),
    "bytes that are no text between": (line(CLEAN) + b"\xff\n" + line(CLEAN), [("-:1", []), ("-:2", ["DOC000"]), ("-:3", [])]),
    "NULs between": (line(CLEAN) + b"\0\0\n" + line(CLEAN), [("-:1", []), ("-:2", ["DOC000"]), ("-:3", [])]),
    "values that are no table": (b'1\n"x"\n[]\nnull\n', [(f"-:{number}", ["DOC001"]) for number in (1, 2, 3, 4)]),
    "a first one with a key twice": (
        b'{"commune": {"name": "a"}, "commune": {"name": "b"}}\n' + line(CLEAN),
        [("-:1", ["DOC006"]), ("-:2", [])],
    ),
    "a first one nested too deep": (DEEP + line(CLEAN), [("-:1", ["DOC000"]), ("-:2", [])]),
    "a first one with a number too long": (
        b'{"x-n": ' + b"9" * 5_000 + b"}\n" + line(CLEAN),
        [("-:1", []), ("-:2", [])],
    ),
    "nothing": (b"", UNREADABLE),
    "a blank line": (b"\n", UNREADABLE),
    "blank lines": (b" \r\n\t\n\n", UNREADABLE),
    "a mark": (BOM, UNREADABLE),
    "a value and junk": (line(CLEAN).rstrip() + b" junk\n", UNREADABLE),
    "a value and another on one line": (line(CLEAN).rstrip() + line(CLEAN), UNREADABLE),
    "a value and junk, then a line": (line(CLEAN).rstrip() + b" junk\n" + line(CLEAN), [("-:1", ["DOC000"]), ("-:2", [])]),
    "a value and NULs": (line(CLEAN).rstrip() + b"\0\0\n", UNREADABLE),
    "NULs": (b"\0" * 64, UNREADABLE),
    "UTF-16": (line(CLEAN).decode().encode("utf-16"), UNREADABLE),
    "UTF-16 without a mark": (line(CLEAN).decode().encode("utf-16-le"), UNREADABLE),
    "UTF-32": (line(CLEAN).decode().encode("utf-32"), UNREADABLE),
    "Latin-1": ('{"commune": {"name": "Liévin"}}\n'.encode("latin-1"), UNREADABLE),
    "TOML": (TOML, UNREADABLE),
    "TOML that begins as JSON": (b"[commune]\n" + TOML, UNREADABLE),
}


@pytest.mark.parametrize("case", STANDARD_INPUT)
def test_standard_input(cli: Command, case: str) -> None:
    """
    JSON Lines where the first line is a complete value, else one JSON document; a bad document stops no other.
    """
    content, expected = STANDARD_INPUT[case]
    answer = cli("check", "-", "--format", "jsonl", "--exit-zero", stdin=content)

    assert expected == documents(answer)
    assert (2 if any(codes for _, codes in expected) else 0) == answer.status


@pytest.mark.parametrize(
    ("input_format", "content", "expected"),
    [
        ("toml", TOML, WHOLE),
        ("toml", BOM + TOML.replace(b"\n", b"\r\n"), WHOLE),
        ("toml", line(CLEAN), UNREADABLE),
        ("toml", b"", UNREADABLE),
        ("json", line(CLEAN), WHOLE),
        ("json", line(CLEAN) + line(CLEAN), UNREADABLE),
        ("json", b"", UNREADABLE),
        ("jsonl", line(CLEAN), ONE),
        ("jsonl", b"\n" + line(CLEAN), [("-:2", [])]),
        ("jsonl", b"junk\n" + line(CLEAN), [("-:1", ["DOC000"]), ("-:2", [])]),
        ("jsonl", b"{\n}\n", [("-:1", ["DOC000"]), ("-:2", ["DOC000"])]),
        ("jsonl", DEEP + line(CLEAN), [("-:1", ["DOC000"]), ("-:2", [])]),
        ("jsonl", b"", []),
        ("jsonl", b"\n\n", []),
    ],
    ids=ascii,
)
def test_input_format_says_otherwise(cli: Command, input_format: str, content: bytes, expected: Places) -> None:
    """
    What the caller says is not guessed again.
    """
    answer = cli("check", "-", "--format", "jsonl", "--input-format", input_format, stdin=content)

    assert expected == documents(answer)


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("a.toml", (TOML, [("a.toml", [])])),
        ("a.TOML", (TOML, [("a.TOML", [])])),
        ("a.json", (line(CLEAN), [("a.json", [])])),
        ("a.json", (line(CLEAN) + line(CLEAN), [("a.json", ["DOC000"])])),
        ("a", (pretty(CLEAN), [("a", [])])),
        ("a.txt", (TOML, [("a.txt", ["DOC000"])])),
        ("toml", (line(CLEAN), [("toml", [])])),
        ("a.jsonl", (line(CLEAN), [("a.jsonl:1", [])])),
        ("a.ndjson", (line(CLEAN) + b"\n" + line(CLEAN), [("a.ndjson:1", []), ("a.ndjson:3", [])])),
        ("a.jsonl", (b'{\n"a": 1\n}\n', [(f"a.jsonl:{number}", ["DOC000"]) for number in (1, 2, 3)])),
        ("a.jsonl", (b"", [])),
        ("a.jsonl", (b"\n\n", [])),
        ("a.json", (b"", [("a.json", ["DOC000"])])),
        ("a.toml", (b"", [("a.toml", ["DOC000"])])),
        ("a.json", (BOM + line(CLEAN), [("a.json", [])])),
        ("a.json", (line(CLEAN).decode().encode("utf-16"), [("a.json", ["DOC000"])])),
    ],
    ids=ascii,
)
def test_files(cli: Command, name: str, case: tuple[bytes, Places], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    TOML by .toml, JSON Lines by .jsonl or .ndjson, else JSON.
    """
    content, expected = case
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(content)

    assert expected == documents(cli("check", name, "--format", "jsonl"))


def test_input_format_is_for_files_too(cli: Command, tmp_path: Path) -> None:
    """
    It outdoes the name.
    """
    path = tmp_path / "a.txt"
    path.write_bytes(TOML)
    assert [(str(path), [])] == documents(cli("check", str(path), "--format", "jsonl", "--input-format", "toml"))
    path.write_bytes(line(CLEAN) * 2)
    assert [(f"{path}:1", []), (f"{path}:2", [])] == documents(
        cli("check", str(path), "--format", "jsonl", "--input-format", "jsonl")
    )


def test_standard_input_twice(cli: Command) -> None:
    """
    The second time it is empty, and told to be.
    """
    assert [("-:1", []), ("-", ["DOC000"])] == documents(cli("check", "-", "-", "--format", "jsonl", stdin=line(CLEAN)))


def test_standard_input_among_files(cli: Command, tmp_path: Path) -> None:
    """
    It takes its place.
    """
    path = tmp_path / "a.json"
    path.write_bytes(line(CLEAN))

    other = tmp_path / "b.json"
    other.write_bytes(line(CLEAN))

    assert [(str(path), []), ("-:1", []), (str(other), [])] == documents(
        cli("check", str(path), "-", str(other), "--format", "jsonl", stdin=line(CLEAN))
    )


class TestStandardInputOfAFile:
    """
    An editor's buffer is judged as the file that it is of.
    """

    def test_its_name_and_format(self, cli: Command) -> None:
        """
        The name stands in the report, and its suffix says what it is.
        """
        answer = cli("check", "-", "--stdin-filename", "dossiers/lens.toml", "--format", "jsonl", stdin=TOML)

        assert [("dossiers/lens.toml", [])] == documents(answer)

    def test_lines(self, cli: Command) -> None:
        """
        Of JSON Lines with the line; `--input-format` overrules the suffix.
        """
        options = ("check", "-", "--format", "jsonl", "--stdin-filename")

        assert [("a.jsonl:1", []), ("a.jsonl:2", [])] == documents(cli(*options, "a.jsonl", stdin=line(CLEAN) * 2))
        assert [("a.toml", [])] == documents(cli(*options, "a.toml", "--input-format", "json", stdin=line(CLEAN)))

    def test_its_folder(self, cli: Command, tmp_path: Path) -> None:
        """
        Inventories are those of the file's folder.
        """
        (tmp_path / "inventory").mkdir()
        text = TOML + b'[evidence]\ninventories = ["inventory/*.json"]\n'
        kept = tmp_path / "lens.toml"
        kept.write_bytes(text)

        assert cli("check", str(kept), "--format", "json") == cli(
            "check", "-", "--stdin-filename", str(kept), "--format", "json", stdin=text
        )
