"""
Words that come from a file, in the languages that it has: names of parties, of units, statements that are to be true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dmsi_rules.values.frozen import Frozen

LANGUAGE = "en"
"""
The language that a catalogue translates into, which says so by translating this.
"""


class Words(NamedTuple):
    """
    One phrase in French and in English.
    """

    fr: str
    en: str

    @classmethod
    def of(cls, fr: str | None, en: str | None) -> Words:
        """
        Return the phrase, each language standing in for one that is not there.
        """
        return cls(fr or en or "", en or fr or "")

    def in_(self, translate: Callable[[str], str]) -> str:
        """
        Return the phrase in the reader's language.
        """
        return self.fr if translate(LANGUAGE) == "fr" else self.en


class Phrase(NamedTuple):
    """
    A part of a sentence of ours, with what the file decides in it: translated, then filled.
    """

    sentence: str
    facts: Mapping[str, Any] = Frozen()
