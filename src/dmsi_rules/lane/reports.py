"""
The report of one line of a stream, put together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dmsi_rules.checking.runner import judge
from dmsi_rules.checking.threshold import REASONS, Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import Faults
from dmsi_rules.lane.drafts import Draft
from dmsi_rules.lane.filled import Said, counted, filled
from dmsi_rules.lane.frames import ALL, EACH, LACKING, Context, Part
from dmsi_rules.lane.known import Known
from dmsi_rules.lane.learning import Stranger
from dmsi_rules.lane.pieces import cut, text_of
from dmsi_rules.lane.texts import Parts, parted
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.text.marks import Translate

HEADING = ("dossier", "commune", "fingerprint", "ok", "complete", "judged", "judged_codes", "findings")
MOST_LINES = 64
"""
How many lines of a request are looked at here: with more, an answer might have too many findings.
"""


class Told(NamedTuple):
    """
    A report as a line of JSON, and why it fails the run.
    """

    text: str
    reasons: Counter[str]


class Ending(NamedTuple):
    """
    Why a report fails the run, and what it says of itself.
    """

    reasons: Counter[str]
    ok: str
    complete: str


class Lane:
    """
    Writes reports of dossiers under *terms*, by the rules of the text alone.

    Args:
        terms: those of a single text in force.
        as_of: the given day.
        threshold: what fails the run.
        translate: the language of what is written.
        lifecycles: how long systems are maintained, where the caller says so.
    """

    def __init__(
        self, terms: Terms, as_of: dt.date, threshold: Threshold, translate: Translate, lifecycles: Lifecycles | None = None
    ) -> None:
        self._terms = terms
        self._translate = translate
        self._known = Known(terms, as_of, threshold, translate, lifecycles)
        self._names: dict[str, str] = {}
        self._endings: dict[int, Ending] = {}

    def told(self, text: str, name: str, line: int) -> Told | None:
        """
        Return the report on the dossier whose *text* is the *line* of a stream, called *name*; None if it is not known here.
        """
        known = self._known
        if known.forget():
            self._names.clear()
            self._endings.clear()
        try:
            parts = parted(text)
            if parts is None or len(parts.lines) > MOST_LINES:
                return None
            context = known.contexts.get((parts.head, parts.tail)) or known.context(parts)
            if context is None:
                return None
            draft = Draft(text, str(line), self._terms, context.codes, known.read)
            return self._report(draft, parts, context, name)
        except (Stranger, Faults):
            return None

    def _report(self, draft: Draft, parts: Parts, context: Context, name: str) -> Told:
        """
        Put a report together.
        """
        frame = context.frame
        each: list[list[str]] = [[] for _ in frame.each]
        judging, tally, is_dated = self._understood(draft, parts, context, each)
        new = self._new(draft) if draft.lacks else ()
        days = draft.days if is_dated else None
        of_all = context.of_all.get((draft.asked, days)) or self._known.of_all(days, draft, context)
        compared = self._compared(draft, context)
        judged: list[str] = []
        written = [""]
        for kind, rank, part in frame.program:
            if kind == EACH:
                written += each[rank]
                if judging >> rank & 1:
                    judged.append(part.code)
            elif kind == LACKING:
                if draft.rows:
                    judged.append(part.code)
                if new:
                    tally += self._told_lacking(part, new, draft, context, written)
            else:
                saids = of_all[rank] if kind == ALL else compared[rank : rank + 1]
                tally += self._add(saids, draft, judged, written)
        if not judged:
            raise Stranger
        return self._written(draft, context, name, judged, written, tally)

    def _understood(self, draft: Draft, parts: Parts, context: Context, each: list[list[str]]) -> tuple[int, int, bool]:
        """
        Tell a *draft* what the lines of its request mean, and write what rules say of *each* by itself.

        Returns:
            Which rules judge lines by themselves, what is counted of what they say, whether a day is wished for.
        """
        known, numbers = context.rows, self._known.numbers
        key: tuple[int | str, ...]
        count: int | None
        rows, starts, lengths, number = draft.rows, draft.starts, draft.longer, draft.number
        start, asked, offers, lacks, volumes, judging, tally, is_dated = len(parts.head), 0, 0, 0, 0, 0, 0, False
        for rank, line in enumerate(parts.lines):
            units = numbers.get(line[line.rfind(":") + 1 :])
            if units is None:
                key, count, longer = self._known.units_in(line, rank)
            else:
                count, longer = units
                key = (rank, line[:-longer])
            starts.append(start)
            lengths.append(longer)
            row = known.get(key) or self._known.row(key, count, draft, parts, context)
            rows.append(row)
            _, bit, offer, needed, judges, told, counts, volume, has_day, *_ = row
            if offers & offer:
                raise Stranger
            offers |= offer
            asked |= bit
            lacks |= needed
            judging |= judges
            is_dated = is_dated or has_day
            if volume is not None:
                draft.at[volume] = rank
                if count:
                    draft.units[volume] = count
                    volumes |= bit
            if told:
                tally += counts
                for place, (text, between, after, offset, is_after, _, _) in told:
                    column = start + offset + longer if is_after else start + offset
                    each[place].append(f"{text}{number}{between}{column}{after}")
            start += len(line) + 1
        draft.asked, draft.volumes, draft.lacks = asked, volumes, lacks & ~asked
        return judging, tally, is_dated

    @staticmethod
    def _add(saids: Iterable[Said], draft: Draft, judged: list[str], written: list[str]) -> int:
        """
        Add which rules have *judged*, and what they say to what is *written*; return what is counted of it.
        """
        tally = 0
        for codes, parts, holes, counts in saids:
            if codes:
                judged.append(codes)
            if len(parts) > 1:  # each finding has a hole
                tally += counts
                written.append(draft.number.join(parts) if holes is None else filled(parts, holes, draft))
        return tally

    def _compared(self, draft: Draft, context: Context) -> Sequence[Said]:
        """
        Return what each rule says that compares units.
        """
        compared = []
        for part, key in context.frame.compared:
            outcome = key(draft)
            compared.append(context.compared.get((part.rank, outcome)) or self._known.compared(part, outcome, draft, context))
        return compared

    def _told_lacking(self, part: Part, new: Sequence[int], draft: Draft, context: Context, written: list[str]) -> int:
        """
        Write what is said of what lines lack, and return what is counted of it.
        """
        asked, number, tally = draft.asked, draft.number, 0
        for rank, row in enumerate(draft.rows):
            there = row.needed & asked
            if there == row.needed:
                continue
            found = row.lacking[there] if there in row.lacking else self._known.lacking(part, rank, draft, context)
            if found is not None:
                before, between, after, offset, is_after, end, counts = found
                column = draft.starts[rank] + offset + (draft.longer[rank] if is_after else 0)
                fix = self._known.fix(new[rank], rank, draft) if new[rank] else "[]"
                written.append(f"{before}{number}{between}{column}{after}{fix}{end}")
                tally += counts
        return tally

    def _new(self, draft: Draft) -> Sequence[int]:
        """
        Return which of the services that it lacks each line has added by its fix: each once, none with plans.
        """
        missing = ~draft.asked
        new = []
        for row in draft.rows:
            lacks = row.needed & missing
            adds = lacks & ~draft.added if row.closure & missing and not lacks & self._known.planned else 0
            draft.added |= adds
            new.append(adds)
        return new

    def _written(  # noqa: PLR0913, PLR0917  (what a report is made of)
        self, draft: Draft, context: Context, name: str, judged: Sequence[str], written: list[str], tally: int
    ) -> Told:
        start, then_ok, then_complete, then_judged, then_codes, then_findings, end = context.heading or self._head(
            draft, context
        )
        ending = self._endings.get(tally) or self._ending(tally)
        codes = ", ".join(judged)
        written[0] = (
            f"{start}{self._name(name)}{then_ok}{ending.ok}{then_complete}{ending.complete}{then_judged}{codes.count(',') + 1}"
            f"{then_codes}[{codes}]{then_findings}["
        )
        if len(written) > 1:
            written[1] = written[1][2:]
        written.append(end)
        return Told("".join(written), ending.reasons)

    def _name(self, name: str) -> str:
        stem, colon, number = name.rpartition(":")
        known = self._names.get(stem)
        if known is None:
            self._known.keep(stem)
            known = self._names[stem] = text_of(stem + colon)[:-1]
        return f'{known}{number}"'

    def _head(self, draft: Draft, context: Context) -> tuple[str, ...]:
        """
        Return the text around what reports of one commune do not have in common.
        """
        data = judge(draft.case, rules=()).to_dict(self._translate)
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

    def _ending(self, tally: int) -> Ending:
        """
        Return what a *tally* comes to.
        """
        found = counted(tally)
        reasons = Counter({why: found[why] for why in REASONS if found.get(why)})
        self._known.keep()
        ending = Ending(reasons, "false" if found["is_error"] else "true", "false" if found["is_unknown"] else "true")
        self._endings[tally] = ending
        return ending
