"""
The English words of the embedded convention, for Babel to collect with the sentences that the source marks.
"""

import tomllib
from collections.abc import Iterator
from typing import Any, BinaryIO


def words(file: BinaryIO, *_: Any, **__: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """
    Yield what people read of a convention's data and is not in the text's own words, as Babel wants it.
    """
    data = tomllib.load(file)
    said = [edge["source"] for edge in data["edges"] if edge["basis"] == "inferred"]
    for decision in data["decisions"]:
        said += [decision["matter"], decision["decides"]]
    said += data["reimbursement"]["absences"]
    yield from ((1, None, sentence, []) for sentence in dict.fromkeys(said))
