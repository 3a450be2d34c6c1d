"""
iCalendar files: read back with the library, and held to RFC 5545 by a reader written apart.
"""

import datetime as dt
import hashlib
import random
import re
from itertools import pairwise
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import translator
from dmsi_rules.report.ics import to_ics
from dmsi_rules.text.fill import visible
from tests.report.calendars import ALL, CROWDED, EMPTY, LEAVING, LONG, SIGNED, hostile, of
from tests.report.hostile import HOSTILE

LONGEST = 75
NAME = re.compile(r"[A-Z-]+(;[A-Z-]+=[^;:,\"]+)*:")
UID = re.compile(r"[0-9a-f]{32}@dmsi-rules")
TEXT = re.compile(r"([^\\,;\x00-\x1f\x7f]|\\[\\,;nN])*")


def content_lines(written: str) -> list[str]:
    """
    Return the content lines of a file, unfolded (RFC 5545, 3.1).
    """
    assert written.endswith("\r\n")
    assert "\n" not in written.replace("\r\n", "")
    folded = written[:-2].split("\r\n")
    assert all(len(each.encode()) <= LONGEST for each in folded)
    return "\r\n".join(folded).replace("\r\n ", "").split("\r\n")


def entries(written: str) -> list[dict[str, str]]:
    """
    Return the properties of each event, each name with its parameters.
    """
    found: list[dict[str, str]] = []
    for each in content_lines(written):
        name, _, value = each.partition(":")
        if each == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in {"END", "BEGIN"}:
            assert name not in found[-1], "each property once"
            found[-1][name] = value
    return found


@pytest.mark.parametrize("name", ALL)
class TestFile:
    """
    What RFC 5545 wants of a file, whatever the dossier.
    """

    def test_shape(self, name: str) -> None:
        """
        One calendar with its version and maker (3.6), CR LF, lines of at most 75 octets (3.1).
        """
        rows = content_lines(to_ics(of(ALL[name])))

        assert ("BEGIN:VCALENDAR", "END:VCALENDAR") == (rows[0], rows[-1])
        assert [1, 1] == [sum(row.startswith(each) for row in rows) for each in ("VERSION:2.0", "PRODID:")]
        assert rows.count("BEGIN:VEVENT") == rows.count("END:VEVENT") == len(of(ALL[name]).events)
        assert all(NAME.match(row) for row in rows)

    def test_events(self, name: str) -> None:
        """
        Each has one UID, a stamp in UTC and a first day (3.6.1); its end is the day after (3.8.2.2).
        """
        for entry in entries(to_ics(of(ALL[name]))):
            assert UID.fullmatch(entry["UID"])
            assert "20260110T000000Z" == entry["DTSTAMP"]
            first, last = (dt.date.fromisoformat(entry[f"{key};VALUE=DATE"]) for key in ("DTSTART", "DTEND"))
            assert first + dt.timedelta(days=1) == last
            assert "TRANSPARENT" == entry["TRANSP"]
            assert all(TEXT.fullmatch(entry[key]) for key in ("SUMMARY", "DESCRIPTION", "CATEGORIES"))

    def test_read_back(self, name: str) -> None:
        """
        The library reads the days, the codes and the words that were written.
        """
        calendar = of(ALL[name])
        read: Any = icalendar.Calendar.from_ical(to_ics(calendar))

        assert [] == list(read.errors)
        assert [(each.date, f"Lens: {each.what}", each.code) for each in calendar.events] == [
            (each["DTSTART"].dt, str(each["SUMMARY"]), str(each["CATEGORIES"].cats[0])) for each in read.events
        ]

    def test_nothing_twice(self, name: str) -> None:
        """
        No two events of a file have the same UID.
        """
        uids = [entry["UID"] for entry in entries(to_ics(of(ALL[name])))]

        assert len(uids) == len(set(uids))


