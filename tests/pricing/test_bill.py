"""
The bill: what is due in which month, by hand; units that do not fit, and bad input.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from dmsi_rules import Bill, InvalidDocumentError, UnknownReadingError, WrongPeriodError, bill, bills, check, read_dossier

SIGNED = {"commune": "2024-12-20", "call": "2024-12-23"}
BILL = {"period", "complete", "missing_months", "lines", "total", "contracted_total", "adjustment"}
LINE = {"month", "service", "plan", "quantity", "unit_monthly", "amount", "provisional", "grid"}
ASKED: list[dict[str, Any]] = [
    {"service": "socle"},
    {"service": "reseau", "quantity": 12},
    {"service": "postes", "quantity": 10},
    {"service": "messagerie", "plan": "pro-25", "quantity": 5},
]


def opened(**days: str) -> list[dict[str, str]]:
    """
    Return the opening reports of services.
    """
    return [{"service": service, "date": day} for service, day in days.items()]


def snapshots(months: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """
    Return the snapshots of months.
    """
    return [{"month": month, "units": units} for month, units in months.items()]


def billed(period: str, readings: dict[str, str] | None = None, **sections: Any) -> Bill:
    """
    Return the bill of a commune whose convention started in 2025.
    """
    return bill(read_dossier({"commune": {"name": "Lens"}, "signatures": SIGNED, **sections}), period, readings=readings)


def said(answer: Bill, service: str) -> dict[str, tuple[int | None, str | None]]:
    """
    Return quantity and amount of *service* in each month.
    """
    lines = [line for line in answer.to_dict()["lines"] if line["service"] == service]
    return {line["month"]: (line["quantity"], line["amount"]) for line in lines}


# ---- what the contract says


def test_as_the_contract_writes_it() -> None:
    """
    Every key of the contract, amounts with two decimals, and the steps of each line.
    """
    shots = snapshots({"2025-03": {"reseau": 11, "messagerie/pro-25": 4, "conseil": 2}})
    sections: dict[str, Any] = {"request": {"lines": ASKED}, "openings": opened(reseau="2025-03-05", messagerie="2025-03-05")}
    written = billed("2025-H1", snapshots=shots, **sections).to_dict()
    assert written.keys() >= BILL | {"format", "version", "dossier", "convention", "as_of", "readings", "grid"}
    assert all(line.keys() >= LINE for line in written["lines"])
    assert {
        "month": "2025-03",
        "service": "messagerie",
        "plan": "pro-25",
        "quantity": 4,
        "unit_monthly": "8.80",
        "amount": "35.20",
        "provisional": False,
        "undecided": False,
        "derived": False,
        "grid": "2023-10-01",
        "missing": [],
        "trace": {
            "row": "convention:/tariff/grids/0/prices/7",
            "source": "Annexe 5",
            "quantity_from": ["/snapshots/0/units/messagerie~1pro-25"],
        },
    } == written["lines"][1]
    assert (False, ["2025-04", "2025-05", "2025-06"]) == (written["complete"], written["missing_months"])
    # Contracted: four months of 12 workstations and 5 boxes. Counted in March: one of each less.
    assert ("496.20", "512.00", "-15.80") == (written["total"], written["contracted_total"], written["adjustment"])
    assert ("2025-H1", "2025-06-30", "2023-10-01") == (written["period"], written["as_of"], written["grid"])


def test_days_of_advice_have_no_amount() -> None:
    """
    What is counted in days is told, with neither price nor amount, and the bill is complete without.
    """
    answer = billed("2025", snapshots=snapshots({"2025-03": {"conseil": 2, "serveurs": 1}}), openings=[])
    assert [("conseil", 2, None, None)] == [
        (line.service, line.quantity, line.unit_monthly, line.amount) for line in answer.lines
    ]
    assert (True, Decimal(0), Decimal(0), Decimal(0)) == (
        answer.complete,
        answer.total,
        answer.contracted_total,
        answer.adjustment,
    )


def test_an_open_service_without_price() -> None:
    """
    Servers that are open are told as they are counted; they need no snapshot to complete a bill.
    """
    answer = billed("2025-H1", openings=opened(serveurs="2025-03-05"), snapshots=snapshots({"2025-04": {"serveurs": 3}}))
    assert {"2025-04": (3, None)} == said(answer, "serveurs")
    assert answer.complete


def test_a_snapshot_is_complete() -> None:
    """
    A service that is open and not in it counts zero, and so does a plan that was asked; other plans are not told.
    """
    sections: dict[str, Any] = {"request": {"lines": ASKED}, "openings": opened(reseau="2025-01-01", messagerie="2025-01-01")}
    answer = billed("2025-H1", snapshots=snapshots({"2025-01": {}}), **sections)
    january = [line for line in answer.lines if line.month == "2025-01"]
    assert [("reseau", None, 0, Decimal(0)), ("messagerie", "pro-25", 0, Decimal(0))] == [
        (line.service, line.plan, line.quantity, line.amount) for line in january
    ]
    assert "2025-01" not in answer.missing_months


def test_units_that_are_not_given_make_no_snapshot() -> None:
    """
    A month whose units are not given is missing.
    """
    answer = billed("2025-H1", openings=opened(reseau="2025-06-01"), snapshots=[{"month": "2025-06"}])
    assert ("2025-06",) == answer.missing_months


def test_nothing_is_open() -> None:
    """
    Wishes never bill, and neither do snapshots of what was never opened.
    """
    asked = [{**line, "opening": "2025-01-01"} for line in ASKED]
    shots = snapshots({"2025-03": {"reseau": 10, "messagerie/pro-25": 4}})
    answer = billed("2025", request={"lines": asked}, snapshots=shots, openings=[])
    assert ((), True, Decimal(0)) == (answer.lines, answer.complete, answer.total)
    shown = check(read_dossier({"commune": {"name": "Lens"}, "openings": [], "snapshots": shots}), as_of=dt.date(2026, 1, 10))
    assert ["/snapshots/0/units/reseau", "/snapshots/0/units/messagerie~1pro-25"] == [
        found.path for found in shown.findings if found.code == "BIL001"
    ]


def test_what_is_open_is_not_known() -> None:
    """
    Without the key `openings` nothing is due as far as is known: the bill is not complete, and says what is missing.
    """
    answer = billed("2025", request={"lines": ASKED})
    assert ((), False, ("/openings",)) == (answer.lines, answer.complete, answer.missing)


# ---- from when


@pytest.mark.parametrize(
    ("reading", "day", "january", "february"),
    [
        ("full", "2025-01-31", "84.00", "84.00"),
        ("full", "2025-02-01", None, "84.00"),
        ("next", "2025-01-01", "84.00", "84.00"),
        ("next", "2025-01-02", None, "84.00"),
        ("daily", "2025-01-01", "84.00", "84.00"),
        ("daily", "2025-01-31", "2.71", "84.00"),
        ("daily", "2025-02-15", None, "42.00"),
        ("daily", "2025-02-28", None, "3.00"),
    ],
)
def test_opening_month(reading: str, day: str, january: str | None, february: str | None) -> None:
    """
    The month of the opening in full, not at all, or by days, the opening day included.
    """
    answer = billed("2025-H1", {"opening_month": reading}, request={"lines": ASKED}, openings=opened(reseau=day))
    told = said(answer, "reseau")
    assert [january, february] == [told.get(month, (None, None))[1] for month in ("2025-01", "2025-02")]


def test_half_a_cent_is_a_cent() -> None:
    """
    One unit at 8.80 for 4 days of February 2025 is 1.257..., for 14 days of 28 it is 4.40; 6.50 for 15 of 30 is 3.25.
    """
    lines = [{"service": "messagerie", "plan": "basique-10", "quantity": 1}]
    for day, amount in (("2025-02-25", "0.93"), ("2025-04-16", "3.25"), ("2025-03-31", "0.21"), ("2025-04-30", "0.22")):
        answer = billed("2025-H1", {"opening_month": "daily"}, request={"lines": lines}, openings=opened(messagerie=day))
        assert amount == said(answer, "messagerie")[day[:7]][1]


def test_the_agreed_date() -> None:
    """
    The network is due from the date agreed in Annexe 7, with or without report; all that is asked, under another reading.
    """
    request = {"lines": ASKED, "network_billing_from": "2025-02-10"}
    both = opened(reseau="2025-04-01", postes="2025-04-01")
    for openings in (both, opened(postes="2025-04-01")):
        answer = billed("2025-H1", request=request, openings=openings)
        assert ["2025-02", "2025-04"] == [min(said(answer, service)) for service in ("reseau", "postes")]
    everything = billed("2025-H1", {"billing_from": "all"}, request=request, openings=both)
    assert {"2025-02"} == {min(said(everything, service)) for service in ("reseau", "postes", "messagerie")}
    assert "2025-01" in said(billed("2025-H1", request=request, openings=opened(reseau="2025-01-01")), "reseau")


def test_a_commune_of_boxes_alone() -> None:
    """
    An agreed date brings no network to a commune that neither asks for it nor has it.
    """
    request = {"lines": ASKED[:1] + ASKED[3:], "network_billing_from": "2025-02-10"}
    answer = billed("2025-H1", request=request, openings=opened(messagerie="2025-04-01"))
    assert {"messagerie"} == {line.service for line in answer.lines}


def test_the_convention_starts_and_ends() -> None:
    """
    Nothing is due before the start or after the term; while they are unknown, they cut nothing.
    """
    shots = snapshots({f"{year}-{month:02}": {"reseau": 1} for year in range(2024, 2029) for month in range(1, 13)})
    dossier: dict[str, Any] = {"openings": opened(reseau="2024-06-01"), "snapshots": shots}
    lapses = {"mandate_silence": "lapses"}
    assert [0, 12, 12, 0] == [len(billed(str(year), lapses, **dossier).lines) for year in (2024, 2025, 2026, 2027)]
    unsettled = billed("2027", **dossier)
    assert 12 == len(unsettled.lines) == len(unsettled.undecided_months)
    assert ("mandate",) == unsettled.undecided_because
    assert 12 == len(billed("2027", **dossier, reaffirmations=[{"date": "2026-05-02"}]).lines)
    assert [1, 12] == [len(billed(str(year), {"start": "signature"}, **dossier).lines) for year in (2024, 2025)]
    assert 0 == len(billed("2026", {"term_end": "last-full-year"} | lapses, **dossier).lines)
    assert [7, 12] == [len(billed(str(year), **{**dossier, "signatures": {}}).lines) for year in (2024, 2028)]


# ---- until when


@pytest.mark.parametrize(
    ("sent", "held", "months", "undecided"),
    [
        ("2025-06-30", None, 0, 0),
        ("2025-07-01", None, 12, 12),
        ("2025-07-01", True, 12, 0),
        ("2025-07-01", False, 0, 0),
    ],
)
def test_exit(sent: str, held: bool | None, months: int, undecided: int) -> None:
    """
    Up to the exit's last day, the later one while the CALL has not decided; those months are said to hang on it.
    """
    notice = {"scope": "partial", "services": ["messagerie"], "sent": sent} | ({} if held is None else {"held": held})
    openings = opened(reseau="2025-01-05", messagerie="2025-01-05")
    answer = billed("2026", request={"lines": ASKED}, openings=openings, termination=notice)
    assert (12, months, undecided) == (
        len(said(answer, "reseau")),
        len(said(answer, "messagerie")),
        len(answer.undecided_months),
    )
    assert {"snapshot": "Art. 9.2.3"} | ({"held": "Art. 13"} if undecided else {}) == answer.sources
    assert 12 == len(said(billed("2025", request={"lines": ASKED}, openings=openings, termination=notice), "messagerie"))


def test_an_exit_without_date() -> None:
    """
    An end that is not known cuts nothing.
    """
    answer = billed("2026", openings=opened(reseau="2025-01-05"), termination={"scope": "total"})
    assert 12 == len(answer.lines)


# ---- volumes


def test_the_contracted_network_is_derived() -> None:
    """
    A network asked without quantity has as many workstations as the services on it, one for both or the sum.
    """
    lines = [{"service": "reseau"}, {"service": "postes", "quantity": 10}, {"service": "hebergement", "quantity": 4}]
    openings = opened(reseau="2025-06-01", postes="2025-06-01")
    for reading, quantity in (("max", 10), ("sum", 14)):
        answer = billed("2025-H1", {"network_quantity": reading}, request={"lines": lines}, openings=openings)
        assert quantity == answer.lines[0].quantity
        assert ("/request/lines/1/quantity", "/request/lines/2/quantity") == answer.lines[0].quantity_from


@pytest.mark.parametrize("asked", [[], [{"service": "reseau"}], [{"service": "reseau"}, {"service": "postes"}]])
def test_no_volume_is_known(asked: list[dict[str, str]]) -> None:
    """
    Quantity and amount are null, so are the contracted total and the adjustment, and the bill is not complete.
    """
    answer = billed("2025-H1", request={"lines": asked}, openings=opened(reseau="2025-06-01", messagerie="2025-06-01"))
    assert [("reseau", None, None, None), ("messagerie", None, None, None)] == [
        (line.service, line.plan, line.quantity, line.amount) for line in answer.lines
    ]
    assert (Decimal(0), None, None, False) == (answer.total, answer.contracted_total, answer.adjustment, answer.complete)


def test_the_network_alone() -> None:
    """
    In the months without workstations or hosting it costs nothing, under that reading.
    """
    openings = opened(reseau="2025-01-01", postes="2025-03-01", messagerie="2025-01-01")
    free = said(billed("2025-H1", {"network_alone": "free"}, request={"lines": ASKED}, openings=openings), "reseau")
    charged = said(billed("2025-H1", request={"lines": ASKED}, openings=openings), "reseau")
    assert [("0.00", "84.00"), ("0.00", "84.00"), ("84.00", "84.00")] == [
        (free[month][1], charged[month][1]) for month in ("2025-01", "2025-02", "2025-03")
    ]


def test_the_network_alone_of_unknown_volume() -> None:
    """
    What nobody counts has no amount, not even where it would be free.
    """
    answer = billed("2025-H1", {"network_alone": "free"}, openings=opened(reseau="2025-06-01"))
    assert [(None, None)] == [(line.quantity, line.amount) for line in answer.lines]
    assert answer.contracted_total is None


def test_nothing_is_due_after_a_total_exit() -> None:
    """
    Whatever is reported open afterwards; after a partial exit a service may open again.
    """
    leaving = {"sent": "2025-03-01", "services": ["postes"]}
    openings = opened(reseau="2025-01-01", postes="2026-05-01")
    bills = {
        scope: billed("2026", request={"lines": ASKED}, openings=openings, termination=leaving | {"scope": scope})
        for scope in ("total", "partial")
    }
    assert not bills["total"].lines
    assert "2026-05" == min(line.month for line in bills["partial"].lines if line.service == "postes")


def test_a_thousand_million_workstations() -> None:
    """
    Amounts stay exact.
    """
    shots = snapshots({f"2025-{month:02}": {"reseau": 10**9, "postes": 10**9} for month in range(1, 13)})
    answer = billed("2025", openings=opened(reseau="2025-01-01", postes="2025-01-01"), snapshots=shots)
    assert "288000000000.00" == answer.to_dict()["total"]


# ---- bad input


@pytest.mark.parametrize(
    ("code", "path", "shots"),
    [
        ("DOC001", "/snapshots/0/month", [{"month": "2025-13", "units": {}}]),
        ("DOC001", "/snapshots/0/month", [{"month": "2025-00", "units": {}}]),
        ("DOC004", "/snapshots/0/units/reseau", [{"month": "2025-01", "units": {"reseau": -1}}]),
        ("DOC004", "/snapshots/0/units/reseau", [{"month": "2025-01", "units": {"reseau": 10**9 + 1}}]),
        ("DOC006", "/snapshots/1", [{"month": "2025-01", "units": {}}, {"month": "2025-01", "units": {}}]),
        ("DOC005", "/snapshots/0/units/socle", [{"month": "2025-01", "units": {"socle": 1}}]),
    ],
)
def test_snapshots_that_cannot_be_read(code: str, path: str, shots: list[dict[str, Any]]) -> None:
    """
    A thirteenth month, units below zero, two snapshots of one month: no bill, and what is wrong.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        billed("2025", snapshots=shots)
    assert [(code, path)] == [(found.code, found.path) for found in caught.value.findings]


