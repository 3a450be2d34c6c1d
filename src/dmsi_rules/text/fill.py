"""
Text for people: sentences filled from facts, all of it visible, on one line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dmsi_rules.text.marks import N_, Translate, amount, day
from dmsi_rules.values.plain import plain, shortened
from dmsi_rules.values.words import LANGUAGE, Phrase, Words


def fill(template: str, facts: Mapping[str, Any], translate: Translate = str) -> str:
    """
    Return *template* with its fields filled from *facts*: lists as quoted words, everything on one visible line.
    """
    filled = template.format_map(_Filled(facts, translate))
    return contracted(filled) if translate(LANGUAGE) == "fr" and any(map(_is_worded, facts.values())) else filled


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


def _is_worded(value: Any) -> bool:
    return type(value) is Words or (type(value) is tuple and any(type(each) is Words for each in value))


_CONTRACTED = {"à le ": "au ", "à les ": "aux ", "de le ": "du ", "de les ": "des "}


def contracted(text: str) -> str:
    """
    Return French *text* with a preposition and the article of a name after it made one word: `à le chef` is `au chef`.
    """
    return re.sub(r"\b([àÀ]|[dD]e) les? ", lambda found: _contract(found[0]), text)


def _contract(words: str) -> str:
    made = _CONTRACTED[words.lower()]
    return made if words[0].islower() else made.capitalize()


# Facts whose value is a phrase of ours, or of Python's, or a list of such; all others are data and are never looked up in a
# catalogue.
_OUR_WORDS = frozenset({"committee", "expected", "found", "lacking", "reason", "what"})


def _our_words(value: Any, translate: Translate) -> str:
    if isinstance(value, Words | Phrase):
        return _words(value, translate)
    if isinstance(value, tuple):
        return ", ".join(_our_words(each, translate) for each in value)
    return translate(visible(str(value)))


QUOTED = N_("`{}`")
"""
How a word of a document is set apart.
"""


def _words(value: Any, translate: Translate) -> str:
    match value:
        case str():  # most are
            pass
        case Words():
            return visible(value.in_(translate))
        case Phrase():
            return said(value, translate)
        case list() | tuple():
            return ", ".join(_listed(each, translate) for each in value)
        case Decimal():
            return amount(value, translate)
        case dt.date():
            return day(value, translate)
    return visible(shortened(str(plain(value))))


def _listed(value: Any, translate: Translate) -> str:
    """
    Return one of several values: a code in quotes, a name as it is.
    """
    if isinstance(value, Words | Phrase):
        return _words(value, translate)
    before, after = translate(QUOTED).split("{}")
    return f"{before}{_words(value, translate)}{after}"


def said(phrase: Phrase, translate: Translate) -> str:
    """
    Return *phrase* in the reader's language.
    """
    return fill(translate(phrase.sentence), phrase.facts, translate)


def places(cited: str, translate: Translate) -> str:
    """
    Return the places of a text that are *cited*, those in words in the reader's language.
    """
    return visible("; ".join(translate(place) for place in cited.split("; "))) if cited else ""


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
