"""
The quote: every price of Annexe 5 by hand, and what adds up to what.
"""

import datetime as dt
import decimal
import importlib.resources
import tomllib
from decimal import Decimal
from typing import Any

import pytest

from dmsi_rules import InvalidDocumentError, Quote, UnknownReadingError, UnknownRequestError, check, quote, read_dossier

AS_OF = dt.date(2026, 1, 10)

# Annexe 5, copied by hand: service, plan, a month, a year.
ANNEXE_5 = (
    ("reseau", None, "7.00", "84.00"),
    ("postes", None, "17.00", "204.00"),
    ("support", None, "11.00", "132.00"),
    ("messagerie", "basique-10", "6.50", "78.00"),
    ("messagerie", "basique-25", "7.80", "93.60"),
    ("messagerie", "basique-50", "8.00", "96.00"),
    ("messagerie", "pro-10", "7.50", "90.00"),
    ("messagerie", "pro-25", "8.80", "105.60"),
    ("messagerie", "pro-50", "10.00", "120.00"),
    ("messagerie", "premium-10", "9.50", "114.00"),
    ("messagerie", "premium-25", "10.60", "127.20"),
    ("messagerie", "premium-50", "11.80", "141.60"),
    ("hebergement", None, "12.00", "144.00"),
    ("administration", None, "4.00", "48.00"),
)
EACH_ROW = pytest.mark.parametrize(("service", "plan", "month", "year"), ANNEXE_5)
UNPRICED = ("serveurs", "conseil", "amoa", "acces-call")


def line(service: str, quantity: int | None = None, **more: Any) -> dict[str, Any]:
    """
    Return one line of a request.
    """
    given = {"service": service, "quantity": quantity, **more}
    return {key: value for key, value in given.items() if value is not None}


def document(*lines: dict[str, Any], **sections: Any) -> dict[str, Any]:
    """
    Return a dossier that asks for *lines*.
    """
    return {"commune": {"name": "Lens"}, "request": {"lines": list(lines)}, **sections}


def priced(*lines: dict[str, Any], as_of: dt.date = AS_OF, openings: Any = None, **readings: str) -> Quote:
    """
    Return the quote of a request; the network's row is there only where it is asked for, unless a test says otherwise.
    """
    sections = {"openings": openings} if openings else {}
    switches = {"network_implied": "only-if-asked"} | readings
    return quote(read_dossier(document(*lines, **sections)), as_of=as_of, readings=switches)


def totals(answer: Quote) -> tuple[str, str, str]:
    """
    Return the three totals as they are written.
    """
    written = answer.to_dict()
    return written["monthly_total"], written["annual_total"], written["quoted_total"]


def traces(answer: Quote) -> list[Any]:
    """
    Return where each line's price comes from, as it is written.
    """
    return [written["trace"] for written in answer.to_dict()["lines"]]


# ---- every row of Annexe 5


@EACH_ROW
def test_each_price(service: str, plan: str | None, month: str, year: str) -> None:
    """
    One unit of each row, a month and a year.
    """
    (only,) = priced(line(service, 1, plan=plan)).to_dict()["lines"]
    assert {
        "service": service,
        "plan": plan,
        "quantity": 1,
        "derived": False,
        "unit_annual": year,
        "monthly": month,
        "annual": year,
        "quotation": None,
    }.items() <= only.items()


@EACH_ROW
def test_each_price_for_seven(service: str, plan: str | None, month: str, year: str) -> None:
    """
    Seven units cost seven times as much: the price of one stays what it is.
    """
    (only,) = priced(line(service, 7, plan=plan)).lines
    assert (Decimal(year), 7 * Decimal(month), 7 * Decimal(year)) == (only.unit_annual, only.monthly, only.annual)


def test_all_rows_together() -> None:
    """
    One unit of every row: the sum of the annexe, nothing left to quote.
    """
    answer = priced(*(line(service, 1, plan=plan) for service, plan, _, _ in ANNEXE_5))
    assert ("131.50", "1578.00", "0.00") == totals(answer)
    assert (False, ()) == (answer.partial, answer.to_quote)


