"""
Files made to harm, whole and mutated: a status, an answer that parses, never a trace.
"""

import json
import random
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dmsi_rules.report.json import to_json
from tests.cli.command import EXAMPLES, Command
from tests.report.hostile import is_strict_json, is_visible

GOOD = '{"commune": {"name": "Lens"}, "request": {"date": "2025-05-20", "lines": [{"service": "socle"}]}}'
DAY = '{"commune": {"name": "Lens"}, "request": {"date": %s}}'
NAME = '{"commune": {"name": %s}}'
QUANTITY = '{"commune": {"name": "Lens"}, "request": {"lines": [{"service": "postes", "quantity": %s}]}}'
TOML = '[commune]\nname = "Lens"\n'
FILES: dict[str, bytes] = {
    # bytes
    "empty.json": b"",
    "blank.json": b" \n\t\n",
    "nul.json": b"\0" * 100,
    "nul-inside.json": GOOD.replace("Lens", "Le\0ns").encode(),
    "bom.json": b"\xef\xbb\xbf" + GOOD.encode(),
    "two-boms.json": b"\xef\xbb\xbf" * 2 + GOOD.encode(),
    "utf-16.json": GOOD.encode("utf-16"),
    "utf-16-be.json": GOOD.encode("utf-16-be"),
    "utf-32.json": GOOD.encode("utf-32"),
    "latin-1.json": GOOD.replace("Lens", "Liévin").encode("latin-1"),
    "cut-letter.json": GOOD.replace("Lens", "Li\u00e9").encode()[:-60] + b"\xc3",
    "overlong.json": GOOD.encode().replace(b"Lens", b"\xc0\xaf"),
    "random.json": bytes(range(256)) * 16,
    "crlf.json": GOOD.replace(", ", ",\r\n").encode(),
    "form-feed.json": GOOD.encode() + b"\x0c",
    # syntax
    "open.json": b"{",
    "closed.json": b"}",
    "comma.json": GOOD[:-1].encode() + b",}",
    "comment.json": b"// dossier\n" + GOOD.encode(),
    "quotes.json": GOOD.replace('"', "'").encode(),
    "two.json": (GOOD + GOOD).encode(),
    "tail.json": (GOOD + " x").encode(),
    "python.json": b"{'commune': None}",
    "yaml.json": b"commune:\n  name: Lens\n",
    "xml.json": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "html.json": b"<script>alert(1)</script>",
    "escape.json": (NAME % '"\\q"').encode(),
    "short-escape.json": (NAME % '"\\u12"').encode(),
    "control.json": (NAME % '"a\x01b"').encode(),
    "string.json": b'"x',
    # shape
    "null.json": b"null",
    "true.json": b"true",
    "number.json": b"1",
    "text.json": b'"x"',
    "list.json": f"[{GOOD}]".encode(),
    "lists.json": b"[" * 100_000,
    "tables.json": b'{"a":' * 100_000,
    "deep.json": (NAME % ("[" * 65 + "]" * 65)).encode(),
    "own-deep.json": ('{"commune": {"name": "Lens"}, "x-a": ' + "[" * 65 + "]" * 65 + "}").encode(),
    "twice.json": b'{"commune": {"name": "a"}, "commune": {"name": "b"}}',
    "keys.json": json.dumps({f"k{rank}": rank for rank in range(3000)}).encode(),
    "proto.json": b'{"__proto__": {"x": 1}, "constructor": 1, "__class__": 2, "commune": {"name": "Lens", "__dict__": {}}}',
    "kind.json": b'{"kind": "../../etc/passwd"}',
    "kinds.json": b'{"kind": ["dossier"]}',
    "convention.json": b'{"commune": {"name": "Lens"}, "convention": "../../../etc/passwd"}',
    "format.json": (NAME % '"{0.__class__} %s %(x)s ${HOME} `id`"').encode(),
    # values
    "surrogate.json": (NAME % '"\\ud800"').encode(),
    "surrogate-key.json": b'{"commune": {"name": "Lens"}, "\\udfff": 1}',
    "surrogate-own.json": b'{"commune": {"name": "Lens"}, "x-\\ud800": "\\udfff"}',
    "pair.json": (NAME % '"\\ud83d\\ude00"').encode(),
    "bidi.json": (NAME % '"a\\u202eb\\u2066"').encode(),
    "esc.json": (NAME % '"\\u001b[2J"').encode(),
    "long.json": (NAME % json.dumps("x" * 1_000_000)).encode(),
    "nan.json": (QUANTITY % "NaN").encode(),
    "infinity.json": (QUANTITY % "-Infinity").encode(),
    "exponent.json": (QUANTITY % "1e400").encode(),
    "own-exponent.json": b'{"commune": {"name": "Lens"}, "x-a": 1e400, "x-b": -1e400}',
    "digits.json": (QUANTITY % ("9" * 5000)).encode(),
    "negative.json": (QUANTITY % "-1").encode(),
    "decimal.json": (QUANTITY % "1.0").encode(),
    "leap.json": (DAY % '"2025-02-29"').encode(),
    "year-1.json": (DAY % '"0001-01-01"').encode(),
    "year-9999.json": (DAY % '"9999-12-31"').encode(),
    "arabic-digits.json": (DAY % '"\u0662\u0660\u0662\u0665-\u0660\u0665-\u0662\u0660"').encode(),
    "time.toml": (TOML + "[request]\ndate = 12:00:00\n").encode(),
    "date-time.toml": (TOML + "[request]\ndate = 2025-05-20T12:00:00Z\n").encode(),
    "own.toml": (TOML.replace("[commune]", "x-a = nan\nx-b = 12:00:00\nx-c = -inf\n[commune]")).encode(),
    "digits.toml": (TOML + f"[audit]\ndate = {'9' * 5000}\n").encode(),
    "dotted.toml": (".".join(["a"] * 100) + " = 1\n").encode(),
    "again.toml": (TOML + TOML).encode(),
    "json.toml": GOOD.encode(),
}
NAMES = (
    "::error::x.json",
    "%0A::error::.json",
    "a,b:c.json",
    "-x.json",
    "\u202egpj.json",
    "\x1b[31m.json",
    "x\ny.json",
    "'; id #.json",
)


