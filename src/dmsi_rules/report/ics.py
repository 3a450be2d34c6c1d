"""
A calendar for calendar programs (RFC 5545), through the package `icalendar`, an extra.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from dmsi_rules._version import __version__
from dmsi_rules.text.fill import commune_words, fill, places, visible
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import LIMITS, Event

DAY = dt.timedelta(days=1)
LANGUAGE = N_("en")


def to_ics(calendar: Calendar, translate: Translate = str, remind: Sequence[int] = ()) -> str:
    """
    Return *calendar* as an iCalendar file: whole days that leave the reader free.

    Each limit has an alarm as many days before as each of *remind* says.

    An event keeps its UID whatever the given day, the language and the order of the document, and whatever its date
    becomes: imported again, it replaces the one there.

    Raises:
        ImportError: the package `icalendar` is not there.
    """
    import icalendar  # noqa: PLC0415  (an extra)

    file = icalendar.Calendar()
    file.add("version", "2.0")
    file.add("prodid", f"-//dmsi-rules//{__version__}//{translate(LANGUAGE).upper()}")
    file.add("x-wr-calname", icalendar.vText(_title(calendar, translate)))  # the library takes its type from the caller
    for event in calendar.events:
        entry = icalendar.Event()
        entry.add("uid", uid_of(calendar, event))
        entry.add("dtstamp", dt.datetime.combine(calendar.as_of, dt.time(), dt.UTC))
        entry.add("dtstart", event.date)
        entry.add("dtend", event.date + DAY)  # the first day that is not a part of it
        summary = translate(N_("{commune}: {what}")).format(
            commune=commune_words(calendar.commune, translate), what=event.render(translate)
        )
        entry.add("summary", summary)
        entry.add("description", f"{places(event.source, translate)}, {visible(calendar.convention)}")
        entry.add("categories", [event.code])
        entry.add("transp", "TRANSPARENT")
        for days in remind if event.code in LIMITS else ():
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", -days * DAY)
            entry.add_component(alarm)
        file.add_component(entry)
    written: bytes = file.to_ical()
    return written.decode()


def uid_of(calendar: Calendar, event: Event) -> str:
    """
    Return what tells *event* from all others in the world: the text first signed, the commune, the code and the subject.
    """
    told = json.dumps([calendar.origin, calendar.commune, event.code, event.subject])
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@dmsi-rules"


def _title(calendar: Calendar, translate: Translate) -> str:
    facts = {"commune": commune_words(calendar.commune, translate), "id": calendar.convention}
    return fill(translate(N_("{commune}: convention {id}")), facts, translate)
