"""
The English words of the embedded convention, for Babel to collect with the sentences that the source marks.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, BinaryIO

IN_FIGURES = re.compile(r"(?:(?:Art\.|Annexes?|CGCT L\.) [0-9., -]+)+")


def words(file: BinaryIO, *_: Any, **__: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """
    Yield the places that a convention's data cite in words, and not in figures alone, as Babel wants them.
    """
    places = (place for source in _sources(tomllib.load(file)) for place in source.split("; "))
    yield from ((1, None, place, []) for place in dict.fromkeys(places) if not IN_FIGURES.fullmatch(place))


def _sources(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for each in data:
            yield from _sources(each)
    elif isinstance(data, dict):
        for key, each in data.items():
            yield from _sources(each) if key != "source" else (each,)
