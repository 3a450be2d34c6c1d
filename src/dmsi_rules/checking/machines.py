"""
Each workstation of a dossier, and how it stands to the prerequisites that are asked of workstations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

import attrs

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.evidence import Entry, Tally
from dmsi_rules.lifecycles.maintaining import end_of, maintenance, own_words
from dmsi_rules.values.frozen import frozen
from dmsi_rules.values.record import field, record

State = Literal["met", "unmet", "ambiguous", "unknown", "not-concerned"]
STATES: tuple[State, ...] = get_args(State)

ASKED_OF_EACH = ("PRE101", "PRE201", "PRE202", "PRE203")
"""
The prerequisites that are asked of each workstation.
"""
MAINTAINED = "PRE203"
_VERDICTS: Mapping[bool | None, State] = {True: "met", False: "unmet", None: "unknown"}


@record
class MachineState:
    """
    One workstation and how it stands.

    Attributes:
        name: what findings call it.
        file: the inventory that tells of it; None where the dossier lists it.
        system: its system as the table of lifecycles calls it, or else in its own words.
        until: the last day on which the vendor maintains the system, where that is known.
        states: how it stands to each of the prerequisites that are asked of workstations.
        reasons: why it is unknown, by the prerequisite's code.
    """

    name: str
    file: str | None
    system: str | None
    until: dt.date | None
    states: Mapping[str, State] = field(converter=frozen, hash=False)
    reasons: Mapping[str, str] = field(converter=frozen, hash=False)


def machine_states(case: Case, tallies: Mapping[str, tuple[Tally | None, dt.date | None]]) -> Iterable[MachineState]:
    """
    Yield the state of each workstation of *case*.

    Args:
        case: a dossier before a convention.
        tallies: how the evidence stands to each prerequisite, and on which day; None where it is not concerned.
    """
    for rank, entry in enumerate(case.facts.equipment.entries):
        states: dict[str, State] = {}
        reasons: dict[str, str] = {}
        for code in ASKED_OF_EACH:
            tally, day = tallies[code]
            states[code] = _VERDICTS[tally.verdicts[rank]] if tally else "not-concerned"
            if code == MAINTAINED and day and states[code] != "unknown" and _rests_on_payment(entry, case, day):
                states[code] = "ambiguous"
            if tally and states[code] == "unknown" and entry.name in tally.reasons:
                reasons[code] = tally.reasons[entry.name]
        end = end_of(entry.workstation, case.lifecycles)
        system = end[1] if end else own_words(entry.workstation)
        yield MachineState(entry.name, entry.workstation.file, system, end[0] if end else None, states, reasons)


def _rests_on_payment(entry: Entry, case: Case, day: dt.date) -> bool:
    """
    Tell whether the maintenance of a workstation rests on whether a paid extension counts, which the caller did not settle.
    """
    readings = case.terms.readings
    if not entry.workstation.paid_support_until or "paid_support" in readings.to_dict():
        return False
    counted, not_counted = (
        maintenance(entry.workstation, day, case.lifecycles, attrs.evolve(readings, paid_support=value)).holds
        for value in ("maintained", "not-maintained")
    )
    return counted != not_counted
