"""
JSON for programs, which may also be looked at.
"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.report.json import to_json, to_json_line
from tests.report.hostile import any_text, encoded, is_strict_json, is_visible, with_shown_surrogates

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | any_text
values = st.dictionaries(
    any_text, st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(any_text, inner), max_leaves=8)
)


def test_readable() -> None:
    """
    Letters of any language stand as they are; what does not print stands as an escape, a lone surrogate as text.
    """
    assert '{\n  "name": "Liévin \\u202e\\\\ud800\\u007f\\udb40\\udc41"\n}\n' == to_json(
        {"name": "Liévin \u202e\ud800\x7f\U000e0041"}
    )


@given(values)
def test_same_value(value: dict[str, Any]) -> None:
    """
    What is read back is what was written, in both forms, but for lone surrogates.
    """
    expected = with_shown_surrogates(value)

    assert expected == json.loads(to_json(value)) == json.loads(to_json_line(value))


@given(values)
def test_safe(value: dict[str, Any]) -> None:
    """
    It is UTF-8 as it is, prints, and a line is one line.
    """
    for written in (to_json(value), to_json_line(value)):
        assert is_visible(written)
        assert written.encode() == encoded(written)
        assert is_strict_json(written)
    assert 1 == to_json_line(value).count("\n")


@pytest.mark.parametrize("write", [to_json, to_json_line])
def test_no_such_number(write: Any) -> None:
    """
    What JSON cannot hold is refused, not written as something else.
    """
    with pytest.raises(ValueError, match="JSON"):
        write({"value": float("nan")})
