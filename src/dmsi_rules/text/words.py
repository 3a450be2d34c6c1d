"""
Words that come from a file, in the languages that it has: names of parties, of units, statements that are to be true.
"""

from __future__ import annotations

from typing import NamedTuple

from dmsi_rules.text.marks import N_, Translate

LANGUAGE = N_("en")
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

    def in_(self, translate: Translate) -> str:
        """
        Return the phrase in the reader's language.
        """
        return self.fr if translate(LANGUAGE) == "fr" else self.en
