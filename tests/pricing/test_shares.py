"""
Real costs shared (Art. 9.2.1): who bears what, and what is refused with the reason.
"""

import datetime as dt
import decimal
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules import InvalidDocumentError, load_convention, share
from dmsi_rules.testing.strategies import (
    NATURES,
    SERVICES,
)

OTHER = Path(__file__).parents[1] / "data" / "other.toml"
COSTS: dict[str, Any] = {"postes": "100.00"}
UNITS: dict[str, Any] = {"Avion": {"postes": 1}, "Lens": {"postes": 1}, "Oignies": {"postes": 1}}


def faults(costs: Any, units: Any) -> list[tuple[str, str]]:
    """
    Return code and path of everything that is wrong with costs and units.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        share(costs, units)
    return [(found.code, found.path) for found in caught.value.findings]


def reason(costs: Any, units: Any) -> str:
    """
    Return why the first thing that is wrong is.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        share(costs, units)
    return caught.value.findings[0].message


# ---- shares


def test_the_first_name_gets_the_cent_in_a_tie() -> None:
    """
    A hundred euros between three: 33.34, 33.33, 33.33, whatever the order in which they are given.
    """
    expected = {"Avion": Decimal("33.34"), "Lens": Decimal("33.33"), "Oignies": Decimal("33.33")}
    for units in (UNITS, dict(reversed(UNITS.items()))):
        assert expected == share(COSTS, units).totals


def test_first_is_by_code_points() -> None:
    """
    Capitals before small letters, plain before accented ones, whatever the language.
    """
    units = {name: {"postes": 1} for name in ("avion", "Éleu", "Zuydcoote")}
    assert ["33.34", "33.33", "33.33"] == [
        share(COSTS, units).to_dict()["totals"][name] for name in ("Zuydcoote", "avion", "Éleu")
    ]


def test_the_largest_remainder_gets_the_cent() -> None:
    """
    One cent between one workstation and two: it goes to the two, first name or not.
    """
    shared = share({"postes": "0.01"}, {"Avion": {"postes": 1}, "Lens": {"postes": 2}})
    assert {"Avion": Decimal("0.00"), "Lens": Decimal("0.01")} == shared.totals
    assert [("Avion", False), ("Lens", True)] == [(line.commune, line.rounded_up) for line in shared.lines]


def test_only_those_that_hold_a_service_pay_for_it() -> None:
    """
    A category is paid by those that joined it; no unit of it is as none.
    """
    costs = {"postes": "90.00", "hebergement": "10.00"}
    units = {"Avion": {"postes": 2}, "Lens": {"postes": 1, "hebergement": 5}, "Oignies": {"hebergement": 0}}
    assert {
        "Avion": {"postes": Decimal("60.00")},
        "Lens": {"postes": Decimal("30.00"), "hebergement": Decimal("10.00")},
        "Oignies": {},
    } == share(costs, units).shares
    assert Decimal("0.00") == share(costs, units).totals["Oignies"]


def test_boxes_are_counted_together_or_by_plan() -> None:
    """
    Messaging is shared by boxes, of whatever plan.
    """
    units = {"Avion": {"messagerie": 3}, "Lens": {"messagerie/pro-25": 2, "messagerie/basique-10": 4}}
    assert ["10.00", "20.00"] == list(share({"messagerie": 30}, units).to_dict()["totals"].values())


def test_the_call_may_take_part() -> None:
    """
    Under its name; where it does not, the answer says what that comes to.
    """
    assert () == share(COSTS, UNITS | {"CALL": {"postes": 3}}).notes
    assert Decimal("50.00") == share(COSTS, UNITS | {"CALL": {"postes": 3}}).totals["CALL"]
    (note,) = share(COSTS, UNITS).notes
    assert "CALL" in note


@pytest.mark.parametrize("amount", ["999999999999.99", 999999999999, Decimal("999999999999.99"), "0", Decimal("1E+3"), "0.01"])
def test_amounts(amount: Any) -> None:
    """
    Up to twelve digits and two decimals, as text, whole number or decimal, exactly, whatever the caller's own context.
    """
    with decimal.localcontext(prec=3):
        shared = share({"postes": amount}, {"Avion": {"postes": 10**9}, "Lens": {"postes": 10**9 - 1}})
    assert Decimal(amount) == sum(shared.totals.values())


