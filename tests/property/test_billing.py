"""
Bills over a whole history, against what is said of them and against an oracle written apart, day by day.
"""

import calendar
import copy
import datetime as dt
import random
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dmsi_rules import Bill, Convention, bill, bills, read_dossier
from dmsi_rules.convention import convention_of
from tests.convention.examples import plain

YEARS = range(2023, 2033)
NEVER = dt.date(2500, 12, 31)
CENT = Decimal("0.01")
COUNTED = ("reseau", "postes", "support", "hebergement", "messagerie")
PRICES: Mapping[tuple[str, str | None], str] = {
    ("reseau", None): "7.00",
    ("postes", None): "17.00",
    ("support", None): "11.00",
    ("hebergement", None): "12.00",
    ("messagerie", "pro-25"): "8.80",
    ("messagerie", "basique-10"): "6.50",
}
DEARER = Decimal("1.10")
SWITCHES = {
    "opening_month": ("full", "next", "daily"),
    "billing_from": ("network-only", "all"),
    "network_alone": ("charged", "free"),
    "network_quantity": ("max", "sum"),
    "grid_start": ("next-year", "when-sent"),
    "network_implied": ("due", "only-if-asked"),
}
ON_NETWORK = {"reseau", "postes", "support", "hebergement"}


def two_grids() -> Convention:
    """
    Return the embedded convention with a second grid, a tenth dearer, voted in May 2025 and sent in June.
    """
    raw = plain("call-dmsi-2024")
    second = copy.deepcopy(raw["tariff"]["grids"][0])
    second |= {"id": "second", "voted": dt.date(2025, 5, 20), "sent": dt.date(2025, 6, 10)}
    del second["in_force"], second["totals"]
    for price in second["prices"]:
        month = (Decimal(price["month"]) * DEARER).quantize(CENT, ROUND_HALF_UP)
        price |= {"month": str(month), "year": str(12 * month)}
        price.pop("form_year", None)
    raw["tariff"]["grids"].append(second)
    return convention_of(raw)


CONVENTION = two_grids()

FEW = settings(max_examples=max(25, settings().max_examples // 4))
"""
For what goes through ten years at a time.
"""

# ---- histories

counts = st.integers(0, 500) | st.just(10**9)
units = st.fixed_dictionaries(
    {},
    optional={
        "reseau": counts,
        "postes": counts,
        "support": counts,
        "hebergement": counts,
        "messagerie/pro-25": counts,
        "messagerie/basique-10": counts,
        "conseil": counts,
        "serveurs": counts,
    },
)
days = st.dates(dt.date(2022, 10, 1), dt.date(2026, 12, 31))
readings = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in SWITCHES.items()})
periods = st.sampled_from([f"{year}{half}" for year in YEARS for half in ("", "-H1", "-H2")])


@st.composite
def histories(draw: st.DrawFn, *, whole: bool = False) -> dict[str, Any]:
    """
    Return a dossier with ten years of snapshots, some of them missing; with *whole*, none.
    """
    opened = draw(st.lists(st.sampled_from([*COUNTED, "serveurs"]), unique=True))
    asked = draw(st.lists(st.sampled_from(list(PRICES)), unique=True))
    lines = [
        {"service": service}
        | ({"plan": plan} if plan else {})
        | ({"quantity": draw(st.integers(1, 500))} if draw(st.booleans()) else {})
        for service, plan in asked
    ]
    names = [f"{year}-{month:02}" for year in YEARS for month in range(1, 13)]
    pool = draw(st.lists(units, min_size=1, max_size=4))
    draws = draw(st.randoms(use_true_random=False))
    document: dict[str, Any] = {
        "commune": {"name": "Avion"},
        "signatures": {"commune": "2022-11-02", "call": "2022-12-20"},
        "reaffirmations": [{"date": "2026-05-02"}, {"date": "2032-05-02"}],
        "request": {"lines": lines},
        "openings": [{"service": service, "date": draw(days).isoformat()} for service in opened],
        "snapshots": [{"month": name, "units": dict(draws.choice(pool))} for name in names if whole or draws.random() < 0.8],
    }
    if draw(st.booleans()):
        document["request"]["network_billing_from"] = draw(days).isoformat()
    if draw(st.booleans()):
        document["termination"] = {"scope": draw(st.sampled_from(["total", "partial"])), "services": ["messagerie"]}
        document["termination"]["sent"] = draw(st.dates(dt.date(2027, 1, 1), dt.date(2031, 12, 31))).isoformat()
        if draw(st.booleans()):
            document["termination"]["held"] = draw(st.booleans())
    return document


