"""
The language of what people read: asked for, or the locale's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

LANGUAGES = ("fr", "en")
CATALOGUE = Path(__file__).parents[1] / "locale" / "{language}" / "LC_MESSAGES" / "dmsi_rules.mo"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
ENGLISH = {"en", "c", "posix"}
_LANGUAGE = re.compile(r"[A-Za-z]+")
_MESSAGE = re.compile(r'^msgid ((?:".*"\s)+)msgstr ((?:".*"\s)+)', re.MULTILINE)
_PIECE = re.compile(r'^"(.*)"$', re.MULTILINE)


def translator(asked: str | None) -> Callable[[str], str]:
    """
    Return what turns a marked sentence into the language *asked*, or that of the locale; English where there is no other.
    """
    language = asked or of_locale(os.environ)
    return str if language == "en" else _catalogue(language)


def of_locale(environment: Mapping[str, str]) -> str:
    """
    Return the first of our languages that the locale lists, looked for where gettext does.
    """
    locales = next(filter(None, map(environment.get, VARIABLES)), "")
    for locale in locales.split(":"):
        name = match[0].lower() if (match := _LANGUAGE.match(locale)) else ""
        if name in ENGLISH:
            break
        if name in LANGUAGES:
            return name
    return "en"


def asked_in(argv: Sequence[str]) -> str | None:
    """
    Return the language that *argv* asks for, before anything else of it is read: help and errors are in it too.
    """
    for rank, word in enumerate(argv):
        option, equals, value = word.partition("=")
        if option == "--lang":
            value = value if equals else "".join(argv[rank + 1 : rank + 2])
            return value if value in LANGUAGES else None
    return None


@cache
def _catalogue(language: str) -> Callable[[str], str]:
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
        sentence, translation = ("".join(_PIECE.findall(pieces)) for pieces in match.groups())
        if sentence and translation:
            yield _unescaped(sentence), _unescaped(translation)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text)
