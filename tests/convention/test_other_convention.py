"""
Another convention, made up, in a file of its own: other services, edges, prices and months, no change of code.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from dmsi_rules import Convention, ConventionError, InvalidDocumentError, Quote, check, load_convention, quote, read_dossier
from dmsi_rules.convention import convention_of
from dmsi_rules.testing.strategies import (
    Plain,
    conventions_in_use,
    edge_days,
)

OTHER = Path(__file__).parents[1] / "data" / "other.toml"
AS_OF = dt.date(2026, 3, 10)


@pytest.fixture(scope="module")
def other() -> Convention:
    """
    The made-up convention.
    """
    return load_convention(OTHER)


def findings(
    convention: Convention, document: Mapping[str, Any], as_of: dt.date = AS_OF, **readings: str
) -> list[dict[str, Any]]:
    """
    Return everything found in a document under *convention*, as data.
    """
    dossier = read_dossier({"commune": {"name": "Mirandol"}, **document}, convention=convention)
    answer = check(dossier, as_of=as_of, convention=convention, readings=readings).to_dict()
    assert answer["convention"] == convention.id
    return answer["findings"]  # type: ignore[no-any-return]


def of_rule(code: str, found: list[dict[str, Any]], *facts: str) -> list[tuple[Any, ...]]:
    """
    Return verdict, path, some facts and depends_on of the findings of one rule.
    """
    return [
        (each["verdict"], each["path"], *(each["facts"].get(key) for key in facts), each["depends_on"])
        for each in found
        if each["code"] == code
    ]


def asked(*lines: dict[str, Any]) -> dict[str, Any]:
    """
    Return a document that asks for *lines*.
    """
    return {"request": {"lines": list(lines)}}


def line(service: str, quantity: int | None = None, opening: str | None = None, **more: Any) -> dict[str, Any]:
    """
    Return one line of a request.
    """
    given = {"service": service, "quantity": quantity, "opening": opening, **more}
    return {key: value for key, value in given.items() if value is not None}


# ---- what it holds


def test_the_other_convention_is_loaded(other: Convention) -> None:
    """
    What the file says is what there is; that its format is the first is noted.
    """
    assert (other.id, other.catalogue.base) == ("deux-vallees-2024", "adhesion")
    assert (other.request.notice[0].limit.day, other.exit.notice[0].limit.months) == ((9, 15), 3)
    assert other.term.length[0].renewals == (2021, 2027, 2033)
    assert [note.path for note in other.notes] == ["/format", "/grids/2"]  # the grid that was never sent


def test_the_embedded_convention_stays_the_default(other: Convention) -> None:
    """
    Loading another convention changes nothing for those who do not hand it in.
    """
    dossier = read_dossier({"commune": {"name": "Lens"}, **asked(line("reseau"))})
    assert check(dossier, as_of=AS_OF).convention == "call-dmsi-2024" != other.id


# ---- documents


def test_words_are_those_of_the_convention_in_use(other: Convention) -> None:
    """
    Services of the embedded convention are unknown words here, and the nearest one of this catalogue is offered.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        findings(other, {"convention": "call-dmsi-2024", **asked(line("postes"), line("fibres", 3))})
    assert [(each.code, each.path, each.facts.get("hint")) for each in caught.value.findings] == [
        ("DOC003", "/convention", None),
        ("DOC003", "/request/lines/0/service", None),
        ("DOC003", "/request/lines/1/service", "fibre"),
    ]


