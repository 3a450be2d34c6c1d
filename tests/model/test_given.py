"""
Parts of documents made by hand: they validate what they are given, and equal those that are read.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs
import pytest

import dmsi_rules
from dmsi_rules import Commune, Dossier, InvalidValueError, Invoice, Line, Meeting, Member, Opening, Request, Snapshot
from tests.documents.documents import data


def made_again(value: Any) -> Any:
    """
    Return *value* made again by its constructors, part by part.
    """
    if attrs.has(type(value)):
        fields = [each for each in attrs.fields(type(value)) if each.init]
        return type(value)(**{each.name: made_again(getattr(value, each.name)) for each in fields})
    if isinstance(value, tuple):
        return tuple(map(made_again, value))
    return dict(value) if isinstance(value, Mapping) else value


@pytest.mark.parametrize("name", ["every-key.json", "every-governance-key.json"])
def test_what_is_read_can_be_made(name: str) -> None:
    """
    Whatever a document may say its constructors take, and the result is the same.
    """
    given = data(name)
    read = dmsi_rules.read_governance(given) if given.get("kind") == "governance" else dmsi_rules.read_dossier(given)

    assert read == made_again(read)


def test_a_dossier_made_by_hand() -> None:
    """
    Lists may be any iterable, amounts decimals, days dates or ISO text.
    """
    asked = [Line("socle"), Line("postes", quantity=3, opening="2027-01-01", printed_annual_price=Decimal("204.00"))]  # type: ignore[arg-type]
    dossier = Dossier(commune=Commune("Avion", insee="62065"), request=Request(date=dt.date(2026, 5, 20), lines=iter(asked)))  # type: ignore[arg-type]

    assert dmsi_rules.read_dossier(dossier.to_dict()) == dossier
    assert dt.date(2027, 1, 1) == asked[1].opening
    assert dmsi_rules.quote(dossier, as_of=dt.date(2026, 5, 20)).annual_total == Decimal("864.00")


WRONG: tuple[tuple[type, dict[str, Any], list[str]], ...] = (
    (Line, {"service": "postes", "quantity": -5}, ["/quantity"]),
    (Line, {"service": 7, "quantity": True, "opening": dt.date(7435, 4, 12)}, ["/service", "/quantity", "/opening"]),
    (Dossier, {"commune": "Avion"}, ["/commune"]),
    (Commune, {"name": " ", "siren": "123456789"}, ["/name", "/siren"]),
    (Request, {"lines": [Line("socle"), "postes"], "signed_by": 7}, ["/signed_by", "/lines/1"]),
    (Snapshot, {"month": "2026-13", "units": {"postes": -1}}, ["/month", "/units"]),
    (Snapshot, {"month": "2026-01", "units": ["postes"]}, ["/units"]),
    (Opening, {"service": None, "date": "soon"}, ["/service", "/date"]),
    (Invoice, {"period": "2026", "total": Decimal("0.001"), "lines": "socle"}, ["/total", "/lines"]),
    (Meeting, {"committee": "strategic", "date": dt.date(2026, 1, 1), "present": [Member(role="director"), 3]}, ["/present/1"]),
)


@pytest.mark.parametrize(("part", "given", "places"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told_at_once(part: type, given: dict[str, Any], places: list[str]) -> None:
    """
    Each fault with its place in the part, in the words that documents are refused with.
    """
    with pytest.raises(InvalidValueError) as raised:
        part(**given)

    assert places == [fault.path for fault in raised.value.faults]
    assert part.__name__ in str(raised.value)


def test_a_change_is_validated_too() -> None:
    """
    As attrs makes it.
    """
    line = Line("postes", quantity=3)

    assert Line("postes", quantity=4) == attrs.evolve(line, quantity=4)
    with pytest.raises(InvalidValueError, match="quantity"):
        attrs.evolve(line, quantity=-5)


def test_reading_does_not_pay_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A document that is read has been validated: no constructor is called for it.
    """
    monkeypatch.setattr(Line, "__init__", lambda *_, **__: pytest.fail("made by its constructor"))
    read = dmsi_rules.read_dossier({"commune": {"name": "Avion"}, "request": {"lines": [{"service": "socle"}]}})

    assert read.request is not None
    assert "socle" == (read.request.lines or ())[0].service
