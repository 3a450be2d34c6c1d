"""
The text in force on a day: of the versions of each entry the one that holds, and how the days cut time into spans.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, TypeVar, get_args

from dmsi_rules.model.clauses import (
    OBL_RULES,
    PRE_RULES,
    AdvanceClause,
    AmendmentsClause,
    AuditClause,
    Borne,
    CommitteeSeats,
    ExitFormClause,
    ExitNoticeClause,
    FormClause,
    Grid,
    LengthClause,
    Nature,
    NetworkClause,
    NoticeClause,
    Obligation,
    OpeningClause,
    Owned,
    PartialExitClause,
    PerimeterClause,
    PeriodsClause,
    Prerequisite,
    ProcessStep,
    ReaffirmationClause,
    RefusalClause,
    ReimbursementClause,
    RevisionClause,
    SharingClause,
    SignersClause,
    SnapshotsClause,
    StaffOpinionClause,
    StartClause,
    TransmissionClause,
)
from dmsi_rules.model.convention import Convention, Edge, Included, Matter, MemberCommune, Service
from dmsi_rules.model.entries import Entry
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.values.days import DAY
from dmsi_rules.values.record import field, is_record, record

E = TypeVar("E", bound=Entry)


def _one(table: str, code: str) -> Callable[[TextInForce], Iterable[Entry]]:
    return lambda text: [found] if (found := getattr(text, table).get(code)) else ()


@record(eq=False, kw_only=True)
class TextInForce:
    """
    What a convention says in a span of days in which nothing of it changes. A clause that it does not have is None.

    Attributes:
        services: the catalogue, with what is on offer no more, or not yet: it may be open, or asked for too early.
        offered: the services that may be asked for.
        owned: who owns the things of a nature.
        borne: who bears the expenses of a nature.
        clauses: every clause that stands alone, by its matter.
    """

    convention: Convention
    base: str
    services: Mapping[str, Service]
    offered: frozenset[str]
    edges: tuple[Edge, ...]
    included: tuple[Included, ...]
    prerequisites: Mapping[str, Prerequisite]
    obligations: Mapping[str, Obligation]
    steps: tuple[ProcessStep, ...]
    grids: tuple[Grid, ...]
    natures: Mapping[str, Nature]
    owned: Mapping[str, Owned]
    borne: Mapping[str, Borne]
    sharing: tuple[SharingClause, ...]
    reimbursement: Mapping[str, ReimbursementClause]
    committees: Mapping[str, CommitteeSeats]
    matters: Mapping[str, Matter]
    members: tuple[MemberCommune, ...] | None
    perimeter: PerimeterClause | None = None
    signers: SignersClause | None = None
    audit: AuditClause | None = None
    staff_opinion: StaffOpinionClause | None = None
    transmission: TransmissionClause | None = None
    start: StartClause | None = None
    length: LengthClause | None = None
    reaffirmation: ReaffirmationClause | None = None
    notice: NoticeClause | None = None
    refusal: RefusalClause | None = None
    form: FormClause | None = None
    exit_notice: ExitNoticeClause | None = None
    exit_form: ExitFormClause | None = None
    partial_exit: PartialExitClause | None = None
    network: NetworkClause | None = None
    revision: RevisionClause | None = None
    periods: PeriodsClause | None = None
    opening: OpeningClause | None = None
    snapshots: SnapshotsClause | None = None
    advance: AdvanceClause | None = None
    amendments: AmendmentsClause | None = None
    clauses: Mapping[str, Entry] = field(factory=dict)

    @property
    def doubts(self) -> Mapping[str, tuple[str, ...]]:
        """
        The values that the text allows of each switch that it speaks of, the adopted one first.
        """
        found: dict[str, tuple[str, ...]] = {}
        for entry in self._carriers():
            for name in SWITCHES:
                if values := getattr(entry, name, None):
                    found[name] = values
        if any(edge.inferred for edge in self.edges):
            found["inferred_edges"] = SWITCHES["inferred_edges"]
        if self.exit_form is not None and self.exit_form.sender_doubtful:
            found["exit_sender"] = SWITCHES["exit_sender"]
        return found

    def doubtful(self, switch: str) -> tuple[Entry, ...]:
        """
        Return the entries that carry the doubt which *switch* settles.
        """
        if switch == "inferred_edges":
            return tuple(edge for edge in self.edges if edge.inferred)
        if switch == "exit_sender":
            return (self.exit_form,) if self.exit_form is not None and self.exit_form.sender_doubtful else ()
        return tuple(entry for entry in self._carriers() if getattr(entry, switch, None))

    def _carriers(self) -> tuple[Entry, ...]:
        return (*self.clauses.values(), *self.prerequisites.values())

    def entries(self, matter: str) -> tuple[Entry, ...]:
        """
        Return what the text has on *matter*: a clause, or the entries of a list, some of them alone where it says which.
        """
        if matter in self.clauses:
            return (self.clauses[matter],)
        return tuple(LISTS[matter](self)) if matter in LISTS else ()


LISTS: Mapping[str, Callable[[TextInForce], Iterable[Entry]]] = {
    "catalogue.services": lambda text: text.services.values(),
    "catalogue.edges": lambda text: text.edges,
    "catalogue.edges.at_most": lambda text: [each for each in text.edges if each.at_most],
    "conditions.attested": lambda text: [each for each in text.prerequisites.values() if each.code],
    "duties.attested": lambda text: [each for each in text.obligations.values() if each.code],
    "joining.steps": lambda text: text.steps,
    "joining.steps.openings": lambda text: [each for each in text.steps if each.at == "/openings"],
    "joining.steps.sessions": lambda text: found if len(found := [each for each in text.steps if each.session_of]) > 1 else (),
    "request.form.signers": lambda text: [text.form] if text.form and text.form.signers else (),
    "request.form.prints_prices": lambda text: [text.form] if text.form and text.form.prints_prices else (),
    "exit.partial.needs": lambda text: [text.partial_exit] if text.partial_exit and text.partial_exit.needs else (),
    "term.length.ends": lambda text: [text.length] if text.length and text.length.kind != "unlimited" else (),
    "costs.owned": lambda text: dict.fromkeys(text.owned.values()),
    "costs.borne": lambda text: dict.fromkeys(text.borne.values()),
    "governance.one_rhythm": lambda text: [
        each for each in text.committees.values() if each.every_months and not each.then_from
    ],
    "governance.two_rhythms": lambda text: [each for each in text.committees.values() if each.every_months and each.then_from],
    "governance.seats": lambda text: [each for each in text.committees.values() if each.seats or each.member_seats],
    "costs.sharing": lambda text: text.sharing,
    "members": lambda text: text.members or (),
    **{f"conditions.{code}": _one("prerequisites", code) for code in get_args(PRE_RULES)},
    **{f"duties.{code}": _one("obligations", code) for code in get_args(OBL_RULES)},
}
"""
What rules rest on that is no clause standing alone.
"""

CLAUSES: Mapping[str, tuple[str, str, str]] = {
    "joining.perimeter": ("joining", "perimeter", "perimeter"),
    "joining.signers": ("joining", "signers", "signers"),
    "joining.audit": ("joining", "audit", "audit"),
    "joining.staff_opinion": ("joining", "staff_opinion", "staff_opinion"),
    "joining.transmission": ("joining", "transmission", "transmission"),
    "term.start": ("term", "start", "start"),
    "term.length": ("term", "length", "length"),
    "term.reaffirmation": ("term", "reaffirmation", "reaffirmation"),
    "request.notice": ("request", "notice", "notice"),
    "request.refusal": ("request", "refusal", "refusal"),
    "request.form": ("request", "form", "form"),
    "exit.notice": ("exit", "notice", "exit_notice"),
    "exit.form": ("exit", "form", "exit_form"),
    "exit.partial": ("exit", "partial", "partial_exit"),
    "tariff.network": ("tariff", "network", "network"),
    "tariff.revision": ("tariff", "revision", "revision"),
    "billing.periods": ("billing", "periods", "periods"),
    "billing.opening": ("billing", "opening", "opening"),
    "billing.snapshots": ("billing", "snapshots", "snapshots"),
    "billing.advance": ("billing", "advance", "advance"),
    "governance.amendments": ("governance", "amendments", "amendments"),
}
"""
The clauses that stand alone: the table and the list of a file in which each stands, and its name in the text in force.
"""


def text_on(convention: Convention, day: dt.date) -> TextInForce:
    """
    Return what *convention* says on *day*.
    """
    file = convention
    services = versions(file.catalogue.services, day)
    clauses = {
        matter: clause
        for matter, (table, key, _) in CLAUSES.items()
        if (clause := next(iter(in_force(getattr(getattr(file, table), key), day, lambda _: ())), None))
    }
    return TextInForce(
        convention=file,
        base=file.catalogue.base,
        services={each.code: each for each in services},
        offered=frozenset(each.code for each in services if holds(each, day)),
        edges=in_force(file.catalogue.edges, day, lambda each: (each.service, each.requires)),
        included=in_force(file.catalogue.included, day),
        prerequisites={each.rule or each.code or "": each for each in in_force(file.conditions.prerequisites, day)},
        obligations={each.rule or each.code or "": each for each in in_force(file.duties.obligations, day)},
        steps=in_force(file.joining.steps, day),
        grids=file.tariff.grids,
        natures={each.code: each for each in in_force(file.costs.natures, day)},
        owned=_by_nature(file.costs.owned, day),
        borne=_by_nature(file.costs.borne, day),
        sharing=in_force(file.costs.sharing, day, lambda each: each.services),
        reimbursement={each.nature: each for each in in_force(file.costs.reimbursement, day, lambda each: each.nature)},
        committees={each.code: each for each in in_force(file.governance.committees, day)},
        matters={each.code: each for each in in_force(file.decisions.matters, day)},
        members=in_force(file.members.communes, day, lambda each: each.name) if file.members else None,
        clauses=clauses,
        **{name: clauses[matter] for matter, (_, _, name) in CLAUSES.items() if matter in clauses},
    )


def holds(entry: Entry, day: dt.date) -> bool:
    """
    Tell whether *day* lies between those of *entry*.
    """
    return (entry.from_ is None or entry.from_ <= day) and (entry.until is None or day <= entry.until)


def _key(entry: Entry) -> object:
    return entry.key


def in_force(entries: Iterable[E], day: dt.date, key: Callable[[E], object] = _key) -> tuple[E, ...]:
    """
    Return those of *entries* that hold on *day*, in the order of the file: of one *key* the one whose `from` came last.
    """
    return tuple([each for each in versions(entries, day, key) if holds(each, day)])


def versions(entries: Iterable[E], day: dt.date, key: Callable[[E], object] = _key) -> tuple[E, ...]:
    """
    Return the version of each *key* whose `from` came last by *day*; of what has none so early, the first to come.
    """
    found: dict[object, E] = {}
    for each in entries:
        name = key(each)
        before = found.get(name)
        if before is None or _is_later(each, before, day):
            found[name] = each
    return tuple(found.values())


def _is_later(entry: Entry, other: Entry, day: dt.date) -> bool:
    first, second = other.from_ or dt.date.min, entry.from_ or dt.date.min
    if second <= day:
        return first > day or second >= first
    return first > day and second < first


def _by_nature(rows: Iterable[Any], day: dt.date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        for nature in row.natures:
            before = found.get(nature)
            if holds(row, day) and (before is None or _is_later(row, before, day)):
                found[nature] = row
    return found


# ---- spans of time


def turns(convention: Convention) -> tuple[dt.date, ...]:
    """
    Return the days from which on something in *convention* is not what it was the day before.
    """
    tables = [table for table in vars(convention).values() if is_record(type(table))]
    lists = (value for table in tables for value in vars(table).values() if isinstance(value, tuple))
    found: set[dt.date] = set()
    for entry in chain.from_iterable(lists):
        if isinstance(entry, Entry):
            found |= {entry.from_} if entry.from_ else set()
            found |= {entry.until + DAY} if entry.until else set()
    return tuple(sorted(found))
