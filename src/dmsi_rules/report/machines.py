"""
An audit machine by machine: one row a workstation, as codes for programs or in words for people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dmsi_rules.checking.audit import Audit
from dmsi_rules.checking.machines import ASKED_OF_EACH, MachineState
from dmsi_rules.finding import WHY
from dmsi_rules.report.audit import WORDS
from dmsi_rules.report.csv import text
from dmsi_rules.text.fill import fill, visible
from dmsi_rules.text.marks import N_, Translate

Cell = str | dt.date | None

WHY_UNKNOWN = ("PRE202", "PRE203")
"""
The prerequisites of which each unknown says why.
"""

COLUMNS = (
    *("dossier", "as_of", "lifecycles", "workstation", "file", "system", "maintained_until"),
    *ASKED_OF_EACH,
    *(f"{code}_reason" for code in WHY_UNKNOWN),
)
HEADS = (
    *(N_("dossier"), N_("as of"), N_("table of lifecycles"), N_("workstation"), N_("inventory"), N_("system")),
    N_("maintained until"),
)
REASON = N_("{code}: why")


def machine_rows(audit: Audit) -> Iterator[tuple[str, ...]]:
    """
    Yield a row of CSV for each workstation of *audit*, under `COLUMNS`.
    """
    for each in audit.machines:
        reasons = (each.reasons.get(code, "") for code in WHY_UNKNOWN)
        row = (*_about(audit, each), *each.states.values(), *reasons)
        yield tuple(cell.isoformat() if isinstance(cell, dt.date) else text(cell) for cell in row)


def machine_sheet(audit: Audit, translate: Translate) -> Iterator[tuple[Cell, ...]]:
    """
    Yield the rows of a spreadsheet, the headings first: a workstation of *audit* each, in words.
    """
    reasons = (translate(REASON).format(code=code) for code in WHY_UNKNOWN)
    yield (*map(translate, HEADS), *ASKED_OF_EACH, *reasons)
    for each in audit.machines:
        states = (translate(WORDS[state]) for state in each.states.values())
        yield (*_about(audit, each), *states, *(_reason(audit, each, code, translate) for code in WHY_UNKNOWN))


def _about(audit: Audit, each: MachineState) -> tuple[Cell, ...]:
    texts = (visible(words) if words else None for words in (each.name, each.file, each.system))
    return (visible(audit.dossier or ""), audit.as_of, audit.lifecycles, *texts, each.until)


def _reason(audit: Audit, each: MachineState, code: str, translate: Translate) -> str | None:
    if code not in each.reasons:
        return None
    facts = {"table": audit.lifecycles, "contradictions": (each.system or "",)}
    return fill(translate(WHY[each.reasons[code]]), facts, translate)
