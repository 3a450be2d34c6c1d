"""
The report on documents of one shape as text, with holes for what each document has of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.runner import judge
from dmsi_rules.checking.threshold import REASONS
from dmsi_rules.lane.drafts import Draft
from dmsi_rules.lane.filled import Said, Skeleton, Units, counted, skeleton
from dmsi_rules.lane.frames import Context
from dmsi_rules.lane.learning import Stranger
from dmsi_rules.lane.pieces import cut, text_of
from dmsi_rules.text.marks import Translate

HEADING = ("dossier", "commune", "fingerprint", "ok", "complete", "judged", "judged_codes", "findings")


def heading(case: Case, translate: Translate) -> Sequence[tuple[str, str]]:
    """
    Return the text that ends a report as it begins: each part of it after the key of what stands before that, if any.
    """
    data = judge(case, rules=()).to_dict(translate)
    return [*zip(("", *(key for key in data if key in HEADING)), cut(data, HEADING), strict=True)]


def of_commune(parts: Iterable[tuple[str, str]], context: Context) -> tuple[str, ...]:
    """
    Return the *parts* of a heading around what reports on one commune do not have in common.
    """
    commune = context.identities.commune
    own = {"commune": text_of(commune and commune.to_dict()), "fingerprint": text_of(context.fingerprint)}
    texts: list[str] = []
    for key, part in parts:
        if key in own:
            texts[-1] += own[key] + part
        else:
            texts.append(part)
    texts[-1] = f"]{texts[-1]}\n"
    return tuple(texts)


def report(said: Said, draft: Draft, heads: Sequence[str], shared: Callable[[str], str]) -> Skeleton:
    """
    Return the report of what is *said* of a draft, with the texts of *heads*; a text may be *shared* by other shapes.
    """
    if not said.judged:
        raise Stranger
    start, then_ok, then_complete, then_judged, then_codes, then_findings, end = heads
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