class TestUid:
    """
    Imported again, an event replaces itself.
    """

    @staticmethod
    def uids(*args: object, **more: object) -> dict[str, str]:
        """
        Return the UID of each event by its words and day.
        """
        written = entries(to_ics(*args, **more))  # type: ignore[arg-type]
        return {entry["DTSTART;VALUE=DATE"] + entry["SUMMARY"]: entry["UID"] for entry in written}

    @given(day=st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31)))
    def test_whatever_the_day(self, day: dt.date) -> None:
        """
        The given day changes no UID.
        """
        first, second = self.uids(of(LONG)), self.uids(of(LONG, day))

        assert first.keys() & second.keys()
        assert [] == [key for key in first.keys() & second.keys() if first[key] != second[key]]

    def test_whatever_the_language_and_the_name(self) -> None:
        """
        Neither does the language or the name of the file.
        """
        other = self.uids(of(LONG, name="other.toml"), lambda sentence: f"«{sentence}»")

        assert list(self.uids(of(LONG)).values()) == list(other.values())

    def test_whatever_the_order(self) -> None:
        """
        Nor the order of the document.
        """
        shuffled = CROWDED | {
            "openings": CROWDED["openings"][::-1],
            "request": CROWDED["request"] | {"lines": random.Random(1).sample(CROWDED["request"]["lines"], 3)},  # noqa: S311
        }

        assert self.uids(of(CROWDED)) == self.uids(of(shuffled))

    def test_a_date_that_moves(self) -> None:
        """
        Its event keeps its UID, so it moves in the reader's calendar too.
        """
        moved = SIGNED | {"request": SIGNED["request"] | {"date": "2025-05-27"}}
        before, after = self.uids(of(SIGNED)), self.uids(of(moved))

        assert before["20250520Lens: request"] == after["20250527Lens: request"]

    def test_another_commune(self) -> None:
        """
        Two communes share no event.
        """
        other = self.uids(of(SIGNED | {"commune": {"name": "Liévin"}}))

        assert set() == set(self.uids(of(SIGNED)).values()) & set(other.values())

    def test_known(self) -> None:
        """
        A UID never changes from one release to the next.
        """
        told = b'["call-dmsi-2024", "Lens", "notice-limit", "2027"]'
        uid = f"{hashlib.sha256(told).hexdigest()[:32]}@dmsi-rules"

        assert {"20260630Lens: last day to ask for an opening in 2027": uid} == self.uids(of(EMPTY))


@pytest.mark.exhaustive
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: visible(text[:20]))
def test_hostile(text: str) -> None:
    """
    Whatever stands in the document, no property and no event is forged, and the library reads the words back.
    """
    calendar = hostile(of(LEAVING), text)
    written = to_ics(calendar)

    assert len(calendar.events) == len(entries(written))
    assert {len(entry) for entry in entries(written)} == {8}
    read: Any = icalendar.Calendar.from_ical(written.encode("utf-8", "backslashreplace"))
    assert [f"{visible(text)}: {each.what}" for each in calendar.events] == [str(each["SUMMARY"]) for each in read.events]


def test_folding_breaks_no_character() -> None:
    """
    A line of wide characters is folded between them (3.1): each part is UTF-8 by itself.
    """
    name = "é€👩" * 60
    rows = to_ics(of(SIGNED | {"commune": {"name": name}})).encode().split(b"\r\n")

    assert all(len(row) <= LONGEST and row.decode() is not None for row in rows)
    assert any(second.startswith(b" ") for _, second in pairwise(rows))


class TestHead:
    """
    What stands before the events (collective/icalendar#74).
    """

    @staticmethod
    def head(written: str) -> dict[str, str]:
        """
        Return the calendar's own properties.
        """
        rows = content_lines(written)
        return dict(row.split(":", 1) for row in rows[1 : rows.index("BEGIN:VEVENT")])

    @pytest.mark.parametrize("text", ["a, b; c\\d\\n", "A\nX-EVIL:1\r\nBEGIN:VEVENT\\nB;C,D", *HOSTILE[:40]], ids=visible)
    def test_name_is_escaped(self, text: str) -> None:
        """
        The calendar's name is TEXT (3.3.11): a reader gets back the words that are told.
        """
        name = self.head(to_ics(hostile(of(LEAVING), text)))["X-WR-CALNAME"]
        read = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], name)

        assert TEXT.fullmatch(name)
        assert f"{visible(text)}: convention {visible(text)}" == read

    def test_language(self) -> None:
        """
        The maker's name ends with the language of the file.
        """
        english, french = (self.head(to_ics(of(SIGNED), translate))["PRODID"] for translate in (str, translator("fr")))

        assert ("//EN", "//FR") == (english[-4:], french[-4:])


class TestAlarms:
    """
    Alarms before what has a last day to do it.
    """

    @pytest.mark.parametrize("name", ALL)
    def test_limits(self, name: str) -> None:
        """
        Each limit is announced as often as asked, by its own words (3.6.6); nothing else is.
        """
        calendar = of(ALL[name])
        read: Any = icalendar.Calendar.from_ical(to_ics(calendar, remind=(30, 7)))

        assert [] == list(read.errors)
        for event, entry in zip(calendar.events, read.events, strict=True):
            days = [30, 7] if event.code.endswith("-limit") else []
            assert [("DISPLAY", f"Lens: {event.what}", dt.timedelta(days=-each)) for each in days] == [
                (alarm["ACTION"], alarm["DESCRIPTION"], alarm["TRIGGER"].dt) for alarm in entry.walk("VALARM")
            ]

    def test_none_unless_asked(self) -> None:
        """
        Without them there is no alarm.
        """
        assert "VALARM" not in to_ics(of(CROWDED))