@pytest.mark.parametrize(
    "period",
    ["", "2025-H0", "2025-H3", "2025-h1", "2025-01", "25", "1999", "2200", " 2025", "2025\n", "٢٠٢٥", None, 20, 2025.0],
)
def test_a_wrong_period(period: Any) -> None:
    """
    It is told with what would be right.
    """
    with pytest.raises(WrongPeriodError, match=r"`20[0-9]{2}-H1`"):
        billed(period)


def test_a_wrong_reading() -> None:
    """
    It is refused, as everywhere.
    """
    with pytest.raises(UnknownReadingError, match="opening_month"):
        billed("2025", {"opening_month": "never"})


def test_the_last_period() -> None:
    """
    The last year that a document can name can be billed.
    """
    answer = billed("2199", signatures={}, openings=opened(reseau="2199-12-31"))
    assert ("2199-12-31", ("2199-12",)) == (answer.to_dict()["as_of"], answer.missing_months)


def test_many_periods() -> None:
    """
    Bills of several periods are those of each by itself.
    """
    dossier = read_dossier({"commune": {"name": "Lens"}, "openings": opened(reseau="2025-03-05")})
    day = dt.date(2026, 1, 10)
    wanted = ("2025", "2025-H1", "2026")
    assert [bill(dossier, each, as_of=day) for each in wanted] == list(bills(dossier, wanted, as_of=day))
    assert [] == list(bills(dossier, []))