def bill_of(document: dict[str, Any], period: str, **switches: str) -> Bill:
    """
    Return the bill of a document.
    """
    return bill(read_dossier(document), period, convention=CONVENTION, readings=switches)


def said(answer: Bill) -> list[tuple[Any, ...]]:
    """
    Return what the lines of a bill say, without where it stands.
    """
    return [
        (line.month, line.service, line.plan, line.quantity, line.amount, line.provisional, line.grid) for line in answer.lines
    ]


# ---- the oracle: one day after the other


def day_of(text: Any) -> dt.date | None:
    """
    Return the date that a document writes.
    """
    return dt.date.fromisoformat(text) if text else None


def first_days(document: dict[str, Any], service: str, switches: Mapping[str, str]) -> dt.date | None:
    """
    Return the day from which a service is owed; None where it never is.
    """
    asked = {line["service"] for line in document["request"]["lines"]}
    opened = {opening["service"]: opening["date"] for opening in document["openings"]}
    agreed = document["request"].get("network_billing_from")
    found = [opened[service]] if service in opened else []
    if agreed and service == "reseau" and (asked & ON_NETWORK or service in opened):
        found.append(agreed)
    if agreed and switches.get("billing_from") == "all" and service in asked:
        found.append(agreed)
    return max(min(map(dt.date.fromisoformat, found)), dt.date(2023, 1, 1)) if found else None


def last_day(document: dict[str, Any], service: str) -> dt.date:
    """
    Return the last day on which a service is owed; a convention reaffirmed twice has no known end.
    """
    notice = document.get("termination")
    if notice is None or (notice["scope"] == "partial" and service not in notice["services"]):
        return NEVER
    sent = dt.date.fromisoformat(notice["sent"])
    held = (sent.month, sent.day) > (6, 30) and notice.get("held", True)
    return dt.date(sent.year + held, 12, 31)


def price(service: str, plan: str | None, day: dt.date, switches: Mapping[str, str]) -> tuple[str | None, Decimal | None]:
    """
    Return the grid in force and what it asks.
    """
    if day < dt.date(2023, 10, 1):
        return None, None
    found = Decimal(PRICES[service, plan])
    second = dt.date(2025, 7, 1) if switches.get("grid_start") == "when-sent" else dt.date(2026, 1, 1)
    return ("second", (found * DEARER).quantize(CENT, ROUND_HALF_UP)) if day >= second else ("2023-10-01", found)


def asked_volumes(document: dict[str, Any], service: str, switches: Mapping[str, str]) -> dict[str | None, int | None]:
    """
    Return the contracted quantity of each plan of a service; None where it is not known.
    """
    lines = document["request"]["lines"]
    found = {line.get("plan"): line.get("quantity") for line in lines if line["service"] == service}
    if service == "reseau" and found == {None: None}:
        above = [line.get("quantity") for line in lines if line["service"] in {"postes", "hebergement"}]
        if above and None not in above:
            found[None] = (sum if switches.get("network_quantity") == "sum" else max)(above)
    return found or {None: None}