def test_a_hundred_workstations_with_everything() -> None:
    """
    61,200.00 a year: network, workstations and their support, hosting and its administration, a hundred of each.
    """
    services = ("reseau", "postes", "support", "hebergement", "administration")
    answer = priced(line("socle"), *(line(service, 100) for service in services))
    assert ("5100.00", "61200.00", "0.00") == totals(answer)


def test_annexe_5_prevails_over_annexe_7() -> None:
    """
    The basic box of 25 GB costs 93.60 a year, whatever is printed on the request.
    """
    (only,) = priced(line("messagerie", 1, plan="basique-25", printed_annual_price="93.00")).lines
    assert Decimal("93.60") == only.annual


# ---- base, network and levels


def test_the_base_costs_nothing() -> None:
    """
    The base membership is priced at 0.00: that is a price, and nothing is left to quote.
    """
    answer = priced(line("socle"))
    (only,) = answer.to_dict()["lines"]
    assert ("0.00", "0.00", "0.00", None, False) == tuple(
        only[key] for key in ("unit_annual", "monthly", "annual", "quantity", "derived")
    )
    assert (False, ()) == (answer.partial, answer.to_quote)


def test_messaging_alone_owes_nothing_for_the_network() -> None:
    """
    A commune that only has boxes pays for boxes.
    """
    answer = priced(line("socle"), line("messagerie", 60, plan="pro-25"))
    assert ("528.00", "6336.00", "0.00") == totals(answer)


@pytest.mark.parametrize(
    ("level", "added", "annual"), [("postes", "support", "3360.00"), ("hebergement", "administration", "1920.00")]
)
def test_a_second_level_adds_to_the_first(level: str, added: str, annual: str) -> None:
    """
    The second level never replaces the first: ten workstations in both cost the total that Annexe 5 prints, ten times.
    """
    answer = priced(line(level, 10), line(added, 10))
    assert annual == totals(answer)[1]


def test_without_a_network_line_nothing_is_derived() -> None:
    """
    What is not asked is not priced.
    """
    answer = priced(line("postes", 10), line("hebergement", 8))
    assert ["postes", "hebergement"] == [each.service for each in answer.lines]
    assert "3192.00" == totals(answer)[1]


@pytest.mark.parametrize(
    ("postes", "hebergement", "reading", "quantity"),
    [
        (10, None, "max", 10),
        (None, 8, "max", 8),
        (10, 8, "max", 10),
        (8, 10, "max", 10),
        (10, None, "sum", 10),
        (10, 8, "sum", 18),
    ],
)
def test_the_network_quantity_is_derived(postes: int | None, hebergement: int | None, reading: str, quantity: int) -> None:
    """
    A network line without quantity has that of the larger category, or of both together where they do not coincide.
    """
    covered = [line(service, count) for service, count in (("postes", postes), ("hebergement", hebergement)) if count]
    answer = priced(line("reseau"), *covered, network_quantity=reading)
    network = answer.lines[0]
    assert (quantity, True, quantity * Decimal(84)) == (network.quantity, network.derived, network.annual)
    assert [f"/request/lines/{rank}/quantity" for rank, _ in enumerate(covered, start=1)] == traces(answer)[0]["quantity_from"]


def test_maximum_is_the_adopted_reading() -> None:
    """
    Without a choice the workstations of categories 1 and 3 are taken to coincide.
    """
    network, *_ = priced(line("reseau"), line("postes", 10), line("hebergement", 8)).lines
    assert 10 == network.quantity


def test_a_quantity_that_is_given_is_not_derived() -> None:
    """
    The network's own quantity counts, even where it does not fit the others (TAR002 says so).
    """
    network, *_ = priced(line("reseau", 3), line("postes", 10)).lines
    assert (3, False, Decimal(252)) == (network.quantity, network.derived, network.annual)


@pytest.mark.parametrize("lines", [[line("postes", 10), line("hebergement")], [line("postes")], [line("support", 10)], []])
def test_the_network_quantity_may_be_unknown(lines: list[dict[str, Any]]) -> None:
    """
    It is not derived from quantities of which one is not known, nor from none: the line is still to be quoted, never zero.
    """
    answer = priced(line("reseau"), *lines)
    network = answer.lines[0]
    assert (None, False, None, None) == (network.quantity, network.derived, network.monthly, network.annual)
    assert Decimal(84) == network.unit_annual
    assert answer.partial
    assert "reseau" == answer.to_quote[0]


