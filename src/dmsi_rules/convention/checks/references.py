"""
What names what: every service, unit, role, step or nature that a convention speaks of is one that it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import attrs

from dmsi_rules.convention.checks.draft import CODE, Draft
from dmsi_rules.documents.faults import is_known, outside, pointer
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import DEPARTMENT, MEMBER, PROVIDER
from dmsi_rules.model.dossier import Dossier, Signatures
from dmsi_rules.model.scalars import Date, DateOrNone
from dmsi_rules.text.marks import N_

QUANTITY, WORKS = "quantity", "works"

NAMED_AT: Mapping[str, tuple[str, ...]] = {
    N_("service"): (
        "/catalogue/base",
        "/catalogue/included/*/with",
        "/catalogue/edges/*/service",
        "/catalogue/edges/*/requires",
        "/conditions/prerequisites/*/services/*",
        "/joining/perimeter/*/rows/*/*",
        "/request/form/*/services/*",
        "/tariff/network/*/service",
        "/tariff/network/*/covers/*",
        "/tariff/grids/*/prices/*/service",
        "/tariff/grids/*/totals/*/services/*",
        "/billing/advance/*/service",
        "/costs/sharing/*/services/*",
    ),
    N_("unit"): ("/catalogue/services/*/unit", "/costs/sharing/*/weights/#"),
    N_("fact"): ("/units/*/fact", "/tariff/grids/*/prices/*/by"),
    N_("role"): (
        "/duties/obligations/*/by",
        "/joining/signers/*/roles/*",
        "/request/form/*/signers/*",
        "/exit/form/*/sender/*",
        "/exit/form/*/sender_doubtful/*",
        "/exit/form/*/addressee/*",
        "/governance/committees/*/seats/*/*",
        "/governance/committees/*/member_seats/*/*",
    ),
    N_("party, role or committee"): ("/decisions/matters/*/by",),
    N_("committee"): ("/joining/steps/*/session_of",),
    N_("step"): ("/billing/advance/*/not_before", "/billing/advance/*/not_before_first_of/*"),
    N_("nature"): ("/costs/owned/*/natures/*", "/costs/borne/*/natures/*", "/costs/reimbursement/*/nature"),
}
"""
The places that name something, by what that is.
"""

ALSO: Mapping[str, tuple[str, ...]] = {
    "/tariff/grids/*/prices/*/by": (QUANTITY,),
    "/billing/advance/*/not_before_first_of/*": (WORKS,),
}
"""
The words that a place takes besides.
"""


def reference_faults(draft: Draft) -> Iterator[Fault]:
    """
    Yield every name of the *draft* that it has no entry for.
    """
    if not draft.convention.catalogue.services:
        yield Fault(CODE, N_("at least one service is needed"), "/catalogue/services")
    replaces = draft.convention.replaces
    if replaces and is_known(replaces.convention) and replaces.convention == draft.convention.id:
        yield Fault(CODE, N_("a text replaces another one, not itself"), "/replaces/convention")
    known = _known(draft)
    for what, patterns in NAMED_AT.items():
        if (words := known[what]) is None:
            continue
        for pattern in patterns:
            allowed = (*words, *ALSO.get(pattern, ()))
            among = frozenset(allowed)
            for path, word in draft.places(pattern):
                if word not in among:
                    yield outside(word, allowed, what).at(path)
    yield from _steps(draft)
    yield from _recorded(draft)
    yield from _plans(draft)


def _known(draft: Draft) -> dict[str, tuple[str, ...] | None]:
    """
    Return the words that there are of each sort; None where one of them could not be read: it may be the one that is named.
    """
    roles = _keys(draft.convention.roles)
    committees = _codes(draft.convention.governance.committees)
    parties = (PROVIDER, MEMBER, DEPARTMENT)
    return {
        "service": _codes(draft.convention.catalogue.services) or None,
        "unit": _keys(draft.convention.units),
        "fact": _keys(draft.convention.facts),
        "role": roles,
        "party, role or committee": None if roles is None or committees is None else (*parties, *roles, *committees),
        "committee": committees,
        "step": _codes(draft.convention.joining.steps),
        "nature": _codes(draft.convention.costs.natures),
    }


def _codes(entries: tuple[Any, ...]) -> tuple[str, ...] | None:
    codes = tuple(dict.fromkeys(entry.code for entry in entries))
    return codes if is_known(*codes) else None


def _keys(table: Mapping[str, Any] | None) -> tuple[str, ...] | None:
    return None if table is None else tuple(table)


def _steps(draft: Draft) -> Iterator[Fault]:
    """
    A step rests on those above it, and may precede those alone that it rests on.
    """
    above: dict[str, None] = {}
    for path, step in draft.places("/joining/steps/*"):
        for rank, code in enumerate(step.rests_on):
            if is_known(code, *above) and code not in above:
                yield outside(code, tuple(above), N_("step that stands above")).at(f"{path}/rests_on/{rank}")
        for rank, code in enumerate(step.may_precede):
            if is_known(code, *step.rests_on) and code not in step.rests_on:
                yield outside(code, step.rests_on, N_("step that this one rests on")).at(f"{path}/may_precede/{rank}")
        above[step.code] = None


def _recorded(draft: Draft) -> Iterator[Fault]:
    """
    A step is recorded where a dossier has a day: under `/steps`, where the others are, or with the openings.
    """
    parties = (draft.convention.parties.provider.code, draft.convention.parties.member.code)
    if not is_known(*parties):
        return
    known = (*(f"/signatures/{code}" for code in parties), *_days_of_dossier(), "/openings")
    for path, place in draft.places("/joining/steps/*/at"):
        if place not in known and not place.startswith("/steps/"):
            yield outside(place, known, N_("place of a dossier's days")).at(path)


def _days_of_dossier() -> Iterator[str]:
    days = {Date, DateOrNone}
    for each in attrs.fields(attrs.resolve_types(Dossier)):
        made = next(filter(attrs.has, get_args(each.type)), None)
        for part in attrs.fields(attrs.resolve_types(made)) if made and made is not Signatures else ():
            if days.intersection((part.type, *get_args(part.type))):
                yield f"/{each.name}/{part.name}"


def _plans(draft: Draft) -> Iterator[Fault]:
    """
    A plan that is replaced is one that the service has no more, and another one, which it has, takes its place.
    """
    for path, service in draft.places("/catalogue/services/*"):
        for old, new in (service.replaced or {}).items():
            place = pointer(f"{path}/replaced", old)
            if is_known(new, *service.plans) and new not in service.plans:
                yield outside(new, service.plans, N_("plan")).at(place)
            if old in service.plans:
                message = N_("`{plan}` is on offer here: what is replaced stands in `plans` no more")
                yield Fault(CODE, message, place, {"plan": old})
