"""
What the codes of documents are called, for those who are no readers of English keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.values.frozen import Frozen
from dmsi_rules.values.words import LANGUAGE, Words

CODED = frozenset(
    (
        *(
            "above",
            "advance",
            "base",
            "bearer",
            "chain",
            "convention",
            "covered",
            "defects",
            "dropped",
            "earlier",
            "first_level",
            "given",
        ),
        *("grid", "ground", "grounds", "inferred", "lacks", "links", "month", "months", "nature", "ordered_by", "owner"),
        *("period", "plan", "roles", "service", "services", "signer"),
    )
)
"""
The facts whose value is a code of documents, or a list of such.
"""
CLOSED: Mapping[str, str] = {
    "beneficiary": N_("each beneficiary"),
    "conditions-unmet": N_("conditions not met"),
    "feasibility-study": N_("feasibility study"),
    "late-notice": N_("a request that comes too late"),
    "no-resources": N_("a lack of means"),
    "other": N_("another"),
    "partial": N_("partial"),
    "shared": N_("those who use the service"),
    "total": N_("total"),
    "unanimity": N_("unanimity"),
}
"""
The words of documents that no convention names.
"""
PERIOD = re.compile(r"([0-9]{4}(?:-[0-9]{4})?)-(?:([HQ])([0-9])|([0-9]{2}))")
MONTH = N_("{year}-{month}")
PARTS = {"H": N_("half {number} of {year}"), "Q": N_("quarter {number} of {year}")}
NONE: Mapping[str, Words] = Frozen()


def reads_codes(translate: Translate) -> bool:
    """
    Tell whether the reader is told codes and pointers: to readers of English they are words, to those of French not.
    """
    return translate(LANGUAGE) != "fr"


def called(code: str, translate: Translate) -> str:
    """
    Return what *code* is called in the reader's language, itself where nothing is known of it.

    What stands for one of several (`one/other`), or for a link (`one -> other`), is told part by part.
    """
    words: Words | None = getattr(translate, "called", NONE).get(code)
    if words is not None:
        return words.in_(translate)
    if reads_codes(translate):
        return code
    if code in CLOSED:
        return translate(CLOSED[code])
    if found := PERIOD.fullmatch(code):
        year, part, number, month = found.groups()
        return translate(PARTS[part] if part else MONTH).format(year=year, number=number, month=month)
    for mark, sentence in (("/", N_("{one} or {other}")), (" -> ", N_("{one} → {other}"))):
        one, parted, other = code.partition(mark)
        if parted and (names := (called(one, translate), called(other, translate))) != (one, other):
            return translate(sentence).format(one=names[0], other=names[1])
    return code
