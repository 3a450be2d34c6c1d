"""
The command `calendar`: its formats, and what it says without the package for one of them.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest

import dmsi_rules
from dmsi_rules.drawing.calendar import calendar_to_svg
from dmsi_rules.report.ics import to_ics
from dmsi_rules.timeline.calendar import Calendar
from tests.cli.command import CALENDAR_FORMATS, Command, line
from tests.report.calendars import AS_OF, EQUIPPED, SIGNED, of


def test_without_the_package(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    One sentence says what to install, with status 2; the other formats need nothing.
    """
    monkeypatch.setitem(sys.modules, "icalendar", None)
    answer = cli("calendar", "-", "--format", "ics", stdin=line(SIGNED))

    assert (2, b"") == (answer.status, answer.out)
    needs = "the package icalendar: python -m pip install icalendar, in the environment of dmsi-rules"
    assert f"dmsi-rules: iCalendar files need {needs}\n" == answer.errors
    assert [0, 0, 0] == [cli("calendar", "-", "--format", each, stdin=line(SIGNED)).status for each in ("text", "json", "svg")]


@pytest.mark.parametrize(("output", "write"), [("ics", to_ics), ("svg", calendar_to_svg)])
def test_bytes(cli: Command, output: str, write: Callable[[Calendar], str]) -> None:
    """
    What is written is what the library returns, byte for byte.
    """
    answer = cli("calendar", "-", "--format", output, "--lang", "en", stdin=line(SIGNED))

    assert (0, write(of(SIGNED, AS_OF)).encode()) == (answer.status, answer.out)


@pytest.mark.parametrize("output", CALENDAR_FORMATS)
def test_readings(cli: Command, output: str) -> None:
    """
    A reading that moves the start moves it in every format.
    """
    answer = cli("calendar", "-", "--format", output, "--reading", "start=signature", stdin=line(SIGNED))

    assert 0 == answer.status
    assert ("DTSTART;VALUE=DATE:20241223" if output == "ics" else "2024-12-23") in answer.text
    assert "2025-01-01 the convention starts" not in answer.text


@pytest.mark.parametrize(
    ("date", "status"), [("2025-02-29", 2), ("1999-12-31", 2), ("2200-01-01", 2), ("2199-12-31", 0), ("2000-01-01", 0)]
)
@pytest.mark.parametrize("output", CALENDAR_FORMATS)
def test_dates(cli: Command, output: str, date: str, status: int) -> None:
    """
    An impossible date is told as `check` tells it; the first and the last possible ones are laid out.
    """
    document = SIGNED | {"signatures": {"commune": date, "call": date}}
    answer = cli("calendar", "-", "--format", output, stdin=line(document))

    assert status == answer.status
    assert (status == 2) == ("DOC001" in answer.text)
    if status == 0 and output == "svg":
        assert ET.fromstring(answer.out).get("role") == "img"  # noqa: S314  (written a line above)
    if status == 0 and output == "ics":
        assert icalendar.Calendar.from_ical(answer.out).events


def test_given_day(cli: Command) -> None:
    """
    The ends of time as the given day.
    """
    for day in ("2000-01-01", "2199-12-31"):
        for output in CALENDAR_FORMATS:
            assert 0 == cli("calendar", "-", "--format", output, stdin=line(SIGNED), day=day).status


def test_language_of_data(cli: Command) -> None:
    """
    Codes never change with the language.
    """
    codes = [
        [event["code"] for event in cli("calendar", "-", "--format", "json", *lang, stdin=line(SIGNED)).data["events"]]
        for lang in ((), ("--lang", "en"), ("--lang", "fr"))
    ]

    assert codes[0] == codes[1] == codes[2]


def test_another_table_of_lifecycles(cli: Command, tmp_path: Path) -> None:
    """
    A newer table moves an end of maintenance, and the answer names its day; one that is not there is told.
    """
    packaged = Path(dmsi_rules.__file__).parent / "lifecycles" / "os-lifecycle.toml"
    table = tmp_path / "table.toml"
    table.write_bytes(packaged.read_bytes().replace(b"2025-10-14", b"2027-10-14"))
    run = ("calendar", "-", "--format", "json")
    found = [
        [event["date"] for event in cli(*run, *more, stdin=line(EQUIPPED)).data["events"] if "10 22H2" in event["what"]]
        for more in ((), ("--lifecycles", str(table)))
    ]

    assert [["2025-10-14"], ["2027-10-14"]] == found
    answer = cli(*run, "--lifecycles", str(tmp_path / "missing"), stdin=line(EQUIPPED))
    assert (2, b"") == (answer.status, answer.out)


def test_remind(cli: Command) -> None:
    """
    Alarms so many days before each limit, the earliest first, each once.
    """
    answer = cli("calendar", "-", "--format", "ics", "--remind", "7d,30d,7d", "--lang", "en", stdin=line(SIGNED))

    assert (0, to_ics(of(SIGNED, AS_OF), remind=(30, 7)).encode()) == (answer.status, answer.out)
    assert b"TRIGGER:-P30D" in answer.out


def test_remind_in_french_days(cli: Command) -> None:
    """
    `j` is a day too.
    """
    told = [cli("calendar", "-", "--format", "ics", "--remind", each, stdin=line(SIGNED)).out for each in ("30d,7d", "30j,7j")]

    assert told[0] == told[1]


@pytest.mark.parametrize("value", ["", "30", "d", "0d", "-7d", "1000d", "30d,", "30d 7d", "30D", "1.5d", "٣d", "30d\n"])
@pytest.mark.parametrize(("lang", "said"), [("en", "from 1d to 999d"), ("fr", "de 1j à 999j")])
def test_wrong_remind(cli: Command, value: str, lang: str, said: str) -> None:
    """
    What does not list days is told, with an example.
    """
    answer = cli("calendar", "-", "--format", "ics", f"--remind={value}", "--lang", lang, stdin=line(SIGNED))

    assert (2, b"") == (answer.status, answer.out)
    assert said in answer.errors


@pytest.mark.parametrize("output", ["text", "json", "svg"])
def test_remind_elsewhere(cli: Command, output: str) -> None:
    """
    No other format has alarms.
    """
    answer = cli("calendar", "-", "--format", output, "--remind", "7d", stdin=line(SIGNED))

    assert (2, b"", "dmsi-rules: --remind needs --format ics\n") == (answer.status, answer.out, answer.errors)
