"""
The language of what people read: asked for, or the locale's.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"


def translator(asked: str | None) -> Callable[[str], str]:
    """
    Return what turns a marked sentence into the language *asked*, or that of the locale; English where there is no other.
    """
    language = asked or _of_locale()
    if language == "en" or not LOCALE.is_dir():
        return str
    import gettext  # noqa: PLC0415  (English needs no catalogue)

    return gettext.translation("dmsi_rules", LOCALE, [language], fallback=True).gettext


def _of_locale() -> str:
    """
    Return the locale's language, as gettext finds it.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.split(":")[0].partition(".")[0].partition("_")[0]
    return "en"
