"""
A calendar for calendar programs (RFC 5545), through the package `icalendar`, an extra.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from dmsi_rules._version import __version__
from dmsi_rules.text.fill import fill, visible
from dmsi_rules.text.marks import N_, Translate
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import Event

DAY = dt.timedelta(days=1)


def to_ics(calendar: Calendar, translate: Translate = str) -> str:
    """
    Return *calendar* as an iCalendar file: whole days that leave the reader free.

    An event keeps its UID whatever the given day, the language and the order of the document, and whatever its date
    becomes: imported again, it replaces the one there.

    Raises:
        ImportError: the package `icalendar` is not there.
    """
    import icalendar  # noqa: PLC0415  (an extra)

    file = icalendar.Calendar()
    file.add("version", "2.0")
    file.add("prodid", f"-//dmsi-rules//{__version__}//EN")
    file.add("x-wr-calname", _title(calendar, translate))
    for event in calendar.events:
        entry = icalendar.Event()
        entry.add("uid", uid_of(calendar, event))
        entry.add("dtstamp", dt.datetime.combine(calendar.as_of, dt.time(), dt.UTC))
        entry.add("dtstart", event.date)
        entry.add("dtend", event.date + DAY)  # the first day that is not a part of it
        entry.add(
            "summary",
            translate(N_("{commune}: {what}")).format(commune=visible(calendar.commune), what=event.render(translate)),
        )
        entry.add("description", f"{visible(event.source)}, {visible(calendar.convention)}")
        entry.add("categories", [event.code])
        entry.add("transp", "TRANSPARENT")
        file.add_component(entry)
    written: bytes = file.to_ical()
    return written.decode()


def uid_of(calendar: Calendar, event: Event) -> str:
    """
    Return what tells *event* from all others in the world: the convention, the commune, the code and the subject.
    """
    told = json.dumps([calendar.convention, calendar.commune, event.code, event.subject])
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@dmsi-rules"


def _title(calendar: Calendar, translate: Translate) -> str:
    return fill(
        translate(N_("{commune}: convention {id}")), {"commune": calendar.commune, "id": calendar.convention}, translate
    )
