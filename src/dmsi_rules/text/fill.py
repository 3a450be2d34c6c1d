"""
Text for people: sentences filled from facts, all of it visible, on one line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dmsi_rules.text.codes import CODED, called, reads_codes
from dmsi_rules.text.marks import N_, Translate, amount, day, is_settled
from dmsi_rules.values.plain import plain, shown
from dmsi_rules.values.words import LANGUAGE, Phrase, Words


def fill(template: str, facts: Mapping[str, Any], translate: Translate = str) -> str:
    """
    Return *template* with its fields filled from *facts*: lists as quoted words, everything on one visible line.
    """
    values = tuple([facts[name] for name in named_in(template)])
    if is_settled(translate) and all(map(_is_lasting, values)):
        return _known(template, values, tuple(map(type, values)), translate)
    return _filled(template, values, translate)


@lru_cache(maxsize=1024)
def named_in(template: str) -> tuple[str, ...]:
    """
    Return the facts that *template* names: most findings hold more than they say.
    """
    named = _Named()
    template.format_map(named)
    return tuple(named)


class _Named(dict[str, str]):
    """
    Remembers what it was asked for.
    """

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, "")


@lru_cache(maxsize=4096)  # the same is missing from one dossier after another
def _known(template: str, values: tuple[Any, ...], kinds: tuple[type, ...], translate: Translate) -> str:  # noqa: ARG001  (1 == True)
    return _filled(template, values, translate)


_LASTING = frozenset({str, int, bool, type(None), dt.date, Words})
_LISTED = frozenset({str, Words})


def _is_lasting(value: Any) -> bool:
    kind = type(value)
    return kind in _LASTING or (kind is tuple and _LISTED.issuperset(map(type, value)))


def _filled(template: str, values: tuple[Any, ...], translate: Translate) -> str:
    is_coded = reads_codes(translate)
    words = {
        name: _said_of(name, value if is_coded or name not in CODED else _called(value, translate), translate)
        for name, value in zip(named_in(template), values, strict=True)
    }
    filled = template.format_map(words)
    return contracted(filled) if translate(LANGUAGE) == "fr" and any(map(_is_worded, values)) else filled


def _said_of(name: str, value: Any, translate: Translate) -> str:
    return _our_words(value, translate) if name in _OUR_WORDS else _words(value, translate)


def code_words(code: str | None, translate: Translate) -> str:
    """
    Return what the *code* of a document is called, on one visible line; nothing where there is none.
    """
    if not code:
        return ""
    words = called(code, translate)
    return visible(code) if words == code else spoken(words)


def _called(value: Any, translate: Translate) -> Any:
    if isinstance(value, str):
        return called(value, translate)
    if isinstance(value, list | tuple) and not isinstance(value, Words | Phrase):
        return tuple(_called(each, translate) for each in value)
    return value


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
            return spoken(value.in_(translate))
        case Phrase():
            return said(value, translate)
        case list() | tuple():
            return ", ".join(_listed(each, translate) for each in value)
        case Decimal():
            return amount(value, translate)
        case dt.date():
            return day(value, translate)
    text = shown(str(plain(value)))
    return visible(text) if reads_codes(translate) else spoken(text)  # what codes are called in French has no-break spaces


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


def spoken(text: str) -> str:
    """
    Return *text* of ours, and what stands in it, visible, but for the no-break spaces that French writes.
    """
    return text if text.isprintable() else NO_BREAK.join(map(visible, text.split(NO_BREAK)))


NO_BREAK = "\u00a0"


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
