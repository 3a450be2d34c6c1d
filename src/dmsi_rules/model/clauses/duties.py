"""
What a text asks before a service opens and while it is: conditions, duties, the steps of joining.
"""

from typing import Literal

from dmsi_rules.model.entries import Entry, Worded
from dmsi_rules.model.evidence import Technology
from dmsi_rules.model.readings import AuditBefore, PaidSupport
from dmsi_rules.model.scalars import AnyCode, Flag, Pointer, Text
from dmsi_rules.values.record import record

Actor = Literal["member", "provider", "both"]
PRE_RULES = Literal["PRE101", "PRE102", "PRE103", "PRE201", "PRE202", "PRE203", "PRE301", "PRE302"]
OBL_RULES = Literal["OBL001", "OBL002", "OBL003", "OBL004", "OBL005", "OBL006", "OBL007", "OBL008"]


# ---- conditions and duties


@record(kw_only=True)
class Prerequisite(Worded):
    """
    What is to be true before some services open, judged by a `rule`, or attested under its `code`.

    `accepts` are the kinds of access that will do. `new_only` spares what was asked for or open before its first day.
    """

    rule: PRE_RULES | None = None
    code: AnyCode | None = None
    services: tuple[AnyCode, ...]
    accepts: tuple[Technology, ...] = ()
    paid_support: PaidSupport | None = None
    new_only: Flag = False


@record(kw_only=True)
class ConditionClauses:
    """
    The technical prerequisites.
    """

    source: Text | None = None
    prerequisites: tuple[Prerequisite, ...] = ()


@record(kw_only=True)
class Obligation(Worded):
    """
    A duty of a member, judged by a `rule`, or attested under its `code`; `by` is who validates a purchase.
    """

    rule: OBL_RULES | None = None
    code: AnyCode | None = None
    by: AnyCode | None = None


@record(kw_only=True)
class DutyClauses:
    """
    The duties of a member.
    """

    source: Text | None = None
    obligations: tuple[Obligation, ...] = ()


# ---- joining


@record(kw_only=True)
class ProcessStep(Worded):
    """
    A step of the process: where a dossier records it, who acts, what it rests on.

    Of what it rests on it may be earlier than `may_precede`: that is a note. `session_of` is the committee that it takes a
    session of.
    """

    code: AnyCode
    acts: Actor
    at: Pointer | None = None
    rests_on: tuple[AnyCode, ...] = ()
    may_precede: tuple[AnyCode, ...] = ()
    session_of: AnyCode | None = None


@record(kw_only=True)
class PerimeterClause(Entry):
    """
    The rows of the authorised perimeter; naming one service of a row stands for all of it.
    """

    rows: tuple[tuple[AnyCode, ...], ...]


@record(kw_only=True)
class SignersClause(Entry):
    """
    Who signs the convention for a member.
    """

    roles: tuple[AnyCode, ...]


@record(kw_only=True)
class AuditClause(Entry):
    """
    An audit before anything opens, and who makes it.
    """

    acts: Literal["member", "provider", "department", "both"]
    audit_before: AuditBefore | None = None


@record(kw_only=True)
class StaffOpinionClause(Entry):
    """
    The opinion of the staff committee comes before the deliberation.
    """


@record(kw_only=True)
class TransmissionClause(Entry):
    """
    The State's representative has the deliberation before the signature.
    """


@record(kw_only=True)
class JoiningClauses:
    """
    How a member joins.
    """

    source: Text | None = None
    steps: tuple[ProcessStep, ...] = ()
    perimeter: tuple[PerimeterClause, ...] = ()
    signers: tuple[SignersClause, ...] = ()
    audit: tuple[AuditClause, ...] = ()
    staff_opinion: tuple[StaffOpinionClause, ...] = ()
    transmission: tuple[TransmissionClause, ...] = ()
