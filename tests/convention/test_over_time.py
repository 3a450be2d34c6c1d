"""
A text that changes: dated entries, plans that end, and a successor that takes over what runs. Each day has its own text.
"""

import copy
import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dmsi_rules import Convention, bill, calendar, check, forecast, read_dossier
from dmsi_rules.convention import convention_of, following
from dmsi_rules.drawing.calendar import calendar_to_svg
from dmsi_rules.report.calendar import calendar_text
from dmsi_rules.report.forecast import forecast_text
from dmsi_rules.report.ics import to_ics, uid_of
from dmsi_rules.report.styled import to_plain

ROOT = Path(__file__).parents[2]
FILE = ROOT / "src" / "dmsi_rules" / "convention" / "call-dmsi-2024.toml"
SUCCESSOR = ROOT / "examples" / "conventions" / "call-dmsi-2027.toml"
NOVEMBER = dt.date(2025, 11, 27)


def file(path: Path = FILE) -> dict[str, Any]:
    """
    Return the plain data of a convention's file.
    """
    return tomllib.loads(path.read_text(encoding="utf-8"))


def successor(**replaces: Any) -> Convention:
    """
    Return the made-up successor, with other keys in `replaces`.
    """
    raw = file(SUCCESSOR)
    raw["replaces"] |= replaces
    return following(convention_of(raw), ())


def dossier(**tables: Any) -> dict[str, Any]:
    """
    Return a dossier that joined in 2024, asked in May 2025 and has been open since January 2026.
    """
    lines = [
        {"service": "socle"},
        {"service": "reseau", "quantity": 10, "opening": "2026-01-01"},
        {"service": "postes", "quantity": 10, "opening": "2026-01-01"},
    ]
    opened = [{"service": service, "date": "2026-01-05"} for service in ("reseau", "postes")]
    raw: dict[str, Any] = {
        "commune": {"name": "Lens"},
        "signatures": {"commune": "2024-12-20", "call": "2024-12-23"},
        "request": {"date": "2025-05-20", "lines": lines},
        "openings": opened,
    }
    return raw | tables


def findings(raw: dict[str, Any], convention: Convention, day: str, *codes: str) -> list[tuple[str, str, str]]:
    """
    Return the code, verdict and path of what is found on *day*, of the rules *codes*.
    """
    report = check(read_dossier(raw, convention=convention), as_of=dt.date.fromisoformat(day), convention=convention)
    return [(each.code, each.verdict, each.path) for each in report.findings if each.code in codes]


SIGNED_AGAIN = [{"convention": "call-dmsi-2027", "commune": "2026-12-10", "call": "2026-12-18"}]

# ---- entries that are dated


def with_edge(**keys: Any) -> Convention:
    """
    Return the convention with a link of messaging to the network, voted in November 2025.
    """
    raw = file()
    raw["catalogue"]["edges"].append(
        {"service": "messagerie", "requires": "reseau", "source": "Avenant 1", "from": NOVEMBER, **keys}
    )
    return convention_of(raw)


MAIL = {"service": "messagerie", "plan": "pro-25", "quantity": 5, "opening": "2026-01-01"}


def asks_for_mail(date: str) -> dict[str, Any]:
    """
    Return a dossier that asks for mailboxes alone.
    """
    return {"commune": {"name": "Lens"}, "request": {"date": date, "lines": [{"service": "socle"}, MAIL]}}


def test_an_edge_binds_no_request_made_before_it() -> None:
    """
    A link that was voted in November changes nothing for a request of May, on whatever day one looks.
    """
    for day in ("2025-06-01", "2026-02-01"):
        assert [] == findings(asks_for_mail("2025-05-20"), with_edge(), day, "DEP001")
        assert [("DEP001", "violated", "/request/lines/1")] == findings(asks_for_mail("2025-11-27"), with_edge(), day, "DEP001")


def test_a_finding_cites_the_amendment() -> None:
    """
    What is found rests on the new link, and says so.
    """
    convention = with_edge()
    document = read_dossier(asks_for_mail("2025-12-01"), convention=convention)
    report = check(document, as_of=dt.date(2025, 12, 2), convention=convention)
    assert ["Avenant 1"] == [each.source for each in report.findings if each.code == "DEP001"]


