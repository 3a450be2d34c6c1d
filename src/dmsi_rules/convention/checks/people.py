"""
Parties, roles, committees, and what is asked of members: codes that mean one thing, seats that somebody can take.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

import attrs

from dmsi_rules.convention.checks.draft import CODE, Draft
from dmsi_rules.documents.faults import is_known, outside
from dmsi_rules.errors import Fault
from dmsi_rules.model.clauses import CommitteeSeats, Obligation, Prerequisite
from dmsi_rules.model.convention import BOTH, DEPARTMENT, MEMBER, PROVIDER
from dmsi_rules.model.scalars import DateOrNone
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import MONTHS

NOBODY: Mapping[str, frozenset[str]] = {
    "parties": frozenset({BOTH, "other", "user", "beneficiary", "shared", "space"}),
    "roles": frozenset({PROVIDER, MEMBER, DEPARTMENT, "other"}),
}
"""
The words that mean something else already where a party or a role is named.
"""


def people_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield what is wrong with those whom the *draft* names, and with what it asks of them.
    """
    yield from _codes(draft)
    for path, committee in draft.places("/governance/committees/*"):
        yield from _rhythm(committee, path)
        yield from _seats(committee, path)
    for pattern in ("/conditions/prerequisites/*", "/duties/obligations/*"):
        for path, entry in draft.places(pattern):
            yield from _judged(entry, path)


def _codes(draft: Draft) -> Iterator[Fault]:
    """
    A word of documents stands for one party or role, and for one role or committee.
    """
    parties = [(path, code) for key in (PROVIDER, MEMBER, DEPARTMENT) for path, code in draft.places(f"/parties/{key}/code")]
    roles = [*draft.places("/roles/#"), *draft.places("/roles/*/also/*")]
    first = {committee.code: (f"{path}/code", committee.code) for path, committee in draft.places("/governance/committees/*")}
    committees = [each for each in first.values() if is_known(each[1])]
    yield from _taken([*parties, *roles])
    yield from _taken([*roles, *committees], told=len(roles))
    for reserved, named in ((NOBODY["parties"], parties), (NOBODY["roles"], [*roles, *committees])):
        for path, code in named:
            if code in reserved:
                yield Fault(CODE, N_("`{code}` means something else already where one is named"), path, {"code": code})


def _taken(named: list[tuple[str, str]], *, told: int = 0) -> Iterator[Fault]:
    """
    Yield the places whose code another one has, but for the first ones, which have been *told*.
    """
    owners: dict[str, str] = {}
    for rank, (path, code) in enumerate(named):
        if owners.setdefault(code, path) != path and rank >= told:
            facts = {"code": code, "other": owners[code]}
            yield Fault(CODE, N_("`{code}` is the code of {other} already"), path, facts)


def _rhythm(committee: CommitteeSeats, path: str) -> Iterator[Fault]:
    for key in ("every_months", "then_every_months"):
        months = getattr(committee, key)
        if months is not None and MONTHS % months:
            message = N_("a committee meets in periods that divide the year: 1, 2, 3, 4, 6 or 12 months")
            yield Fault(CODE, message, f"{path}/{key}")
    then, day = committee.then_every_months, committee.then_from
    if then is not None and committee.every_months is None:
        message = N_("without `every_months` there is nothing to change later")
        yield Fault(CODE, message, f"{path}/then_every_months")
    if then is not None and day is None:
        message = N_("`then_from` names the key of the governance document that says from when on")
        yield Fault(CODE, message, f"{path}/then_from")
    elif day is not None and then is None:
        message = N_("`then_from` says from when on there is another rhythm, `then_every_months`")
        yield Fault(CODE, message, f"{path}/then_every_months")
    if day is not None and day not in (days := _days_of_governance()):
        yield outside(day, days, N_("day of a governance document")).at(f"{path}/then_from")


def _days_of_governance() -> tuple[str, ...]:
    from dmsi_rules.model.governance import Governance  # noqa: PLC0415  (few conventions name a key of it)

    fields = attrs.fields(attrs.resolve_types(Governance))
    return tuple(field.name for field in fields if DateOrNone in get_args(field.type))


def _seats(committee: CommitteeSeats, path: str) -> Iterator[Fault]:
    for key in ("seats", "member_seats"):
        for rank, roles in enumerate(getattr(committee, key)):
            if not roles:
                yield Fault(CODE, N_("nobody could take a seat that no role may hold"), f"{path}/{key}/{rank}")


def _judged(entry: Prerequisite | Obligation, path: str) -> Iterator[Fault]:
    if is_known(entry.rule, entry.code):
        message = N_("it is judged by a `rule` of its own, or attested under its `code`, not both")
        yield Fault(CODE, message, f"{path}/code")
    elif entry.rule is None and entry.code is None:
        message = N_("it is judged by a `rule` of its own, or attested under its `code`: one of the two is needed")
        yield Fault(CODE, message, f"{path}/rule")
