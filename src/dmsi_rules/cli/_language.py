"""
The language of what people read: asked for, or the locale's.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence

from dmsi_rules.text.marks import Translate

LANGUAGES = ("fr", "en")  # those of `dmsi_rules.locale`, which English does not need
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
NO_LANGUAGE = {"C", "POSIX"}  # forced by scripts that read what programs write
ENGLISH = {"en", "c", "posix"}
_LANGUAGE = re.compile(r"[A-Za-z]+")


def translator_for(argv: Sequence[str]) -> Translate:
    """
    Return what turns a marked sentence into the language that *argv* asks for, or that of the locale.
    """
    is_set = any(map(os.environ.get, (*LOCALE, "LANGUAGE")))
    language = asked_in(argv) or of_locale(os.environ if is_set else {"LANG": of_system()})
    if language == "en":
        return str
    from dmsi_rules.locale import translator  # noqa: PLC0415  (English needs no catalogue)

    return translator(language)


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


def of_locale(environment: Mapping[str, str]) -> str:
    """
    Return the first of our languages that the locale lists, looked for where gettext does; English where there is none.

    As in GNU gettext, the locale `C` overrules `LANGUAGE`. Where no locale is set, `LANGUAGE` counts.
    """
    locale = next(filter(None, map(environment.get, LOCALE)), "")
    if locale in NO_LANGUAGE:
        return "en"
    for listed in (environment.get("LANGUAGE") or locale).split(":"):
        name = match[0].lower() if (match := _LANGUAGE.match(listed)) else ""
        if name in ENGLISH:
            break
        if name in LANGUAGES:
            return name
    return "en"


def of_system() -> str:
    """
    Return the language in which Windows speaks to its user, where that is one of ours; else English.
    """
    if sys.platform != "win32":
        return "en"
    import ctypes  # noqa: PLC0415  (wanted there alone)
    import locale  # noqa: PLC0415  (as above)

    spoken = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return spoken[:2] if spoken[:2] in LANGUAGES else "en"