def test_values_stand_where_this_convention_takes_them(other: Convention) -> None:
    """
    The base takes no quantity, telephony has its own plans, a priced service takes no quotation.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        findings(
            other,
            asked(
                line("adhesion", 3),
                line("telephonie", 3, plan="pro-25"),
                line("parc", 3, quotation="5.00"),
            ),
        )
    assert [(each.code, each.path, each.facts.get("hint")) for each in caught.value.findings] == [
        ("DOC003", "/request/lines/1/plan", None),
        ("DOC005", "/request/lines/0/quantity", "fibre"),
        ("DOC005", "/request/lines/2/quotation", None),
    ]


# ---- dependencies


def test_dep001_follows_the_other_edges(other: Convention) -> None:
    """
    Supervision rests on two services: both are missing, with what they rest on, in an order in which they can open.
    """
    found = findings(other, asked(line("adhesion"), line("supervision", 4, "2027-01-01")))
    ((verdict, path, services, chain, depends_on),) = of_rule("DEP001", found, "services", "chain")
    assert (verdict, path, depends_on) == ("violated", "/request/lines/1", [])
    assert set(services) == {"fibre", "parc", "sauvegarde"}
    assert services[0] == "fibre"
    assert (chain[0], chain[-1]) == ("supervision", services[0])


def test_dep001_says_that_it_rests_on_an_inferred_link(other: Convention) -> None:
    """
    That backups need the fibre is inferred: ignored, the base alone is enough. The message says so.
    """
    document = asked(line("adhesion"), line("sauvegarde", 4, "2027-01-01"))
    (found,) = (each for each in findings(other, document) if each["code"] == "DEP001")
    assert (found["facts"]["services"], found["facts"]["chain"]) == (["fibre"], ["sauvegarde", "fibre"])
    assert found["depends_on"] == ["inferred_edges=ignored"]
    assert "inferred" in found["message"]
    assert found["fix"] == [
        {"op": "add", "path": "/request/lines/-", "value": {"service": "fibre", "quantity": 4, "opening": "2027-01-01"}}
    ]
    assert of_rule("DEP001", findings(other, document, inferred_edges="ignored")) == []


def test_dep001_is_not_mended_where_a_plan_has_to_be_chosen(other: Convention) -> None:
    """
    The switchboard needs telephony, fixed or mobile: no fix can choose, and what it added would be no document any more.
    """
    (found,) = (each for each in findings(other, asked(line("adhesion"), line("standard"))) if each["code"] == "DEP001")
    assert (found["facts"]["services"], found["fix"]) == (["telephonie"], [])


def test_dep001_counts_what_is_open(other: Convention) -> None:
    """
    The base is held as soon as anything is open, whatever the base is called.
    """
    document = asked(line("formation", quotation="500.00")) | {"openings": [{"service": "telephonie", "date": "2025-02-01"}]}
    assert of_rule("DEP001", findings(other, document)) == []


def test_dep002_compares_the_other_services(other: Convention) -> None:
    """
    Supervision opens before the backups that it is inferred to rest on, and after the workstations that it does rest on.
    """
    document = asked(
        line("adhesion", opening="2031-01-01"),
        line("fibre", 4, "2027-01-01"),
        line("parc", 4, "2027-01-01"),
        line("sauvegarde", 4, "2029-01-01"),
        line("supervision", 4, "2028-01-01"),
    )
    assert of_rule("DEP002", findings(other, document), "services") == [
        ("violated", "/request/lines/4/opening", ["sauvegarde"], ["inferred_edges=ignored"])
    ]


OPENED = [
    {"service": service, "date": "2025-02-01"} for service in ("fibre", "parc", "sauvegarde", "supervision", "telephonie")
]


def test_dep003_and_dep004_know_the_other_base(other: Convention) -> None:
    """
    Dropping the backups strands supervision by an inferred link; dropping the base is a total exit.
    """
    notice = {"scope": "partial", "sent": "2026-03-02"}
    dropping = {"openings": OPENED, "termination": notice | {"services": ["sauvegarde"]}}
    assert of_rule("DEP003", findings(other, dropping), "services") == [
        ("violated", "/termination/services", ["supervision"], ["inferred_edges=ignored"])
    ]
    leaving = {"openings": OPENED, "termination": notice | {"services": ["telephonie", "adhesion"]}}
    assert of_rule("DEP004", findings(other, leaving)) == [("violated", "/termination/services/1", [])]
    assert of_rule("DEP003", findings(other, leaving)) == []


@pytest.mark.parametrize(("sent", "open_in_2027"), [("2026-09-30", False), ("2026-10-01", True)])
def test_an_exit_takes_the_months_of_the_other_convention(other: Convention, sent: str, open_in_2027: bool) -> None:
    """
    Three calendar months before the end of the year are 30 September, where the embedded convention has 30 June.
    """
    document = {
        "openings": [{"service": "fibre", "date": "2025-02-01"}],
        "termination": {"scope": "partial", "services": ["fibre"], "sent": sent},
        **asked(line("adhesion"), line("parc", 4, "2028-01-01")),
    }
    lacking = of_rule("DEP001", findings(other, document, dt.date(2027, 1, 5)), "services")
    assert lacking == ([] if open_in_2027 else [("violated", "/request/lines/1", ["fibre"], [])])
    assert of_rule("DEP001", findings(other, document, dt.date(2026, 12, 31))) == []


def test_a_mandate_ends_in_the_years_of_the_other_convention(other: Convention) -> None:
    """
    Signed in 2024 the term ends with 2027: a late notice of that year prolongs nothing.

    By other readings it would: where it can hold the commune all the same, and where it comes after a term that ended with
    2026, so that it is no exit at all.
    """
    document = {
        "signatures": {"commune": "2024-03-01", "call": "2024-03-04"},
        "openings": [{"service": "fibre", "date": "2025-02-01"}],
        "termination": {"scope": "partial", "services": ["fibre"], "sent": "2027-12-01"},
        **asked(line("adhesion"), line("parc", 4, "2031-01-01")),
    }
    assert of_rule("DEP001", findings(other, document, dt.date(2028, 1, 5)), "services") == [
        (
            "violated",
            "/request/lines/1",
            ["fibre"],
            ["term_end=last-full-year", "late_in_last_year=held", "mandate_silence=continues"],
        )
    ]
    assert of_rule("DEP001", findings(other, document, dt.date(2027, 12, 31))) == []


# ---- perimeter


def test_per001_knows_the_other_rows(other: Convention) -> None:
    """
    Workstations and assistance are one row here; base and fibre are two; archives have no row.
    """
    document = {
        "deliberation": {"perimeter": ["adhesion", "assistance"]},
        **asked(line("adhesion"), line("fibre", 4), line("parc", 4), line("archivage", 4), line("imprimerie")),
    }
    found = findings(other, document)
    assert of_rule("PER001", found) == [("violated", "/request/lines/1", [])]
    assert of_rule("PER003", found) == [("violated", "/request/lines/3", []), ("violated", "/request/lines/4", [])]


def test_per002_may_rest_on_an_inferred_link(other: Convention) -> None:
    """
    Backups without the fibre lack something only if the inferred link binds.
    """
    document = {"deliberation": {"perimeter": ["adhesion", "sauvegarde", "parc"]}}
    assert of_rule("PER002", findings(other, document), "services") == [
        ("violated", "/deliberation/perimeter/1", ["fibre"], ["inferred_edges=ignored"]),
        ("violated", "/deliberation/perimeter/2", ["fibre"], []),
    ]


def test_per001_is_unknown_without_a_perimeter(other: Convention) -> None:
    """
    What is not given is not known, whatever the convention.
    """
    assert of_rule("PER001", findings(other, asked(line("adhesion")))) == [("unknown", "/deliberation/perimeter", [])]
    assert of_rule("PER001", findings(other, asked(line("imprimerie")))) == []


# ---- quantities, prices, the form


def test_tar001_to_tar003_compare_the_other_levels(other: Convention) -> None:
    """
    Archives are added to backups, assistance to workstations; the fibre's row covers workstations and backups.
    """
    over = asked(line("archivage", 5), line("sauvegarde", 4), line("assistance", 9), line("parc", 9), line("fibre", 8))
    found = findings(other, over)
    assert of_rule("TAR001", found) == [("violated", "/request/lines/0/quantity", [])]
    assert of_rule("TAR002", found) == [("violated", "/request/lines/4/quantity", [])]
    assert [each["fix"] for each in found if each["code"] == "TAR002"] == [
        [{"op": "replace", "path": "/request/lines/4/quantity", "value": 9}]
    ]
    assert of_rule("TAR003", findings(other, asked(line("fibre", 14), line("parc", 9), line("sauvegarde", 4)))) == [
        ("violated", "/request/lines/0/quantity", [])
    ]
    assert of_rule("TAR003", findings(other, asked(line("fibre", 13), line("parc", 9), line("sauvegarde", 4)))) == []


def test_tar004_compares_with_the_grid_of_the_day(other: Convention) -> None:
    """
    A printed price is right or wrong by the grid in force; whether a grid sent waits for January is a matter of reading.
    """
    document = asked(
        line("parc", 9, printed_annual_price="252.00"), line("telephonie", 2, plan="fixe", printed_annual_price="96.00")
    )
    autumn, spring = dt.date(2025, 10, 1), dt.date(2026, 3, 10)
    assert of_rule("TAR004", findings(other, document, autumn), "computed", "grid") == [
        ("violated", "/request/lines/0/printed_annual_price", "240.00", "first", ["grid_start=when-sent"])
    ]
    assert of_rule("TAR004", findings(other, document, spring)) == []
    assert of_rule("TAR004", findings(other, document, autumn, grid_start="when-sent")) == []
    old = asked(line("parc", 9, printed_annual_price="240.00"))
    assert of_rule("TAR004", findings(other, old, autumn)) == [
        ("ambiguous", "/request/lines/0/printed_annual_price", ["grid_start=when-sent"])
    ]


def test_tar005_knows_what_has_no_price(other: Convention) -> None:
    """
    Training is on quotation; no grid has a price for the switchboard.
    """
    document = asked(line("formation"), line("standard"), line("fibre", 3))
    assert of_rule("TAR005", findings(other, document)) == [
        ("violated", "/request/lines/0", []),
        ("violated", "/request/lines/1", []),
    ]
    assert of_rule("TAR005", findings(other, asked(line("formation", quotation="750.00")))) == []


def test_lif003_knows_the_other_form(other: Convention) -> None:
    """
    Backups have no line in this form: nobody asks for their volume there.
    """
    document = asked(line("sauvegarde"), line("parc", 3), line("telephonie", 2, "2027-01-01", plan="mobile"))
    assert of_rule("LIF003", findings(other, document)) == [("violated", "/request/lines/1", [])]


# ---- the quote


def priced(convention: Convention, as_of: dt.date, *lines: dict[str, Any], **readings: str) -> Quote:
    """
    Return the quote of a request under *convention*.
    """
    dossier = read_dossier({"commune": {"name": "Mirandol"}, **asked(*lines)}, convention=convention)
    return quote(dossier, as_of=as_of, convention=convention, readings=readings)


def test_the_quote_has_the_other_prices(other: Convention) -> None:
    """
    Four workstations in everything, two fixed lines, a training: each at its own price, the fibre derived.
    """
    answer = priced(
        other,
        dt.date(2025, 3, 10),
        line("adhesion"),
        line("fibre"),
        line("parc", 4),
        line("assistance", 4),
        line("sauvegarde", 3),
        line("archivage", 3),
        line("telephonie", 2, plan="fixe"),
        line("formation", quotation="750.00"),
    )
    assert [(each.quantity, each.derived, each.annual) for each in answer.lines] == [
        (None, False, Decimal("0.00")),
        (4, True, Decimal("240.00")),
        (4, False, Decimal("960.00")),
        (4, False, Decimal("456.00")),
        (3, False, Decimal("119.88")),
        (3, False, Decimal("36.36")),
        (2, False, Decimal("192.00")),
        (None, False, None),
    ]
    assert (answer.grid, answer.annual_total, answer.quoted_total, answer.partial) == (
        "first",
        Decimal("2004.24"),
        Decimal("750.00"),
        False,
    )


@pytest.mark.parametrize(
    ("as_of", "readings", "grid", "annual"),
    [
        ("2024-03-31", {}, None, None),
        ("2024-04-01", {}, "first", "240.00"),
        ("2025-06-30", {"grid_start": "when-sent"}, "first", "240.00"),
        ("2025-07-01", {"grid_start": "when-sent"}, "second", "252.00"),
        ("2025-12-31", {}, "first", "240.00"),
        ("2026-01-01", {}, "second", "252.00"),
        ("2027-01-01", {}, "second", "252.00"),
        ("2029-06-30", {}, "second", "252.00"),
        ("2029-07-01", {}, "named", "264.00"),
        ("2029-06-30", {"grid_start": "when-sent"}, "second", "252.00"),
        ("2029-07-01", {"grid_start": "when-sent"}, "named", "264.00"),
        ("2199-12-31", {}, "named", "264.00"),
    ],
)
def test_each_grid_has_its_time(
    other: Convention, as_of: str, readings: dict[str, str], grid: str | None, annual: str | None
) -> None:
    """
    Before the first grid there is no price; a grid sent comes in January, or when it says; one never sent changes nothing.
    """
    answer = priced(other, dt.date.fromisoformat(as_of), line("parc", 1), **{"network_implied": "only-if-asked", **readings})
    assert (grid, annual and Decimal(annual)) == (answer.grid, answer.lines[0].annual)
    assert (annual is None) == answer.partial


def test_a_price_may_come_and_go_with_a_grid(other: Convention) -> None:
    """
    The second grid prices printing, which the first did not, and no longer backups: a missing price is none, never zero.
    """
    lines, asked_alone = (line("imprimerie", 4), line("sauvegarde", 4)), {"network_implied": "only-if-asked"}
    before = priced(other, dt.date(2025, 3, 10), *lines, **asked_alone)
    after = priced(other, dt.date(2026, 3, 10), *lines, **asked_alone)
    assert [each.annual for each in before.lines] == [None, Decimal("159.84")]
    assert [each.annual for each in after.lines] == [Decimal("96.00"), None]
    assert (before.to_quote, after.to_quote) == (("imprimerie",), ("sauvegarde",))


def test_a_trace_points_into_the_other_convention(other: Convention) -> None:
    """
    A price of the second grid comes from the second grid's own row.
    """
    answer = priced(other, dt.date(2026, 3, 10), line("fibre", 1))
    trace = answer.to_dict()["lines"][0]["trace"]
    assert (trace["row"], trace["source"]) == ("convention:/tariff/grids/1/prices/1", "Annexe B, 2025")


# ---- what a convention may not be

PARC = '{ service = "parc", unit = "poste", month = "20.00", year = "240.00" }'

REFUSALS = [
    pytest.param(
        "append",
        '[[edges]]\nservice = "adhesion"\nrequires = "standard"\nbasis = "explicit"\nsource = "x"\n',
        "/edges/11/service",
        id="cycle",
    ),
    pytest.param(
        "append",
        '[[edges]]\nservice = "fax"\nrequires = "fibre"\nbasis = "explicit"\nsource = "x"\n',
        "/edges/11/service",
        id="edge",
    ),
    pytest.param('title = "Imprimerie"', 'title = "Imprimerie"\ncolour = "blue"', "/services/9/colour", id="unknown-key"),
    pytest.param(PARC, PARC.replace("parc", "fax"), "/grids/0/prices/1/service", id="price-of-unknown-service"),
    pytest.param(PARC, PARC.replace("240.00", "239.00"), "/grids/0/prices/1/year", id="year-not-twelve-months"),
    pytest.param('month = "29.50"', 'month = "29.00"', "/grids/0/totals/0/month", id="total-not-its-sum"),
    pytest.param('year = "354.00"', 'year = "355.00"', "/grids/0/totals/0/year", id="yearly-total-not-its-sum"),
    pytest.param(PARC, f"{PARC}, {PARC}", "/grids/0/prices/2", id="price-twice"),
    pytest.param(
        "append",
        '[[services]]\ncode = "parc"\ntitle = "x"\nkind = "continuous"\nsource = "x"\n',
        "/services/11",
        id="service-twice",
    ),
    pytest.param(
        "append",
        '[[edges]]\nservice = "parc"\nrequires = "fibre"\nbasis = "inferred"\nsource = "x"\n',
        "/edges/11",
        id="edge-twice",
    ),
    pytest.param(
        "append", '[[grids]]\nid = "first"\nsource = "x"\nchecked = 2026-01-01\nprices = []\n', "/grids/4", id="grid-twice"
    ),
    pytest.param('base = "adhesion"', 'base = "membership"', "/base", id="unknown-base"),
    pytest.param('covers = ["parc", "sauvegarde"]', 'covers = ["parc", "backup"]', "/network/covers/1", id="unknown-covered"),
    pytest.param('adds_to = "parc"', 'adds_to = "park"', "/services/5/adds_to", id="unknown-level"),
    pytest.param(
        'plan = "fixe", unit = "ligne", month = "8.00"',
        'plan = "fax", unit = "ligne", month = "8.00"',
        "/grids/0/prices/5/plan",
        id="unknown-plan",
    ),
    pytest.param('plan = "fixe", unit', "unit", "/grids/0/prices/5/plan", id="no-plan"),
    pytest.param(
        '{ service = "archivage", unit', '{ service = "formation", unit', "/grids/0/prices/4/service", id="price-on-quotation"
    ),
    pytest.param("date = 2024-04-01\n", "", "/grids/0/date", id="first-grid-without-date"),
    pytest.param("day = 15", "day = 31", "/notice/day", id="no-such-day"),
    pytest.param('month = "3.33"', "month = 3.33", "/grids/0/prices/3/month", id="amount-as-decimal"),
    pytest.param('basis = "inferred"', 'basis = "guessed"', "/edges/3/basis", id="unknown-basis"),
]


def altered(old: str, new: str, text: str) -> str:
    """
    Return the convention's text with one thing wrong in it.
    """
    if old == "append":
        return f"{text}\n{new}"
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(("old", "new", "path"), REFUSALS)
def test_a_faulty_convention_is_refused(tmp_path: Path, old: str, new: str, path: str) -> None:
    """
    What does not hold together is refused as it is loaded, at its place, in words.
    """
    file = tmp_path / "faulty.toml"
    file.write_text(altered(old, new, OTHER.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ConventionError) as caught:
        load_convention(file)
    assert path in {fault.path for fault in caught.value.faults}
    assert str(caught.value)


def test_all_faults_of_a_convention_are_told_at_once(tmp_path: Path) -> None:
    """
    An unknown key does not hide a circle, nor a price of nothing a wrong sum.
    """
    text = OTHER.read_text(encoding="utf-8")
    wanted = (
        "cycle",
        "unknown-key",
        "price-of-unknown-service",
        "service-twice",
        "no-such-day",
    )
    chosen = [case.values for case in REFUSALS if case.id in wanted]
    for old, new, _ in chosen:
        text = altered(str(old), str(new), text)
    text = text.replace('month = "5.00", year = "60.00"', 'month = "5.00", year = "61.00"', 1)
    file = tmp_path / "faulty.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConventionError) as caught:
        load_convention(file)
    told = {fault.path for fault in caught.value.faults}
    assert {str(path) for _, _, path in chosen} | {"/grids/0/prices/0/year"} <= told


UNREADABLE = [
    ('month = "3.33"', "month = 3.33", "/grids/0/prices/3/month"),
    ("renewals = [2021, 2027, 2033]", 'renewals = [2021, "2027", 2033]', "/mandates/renewals/1"),
    ("month = 9", 'month = "9"', "/notice/day"),
    ("months = 3", "months = false", "/exit/months"),
    ('covers = ["parc", "sauvegarde"]', "covers = 5", "/network/covers"),
    ('basis = "inferred"', "basis = 1", "/edges/3/basis"),
    ('base = "adhesion"', "base = 1", "/base"),
    ('code = "parc"', "code = 7", "/services/4/code"),
    ("sent = 2025-06-10", 'sent = "tomorrow"', "/grids/1/sent"),
    ('plan = "fixe"', "plan = 2", "/grids/0/prices/5/plan"),
    ('title = "Imprimerie"', "title = []", "/services/9/title"),
]
"""
Values of the wrong type, each at its place.
"""

INCONSISTENT = [
    ('month = "29.50"', 'month = "29.00"', "/grids/0/totals/0/month"),
    ('month = "2.00", year = "24.00"', 'month = "2.00", year = "25.00"', "/grids/1/prices/3/year"),
    ('month = "99.00", year = "1188.00"', 'month = "99.00", year = "1.00"', "/grids/2/prices/0/year"),
]


@pytest.mark.parametrize(("old", "new", "path"), UNREADABLE)
def test_what_cannot_be_read_hides_no_other_fault(tmp_path: Path, old: str, new: str, path: str) -> None:
    """
    A value of the wrong type is told at its place, once, with all sums that are wrong elsewhere.
    """
    text = altered(old, new, OTHER.read_text(encoding="utf-8"))
    for wrong, worse, _ in INCONSISTENT:
        text = altered(wrong, worse, text)
    file = tmp_path / "faulty.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConventionError) as caught:
        load_convention(file)
    told = [fault.path for fault in caught.value.faults]
    assert {path, *(place for *_, place in INCONSISTENT)} <= set(told)
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("section", ["services", "grids", "edges", "lines", "natures"])
@pytest.mark.parametrize("value", ["5", '"x"', "[5]", "[[]]", "{ }"])
def test_a_section_of_another_shape_is_refused(tmp_path: Path, section: str, value: str) -> None:
    """
    Whatever stands in place of a list of tables is told at that place.
    """
    text = OTHER.read_text(encoding="utf-8")
    kept = "".join(part for part in re.split(r"(?m)^(?=\[)", text) if not part.startswith(f"[[{section}]]"))
    file = tmp_path / "faulty.toml"
    file.write_text(f"{section} = {value}\n{kept}", encoding="utf-8")
    with pytest.raises(ConventionError) as caught:
        load_convention(file)
    assert any(fault.path.startswith(f"/{section}") for fault in caught.value.faults)


@pytest.mark.parametrize("text", ["", "format = ", "[[services]]\n", 'id = "x"\nid = "y"\n'])
def test_what_is_no_convention_is_refused(tmp_path: Path, text: str) -> None:
    """
    A file that cannot be read, or holds something else, is refused like a faulty one.
    """
    file = tmp_path / "none.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConventionError):
        load_convention(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """
    So is one that does not exist.
    """
    with pytest.raises(ConventionError):
        load_convention(tmp_path / "none.toml")


def test_no_reading_closes_a_circle(tmp_path: Path) -> None:
    """
    A convention whose base rests on something else is refused as it is loaded, or judged under every reading.

    Inferred edges give way to edges to the base: where the base has edges of its own, that may close a circle.
    """
    more = "".join(
        f'[[services]]\ncode = "{code}"\ntitle = "x"\nkind = "continuous"\nsource = "x"\n' for code in ("charte", "statut")
    ) + "".join(
        f'[[edges]]\nservice = "{upper}"\nrequires = "{lower}"\nbasis = "{basis}"\nsource = "x"\n'
        for upper, lower, basis in (("adhesion", "charte", "explicit"), ("charte", "statut", "inferred"))
    )
    file = tmp_path / "circle.toml"
    file.write_text(altered("append", more, OTHER.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        convention = load_convention(file)
    except ConventionError as error:
        assert error.faults  # noqa: PT017  (either answer is right, another error is not)
    else:
        for reading in ("required", "ignored"):
            findings(convention, asked(line("adhesion")), inferred_edges=reading)


@given(conventions_in_use(), edge_days)
def test_a_convention_that_loads_can_be_used(drawn: tuple[Plain, Plain], as_of: dt.date) -> None:
    """
    Whatever a convention holds, it is refused as it is loaded, or it checks and prices any dossier in its words.
    """
    plain, document = drawn
    try:
        convention = convention_of(plain)
    except ConventionError:
        return
    dossier = read_dossier(document, convention=convention)
    report = check(dossier, as_of=as_of, convention=convention)
    answer = quote(dossier, as_of=as_of, convention=convention)
    assert not report.invalid
    assert len(document["request"]["lines"]) == len(answer.lines)
