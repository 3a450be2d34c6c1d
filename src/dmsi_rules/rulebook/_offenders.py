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
NOT_IN_TABLE = N_(
    "cannot be decided: {missing} not given, or not in a word that the table of lifecycles knows; it stays open for {undecided}"
)


BY_REASON = {
    "newer": N_(
        "cannot be decided: the table of lifecycles, of {table}, has no version so new; `--lifecycles` takes a newer table: {undecided}"
    ),
    "contradiction": N_("cannot be decided: the name of the system and its build contradict each other: {contradictions}"),
    "edition": N_("cannot be decided: the edition is not given, and editions end on different days: {undecided}"),
    "system": N_("cannot be decided: the system is not given, or not in the table of lifecycles, of {table}: {undecided}"),
    "end": N_(
        "cannot be decided: no end is published, and the table of lifecycles, of {table}, is too old to tell: {undecided}"
    ),
    "partial": N_("cannot be decided: there is only a partial inventory, which does not name the system: {undecided}"),
}
"""
Why it is unknown whether systems are maintained, where that is the same for all.
"""


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
    if tally.reasons:
        facts["reasons"] = {name: tally.reasons[name] for name in tally.undecided[:MOST] if name in tally.reasons}
    kinds = set(tally.reasons.values())
    if len(kinds) == 1 and not case.facts.equipment.unread and (sentence := BY_REASON.get(kinds.pop())):
        more = len(tally.undecided[MOST:])
        if contradictions := _contradictions(tally, case):
            facts["contradictions"] = contradictions
        return sentence, facts | {"table": case.lifecycles.date} | ({"more": more} if more else {})
    if INVENTORIES in tally.missing:
        sentence, told = _not_told(tally, case.facts.equipment.evidence.collected)
        return sentence, facts | told
    if by_table and tally.undecided:
        more = len(tally.undecided[MOST:])
        return NOT_IN_TABLE, facts | ({"more": more} if more else {})
    return None, facts


def _contradictions(tally: Tally, case: Case) -> tuple[str, ...]:
    """
    Return what each of the first workstations whose name and build contradict each other says of its system.
    """
    named = {entry.name: entry.workstation for entry in case.facts.equipment.entries}
    return tuple(
        f"{name}: {named[name].os_name or named[name].os_version}, {named[name].os_build}"
        for name in tally.undecided[:MOST]
        if tally.reasons.get(name) == "contradiction"
    )


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
