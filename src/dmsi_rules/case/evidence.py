"""
What the evidence says of each prerequisite: which entries meet it, which fail it, which are silent.

An entry that states a fact overrides what is attested of all; for entries that are silent the attestation stands. One that
fails is enough; what is not known is never a pass.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal

import attrs

from dmsi_rules.finding import UNSAID
from dmsi_rules.lifecycles.maintaining import maintenance
from dmsi_rules.model.evidence import Evidence, Software, Workstation
from dmsi_rules.model.given import blank
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import known
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.lazy import lazy
from dmsi_rules.values.record import field, record

Basis = Literal["attested", "listed", "inventory"]

INVENTORIES = "/evidence/inventories"
WORKSTATIONS = "/evidence/workstations"
SOFTWARE = "/evidence/software"
NEWER_TABLE = "lifecycles:/source/snapshot_date"

MOST = 10
"""
How many workstations a finding names; it counts the rest.
"""


@record
class Tally:
    """
    How the evidence stands to one prerequisite.

    Attributes:
        path: where a verdict stands.
        holds: whether the prerequisite is met; None where that is not known.
        missing: JSON pointers of the facts that would tell.
        met: how many entries meet it.
        failing: the names of those that fail it.
        undecided: the names of those for which it is unknown.
        bases: how many of the decided ones rest on what.
        reasons: why it is unknown, by the name of each of those.
        verdicts: whether each entry meets it, in the order of the entries.
    """

    path: str
    holds: bool | None
    missing: tuple[str, ...] = ()
    met: int = 0
    failing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    bases: Mapping[Basis, int] = field(factory=Frozen, converter=frozen, hash=False)
    reasons: Mapping[str, str] = field(factory=Frozen, converter=frozen, hash=False)
    verdicts: tuple[bool | None, ...] = field(default=(), repr=False)


@record(eq=False)
class Entry:
    """
    One workstation, and its place in the document; one that an inventory tells of has none.
    """

    workstation: Workstation
    path: str | None

    @property
    def name(self) -> str:
        """
        What a finding calls it.
        """
        return self.workstation.id or self.path or self.workstation.file or INVENTORIES

    def place_of(self, key: str) -> str:
        """
        Return where the fact *key* would stand.
        """
        return f"{self.path}/{key}" if self.path else INVENTORIES


Judged = tuple[Entry, bool | None, Basis, tuple[str, ...]]
"""
An entry, whether it meets a prerequisite, on what that rests, and what would tell where it is not known.
"""


class Equipment:
    """
    The workstations in the evidence: those listed, then those that inventories tell of.

    Attributes:
        unread: whether inventories are named that could not be read, or that nobody has read.
    """

    def __init__(self, evidence: Evidence | None) -> None:
        self.evidence = evidence or blank(Evidence)
        collected = self.evidence.collected
        self.unread = bool(collected.unread if collected else self.evidence.inventories)
        entries = [Entry(each, f"{WORKSTATIONS}/{rank}") for rank, each in enumerate(self.evidence.workstations or ())]
        self.entries = entries + [Entry(each, None) for each in (collected.workstations if collected else ())]

    @lazy
    def _systems(self) -> Mapping[tuple[Any, ...], list[Entry]]:
        """
        The workstations that have the same system: it is judged once.
        """
        systems: dict[tuple[Any, ...], list[Entry]] = {}
        for entry in self.entries:
            each = entry.workstation
            system = (each.os, each.os_version, each.os_name, each.os_build, each.edition, each.paid_support_until)
            systems.setdefault(system, []).append(entry)
        return systems

    # ---- facts that are attested of all, or stated of one

    @lazy
    def secured(self) -> Tally:
        """
        Whether the workstations are secured.
        """
        return self._stated("secured", "workstations_secured", good=True)

    @lazy
    def up_to_date(self) -> Tally:
        """
        Whether their systems have been brought up to level.
        """
        return self._stated("os_up_to_date", "os_up_to_date", good=True)

    @lazy
    def not_administered(self) -> Tally:
        """
        Whether nobody administers the workstation that they use. Inventories that leave it open are not made good by a word.
        """
        return self._stated("local_admin", "local_admin", good=False, unread=self.unread)

    def _stated(self, key: str, attested: str, *, good: bool, unread: bool = False) -> Tally:
        path, word = f"/evidence/{attested}", getattr(self.evidence, attested)
        if not self.entries:
            if word is None or (word is good and unread):
                return Tally(path, None, (INVENTORIES if unread else path,))
            return Tally(path, word is good, bases={"attested": 1})
        judged: list[Judged] = []
        reasons: dict[str, str] = {}
        states_fault = False
        for entry in self.entries:
            said = getattr(entry.workstation, key)
            value = word if said is None else said
            if said is None and key == "local_admin" and entry.workstation.admin_doubt:
                judged.append((entry, None, "inventory", (INVENTORIES,)))
                reasons[entry.name] = "members"
            elif value is None:
                judged.append((entry, None, "attested", (path, entry.place_of(key)) if entry.path else (path,)))
                if key == "local_admin":
                    reasons[entry.name] = entry.workstation.admin_silence or UNSAID
            else:
                basis: Basis = "attested" if said is None else "listed" if entry.path else "inventory"
                judged.append((entry, value is good, basis, ()))
                states_fault |= said is (not good)
        fault = any(holds is False for _, holds, _, _ in judged)
        tally = _tally(path if fault and not states_fault else WORKSTATIONS, judged, unread=unread)
        return attrs.evolve(tally, reasons=reasons) if reasons else tally

    # ---- maintenance by the vendor

    @property
    def without_systems(self) -> Tally:
        """
        What is to be said of maintenance where no workstation is known.
        """
        return Tally(WORKSTATIONS, None, (INVENTORIES if self.unread else WORKSTATIONS,))

    def maintained(self, day: dt.date, lifecycles: Lifecycles, readings: Readings) -> Tally:
        """
        Tell whether the vendors maintain the systems of the workstations, of which there are some, on *day*.
        """
        judged: dict[int, Judged] = {}
        reasons: dict[str, str] = {}
        for entries in self._systems.values():
            found = maintenance(entries[0].workstation, day, lifecycles, readings)
            table = (NEWER_TABLE,) if found.table else ()
            for entry in entries:
                missing = (*(entry.place_of(key) for key in found.lacks), *table)
                judged[id(entry)] = (entry, found.holds, "listed" if entry.path else "inventory", missing)
                if found.reason:
                    is_cut = entry.workstation.partial and found.reason in {"system", "version"}
                    reasons[entry.name] = "partial" if is_cut else found.reason
        tally = _tally(WORKSTATIONS, [judged[id(entry)] for entry in self.entries], unread=self.unread)
        return attrs.evolve(tally, reasons=reasons)


def _tally(path: str, judged: Iterable[Judged], *, unread: bool = False) -> Tally:
    met, bases = 0, Counter[Basis]()
    verdicts: list[bool | None] = []
    failing: list[str] = []
    undecided: list[str] = []
    missing: dict[str, None] = {}
    for entry, holds, basis, lacks in judged:
        verdicts.append(holds)
        if holds is None:
            undecided.append(entry.name)
            missing |= dict.fromkeys(lacks)
            continue
        bases[basis] += 1
        if holds:
            met += 1
        else:
            failing.append(entry.name)
    if unread or INVENTORIES in missing:
        # What inventories leave open is settled by them alone: no word on all workstations would do.
        kept = (each for each in missing if each.startswith(f"{WORKSTATIONS}/"))
        missing = dict.fromkeys((INVENTORIES, *kept, *(each for each in missing if each == NEWER_TABLE)))
    holds = False if failing else None if undecided or unread else True
    return Tally(path, holds, tuple(missing), met, tuple(failing), tuple(undecided), bases, verdicts=tuple(verdicts))


# ---- access, passwords, software


def access_is_among(accepted: Collection[str], evidence: Evidence) -> Tally:
    """
    Tell whether the access is of a kind that is *accepted*; one outside the list of kinds leaves it open.
    """
    path = "/evidence/connection/technology"
    technology = evidence.connection.technology if evidence.connection else None
    if technology in {None, "other"}:
        return Tally(path, None, (path,))
    holds = technology in accepted
    return Tally(path, holds, bases={"attested": 1})


def passwords_are_safe(evidence: Evidence) -> Tally:
    """
    Tell whether the password policy is attested reliable and secure.
    """
    path = "/evidence/password_policy/compliant"
    word = evidence.password_policy.compliant if evidence.password_policy else None
    if word is None:
        return Tally(path, None, (path,))
    return Tally(path, word, bases={"attested": 1})


def software_is_compatible(evidence: Evidence) -> Tally:
    """
    Tell whether every hosted software is attested compatible.
    """
    return _software(
        evidence,
        lambda each, path: (each.compatible, (f"{path}/compatible",) if each.compatible is None else ()),
    )


def is_attested(code: str, evidence: Evidence) -> Tally:
    """
    Tell whether the prerequisite *code*, which has no rule of its own, is attested.
    """
    path = f"/evidence/attested/{code}"
    word = (evidence.attested or {}).get(code)
    return Tally(path, None, (path,)) if word is None else Tally(path, word, bases={"attested": 1})


def software_is_contracted(evidence: Evidence, day: dt.date, holder: str) -> Tally:
    """
    Tell whether every business software keeps a maintenance contract, held by *holder*, that is valid on *day*.
    """
    return _software(evidence, lambda each, path: _contracted(each, path, day, holder))


def _software(evidence: Evidence, judge: Callable[[Software, str], tuple[bool | None, tuple[str, ...]]]) -> Tally:
    if evidence.software is None:
        return Tally(SOFTWARE, None, (SOFTWARE,))
    met = 0
    failing: list[str] = []
    undecided: list[str] = []
    missing: list[str] = []
    for rank, each in enumerate(evidence.software):
        path = f"{SOFTWARE}/{rank}"
        holds, lacks = judge(each, path)
        if holds is None:
            undecided.append(each.name or path)
            missing += lacks
        elif holds:
            met += 1
        else:
            failing.append(each.name or path)
    holds = False if failing else None if undecided else True
    bases: dict[Basis, int] = {"listed": met + len(failing)}
    return Tally(SOFTWARE, holds, tuple(missing), met, tuple(failing), tuple(undecided), bases)


def _contracted(software: Software, path: str, day: dt.date, holder: str) -> tuple[bool | None, tuple[str, ...]]:
    """
    Return whether one software is contracted, or what would tell. None but business software needs to be.
    """
    if software.business is False:
        return True, ()
    holds, lacks = _valid(software, f"{path}/maintenance_contract", day, holder)
    if software.business is None and holds is not True:
        return None, (f"{path}/business", *lacks)
    return holds, lacks


def _valid(software: Software, path: str, day: dt.date, holder: str) -> tuple[bool | None, tuple[str, ...]]:
    contract = software.maintenance_contract
    if contract is None:
        return None, (path,)
    if contract is False:
        return False, ()
    until = known(contract.until)
    if (contract.holder or holder) != holder or (until is not None and until < day):
        return False, ()
    facts = {"holder": contract.holder, "until": contract.until}
    lacks = tuple(f"{path}/{key}" for key, value in facts.items() if value is None)
    return (None, lacks) if lacks else (True, ())