def test_a_request_without_date_is_judged_by_every_text_up_to_the_day() -> None:
    """
    Where they disagree the day is missing; where only one has been in force there is no doubt.
    """
    raw = asks_for_mail("2025-05-20")
    del raw["request"]["date"]
    assert [] == findings(raw, with_edge(), "2025-06-01", "DEP001")
    (found,) = findings(raw, with_edge(), "2025-12-01", "DEP001")
    assert ("DEP001", "unknown") == found[:2]


def test_an_edge_for_what_is_new_spares_what_is_open() -> None:
    """
    Mailboxes open since January need no network, where the link is for new ones; else they do from its day on.
    """
    raw = {"commune": {"name": "Lens"}, "openings": [{"service": "messagerie", "date": "2025-01-06"}]}
    assert [("DEP005", "violated", "/openings/0")] == findings(raw, with_edge(), "2025-12-01", "DEP005")
    assert [] == findings(raw, with_edge(), "2025-11-26", "DEP005")
    assert [] == findings(raw, with_edge(new_only=True), "2025-12-01", "DEP005")


def test_a_stricter_notice_holds_from_its_day_on() -> None:
    """
    A notice of exit of May 2025 goes by six months, one of May 2026 by nine.
    """
    raw = file()
    clause = copy.deepcopy(raw["exit"]["notice"][0])
    raw["exit"]["notice"].append(
        clause | {"source": "Avenant 2", "from": NOVEMBER, "limit": {"months": 9, "before": "year-end"}}
    )
    convention = convention_of(raw)
    for sent, expected in (("2025-05-02", []), ("2026-05-02", [("DLN003", "violated", "/termination/sent")])):
        leaving = dossier(termination={"scope": "total", "sent": sent}, reaffirmations=[{"date": "2026-04-02"}])
        assert expected == findings(leaving, convention, "2026-06-01", "DLN003")


def test_a_plan_ends_and_names_what_replaces_it() -> None:
    """
    A plan that the catalogue of 2027 does not have is not on offer then; what is open goes on.
    """
    convention = successor()
    lines = [{"service": "socle"}, {"service": "messagerie", "plan": "premium-10", "quantity": 5}]
    for date, expected in (("2026-05-20", []), ("2027-05-20", [("TAR006", "violated", "/request/lines/1")])):
        raw = dossier(request={"date": date, "lines": lines}, later_signatures=SIGNED_AGAIN)
        assert expected == findings(raw, convention, "2027-06-01", "TAR006")
    document = read_dossier(raw, convention=convention)
    report = check(document, as_of=dt.date(2027, 6, 1), convention=convention)
    assert ["premium-25"] == [each.facts["instead"] for each in report.findings if each.code == "TAR006"]
    assert "TAR005" not in {each.code for each in report.findings}, "that it has no price has the same cause"


def test_a_service_of_the_future_cannot_be_asked_for_yet() -> None:
    """
    A service that the catalogue has from a day on is asked for too early before it.
    """
    raw = file()
    raw["catalogue"]["services"].append({"code": "telephonie", "from": NOVEMBER, "source": "Avenant 3", "fr": "Téléphonie"})
    raw["catalogue"]["edges"].append({"service": "telephonie", "requires": "socle", "from": NOVEMBER, "source": "Avenant 3"})
    convention = convention_of(raw)
    for date, expected in (("2025-05-20", [("TAR006", "violated", "/request/lines/0")]), ("2025-12-01", [])):
        asked = {"commune": {"name": "Lens"}, "request": {"date": date, "lines": [{"service": "telephonie", "quantity": 3}]}}
        assert expected == findings(asked, convention, "2026-01-10", "TAR006")


# ---- a successor


