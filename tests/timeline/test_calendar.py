"""
The calendar of a dossier: its life, its limits and its events, compared with an oracle that counts by itself.
"""

import calendar as months
import datetime as dt
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dmsi_rules
from dmsi_rules.case.process import process_of
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.finding import InvalidDocumentError
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.testing import strategies as s
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import CODES
from dmsi_rules.values.days import months_before

DAY = dt.timedelta(days=1)
STEPS = tuple(step.code for step in process_of(terms_of(dmsi_rules.load_convention(), ADOPTED).text).steps)
RENEWALS = (2014, 2020, 2026, 2032)
YEARS = range(2000, 2101)
LENS: dict[str, Any] = {"commune": {"name": "Lens"}}

century = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
around_limits = st.builds(
    lambda year, day, off: dt.date(year, *day) + off * DAY,
    st.integers(2001, 2099),
    st.sampled_from([(1, 1), (2, 28), (6, 30), (12, 31)]),
    st.integers(-1, 1),
)
days = century | around_limits


def signed(last: dt.date, **sections: Any) -> dict[str, Any]:
    """
    Return a dossier that both parties have signed, the CALL on the day *last*.
    """
    return LENS | {"signatures": {"commune": (last - 3 * DAY).isoformat(), "call": last.isoformat()}} | sections


def leaving(sent: dt.date, last: dt.date = dt.date(2024, 12, 23), **notice: Any) -> dict[str, Any]:
    """
    Return a signed dossier with a notice of exit.
    """
    return signed(last, termination={"scope": "total", "sent": sent.isoformat()} | notice)


def of(document: dict[str, Any], as_of: dt.date = dt.date(2026, 1, 10), **readings: str) -> Calendar:
    """
    Return the calendar of *document*.
    """
    return dmsi_rules.calendar(dmsi_rules.read_dossier(document), as_of=as_of, readings=readings)


def dates(calendar: Calendar, code: str) -> list[dt.date]:
    """
    Return the days of the events of one code.
    """
    return [event.date for event in calendar.events if event.code == code]


