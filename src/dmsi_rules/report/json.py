"""
JSON for programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

_BEYOND_ASCII = re.compile(r"[^\n -~]")
_ON_ONE_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def to_json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """
    Return *value* as indented JSON, readable as it is in any language, with a final newline.

    What does not print (control and bidirectional characters) stands as a JSON escape, so the text can be shown on a
    terminal. A lone surrogate, which other parsers refuse escaped too, and the whole answer with it, becomes its code as
    text, as it does in messages. What is written encodes in UTF-8 as it is.

    Raises:
        ValueError: a number that JSON does not have.
    """
    return _escaped(_indented(value, "\n")) + "\n"


def to_json_line(value: Any) -> str:
    """
    Return *value* as JSON on one line, escaped as by `to_json`, with a final newline.

    Raises:
        ValueError: a number that JSON does not have.
    """
    return _escaped(_ON_ONE_LINE(value)) + "\n"


def within(text: str) -> str:
    """
    Return a *text* by `to_json` as it stands within a list.
    """
    return "  " + text.rstrip("\n").replace("\n", "\n  ")  # within strings there are no line breaks


def _indented(value: Any, margin: str) -> str:
    """
    Return *value* as the standard library indents it, which takes longer and leaves cyclic garbage at each call.
    """
    if type(value) is str:
        return encode_basestring(value)
    inner = f"{margin}  "
    if value and isinstance(value, dict):
        within = [f"{encode_basestring(key)}: {_indented(each, inner)}" for key, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(within)}{margin}}}"
    if value and isinstance(value, (list, tuple)):
        return f"[{inner}{f',{inner}'.join([_indented(each, inner) for each in value])}{margin}]"
    return _ON_ONE_LINE(value)


def _escaped(text: str) -> str:
    # Outside of strings JSON is ASCII, and within them the encoder has escaped newlines.
    return text if text.isprintable() else _BEYOND_ASCII.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char.isprintable():
        return char
    escape = json.dumps(char)[1:-1]
    return rf"\{escape}" if "\ud800" <= char <= "\udfff" else escape
