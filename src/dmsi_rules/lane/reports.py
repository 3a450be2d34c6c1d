"""
The report of one line of a stream, put together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.projections import Step, beside, steps_of
from dmsi_rules.checking.runner import RULED, judge, running
from dmsi_rules.checking.telling import findings_of
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities, parts_of
from dmsi_rules.documents.placing import places
from dmsi_rules.finding import MOST
from dmsi_rules.lane.pieces import FEW, Piece, Writer, bound, cut, text_of
from dmsi_rules.lane.pieces import Place as Where
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.rulebook import Place, Rule, additions_at
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.plain import plain

HEADING = ("dossier", "commune", "fingerprint", "ok", "complete", "judged", "judged_codes", "findings")
FIXED_BY_ADDITIONS = "DEP001"
STRANGE = ("\\", '"x-', '"inventories"')
_LINES = re.compile(r'"lines"[ \t\r]*:[ \t\r]*\[')
_VALUE = re.compile(r"[ \t\r]*:[ \t\r]*")
_TABLE = re.compile(r"\{")


Filled: TypeAlias = tuple[Piece, Any]
"""
What is kept of a finding, with its fix as text; None, in what is kept, where each document has its own.
"""


Heading: TypeAlias = tuple[tuple[tuple[str, str], ...], str, str]
"""
The text before each thing that a report says of itself, with its key, before the findings, and after them.
"""


class Told(NamedTuple):
    """
    A report as a line of JSON, and why it fails the run.
    """

    text: str
    reasons: Counter[str]


class _Stranger(Exception):  # noqa: N818  (a signal between two functions)
    """
    Stops the fast way: something is not known here.
    """


class Lane:
    """
    Writes reports of dossiers under *terms*, by the rules of the text alone.

    Args:
        terms: those of a single text in force.
        threshold: what fails the run.
        translate: the language of what is written.
    """

    def __init__(self, terms: Terms, threshold: Threshold, translate: Translate) -> None:
        rules = running(RULED["dossier"], terms.text)
        self._steps = tuple(enumerate(steps_of(rules, terms)))
        self._codes = {rule.code: text_of(rule.code) for rule in rules}
        self._services = terms.services
        self._writer = Writer(threshold, translate)
        self._translate = translate
        self._heading: Heading | None = None
        self._besides: dict[Hashable, int] = {}
        self._ranks = count()  # never the same again, be what they stand for forgotten
        self._known: dict[Hashable, Any] = {}

    @staticmethod
    def takes(text: str) -> bool:
        """
        Tell whether the *text* of a line is worth reading here: it has no escapes nor own keys, and names no files beside it.
        """
        return not any(each in text for each in STRANGE)

    def told(self, case: Case, text: str, name: str, line: int) -> Told | None:
        """
        Return the report on the dossier of *case*, whose *text* is the *line* of a stream, called *name*; None if not known.
        """
        said = beside(case.dossier)
        if said is None or not self.takes(text):
            return None
        rank = self._besides.get(said)
        if rank is None:  # worth while where it comes again
            bound(self._besides, FEW)
            self._besides[said] = next(self._ranks)
            return None
        try:
            work = _Work(case, rank, Identities(case.dossier, None, self._services), _Text(case.dossier, text, line))
            return self._report(work, *self._found(work), name)
        except _Stranger:
            return None

    def _report(self, work: _Work, judged: Sequence[str], found: Sequence[Filled], name: str) -> Told:
        columns = work.text.columns({piece.place for piece, _ in found})
        marks = work.identities.marks([piece.parts for piece, _ in found])
        commune = work.identities.commune
        holes = {
            "dossier": text_of(name),
            "commune": text_of(commune and commune.to_dict()),
            "fingerprint": text_of(work.identities.marks([parts_of("", {})])[0]),
            "ok": "false" if any(piece.is_error for piece, _ in found) else "true",
            "complete": "false" if any(piece.is_unknown for piece, _ in found) else "true",
            "judged": f"{len(judged)}",
            "judged_codes": f"[{', '.join(judged)}]",
        }
        heads, before, end = self._heading or self._head(work.case)
        written = [part for head, key in heads for part in (head, holes[key])]
        written += (before, "[")
        line, between = f"{work.text.line}", ""
        for (piece, fix), mark in zip(found, marks, strict=True):
            head, after_line, after_column, after_mark, tail = piece.texts
            column = columns[piece.place]
            written += (between, head, line, after_line, column, after_column, '"', mark, '"', after_mark, fix, tail)
            between = ", "
        written += ("]", end, "\n")
        return Told("".join(written), Counter([piece.fails for piece, _ in found if piece.fails]))

    def _head(self, case: Case) -> Heading:
        data = judge(case, rules=()).to_dict(self._translate)
        *heads, before, end = cut(data, HEADING)
        self._heading = tuple(zip(heads, (key for key in data if key in HEADING), strict=False)), before, end
        return self._heading

    # ---- what the rules say

    def _found(self, work: _Work) -> tuple[list[str], list[Filled]]:
        """
        Return the codes of the rules that judge a case, and what they say.
        """
        case = work.case
        judged: list[str] = []
        found: list[Filled] = []
        for number, step in self._steps:
            projection = step.projection
            if projection is None or (projection.each and not projection.together(case)):
                (rule,) = step.rules
                if places := rule.places(case):
                    judged.append(self._codes[rule.code])
                    found += (
                        self._asked(rule, work, places, is_learnt=False)
                        if projection is None
                        else self._at_each(step, work, places)
                    )
                continue
            key = (number, work.rank, projection.whole and projection.whole(case))
            known = self._known.get(key)
            if known is None:
                known = self._learnt(key, self._of_all(step.rules, work))
            judged += known[0]
            found += known[1]
        if not judged or len(found) > MOST:
            raise _Stranger
        return judged, found

    def _of_all(self, rules: Iterable[Rule], work: _Work) -> tuple[list[str], list[Filled]]:
        judged: list[str] = []
        found: list[Filled] = []
        for rule in rules:
            if places := rule.places(work.case):
                judged.append(self._codes[rule.code])
                found += self._asked(rule, work, places)
        return judged, found

    def _at_each(self, step: Step, work: _Work, places: Sequence[Place]) -> Iterator[Filled]:
        (rule,) = step.rules
        each = step.projection.each if step.projection else None
        for place in places:
            key = (rule.code, work.rank, each(place, work.case) if each else None)
            known = self._known.get(key)
            if known is None:
                known = self._learnt(key, list(self._asked(rule, work, (place,), by_additions=rule.code == FIXED_BY_ADDITIONS)))
            for piece, fix in known:
                if piece.is_unknown and len(places) > 1:
                    raise _Stranger  # what is unknown of several places may be told together
                yield piece, self._added(work.case, place) if fix is None else fix

    def _added(self, case: Case, place: Place) -> str:
        patch = additions_at(case, place[1])
        return text_of(plain(patch)) if patch else "[]"

    def _asked(
        self, rule: Rule, work: _Work, places: Sequence[Place], *, by_additions: bool = False, is_learnt: bool = True
    ) -> Iterator[Filled]:
        """
        Yield what *rule* finds at *places*, to be learnt or not; without the fix, where that is *by_additions*.
        """
        for found in findings_of(rule, work.case, places, work.identities):
            if found.offenders:
                raise _Stranger
            has_hole = by_additions and found.verdict == "violated"
            yield self._writer.piece(found, comes_again=is_learnt), None if has_hole else text_of(plain(found.fix))

    def _learnt(self, key: Hashable, value: Any) -> Any:
        bound(self._known)
        self._known[key] = value
        return value


class _Work(NamedTuple):
    """
    One line on its way.

    Attributes:
        rank: what it says beside its commune and the lines of its request, by number.
    """

    case: Case
    rank: int
    identities: Identities
    text: _Text


class _Text:
    """
    The text of a *dossier* that is a line of a stream, in which no string has an escape.
    """

    def __init__(self, dossier: Dossier, text: str, line: int) -> None:
        self._dossier = dossier
        self._text = text
        self.line = line

    def columns(self, wanted: set[Where]) -> Mapping[Where, str]:
        """
        Return the column of each place that is *wanted*, or of the table that lacks it.
        """
        text, dossier = self._text, self._dossier
        columns: dict[Where, str] = {}
        others: list[Where] = []
        root = str(len(text) - len(text.lstrip(" \t\r\n")) + 1)
        starts: list[int] = []
        for place in wanted:
            if place.rank is not None:
                starts = starts or self._starts()
                columns[place] = str(self._within(starts[place.rank], place.key) + 1)
            elif getattr(dossier, place.section) is None:
                columns[place] = root
            else:
                others.append(place)
        if others:
            found = places(text, {each.path for each in others}, "json")
            columns |= {each: str(found[each.path][1]) for each in others}
        return columns

    def _starts(self) -> list[int]:
        """
        Return where the lines of the request start: tables of plain values, whose words hold no bracket.
        """
        request = self._dossier.request
        opening = _LINES.search(self._text)
        if opening is None or request is None:
            raise _Stranger
        end = self._text.find("]", opening.end())
        starts = [table.start() for table in _TABLE.finditer(self._text, opening.end(), end)]
        if len(starts) != len(request.lines or ()):
            raise _Stranger
        return starts

    def _within(self, start: int, key: str) -> int:
        """
        Return where the value of *key* starts in the line of the request at *start*; the line where it has none.
        """
        place = self._text.find(f'"{key}"', start, self._text.find("}", start)) if key else -1
        if place < 0:
            return start
        found = _VALUE.match(self._text, place + len(key) + 2)
        if found is None:
            raise _Stranger  # a word, not a key
        return found.end()
