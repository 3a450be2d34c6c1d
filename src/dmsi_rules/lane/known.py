"""
What is known of a stream: what its texts mean, and what the rules say of that, learnt once and kept within bounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import partial, reduce
from itertools import count
from operator import or_

import attrs

from dmsi_rules.answers.reading import read_document
from dmsi_rules.case.admission import admitted
from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.projections import beside, closures_of
from dmsi_rules.checking.runner import RULED, running
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities
from dmsi_rules.lane.drafts import Draft, Member, Row
from dmsi_rules.lane.filled import Hole, Said, Segment, Skeleton, together
from dmsi_rules.lane.frames import ALL, COMPARED, EACH, Frame, Key, Part, Shape, near_of
from dmsi_rules.lane.learning import Asker, Stranger, columns_in
from dmsi_rules.lane.texts import WITHIN, Head, headed, lines_in, parted
from dmsi_rules.lane.written import heading, report
from dmsi_rules.model.dossier import Commune, Dossier, Line
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.rulebook import Place, Rule
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
        lines: the shape of documents that differ in their units alone, and whose they are, by their texts without these.
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
        self._closures = closures_of(terms)
        near = {rule.code: near_of(rule, terms, self._closures) for rule in self._rules}
        self._near = {code: key for code, key in near.items() if key}
        self._offers = {offer: 1 << rank for rank, offer in enumerate(sorted(terms.orderable, key=str))}
        self._planned = terms.graph.mask(code for code, each in terms.services.items() if each.plans)
        self.lines: dict[tuple[str, ...], tuple[Shape, Member]] = {}
        self._shapes: dict[tuple[str, ...], dict[Hashable, Shape]] = {}
        self._members: dict[str, Member] = {}
        self._numbers = count()  # never the same again, be what they stand for forgotten
        self._frames: dict[tuple[str, ...], Frame] = {}
        self._met: dict[int, int] = {}
        self._fixes: dict[Hashable, tuple[Sequence[str], Sequence[Hole]]] = {}
        self._heading: Sequence[tuple[str, str]] = ()
        self._passing = self._lasting = 0

    def keep(self, *texts: str) -> None:
        """
        Count what is kept of one commune, or of one shape.
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
        for passing in (self.lines, self._shapes, self._members):
            passing.clear()
        for frame in self._frames.values():
            frame.of_all.clear()
            frame.texts.clear()
        self._passing = 0
        if self._lasting > MOST_KEPT // 2:
            for learnt in (self._frames, self._met, self._fixes):
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

    def _framed(self, head: Head, tail: str) -> Frame | None:
        """
        Return what stands around the commune and the lines; None where it is met the first time, or could not be made.
        """
        key = (head.before, head.after, tail)
        frame = self._frames.get(key)
        if frame is None:
            times = self._met.get(hash(key), 0)
            self._met[hash(key)] = times + 1
            if not times:
                self._learn()
            if times != 1:  # worth while where it comes again, but once
                return None
            frame = self._frames[key] = self._frame(head, tail)
            self._learn(*key)
        return frame

    def _member(self, text: str) -> Member:
        """
        Return the commune of which *text* is what a document says.
        """
        member = self._members.get(text)
        if member is None:
            read = self.read(f"{WITHIN}{text}}}}}").dossier
            if read != Dossier(commune=read.commune) or read.own or read.commune.name is None or read.commune.facts is not None:
                raise Stranger
            member = self._members[text] = Member(text, Identities(read, None, self._terms.services), self._terms)
            self.keep(text, *member.said)
        return member

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

    def _understood(self, text: str) -> tuple[Draft, Frame] | None:
        """
        Return what a *text* means by its parts, and its frame; None where that is met the first time.
        """
        parts = parted(text)
        texts = parts and lines_in(parts)
        head = parts and headed(parts.head)
        if parts is None or texts is None or head is None or len(texts) > MOST_LINES:
            raise Stranger
        frame = self._framed(head, parts.tail)
        if frame is None:
            return None
        member = self._member(head.commune)
        if any(each.key not in frame.rows for each in texts):
            self._learn_rows(Draft(text, texts, (), self._terms, member, self.read), frame)
        draft = Draft(text, texts, [frame.rows[each.key] for each in texts], self._terms, member, self.read)
        if len({row.offer for row in draft.rows}) < len(draft.rows):
            raise Stranger
        return draft, frame

    def _learn_rows(self, draft: Draft, frame: Frame) -> None:
        """
        Learn what the lines of a request mean, and what is said of them.
        """
        if beside(draft.case.dossier) is None or len(draft.case.lines) != len(draft.texts):
            raise Stranger
        for rank, each in enumerate(draft.texts):
            if each.key not in frame.rows:
                frame.rows[each.key] = self._learnt_row(rank, draft, frame)

    def _learnt_row(self, rank: int, draft: Draft, frame: Frame) -> Row:
        case, terms, text = draft.case, self._terms, draft.texts[rank]
        path, line = case.lines[rank]
        is_limited = line.quantity is not None and line.service in terms.limited
        if line.quantity != (int(text.units) if text.units else None) or line.printed_annual_price is not None or is_limited:
            raise Stranger
        told: list[Said | None] = []
        for rule in frame.each:
            there = [each for each in rule.places(case) if each[0] == path]
            told.append(self._alone(rule, there, draft, frame) if there else None)
        closures = [closure[line.service] for closure in self._closures]
        return Row(
            service=line.service,
            bit=terms.graph.bit[line.service],
            offer=self._offers[line.service, line.plan],
            closure=closures[0],
            needed=reduce(or_, closures),
            volume=line.service if line.plan is None else None,
            is_dated=bool(line.opening),
            place=(path, line),
            columns=columns_in(draft.text, path, text),
            told=tuple(told),
            lacking={},
        )

    def _alone(self, rule: Rule, there: Sequence[Place], draft: Draft, frame: Frame, *, has_own_fix: bool = False) -> Said:
        """
        Return what *rule* says of one line.
        """
        learnt = self._asker.told(rule, there, draft)
        if any(each.piece.is_unknown for each in learnt.spoken):
            raise Stranger  # what is unknown of several places may be told together
        return self._lasting_said(frame.filled(learnt, has_own_fix=has_own_fix))._replace(judged=())

    def _lasting_said(self, said: Said) -> Said:
        self._learn(*(text for segment in said.segments for text in segment[::2]))
        return said

    # ---- what is said of them

    def line(self, pieces: tuple[str, ...], units: Sequence[str], text: str) -> tuple[Shape, Member] | None:
        """
        Return the shape of documents whose text without *units* is that of *text*, and whose they are.

        None where that is not known yet.
        """
        head = headed(pieces[0])
        if head is None:
            raise Stranger
        around = (head.before, head.after, *pieces[1:])
        shapes = self._shapes.get(around)
        shape = None if shapes is None else shapes.get(self._member(head.commune).standing)
        if shape is None:
            understood = self._understood(text)
            if understood is None:
                return None
            draft, frame = understood
            if [*units] != [each.units for each in draft.texts if each.units]:
                raise Stranger
            shape = Shape(draft.comparison, frame)
            self._skeleton(shape, draft)
            self._shapes.setdefault(around, {})[draft.commune.standing] = shape
            self.keep(*around)
        self.lines[pieces] = shape, self._member(head.commune)
        self.keep(pieces[0])
        return self.lines[pieces]

    def skeleton(self, shape: Shape, text: str) -> Skeleton:
        """
        Return the report on a document of a *shape*, with this *text*, of which only the holes are to be filled.
        """
        understood = self._understood(text)
        if understood is None:
            raise Stranger
        return self._skeleton(shape, understood[0])

    def marks(self, skeleton: Skeleton, member: Member) -> Sequence[str]:
        """
        Return the fingerprints in a report on a document of a commune.
        """
        new = [each for each in skeleton.marks if each not in member.known]
        if len({*skeleton.marks}) < len(skeleton.marks):  # of equal ones the later are counted
            marks = member.identities.marks(skeleton.marks)
            self.keep(*marks)
        else:
            member.known.update(zip(new, member.identities.marks(new), strict=True))
            marks = [member.known[each] for each in skeleton.marks]
            self.keep(*(member.known[each] for each in new), *(POINTER for _ in marks))
        member.marks[skeleton.number] = marks
        return marks

    def _skeleton(self, shape: Shape, draft: Draft) -> Skeleton:
        frame = shape.frame
        of_all = self._of_all(draft, frame)
        found: list[Said] = []
        for part in frame.parts:
            if part.kind == ALL:
                found.append(of_all[part.rank])
            elif part.kind == COMPARED:
                found.append(self._asked(part, draft, frame))
            elif part.kind == EACH:
                told = [said for row in draft.rows if (said := row.told[part.rank]) is not None]
                found += told and [part.judging, *told]
            elif draft.rows:
                found.append(part.judging)
                found += [self._lacking(part, rank, adds, draft, frame) for rank, adds in enumerate(draft.add(self._planned))]
        self._heading = self._heading or heading(draft.case, self._translate)
        shared = partial(self._shared, texts=frame.texts)
        made = report(next(self._numbers), together(found), draft, self._heading, shared)
        shape.skeletons[draft.outcome] = made
        self.keep(*([POINTER] * len(made.template)))
        return made

    def _of_all(self, draft: Draft, frame: Frame) -> Sequence[Said]:
        key = (draft.commune.standing, draft.asked, draft.days)
        if key not in frame.of_all:
            frame.of_all[key] = [self._asked(part, draft, frame) for part in frame.parts if part.kind == ALL]
            self.keep(*(POINTER for said in frame.of_all[key] for _ in said.segments))
        return frame.of_all[key]

    def _asked(self, part: Part, draft: Draft, frame: Frame) -> Said:
        """
        Return what the rules of a *part* say of all lines of a draft.
        """
        return together([self._said(*asked, draft, frame) for asked in part.asked])

    def _said(self, rule: Rule, key: Key, draft: Draft, frame: Frame) -> Said:
        of = (rule.code, self._near.get(rule.code, key)(draft))
        said = frame.rules.get(of)
        if said is None:
            said = self._lasting_said(frame.filled(self._asker.told(rule, rule.places(draft.case), draft)))
            frame.rules[of] = said
        return said

    def _lacking(self, part: Part, rank: int, new: int, draft: Draft, frame: Frame) -> Said:
        """
        Return what is said of what the line at *rank* lacks, with the fix that adds the services in the mask *new*.
        """
        row = draft.rows[rank]
        asked = draft.asked & row.needed
        if asked == row.needed:
            return NOTHING
        said = row.lacking.get(asked)
        if said is None:
            rule = part.asked[0][0]
            said = self._alone(rule, [rule.places(draft.case)[rank]], draft, frame, has_own_fix=True)
            row.lacking[asked] = said
        if not said.segments:
            return said
        (*others, (before, hole, after)) = said.segments
        (first, *texts), holes = self._fix(new, rank, draft) if new else (["[]"], [])
        texts = [f"{after}{first}", *texts]
        texts[-1] += FIX_ENDS
        texts = [self._shared(text, frame.texts) for text in texts]
        own: list[Segment] = [
            (before, hole, texts[0]),
            *(("", units, text) for units, text in zip(holes, texts[1:], strict=True)),
        ]
        return said._replace(segments=(*others, *own))

    def _shared(self, text: str, texts: dict[str, str]) -> str:
        """
        Return a *text* that several reports have, kept once among *texts*.
        """
        if text not in texts:
            texts[text] = text
            self.keep(text)
        return texts[text]

    def _fix(self, new: int, rank: int, draft: Draft) -> tuple[Sequence[str], Sequence[Hole]]:
        key = (new, draft.added, draft.volumes, draft.days and (draft.asked, draft.days))
        if key not in self._fixes:
            self._learn()
            self._fixes[key] = self._asker.fix(new, rank, draft)
        return self._fixes[key]
