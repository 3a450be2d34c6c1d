"""
A revision of a convention: every price over the days on which it differs.
"""

import copy
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import Convention, load_convention, quote, read_dossier
from dmsi_rules.answers.revision import Revision, revision
from dmsi_rules.convention import convention_of
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.testing.strategies import Plain
from dmsi_rules.values.money import percent
from tests.convention.examples import FILES, GONE, changed, plain
from tests.property.test_grids import REQUEST, days, drawn_grids, loaded


def compared(old: Convention, new: Convention) -> Revision:
    """
    Return what *new* changes of *old* under the adopted readings.
    """
    return revision(terms_of(old, ADOPTED), terms_of(new, ADOPTED))


def with_grid(*edits: tuple[str, Any]) -> Convention:
    """
    Return the embedded convention with the second grid, and *edits*.
    """
    return convention_of(changed("call-dmsi-2024", {"/tariff/grids/-": copy.deepcopy(NEXT), **dict(edits)}))


NEXT: Plain = {
    "id": "next",
    "source": "Délibération 2026",
    "voted": dt.date(2026, 11, 27),
    "sent": dt.date(2026, 12, 3),
    "prices": [
        {"service": "reseau", "month": "7.00", "year": "84.00"},
        {"service": "postes", "month": "17.85", "year": "214.20"},
        {"service": "serveurs", "year": "1000.00"},
    ],
}
SERVERS = ("/catalogue/services/4/unit", "poste")


class TestPrices:
    """
    What each service costs before and after, from the day on which that differs.
    """

    @given(drawn_grids, drawn_grids, days)
    def test_they_are_those_of_two_quotes(
        self, grids: list[dict[str, dt.date]], others: list[dict[str, dt.date]], day: dt.date
    ) -> None:
        """
        On any day, a span tells the two prices just where two quotes of that day differ; and no day is in two spans.
        """
        old, new = loaded(grids), loaded(others)
        document = read_dossier(REQUEST)
        before, after = (quote(document, as_of=day, convention=each).lines[0].annual for each in (old, new))
        told = [
            (each.year.old, each.year.new)
            for span in compared(old, new).spans
            if span.first <= day <= (span.last or day)
            for each in span.prices
        ]
        assert ([(before, after)] if before != after else []) == told

    def test_a_new_grid(self) -> None:
        """
        From the day on which it begins: the price that rises, those that go and the one that comes, which twelve do not divide.
        """
        found = compared(load_convention(), with_grid(SERVERS))
        (span,) = found.spans
        assert (dt.date(2027, 1, 1), None, "2023-10-01", "next") == (span.first, span.last, span.old_grid, span.new_grid)
        told = {each.service: (each.month.to_dict(), each.year.to_dict()) for each in span.prices if each.plan is None}
        assert "reseau" not in told
        assert {"old": "204.00", "new": "214.20", "change": "10.20", "percent": "5.00"} == told["postes"][1]
        assert {"old": "132.00", "new": None, "change": None, "percent": None} == told["support"][1]
        assert [(None, None), (None, "1000.00")] == [(each["old"], each["new"]) for each in told["serveurs"]]
        days = [dt.date(2026, 5, 1), dt.date(2027, 1, 1), dt.date(2030, 2, 3)]
        assert [dt.date(2027, 1, 1), *days[1:]] == [found.first_day(day) for day in days]

    def test_a_grid_that_is_not_sent(self) -> None:
        """
        Changes no price, and that is said.
        """
        found = compared(load_convention(), with_grid(SERVERS, ("/tariff/grids/1/sent", GONE)))
        assert (("next",), ()) == (found.without_effect, found.spans)

    def test_a_successor(self) -> None:
        """
        Prices from its first day on, and none before: those days are the older text's on both sides.
        """
        found = compared(load_convention(), load_convention(FILES["call-dmsi-2027"]))
        (span,) = found.spans
        assert (dt.date(2027, 1, 1), None) == (span.first, span.last)
        assert {("postes", None), ("messagerie", "premium-10"), ("serveurs", None)} == {
            (each.service, each.plan) for each in span.prices
        }

    def test_brackets(self) -> None:
        """
        A price that goes by brackets differs where one of them does, or its first year.
        """
        edits = {"/tariff/grids/0/prices/1/brackets/2/first_year": "600.00"}
        found = compared(convention_of(plain("sm3r-2026")), convention_of(changed("sm3r-2026", edits)))
        (span,) = found.spans
        (price,) = span.to_dict()["prices"]
        assert ("portail", None) == (price["service"], price["year"]["old"])
        assert ["524.00", "600.00"] == [price[side]["brackets"][2]["first_year"] for side in ("old", "new")]

    @given(st.decimals(-(10**11), 10**11, places=2), st.decimals(Decimal("0.01"), 10**11, places=2))
    def test_a_percent_is_half_up(self, change: Decimal, of: Decimal) -> None:
        """
        To two decimals, whichever side of nothing it lies on.
        """
        exact = Fraction(change) / Fraction(of) * 10_000
        whole = int(abs(exact)) + (1 if abs(exact) % 1 >= Fraction(1, 2) else 0)
        assert Fraction(percent(change, of)) == Fraction(-whole if exact < 0 else whole, 100)
