"""
What other readings would change, for people: each with the findings that would be others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dmsi_rules.checking.alternatives import Alternative, FindingChange
from dmsi_rules.report.check import VERDICTS
from dmsi_rules.report.styled import Line, paragraph
from dmsi_rules.text.fill import visible
from dmsi_rules.text.marks import N_, Translate

NOTHING = N_("no finding")


def alternatives_text(alternatives: Sequence[Alternative], translate: Translate, width: int) -> Iterator[Line]:
    """
    Yield each reading that changes a finding, then those that change none.
    """
    changing = [each for each in alternatives if each.changes]
    yield ()
    yield (("title", translate(N_("Other readings"))),)
    for each in changing:
        yield (("strong", f"  {each.reading}"),)
        for change in each.changes:
            yield from _changed(change, translate, width)
    if quiet := [each.reading for each in alternatives if not each.changes]:
        sentence = translate(N_("nothing changes under {readings}")).format(readings=", ".join(quiet))
        yield from paragraph(sentence, width, style="faint", indent=2, hang=2)


def _changed(change: FindingChange, translate: Translate, width: int) -> Iterator[Line]:
    before, after = (translate(VERDICTS[found.verdict] if found else NOTHING) for found in (change.before, change.after))
    found = change.finding
    severity = change.after.severity if change.after else "good"
    yield (
        ("plain", "    "),
        (severity, visible(found.code)),
        ("plain", f"  {visible(found.path)}  {before} → {after}"),
    )
    if change.after:
        yield from paragraph(found.render(translate), width, style="faint", indent=12)
