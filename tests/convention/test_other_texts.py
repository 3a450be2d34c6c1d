"""
Two whole conventions of other kinds, made up: each is judged, priced, dated and explained by its own text alone.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules import (
    Convention,
    InvalidDocumentError,
    bill,
    calendar,
    check,
    forecast,
    load_convention,
    quote,
    read_dossier,
    read_governance,
    schema,
    share,
    who,
)
from dmsi_rules.answers.comparison import dossier_change
from dmsi_rules.case.admission import admit
from dmsi_rules.convention import convention_of
from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import Terms, terms_of
from dmsi_rules.drawing.calendar import calendar_to_svg
from dmsi_rules.locale import translator
from dmsi_rules.model.clauses import Grid
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.report.bill import bill_text
from dmsi_rules.report.catalogue import catalogue_text, catalogue_to_dict
from dmsi_rules.report.forecast import forecast_text
from dmsi_rules.report.quote import quote_text
from dmsi_rules.report.styled import to_plain
from tests.convention.examples import GONE, changed

EXAMPLES = Path(__file__).parents[2] / "examples" / "conventions"
SYNDICATE = load_convention(EXAMPLES / "sm3r-2026.toml")
COMMUNITY = load_convention(EXAMPLES / "cc-val-gris-2026.toml")
DAY = dt.date(2026, 12, 1)
EARLIER = dt.date(2026, 8, 1)


def opened(**days: str) -> list[dict[str, str]]:
    """
    Return opening reports.
    """
    return [{"service": service, "date": day} for service, day in days.items()]


def adherent(**tables: Any) -> dict[str, Any]:
    """
    Return the dossier of a member of the syndicate, of 8,432 inhabitants in 2026 and 8,500 in 2027.
    """
    lines = [
        {"service": "adhesion"},
        {"service": "contribution", "opening": "2026-09-01"},
        {"service": "portail", "opening": "2026-09-01"},
        {"service": "parc", "quantity": 30, "opening": "2026-09-01"},
    ]
    return {
        "convention": "sm3r-2026",
        "commune": {"name": "Bourg-les-Rivières", "facts": {"population": {"2026": 8432, "2027": 8500}}},
        "deliberation": {"date": "2026-05-20", "received": "2026-05-22"},
        "signatures": {"adherent": "2026-05-25", "adherent_by": "deputy", "syndicat": "2026-05-28"},
        "request": {"date": "2026-06-01", "lines": lines},
        "steps": {"visit": "2026-07-01"},
        "evidence": {"connection": {"technology": "4g"}},
        "openings": opened(contribution="2026-09-01", portail="2026-09-01", parc="2026-09-01"),
        **tables,
    }


def found(raw: Mapping[str, Any], convention: Any, day: dt.date = DAY) -> dict[str, list[Any]]:
    """
    Return the findings by the code of their rule.
    """
    report = check(read_dossier(raw, convention=convention), as_of=day, convention=convention)
    return {each.code: [one for one in report.findings if one.code == each.code] for each in report.findings}


class TestSyndicate:
    """
    By inhabitants, a school year, a term of three years, nothing counted but workstations and classes.
    """

    def test_prices_go_by_brackets(self) -> None:
        """
        Inhabitants at the price reached, workstations slice by slice, a flat price by population.
        """
        priced = quote(read_dossier(adherent(), convention=SYNDICATE), as_of=dt.date(2026, 9, 1), convention=SYNDICATE)
        years = {line.service: line.annual for line in priced.lines}
        assert Decimal("9275.20") == years["contribution"] == 8432 * Decimal("1.10")
        assert Decimal("364.00") == years["portail"]
        assert Decimal("6600.00") == years["parc"] == 12 * (20 * Decimal(20) + 10 * Decimal(15))

    @pytest.mark.parametrize(
        ("population", "due"), [(1999, "2798.60"), (2000, "2200.00"), (9999, "10998.90"), (10_000, "9000.00")]
    )
    def test_a_bracket_includes_its_end(self, population: int, due: str) -> None:
        """
        Of 1,999 inhabitants each costs 1.40, of 2,000 each 1.10.
        """
        raw = adherent(commune={"name": "A", "facts": {"population": {"2026": population}}})
        priced = quote(read_dossier(raw, convention=SYNDICATE), as_of=dt.date(2026, 9, 1), convention=SYNDICATE)
        assert Decimal(due) == next(line.annual for line in priced.lines if line.service == "contribution")

    def test_the_months_of_a_year_add_up_to_its_price(self) -> None:
        """
        A year has the only price: its months are rounded so that nothing is lost, the first year at its own price.
        """
        document = read_dossier(adherent(), convention=SYNDICATE)
        due = bill(document, "2026-2027", convention=SYNDICATE)
        by_service = {each.service: each.amount for each in due.services}
        assert {"contribution": Decimal("9275.20"), "portail": Decimal("524.00"), "parc": Decimal("6600.00")} == by_service
        quarters = [bill(document, f"2026-2027-Q{rank}", convention=SYNDICATE).total for rank in range(1, 5)]
        assert due.total == sum(quarters)

    def test_the_second_year_has_the_new_grid_and_the_new_population(self) -> None:
        """
        8,500 inhabitants at 1.15, the portal at its later price.
        """
        (year,) = forecast(read_dossier(adherent(), convention=SYNDICATE), (2027,), as_of=DAY, convention=SYNDICATE).years
        amounts = {line.service: line.amount for line in year.lines}
        assert {"contribution": Decimal("9775.00"), "portail": Decimal("380.00"), "parc": Decimal("6600.00")} == amounts

    def test_years_are_called_as_the_text_calls_them(self) -> None:
        """
        A school year by both of its years, in every answer; a fixed term is not renewed tacitly.
        """
        document = read_dossier(adherent(), convention=SYNDICATE)
        priced = quote(document, as_of=dt.date(2026, 9, 1), convention=SYNDICATE)
        ahead = forecast(document, (2026, 2027), as_of=DAY, convention=SYNDICATE)
        dates = calendar(document, as_of=DAY, convention=SYNDICATE)
        assert priced.first_year is not None
        assert (2026, "2026-2027") == (priced.first_year.year, priced.first_year.name)
        assert "First year, 2026-2027: " in to_plain(quote_text(priced))
        assert ["2026-2027", "2027-2028"] == [year.name for year in ahead.years]
        assert "Budget 2027-2028, in euros" in to_plain(forecast_text(ahead))
        assert ["2026-2027", "2027-2028", "2028-2029"] == [period["name"] for period in dates.to_dict()["periods"]]
        assert "renewal" not in {event.code for event in dates.events}

    def test_a_year_whose_population_is_not_given_is_unknown(self) -> None:
        """
        Not that of another year, and not zero.
        """
        raw = adherent(commune={"name": "A", "facts": {"population": {"2026": 8432}}})
        due = bill(read_dossier(raw, convention=SYNDICATE), "2027-2028", convention=SYNDICATE)
        assert not due.complete
        assert {None} == {line.amount for line in due.lines if line.service in {"contribution", "portail"}}

    def test_a_population_that_is_not_given_is_named(self) -> None:
        """
        By its pointer in data and in words: it is not for a quotation to say, nor a price that the text does not have.
        """
        raw = adherent(commune={"name": "Bourg"})
        document, path = read_dossier(raw, convention=SYNDICATE), "/commune/facts/population/2026"
        priced = quote(document, as_of=DAY, convention=SYNDICATE)
        assert ((), True, (path,)) == (priced.to_quote, priced.partial, priced.missing)
        assert [(), (path,), (path,), ()] == [line.missing for line in priced.lines]
        assert [path] == priced.to_dict()["missing"]
        due = bill(document, "2026-2027", convention=SYNDICATE)
        assert ((path,), {path}) == (due.missing, {one for line in due.lines for one in line.missing})
        ahead = forecast(document, [2026, 2027], as_of=DAY, convention=SYNDICATE)
        assert [(path,), ("/commune/facts/population/2027",)] == [each.missing for each in ahead.years]
        terms = terms_of(SYNDICATE, ADOPTED, DAY)
        change = dossier_change(admit(document, terms, DAY), admit(document, terms, DAY), "2026-2027")
        lacks = [line.new_lacks for line in change.lines if line.new_lacks]
        assert [(path,), (path,)] == [each.missing for each in lacks]
        assert f"`{path}` not given" in lacks[0].render(str)
        (unknown,) = found(raw, SYNDICATE)["TAR005"]
        assert ("unknown", "note", (path,)) == (unknown.verdict, unknown.force, unknown.missing)
        for written in (quote_text(priced), bill_text(due), forecast_text(ahead)):
            page = " ".join(to_plain(written).split())
            assert f"total population for 2026 ({path})" in page
            assert "to be quoted" not in page

    def test_a_quote_goes_by_the_numbers_of_the_year_of_the_opening(self) -> None:
        """
        8,500 inhabitants in 2027 at 1.10 euros, though it is priced a year before; of 2028 nothing is known.
        """
        lines = [{"service": "contribution", "opening": "2027-09-01"}]
        wished = adherent(request={"date": "2026-06-01", "lines": lines}, openings=[])
        priced = quote(read_dossier(wished, convention=SYNDICATE), as_of=DAY, convention=SYNDICATE)
        assert [(8500, Decimal("9350.00"))] == [(line.quantity, line.annual) for line in priced.lines]
        assert priced.first_year
        assert ("2027-2028", Decimal("9350.00")) == (priced.first_year.name, priced.first_year.months_total)
        lines[0]["opening"] = "2028-10-01"
        priced = quote(read_dossier(wished, convention=SYNDICATE), as_of=DAY, convention=SYNDICATE)
        assert ("/commune/facts/population/2028",) == priced.missing

    def test_a_plan_is_named_after_its_service(self) -> None:
        """
        One that has no words of its own is said with those of its service; a period in French has no codes of spaces.
        """
        words = glossary(terms_of(COMMUNITY, ADOPTED, DAY))["bureau/mobile"]
        assert ("Bureau numérique des agents, mobile", "digital desk of agents, mobile") == (words.fr, words.en)
        raw = {"commune": {"name": "Bourg"}, "invoices": [{"period": "2026-H1", "total": "1.00"}]}
        report = check(read_dossier(raw, convention=COMMUNITY), as_of=DAY, convention=COMMUNITY)
        (period,) = [each for each in report.findings if each.code == "BIL005"]
        assert "« semestre\u00a01 de 2026 »" in period.render(translator("fr")).replace("«\u00a0", "« ").replace(
            "\u00a0»", " »"
        )

    def test_the_price_of_the_first_year_is_told(self) -> None:
        """
        A quote has it beside that of a year, and a month billed at it has no other: 524 euros a year above 5,000 inhabitants.
        """
        document = read_dossier(adherent(), convention=SYNDICATE)
        page = to_plain(quote_text(quote(document, as_of=DAY, convention=SYNDICATE)))
        assert re.search(r"portail +- +364\.00 +524\.00", page)
        assert re.search(r"parc +20\.00 +240\.00 +- ", page)
        price = {"service": "parc", "month": "20.00", "first_year": "264.00"}
        text = convention_of(changed("sm3r-2026", {"/tariff/grids/0/prices/2": price}))
        lines = {each.service: each for each in quote(document, as_of=DAY, convention=text).lines}
        assert "264.00" == lines["parc"].to_dict()["trace"]["first_year"]
        for line in lines.values():
            assert type(line).from_dict(line.to_dict()).to_dict() == line.to_dict()
        terms = terms_of(text, ADOPTED).on(DAY)
        (parc,) = [each for each in catalogue_to_dict(terms, terms.grid_on(DAY))["services"] if each["code"] == "parc"]
        assert "264.00" == parc["prices"][0]["first_year"]
        assert "264.00 € in the first year" in " ".join(to_plain(catalogue_text(terms, terms.grid_on(DAY))).split())
        due = bill(document, "2026-2027-Q1", convention=text)
        assert {(None, Decimal("660.00"))} == {(line.unit_monthly, line.amount) for line in due.lines if line.service == "parc"}

    def test_so_is_that_of_a_plan(self) -> None:
        """
        Beside the price of a year in the table of plans, for the plan alone that has one.
        """
        price = {"service": "bureau", "plan": "mobile", "month": "26.00", "first_year": "400.00"}
        text = convention_of(changed("cc-val-gris-2026", {"/tariff/grids/0/prices/2": price}))
        terms = terms_of(text, ADOPTED).on(DAY)
        rows = to_plain(catalogue_text(terms, terms.grid_on(DAY))).splitlines()
        start = rows.index("Prices by plan, euros a year")
        assert ["bureau  standard  222.00 / agent", "bureau  mobile    312.00 / agent  400.00 € in the first year"] == rows[
            start + 2 : start + 4
        ]

    def test_a_member_shares_by_no_more_units_than_it_can_have(self) -> None:
        """
        At most one portal a commune, in a table of costs as in a request.
        """
        with pytest.raises(InvalidDocumentError) as error:
            share({"portail": "100.00"}, {"A": {"portail": 1}, "B": {"portail": 7}}, convention=SYNDICATE)
        assert [("DOC004", "/units/B/portail")] == [(each.code, each.path) for each in error.value.findings]

    def test_a_price_before_the_first_grid(self) -> None:
        """
        No grid is in force yet: that is not to be quoted.
        """
        page = to_plain(quote_text(quote(read_dossier(adherent(), convention=SYNDICATE), as_of=EARLIER, convention=SYNDICATE)))
        assert 3 == page.count("no grid in force")
        assert "to be quoted" not in page.replace("Still to be quoted", "to be quoted")

    @pytest.mark.parametrize("period", ["2026", "2026-H1", "2026-2028", "2026-2027-H1", "2026-09"])
    def test_periods_are_those_of_its_year(self, period: str) -> None:
        """
        A school year is called by both of its years, and has quarters here, no halves.
        """
        with pytest.raises(ValueError, match="2026-2027-Q1"):
            bill(read_dossier(adherent(), convention=SYNDICATE), period, convention=SYNDICATE)

    def test_what_is_a_fact_is_not_ordered(self) -> None:
        """
        Nobody asks for inhabitants; of a flat service there is one.
        """
        for line, code, told in (
            ({"service": "contribution", "quantity": 8432}, "DOC005", "it is the member's `population`"),
            ({"service": "portail", "quantity": 2}, "DOC004", "a member has at most 1 of `portail`, not 2"),
        ):
            with pytest.raises(InvalidDocumentError) as error:
                read_dossier(adherent(request={"date": "2026-06-01", "lines": [line]}), convention=SYNDICATE)
            assert [code] == [each.code for each in error.value.findings]
            assert told in error.value.findings[0].message

    def test_the_most_that_a_member_has_is_of_its_plans_together(self) -> None:
        """
        Of three mailboxes at most, three and two are more, in a request as in a snapshot; two and one are not.
        """
        few = convention_of(changed("call-dmsi-2024", {"/units/boite/most": 3}))
        plans = ("basique-10", "basique-25")
        for counts, faulty in (((2, 1), False), ((3, 2), True)):
            lines = [
                {"service": "messagerie", "plan": plan, "quantity": count} for plan, count in zip(plans, counts, strict=True)
            ]
            units = {f"messagerie/{plan}": count for plan, count in zip(plans, counts, strict=True)}
            paths = ["/request/lines/1/quantity", f"/snapshots/0/units/messagerie~1{plans[1]}"]
            raw = {
                "convention": few.id,
                "request": {"date": "2026-06-01", "lines": lines},
                "snapshots": [{"month": "2026-06", "units": units}],
            }
            if not faulty:
                read_dossier(raw, convention=few)
                continue
            with pytest.raises(InvalidDocumentError) as error:
                read_dossier(raw, convention=few)
            assert paths == [each.path for each in error.value.findings]
            assert all("DOC004" == each.code and "not 5" in each.message for each in error.value.findings)

    def test_the_notice_goes_by_the_opening_itself(self) -> None:
        """
        Three months; the day reached is in time; late is a breach, as the text has no ground to refuse it on.
        """
        for date, forces in (("2026-06-01", []), ("2026-06-02", ["breach"])):
            raw = adherent(
                openings=[], request={"date": date, "lines": [{"service": "parc", "quantity": 3, "opening": "2026-09-01"}]}
            )
            late = found(raw, SYNDICATE, dt.date(2026, 6, 10)).get("DLN001", [])
            assert forces == [each.force for each in late]
            assert all("Art. 5" == each.source for each in late)

    def test_an_unmet_condition_is_a_ground(self) -> None:
        """
        The access may be by 4G or 5G, but not by satellite.
        """
        raw = adherent(openings=[], evidence={"connection": {"technology": "satellite"}})
        (finding,) = found(raw, SYNDICATE)["PRE102"]
        assert ("may-refuse", "Annexe 2", "adherent") == (finding.force, finding.source, finding.party)
        assert "PRE102" not in found(adherent(), SYNDICATE)

    def test_a_late_exit_leads_to_the_next_year(self) -> None:
        """
        Four months before the end of the school year, by the day of receipt; nobody is held.
        """
        for received, end in (("2027-04-30", dt.date(2027, 8, 31)), ("2027-05-01", dt.date(2028, 8, 31))):
            leaving = {
                "scope": "total",
                "sent": "2027-01-10",
                "received": received,
                "sender": "mayor",
                "addressee": "president",
            }
            outcome = calendar(
                read_dossier(adherent(termination=leaving), convention=SYNDICATE), as_of=DAY, convention=SYNDICATE
            )
            assert outcome.termination is not None
            assert end == outcome.termination.latest_end == outcome.termination.earliest_end

    def test_the_term_is_three_years(self) -> None:
        """
        From the school year after the last signature.
        """
        dates = calendar(read_dossier(adherent(), convention=SYNDICATE), as_of=DAY, convention=SYNDICATE)
        assert (dt.date(2026, 9, 1), dt.date(2029, 8, 31)) == (dates.start, dates.end)
        assert [dt.date(2026, 9, 1), dt.date(2027, 9, 1), dt.date(2028, 9, 1)] == [each.start for each in dates.periods or ()]

    def test_a_notice_before_the_end_of_the_term_has_one_limit(self, tmp_path: Path) -> None:
        """
        Four months before the third year ends: the events have the day of the header, and no other.
        """
        file = tmp_path / "term-end.toml"
        text = (EXAMPLES / "sm3r-2026.toml").read_text(encoding="utf-8")
        file.write_text(text.replace('months = 4, before = "year-end"', 'months = 4, before = "term-end"'), encoding="utf-8")
        convention = load_convention(file)
        dates = calendar(read_dossier(adherent(), convention=convention), as_of=DAY, convention=convention)
        limits = [each.date for each in dates.events if each.code == "exit-limit"]
        assert dates.exit is not None
        assert [dt.date(2029, 4, 30)] == [dates.exit.limit] == limits

    def test_what_the_text_does_not_have_is_not_judged(self) -> None:
        """
        No perimeter, no audit, no partial exit, no reaffirmation, no network: nothing is said of them.
        """
        said = found({"convention": "sm3r-2026", "commune": {"name": "A"}, "openings": opened(parc="2026-09-01")}, SYNDICATE)
        assert not {"PER001", "PER004", "PRE001", "DEP004", "DLN007", "TAR002", "BIL007"} & said.keys()

    def test_every_source_is_one_of_the_file(self) -> None:
        """
        No finding cites another text.
        """
        text = (EXAMPLES / "sm3r-2026.toml").read_text(encoding="utf-8")
        raw = adherent(openings=[*opened(parc="2026-08-01"), {"service": "ecoles", "date": "2026-09-01"}], evidence={})
        for findings in found(raw, SYNDICATE).values():
            for each in findings:
                assert all(f'"{source}"' in text for source in each.source.split("; ")), each

    def test_governance(self) -> None:
        """
        Committees, roles and the majority are the file's.
        """
        document = read_governance(
            {
                "kind": "governance",
                "communes": ["A", "B", "C"],
                "observed_from": "2026-09-01",
                "observed_to": "2027-02-28",
                "meetings": [
                    {"committee": "bureau", "date": "2026-10-01", "present": ["president"], "invited": ["vice-president"]}
                ],
                "amendments": [
                    {"votes": {"A": "for", "B": "for", "C": "against"}, "adopted": "2026-11-01", "avenant": "2026-12-01"},
                    {"votes": {"A": "for", "B": "against", "C": "against"}, "adopted": "2026-11-01", "avenant": "2026-12-01"},
                ],
            },
            convention=SYNDICATE,
        )
        report = check(document, as_of=dt.date(2027, 3, 1), convention=SYNDICATE)
        codes = [(each.code, each.path) for each in report.findings]
        assert [("GOV004", "/amendments/1")] == [each for each in codes if each[0] == "GOV004"]
        assert ["Put the amendment to the vote again, with the votes for it of the majority that it needs (2/3)."] == [
            each.filled(each.remedy) for each in report.findings if each.code == "GOV004"
        ]
        late = [each for each in report.findings if each.code == "GOV001"]
        assert ("bureau", dt.date(2026, 12, 1)) in [(each.facts["committee"], each.facts["from"]) for each in late]
        assert 6 == sum(each.facts["committee"] == "technical" for each in late)

    def test_who(self) -> None:
        """
        Who owns and who pays is told by the words of the file.
        """
        assert ("syndicat", "shared") == ((answer := who("servers", convention=SYNDICATE)).owner, answer.borne_by)


class TestCommunity:
    """
    By site and by agent, a bill each month, without perimeter or partial exit, and without end.
    """

    RAW: Mapping[str, Any] = {
        "convention": "cc-val-gris-2026",
        "commune": {"name": "Roche-Grise"},
        "signatures": {"commune": "2026-01-10", "cc": "2026-01-20", "commune_by": "mayor"},
        "request": {
            "date": "2026-01-25",
            "lines": [
                {"service": "fibre", "quantity": 3, "opening": "2026-04-11"},
                {"service": "bureau", "plan": "mobile", "quantity": 4, "opening": "2026-04-11"},
                {"service": "telephonie", "quantity": 4, "opening": "2026-04-11"},
            ],
        },
        "openings": opened(fibre="2026-04-11", bureau="2026-04-11", telephonie="2026-04-11"),
        "snapshots": [{"month": "2026-04", "units": {"fibre": 3, "bureau/mobile": 4, "telephonie": 4}}],
    }

    def test_a_month_is_billed_by_days(self) -> None:
        """
        From the 11th of April on: 20 days of 30.
        """
        due = bill(read_dossier(self.RAW, convention=COMMUNITY), "2026-04", convention=COMMUNITY)
        amounts = {line.service: line.amount for line in due.lines}
        assert {"fibre": Decimal("70.00"), "bureau": Decimal("69.33"), "telephonie": Decimal("12.22")} == amounts
        assert due.complete

    def test_the_year_is_the_sum_of_its_months(self) -> None:
        """
        To the cent; only months are billed.
        """
        document = read_dossier(self.RAW, convention=COMMUNITY)
        for period in ("2027", "2027-H1"):
            with pytest.raises(ValueError, match=r"periods are called `2027-01`$"):
                bill(document, period, convention=COMMUNITY)
        months = [bill(document, f"2026-{month:02}", convention=COMMUNITY).total for month in range(1, 13)]
        (year,) = forecast(document, (2026,), as_of=DAY, convention=COMMUNITY).years
        assert year.total == sum(months)

    def test_a_late_notice_of_exit_ends_nothing(self) -> None:
        """
        By 30 September; later it is void, and a breach.
        """
        for received, late in (("2026-09-30", 0), ("2026-10-01", 1)):
            raw = {**self.RAW, "termination": {"scope": "total", "sent": "2026-09-20", "received": received}}
            said = found(raw, COMMUNITY)
            assert late == len(said.get("DLN003", []))
            assert all(("breach", "Art. 9") == (each.force, each.source) for each in said.get("DLN003", []))
            due = bill(read_dossier(raw, convention=COMMUNITY), "2027-02", convention=COMMUNITY)
            assert bool(due.lines) is bool(late)

    def test_an_exit_without_notice(self, tmp_path: Path) -> None:
        """
        Notified on the last day of the accounting year, it takes effect with it; a day later it is one of the next year.
        """
        file = tmp_path / "no-notice.toml"
        text = (EXAMPLES / "cc-val-gris-2026.toml").read_text(encoding="utf-8")
        limit = 'limit = { day = "09-30", before = "year-end" }'
        assert limit in text
        file.write_text(text.replace(limit, 'limit = { months = 0, before = "year-end" }'), encoding="utf-8")
        convention = load_convention(file)
        for received, end in (("2026-12-31", "2026-12-31"), ("2027-01-01", "2027-12-31")):
            raw = {**self.RAW, "termination": {"scope": "total", "sent": "2026-09-20", "received": received}}
            dates = calendar(read_dossier(raw, convention=convention), as_of=DAY, convention=convention)
            last = dt.date.fromisoformat(end)
            assert dates.termination is not None
            assert (True, last, last) == (
                dates.termination.on_time,
                dates.termination.earliest_end,
                dates.termination.latest_end,
            )
            assert "DLN003" not in found(raw, convention)

    def test_without_end_nothing_is_missing(self) -> None:
        """
        The calendar has a start and no end.
        """
        dates = calendar(read_dossier(self.RAW, convention=COMMUNITY), as_of=DAY, convention=COMMUNITY)
        assert (dt.date(2026, 1, 20), None, ()) == (dates.start, dates.end, dates.missing)

    def test_a_limit_before_the_opening_is_that_of_a_wish(self) -> None:
        """
        Nobody has to ask by a day for an opening that nobody wishes.
        """
        wishes = {**self.RAW, "openings": []}
        nobody = {**wishes, "request": {"date": "2026-01-25", "lines": [{"service": "fibre", "quantity": 3}]}}
        for raw, limits in ((wishes, [dt.date(2026, 2, 11)]), (nobody, [])):
            dates = calendar(read_dossier(raw, convention=COMMUNITY), as_of=DAY, convention=COMMUNITY)
            assert limits == [each.date for each in dates.events if each.code == "notice-limit"]

    def test_the_picture_has_no_end(self) -> None:
        """
        That is not unknown: the text sets none.
        """
        picture = calendar_to_svg(calendar(read_dossier(self.RAW, convention=COMMUNITY), as_of=DAY, convention=COMMUNITY))
        assert "without end" in picture
        assert "end unknown" not in picture

    def test_no_reading_is_offered(self) -> None:
        """
        The text is clear: nothing depends on a reading.
        """
        assert all(not each.depends_on for findings in found(self.RAW, COMMUNITY).values() for each in findings)


@pytest.mark.parametrize(("start", "year"), [("next-year", "2025-2026"), ("signature-anniversary", "2024-2025")])
def test_a_renewal_names_the_year_of_the_text(start: str, year: str) -> None:
    """
    The accounting year where it starts in September, the two years of one that goes by the signature.
    """
    convention = convention_of(changed("call-dmsi-2024", {"/year/starts": "09-01", "/term/start/0/start": start}))
    document = read_dossier({"signatures": {"commune": "2023-10-20", "call": "2023-10-23"}}, convention=convention)
    dates = calendar(document, as_of=DAY, convention=convention)
    renewals = [event.render(str) for event in dates.events if event.code == "renewal"]
    assert f"tacit renewal for {year}" == renewals[0]


def test_a_text_without_partial_exits_takes_none() -> None:
    """
    Nobody leaves in part where the text has no clause for it: that is no exit that could be judged.
    """
    raw = {"termination": {"scope": "partial", "sent": "2026-09-01"}}
    assert "partial" == getattr(read_dossier(raw, convention=load_convention()).termination, "scope", None)
    with pytest.raises(InvalidDocumentError) as error:
        read_dossier(raw, convention=COMMUNITY)
    assert [("DOC003", "/termination/scope")] == [(each.code, each.path) for each in error.value.findings]


def test_an_opening_has_its_source_without_a_step() -> None:
    """
    Where the text has no step for reports it is the catalogue's.
    """
    convention = convention_of(changed("cc-val-gris-2026", {"/joining/steps": GONE}))
    document = read_dossier({"openings": opened(fibre="2026-04-01")}, convention=convention)
    events = calendar(document, as_of=DAY, convention=convention).events
    assert ["Art. 2"] == [event.source for event in events if event.code == "opening"]


def test_a_mandate_ends_with_the_accounting_year_of_its_renewal() -> None:
    """
    One of March 2026 with August, where years start in September: the last day is that on which one may still reaffirm.
    """
    convention = convention_of(changed("call-dmsi-2024", {"/year/starts": "09-01"}))
    document = read_dossier({"signatures": {"commune": "2024-10-20", "call": "2024-10-23"}}, convention=convention)
    dates = calendar(document, as_of=dt.date(2025, 12, 1), convention=convention)
    days = {event.code: event.date for event in dates.events}
    assert (dt.date(2026, 8, 31),) * 3 == (dates.end, days["term-end"], days["reaffirmation-limit"])


def test_services_say_what_a_grid_says_of_all_its_prices() -> None:
    """
    Value-added tax and the index of a revision, with their places; null where the grid says nothing.
    """
    told = catalogue_to_dict(*priced_on(SYNDICATE, dt.date(2027, 2, 1)))
    assert {"prices": "excluding", "rate": "20", "source": "Annexe 1, note"} == told["vat"]
    assert "Art. 6.4" == told["index"]["source"]
    told = catalogue_to_dict(*priced_on(COMMUNITY, DAY))
    assert ("including", None) == (told["vat"]["prices"], told["index"])
    told = catalogue_to_dict(*priced_on(load_convention(), DAY))
    assert (None, None) == (told["vat"], told["index"])
    page = "\n".join(to_plain(catalogue_text(*priced_on(SYNDICATE, dt.date(2027, 2, 1)))).splitlines()[:4])
    assert "prices without value-added tax (20 %, Annexe 1, note)" in page
    assert "yearly revision by the Syntec index, at most 3 % (Art. 6.4)" in page


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-01", "offered from 2027-09-01 on"),
        ("2027-09-01", "250.00 € / class / year, offered until 2028-06-30"),
        ("2028-06-30", "250.00 € / class / year, offered until 2028-06-30"),
        ("2028-07-01", "250.00 € / class / year, offered until 2028-06-30"),
    ],
)
def test_services_say_from_when_and_until_when_they_are_offered(day: str, said: str, tmp_path: Path) -> None:
    """
    Of what is not on offer that day it is not said that the text has no price; what is open goes on at its price.
    """
    file = tmp_path / "until.toml"
    text = (EXAMPLES / "sm3r-2026.toml").read_text(encoding="utf-8")
    file.write_text(text.replace("from = 2027-09-01, source", "from = 2027-09-01, until = 2028-06-30, source", 1), "utf-8")
    priced = priced_on(load_convention(file), dt.date.fromisoformat(day))
    row = next(line for line in to_plain(catalogue_text(*priced)).splitlines() if line.startswith("ecoles "))
    assert said == re.split(r"  +", row)[3]
    (told,) = (each for each in catalogue_to_dict(*priced)["services"] if each["code"] == "ecoles")
    assert ("2027-09-01" <= day <= "2028-06-30", "2027-09-01", "2028-06-30") == (told["offered"], told["from"], told["until"])


def test_quotes_and_bills_say_it_too() -> None:
    """
    Once a grid that prices them, as data and for people; nothing where no grid says anything.
    """
    document = read_dossier(adherent(), convention=SYNDICATE)
    priced = quote(document, as_of=dt.date(2026, 9, 1), convention=SYNDICATE)
    due = bill(document, "2026-2027", convention=SYNDICATE)
    (said,) = due.to_dict()["about_prices"]
    assert [said] == priced.to_dict()["about_prices"]
    assert ("2026-2027", "excluding", "20") == (said["grid"], said["vat"]["prices"], said["vat"]["rate"])
    assert "yearly revision by the Syntec index, at most 3 %" == said["index"]["en"]
    for page in (to_plain(quote_text(priced)), to_plain(bill_text(due))):
        assert "prices without value-added tax (20 %, Annexe 1, note)" in page
        assert "yearly revision by the Syntec index, at most 3 % (Art. 6.4)" in page
    assert due.to_dict() == type(due).from_dict(due.to_dict()).to_dict()
    lens = read_dossier({"request": {"date": "2025-05-20", "lines": [{"service": "socle"}]}})
    assert () == quote(lens, as_of=DAY).about_prices


def test_brackets_are_told_in_words() -> None:
    """
    What they go by as the text calls it, with thousands apart; nothing of it stays in English.
    """
    page = to_plain(
        quote_text(
            quote(read_dossier(adherent(), convention=SYNDICATE), as_of=dt.date(2026, 9, 1), convention=SYNDICATE),
            translate=translator("fr"),
        )
    )
    assert "jusqu’à 9\N{NO-BREAK SPACE}999 (population totale)" in page
    assert "jusqu’à 20 (quantité)" in page


def test_the_contracted_months_of_a_year_add_up_to_its_price() -> None:
    """
    As the counted ones do: nothing is adjusted where the volume is the contracted one.
    """
    due = bill(read_dossier(adherent(), convention=SYNDICATE), "2026-2027", convention=SYNDICATE)
    assert (due.total, Decimal(0)) == (due.contracted_total, due.adjustment)


def priced_on(convention: Convention, day: dt.date) -> tuple[Terms, Grid | None]:
    """
    Return the terms of *convention* on *day*, and the grid then in force.
    """
    terms = terms_of(convention, ADOPTED, day)
    return terms, terms.grid_on(day)


@pytest.mark.parametrize("convention", [SYNDICATE, COMMUNITY], ids=lambda each: each.id)
@pytest.mark.parametrize("kind", ["dossier", "governance"])
def test_the_schema_has_the_keys_of_the_parties(convention: Convention, kind: Any) -> None:
    """
    Those under the text's own codes too, each with its words.
    """
    tables = {"root": schema(kind, convention=convention), **schema(kind, convention=convention)["$defs"]}
    keys = [each for name, table in tables.items() for key, each in table["properties"].items() if key != "$schema"]
    assert all(each["title"] and each["description"] for each in keys)
    if kind == "dossier":
        assert convention.parties.provider.code in tables["Signatures"]["properties"]


@pytest.mark.parametrize(
    ("table", "key", "beside"),
    [
        ("purchases", "ordered_by", ("other",)),
        ("expenses", "borne_by", ("shared", "beneficiary")),
        ("expenses", "space", ()),
        ("assets", "owner", ("beneficiary",)),
    ],
)
def test_the_schema_has_the_words_that_are_taken(table: str, key: str, beside: tuple[str, ...]) -> None:
    """
    Of each key the parties of the text, and those words alone that a dossier may have there.
    """
    definition = {"purchases": "Purchase", "expenses": "Expense", "assets": "Asset"}[table]
    assert ["cc", "commune", *beside] == schema("dossier", convention=COMMUNITY)["$defs"][definition]["properties"][key]["enum"]
    for word in ("cc", "commune", "other", "shared", "beneficiary"):
        raw = {table: [{"nature": "cabling", key: word}]}
        if word in {"cc", "commune", *beside}:
            read_dossier(raw, convention=COMMUNITY)
        else:
            with pytest.raises(InvalidDocumentError, match=word):
                read_dossier(raw, convention=COMMUNITY)
