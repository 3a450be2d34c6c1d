"""
Text for people: sentences filled from facts, all of it visible, on one line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dmsi_rules.text.marks import N_, Translate, amount, day
from dmsi_rules.values.plain import plain, shortened


def fill(template: str, facts: Mapping[str, Any], translate: Translate = str) -> str:
    """
    Return *template* with its fields filled from *facts*: lists as quoted words, everything on one visible line.
    """
    return template.format_map(_Filled(facts, translate))


class _Filled(dict[str, str]):
    """
    The facts in words, each when a sentence names it: most findings hold more than they say.
    """

    def __init__(self, facts: Mapping[str, Any], translate: Translate) -> None:
        super().__init__()
        self._facts = facts
        self._translate = translate

    def __missing__(self, name: str) -> str:
        value = self._facts[name]
        return _our_words(value, self._translate) if name in _OUR_WORDS else _words(value, self._translate)


# Facts whose value is a phrase of ours, or of Python's, or a list of such; all others are data and are never looked up in a
# catalogue.
_OUR_WORDS = frozenset({"committee", "expected", "found", "lacking", "reason", "what"})


def _our_words(value: Any, translate: Translate) -> str:
    if isinstance(value, tuple):
        return ", ".join(_our_words(each, translate) for each in value)
    return translate(visible(str(value)))


QUOTED = N_("`{}`")
"""
How a word of a document is set apart.
"""


def _words(value: Any, translate: Translate) -> str:
    if type(value) is str:  # most are
        return visible(shortened(value))
    match value:
        case list() | tuple():
            before, after = translate(QUOTED).split("{}")
            return ", ".join(f"{before}{_words(each, translate)}{after}" for each in value)
        case Decimal():
            return amount(value, translate)
        case dt.date():
            return day(value, translate)
    return visible(shortened(str(plain(value))))


def visible(text: str) -> str:
    """
    Return *text* with whatever does not print, or turns the direction of writing, shown as its code.
    """
    return (
        text
        if text.isprintable()
        else "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)
    )


def commune_words(name: str | None, translate: Translate) -> str:
    """
    Return the *name* of a commune, or that it has none yet, on one line.
    """
    return translate(N_("a commune without name")) if name is None else visible(name)


def line(text: str) -> str:
    """
    Return *text* on one line, with whatever does not print shown as its code.
    """
    return visible(" ".join(text.split()))
