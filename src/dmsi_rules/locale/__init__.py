"""
The languages that people read: English, in which sentences stand in the source, and those that have a catalogue here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dmsi_rules.errors import UnknownLanguageError
from dmsi_rules.text.marks import N_, Translate

__all__ = ["LANGUAGES", "translator"]

LANGUAGES = ("fr", "en")
CATALOGUE = Path(__file__).parent / "{language}" / "LC_MESSAGES" / "dmsi_rules.mo"
_MESSAGE = re.compile(r'^msgid ((?:".*"\s)+)msgstr ((?:".*"\s)+)', re.MULTILINE)
_PIECE = re.compile(r'^"(.*)"$', re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t"}


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
    Return the sentences of *language*, compiled when the package was built; in a checkout, as they were written.
    """
    compiled = Path(str(CATALOGUE).format(language=language))
    if compiled.exists():
        import gettext  # noqa: PLC0415  (English needs no catalogue)

        with compiled.open("rb") as file:
            find = gettext.GNUTranslations(file).gettext
        return lambda sentence: find(sentence) if sentence else ""  # nothing stands for the catalogue's head there
    sentences = dict(_messages(compiled.with_suffix(".po").read_text(encoding="utf-8")))
    return lambda sentence: sentences.get(sentence, sentence)


def _messages(text: str) -> Iterator[tuple[str, str]]:
    """
    Yield the sentences of a catalogue as translators write it, with their translations.

    A checkout's is never behind its source, and Babel, which compiles it, need not be there.
    """
    for match in _MESSAGE.finditer(text):
        sentence, translation = (_unescaped("".join(_PIECE.findall(pieces))) for pieces in match.groups())
        if sentence and translation:
            yield sentence, translation


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)
