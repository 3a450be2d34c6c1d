"""
The governance document: committees, amendments and tariff grids, over a span of time.
"""

from collections.abc import Mapping
from typing import Any, Literal

from dmsi_rules.model.given import OWN_KEYS, document
from dmsi_rules.model.scalars import CommitteeCode, ConventionId, Date, DateOrNone, RoleCode, Text
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.plain import to_document
from dmsi_rules.values.record import REST, field

Vote = Literal["for", "against", "abstain"]


@document
class Member:
    """
    A member who represents a commune at a meeting.
    """

    role: RoleCode
    commune: Text | None = None


@document
class Meeting:
    """
    One meeting of a committee; a member is a role, or a role and its commune.
    """

    committee: CommitteeCode
    date: Date
    present: tuple[RoleCode | Member, ...] | None = None
    invited: tuple[RoleCode | Member, ...] | None = None


@document
class Amendment:
    """
    A proposed change of the convention and what became of it.
    """

    name: Text | None = None
    proposed: DateOrNone | None = None
    feasibility_study: DateOrNone | None = None
    votes: Mapping[str, Vote] | None = field(default=None, hash=False)
    adopted: DateOrNone | None = None
    avenant: DateOrNone | None = None


@document
class AppliedGrid:
    """
    A tariff grid: when it was voted, sent and applied.
    """

    id: Text | None = None
    voted: DateOrNone | None = None
    sent: DateOrNone | None = None
    named_start: DateOrNone | None = None
    applied_from: DateOrNone | None = None


@document
class Governance:
    """
    The life of the committees over an observed span, both days included.
    """

    kind: Literal["governance"] = "governance"
    convention: ConventionId | None = None
    communes: tuple[Text, ...] | None = None
    observed_from: DateOrNone | None = None
    observed_to: DateOrNone | None = None
    operational_quarterly_from: DateOrNone | None = None
    others: Mapping[str, Any] = field(factory=Frozen, converter=frozen, hash=False, metadata=REST)
    meetings: tuple[Meeting, ...] | None = None
    amendments: tuple[Amendment, ...] | None = None
    grids: tuple[AppliedGrid, ...] | None = None

    # The keys at the root that are the caller's own (`x-`), as every table has them.
    own: Mapping[str, Any] | None = OWN_KEYS

    def to_dict(self) -> dict[str, Any]:
        """
        Return the document as the contract writes it.
        """
        return to_document(self)
