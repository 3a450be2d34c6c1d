"""
A patch applied to a text: only what it says changes, in the manner of what stands beside it.
"""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

import pytest

from dmsi_rules.documents.mending import Edit, difference, mended

LINE = {"service": "reseau", "quantity": 10, "opening": dt.date(2026, 1, 1)}
ADDED = 'service = "reseau", quantity = 10, opening = 2026-01-01'
IN_JSON = '"service": "reseau", "quantity": 10, "opening": "2026-01-01"'
BLOCK = 'service = "reseau"\nquantity = 10\nopening = 2026-01-01\n'


def with_line(text: str, path: str = "/l/-", kind: Literal["json", "toml"] = "toml") -> str | None:
    """
    Return *text* with a line added to the list at *path*.
    """
    return mended(text, [{"op": "add", "path": path, "value": LINE}], kind)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("l = []", "/l/-", f"l = [{{ {ADDED} }}]"),
        ("l = [ ] # c", "/l/-", f"l = [{{ {ADDED} }} ] # c"),
        ("l = [{ a = 1 }] # c", "/l/-", f"l = [{{ a = 1 }}, {{ {ADDED} }}] # c"),
        ("l = [{a = 1},]", "/l/-", f"l = [{{a = 1}}, {{{ADDED}}},]"),
        ("l = [{a=1}]", "/l/-", f"l = [{{a=1}}, {{{ADDED.replace(' = ', '=')}}}]"),
        ("l = [\n  { a = 1 }, # one\n  # end\n]", "/l/-", f"l = [\n  {{ a = 1 }}, # one\n  {{ {ADDED} }},\n  # end\n]"),
        ("l = [\n  { a = 1 } # one\n]", "/l/-", f"l = [\n  {{ a = 1 }}, # one\n  {{ {ADDED} }}\n]"),
        ("l = [\r\n\t{ a = 1 },\r\n]\r\n", "/l/-", f"l = [\r\n\t{{ a = 1 }},\r\n\t{{ {ADDED} }},\r\n]\r\n"),
        ("l = [{ a = 1 },\n     { b = 2 }]", "/l/-", f"l = [{{ a = 1 }},\n     {{ b = 2 }},\n     {{ {ADDED} }}]"),
        ("r.l = [{ a = 'é' }]", "/r/l/-", f"r.l = [{{ a = 'é' }}, {{ {ADDED} }}]"),
        ("r = { l = [{ a = 1 }] }", "/r/l/-", f"r = {{ l = [{{ a = 1 }}, {{ {ADDED} }}] }}"),
        ("[[l]]\na = 1", "/l/-", f"[[l]]\na = 1\n[[l]]\n{BLOCK}"),
        ("[[l]]\n", "/l/-", f"[[l]]\n[[l]]\n{BLOCK}"),
        ("x = 1\n\n[[l]] # c\na = 1 # d\n", "/l/-", f"x = 1\n\n[[l]] # c\na = 1 # d\n\n[[l]]\n{BLOCK}"),
        ("x = 1\n\n# on l\n[[l]]\na = 1\n", "/l/-", f"x = 1\n\n# on l\n[[l]]\na = 1\n\n[[l]]\n{BLOCK}"),
        ("[[l]]\na = 1\n# b = 2\n\n# on t\n[t]\n", "/l/-", f"[[l]]\na = 1\n# b = 2\n[[l]]\n{BLOCK}\n# on t\n[t]\n"),
        ("[[l]]\na = 1\n# on t\n[t]\n", "/l/-", f"[[l]]\na = 1\n[[l]]\n{BLOCK}# on t\n[t]\n"),
        ("[[l]]\na = 1\n[l.x-o]\nb = 2\n[t]\n", "/l/-", f"[[l]]\na = 1\n[l.x-o]\nb = 2\n[[l]]\n{BLOCK}[t]\n"),
        ("[[o]]\n[[l]]\na = 1\n[[o]]\n", "/l/-", f"[[o]]\n[[l]]\na = 1\n[[l]]\n{BLOCK}[[o]]\n"),
        ("[[r]]\n[[r.l]]\n[[r]]\n[[r.l]]\n", "/r/0/l/-", f"[[r]]\n[[r.l]]\n[[r.l]]\n{BLOCK}[[r]]\n[[r.l]]\n"),
        ("l = 1", "/l/-", None),
        ("[l]", "/l/-", None),
        ("a = 1", "/l/-", None),
    ],
)
def test_a_line_more_in_toml(text: str, path: str, expected: str | None) -> None:
    """
    An entry is written as the one before it, below it, and above the comments on what follows.
    """
    assert expected == with_line(text, path)


