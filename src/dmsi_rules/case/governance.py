"""
One governance document before one convention on one day: which meetings were due, who had to be there.

A span of time includes both its first and its last day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from dmsi_rules.convention.terms import Terms
from dmsi_rules.convention.years import year_start
from dmsi_rules.model.clauses import CommitteeSeats
from dmsi_rules.model.convention import Convention
from dmsi_rules.model.governance import Governance
from dmsi_rules.values.days import DAY, known, months_before
from dmsi_rules.values.record import record

T = TypeVar("T")


@record
class ObservedPeriod:
    """
    A period in which a committee was to meet.

    Attributes:
        held: whether it did; None while the meetings are not known.
    """

    first: dt.date
    last: dt.date
    held: bool | None


class GovernanceCase:
    """
    A governance document under given terms.

    Attributes:
        kind: the kind of document that it is made of.
        switches: of those switches that were asked for, whether each is open and can matter.
        committees: the committees of the convention, by name.
        communes: the communes, each once; None where they are not known.
        most_named: how many communes a finding names; the rest are counted.
    """

    kind = Governance
    most_named = 50

    def __init__(self, document: Governance, terms: Terms, as_of: dt.date) -> None:
        self.document = document
        self.terms = terms
        self.as_of = as_of
        self.committees: Mapping[str, CommitteeSeats] = terms.text.committees
        self.switches: dict[str, bool] = {}
        self._computed: dict[Any, Any] = {}
        self.communes = None if document.communes is None else tuple(dict.fromkeys(document.communes))

    # ---- meetings due

    @cached_property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """
        The observed span; None while one of its ends is not known.
        """
        first, last = known(self.document.observed_from), known(self.document.observed_to)
        return None if first is None or last is None else (first, last)

    def turn_of(self, committee: CommitteeSeats) -> dt.date | None:
        """
        Return the day from which *committee* meets in its second rhythm; None while that is not known, or there is none.
        """
        if committee.then_from is None:
            return None
        document = self.document
        said = getattr(document, committee.then_from, None) or document.others.get(committee.then_from)
        return known(said)

    def due(self, name: str) -> tuple[ObservedPeriod, ...] | None:
        """
        Return the periods wholly observed, and over, in which the committee *name* was to meet.

        None while the observed span is not known. While nobody says from when on they are longer, they are the short ones.
        """
        committee = self.committees.get(name)
        if committee is None or committee.every_months is None:
            return ()
        if self.span is None:
            return None
        first, last = self.span
        turn = self.turn_of(committee)
        spans = [
            each
            for each in _calendar(committee.every_months, first, last, self.terms.convention)
            if turn is None or each[0] < turn
        ]
        if turn is not None and committee.then_every_months is not None:
            spans += _calendar(committee.then_every_months, max(first, turn), last, self.terms.convention)
        held = self._meetings(name)
        return tuple([ObservedPeriod(*each, held=held and held(*each)) for each in spans if each[1] < self.as_of])

    def _meetings(self, name: str) -> Callable[[dt.date, dt.date], bool] | None:
        """
        Return what tells whether the committee *name* met between two days; None while the meetings are not known.
        """
        meetings = self.document.meetings
        if meetings is None:
            return None
        days = sorted(meeting.date for meeting in meetings if meeting.committee == name)
        return lambda first, last: bisect_right(days, last) > bisect_left(days, first)

    def without(self, there: Collection[str]) -> tuple[tuple[str, ...], int]:
        """
        Return the first communes that are not *there*, and how many there are in all; none while they are not known.
        """
        communes = self.communes or ()
        count = len(communes) - len(self._communes.intersection(there))
        return tuple(islice((each for each in communes if each not in there), min(count, self.most_named))), count

    @cached_property
    def _communes(self) -> frozenset[str]:
        return frozenset(self.communes or ())

    def before(self, terms: Terms) -> GovernanceCase:
        """
        Return the same document before the text of another span of time.
        """
        return self if terms is self.terms else GovernanceCase(self.document, terms, self.as_of)

    # ---- other readings

    def under(self, terms: Terms, *, keeps_open: bool = True) -> GovernanceCase:  # noqa: ARG002  (as a dossier's)
        """
        Return the same document under other *terms*; nothing is open here.
        """
        return GovernanceCase(self.document, terms, self.as_of)

    def remembering(self) -> GovernanceCase:
        """
        Return this case: few readings bear on it.
        """
        return self

    def once(self, work: Callable[..., T], *arguments: Any) -> T:
        """
        Return what *work* makes of this case and *arguments*, computed when it is first asked for.
        """
        key = (work, *arguments)
        if key not in self._computed:
            self._computed[key] = work(self, *arguments)
        return self._computed[key]  # type: ignore[no-any-return]  # what that work returned


def _calendar(months: int, first: dt.date, last: dt.date, convention: Convention) -> Iterator[tuple[dt.date, dt.date]]:
    """
    Yield the periods of so many *months* that the accounting year divides into and that lie wholly in a span.
    """
    start = year_start(first, convention)
    while start < first:
        start = months_before(start, -months)
    while (end := months_before(start, -months) - DAY) <= last:
        yield start, end
        start = end + DAY
