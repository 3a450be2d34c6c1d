"""
What differs between two conventions: every datum once, at its entry's key and the day from which on that holds.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dmsi_rules.convention import convention_of
from dmsi_rules.convention.changes import Change, changes
from tests.convention.examples import FILES, GONE, changed, plain

SM3R, OLD, NEW = "sm3r-2026", "call-dmsi-2024", "call-dmsi-2027"
LATER = dt.date(2028, 1, 1)
PORTAL = {"service": "portail", "requires": "contribution", "from": LATER, "source": "Avenant 2"}

EDITS = [
    ("/catalogue/services/2/fr", "Portail", ("catalogue.services", ("portail",), "renamed", "fr")),
    ("/catalogue/services/2/until", LATER, ("catalogue.services", ("portail",), "changed", "until")),
    ("/catalogue/services/2/unit", "classe", ("catalogue.services", ("portail",), "changed", "unit")),
    ("/catalogue/edges/-", PORTAL, ("catalogue.edges", ("portail", "contribution", "2028-01-01"), "added", None)),
    ("/catalogue/edges/4/inferred", True, ("catalogue.edges", ("intervention", "adhesion"), "changed", "inferred")),
    ("/catalogue/edges/1/source", "Art. 2", ("catalogue.edges", ("portail", "contribution"), "changed", "source")),
    ("/catalogue/source", "Art. 3", ("catalogue", (), "changed", "source")),
    ("/request/notice/0/limit/months", 2, ("request.notice", (), "changed", "limit.months")),
    ("/request/notice/1", GONE, ("request.notice", ("2027-09-01",), "removed", None)),
    ("/request/notice/1/limit/months", 5, ("request.notice", ("2027-09-01",), "changed", "limit.months")),
    ("/exit/notice/0/letter_date", ["received", "sent"], ("exit.notice", (), "changed", "letter_date")),
    ("/exit/form/0/sender/-", "deputy", ("exit.form", (), "added", "sender")),
    ("/conditions/prerequisites/1/en", "x", ("conditions.prerequisites", ("EDR",), "changed", "en")),
    ("/costs/owned/0/by", "user", ("costs.owned", ("servers",), "changed", "by")),
    ("/costs/sharing/0/weights/poste", 50, ("costs.sharing", (), "changed", "weights.poste")),
    ("/governance/committees/0/every_months", 4, ("governance.committees", ("bureau",), "changed", "every_months")),
    ("/tariff/grids/1/sent", GONE, ("tariff.grids", ("2027-2028",), "changed", "sent")),
    ("/tariff/grids/0/vat/rate", "10", ("tariff.grids", ("2026-2027",), "changed", "vat.rate")),
    ("/tariff/grids/1/prices/3/year", "260.00", ("tariff.grids.prices", ("2027-2028", "ecoles"), "changed", "year")),
    (
        "/tariff/grids/0/prices/0/brackets/0/year",
        "1.50",
        ("tariff.grids.prices", ("2026-2027", "contribution"), "added", "brackets"),
    ),
    ("/roles/mayor/en", "the Mayor", ("roles", ("mayor",), "changed", "en")),
    ("/units/classe/most", 5, ("units", ("classe",), "changed", "most")),
    ("/year/starts", "01-01", ("year", (), "changed", "starts")),
    ("/title", "Règlement", ("convention", (), "changed", "title")),
    ("/checked", LATER, None),
]
"""
Edits of the file, and what is told of each: section, entry, kind, key; of the last one nothing.
"""


def told(change: Change) -> tuple[Any, ...]:
    """
    Return a change as something that can be in a set.
    """
    return (change.section, change.entry, change.kind, change.key, repr(change.old), repr(change.new))


@pytest.mark.parametrize(("path", "value", "expected"), EDITS, ids=[path for path, *_ in EDITS])
def test_each_edit(path: str, value: Any, expected: tuple[Any, ...] | None) -> None:
    """
    Is told at its place, forwards and backwards.
    """
    before, after = convention_of(plain(SM3R)), convention_of(changed(SM3R, {path: value}))
    there, back = changes(before, after), changes(after, before)
    assert (expected is None) == (there == ())
    assert expected is None or expected in {told(each)[:4] for each in there}
    opposite = {"added": "removed", "removed": "added"}
    mirrored = {(*told(each)[:2], opposite.get(each.kind, each.kind), each.key, *told(each)[:3:-1]) for each in back}
    assert mirrored == {told(each) for each in there}


def test_a_service_with_another_code() -> None:
    """
    Is the same one by its title: it is renamed, and nothing that names it has changed, its price included.
    """
    new = _under({"parc": "postes"}, plain(SM3R))
    assert (Change("catalogue.services", ("postes",), "renamed", "code", "parc", "postes"),) == changes(
        convention_of(plain(SM3R)), convention_of(new)
    )


def _under(codes: dict[str, str], value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _under(codes, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_under(codes, each) for each in value]
    return codes.get(value, value) if isinstance(value, str) else value


def test_the_order_of_entries_is_no_datum() -> None:
    """
    Services that change places change nothing.
    """
    new = plain(SM3R)
    new["catalogue"]["services"].reverse()
    assert () == changes(convention_of(plain(SM3R)), convention_of(new))


@pytest.mark.parametrize("name", FILES)
def test_nothing(name: str) -> None:
    """
    A convention changes nothing of itself, nor of what is written from it.
    """
    convention = convention_of(plain(name))
    assert () == changes(convention, convention_of(convention.to_dict()))


def test_what_a_successor_changes() -> None:
    """
    The plan that goes with the one in its place, the edge for new boxes alone, the longer notice, the doubts that are settled.
    """
    found = {told(each)[:4] for each in changes(convention_of(plain(OLD)), convention_of(plain(NEW)))}
    assert {
        ("replaces", (), "added", None),
        ("units", ("serveur",), "added", None),
        ("catalogue.services", ("messagerie",), "removed", "plans"),
        ("catalogue.services", ("messagerie",), "changed", "replaced.premium-10"),
        ("catalogue.edges", ("messagerie", "reseau"), "added", None),
        ("exit.notice", (), "changed", "limit.months"),
        ("term.start", (), "changed", "start"),
        ("tariff.grids", ("2027-01-01",), "added", None),
    } <= found


def test_another_convention_altogether() -> None:
    """
    Everything of one goes, everything of the other comes.
    """
    old, new = convention_of(plain(OLD)), convention_of(plain(SM3R))
    found = changes(old, new)
    gone, came = (
        {each.entry[:1] for each in found if (each.section, each.kind) == ("catalogue.services", kind)}
        for kind in ("removed", "added")
    )
    assert [gone, came] == [{(service.code,) for service in each.catalogue.services} for each in (old, new)]