class TestPeriods:
    """
    The convention runs by calendar years from 1 January after the last signature to the end of the mandate (Art. 11).
    """

    @pytest.mark.parametrize("reading", ["next-year", "signature"])
    @given(signature=st.dates(dt.date(2008, 12, 31), dt.date(2033, 1, 2)))
    def test_no_gap_and_no_overlap(self, reading: str, signature: dt.date) -> None:
        """
        Every day from the start to the end is in one period, and no other day in any.
        """
        calendar = of(signed(signature), start=reading)
        start = dt.date(signature.year + 1, 1, 1) if reading == "next-year" else signature
        renewal = next((year for year in RENEWALS if start.year <= year), None) if start.year > 2008 else None
        end = dt.date(renewal, 12, 31) if renewal else None

        assert (start, end) == (calendar.start, calendar.end)
        if end is None:
            assert calendar.periods is None
            assert ("convention:/term/length/0/renewals",) == calendar.missing
            return
        periods = calendar.periods or ()
        assert (start, end) == (periods[0].start, periods[-1].end)
        assert all(one.end + DAY == other.start for one, other in pairwise(periods))
        assert [(each.end.year, 12, 31) for each in periods] == [
            (each.end.year, each.end.month, each.end.day) for each in periods
        ]
        assert all(each.start.year == each.end.year for each in periods)
        assert [each.start for each in periods[1:]] == dates(calendar, "renewal")

    @pytest.mark.parametrize("year", YEARS)
    def test_every_year(self, year: int) -> None:
        """
        Signed on the last day of a year, it starts on the next; signed a day later, it starts a year later.
        """
        assert dt.date(year + 1, 1, 1) == of(signed(dt.date(year, 12, 31))).start
        assert dt.date(year + 2, 1, 1) == of(signed(dt.date(year + 1, 1, 1))).start

    def test_one_day(self) -> None:
        """
        Signed on 31 December under the reading that starts then, the first period is that day.
        """
        periods = of(signed(dt.date(2026, 12, 31)), start="signature").to_dict()["periods"]

        assert [{"start": "2026-12-31", "end": "2026-12-31", "name": "2026"}] == periods

    def test_last_full_year(self) -> None:
        """
        Under the other reading of the mandate's last year it ends a year earlier, never before the first period does.
        """
        ends = {year: of(signed(dt.date(year, 5, 1)), term_end="last-full-year").end for year in (2024, 2025)}

        assert {2024: dt.date(2025, 12, 31), 2025: dt.date(2026, 12, 31)} == ends

    @pytest.mark.parametrize(
        ("reaffirmed", "end"),
        [
            ("2021-01-01", "2026-12-31"),
            ("2026-03-14", "2026-12-31"),  # the outgoing council
            ("2026-03-15", "2032-12-31"),
            ("2026-12-31", "2032-12-31"),
            ("2027-01-01", "2026-12-31"),
        ],
    )
    def test_reaffirmed(self, reaffirmed: str, end: str) -> None:
        """
        A reaffirmation between two renewals adds a mandate, and there is a new limit for the next.
        """
        calendar = of(signed(dt.date(2024, 12, 23), reaffirmations=[{"date": reaffirmed}]))

        assert dt.date.fromisoformat(end) == calendar.end
        expected = [dt.date(year, 12, 31) for year in (2026, 2032) if year <= int(end[:4])]
        assert expected == dates(calendar, "reaffirmation-limit")

    def test_reaffirmed_beyond_what_is_known(self) -> None:
        """
        The end is unknown, and the datum is named; nothing that is known is lost.
        """
        calendar = of(signed(dt.date(2024, 12, 23), reaffirmations=[{"date": "2026-05-01"}, {"date": "2032-05-01"}]))

        assert (dt.date(2025, 1, 1), None, None) == (calendar.start, calendar.end, calendar.periods)
        assert ("convention:/term/length/0/renewals",) == calendar.missing
        assert [dt.date(2026, 12, 31), dt.date(2032, 12, 31)] == dates(calendar, "reaffirmation-limit")
        assert [] == dates(calendar, "term-end")


class TestNotice:
    """
    A request is in time for a year until 30 June of the one before (Art. 3.1).
    """

    @pytest.mark.parametrize("reading", ["june-30", "july-1"])
    @pytest.mark.parametrize("year", YEARS)
    def test_every_year(self, year: int, reading: str) -> None:
        """
        The day before the limit and the limit itself are in time, the day after is for the year after.
        """
        limit = dt.date(year, 6, 30) if reading == "june-30" else dt.date(year, 7, 1)
        for day, opening in ((limit - DAY, year + 1), (limit, year + 1), (limit + DAY, year + 2)):
            notice = of(LENS, day, notice_limit=reading).to_dict()["notice"]

            assert {"opening_year": opening, "limit": limit.replace(year=opening - 1).isoformat()} == notice

    @given(one=days, other=days)
    def test_later_is_never_more_on_time(self, one: dt.date, other: dt.date) -> None:
        """
        A later request is in time for the same opening year or a later one.
        """
        early, late = sorted((one, other))

        first, second = (of(LENS, day).notice for day in (early, late))

        # Once no opening year is left within the term, none is left later.
        assert second is None or (first is not None and first.opening_year <= second.opening_year)

    @given(day=days)
    def test_still_in_time(self, day: dt.date) -> None:
        """
        The limit shown has not passed, the one of the year before has, and both are among the events.
        """
        calendar = of(LENS, day)
        if calendar.notice is None:
            assert calendar.end is not None
            assert calendar.end.year <= day.year + (day > dt.date(day.year, 6, 30))
            return
        limit = calendar.notice.limit

        assert day <= limit < day + 366 * DAY
        assert limit.replace(year=limit.year - 1) < day
        assert [limit] == dates(calendar, "notice-limit")

    def test_wished(self) -> None:
        """
        Each opening that is wished for has its limit; under the other reading it is counted back from the day itself.
        """
        lines = [
            {"service": "reseau", "quantity": 1, "opening": "2028-01-01"},
            {"service": "postes", "quantity": 1, "opening": "2028-08-31"},
        ]
        document = LENS | {"request": {"lines": lines}}

        assert [dt.date(2026, 6, 30), dt.date(2027, 6, 30)] == dates(of(document), "notice-limit")
        other = of(document, notice_counts_to="opening-date")
        assert [dt.date(2026, 6, 30), dt.date(2027, 6, 30), dt.date(2028, 2, 28)] == dates(other, "notice-limit")


