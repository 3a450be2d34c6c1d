"""
The rules that compare units: how a comparison ends is looked at, and the units are written where it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple, TypeAlias

from dmsi_rules.lane.drafts import Draft
from dmsi_rules.lane.filled import Hole, most_of, sum_of

Outcome: TypeAlias = Callable[[Draft], Hashable]


class Comparing(NamedTuple):
    """
    A rule that compares units.

    Attributes:
        outcome: all that it says of a draft hangs on, but for the units that it names.
        named: those, by the fact that they are.
    """

    outcome: Outcome
    named: Callable[[Mapping[str, Any], Draft], Mapping[str, Hole]]


def _levels(draft: Draft) -> Hashable:
    at, units = draft.at, draft.units
    return tuple(
        [
            (second, at[second], second in units and first in units and units[second] > units[first])
            for second, first in draft.terms.upper.items()
            if second in at and first in at
        ]
    )


def _below(draft: Draft) -> Hashable:
    units, terms = draft.units, draft.terms
    network = terms.network
    given = [each for each in terms.covered if each in units]
    if network not in units or not given:
        return bool(draft.rows)
    most = max(given, key=units.__getitem__)
    if units[most] <= units[network]:
        return True
    is_raised = draft.added & terms.covered_mask  # by what fixes add
    return most, draft.at[network], (draft.added, draft.volumes) if is_raised else None


def _above(draft: Draft) -> Hashable:
    units, terms = draft.units, draft.terms
    network = terms.network
    if network not in units:
        return bool(draft.rows)
    given = [units.get(each) for each in terms.covered if each in draft.at]
    if None in given or units[network] <= sum(each for each in given if each):
        return True
    return draft.at[network], draft.volumes & terms.covered_mask


COMPARING: Mapping[str, Comparing] = {
    "TAR001": Comparing(
        _levels, lambda facts, _: {"quantity": most_of((facts["service"],)), "least": most_of((facts["first_level"],))}
    ),
    "TAR002": Comparing(
        _below, lambda facts, _: {"quantity": most_of((facts["service"],)), "least": most_of((facts["above"],))}
    ),
    "TAR003": Comparing(
        _above,
        lambda facts, draft: {
            "quantity": most_of((facts["service"],)),
            "most": sum_of(tuple(each for each in draft.terms.covered if each in draft.units)),
        },
    ),
}