@pytest.mark.parametrize(
    ("others", "openings", "reading", "annual"),
    [
        ([], [], "charged", 840),
        ([], [], "free", 0),
        ([line("messagerie", 5, plan="pro-10")], [], "free", 0),
        ([line("serveurs", 5)], [], "free", 0),
        ([line("postes", 10)], [], "free", 840),
        ([line("hebergement", 10)], [], "free", 840),
        ([], [{"service": "postes", "date": "2025-02-03"}], "free", 840),
    ],
)
def test_the_network_alone(others: list[dict[str, Any]], openings: list[dict[str, Any]], reading: str, annual: int) -> None:
    """
    Where the network is read to be free by itself, it costs 0.00 unless workstations or hosting are asked or open.
    """
    answer = priced(line("reseau", 10), *others, openings=openings, network_alone=reading)
    assert (Decimal(annual), Decimal(annual) / 12) == (answer.lines[0].annual, answer.lines[0].monthly)


def test_of_unknown_volume_nothing_is_free() -> None:
    """
    A priced line without quantity is still to be quoted, under either reading.
    """
    answer = priced(line("reseau"), network_alone="free")
    assert (None, True, ("reseau",)) == (answer.lines[0].annual, answer.partial, answer.to_quote)


def test_charged_is_the_adopted_reading() -> None:
    """
    Without a choice the network alone is charged.
    """
    assert Decimal(840) == priced(line("reseau", 10)).annual_total


# ---- quotations and what is still to be quoted


@pytest.mark.parametrize("service", UNPRICED)
def test_a_quotation_stands_apart(service: str) -> None:
    """
    What is quoted is due once: it has a total of its own and is in no other.
    """
    answer = priced(line(service, quotation="1500.50"), line("postes", 1))
    quoted, _ = answer.to_dict()["lines"]
    assert ("1500.50", None, None, None) == tuple(quoted[key] for key in ("quotation", "unit_annual", "monthly", "annual"))
    assert ("17.00", "204.00", "1500.50") == totals(answer)
    assert (False, ()) == (answer.partial, answer.to_quote)


@pytest.mark.parametrize("service", UNPRICED)
def test_without_quotation_it_is_still_to_be_quoted(service: str) -> None:
    """
    A missing price is none, never zero.
    """
    answer = priced(line(service, 3), line("postes", 1))
    quoted, _ = answer.to_dict()["lines"]
    assert (None, None, None, None) == tuple(quoted[key] for key in ("quotation", "unit_annual", "monthly", "annual"))
    assert ("17.00", "204.00", "0.00") == totals(answer)
    assert (True, (service,)) == (answer.partial, answer.to_quote)


def test_a_priced_line_without_quantity_is_still_to_be_quoted() -> None:
    """
    Its unit price is known, its amount is not; each service is named once, in the order of the request.
    """
    answer = priced(
        line("support"),
        line("messagerie", plan="pro-10"),
        line("messagerie", plan="pro-25"),
        line("postes", 2),
        line("conseil"),
    )
    assert [Decimal(132), Decimal(90), Decimal("105.60"), Decimal(204), None] == [each.unit_annual for each in answer.lines]
    assert [None, None, None, Decimal(408), None] == [each.annual for each in answer.lines]
    assert (True, ("support", "messagerie", "conseil")) == (answer.partial, answer.to_quote)
    assert "408.00" == totals(answer)[1]


def test_a_quotation_of_nothing_is_a_quotation() -> None:
    """
    An offer at 0.00 is an answer: nothing is left to quote.
    """
    answer = priced(line("amoa", quotation=0))
    assert (False, ()) == (answer.partial, answer.to_quote)


def test_several_quotations_add_up() -> None:
    """
    The total of quotations is theirs alone.
    """
    answer = priced(line("amoa", quotation="0.10"), line("conseil", quotation="0.20"), line("serveurs", quotation=3))
    assert ("0.00", "0.00", "3.30") == totals(answer)


