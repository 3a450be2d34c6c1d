"""
The report of one line of a stream, put together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import Faults
from dmsi_rules.lane.filled import Line
from dmsi_rules.lane.frames import Context
from dmsi_rules.lane.known import Known
from dmsi_rules.lane.learning import Stranger
from dmsi_rules.lane.pieces import text_of
from dmsi_rules.lane.texts import Parts, parted
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.text.marks import Translate

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
        self._known = Known(terms, as_of, threshold, translate, lifecycles)
        self._names: dict[str, str] = {}

    def told(self, text: str, name: str, line: int) -> Told | None:
        """
        Return the report on the dossier whose *text* is the *line* of a stream, called *name*; None if it is not known here.
        """
        known = self._known
        if known.forget():
            self._names.clear()
        try:
            parts = parted(text)
            if parts is None or len(parts.lines) > MOST_LINES:
                return None
            context = known.contexts.get((parts.head, parts.tail)) or known.context(parts)
            return None if context is None else self._told(text, parts, context, name, str(line))
        except (Stranger, Faults):
            return None

    def _told(self, text: str, parts: Parts, context: Context, name: str, number: str) -> Told:
        known, numbers = self._known, self._known.numbers
        keys: list[tuple[int | str, ...]] = []
        starts: list[int] = []
        lengths: list[int] = []
        counts: list[int | None] = []
        start = len(parts.head)
        for rank, each in enumerate(parts.lines):
            units = numbers.get(each[each.rfind(":") + 1 :])
            if units is None:
                key, count, longer = known.units_in(each, rank)
            else:
                count, longer = units
                key = (rank, each[:-longer])
            keys.append(key)
            starts.append(start)
            lengths.append(longer)
            counts.append(count)
            start += len(each) + 1
        line = Line(number, starts, lengths, counts, len(text))
        try:
            rows = [context.rows[key] for key in keys]
        except KeyError:
            rows = [*known.rows(keys, text, parts, line, context)]
        shape = context.shapes.get(tuple([row[0] for row in rows])) or known.shape(rows, text, line, context)
        outcome = shape.comparison.outcome(counts)
        skeleton = shape.skeletons.get(outcome) or known.skeleton(shape, rows, text, line, context)
        return Told(skeleton.filled(self._name(name), line), skeleton.reasons)

    def _name(self, name: str) -> str:
        stem, colon, number = name.rpartition(":")
        known = self._names.get(stem)
        if known is None:
            self._known.keep(stem)
            known = self._names[stem] = text_of(stem + colon)[:-1]
        return f'{known}{number}"'