class TestLeaving:
    """
    A notice of exit by 30 June ends with the year; a later one may be held for one more (Art. 13).
    """

    @pytest.mark.parametrize("year", YEARS)
    def test_every_year(self, year: int) -> None:
        """
        One day before, on and after the limit, in leap years as in others, whatever the weekday.
        """
        limit, first, second = dt.date(year, 6, 30), dt.date(year, 12, 31), dt.date(year + 1, 12, 31)
        assert (limit, first, second) == tuple(vars_of(of(LENS, dt.date(year, 3, 1)).exit))
        for sent, on_time, latest in ((limit - DAY, True, first), (limit, True, first), (limit + DAY, False, second)):
            notice = of(LENS | {"termination": {"scope": "total", "sent": sent.isoformat()}}).to_dict()["termination"]

            ends = {"earliest_end": first.isoformat(), "latest_end": latest.isoformat()}
            assert {"scope": "total", "on_time": on_time} | ends == notice

    @given(document=s.leaving(), day=days, readings=s.switches)
    def test_never_before_it_was_notified(self, document: dict[str, Any], day: dt.date, readings: dict[str, str]) -> None:
        """
        Whatever the readings, an exit ends on or after the day of its notice, and within a year and a half of it.
        """
        calendar = of(document, day, **readings)
        letter = document["termination"].get("received" if readings.get("letter_date") == "received" else "sent")
        notified = dt.date.fromisoformat(letter or document["termination"]["sent"])
        ended = calendar.termination
        if ended is None or ended.earliest_end is None or ended.latest_end is None:
            return

        assert notified <= ended.earliest_end <= ended.latest_end
        assert ended.latest_end.year <= max(notified, calendar.start or notified).year + 1
        is_after = calendar.end is not None and notified > calendar.end  # judged as if the convention went on
        if calendar.end and readings.get("late_in_last_year") != "held" and not is_after:
            assert ended.latest_end <= calendar.end

    @given(document=s.dossiers(), day=days, readings=s.switches)
    def test_what_a_notice_today_comes_to(self, document: dict[str, Any], day: dt.date, readings: dict[str, str]) -> None:
        """
        `exit` says of the given day what `termination` would say of a notice given on it.
        """
        calendar = of(document, day, **readings)
        today = document | {"termination": {"scope": "total", "sent": day.isoformat(), "received": day.isoformat()}}
        ended = of(today, day, **readings).termination
        leaving = calendar.exit
        if leaving is None:  # a total exit has been notified
            assert document["termination"]["scope"] == "total"
            return
        if leaving.limit is None:
            assert ended is None
            assert calendar.end is not None
            assert calendar.end < day
            return

        assert ended is not None
        assert ended.on_time == (day <= leaving.limit)
        assert leaving.end_if_on_time == ended.earliest_end
        assert ended.latest_end == (leaving.end_if_on_time if ended.on_time else leaving.end_if_late)

    @given(one=days, other=days)
    def test_later_is_never_more_on_time(self, one: dt.date, other: dt.date) -> None:
        """
        Of two notices in the same year, the later one ends no earlier.
        """
        early, late = (of(leaving(day, dt.date(2008, 12, 23))).termination for day in sorted((one, other)))

        if early and late and early.latest_end and late.latest_end:
            assert early.latest_end <= late.latest_end

    @pytest.mark.parametrize(
        ("as_of", "readings", "expected"),
        [
            ("2024-12-30", {}, ("2025-06-30", "2025-12-31", "2026-12-31")),  # before the start: the first year's
            ("2025-07-01", {}, ("2025-06-30", "2025-12-31", "2026-12-31")),
            ("2026-07-01", {}, ("2026-06-30", "2026-12-31", "2026-12-31")),  # the term ends anyway
            ("2026-07-01", {"late_in_last_year": "held"}, ("2026-06-30", "2026-12-31", "2027-12-31")),
            ("2025-07-01", {"term_end": "last-full-year"}, ("2025-06-30", "2025-12-31", "2025-12-31")),
            ("2026-12-31", {}, ("2026-06-30", "2026-12-31", "2026-12-31")),
            ("2027-01-01", {"mandate_silence": "lapses"}, (None, None, None)),  # the convention has ended
            ("2027-01-01", {}, ("2027-06-30", "2027-12-31", "2028-12-31")),  # that is not settled
        ],
    )
    def test_readings(self, as_of: str, readings: dict[str, str], expected: tuple[str | None, ...]) -> None:
        """
        The given day's year, cut at the end of the term.
        """
        answer = of(signed(dt.date(2024, 12, 23)), dt.date.fromisoformat(as_of), **readings).to_dict()

        assert dict(zip(("limit", "end_if_on_time", "end_if_late"), expected, strict=True)) == answer["exit"]

    @pytest.mark.parametrize(
        ("notice", "readings", "expected"),
        [
            ({"sent": "2025-06-30", "received": "2025-07-02"}, {}, (True, "2025-12-31", "2025-12-31")),
            (
                {"sent": "2025-06-30", "received": "2025-07-02"},
                {"letter_date": "received"},
                (False, "2025-12-31", "2026-12-31"),
            ),
            ({"sent": "2025-07-01"}, {}, (False, "2025-12-31", "2026-12-31")),
            ({"sent": "2025-07-01", "held": True}, {}, (False, "2026-12-31", "2026-12-31")),
            ({"sent": "2025-07-01", "held": False}, {}, (False, "2025-12-31", "2025-12-31")),
            ({"sent": "2024-11-02"}, {}, (True, "2025-12-31", "2025-12-31")),
            ({"sent": "2026-07-01"}, {}, (False, "2026-12-31", "2026-12-31")),
            ({"sent": "2026-07-01"}, {"late_in_last_year": "held"}, (False, "2026-12-31", "2027-12-31")),
            ({}, {}, (None, None, None)),
        ],
    )
    def test_termination(
        self, notice: dict[str, Any], readings: dict[str, str], expected: tuple[bool | str | None, ...]
    ) -> None:
        """
        What is on record comes to one end, or to two while the CALL has not decided; without a date to nothing known.
        """
        document = signed(dt.date(2024, 12, 23), termination={"scope": "total"} | notice)
        calendar = of(document, dt.date(2026, 1, 10), **readings)

        answer = calendar.to_dict()["termination"]
        assert expected == (answer["on_time"], answer["earliest_end"], answer["latest_end"])
        known = sorted({day for day in expected[1:] if day})
        assert known == [str(day) for day in dates(calendar, "exit-end")]
        missing = ("/termination/held",) if len(known) == 2 else () if known else ("/termination/sent",)
        assert missing == calendar.missing

    @pytest.mark.parametrize(
        ("held", "ends"),
        [(None, ("2034-12-31", None)), (True, (None, None)), (False, ("2034-12-31", "2034-12-31"))],
    )
    def test_mandates_that_are_not_known(self, held: bool | None, ends: tuple[str | None, ...]) -> None:
        """
        A late notice in a year that the mandate may end with comes to an end that is unknown, unless the CALL lets go.
        """
        notice = {"sent": "2034-09-01"} | ({} if held is None else {"held": held})
        document = signed(dt.date(2033, 5, 1), termination={"scope": "total"} | notice)
        calendar = of(document, dt.date(2034, 9, 1))
        answer = calendar.to_dict()

        assert ends == (answer["termination"]["earliest_end"], answer["termination"]["latest_end"])
        assert answer["exit"] is None  # a total exit has been notified
        before = of(document, dt.date(2034, 8, 31)).to_dict()
        assert {"limit": "2034-06-30", "end_if_on_time": "2034-12-31", "end_if_late": None} == before["exit"]
        assert [ends[0]] * bool(ends[0]) == [str(day) for day in dates(calendar, "exit-end")]
        assert "convention:/term/length/0/renewals" in calendar.missing
        other = of(document, dt.date(2034, 8, 31), late_in_last_year="held").to_dict()
        assert "2035-12-31" == other["exit"]["end_if_late"]

    def test_no_exit_after_the_end(self) -> None:
        """
        A notice after the convention's last day is none, where silence ends it.
        """
        calendar = of(leaving(dt.date(2027, 1, 1)), mandate_silence="lapses")

        assert (None, []) == (calendar.termination, dates(calendar, "exit-end"))

    def test_nothing_to_keep_after_a_total_exit(self) -> None:
        """
        Limits and renewals go no further; after a partial one they do.
        """
        document = leaving(dt.date(2025, 3, 1)) | {"reaffirmations": [{"date": "2026-05-02"}]}
        total = of(document)
        partial = of(document | {"termination": {"scope": "partial", "services": ["messagerie"], "sent": "2025-03-01"}})

        for code, most in (("renewal", 7), ("exit-limit", 8), ("reaffirmation-limit", 2), ("notice-limit", 7)):
            assert [] == [day for day in dates(total, code) if day > dt.date(2025, 12, 31)]
            assert most == len(dates(partial, code))
        assert total.periods == (partial.periods or ())[:1]
        assert [dt.date(2032, 12, 31)] == dates(total, "term-end")
        assert "last day served before the exit: `messagerie`" in [event.what for event in partial.events]

    def test_months_are_calendar_months(self) -> None:
        """
        Six months before 31 December is 30 June, and 31 August goes back to the last day of February.
        """
        for year in YEARS:
            assert dt.date(year, 6, 30) == months_before(dt.date(year, 12, 31), 6)
            last = months.monthrange(year, 2)[1]
            assert dt.date(year, 2, last) == months_before(dt.date(year, 8, 31), 6)