# ---- grids in time


def test_the_grid_is_named() -> None:
    """
    A quote says which grid it was made on, and for which day.
    """
    written = priced(line("postes", 1)).to_dict()
    assert ("2023-10-01", "2026-01-10", "call-dmsi-2024", 1) == tuple(
        written[key] for key in ("grid", "as_of", "convention", "format")
    )


@pytest.mark.parametrize("day", ["2023-10-01", "2023-12-31", "2199-12-31"])
def test_the_first_grid_is_in_force_from_its_own_date(day: str) -> None:
    """
    From 1 October 2023 on, and for as long as no other has come into force.
    """
    answer = priced(line("postes", 1), as_of=dt.date.fromisoformat(day))
    assert ("2023-10-01", Decimal(204)) == (answer.grid, answer.annual_total)


@pytest.mark.parametrize("day", ["2000-01-01", "2023-09-30"])
def test_before_the_first_grid_there_is_no_price(day: str) -> None:
    """
    No grid, no price: every priced line is unknown, not free; quotations stand.
    """
    answer = priced(line("postes", 1), line("conseil", quotation="10.00"), as_of=dt.date.fromisoformat(day))
    asked, quoted = answer.lines
    assert (None, None, None) == (asked.unit_annual, asked.monthly, asked.annual)
    assert Decimal(10) == quoted.quotation
    assert (None, True, ("postes",)) == (answer.grid, answer.partial, answer.to_quote)


def test_the_base_costs_nothing_on_any_day() -> None:
    """
    It is in no grid, and waits for none.
    """
    answer = priced(line("socle"), as_of=dt.date(2023, 9, 30))
    assert (Decimal(0), Decimal(0), False, ()) == (
        answer.lines[0].monthly,
        answer.annual_total,
        answer.partial,
        answer.to_quote,
    )


# ---- traces


EMBEDDED = tomllib.loads(
    importlib.resources.files("dmsi_rules").joinpath("convention", "call-dmsi-2024.toml").read_text(encoding="utf-8")
)


def pointed(pointer: str) -> Any:
    """
    Return what a `convention:/…` pointer points at in the embedded convention's file.
    """
    scheme, _, path = pointer.partition(":")
    assert scheme == "convention"
    value: Any = EMBEDDED
    for token in path.split("/")[1:]:
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


@EACH_ROW
def test_every_euro_comes_from_its_row(service: str, plan: str | None, month: str, year: str) -> None:
    """
    The trace of a line points at the row of the convention's file that has its service, its plan and its price.
    """
    (trace,) = traces(priced(line(service, 3, plan=plan)))
    row = pointed(trace["row"])
    assert (service, plan, month, year) == (row["service"], row.get("plan"), row["month"], row["year"])
    assert ("Annexe 5", month, year, []) == tuple(trace[key] for key in ("source", "month", "year", "quantity_from"))


def test_the_trace_is_written_with_its_line() -> None:
    """
    A derived quantity says what it was made of, in the JSON too.
    """
    network, _ = priced(line("reseau"), line("postes", 3)).to_dict()["lines"]
    assert {
        "row": "convention:/tariff/grids/0/prices/0",
        "source": "Annexe 5",
        "quantity_from": ["/request/lines/1/quantity"],
    }.items() <= network["trace"].items()


def test_what_has_no_price_has_no_trace() -> None:
    """
    No row, no trace; the base membership's is the base itself.
    """
    base, servers = traces(priced(line("socle"), line("serveurs", 3)))
    assert servers is None
    assert "socle" == pointed(base["row"])


# ---- exactness


def test_huge_quantities_are_exact() -> None:
    """
    10^9 units on every line are counted to the cent.
    """
    answer = priced(*(line(service, 10**9, plan=plan) for service, plan, _, _ in ANNEXE_5))
    assert ("131500000000.00", "1578000000000.00", "0.00") == totals(answer)


SIGNALS = tuple(decimal.getcontext().traps)
HUGE = [
    line("reseau"),
    line("postes", 123_456_789),
    line("hebergement", 987_654_321),
    line("messagerie", 999_999_999, plan="basique-25", printed_annual_price="93.00"),
    line("conseil", quotation="999999999999.99"),
    line("amoa", quotation="0.01"),
]


