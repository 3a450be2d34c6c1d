"""
Who owns, who pays, who decides, for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dmsi_rules.convention.who import Who
from dmsi_rules.report.styled import Line, beside
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import fill, places, visible
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.text.width import cells

OWNERS: Mapping[str | None, str] = {
    "beneficiary": N_("each beneficiary, for what it uses"),
    None: N_("the text does not say"),
}
BEARERS: Mapping[str | None, str] = {
    "beneficiary": N_("each beneficiary, for what it uses"),
    "shared": N_("those who use the service, in proportion"),
    "space": N_("the collectivity whose space it is"),
    None: N_("the text does not say"),
}
BY_CATEGORY = N_("those who use the service, in proportion, category by category")


def who_text(answer: Who, translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield *answer* as lines for people.
    """
    if reads_codes(translate):
        yield (("title", visible(answer.asked)),)
    names = {code: words.in_(translate) for code, words in answer.names}
    rows = {N_("what"): visible(answer.what.in_(translate))}
    if answer.kind == "nature":
        rows |= {
            N_("who owns"): names.get(answer.owner or "") or translate(OWNERS.get(answer.owner, answer.owner or "")),
            N_("who pays"): names.get(answer.borne_by or "") or translate(_bearer(answer)),
        }
    elif answer.decides:
        rows |= {N_("who decides"): visible(answer.decides.in_(translate))}
    if answer.reimbursed_during:
        absences = ", ".join(each.in_(translate) for each in answer.reimbursed_during)
        facts = {"absences": absences}
        rows |= {N_("goes on"): fill(translate(N_("during {absences}; of others the text says nothing")), facts, translate)}
    rows |= {N_("source"): places(answer.source, translate)}
    column = 2 + max(cells(translate(label)) for label in rows)
    for label, value in rows.items():
        if value:
            yield from beside(translate(label), value, width, column)


def _bearer(answer: Who) -> str:
    """
    Return who bears it, where that is not a party.
    """
    if answer.borne_by == "shared" and answer.by_category:
        return BY_CATEGORY
    return BEARERS.get(answer.borne_by, answer.borne_by or "")