def vars_of(leaving: Any) -> list[dt.date | None]:
    """
    Return the three dates of what a notice comes to.
    """
    return [leaving.limit, leaving.end_if_on_time, leaving.end_if_late]


class TestEvents:
    """
    Every known date, with its code, its sentence and its source, in order.
    """

    @given(document=s.whole_dossiers(), day=days, readings=s.switches)
    def test_any_dossier(self, document: dict[str, Any], day: dt.date, readings: dict[str, str]) -> None:
        """
        In the order of days, then of codes; each with its words; JSON holds it; no key is missing.
        """
        try:
            calendar = of(document, day, **readings)
        except InvalidDocumentError:
            return
        places = [(event.date, (*STEPS, *CODES).index(event.code)) for event in calendar.events]
        answer = json.loads(json.dumps(calendar.to_dict()))

        assert places == sorted(places)
        assert all(event.what and event.source for event in calendar.events)
        assert [str(event.date) for event in calendar.events] == [event["date"] for event in answer["events"]]
        assert {"start", "end", "periods", "notice", "exit", "termination", "events"} <= answer.keys()
        assert {"format", "version", "convention", "as_of", "readings"} <= answer.keys()

    @given(document=s.whole_dossiers(), one=days, other=days)
    def test_the_given_day(self, document: dict[str, Any], one: dt.date, other: dt.date) -> None:
        """
        Facts count whatever their date: only the limits that are ahead depend on the given day.
        """
        try:
            first, second = (of(document, day) for day in (one, other))
        except InvalidDocumentError:
            return
        open_or_ahead = {"notice-limit", "exit-limit"}

        assert (first.start, first.end, first.periods, first.termination) == (
            second.start,
            second.end,
            second.periods,
            second.termination,
        )
        kept = [[each for each in calendar.events if each.code not in open_or_ahead] for calendar in (first, second)]
        assert kept[0] == kept[1]

    @given(document=s.dossiers(), day=days, data=st.data())
    def test_order_of_lines(self, document: dict[str, Any], day: dt.date, data: st.DataObject) -> None:
        """
        The lines in another order are the same events, perhaps in another order within a day.
        """
        lines = document["request"].get("lines", [])
        shuffled = document | {"request": document["request"] | {"lines": data.draw(st.permutations(lines))}}

        assert set(of(document, day).events) == set(of(shuffled, day).events)

    def test_everything(self) -> None:
        """
        One of each, in order.
        """
        document = signed(
            dt.date(2024, 12, 23),
            deliberation={"date": "2024-12-18"},
            request={
                "date": "2025-05-20",
                "network_billing_from": "2025-10-01",
                "lines": [
                    {"service": "reseau", "quantity": 1, "opening": "2026-01-01"},
                    {"service": "messagerie", "plan": "pro-25", "quantity": 1, "opening": "2026-01-01"},
                ],
            },
            committee={
                "first_review": "2025-09-10",
                "compliance_plan": "2025-10-01",
                "study": "2025-10-15",
                "terms_set": "2025-11-20",
            },
            openings=[{"service": "reseau", "date": "2026-01-05", "reported": "2026-01-06"}],
            termination={"scope": "partial", "services": ["messagerie"], "sent": "2026-06-12"},
        )

        assert [
            "2024-12-18 deliberation",
            "2024-12-20 signature-commune",
            "2024-12-23 signature-call",
            "2025-01-01 start",
            "2025-05-20 request",
            "2025-06-30 notice-limit",
            "2025-06-30 exit-limit",
            "2025-09-10 first-review",
            "2025-10-01 compliance-plan",
            "2025-10-01 network-billing",
            "2025-10-15 study",
            "2025-11-20 terms-set",
            "2026-01-01 renewal",
            "2026-01-01 opening-wished",
            "2026-01-01 opening-wished",
            "2026-01-05 opening",
            "2026-01-06 opening-report",
            "2026-06-30 exit-limit",
            "2026-12-31 exit-end",
            "2026-12-31 term-end",
            "2026-12-31 reaffirmation-limit",
        ] == [f"{event.date} {event.code}" for event in of(document).events]
        wished = [event.what for event in of(document).events if event.code == "opening-wished"]
        assert ["wished opening: `reseau`", "wished opening: `messagerie/pro-25`"] == wished
        assert [("opening-report", "both", "messagerie")] == [
            (each.step.code, each.step.acts, each.service) for each in of(document).next
        ]

    def test_operating_systems(self) -> None:
        """
        The ends of maintenance of the systems in the evidence stand among the rest, with how many workstations have each.
        """
        systems = ["11-24h2-w", "11-24h2-w", "10-22h2", "no such version"]
        workstations = [{"os": "windows", "os_version": system} for system in systems]
        table = dmsi_rules.load_lifecycles()
        calendar = of(LENS | {"evidence": {"workstations": workstations}})

        ends = {each.cycle: each for each in table.release if each.product == "windows"}
        expected = [
            (ends[cycle].security_until, ends[cycle].name, count) for cycle, count in (("10-22h2", 1), ("11-24h2-w", 2))
        ]
        found = [
            (event.date, event.facts["system"], event.facts["count"]) for event in calendar.events if event.code == "os-end"
        ]
        assert expected == found
        assert (table.date, table.date.isoformat()) == (calendar.lifecycles, calendar.to_dict()["lifecycles"])

    def test_no_operating_system(self) -> None:
        """
        Without a workstation no table is used, and none is named.
        """
        assert (None, []) == (of(LENS).lifecycles, dates(of(LENS), "os-end"))