def test_large_amounts_by_hand() -> None:
    """
    Network for both categories together, workstations, hosting and boxes, each worked out to the cent.
    """
    assert ("29528395027.20", "354340740326.40", "1000000000000.00") == totals(priced(*HUGE, network_quantity="sum"))


@pytest.mark.parametrize("precision", [1, 3, 28])
def test_the_callers_decimal_context_changes_nothing(precision: int) -> None:
    """
    Amounts are exact whatever the precision, rounding and traps of the program around.
    """
    expected = priced(*HUGE, network_quantity="sum").to_dict()
    with decimal.localcontext(prec=precision, rounding=decimal.ROUND_UP, traps=dict.fromkeys(SIGNALS, False)):
        actual = priced(*HUGE, network_quantity="sum").to_dict()
        report = check(read_dossier(document(*HUGE)), as_of=AS_OF).to_dict()
    assert expected == actual
    assert check(read_dossier(document(*HUGE)), as_of=AS_OF).to_dict() == report


def test_a_callers_traps_do_not_spring() -> None:
    """
    A program that traps inexact results does not see one here.
    """
    expected = priced(*HUGE).to_dict()
    with decimal.localcontext(prec=2, traps=dict.fromkeys(SIGNALS, True)):
        assert expected == priced(*HUGE).to_dict()


# ---- what cannot be priced


@pytest.mark.parametrize("empty", [{}, {"request": {}}])
def test_without_lines_the_price_is_not_known(empty: dict[str, Any]) -> None:
    """
    Where nothing is said of the request the quote is partial: unknown is not zero.
    """
    answer = quote(read_dossier({"commune": {"name": "Lens"}, **empty}), as_of=AS_OF)
    assert ((), True) == (answer.lines, answer.partial)


def test_a_request_for_nothing_costs_nothing() -> None:
    """
    A list that is given is complete: one without lines asks for nothing.
    """
    answer = priced()
    assert ((), False, ("0.00", "0.00", "0.00")) == (answer.lines, answer.partial, totals(answer))


