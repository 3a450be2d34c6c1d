"""
The languages that people read: English, in which sentences stand in the source, and those that have a catalogue here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dmsi_rules.errors import UnknownLanguageError
from dmsi_rules.text.marks import N_, Settled, Translate
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.own_files import MissingFileError, own_file
from dmsi_rules.values.words import Words

__all__ = ["LANGUAGES", "called_by", "translator"]

LANGUAGES = ("fr", "en")
QUOTES = {"fr": "«\u00a0{}\u00a0»"}
"""
How a language sets apart what stands in backticks in the catalogue: it is written for people.
"""
CATALOGUE = Path(__file__).parent / "{language}" / "LC_MESSAGES" / "dmsi_rules.mo"


def translator(language: str) -> Translate:
    """
    Return what turns the program's sentences into *language*, `fr` or `en`: `finding.render(translator("fr"))`.

    Amounts and days in them are written as that language writes them. What has no translation stays in English.

    Raises:
        UnknownLanguageError: there is no such language here.
    """
    if language not in LANGUAGES:
        raise UnknownLanguageError(
            N_("there is no language `{given}`; known: {known}"), {"given": language, "known": LANGUAGES}
        )
    return str if language == "en" else _catalogue(language)


@cache
def _catalogue(language: str) -> Translate:
    """
    Return the sentences of *language*, which are compiled as the package is built.
    """
    import gettext  # noqa: PLC0415  (English needs no catalogue)

    try:
        compiled = own_file(Path(str(CATALOGUE).format(language=language)))
    except MissingFileError:
        return str  # sources that nobody has installed
    find = gettext.GNUTranslations(io.BytesIO(compiled)).gettext
    quotes = QUOTES[language].replace("{}", r"\1")

    def said(sentence: str) -> str:
        # Nothing stands for the catalogue's head there.
        return re.sub("`([^`]*)`", quotes, find(sentence)) if sentence else ""

    # An answer has the same few sentences again and again.
    return _Sentences(language, lru_cache(maxsize=8192)(said))


def called_by(called: Mapping[str, Words], translate: Translate) -> Translate:
    """
    Return *translate* with what codes are *called*, which sentences then say in place of them.

    English stays as it is: to its readers the keys and codes of documents are words.
    """
    return _Sentences(translate.language, translate.find, called) if isinstance(translate, _Sentences) else translate


class _Sentences(Settled):
    """
    The sentences of a language, and what codes are called in it; they are sent and copied by their language.
    """

    def __init__(self, language: str, find: Translate, called: Mapping[str, Words] = Frozen()) -> None:
        self.language = language
        self.find = find
        self.called = called

    def __call__(self, sentence: str) -> str:
        return self.find(sentence)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.language, dict(self.called))


def _again(language: str, called: Mapping[str, Words]) -> Translate:
    known = translator(language)
    return called_by(called, known) if called else known
