"""
What is known of a stream: what its texts mean, and what the rules say of that, learnt once and kept within bounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import partial, reduce
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
from dmsi_rules.lane.drafts import Draft, Row
from dmsi_rules.lane.filled import Hole, Said, Segment, Skeleton, together
from dmsi_rules.lane.frames import ALL, COMPARED, EACH, WITHIN, Context, Frame, Key, Part, Shape, near_of
from dmsi_rules.lane.learning import Asker, Learnt, Stranger, columns_in
from dmsi_rules.lane.texts import Head, Parts, headed, lines_in, parted
from dmsi_rules.lane.written import heading, of_commune, report
from dmsi_rules.model.dossier import Commune, Dossier, Line
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
MOST_LINES = 64
"""
How many lines of a request are looked at here: with more, an answer might have too many findings.
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
        shapes: what documents have in common that differ in their units alone, by their texts without these.
    """

    def __init__(
        self, terms: Terms, as_of: dt.date, threshold: Threshold, translate: Translate, lifecycles: Lifecycles | None
    ) -> None:
        self._terms = terms
        self._as_of = as_of
        self._translate = translate
        self._lifecycles = lifecycles
        self._rules = running(RULED["dossier"], terms.text)
        self._asker = Asker(terms, threshold, translate)
        graphs = (terms.graph, *(other.graph for _, other in terms.others("inferred_edges")))
        self._closures = [graph.closure for graph in graphs]
        near = {rule.code: near_of(rule, terms, self._closures) for rule in self._rules}
        self._near = {code: key for code, key in near.items() if key}
        self._offers = {offer: 1 << rank for rank, offer in enumerate(sorted(terms.orderable, key=str))}
        self._planned = terms.graph.mask(code for code, each in terms.services.items() if each.plans)
        self.shapes: dict[tuple[str, ...], Shape] = {}
        self._contexts: dict[tuple[str, str], Context] = {}
        self._frames: dict[tuple[str, ...], Frame] = {}
        self._seen: dict[int, bool] = {}
        self._fixes: dict[Hashable, tuple[Sequence[str], Sequence[Hole]]] = {}
        self._heading: Sequence[tuple[str, str]] = ()
        self._passing = self._lasting = 0

    def keep(self, *texts: str) -> None:
        """
        Count what is kept of one commune, or one shape.
        """
        self._passing += EACH_KEPT + sum(map(len, texts))

    def _learn(self, *texts: str) -> None:
        """
        Count what is kept for all.
        """
        self._lasting += EACH_KEPT + sum(map(len, texts))

    def forget(self) -> bool:
        """
        Forget where it is too much, since a stream has no end, and tell whether it was.

        What was learnt from the rules goes last: it takes longest, and is soon wanted again.
        """
        if self._passing + self._lasting <= MOST_KEPT:
            return False
        self.shapes.clear()
        self._contexts.clear()
        self._passing = 0
        if self._lasting > MOST_KEPT // 2:
            for learnt in (self._frames, self._seen, self._fixes):
                learnt.clear()
            self._asker.forget()
            self._lasting = 0
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

    def _context(self, parts: Parts) -> Context | None:
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
                self._learn()
                return None
            frame = self._frame(head, parts.tail)
            self._frames[key] = frame
            self._learn(*key)
        read = self.read(f"{WITHIN}{head.commune}}}}}").dossier
        if read != Dossier(commune=read.commune) or read.own or read.commune.name is None or read.commune.facts is not None:
            raise Stranger
        self.keep(parts.head, parts.tail)
        identities = Identities(read, None, self._terms.services)
        context = Context(frame, identities, head.commune, len(parts.head) + len(parts.tail))
        self._contexts[parts.head, parts.tail] = context
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
        more = attrs.evolve(dossier, request=attrs.evolve(request, lines=(Line(),)))
        if dossier.commune != Commune(name="A") or read("B", "").dossier != other or read("A", "{}").dossier != more:
            raise Stranger
        return Frame(case, self._rules, self._terms, head, tail)

    # ---- the lines

    def _understood(self, text: str) -> tuple[Draft, Context] | None:
        """
        Return what a *text* means by its parts, and whose it is; None where what stands around the lines is met the first time.
        """
        parts = parted(text)
        texts = parts and lines_in(parts)
        if parts is None or texts is None or len(texts) > MOST_LINES:
            raise Stranger
        context = self._contexts.get((parts.head, parts.tail)) or self._context(parts)
        if context is None:
            return None
        if any(each.key not in context.rows for each in texts):
            self._learn_rows(Draft(text, texts, (), self._terms, context.codes, self.read), context)
        draft = Draft(text, texts, [context.rows[each.key] for each in texts], self._terms, context.codes, self.read)
        if len({row.offer for row in draft.rows}) < len(draft.rows):
            raise Stranger
        return draft, context

    def _learn_rows(self, draft: Draft, context: Context) -> None:
        """
        Learn what the lines of a request mean in *context*, and what is said of them.
        """
        learnt = context.frame.rows
        if any(each.key not in learnt for each in draft.texts):
            if beside(draft.case.dossier) is None or len(draft.case.lines) != len(draft.texts):
                raise Stranger
            for rank, each in enumerate(draft.texts):
                if each.key not in learnt:
                    learnt[each.key] = self._learnt_row(rank, draft, context.frame)
        for each in draft.texts:
            if each.key not in context.rows:
                row, known = learnt[each.key]
                told = tuple([one and self._said(one, context)._replace(judged=()) for one in known])
                context.rows[each.key] = row._replace(told=told, lacking={})
                self.keep(*map(str, each.key))

    def _learnt_row(self, rank: int, draft: Draft, frame: Frame) -> tuple[Row, Sequence[Learnt | None]]:
        case, terms, text = draft.case, self._terms, draft.texts[rank]
        path, line = case.lines[rank]
        is_limited = line.quantity is not None and line.service in terms.limited
        if line.quantity != (int(text.units) if text.units else None) or line.printed_annual_price is not None or is_limited:
            raise Stranger
        known: list[Learnt | None] = []
        for rule in frame.each:
            there = [each for each in rule.places(case) if each[0] == path]
            known.append(self._alone(self._asker.told(rule, there, draft)) if there else None)
            self._learn(*(text for one in known[-1:] if one for of in one.spoken for text in of.piece.texts))
        closures = [closure[line.service] for closure in self._closures]
        row = Row(
            service=line.service,
            bit=terms.graph.bit[line.service],
            offer=self._offers[line.service, line.plan],
            closure=closures[0],
            needed=reduce(or_, closures),
            volume=line.service if line.plan is None else None,
            is_dated=bool(line.opening),
            place=(path, line),
            columns=columns_in(draft.text, path, text),
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

    def shape(self, pieces: tuple[str, ...], units: Sequence[str], text: str) -> Shape | None:
        """
        Return what documents have in common whose text without *units* is that of *text*; None where that is not known yet.
        """
        understood = self._understood(text)
        if understood is None:
            return None
        draft, context = understood
        if [*units] != [each.units for each in draft.texts if each.units]:
            raise Stranger
        shape = Shape(draft.comparison)
        self._skeleton(shape, draft, context)
        self.shapes[pieces] = shape
        self.keep(*pieces)
        return shape

    def skeleton(self, shape: Shape, text: str) -> Skeleton:
        """
        Return the report on a document of a *shape*, with this *text*, of which only the holes are to be filled.
        """
        understood = self._understood(text)
        if understood is None:
            raise Stranger
        return self._skeleton(shape, *understood)

    def _skeleton(self, shape: Shape, draft: Draft, context: Context) -> Skeleton:
        of_all = context.of_all.get((draft.asked, draft.days)) or self._of_all(draft, context)
        found: list[Said] = []
        for part in context.frame.parts:
            if part.kind == ALL:
                found.append(of_all[part.rank])
            elif part.kind == COMPARED:
                found.append(self._asked(part, draft, context))
            elif part.kind == EACH:
                told = [said for row in draft.rows if (said := row.told[part.rank]) is not None]
                found += told and [part.judging, *told]
            elif draft.rows:
                found.append(part.judging)
                found += [self._lacking(part, rank, adds, draft, context) for rank, adds in enumerate(self._new(draft))]
        shared = partial(self._shared, context=context)
        made = report(together(found), draft, self._heading_of(draft, context), shared)
        shape.skeletons[draft.outcome] = made
        self.keep(*([POINTER] * len(made.template)))
        return made

    def _heading_of(self, draft: Draft, context: Context) -> Sequence[str]:
        if not self._heading:
            self._heading = heading(draft.case, self._translate)
        if not context.heading:
            context.heading = of_commune(self._heading, context)
        return context.heading

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
                self._learn(*(text for each in learnt.spoken for text in each.piece.texts))
            said = row.lacking[asked] = context.filled(learnt, has_own_fix=True)._replace(judged=())
            self.keep(*(each for segment in said.segments for each in segment[::2]))
        if not said.segments:
            return said
        (*others, (before, hole, after)) = said.segments
        (first, *texts), holes = self._fix(new, rank, draft) if new else (["[]"], [])
        texts = [f"{after}{first}", *texts]
        texts[-1] += FIX_ENDS
        texts = [self._shared(text, context) for text in texts]
        own: list[Segment] = [
            (before, hole, texts[0]),
            *(("", units, text) for units, text in zip(holes, texts[1:], strict=True)),
        ]
        return said._replace(segments=(*others, *own))

    def _shared(self, text: str, context: Context) -> str:
        """
        Return a *text* that reports of several shapes have, kept once.
        """
        if text not in context.texts:
            context.texts[text] = text
            self.keep(text)
        return context.texts[text]

    def _learnt(self, rule: Rule, key: Key, draft: Draft, frame: Frame) -> Learnt:
        of = (rule.code, self._near.get(rule.code, key)(draft))
        learnt = frame.rules.get(of)
        if learnt is None:
            learnt = frame.rules[of] = self._asker.told(rule, rule.places(draft.case), draft)
            self._learn(*(text for each in learnt.spoken for text in each.piece.texts))
        return learnt

    def _said(self, learnt: Learnt, context: Context) -> Said:
        if not learnt.spoken:
            return learnt.nothing
        said = context.said.get(learnt.number)
        if said is None:
            said = context.said[learnt.number] = context.filled(learnt)
            self.keep(*(each for segment in said.segments for each in segment[::2]))
        return said

    def _fix(self, new: int, rank: int, draft: Draft) -> tuple[Sequence[str], Sequence[Hole]]:
        key = (new, draft.added, draft.volumes, draft.days and (draft.asked, draft.days))
        if key not in self._fixes:
            self._learn()
            self._fixes[key] = self._asker.fix(new, rank, draft)
        return self._fixes[key]
