"""
The report of one line of a stream, put together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from dmsi_rules.case.dossier import Case
from dmsi_rules.checking.learnt import Again, Learnt
from dmsi_rules.checking.runner import RULED, judge, running
from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.about import Identities, parts_of
from dmsi_rules.documents.placing import places
from dmsi_rules.finding import MOST, Finding
from dmsi_rules.lane.pieces import FEW, KEPT, Piece, Writer, cut, text_of
from dmsi_rules.lane.pieces import Place as Where
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.text.marks import Translate
from dmsi_rules.values.plain import plain

HEADING = ("dossier", "commune", "fingerprint", "ok", "complete", "judged", "judged_codes", "findings")
STRANGE = ("\\", '"x-', '"inventories"')
_LINES = re.compile(r'"lines"[ \t\r]*:[ \t\r]*\[')
_VALUE = re.compile(r"[ \t\r]*:[ \t\r]*")
_TABLE = re.compile(r"\{")


Filled: TypeAlias = tuple[Piece, str]
"""
What is kept of a finding, with its fix as text.
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
        self._codes = {rule.code: text_of(rule.code) for rule in rules}
        self._services = terms.services
        self._writer = Writer(threshold, translate)
        self._learnt = Learnt(rules, terms, self._filled, KEPT, FEW)
        self._translate = translate
        self._heading: Heading | None = None

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
        if not self.takes(text) or (rank := self._learnt.rank(case)) is None:
            return None
        identities = Identities(case.dossier, None, self._services)
        judged, found = self._learnt.told(case, rank, identities)
        if not judged or len(found) > MOST:
            return None
        try:
            return self._report(case, identities, judged, found, _Text(case.dossier, text, line), name)
        except _Stranger:
            return None

    def _report(  # noqa: PLR0913, PLR0917  (what a report is made of)
        self,
        case: Case,
        identities: Identities,
        judged: Sequence[str],
        found: Sequence[Again[Filled]],
        text: _Text,
        name: str,
    ) -> Told:
        columns = text.columns({piece.place for (piece, _), _ in found})
        marks = identities.marks([piece.parts for (piece, _), _ in found])
        commune = identities.commune
        holes = {
            "dossier": text_of(name),
            "commune": text_of(commune and commune.to_dict()),
            "fingerprint": text_of(identities.marks([parts_of("", {})])[0]),
            "ok": "false" if any(piece.is_error for (piece, _), _ in found) else "true",
            "complete": "false" if any(piece.is_unknown for (piece, _), _ in found) else "true",
            "judged": f"{len(judged)}",
            "judged_codes": f"[{', '.join(map(self._codes.__getitem__, judged))}]",
        }
        heads, before, end = self._heading or self._head(case)
        written = [part for head, key in heads for part in (head, holes[key])]
        written += (before, "[")
        line, between = f"{text.line}", ""
        for ((piece, known), own), mark in zip(found, marks, strict=True):
            head, after_line, after_column, after_mark, tail = piece.texts
            column = columns[piece.place]
            fix = known if own is None else text_of(plain(own))
            written += (
                between,
                head,
                line,
                after_line,
                column,
                after_column,
                '"',
                mark,
                '"',
                after_mark,
                fix if own is None else text_of(plain(own)),
                tail,
            )
            between = ", "
        written += ("]", end, "\n")
        return Told("".join(written), Counter([piece.fails for (piece, _), _ in found if piece.fails]))

    def _filled(self, found: Finding, *, comes_again: bool) -> Filled:
        return self._writer.piece(found, comes_again=comes_again), text_of(plain(found.fix))

    def _head(self, case: Case) -> Heading:
        data = judge(case, rules=()).to_dict(self._translate)
        *heads, before, end = cut(data, HEADING)
        self._heading = tuple(zip(heads, (key for key in data if key in HEADING), strict=False)), before, end
        return self._heading


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