def oracle(document: dict[str, Any], year: int, month: int, switches: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """
    Return what the lines of one month are to say: priced services alone.
    """
    name = f"{year}-{month:02}"
    in_month = [dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    snapshot = next((each["units"] for each in document["snapshots"] if each["month"] == name), None)
    shares = {}
    for service in COUNTED:
        begin, end = first_days(document, service, switches), last_day(document, service)
        served = sum(begin <= day <= end for day in in_month) if begin else 0
        whole = served == len(in_month)
        shares[service] = {
            "full": Fraction(bool(served)),
            "next": Fraction(whole),
            "daily": Fraction(served, len(in_month)),
        }[switches.get("opening_month", "full")]
    found = []
    for service in COUNTED:
        if not shares[service]:
            continue
        volumes = asked_volumes(document, service, switches)
        if snapshot is not None:
            plans = [plan for code, plan in PRICES if code == service]
            kept = [plan for plan in plans if plan is None or plan in volumes or f"{service}/{plan}" in snapshot]
            volumes = {plan: snapshot.get(f"{service}/{plan}" if plan else service, 0) for plan in kept}
        alone = service == "reseau" and not shares["postes"] and not shares["hebergement"]
        for plan, quantity in volumes.items():
            grid, each = price(service, plan, in_month[0], switches) if (service, plan) in PRICES else (None, None)
            grid, _ = price("reseau", None, in_month[0], switches) if grid is None else (grid, None)
            amount = None
            if each is not None and alone and switches.get("network_alone") == "free":
                amount = None if quantity is None else Decimal(0)
            elif each is not None and quantity is not None:
                exact = quantity * Fraction(each) * shares[service]
                amount = Decimal(int(exact * 100 + Fraction(1, 2))) / 100
            found.append((name, service, plan, quantity, amount, snapshot is None, grid))
    return found + implied(found, shares, snapshot, in_month[0], switches)


def implied(
    found: list[tuple[Any, ...]],
    shares: Mapping[str, Fraction],
    snapshot: Mapping[str, int] | None,
    first: dt.date,
    switches: Mapping[str, str],
) -> list[tuple[Any, ...]]:
    """
    Return the network's line where workstations are billed on it, in use or hosted, and it has none of its own (Annexe 5).
    """
    covered = [line for line in found if line[1] in {"postes", "hebergement"}]
    if not covered or shares["reseau"] or switches.get("network_implied") == "only-if-asked":
        return []
    quantities = [line[3] for line in covered]
    quantity = None
    if None not in quantities:
        quantity = (sum if switches.get("network_quantity") == "sum" else max)(quantities)
    if snapshot is not None and "reseau" in snapshot:
        quantity = snapshot["reseau"]
    grid, each = price("reseau", None, first, switches)
    amount = None
    if each is not None and quantity is not None:
        exact = quantity * Fraction(each) * max(shares["postes"], shares["hebergement"])
        amount = Decimal(int(exact * 100 + Fraction(1, 2))) / 100
    return [(covered[0][0], "reseau", None, quantity, amount, snapshot is None, grid)]


class TestOracle:
    """
    Art. 9.2.3, 10.1.4: units of the month's snapshot at the price of the month's grid, from the report on, up to the end.
    """

    @given(histories(), readings)
    @FEW
    def test_ten_years(self, document: dict[str, Any], switches: dict[str, str]) -> None:
        """
        Ten years of history, under any readings, say what the oracle says.
        """
        dossier = read_dossier(document)
        told = bills(dossier, [str(year) for year in YEARS], convention=CONVENTION, readings=switches)
        for year, answer in zip(YEARS, told, strict=True):
            expected = [line for month in range(1, 13) for line in oracle(document, year, month, switches)]
            lines = [line for line in said(answer) if line[1] not in {"conseil", "serveurs"}]
            assert sorted(expected, key=str) == sorted(lines, key=str)
            amounts = [line[4] for line in expected]
            assert sum(amount for amount in amounts if amount is not None) == answer.total
            missing = sorted({line[0] for line in expected if line[5]})
            assert missing == list(answer.missing_months)
            assert answer.complete == (not missing and None not in amounts)

    @given(histories(), periods)
    def test_without_snapshots(self, document: dict[str, Any], period: str) -> None:
        """
        The contracted total is the bill without any snapshot, and the adjustment what the snapshots add to it.
        """
        answer, contracted = bill_of(document, period), bill_of(document | {"snapshots": []}, period)
        known = all(line.amount is not None for line in contracted.lines)
        assert (contracted.total if known else None) == answer.contracted_total
        assert (answer.total - contracted.total if known else None) == answer.adjustment
        assert all(line.provisional for line in contracted.lines)


class TestSums:
    """
    Amounts are exact, and add up whatever way they are taken.
    """

    @given(histories(), st.sampled_from(YEARS), readings)
    def test_halves_make_the_year(self, document: dict[str, Any], year: int, switches: dict[str, str]) -> None:
        """
        H1 + H2 = the year, to the cent and line by line.
        """
        halves = [bill_of(document, f"{year}-{half}", **switches) for half in ("H1", "H2")]
        whole = bill_of(document, f"{year}", **switches)
        assert whole.lines == halves[0].lines + halves[1].lines
        assert whole.total == halves[0].total + halves[1].total
        assert whole.missing_months == halves[0].missing_months + halves[1].missing_months
        totals = [half.contracted_total for half in halves]
        assert whole.contracted_total == (None if None in totals else sum(filter(None, totals)))

    @given(histories(whole=True), periods, st.integers(0, 1000))
    def test_linear_in_units(self, document: dict[str, Any], period: str, times: int) -> None:
        """
        So many times the units are so many times the amount.
        """
        more = copy.deepcopy(document)
        for shot in more["snapshots"]:
            shot["units"] = {key: min(count, 10**6) * times for key, count in shot["units"].items()}
        for shot in document["snapshots"]:
            shot["units"] = {key: min(count, 10**6) for key, count in shot["units"].items()}
        assert times * bill_of(document, period).total == bill_of(more, period).total

    @given(histories(), periods, readings)
    def test_services_and_months(self, document: dict[str, Any], period: str, switches: dict[str, str]) -> None:
        """
        The sums of the services are the total, and a total of contracted volume and adjustment.
        """
        answer = bill_of(document, period, **switches)
        assert answer.total == sum(each.amount for each in answer.services)
        if answer.contracted_total is not None and answer.adjustment is not None:
            assert answer.total == answer.contracted_total + answer.adjustment


class TestOrder:
    """
    What a dossier says does not depend on the order in which it says it.
    """

    @given(histories(), periods, readings, st.randoms(use_true_random=False))
    def test_permuted(self, document: dict[str, Any], period: str, switches: dict[str, str], draws: random.Random) -> None:
        """
        Snapshots, their units, lines and openings in any other order: the same bill.
        """
        other = copy.deepcopy(document)
        for entries in (other["snapshots"], other["openings"], other["request"]["lines"]):
            draws.shuffle(entries)
        for shot in other["snapshots"]:
            pairs = list(shot["units"].items())
            draws.shuffle(pairs)
            shot["units"] = dict(pairs)
        one, two = bill_of(document, period, **switches), bill_of(other, period, **switches)
        assert sorted(said(one), key=str) == sorted(said(two), key=str)
        assert (one.services, one.total, one.missing_months) == (two.services, two.total, two.missing_months)


class TestCompleteness:
    """
    A month without snapshot is said to be one.
    """

    @given(histories(), periods, st.data())
    def test_a_snapshot_taken_away(self, document: dict[str, Any], period: str, data: st.DataObject) -> None:
        """
        Without one snapshot the bill misses that month, if something was due in it, and no other; the rest is as it was.
        """
        months = [shot["month"] for shot in document["snapshots"]]
        if not months:
            return
        gone = data.draw(st.sampled_from(months))
        less = document | {"snapshots": [shot for shot in document["snapshots"] if shot["month"] != gone]}
        before, after = bill_of(document, period), bill_of(less, period)
        due = {line.month for line in before.lines if line.priced or line.provisional}
        assert set(after.missing_months) - {gone} == set(before.missing_months)
        if gone in due:
            assert gone in after.missing_months
            assert not after.complete
        assert [line for line in said(after) if line[0] != gone] == [line for line in said(before) if line[0] != gone]


def test_grids_never_overlap() -> None:
    """
    Over ten years each month is priced on one grid, the latest begun; before the first one, on none.
    """
    document = {
        "commune": {"name": "Avion"},
        "openings": [{"service": "reseau", "date": "2022-01-01"}],
        "request": {"lines": [{"service": "reseau", "quantity": 1}]},
    }
    for start, second in (("next-year", "2026-01"), ("when-sent", "2025-07")):
        for year in YEARS:
            for line in bill_of(document, str(year), grid_start=start).lines:
                wanted = None if line.month < "2023-10" else "2023-10-01" if line.month < second else "second"
                assert wanted == line.grid
                assert (wanted is None) == (line.amount is None)
