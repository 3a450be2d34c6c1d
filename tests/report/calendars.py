"""
Calendars to write out.
"""

import datetime as dt
from typing import Any

import attrs

import dmsi_rules
from dmsi_rules.timeline.calendar import Calendar

AS_OF = dt.date(2026, 1, 10)

SIGNED: dict[str, Any] = {
    "commune": {"name": "Lens"},
    "deliberation": {"date": "2024-12-18"},
    "signatures": {"commune": "2024-12-20", "call": "2024-12-23"},
    "request": {
        "date": "2025-05-20",
        "network_billing_from": "2025-10-01",
        "lines": [
            {"service": "reseau", "quantity": 1, "opening": "2026-01-01"},
            {"service": "postes", "quantity": 1, "opening": "2026-01-01"},
            {"service": "messagerie", "plan": "pro-25", "quantity": 1, "opening": "2026-09-01"},
        ],
    },
    "openings": [{"service": "reseau", "date": "2026-01-05"}, {"service": "postes", "date": "2026-01-10"}],
}
LONG: dict[str, Any] = SIGNED | {"reaffirmations": [{"date": "2026-05-02"}]}
LEAVING: dict[str, Any] = LONG | {"termination": {"scope": "total", "sent": "2026-07-01"}}
PARTIAL: dict[str, Any] = LONG | {"termination": {"scope": "partial", "services": ["postes", "reseau"], "sent": "2026-06-01"}}
EMPTY: dict[str, Any] = {"commune": {"name": "Lens"}}
CROWDED: dict[str, Any] = LONG | {
    "signatures": {"commune": "2014-12-20", "call": "2014-12-23"},
    "reaffirmations": [{"date": "2021-05-02"}, {"date": "2020-05-02"}, {"date": "2026-05-02"}],
    "openings": [
        {"service": service, "date": f"2026-{rank:02}-05", "reported": f"2026-{rank:02}-07"}
        for rank, service in enumerate(
            ("reseau", "postes", "support", "serveurs", "messagerie", "hebergement", "administration", "acces-call"), start=1
        )
    ],
}
EQUIPPED: dict[str, Any] = SIGNED | {
    "evidence": {
        "workstations": [
            {"os": "windows", "os_version": version} for version in ("11-24h2-w", "10-22h2", "11-24h2-e", "10-22h2", "7-sp1")
        ]
    }
}
ALL = {
    "empty": EMPTY,
    "signed": SIGNED,
    "long": LONG,
    "leaving": LEAVING,
    "partial": PARTIAL,
    "crowded": CROWDED,
    "equipped": EQUIPPED,
    "unknown end": LONG | {"signatures": {"commune": "2033-01-01", "call": "2033-01-01"}},
    "undated exit": LONG | {"termination": {"scope": "total"}},
    "ended": SIGNED | {"signatures": {"commune": "2014-01-01", "call": "2014-01-01"}},
}


def of(document: dict[str, Any], as_of: dt.date = AS_OF, name: str | None = None, **readings: str) -> Calendar:
    """
    Return the calendar of *document*.
    """
    return dmsi_rules.calendar(dmsi_rules.read_dossier(document), as_of=as_of, readings=readings, name=name)


def changed(value: Any, **changes: Any) -> Any:
    """
    Return a frozen *value* with *changes*.
    """
    return attrs.evolve(value, **changes)


def hostile(calendar: Calendar, text: str) -> Calendar:
    """
    Return *calendar* with *text* wherever somebody else than us writes.
    """
    events = tuple(changed(event, source=text, facts=dict.fromkeys(event.facts, text)) for event in calendar.events)
    return changed(  # type: ignore[no-any-return]
        calendar, commune=text, convention=text, dossier=text, events=events, missing=(text,)
    )
