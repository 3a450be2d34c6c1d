"""
Strings that a document may hold and that no output may let through as they are.
"""

import importlib
import re
from importlib.util import find_spec
from typing import Any

from hypothesis import strategies as st

orjson: Any = importlib.import_module("orjson") if find_spec("orjson") else None

HOSTILE = (
    "",
    " ",
    "\x00",
    "\a\b\t\v\f\x7f",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x85next line",
    "two\nlines",
    "\r\n::error::x",
    "::error file=a,line=1::x",
    "##[error]x",
    "%0A::error::x",
    "100%",
    "a:b,c",
    "file.jsonl:12",
    "file:0",
    "c:\\users\\x",
    "//host/share",
    "../../etc/passwd",
    "./-",
    "-",
    "]]>",
    "<script>alert(1)</script>",
    "&amp;&#0;<!-- -->",
    "\"'`\\",
    "{0} {path} {missing!r}",
    "[text](https://example.org)",
    "[bold red]markup[/] :smile:",
    "=cmd|x",
    "@x",
    "\uff1dcmd|x",
    "\uff20x",
    "\u202etxt.exe\u202c",
    "\u2066isolate\u2069",
    "\u200b\u200d\ufeff\u00ad",
    "\u2028\u2029",
    "\u00a0\u3000",
    "\ufffe\uffff\U0010ffff",
    "\U000e0041\U000e007f",
    "\ud800",
    "\udc80\udfff",
    "👩‍👩‍👧 e\u0301 日本語",
    "שלום عليكم",
    "x" * 100_000,
    "\n" * 1_000,
)

any_text = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=())))
"""
Any text at all, lone surrogates included.
"""


def encoded(text: str) -> bytes:
    """
    Return *text* as an output's edge encodes it.
    """
    return text.encode("utf-8", "backslashreplace")


def is_visible(text: str) -> bool:
    """
    Whether *text* holds nothing but printable characters and newlines.
    """
    return text.replace("\n", "").isprintable()


def is_strict_json(written: str) -> bool:
    """
    Whether parsers that refuse lone surrogates, raw or escaped, take *written* (jqlang/jq#2543, RFC 8259, 8.2).
    """
    escaped = re.sub(r"\\\\", "", written)  # what is left of backslashes begins an escape
    pairs = re.sub(r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}", "", escaped, flags=re.IGNORECASE)
    if orjson:
        orjson.loads(written)
    return written.encode().decode() == written and not re.search(r"\\ud[89a-f]", pairs, re.IGNORECASE)


def with_shown_surrogates(value: Any) -> Any:
    """
    Return *value* with each lone surrogate as the text of its code.
    """
    if isinstance(value, str):
        return "".join(f"\\u{ord(char):04x}" if 0xD800 <= ord(char) < 0xE000 else char for char in value)
    if isinstance(value, dict):
        return {with_shown_surrogates(key): with_shown_surrogates(each) for key, each in value.items()}
    return [with_shown_surrogates(each) for each in value] if isinstance(value, list) else value
