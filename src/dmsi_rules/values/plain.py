"""
Values written back as plain data: what JSON can hold, nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from dmsi_rules.values.days import DayOfYear
from dmsi_rules.values.record import in_document, rest_of
from dmsi_rules.values.words import Phrase, Words

LONGEST = 200
"""
How many characters of a document's words an answer shows.
"""


def plain(value: object) -> Any:
    """
    Return *value* as JSON holds it: dates ISO, amounts with two decimals, tuples as lists, words in English.
    """
    match value:
        case str() | int() | None:  # most are
            pass
        case dt.date() | DayOfYear():
            return value.isoformat()
        case Words() | Phrase():
            return _english(value)
        case Decimal():
            return f"{value:.2f}"
        case Mapping():
            return {key: plain(each) for key, each in value.items()}
        case tuple() | list():
            return [plain(each) for each in value]
    return value


def _english(value: Words | Phrase) -> str:
    if isinstance(value, Words):
        return value.en
    facts = {name: plain(each) for name, each in value.facts.items()}
    return value.sentence.format_map({name: ", ".join(each) if type(each) is list else each for name, each in facts.items()})


def shortened(value: Any) -> Any:
    """
    Return plain data with its words cut: an answer is never much larger than what it is about.
    """
    match value:
        case str():
            return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
        case dict():
            return {key: shortened(each) for key, each in value.items()}
        case list():
            return [shortened(each) for each in value]
    return value


def to_document(value: Any) -> dict[str, Any]:
    """
    Return an attrs value as a document: left out is what is unknown, or did not come from it.
    """
    written = {
        each.name.rstrip("_"): _written(getattr(value, each.name))
        for each in attrs.fields(type(value))
        if _is_said(each, value)
    }
    named = rest_of(value.__class__)
    rest = plain(getattr(value, named)) if named else {}
    return {**written, **rest, **plain(getattr(value, "own", None) or {})}


def _is_said(field: attrs.Attribute[Any], record: Any) -> bool:
    given = getattr(record, field.name)
    return given is not None and in_document(field) and not (given is field.default and attrs.has(type(given)))


def _written(value: Any) -> Any:
    if attrs.has(type(value)):
        return to_document(value)
    if isinstance(value, Mapping):
        written = {key: _written(each) for key, each in value.items()}
        return {**written, **plain(getattr(value, "own", None) or {})}
    return [_written(each) for each in value] if type(value) in {tuple, list} else plain(value)
