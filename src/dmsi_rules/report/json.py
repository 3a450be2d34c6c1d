"""
JSON for programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_BEYOND_ASCII = re.compile(r"[^\n -~]")


def to_json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """
    Return *value* as indented JSON, readable as it is in any language, with a final newline.

    What does not print (control and bidirectional characters) stands as a JSON escape, so the text can be shown on a
    terminal. A lone surrogate, which other parsers refuse escaped too, and the whole answer with it, becomes its code as
    text, as it does in messages. What is written encodes in UTF-8 as it is.

    Raises:
        ValueError: a number that JSON does not have.
    """
    return _escaped(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"


def to_json_line(value: Mapping[str, Any]) -> str:
    """
    Return *value* as JSON on one line, escaped as by `to_json`, with a final newline.

    Raises:
        ValueError: a number that JSON does not have.
    """
    return _escaped(json.dumps(value, ensure_ascii=False, allow_nan=False)) + "\n"


def _escaped(text: str) -> str:
    # Outside of strings JSON is ASCII, and within them the encoder has escaped newlines.
    return text if text.isprintable() else _BEYOND_ASCII.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char.isprintable():
        return char
    escape = json.dumps(char)[1:-1]
    return rf"\{escape}" if "\ud800" <= char <= "\udfff" else escape
