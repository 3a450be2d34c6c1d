"""
A revision of a convention: every datum that differs is told once, and every price over the days on which it does.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import Convention, Dossier, bill, load_convention, quote, read_dossier
from dmsi_rules.answers.revision import Revision, bill_change, restated, revision, sum_of
from dmsi_rules.case.admission import admit
from dmsi_rules.case.dossier import Case
from dmsi_rules.convention import convention_of
from dmsi_rules.convention.changes import Change
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.values.money import percent
from tests.property.test_grids import REQUEST, days, drawn_grids, loaded

OTHER = Path(__file__).parents[1] / "data" / "other.toml"
FAX = '\n[[services]]\ncode = "fax"\ntitle = "Fax"\nkind = "continuous"\nsource = "x"\n'


def compared(old: Convention, new: Convention) -> Revision:
    """
    Return what *new* changes of *old* under the adopted readings.
    """
    return revision(terms_of(old, ADOPTED), terms_of(new, ADOPTED))


def revised(tmp_path: Path, *edits: tuple[str, str]) -> Convention:
    """
    Return the other convention with words of its file replaced, or added at its end in place of nothing.
    """
    text = OTHER.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1) if old else text + new
    path = tmp_path / "revised.toml"
    path.write_text(text, encoding="utf-8")
    return load_convention(path)


EDITS = [
    ('title = "Imprimerie"', 'title = "Reprographie"', ("services", ("imprimerie",), "renamed", "title")),
    ('plans = ["fixe", "mobile"]', 'plans = ["fixe", "mobile", "radio"]', ("services", ("telephonie",), "added", "plans")),
    ("", FAX, ("services", ("fax",), "added", None)),
    ("month = 9", "month = 8", ("notice", (), "changed", "month")),
    ("months = 3", "months = 4", ("exit", (), "changed", "months")),
    ("2033]", "2033, 2039]", ("mandates", (), "added", "renewals")),
    ("[2021, ", "[", ("mandates", (), "removed", "renewals")),
    ('covers = ["parc", "sauvegarde"]', 'covers = ["parc"]', ("network", (), "removed", "covers")),
    ('basis = "inferred"', 'basis = "explicit"', ("edges", ("sauvegarde", "fibre"), "changed", "basis")),
    ("voted = 2026-05-12", "voted = 2026-05-13", ("grids", ("never-sent",), "changed", "voted")),
    (
        'month = "2.00", year = "24.00"',
        'month = "3.00", year = "36.00"',
        ("prices", ("second", "imprimerie"), "changed", "year"),
    ),
    ("checked = 2026-01-01", "checked = 2026-02-02", None),
]
"""
Edits of the file, and what is told of each: section, entry, kind, key; of the last one nothing.
"""


def told(change: Change) -> tuple[Any, ...]:
    """
    Return a change as something that can be in a set.
    """
    return (change.section, change.entry, change.kind, change.key, repr(change.old), repr(change.new))


class TestChanges:
    """
    Every datum but the day on which somebody last read the file over.
    """

    @pytest.mark.parametrize(("old", "new", "expected"), EDITS, ids=[repr(place) for *_, place in EDITS])
    def test_each_edit(self, tmp_path: Path, old: str, new: str, expected: tuple[Any, ...] | None) -> None:
        """
        Is told at its place, forwards and backwards.
        """
        before, after = load_convention(OTHER), revised(tmp_path, (old, new))
        there, back = compared(before, after).changes, compared(after, before).changes
        assert (expected is None) == (there == ())
        assert expected is None or expected in {told(each)[:4] for each in there}
        opposite = {"added": "removed", "removed": "added"}
        mirrored = {(*told(each)[:2], opposite.get(each.kind, each.kind), each.key, *told(each)[:3:-1]) for each in back}
        assert mirrored == {told(each) for each in there}

    def test_a_service_with_another_code(self, tmp_path: Path) -> None:
        """
        Is the same one by its title: it is renamed, and nothing that names it has changed, its price included.
        """
        text = OTHER.read_text(encoding="utf-8")
        path = tmp_path / "revised.toml"
        path.write_text(text.replace('"parc"', '"postes"'), encoding="utf-8")
        found = compared(load_convention(OTHER), load_convention(path))
        assert (Change("services", ("postes",), "renamed", "code", "parc", "postes"),) == found.changes
        assert () == found.spans

    def test_the_order_of_entries_is_no_datum(self, tmp_path: Path) -> None:
        """
        Two services that change places change nothing.
        """
        text = OTHER.read_text(encoding="utf-8")
        first, *blocks = text.split("[[services]]")
        blocks[0], blocks[1] = blocks[1], blocks[0]
        path = tmp_path / "revised.toml"
        path.write_text("[[services]]".join([first, *blocks]), encoding="utf-8")
        assert () == compared(load_convention(OTHER), load_convention(path)).changes

    @pytest.mark.parametrize("other", [None, OTHER], ids=["embedded", "other"])
    def test_nothing(self, other: Path | None) -> None:
        """
        A convention changes nothing of itself.
        """
        found = compared(load_convention(other), load_convention(other))
        assert ((), ()) == (found.changes, found.spans)

    def test_another_convention_altogether(self) -> None:
        """
        Everything of one goes, everything of the other comes.
        """
        old, new = load_convention(), load_convention(OTHER)
        found = compared(old, new).changes
        for section in ("services", "grids", "lines"):
            gone = {each.entry for each in found if (each.section, each.kind) == (section, "removed")}
            came = {each.entry for each in found if (each.section, each.kind) == (section, "added")}
            names = [{next(iter(entry.values())) for entry in each.to_dict().get(section, ())} for each in (old, new)]
            assert [{name for (name,) in gone}, {name for (name,) in came}] == names


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
        if old is None or new is None:
            return
        document = read_dossier(REQUEST)
        before, after = (quote(document, as_of=day, convention=each).lines[0].annual for each in (old, new))
        told = [
            (each.year.old, each.year.new)
            for span in compared(old, new).spans
            if span.first <= day <= (span.last or day)
            for each in span.prices
        ]
        assert ([(before, after)] if before != after else []) == told

    def test_a_new_grid(self, tmp_path: Path) -> None:
        """
        From the day on which it begins: the price that rises, the one that goes and the one that comes.
        """
        grid = (
            '\n[[grids]]\nid = "new"\nvoted = 2030-05-01\nsent = 2030-06-01\nsource = "x"\nchecked = 2026-01-01\nprices = [\n'
            '{ service = "parc", unit = "poste", month = "24.75", year = "297.00" },\n'
            '{ service = "fibre", unit = "poste", month = "1.00", year = "12.00" }]\n'
        )
        found = compared(load_convention(OTHER), revised(tmp_path, ("", grid)))
        assert [("grids", ("new",), "added")] == [(each.section, each.entry, each.kind) for each in found.changes]
        (span,) = found.spans
        assert (dt.date(2031, 1, 1), None, "named", "new") == (span.first, span.last, span.old_grid, span.new_grid)
        told = {each.service: each.month.to_dict() for each in span.prices}
        assert told == {
            "parc": {"old": "22.00", "new": "24.75", "change": "2.75", "percent": "12.50"},
            "fibre": {"old": None, "new": "1.00", "change": None, "percent": None},
        }
        assert [2031, 2031, 2040] == [found.first_year(year) for year in (2026, 2031, 2040)]

    def test_a_grid_that_is_not_sent(self, tmp_path: Path) -> None:
        """
        Changes no price, and that is said.
        """
        found = compared(load_convention(OTHER), revised(tmp_path, ("sent = 2025-06-10\n", "")))
        assert ("second", "never-sent") == found.without_effect
        assert [("first", "second")] == [(span.new_grid, span.old_grid) for span in found.spans]
        assert (dt.date(2026, 1, 1), dt.date(2029, 6, 30)) == (found.spans[0].first, found.spans[0].last)

    @given(st.decimals(-(10**11), 10**11, places=2), st.decimals(Decimal("0.01"), 10**11, places=2))
    def test_a_percent_is_half_up(self, change: Decimal, of: Decimal) -> None:
        """
        To two decimals, whichever side of nothing it lies on.
        """
        exact = Fraction(change) / Fraction(of) * 10_000
        whole = int(abs(exact)) + (1 if abs(exact) % 1 >= Fraction(1, 2) else 0)
        assert Fraction(percent(change, of)) == Fraction(-whole if exact < 0 else whole, 100)


DOSSIER: Mapping[str, Any] = {
    "convention": "drawn",
    "commune": {"name": "Lens"},
    "signatures": {"commune": "2023-03-01", "call": "2023-03-01"},
    "request": {"lines": [{"service": "postes", "quantity": 7}]},
    "openings": [{"service": "postes", "date": "2024-01-01"}],
}


def before_both(dossier: Dossier, old: Convention, new: Convention) -> tuple[Case, Case]:
    """
    Return *dossier* put before both conventions.
    """
    day = dt.date(2025, 1, 1)
    return admit(dossier, terms_of(old, ADOPTED), day), admit(restated(dossier), terms_of(new, ADOPTED), day)


class TestBills:
    """
    What a revision does to what a commune owes.
    """

    @given(drawn_grids, drawn_grids, st.integers(2024, 2026))
    def test_they_are_two_bills(self, grids: list[dict[str, dt.date]], others: list[dict[str, dt.date]], year: int) -> None:
        """
        The same dossier billed under each; it may name the old convention.
        """
        old, new = loaded(grids), loaded(others)
        if old is None or new is None:
            return
        new = convention_of({**new.to_dict(), "id": "next"})
        dossier = read_dossier(dict(DOSSIER), convention=old)
        found = bill_change(*before_both(dossier, old, new), str(year))
        expected = [bill(dossier, str(year), convention=old).total]
        del (plain := dict(DOSSIER))["convention"]
        expected.append(bill(read_dossier(plain), str(year), convention=new).total)
        assert expected == [found.before, found.after]
        assert found.total.change == expected[1] - expected[0]

    def test_they_add_up(self) -> None:
        """
        Communes together owe the sum, before and after; nobody owes nothing.
        """
        old = loaded([{"date": dt.date(2024, 1, 1)}])
        new = loaded([{"date": dt.date(2024, 1, 1)}, {"voted": dt.date(2024, 5, 1), "sent": dt.date(2024, 5, 1)}])
        assert old is not None
        assert new is not None
        found = [bill_change(*before_both(read_dossier(dict(DOSSIER), convention=old), old, new), "2025") for _ in range(3)]
        assert [(Decimal("84.00"), Decimal("168.00"), False)] * 3 == [
            (each.before, each.after, each.complete) for each in found
        ]
        both = sum_of(found).to_dict()
        assert both == {"old": "252.00", "new": "504.00", "change": "252.00", "percent": "100.00"}
        assert sum_of([]).to_dict() == {"old": "0.00", "new": "0.00", "change": "0.00", "percent": None}
