"""
The package's tables are what their TOML says, whichever file they are read from.
"""

import datetime as dt
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest

import dmsi_rules
from dmsi_rules.convention import convention_of
from dmsi_rules.documents.keys import KEYS
from dmsi_rules.documents.sources import packaged
from dmsi_rules.lifecycles import lifecycles_of
from dmsi_rules.model.codes import EMBEDDED
from hatch_build import generated

PACKAGE = Path(dmsi_rules.__file__).parent
# Catalogues are compared sentence by sentence (tests/test_french.py): their head names the Babel that compiled them.
MADE = {path: content for path, content in generated(PACKAGE) if path.suffix == ".json"}
TABLES = sorted(PACKAGE.rglob("*.toml"))


@pytest.fixture(params=TABLES, ids=lambda path: path.stem)
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """
    Return a copy of a table, with its twin beside it.
    """
    path: Path = request.param
    for each in (path, path.with_suffix(".json")):
        shutil.copy(each, tmp_path)
    return tmp_path / path.name


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.name)
def test_what_is_installed(path: Path) -> None:
    """
    What the package reads was made of what stands beside it: if not, run `nox -s generated`.
    """
    assert MADE[path] == path.read_bytes()


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_both_say_the_same(path: Path) -> None:
    """
    A day is text in JSON; the values made of both are equal.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    read = convention_of if path.name == EMBEDDED else lifecycles_of
    assert json.loads(json.dumps(data, default=dt.date.isoformat)) == packaged(path)
    if path == KEYS or path.stem == "examples":
        return  # words alone
    values: Any = (read(data), read(packaged(path)))
    first, second = map(attrs.asdict, values)
    assert first == second


def test_the_twin_is_read(table: Path) -> None:
    """
    While the table is the one that it was made of.
    """
    path = table.with_suffix(".json")
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "data": {"x": 1}}), encoding="utf-8")
    assert {"x": 1} == packaged(table)


def test_a_table_edited_since_prevails(table: Path) -> None:
    """
    Nobody has to know of the twin to change a table.
    """
    table.write_text("edited = 2026-01-01", encoding="utf-8")
    assert {"edited": dt.date(2026, 1, 1)} == packaged(table)


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"{}", b"\xff", b"null"])
def test_a_twin_that_is_none_is_passed_over(table: Path, content: bytes | None) -> None:
    """
    Missing or spoilt, it is not needed.
    """
    path = table.with_suffix(".json")
    path.unlink() if content is None else path.write_bytes(content)
    assert tomllib.loads(table.read_text(encoding="utf-8")) == packaged(table)
