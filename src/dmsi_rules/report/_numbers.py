"""
Numbers of a member that amounts go by and that its document does not give: what each is, and where it is to stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dmsi_rules.report.styled import Line, paragraph
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.words import Phrase

NOT_GIVEN = N_("fact not given")
"""
What stands for an amount that goes by such a number.
"""


def numbers_missing(numbers: Mapping[str, Phrase], translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield the sentence on *numbers* by where they are to stand; nothing where none is missing.
    """
    sentence = translate(N_("{number} ({path})")) if reads_codes(translate) else "{number}"
    told = [fill(sentence, {"number": numbers[path], "path": path}, translate) for path in numbers]
    if told:
        words = translate(N_("Partial. Not given, though amounts go by it: {numbers}.")).format(numbers=", ".join(told))
        yield from paragraph(words, width, style="warning", hang=2)
