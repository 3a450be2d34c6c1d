"""
What is being written at a place: the path, whether it is a key, the word begun.
"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.server.spots import spot_at

HERE = "|"


@pytest.mark.parametrize(
    ("text", "path", "is_key", "word"),
    [
        ("|", (), True, ""),
        ("com|", (), True, "com"),
        ("[commune]\nna|", ("commune",), True, "na"),
        ("[commune]\nname = |", ("commune", "name"), False, ""),
        ('[commune]\nname = "L|ens"', ("commune", "name"), False, '"L'),
        ('[commune]\nname = "Lens"\n|', ("commune",), True, ""),
        ('[request]\nlines = [\n  { service = "po|" },\n]', ("request", "lines", 0, "service"), False, '"po'),
        ("[request]\nlines = [\n  { a = 1 },\n  { pl|", ("request", "lines", 1), True, "pl"),
        ("[request]\nlines = [{ a = 1, plan = '|", ("request", "lines", 0, "plan"), False, "'"),
        ("[[openings]]\ns|", ("openings", 0), True, "s"),
        ("[request]\n[[ request.'lines' ]] # c\nservice = |", ("request", "lines", 0, "service"), False, ""),
        ("request.lines = [[1, 2], |", ("request", "lines", 1), False, ""),
        ("request.da|", (), True, "request.da"),
        ('a = """\n[b]\nc = """\nd|', (), True, "d"),
        ('[[a]]\nb = [\n  [1],\n  ["x|"', ("a", 0, "b", 1, 0), False, '"x'),
        ("# comment |", None, None, None),
        ("[comm|", None, None, None),
    ],
)
def test_toml(text: str, path: Any, is_key: Any, word: Any) -> None:
    """
    Heads, dots, inline tables and lists lead there; the text need not be whole.
    """
    spot = spot_at(text.replace(HERE, ""), text.index(HERE), "toml")
    assert (path, is_key) == ((spot.path, spot.is_key) if spot else (None, None))
    assert spot is None or word == text[spot.start : text.index(HERE)]


@pytest.mark.parametrize(
    ("text", "path", "is_key", "word"),
    [
        ('{"|', (), True, '"'),
        ('{"commune": {"na|', ("commune",), True, '"na'),
        ('{"commune": {"name": |', ("commune", "name"), False, ""),
        ('{"request": {"lines": [{"service": "so|', ("request", "lines", 0, "service"), False, '"so'),
        ('{"request": {"lines": [{"service": "socle"}, {"|"}', ("request", "lines", 1), True, '"'),
        ('{"request": {"lines": [{"a": {"b": 1}}], |', ("request",), True, ""),
        ('{"a": "x, {\\"b", |', (), True, ""),
    ],
)
def test_json(text: str, path: Any, is_key: Any, word: Any) -> None:
    """
    Brackets and keys lead there.
    """
    spot = spot_at(text.replace(HERE, ""), text.index(HERE), "json")
    assert spot is not None
    assert (path, is_key, word) == (spot.path, spot.is_key, text[spot.start : text.index(HERE)])


@given(st.text(st.sampled_from('[]{}",\'=:#\n\\. abé"')), st.sampled_from(["json", "toml"]), st.integers(0, 100))
def test_any_text(text: str, kind: Any, offset: int) -> None:
    """
    Nothing is too broken.
    """
    spot = spot_at(text, min(offset, len(text)), kind)
    assert spot is None or spot.start <= min(offset, len(text))


@given(st.recursive(st.integers(0, 9), lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from("abc"), each)))
def test_every_value_of_json(document: Any) -> None:
    """
    Before each number stands the path that leads to it.
    """

    def numbers(value: Any, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, int):
            yield path
        for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
            yield from numbers(each, (*path, key))

    text = json.dumps({"r": document})
    spots = [spot_at(text, at, "json") for at, sign in enumerate(text) if sign.isdecimal()]
    assert list(numbers({"r": document}, ())) == [spot.path for spot in spots if spot]