def answered(cli: Command, name: str, form: str) -> int:
    """
    Check the file *name*, see that the answer is one, and return the status.
    """
    answer = cli("check", "--format", form, "--", name) if name.startswith("-") else cli("check", name, "--format", form)

    assert "Traceback" not in answer.errors
    assert is_visible(answer.text)
    parsed(answer.text, form)
    return answer.status


def parsed(text: str, form: str) -> Any:
    """
    Return what *text* says in a format.
    """
    if form in {"json", "sarif", "gitlab"}:
        assert is_strict_json(text)
        return json.loads(text)
    if form == "jsonl":
        return [json.loads(row) for row in text.splitlines()]
    if form == "junit":
        return ET.fromstring(text)  # noqa: S314  (written here)
    if form == "github":
        assert [] == [row for row in text.splitlines() if not row.startswith("::")]
    return text


@pytest.mark.parametrize("name", FILES)
def test_file(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """
    One answer in each format, the same status in all of them.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(FILES[name])
    statuses = {answered(cli, name, form) for form in ("text", "json", "jsonl", "sarif", "junit", "gitlab", "github")}

    assert len(statuses) == 1
    assert statuses <= {0, 1, 2}


@pytest.mark.parametrize("name", NAMES)
def test_name(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """
    The name of a file is shown, and does nothing.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(b'{"commune": {"name": "Lens"}, "requets": 1}')

    assert {2} == {answered(cli, name, form) for form in ("text", "json", "jsonl", "sarif", "junit", "gitlab", "github")}


def test_no_file(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What is there and is no file: a device without end, a link in a circle, one that leads nowhere.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle.json").symlink_to("circle.json")
    (tmp_path / "nowhere.json").symlink_to("gone.json")

    assert [2, 2, 2] == [cli("check", name).status for name in ("circle.json", "nowhere.json", "/dev/zero")]


@pytest.mark.parametrize("seed", range(12))
def test_mutated(cli: Command, seed: int) -> None:
    """
    Documents that were good, with letters changed, cut out, doubled or put elsewhere: a line each.
    """
    chance = random.Random(seed)  # noqa: S311  (the same in every run)
    good = [to_json(_data(path)).encode() for path in sorted((EXAMPLES / "faults").glob("*.toml"))]
    lines = b"".join(_mutated(chance.choice(good).replace(b"\n", b" "), chance) + b"\n" for _ in range(60))
    answer = cli("check", "-", "--input-format", "jsonl", "--format", "jsonl", stdin=lines)

    assert answer.status in {0, 1, 2}
    assert "Traceback" not in answer.errors
    assert len([each for each in lines.split(b"\n") if each.strip()]) == len(answer.rows)


def _data(path: Path) -> Any:
    import tomllib  # noqa: PLC0415

    return json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))


def _mutated(text: bytes, chance: random.Random) -> bytes:
    made = bytearray(text)
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(made)), chance.randint(1, 12)
        match chance.randrange(4):
            case 0:
                made[at] = chance.choice(b'{}[],:"0-1ex\\\x01\xff ')
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length]
            case 3:
                made[at : at + length] = chance.choice([b"null", b"-1", b"1e999", b'"\\ud800"', b"[[", b"{}", b'"2025-02-30"'])
    return bytes(made).replace(b"\n", b"") or b"x"
