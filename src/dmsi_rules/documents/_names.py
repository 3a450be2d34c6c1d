"""
What names the entries of a document's lists, by its own keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.values.record import is_record

SELF = ""
SERVICE = {"service": "service", "plan": "plan"}
NAMED: Mapping[str, Mapping[str, str]] = {
    "amendments": {"name": "amendment"},
    "assets": {"nature": "nature"},
    "census_years": {SELF: "year"},
    "communes": {SELF: "commune"},
    "expenses": {"nature": "nature"},
    "grids": {"id": "grid"},
    "inventories": {SELF: "inventory"},
    "invited": {SELF: "role", "role": "role", "commune": "commune"},
    "invoices": {"period": "period"},
    "later_signatures": {"convention": "convention"},
    "lines": SERVICE,
    "meetings": {"committee": "committee", "date": "meeting"},
    "openings": SERVICE,
    "perimeter": {SELF: "service"},
    "present": {SELF: "role", "role": "role", "commune": "commune"},
    "projects": {"name": "project"},
    "purchases": {"nature": "nature", "date": "purchase"},
    "reaffirmations": {"date": "reaffirmation"},
    "requests": {"date": "request"},
    "services": {SELF: "service"},
    "sessions": {SELF: "session"},
    "snapshots": {"month": "month"},
    "software": {"name": "software"},
    "workstations": {"id": "workstation"},
}
"""
For each list of a document, the keys that name its entries and what they are called in an answer; an entry that is a word
names itself.
"""
FAR = 10**9


def named(path: str, document: Any) -> tuple[dict[str, str], list[str]]:
    """
    Return what names the entries on the way to *path*, and the words that follow the last of them.
    """
    found: dict[str, str] = {}
    words: list[str] = []
    naming: Mapping[str, str] = {}
    value = document
    for escaped in path.split("/")[1:]:
        token = escaped.replace("~1", "/").replace("~0", "~")
        within = words[-1] if words else ""
        below = part(value, token)
        if isinstance(value, list | tuple) and within in NAMED:
            naming = NAMED[within]
            found |= _names_of(below, naming)
            words = []
        elif isinstance(value, Mapping) and within == "units":
            found |= zip(("service", "plan"), token.split("/", 1), strict=False)
            words = []
        elif isinstance(value, Mapping) and within == "votes":
            found["commune"] = token
            words = []
        elif not isinstance(value, list | tuple):
            words.append(token)
        value = below
    return found, [] if len(words) == 1 and words[0] in naming else words


def _names_of(entry: Any, keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, name in keys.items():
        said = text(entry if key == SELF else part(entry, key))
        if said is not None:
            yield name, said


def part(value: Any, token: str) -> Any:
    """
    Return what stands under *token* in *value*; None where nothing does.
    """
    if isinstance(value, Mapping):
        return value.get(token)
    if isinstance(value, list | tuple):
        rank = int(token) if token.isdecimal() and len(token) < len("100000000") else -1
        return value[rank] if 0 <= rank < len(value) else None
    return getattr(value, token, None) if is_record(type(value)) else None


def text(value: Any) -> str | None:
    """
    Return *value* as an answer names it; None where it names nothing.
    """
    match value:
        case str():
            return value or None
        case dt.date():
            return value.isoformat()
        case bool():
            return None
        case int() if abs(value) < FAR:
            return str(value)
    return None
