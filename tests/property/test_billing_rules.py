"""
Snapshots and invoices: what the billing rules say of any history, against the bill and against oracles written apart.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from dmsi_rules import Bill, check, read_dossier
from tests.property.test_billing import CONVENTION, FEW, bill_of, histories

CENT = Decimal("0.01")
halves = st.sampled_from([f"{year}{half}" for year in (2024, 2025, 2026) for half in ("", "-H1", "-H2")])
amounts = st.decimals(-1000, 1000, places=2)


def found(document: dict[str, Any], *codes: str) -> list[dict[str, Any]]:
    """
    Return what these rules say of a document, readings aside.
    """
    report = check(read_dossier(document), as_of=dt.date(2026, 1, 10), convention=CONVENTION)
    return [each.to_dict() for each in report.findings if each.code in codes and each.verdict != "ambiguous"]


def invoice_of(answer: Bill) -> dict[str, Any]:
    """
    Return an invoice that says what a bill says.
    """
    lines = [
        {"service": each.service, "amount": str(each.amount)} | ({"plan": each.plan} if each.plan else {})
        for each in answer.services
    ]
    return {"period": answer.period, "total": str(answer.total), "lines": lines}


class TestAmounts:
    """
    BIL002, BIL003: an invoice is what the bill says, to the cent, where the bill is known.
    """

    @given(histories(whole=True), halves)
    @FEW
    def test_the_bill_itself(self, document: dict[str, Any], period: str) -> None:
        """
        An invoice made of the bill is right, with whatever is charged for days of advice.
        """
        answer = bill_of(document, period)
        invoice = invoice_of(answer)
        advised = invoice | {
            "total": str(answer.total + 700),
            "lines": [*invoice["lines"], {"service": "conseil", "amount": "700"}],
        }
        for each in (invoice, advised):
            assert [] == found(document | {"invoices": [each]}, "BIL002", "BIL003")

    @given(histories(whole=True), halves, st.sampled_from([CENT, -CENT]), st.data())
    @FEW
    def test_one_cent(self, document: dict[str, Any], period: str, cent: Decimal, data: st.DataObject) -> None:
        """
        One cent more or less anywhere is told there, with both amounts.
        """
        answer = bill_of(document, period)
        invoice = invoice_of(answer)
        rank = data.draw(st.integers(-1, len(invoice["lines"]) - 1))
        path = "/invoices/0/total" if rank < 0 else f"/invoices/0/lines/{rank}/amount"
        right = answer.total if rank < 0 else answer.services[rank].amount
        assume(right + cent >= 0)  # less than nothing is a credit note
        entry, key = (invoice, "total") if rank < 0 else (invoice["lines"][rank], "amount")
        entry[key] = str(right + cent)
        assert [(path, f"{right + cent:.2f}", f"{right:.2f}")] == [
            (each["path"], each["facts"]["given"], each["facts"]["computed"])
            for each in found(document | {"invoices": [invoice]}, "BIL003")
        ]

    @given(histories(), halves, amounts)
    @FEW
    def test_missing_snapshots(self, document: dict[str, Any], period: str, total: Decimal) -> None:
        """
        While a month due has no snapshot the amounts are unknown, and not judged; the months are those that the bill misses.
        """
        answer = bill_of(document, period)
        invoiced = document | {"invoices": [{"period": period, "total": str(total)}]}
        told = found(invoiced, "BIL002", "BIL003")
        assert ([list(answer.missing_months)] if answer.missing_months else []) == [
            each["facts"]["months"] for each in told if each["code"] == "BIL002"
        ]
        is_wrong = not answer.missing_months and total != answer.total and total >= 0  # less is a credit note of no invoice
        assert is_wrong == any(each["code"] == "BIL003" for each in told)


class TestSnapshots:
    """
    BIL001: a service is counted from the month of its report, or of the date agreed for the network, to its last day.
    """

    @given(histories())
    @FEW
    def test_months(self, document: dict[str, Any]) -> None:
        """
        Each unit by itself, by the names of months.
        """
        notice = document.get("termination")
        assume(notice is None or "held" in notice or notice["sent"][5:] <= "06-30")
        opened = {each["service"]: each["date"] for each in document["openings"]}
        asked = {line["service"] for line in document["request"]["lines"]}
        agreed = document["request"].get("network_billing_from")
        expected = []
        for rank, shot in enumerate(document["snapshots"]):
            for key, count in shot["units"].items():
                service = key.partition("/")[0]
                days = [opened[service]] if service in opened else []
                on_network = {"reseau", "postes", "support", "hebergement"}
                if agreed and service == "reseau" and (asked & on_network or service in opened):
                    days.append(agreed)
                if service == "reseau":  # its row is due with what it covers
                    days += [opened[each] for each in ("postes", "hebergement") if each in opened]
                last = "2999-12"
                if notice and (notice["scope"] == "total" or service in notice["services"]):
                    late = notice["sent"][5:] > "06-30"
                    last = f"{int(notice['sent'][:4]) + (late and notice['held'])}-12"
                is_open = bool(days) and min(days)[:7] <= shot["month"] <= last
                if count and service != "conseil" and not is_open:
                    expected.append(f"/snapshots/{rank}/units/{key.replace('/', '~1')}")
        assert expected == [each["path"] for each in found(document, "BIL001")]


class TestPeriods:
    """
    BIL006: no month is invoiced twice.
    """

    @given(st.lists(st.tuples(halves | st.just("mars"), amounts), max_size=6))
    def test_overlaps(self, drawn: list[tuple[str, Decimal]]) -> None:
        """
        Each invoice that shares a half-year with an earlier one is told, credit notes apart.
        """
        invoices = [{"period": period, "total": str(total)} for period, total in drawn]
        expected = []
        for rank, (period, total) in enumerate(drawn):
            for other, before in drawn[:rank]:
                share = period[:4] == other[:4] and (len(period) == 4 or len(other) == 4 or period == other)
                if "mars" not in {period, other} and share and total >= 0 and before >= 0:
                    expected.append(f"/invoices/{rank}/period")
                    break
        document = {"commune": {"name": "Avion"}, "openings": [], "invoices": invoices}
        assert expected == [each["path"] for each in found(document, "BIL006")]