class TestSuccessor:
    """
    The text of 2024 ends with 2026; another one, made up, takes over.
    """

    def test_what_runs_carries_over_once_it_is_signed(self) -> None:
        """
        Openings, requests and bills go on under the new prices; nothing is restated.
        """
        convention = successor()
        document = read_dossier(dossier(later_signatures=SIGNED_AGAIN), convention=convention)
        years = [bill(document, year, convention=convention) for year in ("2026", "2027")]
        assert [Decimal(12 * 10 * 24), Decimal("2940.00")] == [each.total for each in years]
        assert [(), ()] == [each.undecided_because for each in years]
        assert [] == findings(dossier(later_signatures=SIGNED_AGAIN), convention, "2027-01-10", "DLN002", "DEP001", "DLN007")

    def test_signed_after_its_first_day_it_binds_from_that_day_on(self) -> None:
        """
        As if it had been signed before: for the months until then, and for the length of its term.
        """
        later = [{"convention": "call-dmsi-2027", "commune": "2027-02-20", "call": "2027-03-15"}]
        text = successor(**{"from": dt.date(2027, 1, 1)})
        found = [read_dossier(dossier(later_signatures=each), convention=text) for each in (SIGNED_AGAIN, later)]
        first, second = (bill(each, "2027", convention=text) for each in found)
        assert (first.total, ()) == (second.total, second.undecided_because)
        one, other = (calendar(each, as_of=dt.date(2027, 2, 1), convention=text) for each in found)
        assert (one.start, one.end, one.successors) == (other.start, other.end, other.successors)

    def test_a_bill_across_the_change_is_the_sum_of_its_months(self) -> None:
        """
        Each month by its own text.
        """
        convention = successor(**{"from": dt.date(2026, 7, 1)})
        document = read_dossier(dossier(later_signatures=SIGNED_AGAIN), convention=convention)
        halves = [bill(document, half, convention=convention).total for half in ("2026-H1", "2026-H2")]
        assert bill(document, "2026", convention=convention).total == sum(halves)

    def test_who_has_not_signed_is_not_bound(self) -> None:
        """
        What runs is counted all the same, and marked.
        """
        convention = successor()
        document = read_dossier(dossier(), convention=convention)
        due = bill(document, "2027", convention=convention)
        assert (("successor",), Decimal("2940.00"), 12) == (due.undecided_because, due.total, len(due.undecided_months))
        (year,) = forecast(document, (2027,), as_of=dt.date(2026, 6, 1), convention=convention).years
        assert all(line.undecided for line in year.lines)
        assert {("successor",)} == {line.undecided_because for line in year.lines}
        words = to_plain(forecast_text(forecast(document, (2027,), as_of=dt.date(2026, 6, 1), convention=convention)))
        assert "due only if the text that takes over is signed" in words
        assert "late" not in words

    @pytest.mark.parametrize("length", [{"kind": "fixed", "years": 5}, {"kind": "unlimited"}])
    def test_the_mandate_of_an_older_text_ends_nothing_once_the_next_is_signed(self, length: dict[str, Any]) -> None:
        """
        Before its first day too: what renews, or ends, is the text that binds last.
        """
        raw = file(SUCCESSOR)
        raw["term"] = {"start": raw["term"]["start"], "length": [{"source": "Art. 11", **length}]}
        convention = following(convention_of(raw), ())
        for later, expected in ((SIGNED_AGAIN, []), ([], [("DLN007", "violated", "/reaffirmations")])):
            raw = dossier(later_signatures=later)
            assert expected == findings(raw, convention, "2026-12-20", "DLN007")

    def test_check_tells_a_day_without_a_signed_text(self) -> None:
        """
        From the first day of a text that is not signed on, it is unknown by what services run; before it is known.
        """
        convention = successor()
        half = [{"convention": "call-dmsi-2027", "commune": "2026-12-10"}]
        for tables, missing in (({}, "/later_signatures"), ({"later_signatures": half}, "/later_signatures/0/call")):
            expected = [("DLN002", "unknown", missing)]
            assert expected == findings(dossier(**tables), convention, "2027-01-01", "DLN002")
            assert [] == findings(dossier(**tables), convention, "2026-12-31", "DLN002")
        alone = {key: value for key, value in dossier().items() if key in {"commune", "signatures"}}
        assert [("DLN002", "unknown", "/later_signatures")] == findings(alone, convention, "2027-01-10", "DLN002")
        gone = dossier(termination={"scope": "total", "sent": "2026-06-01", "received": "2026-06-01"})
        assert [] == findings(gone, convention, "2027-01-10", "DLN002")

    @pytest.mark.parametrize("is_signed", [True, False])
    @pytest.mark.parametrize("day", ["2026-12-20", "2027-02-20"])
    def test_the_calendar_has_the_change_of_text(self, day: str, is_signed: bool) -> None:
        """
        Its day and each later signature; of a text that is not signed no limit stands, and where its signatures are to stand.
        """
        convention, as_of = successor(), dt.date.fromisoformat(day)
        tables = {"later_signatures": SIGNED_AGAIN} if is_signed else {}
        dates = calendar(read_dossier(dossier(**tables), convention=convention), as_of=as_of, convention=convention)
        events = {(each.date.isoformat(), each.code) for each in dates.events}
        assert ("2027-01-01", "successor") in events
        signed = {("2026-12-10", "later-signature"), ("2026-12-18", "later-signature")}
        assert (signed if is_signed else set()) == {each for each in events if each[1] == "later-signature"}
        assert [{"convention": "call-dmsi-2027", "from": "2027-01-01", "binds": is_signed}] == dates.to_dict()["successors"]
        assert is_signed is ("/later_signatures" not in dates.missing)
        written = to_plain(calendar_text(dates)), calendar_to_svg(dates), to_ics(dates)
        assert all("call-dmsi-2027" in each and "takes over" in each.replace("\r\n ", "") for each in written)
        assert ("once both parties have signed it" in written[0]) is not is_signed
        if not is_signed and as_of.year > 2026:
            assert not [each for each in dates.events if each.code == "exit-limit" and each.date.year > 2026]
            assert (None, None) == (dates.exit and dates.exit.limit, dates.notice)

    def test_an_event_keeps_its_uid_across_the_change(self) -> None:
        """
        Imported again under the later text, an event replaces itself.
        """
        convention = successor()
        document = read_dossier(dossier(later_signatures=SIGNED_AGAIN), convention=convention)
        before, after = (calendar(document, as_of=dt.date(year, 6, 1), convention=convention) for year in (2026, 2027))
        lasting = {"start", "opening", "successor", "later-signature"}
        first, second = ({uid_of(each, event) for event in each.events if event.code in lasting} for each in (before, after))
        assert 6 == len(first)
        assert first == second

    def test_who_left_before_has_no_later_text(self) -> None:
        """
        A total exit that takes effect with the old text leaves nothing to take over.
        """
        raw = dossier(termination={"scope": "total", "sent": "2026-06-01", "received": "2026-06-01"})
        convention = successor()
        dates = calendar(read_dossier(raw, convention=convention), as_of=dt.date(2026, 12, 1), convention=convention)
        assert ((), ()) == (dates.successors, dates.missing)
        assert () == bill(read_dossier(raw, convention=convention), "2027", convention=convention).lines

    def test_one_that_need_not_be_signed_binds_as_an_amendment_does(self) -> None:
        """
        Nothing is undecided then.
        """
        convention = successor(signed_anew=False)
        document = read_dossier(dossier(), convention=convention)
        assert () == bill(document, "2027", convention=convention).undecided_because

    def test_an_exit_notified_before_keeps_its_dates(self) -> None:
        """
        Six months by the old text, nine by the new one.
        """
        convention = successor()
        for sent, verdicts in (("2026-06-30", []), ("2027-03-31", []), ("2027-04-01", ["violated"])):
            raw = dossier(termination={"scope": "total", "sent": sent, "received": sent}, later_signatures=SIGNED_AGAIN)
            assert verdicts == [each for _, each, _ in findings(raw, convention, "2027-05-01", "DLN003")]

    def test_a_dossier_may_name_either_text(self) -> None:
        """
        Whichever it names, the day decides.
        """
        convention = successor()
        for name in ("call-dmsi-2024", "call-dmsi-2027"):
            document = read_dossier(dossier(convention=name, later_signatures=SIGNED_AGAIN), convention=convention)
            assert dt.date(2025, 1, 1) == calendar(document, as_of=dt.date(2027, 1, 10), convention=convention).start

    def test_without_the_older_text_the_days_before_are_unknown(self) -> None:
        """
        They are not judged by a text that was not in force.
        """
        raw = file(SUCCESSOR)
        raw["replaces"]["convention"] = "a-text-that-nobody-has"
        convention = following(convention_of(raw), ())
        found = check(read_dossier(dossier(), convention=convention), as_of=dt.date(2027, 1, 10), convention=convention)
        lost = {each.code for each in found.findings if "convention:/replaces" in each.missing}
        assert {"DEP001", "PER001"} <= lost
        due = bill(read_dossier(dossier(), convention=convention), "2026", convention=convention)
        assert (False, Decimal("0.00")) == (due.complete, due.total)

    @pytest.mark.parametrize("key", ["call-dmsi-2027"])
    def test_a_ring_is_refused(self, key: str) -> None:
        """
        A text cannot replace one that replaces it.
        """
        raw = file(SUCCESSOR)
        raw["replaces"]["convention"] = key
        with pytest.raises(ValueError, match=r"ring|itself"):
            following(convention_of(raw), ())
