"""
What a text that cannot be read seems to be instead: a file's name, TOML where JSON is read.
"""

from __future__ import annotations

from dmsi_rules.documents.bounds import unreadable_at
from dmsi_rules.documents.faults import Faults
from dmsi_rules.text.marks import N_

SUFFIXES = (".toml", ".json", ".jsonl", ".ndjson")
LONGEST = max(map(len, SUFFIXES))
BEGINNING = 65_536
"""
How much of a text is looked at: what it is shows at its beginning.
"""
_KEY = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-. \t")


def advised(error: Faults, text: str, *, is_typed: bool, is_json: bool) -> Faults:
    """
    Return *error*, or one that also says what *text* seems to be.

    Args:
        error: why the text cannot be read.
        text: what was to be read.
        is_typed: whether the caller gave it as text.
        is_json: whether it was read as JSON.
    """
    (fault,) = error.faults
    if is_typed and _is_name(text):
        message = N_("this is the text to read, not the name of a file: a file is opened where a `Path` is given")
        return unreadable_at(fault.where, message, fault.facts)
    if is_json and "reason" in fault.facts and _is_toml(text):
        message = N_(
            "not JSON at line {line}, column {column}: {reason}; it seems to be TOML, "
            'which `--input-format toml` reads (in Python, `input_format="toml"`)'
        )
        return unreadable_at(fault.where, message, fault.facts)
    return error


def _is_name(text: str) -> bool:
    """
    Tell whether *text* is one line that ends as the name of a document does, and begins as none.
    """
    name = text.strip()
    is_line = "\n" not in name and "=" not in name and name[0] not in '{["'
    return is_line and name[-LONGEST:].lower().endswith(SUFFIXES)


def _is_toml(text: str) -> bool:
    """
    Tell whether what stands first in *text*, comments aside, is a table's head or a key with its value.
    """
    lines = [line for line in map(str.strip, text[:BEGINNING].splitlines()) if line]
    first = next((line for line in lines if not line.startswith("#")), "")
    if not first:
        return bool(lines)
    if first.startswith("["):
        first = first.partition("#")[0].rstrip()
        return first.endswith("]") and _is_key(first.strip("[]"))
    key, equals, _ = first.partition("=")
    return bool(equals) and _is_key(key)


def _is_key(text: str) -> bool:
    """
    Tell whether *text* is a key without quotes, and no number.
    """
    return text.strip() != "" and not text.strip().isdecimal() and _KEY.issuperset(text)
