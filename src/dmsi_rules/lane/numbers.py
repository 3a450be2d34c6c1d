"""
The rules that compare units: how a comparison ends is looked at, and the units are written where it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dmsi_rules.lane.filled import Units

if TYPE_CHECKING:
    from dmsi_rules.lane.drafts import Draft


class Outcome(NamedTuple):
    """
    How the units of a request compare.

    Attributes:
        exceeding: of which second levels there are more than of the first.
        most: the service with most units of those on the network, where these are more than the network's.
        is_above: whether the network has more than all of them together.
    """

    exceeding: tuple[str, ...]
    most: str | None
    is_above: bool


class Comparison:
    """
    What is to be compared in requests of one shape.
    """

    def __init__(self, draft: Draft) -> None:
        terms, at, units = draft.terms, draft.at, draft.units
        pairs = [(second, first) for second, first in terms.upper.items() if second in at and first in at]
        self.levels = tuple((second, at[second]) for second, _ in pairs)
        self._pairs = [(second, units[second], units[first]) for second, first in pairs if second in units and first in units]
        on_network = [each for each in terms.covered if each in at]
        self._covered = [(each, units[each]) for each in on_network if each in units]
        self._is_whole = len(self._covered) == len(on_network)
        self._network = units.get(terms.network or "")

    def outcome(self, counts: Sequence[int]) -> Outcome:
        """
        Return how the *counts* of units of a request compare.
        """
        exceeding = tuple([second for second, above, below in self._pairs if counts[above] > counts[below]])
        if self._network is None:
            return Outcome(exceeding, None, is_above=False)
        network = most = counts[self._network]
        all_together, service = 0, None
        for each, rank in self._covered:
            all_together += counts[rank]
            if counts[rank] > most:
                most, service = counts[rank], each
        return Outcome(exceeding, service, self._is_whole and network > all_together)


class Comparing(NamedTuple):
    """
    A rule that compares units.

    Attributes:
        key: all that it says of a draft hangs on, but for the units that it names.
        named: those, by the fact that they are.
    """

    key: Callable[[Draft], Hashable]
    named: Callable[[Mapping[str, Any], Draft], Mapping[str, Units]]


def _levels(draft: Draft) -> Hashable:
    return draft.comparison.levels, draft.outcome.exceeding


def _below(draft: Draft) -> Hashable:
    most, network = draft.outcome.most, draft.terms.network
    if most is None or network is None:
        return bool(draft.rows)
    is_raised = draft.added & draft.terms.covered_mask  # by what fixes add
    return most, draft.at[network], (draft.added, draft.volumes) if is_raised else None


def _above(draft: Draft) -> Hashable:
    network = draft.terms.network
    if not draft.outcome.is_above or network is None:
        return bool(draft.rows)
    return draft.at[network], draft.volumes & draft.terms.covered_mask


def _second(facts: Mapping[str, Any], _: Draft) -> Mapping[str, Units]:
    return {"quantity": Units((facts["service"],)), "least": Units((facts["first_level"],))}


def _greatest(facts: Mapping[str, Any], _: Draft) -> Mapping[str, Units]:
    return {"quantity": Units((facts["service"],)), "least": Units((facts["above"],))}


def _all(facts: Mapping[str, Any], draft: Draft) -> Mapping[str, Units]:
    covered = tuple(each for each in draft.terms.covered if each in draft.units)
    return {"quantity": Units((facts["service"],)), "most": Units(covered, is_sum=True)}


COMPARING: Mapping[str, Comparing] = {
    "TAR001": Comparing(_levels, _second),
    "TAR002": Comparing(_below, _greatest),
    "TAR003": Comparing(_above, _all),
}
