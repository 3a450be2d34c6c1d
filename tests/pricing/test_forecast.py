"""
The forecast: what each budget year would come to, on what basis, by hand.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from dmsi_rules import Forecast, forecast, read_dossier

AS_OF = dt.date(2025, 7, 10)
SIGNED = {"commune": "2024-12-20", "call": "2024-12-23"}
MONTH = {"reseau": 7, "postes": 17, "hebergement": 12}

Row = tuple[int, str, str, Decimal | None, bool, bool]


def ahead(*lines: dict[str, Any], years: range = range(2026, 2028), as_of: dt.date = AS_OF, **sections: Any) -> Forecast:
    """
    Return the forecast of a dossier that asks for *lines*, reaffirmed so that its term is settled.
    """
    document = {
        "commune": {"name": "Avion"},
        "signatures": SIGNED,
        "request": {"date": "2025-05-20", "lines": list(lines)},
        "reaffirmations": [{"date": "2026-05-04"}],
    }
    switches = sections.pop("readings", {})
    return forecast(read_dossier(document | sections), years, as_of=as_of, readings=switches)


def rows(answer: Forecast) -> list[Row]:
    """
    Return the rows of every year.
    """
    return [
        (year.year, line.service, line.basis, line.amount, line.undecided, line.derived)
        for year in answer.years
        for line in year.lines
    ]


NETWORK = {"service": "reseau", "quantity": 10, "opening": "2026-04-01"}


class TestBasis:
    """
    Each row says on what its amount rests.
    """

    def test_wished(self) -> None:
        """
        What is not open counts its asked volume from the wished day on.
        """
        expected = [
            (2026, "reseau", "wished", Decimal(10 * 7 * 9), False, False),
            (2027, "reseau", "wished", Decimal(10 * 7 * 12), False, False),
        ]
        assert expected == rows(ahead(NETWORK))

    def test_a_wish_that_has_passed(self) -> None:
        """
        Without an opening it counts from the given day's month on.
        """
        answer = ahead(NETWORK | {"opening": "2026-02-01"}, years=range(2026, 2027), as_of=dt.date(2026, 6, 20))

        assert [(2026, "reseau", "wished", Decimal(10 * 7 * 7), False, False)] == rows(answer)

    def test_a_line_without_wished_day(self) -> None:
        """
        It is in no year.
        """
        assert [] == rows(ahead({"service": "reseau", "quantity": 10}))

    def test_contracted(self) -> None:
        """
        What is open and not counted costs its contracted volume.
        """
        answer = ahead(NETWORK, openings=[{"service": "reseau", "date": "2026-05-04"}], years=range(2026, 2027))

        assert [(2026, "reseau", "contracted", Decimal(10 * 7 * 8), False, False)] == rows(answer)

    def test_counted_and_contracted(self) -> None:
        """
        Months with a snapshot are counted; the others are not taken for it.
        """
        answer = ahead(
            NETWORK,
            openings=[{"service": "reseau", "date": "2026-01-05"}],
            snapshots=[{"month": "2026-01", "units": {"reseau": 12}}, {"month": "2026-02", "units": {"reseau": 13}}],
            years=range(2026, 2027),
        )

        assert [
            (2026, "reseau", "counted", Decimal((12 + 13) * 7), False, False),
            (2026, "reseau", "contracted", Decimal(10 * 10 * 7), False, False),
        ] == rows(answer)

    def test_the_last_snapshot_where_nothing_was_asked(self) -> None:
        """
        Of an open service that no request names the last count goes on.
        """
        answer = ahead(
            openings=[{"service": "reseau", "date": "2026-01-05"}],
            snapshots=[{"month": "2026-01", "units": {"reseau": 12}}],
            years=range(2026, 2027),
        )

        assert [(2026, "reseau", "counted", Decimal(12 * 12 * 7), False, False)] == rows(answer)

    def test_no_volume_known(self) -> None:
        """
        An amount that is not known is none, and its year is partial.
        """
        answer = ahead({"service": "reseau", "opening": "2026-04-01"}, years=range(2026, 2027))

        assert [(2026, "reseau", "wished", None, False, False)] == rows(answer)
        assert (Decimal(0), True) == (answer.years[0].total, answer.years[0].partial)

    def test_no_price_known(self) -> None:
        """
        A service that no grid prices is in no row; quotations are apart.
        """
        answer = ahead({"service": "serveurs", "opening": "2026-04-01"})

        assert [] == rows(answer)

    def test_derived_network(self) -> None:
        """
        The network's row is due for workstations though nobody asked for it (reading `network_implied`).
        """
        workstations = {"service": "postes", "quantity": 10, "opening": "2026-01-01"}

        assert [
            (2026, "reseau", "wished", Decimal(10 * 7 * 12), False, True),
            (2026, "postes", "wished", Decimal(10 * 17 * 12), False, False),
        ] == rows(ahead(workstations, years=range(2026, 2027)))
        settled = ahead(workstations, years=range(2026, 2027), readings={"network_implied": "only-if-asked"})
        assert [(2026, "postes", "wished", Decimal(10 * 17 * 12), False, False)] == rows(settled)


class TestTime:
    """
    What ends is not forecast further; what may end is marked.
    """

    def test_past_an_unsettled_term(self) -> None:
        """
        The months are counted and marked; under a settled reading they are not there, or not marked.
        """
        amount = Decimal(10 * 7 * 12)
        lasting: dict[str, Any] = {"years": range(2027, 2028), "reaffirmations": []}

        assert [(2027, "reseau", "wished", amount, True, False)] == rows(ahead(NETWORK, **lasting))
        assert {"mandate": "Art. 11"} == ahead(NETWORK, **lasting).sources
        assert [] == rows(ahead(NETWORK, **lasting, readings={"mandate_silence": "lapses"}))
        assert [(2027, "reseau", "wished", amount, False, False)] == rows(
            ahead(NETWORK, **lasting, readings={"mandate_silence": "continues"})
        )

    def test_an_exit(self) -> None:
        """
        Nothing after its last day; a late one marks the year in which the commune may be held.
        """
        opened: dict[str, Any] = {"openings": [{"service": "reseau", "date": "2026-05-04"}], "years": range(2027, 2030)}
        in_time = {"scope": "total", "sent": "2027-06-01"}
        late = {"scope": "total", "sent": "2027-07-02"}

        assert [2027] == [row[0] for row in rows(ahead(NETWORK, **opened, termination=in_time))]
        assert [(2027, False), (2028, True)] == [(row[0], row[4]) for row in rows(ahead(NETWORK, **opened, termination=late))]

    @pytest.mark.parametrize("dead", [{"withdrawn": "2025-06-01"}, {}])
    def test_only_what_stands(self, dead: dict[str, str]) -> None:
        """
        A request that was withdrawn or refused is not forecast.
        """
        sections: dict[str, Any] = {"request": {"date": "2025-05-20", "lines": [NETWORK], **dead}}
        if not dead:
            sections["committee"] = {"refusal": {"date": "2025-06-10", "ground": "no-resources"}}

        assert [] == rows(ahead(**sections))


class TestQuotations:
    """
    What is paid once is told once.
    """

    def test_in_their_year_or_apart(self) -> None:
        """
        In the year of the wished day, or apart without one.
        """
        answer = ahead(
            {"service": "conseil", "quotation": "1500.00", "opening": "2027-03-01"},
            {"service": "amoa", "quotation": "800.00"},
        )

        assert [Decimal(0), Decimal(1500)] == [year.quotations for year in answer.years]
        assert Decimal(800) == answer.quotations_undated
        assert [Decimal(0), Decimal(0)] == [year.total for year in answer.years]


class TestMisuse:
    """
    What it is asked wrongly it refuses.
    """

    def test_not_a_dossier(self) -> None:
        """
        A document that nobody has read is none.
        """
        with pytest.raises(TypeError, match="read_dossier"):
            forecast({}, range(2026, 2027), as_of=AS_OF)  # type: ignore[arg-type]
