"""
What a revision does to a commune: both bills side by side, nothing taken away that one side cannot price, verdicts that change.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import Convention, Dossier, bill, check, load_convention, read_dossier
from dmsi_rules.answers.comparison import DossierChange, comparable_sum, dossier_change, restated, sum_of
from dmsi_rules.case.admission import admit
from dmsi_rules.case.dossier import Case
from dmsi_rules.convention import convention_of
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.testing.strategies import Plain
from tests.convention.examples import FILES, changed
from tests.property.test_grids import drawn_grids, loaded, with_grids

DOSSIER: Mapping[str, Any] = {
    "convention": "drawn",
    "commune": {"name": "Lens"},
    "signatures": {"commune": "2023-03-01", "call": "2023-03-01"},
    "request": {"lines": [{"service": "postes", "quantity": 7}]},
    "openings": [{"service": "postes", "date": "2024-01-01"}],
}
HARNES: Mapping[str, Any] = {
    "commune": {"name": "Harnes"},
    "deliberation": {"date": "2024-12-18", "perimeter": ["socle", "reseau", "postes", "messagerie"]},
    "signatures": {"commune": "2024-12-20", "call": "2024-12-23"},
    "request": {
        "date": "2025-05-20",
        "lines": [
            {"service": "socle"},
            {"service": "reseau", "quantity": 40},
            {"service": "postes", "quantity": 40},
            {"service": "messagerie", "plan": "premium-10", "quantity": 30},
        ],
    },
    "openings": [{"service": service, "date": "2026-01-05"} for service in ("reseau", "postes", "messagerie")],
}
LATER = dt.date(2027, 2, 1)


def before_both(dossier: Dossier, old: Convention, new: Convention, day: dt.date) -> tuple[Case, Case]:
    """
    Return *dossier* put before both conventions.
    """
    before, after = (terms_of(each, ADOPTED, day) for each in (old, new))
    return admit(dossier, before, day), admit(restated(dossier, after), after, day)


def compared(document: Mapping[str, Any], new: Convention, period: str = "2027", as_of: dt.date = LATER) -> DossierChange:
    """
    Return what *new* makes of a document of the embedded convention.
    """
    return dossier_change(*before_both(read_dossier(dict(document)), load_convention(), new, as_of), period)


def successor() -> Convention:
    """
    Return the made-up text that follows the embedded one.
    """
    return load_convention(FILES["call-dmsi-2027"])


class TestBills:
    """
    What each service comes to under both texts.
    """

    @given(drawn_grids, drawn_grids, st.integers(2024, 2026))
    def test_they_are_two_bills(self, grids: list[dict[str, dt.date]], others: list[dict[str, dt.date]], year: int) -> None:
        """
        The same dossier billed under each; it may name the old convention.
        """
        old, new = loaded(grids), convention_of(with_grids(others) | {"id": "next"})
        dossier = read_dossier(dict(DOSSIER), convention=old)
        found = dossier_change(*before_both(dossier, old, new, dt.date(2025, 1, 1)), str(year))
        expected = [bill(dossier, str(year), convention=old).total]
        expected.append(bill(restated(dossier, terms_of(new, ADOPTED)), str(year), convention=new).total)
        assert expected == [found.before, found.after]
        if found.total.comparable:
            assert expected[1] - expected[0] == found.total.change == found.comparable.change
        else:
            assert found.total.change is None
            assert found.comparable.change == 0

    def test_what_one_side_cannot_price_is_not_taken_away(self) -> None:
        """
        Thirty boxes of a plan that the new text has no more: told with the month and the grid, and left out of the comparison.
        """
        found = compared(HARNES, successor())
        lines = {(line.service, line.plan): line for line in found.lines}
        boxes = lines["messagerie", "premium-10"]
        assert (Decimal("3420.00"), None, None) == (boxes.due.old, boxes.due.new, boxes.due.change)
        assert boxes.old_lacks is None
        assert boxes.new_lacks is not None
        assert ("price", "2027-01", "2027-01-01") == (boxes.new_lacks.why, boxes.new_lacks.month, boxes.new_lacks.grid)
        assert "grid 2027-01-01 has no price for it in 2027-01" == boxes.new_lacks.render(str)
        assert Decimal("240.00") == lines["postes", None].due.change
        assert (Decimal("14940.00"), Decimal("11760.00"), None) == (found.total.old, found.total.new, found.total.change)
        assert {"old": "11520.00", "new": "11760.00", "change": "240.00", "percent": "2.08"} == found.comparable.to_dict()
        assert not found.complete

    def test_snapshots_make_no_difference_to_that(self) -> None:
        """
        Where every month is counted it is the price that is missing, and nothing else is said.
        """
        units = {"reseau": 40, "postes": 40, "messagerie/premium-10": 30}
        months = [{"month": f"2027-{month:02}", "units": units} for month in range(1, 13)]
        found = compared({**HARNES, "snapshots": months}, successor())
        assert (False, False, False) == (found.provisional, found.complete, found.total.comparable)

    def test_a_service_that_only_the_new_text_prices(self) -> None:
        """
        Counted under both, it has no price before, and none is made of nothing.
        """
        document = dict(HARNES)
        document["openings"] = [*HARNES["openings"], {"service": "serveurs", "date": "2026-01-05"}]
        document["snapshots"] = [{"month": "2027-01", "units": {"reseau": 40, "postes": 40, "serveurs": 3}}]
        found = compared(document, successor(), "2027-H1")
        (servers,) = [line for line in found.lines if line.service == "serveurs"]
        assert servers.old_lacks is not None
        assert ("price", "2023-10-01") == (servers.old_lacks.why, servers.old_lacks.grid)
        assert servers.due.old is None
        assert servers.differs

    def test_days_before_a_successor_are_the_older_texts(self) -> None:
        """
        Nothing changes in the year before.
        """
        found = compared(HARNES, successor(), "2026", dt.date(2026, 6, 1))
        assert {"0.00"} == {str(line.due.change) for line in found.lines}
        assert () == found.verdicts

    def test_they_add_up(self) -> None:
        """
        Communes together owe the sum, before and after; nobody owes nothing; what cannot be compared is told once for all.
        """
        old = loaded([{"date": dt.date(2024, 1, 1)}])
        new = loaded([{"date": dt.date(2024, 1, 1)}, {"voted": dt.date(2024, 5, 1), "sent": dt.date(2024, 5, 1)}])
        cases = before_both(read_dossier(dict(DOSSIER), convention=old), old, new, dt.date(2025, 1, 1))
        found = [dossier_change(*cases, "2025") for _ in range(3)]
        assert [(Decimal("84.00"), Decimal("168.00"), False)] * 3 == [
            (each.before, each.after, each.complete) for each in found
        ]
        both = {"old": "252.00", "new": "504.00", "change": "252.00", "percent": "100.00"}
        assert both == sum_of(found).to_dict() == comparable_sum(found).to_dict()
        assert {"old": "0.00", "new": "0.00", "change": "0.00", "percent": None} == sum_of([]).to_dict()
        mixed = [*found, compared(HARNES, successor())]
        assert (None, Decimal("492.00")) == (sum_of(mixed).change, comparable_sum(mixed).change)


class TestVerdicts:
    """
    What is found under one text and not, or not so, under the other.
    """

    def test_of_itself_nothing_changes(self) -> None:
        """
        Under the same text everything is found alike.
        """
        assert () == compared(HARNES, load_convention()).verdicts

    def test_they_are_those_of_two_reports(self) -> None:
        """
        A plan without a price is told under the new text alone, a term that ends under the old one alone.
        """
        found = {(each.code, each.path): each for each in compared(HARNES, successor()).verdicts}
        dossier = read_dossier(dict(HARNES))
        reports = [
            {(each.code, each.path): each.verdict for each in check(dossier, as_of=LATER, convention=text).findings}
            for text in (load_convention(), successor())
        ]
        expected = {place for place in {**reports[0], **reports[1]} if reports[0].get(place) != reports[1].get(place)}
        assert expected == found.keys()
        boxes = found["TAR005", "/request/lines/3"]
        assert boxes.old is None
        assert boxes.new is not None
        assert "violated" == boxes.new.verdict

    def test_an_edge_that_an_amendment_adds(self) -> None:
        """
        Makes what is asked from its first day on impossible; what was asked before keeps its verdict.
        """
        edge: Plain = {"service": "messagerie", "requires": "reseau", "source": "Avenant 1", "from": dt.date(2026, 1, 1)}
        new = convention_of(changed("call-dmsi-2024", {"/catalogue/edges/-": edge | {"new_only": True}}))
        lines = [{"service": "socle"}, {"service": "messagerie", "plan": "pro-10", "quantity": 3}]
        asked = {"commune": {"name": "Lens"}, "request": {"lines": lines}}
        for day, expected in (("2025-11-20", []), ("2026-02-20", [("DEP001", "/request/lines/1", None, "impossible")])):
            document = {**asked, "request": {"date": day, "lines": lines}}
            found = compared(document, new, "2026", dt.date(2026, 3, 1)).verdicts
            told = [(each.code, each.path, each.old, each.new.force if each.new else None) for each in found]
            assert expected == [each for each in told if each[0] == "DEP001"]
