"""
Who owns, who pays, who decides, for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dmsi_rules.convention.who import Who
from dmsi_rules.report.styled import Line, beside
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.width import cells

OWNERS: Mapping[str | None, str] = {
    "call": N_("the CALL"),
    "commune": N_("the commune"),
    "beneficiary": N_("each beneficiary, for what it uses"),
    None: N_("nobody: there is nothing to own"),
}
BEARERS: Mapping[str | None, str] = {
    "call": N_("the CALL alone"),
    "commune": N_("the commune"),
    "beneficiary": N_("each beneficiary, for what it uses"),
    "shared": N_("those who use the service, in proportion, category by category"),
    "space": N_("the collectivity whose space it is"),
    None: N_("the text does not say"),
}


def who_text(answer: Who, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield *answer* as lines for people.
    """
    yield (("title", visible(answer.asked)),)
    rows = {N_("what"): visible(", ".join(answer.includes)) or translate(visible(answer.what or ""))}
    if answer.kind == "nature":
        rows |= {N_("who owns"): translate(OWNERS[answer.owner]), N_("who pays"): translate(BEARERS[answer.borne_by])}
    else:
        rows |= {N_("who decides"): translate(visible(answer.decides or ""))}
    if answer.reimbursed_during:
        absences = ", ".join(translate(visible(each)) for each in answer.reimbursed_during)
        rows |= {N_("goes on"): translate(N_("during {absences}; of others the text says nothing")).format(absences=absences)}
    rows |= {N_("source"): translate(visible(answer.source))}
    column = 2 + max(cells(translate(label)) for label in rows)
    for label, value in rows.items():
        if value:
            yield from beside(translate(label), value, width, column)
