"""
Over which days each grid of a convention may price, whatever the text leaves open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise

from dmsi_rules.convention.checks.draft import Draft
from dmsi_rules.convention.grids import GRID_START, grid_starts
from dmsi_rules.convention.in_force import text_on
from dmsi_rules.documents.faults import is_known
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.values.days import DAY

Days = tuple[dt.date, dt.date]
Starts = tuple[tuple[dt.date, Grid], ...]


def pricing_days(draft: Draft) -> Mapping[int, Days]:
    """
    Return the first and the last day on which each grid, by its rank, may price; one that never comes into force has none.
    """
    ranks = {id(grid): rank for rank, grid in enumerate(draft.convention.tariff.grids)}
    found: dict[int, Days] = {}
    for starts in starts_of(draft):
        for (first, grid), last in zip(starts, [*(after[0] - DAY for _, after in pairwise(starts)), dt.date.max], strict=True):
            rank = ranks[id(grid)]
            before = found.get(rank, (first, last))
            found[rank] = min(first, before[0]), max(last, before[1])
    return found


def starts_of(draft: Draft) -> Iterator[Starts]:
    """
    Yield the grids that come into force, with their first days, once for each reading and version of the clause on revisions.
    """
    first, *later = draft.convention.tariff.grids or (None,)
    if first is None or first.in_force is None:
        return
    if not later:
        yield ((first.in_force, first),)
        return
    revisions = draft.convention.tariff.revision
    if is_known(draft.convention.year.starts, *(step for clause in revisions for step in clause.needs)):
        days = [version.first for version in draft.each_version("/tariff/revision")]
        for day in dict.fromkeys((dt.date.min, *days)):
            text = text_on(draft.convention, day)
            for value in GRID_START:
                yield grid_starts(text, ADOPTED.with_("grid_start", value))