def test_what_an_answer_carries() -> None:
    """
    What it was made from, and the steps of each share.
    """
    answer = share(COSTS, {"Lens": {"postes": 4}}, as_of=dt.date(2026, 1, 10), name="costs.toml").to_dict()
    assert ("costs.toml", "call-dmsi-2024", "2026-01-10", {}) == tuple(
        answer[key] for key in ("dossier", "convention", "as_of", "readings")
    )
    assert [
        {
            "service": "postes",
            "commune": "Lens",
            "units": 4,
            "of_units": 4,
            "cost": "100.00",
            "amount": "100.00",
            "rounded_up": False,
            "parts": [],
        }
    ] == answer["lines"]
    assert share(COSTS, UNITS).to_dict()["as_of"] is None


def test_another_convention() -> None:
    """
    Its services, and no other.
    """
    other = load_convention(OTHER)
    shared = share({"parc": 10}, {"Mirandol": {"parc": 1}}, convention=other)
    assert Decimal("10.00") == shared.totals["Mirandol"]
    with pytest.raises(InvalidDocumentError):
        share(COSTS, UNITS, convention=other)


# ---- by the weights of a text

SYNDICATE = load_convention(Path(__file__).parents[2] / "examples" / "conventions" / "sm3r-2026.toml")
MEMBERS = {"Gris": {"parc": 30}, "Rivieres": {"parc": 10}}
PEOPLE: dict[str, Any] = {"Gris": {"population": {"2026": 1000}}, "Rivieres": {"population": {"2026": 8432, "2027": 8500}}}


def test_weights() -> None:
    """
    Sixty parts by inhabitants (1,000 and 8,432), forty by workstations (30 and 10): 363.61 and 636.39.
    """
    shared = share({"parc": 1000}, MEMBERS, year=2026, facts=PEOPLE, convention=SYNDICATE)
    assert {"Gris": Decimal("363.61"), "Rivieres": Decimal("636.39")} == shared.totals
    first, _ = shared.to_dict()["lines"]
    assert (None, None) == (first["units"], first["of_units"])
    assert [("habitant", 60, 100, 1000, 9432), ("poste", 40, 100, 30, 40)] == [tuple(each.values()) for each in first["parts"]]
    assert "Art. 6.2" == shared.source


def test_a_service_that_is_counted_by_a_fact() -> None:
    """
    It is everyone's: those without a workstation bear their part by inhabitants alone.
    """
    units = {**MEMBERS, "Rivieres": {}}
    shared = share({"contribution": 100}, units, year=2026, facts=PEOPLE, convention=SYNDICATE)
    assert {"Gris": Decimal("46.36"), "Rivieres": Decimal("53.64")} == shared.totals


@pytest.mark.parametrize(
    ("code", "path", "change"),
    [
        ("DOC001", "/year", {"year": None}),
        ("DOC001", "/facts/Gris/population/2027", {"year": 2027}),
        ("DOC001", "/facts/Gris/population/2026", {"facts": {"Rivieres": PEOPLE["Rivieres"]}}),
        ("DOC003", "/facts/Gris/people", {"facts": {**PEOPLE, "Gris": {"people": {"2026": 1000}}}}),
        ("DOC003", "/facts/Grise", {"facts": {**PEOPLE, "Grise": {}}}),
        ("DOC004", "/facts/Gris/population/2026", {"facts": {**PEOPLE, "Gris": {"population": {"2026": -1}}}}),
        ("DOC005", "/costs/contribution", {"costs": {"contribution": 1}, "units": {"Gris": {}, "Rivieres": {}}}),
    ],
)
def test_what_weights_need(code: str, path: str, change: dict[str, Any]) -> None:
    """
    The year, each participant's number in it, and somebody who has each unit.
    """
    given: dict[str, Any] = {"costs": {"parc": 1000}, "units": MEMBERS, "year": 2026, "facts": PEOPLE, **change}
    with pytest.raises(InvalidDocumentError) as caught:
        share(given.pop("costs"), given.pop("units"), convention=SYNDICATE, **given)
    assert [(code, path)] == [(found.code, found.path) for found in caught.value.findings]


# ---- what is refused


@pytest.mark.parametrize("nature", NATURES)
def test_no_nature_is_shared_as_such(nature: str) -> None:
    """
    What the CALL bears alone, what each bears for itself, what is shared by category: the reason says which, with its article.
    """
    assert [("DOC003", f"/costs/{nature}")] == faults({nature: 10}, UNITS)
    is_said = nature != "pooled-software"
    assert is_said == ("Art. " in reason({nature: 10}, UNITS))
    assert is_said != ("the text does not say" in reason({nature: 10}, UNITS))
    alone = {"dmsi-premises", "dmsi-logistics", "dmsi-management-staff", "dmsi-administrative-staff", "staff-training"}
    assert (nature in alone) == ("alone by the CALL" in reason({nature: 10}, UNITS))


