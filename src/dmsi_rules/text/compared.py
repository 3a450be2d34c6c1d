"""
Words as they are compared where people type them: without capitals, accents and the marks around them.
"""

from __future__ import annotations

import re
from unicodedata import combining, normalize

SPACES = re.compile(r"[\s\u00a0\u202f]+")


def compared(text: str) -> str:
    """
    Return *text* as it is compared: small letters, no accents, one space between words.
    """
    bare = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return SPACES.sub(" ", bare.replace("’", "'")).strip(" :*")
