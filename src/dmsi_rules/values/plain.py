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
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.record import in_document, rest_of
from dmsi_rules.values.words import Phrase, Words

LONGEST = 200
"""
How many characters of a document's words an answer shows.
"""


def plain(value: object, longest: int | None = None) -> Any:
    """
    Return *value* as JSON holds it: dates ISO, amounts with two decimals, tuples as lists, words in English.

    With *longest* its words are cut: an answer is never much larger than what it is about.
    """
    kind = type(value)
    if kind is str:  # most are
        return _cut(value, longest)  # type: ignore[arg-type]
    if kind is tuple or kind is list:
        return [plain(each, longest) for each in value]  # type: ignore[attr-defined]
    if kind is Frozen or isinstance(value, Mapping):
        return {key: plain(each, longest) for key, each in value.items()}  # type: ignore[attr-defined]
    match value:
        case dt.date() | DayOfYear():
            value = value.isoformat()
        case Words() | Phrase():
            value = _cut(_english(value), longest)
        case Decimal():
            value = f"{value:.2f}"
    return value


def shown(value: object) -> Any:
    """
    Return *value* as an answer's JSON shows it, its words cut.
    """
    return plain(value, LONGEST)


def _cut(text: str, longest: int | None) -> str:
    return text if longest is None or len(text) <= longest else f"{text[: longest - 1]}…"


def _english(value: Words | Phrase) -> str:
    if isinstance(value, Words):
        return value.en
    facts = {name: plain(each) for name, each in value.facts.items()}
    return value.sentence.format_map({name: ", ".join(each) if type(each) is list else each for name, each in facts.items()})


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
