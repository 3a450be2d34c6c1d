"""
What is known of a stream: what its texts mean, and what the rules say of that, learnt once and kept within bounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import reduce
from itertools import count
from operator import or_

import attrs

from dmsi_rules.answers.reading import read_document
from dmsi_rules.case.admission import admitted
from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.projections import beside
from dmsi_rules.checking.runner import RULED, running
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities
from dmsi_rules.lane.drafts import Draft, Row, settled
from dmsi_rules.lane.filled import Column, Hole, Line, Said, Segment, Skeleton, together
from dmsi_rules.lane.frames import ALL, EACH, LACKING, Context, Frame, Key, Part, Shape, near_of
from dmsi_rules.lane.learning import Asker, Learnt, Stranger, columns_in
from dmsi_rules.lane.texts import NUMBER, UNITS, Head, Parts, headed
from dmsi_rules.lane.written import report
from dmsi_rules.model import dossier as model
from dmsi_rules.model.dossier import Commune, Dossier
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.marks import Translate

MOST_KEPT, EACH_KEPT = 2**23, 200
"""
How much is kept at most, in characters, and what each thing counts for besides its text.
"""
FIX_ENDS = "}"
"""
What comes after a fix.
"""
NOTHING = Said((), (), 0)
POINTER = "." * 8
"""
As long as what is kept of a text that is kept elsewhere.
"""
ENDING = len(("rank", "text"))
"""
How long the key of a line is that ends in its units.
"""


class Known:
    """
    Knows what texts mean, and what the rules of the text say, under *terms* on the day *as_of*.

    Args:
        terms: those of a single text in force.
        as_of: the given day.
        threshold: what fails the run.
        translate: the language of what is written.
        lifecycles: how long systems are maintained, where the caller says so.

    Attributes:
        contexts: what stands around the lines of requests, by their heads and tails.
        numbers: units by what is written after their key, and how long they are.
    """

    def __init__(
        self, terms: Terms, as_of: dt.date, threshold: Threshold, translate: Translate, lifecycles: Lifecycles | None
    ) -> None:
        self._terms = terms
        self._as_of = as_of
        self._translate = translate
        self._ranks = count()  # never the same again, be what they stand for forgotten
        self._lifecycles = lifecycles
        self._rules = running(RULED["dossier"], terms.text)
        self._asker = Asker(terms, threshold, translate)
        graphs = (terms.graph, *(other.graph for _, other in terms.others("inferred_edges")))
        self._closures = [graph.closure for graph in graphs]
        near = {rule.code: near_of(rule, terms, self._closures) for rule in self._rules}
        self._near = {code: key for code, key in near.items() if key}
        self._offers = {offer: 1 << rank for rank, offer in enumerate(sorted(terms.orderable, key=str))}
        self._planned = terms.graph.mask(code for code, each in terms.services.items() if each.plans)
        self.numbers: dict[str, tuple[int, int]] = {}
        self.contexts: dict[tuple[str, str], Context] = {}
        self._frames: dict[tuple[str, ...], Frame] = {}
        self._seen: dict[int, bool] = {}
        self._fixes: dict[Hashable, tuple[Sequence[str], Sequence[Hole]]] = {}
        self._size = 0

    def keep(self, *texts: str) -> None:
        """
        Count what is kept.
        """
        self._size += EACH_KEPT + sum(map(len, texts))

    def forget(self) -> bool:
        """
        Forget everything where it is too much, since a stream has no end, and tell whether it was.
        """
        if self._size <= MOST_KEPT:
            return False
        for kept in (self.numbers, self.contexts, self._frames, self._seen, self._fixes):
            kept.clear()
        self._asker.forget()
        self._size = 0
        return True

    def read(self, text: str) -> Case:
        """
        Return the case that a *text* makes.

        Raises:
            Faults: it cannot be read, or does not fit.
            Stranger: it is not a dossier on one line.
        """
        if "\n" in text:
            raise Stranger
        case = admitted(read_document(text, "json", None, self._terms), self._terms, self._as_of, self._lifecycles)
        if not isinstance(case, Case):
            raise Stranger
        return case

    # ---- what stands around the lines

    def context(self, parts: Parts) -> Context | None:
        """
        Return what stands around the lines; None where it is met the first time.
        """
        head = headed(parts.head)
        if head is None:
            raise Stranger
        key = (head.before, head.after, parts.tail)
        frame = self._frames.get(key)
        if frame is None:
            is_again = self._seen.get(hash(key))
            self._seen[hash(key)] = is_again is None
            if not is_again:  # worth while where it comes again, but once
                self.keep()
                return None
            frame = self._frame(head, parts.tail)
            self._frames[key] = frame
            self.keep(*key)
        read = self.read(f'{{"commune": {{{head.commune}}}}}').dossier
        if read != Dossier(commune=read.commune) or read.own or read.commune.name is None or read.commune.facts is not None:
            raise Stranger
        outer = parts.head + parts.tail
        self.keep(parts.head, parts.tail)
        context = Context(frame, Identities(read, None, self._terms.services), outer, len(parts.head))
        self.contexts[parts.head, parts.tail] = context
        return context

    def _frame(self, head: Head, tail: str) -> Frame:
        """
        Return what stands around the commune and the lines, seen to be there: what is put in their places is read as that.
        """

        def read(name: str, lines: str) -> Case:
            return self.read(f'{head.before}"name": "{name}"{head.after}{lines}{tail}')

        case = read("A", "")
        dossier, request = case.dossier, case.dossier.request
        if request is None or request.lines != () or beside(dossier) is None:
            raise Stranger
        other = attrs.evolve(dossier, commune=Commune(name="B"))
        more = attrs.evolve(dossier, request=attrs.evolve(request, lines=(model.Line(),)))
        if dossier.commune != Commune(name="A") or read("B", "").dossier != other or read("A", "{}").dossier != more:
            raise Stranger
        return Frame(case, self._rules, self._terms)

    # ---- the lines

    def units_in(self, line: str, rank: int) -> tuple[tuple[int | str, ...], int | None, int]:
        """
        Return a *line* without its units, these as a number, and how long they are.
        """
        before, units, after = line.partition(UNITS)
        given, comma, after = after.partition(",")
        if not units:
            return (rank, line, ""), None, 0
        found = NUMBER.fullmatch(given)
        if found is None:
            raise Stranger
        space, digits = found.groups()
        if comma:
            return (rank, before, space, after), int(digits), len(digits)
        self.keep(given)
        self.numbers[given] = int(digits), len(digits)
        return (rank, line[: -len(digits)]), int(digits), len(digits)

    def rows(
        self, keys: Sequence[tuple[int | str, ...]], text: str, parts: Parts, line: Line, context: Context
    ) -> Sequence[Row]:
        """
        Return what the lines of a request mean in *context*, by their *keys*, and what is said of them.
        """
        learnt = context.frame.rows
        if any(key not in learnt for key in keys):
            draft = Draft(text, line, (), self._terms, context.codes, self.read)
            if beside(draft.case.dossier) is None or len(draft.case.lines) != len(parts.lines):
                raise Stranger
            for rank, key in enumerate(keys):
                if key not in learnt:
                    learnt[key] = self._learnt_row(key, rank, parts.lines[rank], draft, context.frame)
        for key in keys:
            if key not in context.rows:
                row, known = learnt[key]
                told = tuple([each and _settled(self._said(each, context), row) for each in known])
                context.rows[key] = row._replace(number=next(self._ranks), told=told, lacking={})
                self.keep(*map(str, key))
        return [context.rows[key] for key in keys]

    def _learnt_row(
        self, key: tuple[int | str, ...], rank: int, text: str, draft: Draft, frame: Frame
    ) -> tuple[Row, Sequence[Learnt | None]]:
        case, terms, start, longer = draft.case, self._terms, draft.line.starts[rank], draft.line.longer[rank]
        path, line = case.lines[rank]
        is_limited = line.quantity is not None and line.service in terms.limited
        if line.quantity != draft.line.counts[rank] or line.printed_annual_price is not None or is_limited:
            raise Stranger
        if len(key) == ENDING and not str(key[-1]).rstrip(" ").endswith(UNITS):
            raise Stranger
        known: list[Learnt | None] = []
        for rule in frame.each:
            there = [each for each in rule.places(case) if each[0] == path]
            known.append(self._alone(self._asker.told(rule, there, draft)) if there else None)
        closures = [closure[line.service] for closure in self._closures]
        row = Row(
            number=0,
            service=line.service,
            bit=terms.graph.bit[line.service],
            offer=self._offers[line.service, line.plan],
            closure=closures[0],
            needed=reduce(or_, closures),
            volume=line.service if line.plan is None else None,
            is_dated=bool(line.opening),
            place=(path, line),
            columns=columns_in(draft.text, path, start, start + text.find(UNITS) + len(UNITS), longer),
            told=(),
            lacking={},
        )
        return row, known

    @staticmethod
    def _alone(learnt: Learnt) -> Learnt:
        if any(each.piece.is_unknown for each in learnt.spoken):
            raise Stranger  # what is unknown of several places may be told together
        return learnt

    # ---- what is said of them

    def shape(self, rows: Sequence[Row], text: str, line: Line, context: Context) -> Shape:
        """
        Return what requests have in common whose lines mean *rows*.
        """
        if len({row.offer for row in rows}) < len(rows):
            raise Stranger
        shape = Shape(Draft(text, line, rows, self._terms, context.codes, self.read).comparison)
        context.shapes[tuple([row.number for row in rows])] = shape
        self.keep()
        return shape

    def skeleton(self, shape: Shape, rows: Sequence[Row], text: str, line: Line, context: Context) -> Skeleton:
        """
        Return the report on a request of a *shape* of which only the holes are to be filled.
        """
        draft = Draft(text, line, rows, self._terms, context.codes, self.read)
        of_all = context.of_all.get((draft.asked, draft.days)) or self._of_all(draft, context)
        parts: list[Said] = []
        for part in context.frame.parts:
            if part.kind == EACH:
                saids = [said for row in rows if (said := row.told[part.rank]) is not None]
            elif part.kind == LACKING:
                saids = [self._lacking(part, rank, adds, draft, context) for rank, adds in enumerate(self._new(draft))]
            elif part.kind == ALL:
                saids = [of_all[part.rank]]
            else:
                saids = [self._asked(part, draft, context)]
            parts.append(together(saids))
            if part.kind in {EACH, LACKING} and saids:
                parts[-1] = parts[-1]._replace(judged=(part.code,))
        made = report(together(parts), draft, context, self._translate)
        shape.skeletons[draft.outcome] = made
        self.keep(*made.template[:6], *([POINTER] * len(made.template)))
        return made

    def _of_all(self, draft: Draft, context: Context) -> Sequence[Said]:
        of_all = [self._asked(part, draft, context) for part in context.frame.parts if part.kind == ALL]
        context.of_all[draft.asked, draft.days] = of_all
        self.keep(*(POINTER for said in of_all for _ in said.segments))
        return of_all

    def _asked(self, part: Part, draft: Draft, context: Context) -> Said:
        """
        Return what the rules of a *part* say of all lines of a draft.
        """
        return together([self._said(self._learnt(*asked, draft, context.frame), context) for asked in part.asked])

    def _new(self, draft: Draft) -> Sequence[int]:
        """
        Return which of the services that it lacks each line has added by its fix: each once, none with plans.
        """
        missing = ~draft.asked
        new = []
        for row in draft.rows:
            lacks = row.needed & missing
            adds = lacks & ~draft.added if row.closure & missing and not lacks & self._planned else 0
            draft.added |= adds
            new.append(adds)
        return new

    def _lacking(self, part: Part, rank: int, new: int, draft: Draft, context: Context) -> Said:
        """
        Return what is said of what the line at *rank* lacks, with the fix that adds the services in the mask *new*.
        """
        row = draft.rows[rank]
        asked = draft.asked & row.needed
        if asked == row.needed:
            return NOTHING
        said = row.lacking.get(asked)
        if said is None:
            key = (*row.place, asked)
            learnt = context.frame.lacks.get(key)
            if learnt is None:
                rule = part.asked[0][0]
                learnt = context.frame.lacks[key] = self._alone(self._asker.told(rule, [rule.places(draft.case)[rank]], draft))
                self.keep(*(text for each in learnt.spoken for text in each.piece.texts))
            said = row.lacking[asked] = _settled(context.filled(learnt, has_own_fix=True), row)
            self.keep(*(each for segment in said.segments for each in segment[::2]))
        if not said.segments:
            return said
        (*others, (before, hole, after)) = said.segments
        (first, *texts), holes = self._fix(new, rank, draft) if new else (["[]"], [])
        texts = [first, *texts]
        texts[0] = after + texts[0]
        texts[-1] += FIX_ENDS
        self.keep(*texts)
        own: list[Segment] = [
            (before, hole, texts[0]),
            *(("", units, text) for units, text in zip(holes, texts[1:], strict=True)),
        ]
        return said._replace(segments=(*others, *own))

    def _learnt(self, rule: Rule, key: Key, draft: Draft, frame: Frame) -> Learnt:
        of = (rule.code, self._near.get(rule.code, key)(draft))
        learnt = frame.rules.get(of)
        if learnt is None:
            learnt = frame.rules[of] = self._asker.told(rule, rule.places(draft.case), draft)
            self.keep(*(text for each in learnt.spoken for text in each.piece.texts))
        return learnt

    def _said(self, learnt: Learnt, context: Context) -> Said:
        said = context.said.get(learnt.number)
        if said is None:
            said = context.said[learnt.number] = context.filled(learnt)
            self.keep(*(each for segment in said.segments for each in segment[::2]))
        return said

    def _fix(self, new: int, rank: int, draft: Draft) -> tuple[Sequence[str], Sequence[Hole]]:
        key = (new, draft.added, draft.volumes, draft.days and (draft.asked, draft.days))
        if key not in self._fixes:
            self.keep()
            self._fixes[key] = self._asker.fix(new, rank, draft)
        return self._fixes[key]


def _settled(said: Said, row: Row) -> Said:
    """
    Return what is *said* of one line with its places known.
    """
    segments = [
        (before, settled(hole, row.columns) if isinstance(hole, Column) else hole, after)
        for before, hole, after in said.segments
    ]
    return said._replace(segments=tuple(segments))
