"""
Who sits in which committee, and how a text is amended.
"""

from typing import Literal

from dmsi_rules.model.entries import Entry, Worded
from dmsi_rules.model.readings import Abstention
from dmsi_rules.model.scalars import AnyCode, Flag, Majority, Quantity, Text
from dmsi_rules.values.record import record

# ---- governance


@record(kw_only=True)
class CommitteeSeats(Worded):
    """
    A committee: who sits in it, any one of the roles of a seat, and how many months a period has in which it meets.

    `then_every_months` holds from the day on that the governance document gives under the key `then_from`.
    """

    code: AnyCode
    seats: tuple[tuple[AnyCode, ...], ...] = ()
    member_seats: tuple[tuple[AnyCode, ...], ...] = ()
    every_months: Quantity | None = None
    then_every_months: Quantity | None = None
    then_from: Text | None = None


@record(kw_only=True)
class AmendmentsClause(Entry):
    """
    How the text is changed: by how many of the members, and what else that needs.
    """

    majority: Majority
    provider_agrees: Flag = False
    needs: tuple[Literal["study", "avenant"], ...] = ()
    abstention: Abstention | None = None


@record(kw_only=True)
class GovernanceClauses:
    """
    Who governs the whole.
    """

    source: Text | None = None
    committees: tuple[CommitteeSeats, ...] = ()
    amendments: tuple[AmendmentsClause, ...] = ()
