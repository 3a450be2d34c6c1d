"""
Words that come from a file, in the languages that it has: names of parties, of units, statements that are to be true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from dmsi_rules.values.frozen import Frozen

T = TypeVar("T")

LANGUAGE = "en"
"""
The language that a catalogue translates into, which says so by translating this.
"""


def rebuilt(made: type[T]) -> type[T]:
    """
    Let the named tuple *made* be built from one list of its values too, as `attrs.asdict` builds each tuple of a collection.
    """
    new: Callable[..., T] = made.__new__

    def from_parts(cls: type[T], *parts: Any, **named: Any) -> T:
        return new(cls, *(parts[0] if len(parts) == 1 and type(parts[0]) is list else parts), **named)

    made.__new__ = from_parts  # type: ignore[assignment, method-assign]  # a named tuple may not write its own
    return made


@rebuilt
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


@rebuilt
class Phrase(NamedTuple):
    """
    A part of a sentence of ours, with what the file decides in it: translated, then filled.
    """

    sentence: str
    facts: Mapping[str, Any] = Frozen()
