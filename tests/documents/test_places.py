"""
Where the values of a document stand in its text: in TOML as in JSON, whatever the manner of writing it.
"""

import json
import sys
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.documents.placing import places
from dmsi_rules.testing.strategies import (
    governances,
    whole_dossiers,
)
from tests.documents.documents import at, layouts
from tests.documents.toml_styles import written

scalars = st.integers(-9, 9) | st.booleans() | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=3) | st.sampled_from(["a", "b", "a.b", "a/b", "~", ""])
tables = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(keys, inner, max_size=3)
            | st.lists(st.dictionaries(keys, inner, max_size=2), min_size=1, max_size=3)
        ),
        max_leaves=12,
    ),
    max_size=4,
)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """
    Return the line and the column of an offset, from 1.
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@given(written(whole_dossiers() | governances() | tables), layouts)
def test_in_every_style(document: tuple[Any, str, dict[str, int]], layout: dict[str, Any]) -> None:
    """
    Each value is found where it was written, in TOML and in JSON; what is absent, at the table that lacks it.
    """
    data, text, where = document
    assert data == tomllib.loads(text)
    expected = {path: line_and_column(text, offset) for path, offset in where.items()}
    absent = {f"{path}/absent/0": place for path, place in expected.items() if "absent" not in str(at(data, path))}

    assert expected | absent == places(text, expected | absent, "toml")
    assert expected == {path: places(text, [path], "toml")[path] for path in expected}

    in_json = json.dumps(data, **layout)
    rows = in_json.split("\n")
    for path, (line, column) in places(in_json, expected, "json").items():
        value, _ = json.JSONDecoder().raw_decode("\n".join([rows[line - 1][column - 1 :], *rows[line:]]))
        assert at(data, path) == value


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a.b = 1\n[c]\nd = 2", "/a", (1, 1)),
        ("a.b = 1\n[c]\nd = 2", "/c", (2, 1)),
        ("a.b = 1\n[c]\nd = 2", "/c/d", (3, 5)),
        ("[a.b]\nx = 1\n[a]\ny = 2", "/a", (3, 1)),
        ("[a.b]\nx = 1\n[a]\ny = 2", "/a/b", (1, 1)),
        ("[[a]]\n[[a]]\n[a.b]\nx = 1", "/a/1/b/x", (4, 5)),
        ("[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[[a.b]]\nx = 1", "/a/1/b/1/x", (6, 5)),
        ("[[a]]\n[b]\n[[a]]\nx = 1", "/a/1/x", (4, 5)),
        ("a = [\n  # one\n  1, # two\n  { b = 2 },\n]", "/a/1/b", (4, 9)),
        ("a = '''\n[b]\nc = 1'''\nd = 2", "/d", (4, 5)),
        ('a = """"x""""\nd = 2', "/d", (2, 5)),
        ('"\\u00e9.x" = {y = "é", z = 1}', "/é.x/z", (1, 28)),
        ("'a/b~c' = 1", "/a~1b~0c", (1, 11)),
        ("a = 'é'\r\n\r\nb = 2", "/b", (3, 5)),
        ("1.2 = 3", "/1/2", (1, 7)),
        ("x = 1979-05-27 07:32:00Z\ny = +inf", "/y", (2, 5)),
        ("[commune]", "/commune/name", (1, 1)),
        ("# only\n", "/commune", (1, 1)),
        ("a = '\ud800'\nb = 1", "/b", (2, 5)),
    ],
)
def test_in_toml(text: str, path: str, place: tuple[int, int]) -> None:
    """
    A table at its head, else at the first pair that makes it; a value after its key.
    """
    assert {path: place} == places(text, [path], "toml")


def test_without_a_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where it cannot be loaded, nothing is known.
    """
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    assert {} == places("a = 1", ["/a"], "toml")
