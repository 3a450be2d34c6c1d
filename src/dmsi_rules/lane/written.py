"""
The report on documents of one shape as text, with holes for what each document has of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from dmsi_rules.checking.runner import judge
from dmsi_rules.checking.threshold import REASONS
from dmsi_rules.lane.drafts import Draft
from dmsi_rules.lane.filled import Said, Skeleton, Units, counted, skeleton
from dmsi_rules.lane.frames import Context
from dmsi_rules.lane.learning import Stranger
from dmsi_rules.lane.pieces import cut, text_of
from dmsi_rules.text.marks import Translate

HEADING = ("dossier", "commune", "fingerprint", "ok", "complete", "judged", "judged_codes", "findings")


def report(said: Said, draft: Draft, context: Context, translate: Translate, shared: Callable[[str], str]) -> Skeleton:
    """
    Return the report of what is *said* of a draft; a text may be *shared* with reports on other shapes.
    """
    if not said.judged:
        raise Stranger
    heading = context.heading or _heading(draft, context, translate)
    start, then_ok, then_complete, then_judged, then_codes, then_findings, end = heading
    found = counted(said.tally)
    reasons = Counter({why: found[why] for why in REASONS if found.get(why)})
    ok, complete = (f"{not found[name]}".lower() for name in ("is_error", "is_unknown"))
    codes = f"{len(said.judged)}{then_codes}[{', '.join(said.judged)}]"
    head = f"{then_ok}{ok}{then_complete}{complete}{then_judged}{codes}{then_findings}["
    segments = [
        (before, draft.counted(hole) if isinstance(hole, Units) else draft.place(hole), after)
        for before, hole, after in said.segments
    ]
    if segments:
        segments[0] = (shared(segments[0][0].removeprefix(", ")), *segments[0][1:])
        segments[-1] = (*segments[-1][:-1], shared(segments[-1][-1] + end))
    else:
        head += end
    return skeleton((start, shared(head)), segments, reasons)


def _heading(draft: Draft, context: Context, translate: Translate) -> tuple[str, ...]:
    """
    Return the text around what reports on one commune do not have in common.
    """
    data = judge(draft.case, rules=()).to_dict(translate)
    parts = cut(data, HEADING)
    own = {"commune": text_of(data["commune"]), "fingerprint": text_of(context.fingerprint)}
    heading = [parts[0]]
    for key, part in zip((key for key in data if key in HEADING), parts[1:], strict=True):
        if key in own:
            heading[-1] += own[key] + part
        else:
            heading.append(part)
    heading[-1] = f"]{heading[-1]}\n"
    context.heading = tuple(heading)
    return context.heading