class TestUnfitInput:
    """
    What is not known is null, what is strange is shown as it is, and nothing raises.
    """

    def test_empty(self) -> None:
        """
        Of an empty dossier only what the given day says is known.
        """
        answer = of(LENS).to_dict()

        assert [None] * 4 == [answer[key] for key in ("start", "end", "periods", "termination")]
        assert ["/signatures/commune", "/signatures/call"] == answer["missing"]
        assert ["notice-limit"] == [event["code"] for event in answer["events"]]
        assert ["deliberation", "signature-call"] == [step["step"] for step in answer["next"]]

    @pytest.mark.parametrize("signatures", [{}, {"commune": "2024-12-20"}, {"commune": "2024-12-20", "call": False}])
    def test_not_signed(self, signatures: dict[str, Any]) -> None:
        """
        Half a signature starts nothing, and what is missing is named.
        """
        calendar = of(LENS | {"signatures": signatures})

        assert (None, None, None) == (calendar.start, calendar.end, calendar.periods)
        assert tuple(f"/signatures/{key}" for key in ("commune", "call") if not signatures.get(key)) == calendar.missing

    @pytest.mark.parametrize("date", ["2025-02-29", "2025-13-01", "1999-12-31", "2200-01-01", "2025-2-3"])
    def test_impossible_dates(self, date: str) -> None:
        """
        They are refused as they are read.
        """
        with pytest.raises(InvalidDocumentError):
            dmsi_rules.read_dossier(LENS | {"signatures": {"commune": date}})

    def test_an_opening_before_the_deliberation(self) -> None:
        """
        It stands where its date puts it: judging it is the rules' business.
        """
        document = LENS | {"deliberation": {"date": "2025-03-01"}, "openings": [{"service": "reseau", "date": "2024-01-05"}]}

        codes = [event.code for event in of(document).events]
        assert ["opening-report", "opening", "deliberation"] == codes[:3]

    def test_signatures_later_than_the_given_day(self) -> None:
        """
        They count all the same: the life of the convention does not depend on the day.
        """
        calendar = of(signed(dt.date(2028, 4, 1)), dt.date(2026, 1, 10))

        assert (dt.date(2029, 1, 1), dt.date(2032, 12, 31)) == (calendar.start, calendar.end)
        assert calendar.exit is not None
        assert dt.date(2029, 6, 30) == calendar.exit.limit

    @pytest.mark.parametrize("reading", ["next-year", "signature"])
    @pytest.mark.parametrize("year", [2000, 2199])
    def test_the_ends_of_time(self, year: int, reading: str) -> None:
        """
        The first and the last days that a document can hold.
        """
        for day in (dt.date(year, 1, 1), dt.date(year, 12, 31)):
            document = leaving(day, day) | {
                "signatures": {"commune": day.isoformat(), "call": day.isoformat()},
                "reaffirmations": [{"date": day.isoformat()}],
                "request": {"date": day.isoformat(), "lines": [{"service": "reseau", "opening": day.isoformat()}]},
            }
            for turned in ({"start": reading}, {"notice_counts_to": "opening-date"}, {"late_in_last_year": "held"}):
                calendar = of(document, day, **turned)

                assert (None, None) == (calendar.end, calendar.periods)
                assert calendar.termination is not None
                assert calendar.termination.on_time is not None
                assert calendar.events

    def test_a_dossier_that_does_not_fit(self) -> None:
        """
        It is refused with its findings.
        """
        document = dmsi_rules.read_dossier(LENS | {"convention": "call-dmsi-2024"})
        other = dmsi_rules.load_convention()
        assert dmsi_rules.calendar(document, as_of=dt.date(2026, 1, 10), convention=other).convention == "call-dmsi-2024"
        with pytest.raises(InvalidDocumentError):
            of(LENS | {"request": {"lines": [{"service": "no-such"}]}})
