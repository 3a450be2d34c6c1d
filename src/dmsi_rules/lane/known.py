"""
What is known of a stream: what its texts mean, and what the rules say of that, learnt once and kept within bounds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from functools import reduce
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
from dmsi_rules.lane.filled import Finding, Hole, Said, filled, together
from dmsi_rules.lane.frames import Context, Frame, Key, Part, near_of
from dmsi_rules.lane.learning import Asker, Learnt, Spoken, Stranger, columns_in
from dmsi_rules.lane.texts import NUMBER, UNITS, Head, Parts, headed
from dmsi_rules.model.dossier import Commune, Dossier, Line
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.rulebook import Rule
from dmsi_rules.text.marks import Translate

MOST_KEPT, EACH_KEPT = 2**23, 200
"""
How much is kept at most, in characters, and what each thing counts for besides its text.
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
        planned: the mask of the services that have plans.
    """

    def __init__(
        self, terms: Terms, as_of: dt.date, threshold: Threshold, translate: Translate, lifecycles: Lifecycles | None
    ) -> None:
        self._terms = terms
        self._as_of = as_of
        self._lifecycles = lifecycles
        self._rules = running(RULED["dossier"], terms.text)
        self._asker = Asker(terms, threshold, translate)
        graphs = (terms.graph, *(other.graph for _, other in terms.others("inferred_edges")))
        self._closures = [graph.closure for graph in graphs]
        near = {rule.code: near_of(rule, terms, self._closures) for rule in self._rules}
        self._near = {code: key for code, key in near.items() if key}
        self._offers = {offer: 1 << rank for rank, offer in enumerate(sorted(terms.orderable, key=str))}
        self.planned = terms.graph.mask(code for code, each in terms.services.items() if each.plans)
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
        more = attrs.evolve(dossier, request=attrs.evolve(request, lines=(Line(),)))
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

    def row(self, key: tuple[int | str, ...], count: int | None, draft: Draft, parts: Parts, context: Context) -> Row:
        """
        Return what the line of a request at the end of *draft* means in *context*, and what is said of it.
        """
        known = context.frame.rows.get(key)
        if known is None:
            known = context.frame.rows[key] = self._learnt_row(key, count, draft, parts, context.frame)
        row, spoken = known
        told = tuple((rank, context.finding(each, row.columns, has_fix=False)) for rank, each in spoken)
        self.keep(*(text for _, each in told for text in each[:3]), *map(str, key))
        context.rows[key] = row._replace(told=told, tally=sum(each.tally for _, each in told), lacking={})
        return context.rows[key]

    def _learnt_row(
        self, key: tuple[int | str, ...], count: int | None, draft: Draft, parts: Parts, frame: Frame
    ) -> tuple[Row, Sequence[tuple[int, Spoken]]]:
        case, terms, rank = draft.case, self._terms, len(draft.rows)
        if beside(case.dossier) is None or len(case.lines) != len(parts.lines):
            raise Stranger
        path, line = case.lines[rank]
        if line.quantity != count or line.printed_annual_price is not None or (count and line.service in terms.limited):
            raise Stranger
        if len(key) == ENDING and not str(key[-1]).rstrip(" ").endswith(UNITS):
            raise Stranger
        judging, spoken = 0, []
        for place, rule in enumerate(frame.each):
            there = [each for each in rule.places(case) if each[0] == path]
            said = list(self._asker.at(rule, there, draft)) if there else []
            if any(each.piece.is_unknown for each in said):
                raise Stranger  # what is unknown of several places may be told together
            judging |= bool(there) << place
            spoken += [(place, each) for each in said]
        start, longer = draft.starts[rank], draft.longer[rank]
        units_at = start + parts.lines[rank].find(UNITS) + len(UNITS)
        closures = [closure[line.service] for closure in self._closures]
        row = Row(
            service=line.service,
            bit=terms.graph.bit[line.service],
            offer=self._offers[line.service, line.plan],
            closure=closures[0],
            needed=reduce(or_, closures),
            volume=line.service if line.plan is None else None,
            columns=columns_in(path, start, units_at, longer, draft),
            is_dated=bool(line.opening),
            place=(path, line),
            judging=judging,
            told=(),
            tally=0,
            lacking={},
        )
        return row, spoken

    # ---- what is said of them

    def lacking(self, part: Part, rank: int, draft: Draft, context: Context) -> Finding | None:
        """
        Return what is said of what the line at *rank* lacks.
        """
        row = draft.rows[rank]
        asked = draft.asked & row.needed
        key = (*row.place, asked)
        known = context.frame.lacks.get(key)
        if known is None:
            rule = part.asked[0][0]
            known = list(self._asker.at(rule, [rule.places(draft.case)[rank]], draft))
            context.frame.lacks[key] = known
        if any(each.piece.is_unknown for each in known):
            raise Stranger
        row.lacking[asked] = found = context.finding(known[0], row.columns, has_fix=True) if known else None
        self.keep(*(found[:3] if found else ()))
        return found

    def of_all(self, days: Hashable, draft: Draft, context: Context) -> Sequence[Sequence[Said]]:
        """
        Return what rules say that look at all lines, part by part: it hangs on the services asked for and their days.
        """
        parts = []
        for part in context.frame.of_all:
            learnt = [self._learnt(*asked, draft, context.frame) for asked in part.asked]
            alike = tuple([each.number for each in learnt])
            if alike not in context.alike:
                context.alike[alike] = together([self._said(each, context) for each in learnt])
                self.keep(*(text for said in context.alike[alike] for text in said.parts))
            parts.append(context.alike[alike])
        self.keep()
        context.of_all[draft.asked, days] = parts
        return parts

    def compared(self, part: Part, outcome: Hashable, draft: Draft, context: Context) -> Said:
        """
        Return what a rule says that compares units, by the *outcome*.
        """
        context.compared[part.rank, outcome] = said = self._said(self._learnt(*part.asked[0], draft, context.frame), context)
        return said

    def _said(self, learnt: Learnt, context: Context) -> Said:
        said = context.said.get(learnt.number)
        if said is None:
            said = context.said[learnt.number] = context.filled(learnt)
            self.keep(*said.parts)
        return said

    def _learnt(self, rule: Rule, key: Key, draft: Draft, frame: Frame) -> Learnt:
        of = (rule.code, self._near.get(rule.code, key)(draft))
        learnt = frame.rules.get(of)
        if learnt is None:
            learnt = frame.rules[of] = self._asker.all(rule, draft)
            self.keep(*(text for each in learnt.spoken for text in each.piece.texts))
        return learnt

    def fix(self, new: int, rank: int, draft: Draft) -> str:
        """
        Return the fix that adds the services in the mask *new* at the line at *rank*.
        """
        key = (new, draft.added, draft.volumes, draft.days and (draft.asked, draft.days))
        if key not in self._fixes:
            self.keep()
            self._fixes[key] = self._asker.fix(new, rank, draft)
        return filled(*self._fixes[key], draft)
