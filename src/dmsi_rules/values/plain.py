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


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def plain(value: object) -> Any:
    """
    Return *value* as JSON holds it: dates ISO, amounts with two decimals, tuples as lists, words in English.
    """
    if type(value) in _AS_THEY_ARE:  # most are
        return value
    match value:
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
    written = attrs.asdict(
        value,
        filter=lambda each, given: given is not None and in_document(each) and not _is_unsaid(each, given),
        value_serializer=lambda _, __, given: to_document(given) if rest_of(given.__class__) else plain(given),
    )
    name = rest_of(value.__class__)
    return written | plain(getattr(value, name)) if name else written


def _is_unsaid(field: attrs.Attribute[Any], given: Any) -> bool:
    return given is field.default and attrs.has(type(given))
