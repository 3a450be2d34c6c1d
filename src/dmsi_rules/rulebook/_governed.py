"""
What the rules of governance look at: the periods in which a committee was to meet, meetings, amendments, grids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.rulebook._rule import Place

if TYPE_CHECKING:
    from dmsi_rules.case.governance import GovernanceCase, ObservedPeriod
    from dmsi_rules.model.convention import CommitteeSeats, Role, Seat
    from dmsi_rules.model.governance import Amendment, Member

COMMUNES = "/communes"
MEETINGS = "/meetings"

# ---- places


Due: TypeAlias = "tuple[ObservedPeriod | None, CommitteeSeats]"
"""
A period in which a committee was to meet; None while the observed span is unknown.
"""


def _periods(case: GovernanceCase, committees: Iterable[CommitteeSeats]) -> Sequence[Place]:
    found: list[Place] = []
    for committee in committees:
        periods = case.due(committee.committee)
        if periods is None:
            found.append((f"{committee.committee}: the observed span", (None, committee)))
        else:
            found += [(f"{committee.committee}: {each.first.isoformat()}", (each, committee)) for each in periods]
    return found


def one_rhythm(case: GovernanceCase) -> Sequence[Place]:
    """
    The periods in which each committee was to meet that keeps one rhythm.
    """
    return _periods(case, [each for each in case.committees.values() if each.every_months and not _turns(each)])


def two_rhythms(case: GovernanceCase) -> Sequence[Place]:
    """
    The periods in which each committee was to meet whose rhythm changes, and those of the operational committee.
    """
    return _periods(case, [each for each in case.committees.values() if each.every_months and _turns(each)])


def _turns(committee: CommitteeSeats) -> bool:
    return committee.later_every_months is not None or committee.committee == "operational"


def meetings(case: GovernanceCase) -> Sequence[Place]:
    """
    The meetings of the committees that the convention knows, each with its rank.
    """
    held = enumerate(case.document.meetings or ())
    return [(f"{MEETINGS}/{rank}/present", (rank, each)) for rank, each in held if each.committee in case.committees]


def adopted_amendments(case: GovernanceCase) -> Sequence[Place]:
    """
    The amendments recorded as adopted, each with its JSON pointer.
    """
    amendments = [(f"/amendments/{rank}", each) for rank, each in enumerate(case.document.amendments or ())]
    return [(path, (path, each)) for path, each in amendments if each.adopted]


def applied_grids(case: GovernanceCase) -> Sequence[Place]:
    """
    The grids that are applied, each with its JSON pointer.
    """
    grids = [(f"/grids/{rank}", each) for rank, each in enumerate(case.document.grids or ())]
    return [(f"{path}/applied_from", (path, each)) for path, each in grids if each.applied_from]


# ---- members


def members_in(path: str, entries: Iterable[Role | Member]) -> Iterator[tuple[str, str, str | None]]:
    """
    Yield the role and the commune of each of *entries*, after the pointer of what would say that commune.
    """
    for rank, each in enumerate(entries):
        if isinstance(each, str):
            yield f"{path}/{rank}", each, None
        else:
            yield f"{path}/{rank}/commune", each.role, each.commune


def vacancy(seat: Seat, members: Iterable[tuple[str, str, str | None]], case: GovernanceCase) -> Violated | Unknown | None:
    """
    Judge one seat: a member without commune may be that of any one commune.
    """
    holders = [(path, commune) for path, role, commune in members if role in seat.any_of]
    role = "/".join(seat.any_of)
    if not seat.of_each_commune:
        return None if holders else Violated({"role": role})
    if case.communes is None:
        return Unknown((COMMUNES,))
    nameless = tuple(path for path, commune in holders if commune is None)
    communes, count = case.without({commune for _, commune in holders if commune is not None})
    if not count or (nameless and len(case.communes) == 1):
        return None
    return Unknown(nameless) if count <= len(nameless) else Violated({"role": role} | named(communes, count))


def named(communes: tuple[str, ...], count: int) -> dict[str, Any]:
    """
    Return the facts that name *communes*, the first of so many.
    """
    more = count - len(communes)
    return {"communes": communes} | ({"more": more} if more else {})


# ---- votes


BLOCKS_NOT: Mapping[str, frozenset[str]] = {"blocks": frozenset({"for"}), "ignored": frozenset({"for", "abstain"})}
"""
Reading `abstention`: the votes that do not stand in the way of unanimity.
"""


def dissenting(amendment: Amendment, case: GovernanceCase) -> tuple[tuple[str, ...], int]:
    """
    Return the first communes that stand in the way of unanimity, and how many do in all; none while votes are not known.

    While the communes are not known, those whose vote is known are the ones that count.
    """
    if amendment.votes is None:
        return (), 0
    fine = BLOCKS_NOT[case.terms.readings.abstention]
    if case.communes is None:
        blocking = tuple(commune for commune, vote in amendment.votes.items() if vote not in fine)
        return blocking[: case.most_named], len(blocking)
    return case.without([commune for commune, vote in amendment.votes.items() if vote in fine])
