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
from dmsi_rules.lane.filled import COMMUNE, FINGERPRINT, NAME, Said, Skeleton, counted, skeleton
from dmsi_rules.lane.learning import Stranger
from dmsi_rules.lane.pieces import cut
from dmsi_rules.text.marks import Translate

HEADING = ("dossier", "commune", "fingerprint", "ok", "complete", "judged", "judged_codes", "findings")


def heading(case: Case, translate: Translate) -> Sequence[tuple[str, str]]:
    """
    Return the text that ends a report as it begins: each part of it after the key of what stands before that, if any.
    """
    data = judge(case, rules=()).to_dict(translate)
    return [*zip(("", *(key for key in data if key in HEADING)), cut(data, HEADING), strict=True)]


def report(number: int, said: Said, draft: Draft, parts: Iterable[tuple[str, str]], shared: Callable[[str], str]) -> Skeleton:
    """
    Return the report of what is *said* of a draft, with the *parts* of a heading; a text may be *shared* by other shapes.
    """
    if not said.judged:
        raise Stranger
    found = counted(said.tally)
    own = {"dossier": NAME, "commune": COMMUNE, "fingerprint": FINGERPRINT}
    known = {
        "ok": f"{not found['is_error']}".lower(),
        "complete": f"{not found['is_unknown']}".lower(),
        "judged": f"{len(said.judged)}",
        "judged_codes": f"[{', '.join(said.judged)}]",
    }
    head, texts = list[tuple[str, int]](), [""]
    for key, part in parts:
        if key in own:
            head.append((shared(texts[-1]), own[key]))
            texts.append(part)
        elif key == "findings":
            texts.append(f"]{part}\n")
        else:
            texts[-1] += known.get(key, "") + part
    *_, last, end = texts
    segments = [(before, draft.filling(hole), after) for before, hole, after in said.segments]
    if segments:
        segments[0] = (shared(segments[0][0].removeprefix(", ")), *segments[0][1:])
    reasons = Counter({why: found[why] for why in REASONS if found.get(why)})
    (*others, (before, rank)) = head
    heads = [*((text, each, "") for text, each in others), (before, rank, shared(f"{last}["))]
    return skeleton(number, heads, segments, end, reasons)
