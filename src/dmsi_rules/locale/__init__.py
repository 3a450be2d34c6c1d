"""
The languages that people read: English, in which sentences stand in the source, and those that have a catalogue here.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dmsi_rules.errors import UnknownLanguageError
from dmsi_rules.text.fill import Settled
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.own_files import MissingFileError, own_file

__all__ = ["LANGUAGES", "translator"]

LANGUAGES = ("fr", "en")
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
    # Nothing stands for the catalogue's head there. An answer has the same few sentences again and again.
    return _Sentences(language, lru_cache(maxsize=8192)(lambda sentence: find(sentence) if sentence else ""))


class _Sentences(Settled):
    """
    The sentences of a language; they are sent and copied by its name.
    """

    def __init__(self, language: str, find: Translate) -> None:
        self._language = language
        self._find = find

    def __call__(self, sentence: str) -> str:
        return self._find(sentence)

    def __reduce__(self) -> tuple[Any, ...]:
        return translator, (self._language,)
