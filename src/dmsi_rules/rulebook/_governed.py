"""
What the rules of governance look at: the periods in which a committee was to meet, meetings, amendments, grids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from dmsi_rules.case.deadlines import is_among
from dmsi_rules.case.parties import party_code
from dmsi_rules.finding import Unknown, Violated
from dmsi_rules.model.convention import PROVIDER
from dmsi_rules.rulebook._rule import Place

if TYPE_CHECKING:
    from dmsi_rules.case.governance import GovernanceCase, ObservedPeriod
    from dmsi_rules.model.clauses import CommitteeSeats
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
        periods = case.due(committee.code)
        if periods is None:
            found.append((f"{committee.code}: the observed span", (None, committee)))
        else:
            found += [(f"{committee.code}: {each.first.isoformat()}", (each, committee)) for each in periods]
    return found


def one_rhythm(case: GovernanceCase) -> Sequence[Place]:
    """
    The periods in which each committee was to meet that keeps one rhythm.
    """
    return _periods(case, [each for each in case.committees.values() if each.every_months and not _turns(each)])


def two_rhythms(case: GovernanceCase) -> Sequence[Place]:
    """
    The periods in which each committee was to meet whose rhythm changes.
    """
    return _periods(case, [each for each in case.committees.values() if each.every_months and _turns(each)])


def _turns(committee: CommitteeSeats) -> bool:
    return committee.then_from is not None


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


def members_in(path: str, entries: Iterable[str | Member]) -> Iterator[tuple[str, str, str | None]]:
    """
    Yield the role and the commune of each of *entries*, after the pointer of what would say that commune.
    """
    for rank, each in enumerate(entries):
        if isinstance(each, str):
            yield f"{path}/{rank}", each, None
        else:
            yield f"{path}/{rank}/commune", each.role, each.commune


def vacancies(
    committee: CommitteeSeats, members: Sequence[tuple[str, str, str | None]], case: GovernanceCase
) -> list[Violated | Unknown | None]:
    """
    Judge every seat of *committee*, those of which every member has one after the others.
    """
    seats = [(seat, False) for seat in committee.seats] + [(seat, True) for seat in committee.member_seats]
    return [_vacancy(seat, members, case, of_each=of_each) for seat, of_each in seats]


def _vacancy(
    seat: tuple[str, ...], members: Iterable[tuple[str, str, str | None]], case: GovernanceCase, *, of_each: bool
) -> Violated | Unknown | None:
    """
    Judge one seat: a member without commune may be that of any one commune.
    """
    convention = case.terms.convention
    holders = [(path, commune) for path, role, commune in members if is_among(role, seat, convention)]
    role = "/".join(seat)
    if not of_each:
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
    Return the first members that stand in the way of the majority, and how many do in all; none where it is reached.

    While the members are not known, those whose vote is known are the ones that count. Of unanimity nobody may be missing; of
    a part of the members so many vote for it, abstentions left out of the count where they are ignored.
    """
    clause = case.terms.text.amendments
    if amendment.votes is None or clause is None:
        return (), 0
    reading = case.terms.readings.abstention
    fine = BLOCKS_NOT[reading]
    if clause.majority != "all" and _has_majority(amendment.votes, clause.majority, case, ignores=reading == "ignored"):
        return (), 0
    if case.communes is None:
        blocking = tuple(commune for commune, vote in amendment.votes.items() if vote not in fine)
        return blocking[: case.most_named], len(blocking)
    return case.without([commune for commune, vote in amendment.votes.items() if vote in fine])


def _has_majority(votes: Mapping[str, str], majority: str, case: GovernanceCase, *, ignores: bool) -> bool:
    above, _, below = majority.partition("/")
    provider = party_code(PROVIDER, case.terms).casefold()
    cast = {name: vote for name, vote in votes.items() if name.casefold() != provider}
    count = len(cast) if case.communes is None else len(case.communes)
    if ignores:
        count -= sum(vote == "abstain" for vote in cast.values())
    agreeing = sum(vote == "for" for vote in cast.values())
    return count > 0 and agreeing * int(below) >= count * int(above)
