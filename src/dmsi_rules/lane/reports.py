"""
The report of one line of a stream, put together.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import accumulate
from typing import NamedTuple

from dmsi_rules.checking.threshold import Threshold
from dmsi_rules.convention.terms import Terms
from dmsi_rules.documents.faults import Faults
from dmsi_rules.lane.filled import BETWEEN
from dmsi_rules.lane.known import Known
from dmsi_rules.lane.learning import Stranger
from dmsi_rules.lane.pieces import text_of
from dmsi_rules.lane.texts import LONGEST, without_units
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.text.marks import Translate


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
        if len(text) > LONGEST:
            return None
        known = self._known
        if known.forget():
            self._names.clear()
        try:
            pieces, units = without_units(text)
            met = known.lines.get(pieces) or known.line(pieces, units, text)
            if met is None:
                return None
            shape, member = met
            counts = [*map(int, units)]
            skeleton = shape.skeletons.get(shape.comparison.outcome(counts)) or known.skeleton(shape, text)
            before, longer = f"{line}{BETWEEN}", [0, *accumulate(map(len, (member.text, *units)))]
            values = [self._name(name), *member.said]
            values += [f"{before}{column + longer[rank]}" for column, rank in skeleton.places]
            if skeleton.owns:
                values += [f"{before}{member.column(own.path, shape.frame.commune_at)}" for own in skeleton.owns]
            values += [counted.of(counts) for counted in skeleton.counted]
            values += member.marks.get(skeleton.number) or known.marks(skeleton, member)
            written = skeleton.template.copy()
            written[1::3] = skeleton.order(values)
            return Told("".join(written), skeleton.reasons)
        except (Stranger, Faults):
            return None

    def _name(self, name: str) -> str:
        stem, colon, number = name.rpartition(":")
        known = self._names.get(stem)
        if known is None:
            self._known.keep(stem)
            known = self._names[stem] = text_of(stem + colon)[:-1]
        return f'{known}{number}"'