def test_what_nobody_holds_is_refused() -> None:
    """
    A cost of nothing too: there is nobody to bear it.
    """
    for amount in (10, 0):
        assert [("DOC005", "/costs/serveurs")] == faults(COSTS | {"serveurs": amount}, UNITS | {"Billy": {"serveurs": 0}})
    assert [("DOC005", "/costs/postes")] == faults(COSTS, {})


def test_what_is_not_shared_is_refused() -> None:
    """
    Quotations are paid by whoever orders; the base counts no units; a plan is no category.
    """
    units = UNITS | {"Lens": {"conseil": 3, "messagerie/pro-25": 2, "postes": 1}}
    costs = COSTS | {"conseil": 1, "amoa": 1, "socle": 1, "messagerie/pro-25": 1}
    assert [
        ("DOC005", "/costs/amoa"),
        ("DOC005", "/costs/conseil"),
        ("DOC005", "/costs/messagerie~1pro-25"),
        ("DOC005", "/costs/socle"),
    ] == faults(costs, units)


@pytest.mark.parametrize(
    ("code", "path", "costs", "units"),
    [
        ("DOC001", "/costs", [], UNITS),
        ("DOC001", "/units", {}, "Lens"),
        ("DOC001", "/units/Lens", {}, {"Lens": 3}),
        ("DOC001", "/costs/postes", {"postes": 1.5}, UNITS),
        ("DOC001", "/costs/postes", {"postes": -1}, UNITS),
        ("DOC001", "/costs/postes", {"postes": "1000000000000"}, UNITS),
        ("DOC001", "/costs/postes", {"postes": "0.001"}, UNITS),
        ("DOC001", "/costs/postes", {"postes": Decimal("0.001")}, UNITS),
        ("DOC001", "/costs/postes", {"postes": Decimal("NaN")}, UNITS),
        ("DOC001", "/costs/postes", {"postes": True}, UNITS),
        ("DOC001", "/costs/3", {3: "1"}, UNITS),
        ("DOC003", "/costs/poste", {"poste": 1}, UNITS),
        ("DOC003", "/units/Lens/poste", {}, {"Lens": {"poste": 1}}),
        ("DOC003", "/units/Lens/messagerie~1pro", {}, {"Lens": {"messagerie/pro": 1}}),
        ("DOC004", "/units/Lens/postes", {}, {"Lens": {"postes": -1}}),
        ("DOC004", "/units/Lens/postes", {}, {"Lens": {"postes": 1.0}}),
        ("DOC004", "/units/a~1b~0c/postes", {}, {"a/b~c": {"postes": 10**9 + 1}}),
        ("DOC005", "/units/Lens/socle", {}, {"Lens": {"socle": 1}}),
        ("DOC005", "/units/Lens/postes~1pro-25", {}, {"Lens": {"postes/pro-25": 1}}),
        ("DOC006", "/units/Lens/messagerie~1pro-25", {}, {"Lens": {"messagerie": 1, "messagerie/pro-25": 1}}),
    ],
)
def test_bad_input(code: str, path: str, costs: Any, units: Any) -> None:
    """
    Each at its place.
    """
    assert [(code, path)] == faults(costs, units)


def test_every_fault_at_once() -> None:
    """
    Whatever is wrong is told in one go, with hints.
    """
    units = {"Avion": {"poste": 1, "serveurs": -1}, "Lens": {"postes": "3"}, "Oignies": 2}
    assert [
        ("DOC001", "/costs/reseau"),
        ("DOC001", "/units/Oignies"),
        ("DOC003", "/costs/dmsi-premises"),
        ("DOC003", "/units/Avion/poste"),
        ("DOC004", "/units/Avion/serveurs"),
        ("DOC004", "/units/Lens/postes"),
    ] == faults({"dmsi-premises": 1, "reseau": -1, "postes": 1}, units)
    assert reason({}, {"Avion": {"poste": 1}}).endswith("did you mean `postes`?")


def test_every_service_is_shared_or_refused() -> None:
    """
    No service of the catalogue is passed over in silence.
    """
    for service in SERVICES:
        try:
            shared = share({service: 10}, {"Lens": {service: 2}})
        except InvalidDocumentError:
            assert service in {"socle", "conseil", "amoa"}
        else:
            assert {service: Decimal("10.00")} == shared.shares["Lens"]