def test_a_table_more_is_laid_out_as_the_others() -> None:
    """
    With their margins, their spaces and their ends of lines.
    """
    text = "  [[ l ]]\r\n    a='''\n[[l]]'''\r\n"
    block = '  [[ l ]]\r\n    service="reseau"\r\n    quantity=10\r\n    opening=2026-01-01\r\n'
    assert text + block == with_line(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"l": []}', f'{{"l": [{{{IN_JSON}}}]}}'),
        ('{"l": [{"a": 1}]}', f'{{"l": [{{"a": 1}}, {{{IN_JSON}}}]}}'),
        ('{"l":[{"a":1}]}', f'{{"l":[{{"a":1}},{{{IN_JSON.replace(": ", ":").replace(", ", ",")}}}]}}'),
        ('{"l": [\n  {"a": 1.0}\n], "b": 1e2}', f'{{"l": [\n  {{"a": 1.0}},\n  {{{IN_JSON}}}\n], "b": 1e2}}'),
        ('{"l": [1\n ,2]}', f'{{"l": [1\n ,2\n ,{{{IN_JSON}}}]}}'),
        (
            '{\n "l": [\n  {\n   "a": 1\n  }\n ]\n}',
            '{\n "l": [\n  {\n   "a": 1\n  },\n  {\n   ' + IN_JSON.replace(", ", ",\n   ") + "\n  }\n ]\n}",
        ),
        ('{"l": 1}', None),
        ('{"a": 1}', None),
    ],
)
def test_a_line_more_in_json(text: str, expected: str | None) -> None:
    """
    An entry is laid out as the one before it.
    """
    assert expected == with_line(text, kind="json")


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        ('a = { b = "84.00" } # c', "/a/b", Decimal("93.60"), 'a = { b = "93.60" } # c'),
        ("a = '84.00' # c", "/a", Decimal("93.60"), "a = '93.60' # c"),
        ("a = 'x'", "/a", "it's", 'a = "it\'s"'),
        ("é = 1\n[[t]]\nq = 8 # é", "/t/0/q", 10, "é = 1\n[[t]]\nq = 10 # é"),
        ("a = 1", "/a", [True, dt.date(2026, 1, 1), {}], "a = [true, 2026-01-01, {  }]"),
        ("a = 1", "/a", {"b c": "\x7f\\"}, 'a = { "b c" = "\\u007f\\\\" }'),
        ("[a]", "/a", 1, None),
        ("a = 1", "/b", 1, None),
    ],
)
def test_another_value_in_toml(text: str, path: str, value: Any, expected: str | None) -> None:
    """
    It takes the place of the old one; a table with a head does not give way.
    """
    assert expected == mended(text, [{"op": "replace", "path": path, "value": value}], "toml")


def test_another_value_in_json() -> None:
    """
    Numbers elsewhere keep their spelling.
    """
    text = '{"a": [1.0, {"b" : 2}], "a~b": "x"}'
    steps = [
        {"op": "replace", "path": "/a/1/b", "value": Decimal("3.50")},
        {"op": "add", "path": "/a~0b", "value": dt.date(2026, 1, 1)},
    ]
    assert '{"a": [1.0, {"b" : "3.50"}], "a~b": "2026-01-01"}' == mended(text, steps, "json")
    assert mended(text, [{"op": "replace", "path": "/b", "value": 1}], "json") is None


@pytest.mark.parametrize("op", ["remove", "move", "copy", "test"])
def test_what_is_not_done(op: str) -> None:
    """
    A patch that asks for something else is not applied at all.
    """
    steps = [{"op": "add", "path": "/l/-", "value": 1}, {"op": op, "path": "/l/0", "from": "/l/0", "value": 1}]
    assert mended('{"l": [1]}', steps, "json") is None


@pytest.mark.parametrize(
    ("old", "new", "edit"),
    [
        ("", "", Edit(0, 0, "")),
        ("ab", "ab", Edit(2, 2, "")),
        ("ab", "aXb", Edit(1, 1, "X")),
        ("aa", "aaa", Edit(2, 2, "a")),
        ("abc", "ac", Edit(1, 2, "")),
        ("q = 8 #", "q = 10 #", Edit(4, 5, "10")),
    ],
)
def test_difference(old: str, new: str, edit: Edit) -> None:
    """
    One edit makes the new text of the old one.
    """
    assert edit == difference(old, new)
    assert new == old[: edit.start] + edit.text + old[edit.end :]