def test_a_document_that_does_not_fit_is_not_priced() -> None:
    """
    It is refused with the findings that a check would give.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        priced(line("postes", 5, plan="pro-25"), line("telephone", 5))
    assert [("DOC003", "/request/lines/1/service"), ("DOC005", "/request/lines/0/plan")] == [
        (found.code, found.path) for found in caught.value.findings
    ]


def test_an_unknown_reading_is_refused() -> None:
    """
    A switch or a value that does not exist is a mistake of the caller.
    """
    with pytest.raises(UnknownReadingError):
        priced(line("reseau", 5), network_quantity="min")
    with pytest.raises(UnknownReadingError):
        priced(line("reseau", 5), quantity="max")


def test_a_quote_is_frozen() -> None:
    """
    What is returned cannot be changed.
    """
    answer = priced(line("reseau", 5))
    with pytest.raises(AttributeError):
        answer.partial = True  # type: ignore[misc]


class TestFirstYear:
    """
    What falls in the year of the first wished opening: the months from each wished day to 31 December.
    """

    def test_by_hand(self) -> None:
        """
        From April nine months of the network, from July six of the workstations; what opens later is in another year.
        """
        answer = priced(
            {"service": "socle"},
            line("reseau", 10, opening="2026-04-15"),
            line("postes", 8, opening="2026-07-01"),
            line("support", 5, opening="2027-01-01"),
            line("conseil", quotation="1500.00"),
        ).first_year

        assert answer
        assert (2026, Decimal(10 * 7 * 9 + 8 * 17 * 6), Decimal(1500)) == (answer.year, answer.months_total, answer.quoted)

    @pytest.mark.parametrize(("reading", "months"), [("full", "630.00"), ("next", "560.00"), ("daily", "597.33")])
    def test_opening_month(self, reading: str, months: str) -> None:
        """
        The month of the opening counts as the reading says.
        """
        answer = priced(line("reseau", 10, opening="2026-04-15"), opening_month=reading).first_year

        assert answer
        assert Decimal(months) == answer.months_total

    @pytest.mark.parametrize(
        "more", [{"service": "postes"}, {"service": "postes", "quantity": 3}, {"service": "serveurs", "opening": "2026-01-01"}]
    )
    def test_not_known(self, more: dict[str, Any]) -> None:
        """
        Without a day, a volume or a price of each line it is not known.
        """
        answer = priced(line("reseau", 10, opening="2026-04-15"), more).first_year

        assert answer
        assert answer.months_total is None

    def test_no_wished_day(self) -> None:
        """
        Without any wished day there is no first year.
        """
        assert priced(line("reseau", 10)).first_year is None

    def test_the_derived_network(self) -> None:
        """
        The network's row that is due though not asked for opens with the first of what is on it.
        """
        answer = priced(
            line("postes", 8, opening="2026-07-01"), line("hebergement", 9, opening="2026-10-01"), network_implied="due"
        ).first_year

        assert answer
        assert Decimal(8 * 17 * 6 + 9 * 12 * 3 + 9 * 7 * 6) == answer.months_total


class TestNetworkImplied:
    """
    Annexe 5: the row is due once for categories 1 and 3 (reading `network_implied`).
    """

    def test_a_row_of_its_own(self) -> None:
        """
        It is derived, of the most workstations, and says where they stand.
        """
        answer = priced(line("postes", 8), line("hebergement", 9), network_implied="due")
        *_, network = answer.lines

        assert ("reseau", 9, True, Decimal("63.00")) == (network.service, network.quantity, network.derived, network.monthly)
        assert ("/request/lines/0/quantity", "/request/lines/1/quantity") == network.quantity_from

    @pytest.mark.parametrize("openings", [None, [{"service": "reseau", "date": "2025-03-03"}]])
    def test_not_where_it_is_there(self, openings: Any) -> None:
        """
        Asked for or held, it is priced there.
        """
        asked = [line("postes", 8)] if openings else [line("reseau", 8), line("postes", 8)]
        answer = priced(*asked, openings=openings, network_implied="due")

        assert not any(each.derived for each in answer.lines)

    def test_a_volume_that_is_not_known(self) -> None:
        """
        Its amount is none, and the quote is partial.
        """
        answer = priced(line("postes"), network_implied="due")
        *_, network = answer.lines

        assert (None, None, True) == (network.quantity, network.annual, answer.partial)
        assert "reseau" in answer.to_quote

    def test_mailboxes_alone(self) -> None:
        """
        They owe none of it.
        """
        answer = priced(line("messagerie", 5, plan="pro-25"), network_implied="due")

        assert ["messagerie"] == [each.service for each in answer.lines]


class TestWhichRequest:
    """
    The last request that stands is priced, or the one that the caller names.
    """

    DOCUMENT: dict[str, Any] = {  # noqa: RUF012  (read only)
        "commune": {"name": "Lens"},
        "requests": [
            {"date": "2027-05-01", "lines": [{"service": "reseau", "quantity": 30}], "withdrawn": "2027-06-01"},
            {"date": "2025-05-01", "lines": [{"service": "reseau", "quantity": 10}]},
            {"date": "2026-05-01", "lines": [{"service": "reseau", "quantity": 20}]},
        ],
    }

    def test_the_last_that_stands(self) -> None:
        """
        Not the one that was given up, whatever the order in which they are told.
        """
        assert [20] == [each.quantity for each in quote(read_dossier(self.DOCUMENT), as_of=AS_OF).lines]

    @pytest.mark.parametrize(("number", "quantity"), [(1, 10), (2, 20), (3, 30)])
    def test_by_its_number(self, number: int, quantity: int) -> None:
        """
        They are numbered by date, from 1.
        """
        answer = quote(read_dossier(self.DOCUMENT), as_of=AS_OF, request=number)

        assert [quantity] == [each.quantity for each in answer.lines]

    @pytest.mark.parametrize("number", [0, 4, -1])
    def test_none_of_that_number(self, number: int) -> None:
        """
        It is refused, saying how many there are.
        """
        with pytest.raises(UnknownRequestError, match="has 3"):
            quote(read_dossier(self.DOCUMENT), as_of=AS_OF, request=number)
