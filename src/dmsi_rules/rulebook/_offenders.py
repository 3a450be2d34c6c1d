"""
Who fails a prerequisite, and for whom it stays open and why: named, the first ten, the rest counted.
"""

from __future__ import annotations

from typing import Any

from dmsi_rules.case.dossier import Case
from dmsi_rules.case.evidence import INVENTORIES, MOST, SOFTWARE, Tally
from dmsi_rules.finding import About
from dmsi_rules.model.evidence import Collected
from dmsi_rules.text.marks import N_

NOBODY_READ = N_("cannot be decided: nobody has read the inventories named")
UNREAD = N_("cannot be decided: these inventories could not be read: {unread}")
READ = N_("cannot be decided: the inventories were read, and it stays open for {undecided}")
NOBODY_READ_AND_OPEN = N_("cannot be decided: nobody has read the inventories named, and it stays open for {undecided}")
UNREAD_AND_OPEN = N_("cannot be decided: these inventories could not be read: {unread}; besides, it stays open for {undecided}")
MANY_UNREAD_AND_OPEN = N_(
    "cannot be decided: these inventories could not be read: {unread} and {others_unread} more; besides, it stays open for {undecided}"
)
BY_TABLE = frozenset({"system", "version", "newer", "end"})
"""
The reasons that the day of the table of lifecycles belongs to.
"""
OPEN = N_("cannot be decided: it stays open for {undecided}")


def offenders(tally: Tally) -> dict[str, Any]:
    """
    Return the facts that name the first of those that fail, and count the rest.
    """
    return {"offenders": tally.failing[:MOST], "more": len(tally.failing[MOST:])}


def each_about(tally: Tally) -> tuple[About, ...]:
    """
    Return what each of those that fail is about; one without a name of its own is known by nothing.
    """
    word = "software" if tally.path.startswith(SOFTWARE) else "workstation"
    return tuple({} if name.startswith("/evidence/") else {word: name} for name in tally.failing)


def left_open(tally: Tally, case: Case, *, by_table: bool) -> tuple[str | None, dict[str, Any]]:
    """
    Return the sentence on why what is given does not decide, None where nothing is given, and the facts of it.

    *by_table* says that the table of lifecycles is asked.
    """
    facts: dict[str, Any] = {"undecided": tally.undecided[:MOST]} if tally.undecided else {}
    facts |= _reasons(tally, case)
    if INVENTORIES in tally.missing:
        sentence, told = _not_told(tally, case.facts.equipment.evidence.collected)
        return sentence, facts | told
    if by_table and tally.undecided:
        more = len(tally.undecided[MOST:])
        return OPEN, facts | ({"more": more} if more else {})
    return None, facts


def _reasons(tally: Tally, case: Case) -> dict[str, Any]:
    """
    Return why it is unknown of each workstation that is named, and what that rests on.
    """
    reasons = {name: tally.reasons[name] for name in tally.undecided[:MOST] if name in tally.reasons}
    facts: dict[str, Any] = {"reasons": reasons} if reasons else {}
    if BY_TABLE & set(reasons.values()):
        facts["table"] = case.lifecycles.date
    if contradictions := _contradictions(tally, case):
        facts["contradictions"] = contradictions
    return facts


def _contradictions(tally: Tally, case: Case) -> tuple[str, ...]:
    """
    Return what each of the first workstations whose name and build contradict each other says of its system.
    """
    names = {name for name in tally.undecided[:MOST] if tally.reasons.get(name) == "contradiction"}
    entries = (each for each in case.facts.equipment.entries if each.name in names) if names else ()
    systems = ((each.name, each.workstation) for each in entries)
    return tuple(f"{name}: {said.os_name or said.os_version}, {said.os_build}" for name, said in systems)


def _not_told(tally: Tally, collected: Collected | None) -> tuple[str, dict[str, Any]]:
    """
    Return the same of inventories that are named, with the facts besides `undecided`.
    """
    unread = collected.unread if collected else ()
    facts: dict[str, Any] = {"unread": unread[:MOST]} if unread else {}
    others, more = len(unread[MOST:]), len(tally.undecided[MOST:])
    if not tally.undecided:
        return UNREAD if unread else NOBODY_READ, facts | ({"more": others} if others else {})
    facts |= {"more": more} if more else {}
    if others:
        return MANY_UNREAD_AND_OPEN, facts | {"others_unread": others}
    return NOBODY_READ_AND_OPEN if collected is None else UNREAD_AND_OPEN if unread else READ, facts
