"""
The clauses of a convention by their matter: how a text lets its members join, ask, pay and leave, and who sits, owns, pays.

What the text allows to be read in more than one way is a doubt: the values that it may mean, the adopted one first.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import field

from dmsi_rules.model.entries import Entry, Worded
from dmsi_rules.model.evidence import Technology
from dmsi_rules.model.readings import (
    Abstention,
    AgreedDate,
    AuditBefore,
    BillingDay,
    BillingFrom,
    ExitForm,
    GridStart,
    LateInLastYear,
    LetterDate,
    MandateSilence,
    NetworkAlone,
    NetworkImplied,
    NetworkQuantity,
    NoticeCountsTo,
    NoticeLimit,
    OpeningMonth,
    PaidSupport,
    Start,
    TermEnd,
)
from dmsi_rules.model.scalars import (
    Amount,
    AnyCode,
    Count,
    Date,
    DayOrYear,
    Flag,
    Majority,
    MonthDay,
    Pointer,
    Quantity,
    Rate,
    Text,
)
from dmsi_rules.values.record import record

Actor = Literal["member", "provider", "both"]
Owner = Literal["provider", "member", "user"]
Bearer = Literal["provider", "member", "user", "shared", "space"]
Ground = Literal["late-notice", "conditions-unmet", "no-resources"]
Lateness = Literal["may-be-held", "next-year", "void"]

PRE_RULES = Literal["PRE101", "PRE102", "PRE103", "PRE201", "PRE202", "PRE203", "PRE301", "PRE302"]
OBL_RULES = Literal["OBL001", "OBL002", "OBL003", "OBL004", "OBL005", "OBL006", "OBL007", "OBL008"]


@record(kw_only=True)
class Limit:
    """
    A last day: so many calendar `months` before something, none for no notice, or the last such `day` of a year before it.
    """

    months: Count | None = None
    day: MonthDay | None = None
    before: Literal["year", "opening", "year-end", "term-end"]


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


# ---- the term


@record(kw_only=True)
class StartClause(Entry):
    """
    From which day on the convention is carried out.
    """

    start: Start


@record(kw_only=True)
class LengthClause(Entry):
    """
    How long it lasts: by mandates that end with the councils' `renewals`, for so many `years`, or without end.
    """

    kind: Literal["mandate", "fixed", "unlimited"]
    renewals: tuple[DayOrYear, ...] = ()
    term_end: TermEnd | None = None
    years: Quantity | None = None


@record(kw_only=True)
class ReaffirmationClause(Entry):
    """
    Membership is reaffirmed at the start of a mandate.
    """

    mandate_silence: MandateSilence | None = None


@record(kw_only=True)
class TermClauses:
    """
    The life of the convention.
    """

    source: Text | None = None
    start: tuple[StartClause, ...]
    length: tuple[LengthClause, ...]
    reaffirmation: tuple[ReaffirmationClause, ...] = ()


# ---- requests


@record(kw_only=True)
class NoticeClause(Entry):
    """
    Until when a request is in time for an opening.
    """

    limit: Limit
    notice_limit: NoticeLimit | None = None
    notice_counts_to: NoticeCountsTo | None = None


@record(kw_only=True)
class RefusalClause(Entry):
    """
    The grounds, and only those, on which a request may be declined.
    """

    grounds: tuple[Ground, ...]


@record(kw_only=True)
class FormClause(Entry):
    """
    The request's form: the services that have a line in it, who signs it, whether it prints prices.
    """

    services: tuple[AnyCode, ...]
    signers: tuple[AnyCode, ...] = ()
    prints_prices: Flag = False


@record(kw_only=True)
class RequestClauses:
    """
    How services are asked for.
    """

    source: Text | None = None
    notice: tuple[NoticeClause, ...] = ()
    refusal: tuple[RefusalClause, ...] = ()
    form: tuple[FormClause, ...] = ()


# ---- exits


@record(kw_only=True)
class ExitNoticeClause(Entry):
    """
    Until when an exit is notified in time, and what becomes of a `late` one.
    """

    limit: Limit
    late: Lateness
    letter_date: LetterDate | None = None
    late_in_last_year: LateInLastYear | None = None


@record(kw_only=True)
class ExitFormClause(Entry):
    """
    The form of a notice of exit; what is absent is not asked for.
    """

    registered_letter: Flag = False
    sender: tuple[AnyCode, ...] = ()
    sender_doubtful: tuple[AnyCode, ...] = ()
    addressee: tuple[AnyCode, ...] = ()
    exit_form: ExitForm | None = None


@record(kw_only=True)
class PartialExitClause(Entry):
    """
    A member may drop some services and keep the base; what that `needs`.
    """

    needs: tuple[Literal["amendment"], ...] = ()


@record(kw_only=True)
class ExitClauses:
    """
    How a member leaves.
    """

    source: Text | None = None
    notice: tuple[ExitNoticeClause, ...] = ()
    form: tuple[ExitFormClause, ...] = ()
    partial: tuple[PartialExitClause, ...] = ()


# ---- the tariff


@record(kw_only=True)
class NetworkClause(Entry):
    """
    The service whose row is charged once a unit, whatever the services that it covers hold.
    """

    service: AnyCode
    covers: tuple[AnyCode, ...]
    network_quantity: NetworkQuantity | None = None
    network_implied: NetworkImplied | None = None
    network_alone: NetworkAlone | None = None


@record(kw_only=True)
class RevisionClause(Entry):
    """
    What puts a later grid in force, and from when; `yearly` where more than one a year is worth a note.
    """

    needs: tuple[Literal["voted", "sent"], ...]
    grid_start: GridStart | None = None
    yearly: Flag = False


@record(kw_only=True)
class Bracket:
    """
    The amounts up to a number, that one included; the last bracket is open.
    """

    up_to: Quantity | None = None
    month: Amount | None = None
    year: Amount | None = None
    first_year: Amount | None = None


@record(kw_only=True)
class Price:
    """
    What a unit of a service costs, in euros, for a month, a year or both.

    `by` a member's fact, or the quantity, the price is that of a bracket: each slice at its own where it is `marginal`.
    `form_year` is what the request's form prints; `first_year` a year's price for the first twelve months billed.
    """

    service: AnyCode
    plan: AnyCode | None = None
    month: Amount | None = None
    year: Amount | None = None
    form_year: Amount | None = None
    first_year: Amount | None = None
    by: AnyCode | None = None
    marginal: Flag = False
    brackets: tuple[Bracket, ...] = ()


@record(kw_only=True)
class Total(Worded):
    """
    A printed row that adds others up.
    """

    services: tuple[AnyCode, ...]
    month: Amount | None = None
    year: Amount | None = None

    @property
    def title(self) -> str:
        """
        Its name in the text's own language, if that is given.
        """
        return self.fr or self.en or ""


@record(kw_only=True)
class Vat(Entry):
    """
    The value-added tax that prices include or leave out, in percent: shown, never computed.
    """

    prices: Literal["including", "excluding"]
    rate: Rate | None = None


@record(kw_only=True)
class PriceIndex(Worded):
    """
    The index that prices are revised by: shown, never computed.
    """


@record(kw_only=True)
class Grid:
    """
    A grid of prices, whole each time: the first one in force from its own day, a later one once voted and sent.
    """

    id: Text
    source: Text = ""
    in_force: Date | None = None
    voted: Date | None = None
    sent: Date | None = None
    named_start: Date | None = None
    vat: Vat | None = None
    index: PriceIndex | None = None
    prices: tuple[Price, ...]
    totals: tuple[Total, ...] = ()


@record(kw_only=True)
class TariffClauses:
    """
    What services cost.
    """

    source: Text | None = None
    network: tuple[NetworkClause, ...] = ()
    revision: tuple[RevisionClause, ...] = ()
    grids: tuple[Grid, ...]


# ---- bills


@record(kw_only=True)
class PeriodsClause(Entry):
    """
    The periods that are billed.
    """

    allowed: tuple[Literal["year", "half", "quarter", "month"], ...]


@record(kw_only=True)
class OpeningClause(Entry):
    """
    From when on an opened service is billed.
    """

    opening_month: OpeningMonth | None = None
    billing_day: BillingDay | None = None


@record(kw_only=True)
class SnapshotsClause(Entry):
    """
    Units are counted month by month.
    """


@record(kw_only=True)
class AdvanceClause(Entry):
    """
    A service that is billed before it opens, from the day agreed on in the request.

    That day is not before the step `not_before`, nor before the first of `not_before_first_of`: steps, or `works`.
    """

    service: AnyCode
    not_before: AnyCode | None = None
    not_before_first_of: tuple[AnyCode, ...] = ()
    billing_from: BillingFrom | None = None
    agreed_date: AgreedDate | None = None


@record(kw_only=True)
class BillingClauses:
    """
    How services are billed.
    """

    source: Text | None = None
    periods: tuple[PeriodsClause, ...] = ()
    opening: tuple[OpeningClause, ...] = ()
    snapshots: tuple[SnapshotsClause, ...] = ()
    advance: tuple[AdvanceClause, ...] = ()


# ---- costs


@record(kw_only=True)
class Nature(Worded):
    """
    A nature of thing or expense.
    """

    code: AnyCode


@record(kw_only=True)
class Owned(Entry):
    """
    Whose the things of some natures are; `user`: each one's that it uses.
    """

    by: Owner
    natures: tuple[AnyCode, ...]


@record(kw_only=True)
class Borne(Entry):
    """
    Who bears the expenses of some natures; `shared` by use, or by the one whose `space` it is.
    """

    by: Bearer
    natures: tuple[AnyCode, ...]


@record(kw_only=True)
class SharingClause(Entry):
    """
    How real costs are split: by the units of each service, or by `weights` of several units.
    """

    services: tuple[AnyCode, ...] = ()
    weights: Mapping[AnyCode, Quantity] | None = field(default=None, hash=False)
    provider_takes_part: Flag = False


@record(kw_only=True)
class ReimbursementClause(Entry):
    """
    The absences during which the cost of a nature of staff goes on being reimbursed.
    """

    nature: AnyCode
    absences: tuple[Worded, ...]


@record(kw_only=True)
class CostClauses:
    """
    Who owns what, and who pays for it.
    """

    source: Text | None = None
    natures: tuple[Nature, ...] = ()
    owned: tuple[Owned, ...] = ()
    borne: tuple[Borne, ...] = ()
    sharing: tuple[SharingClause, ...] = ()
    reimbursement: tuple[ReimbursementClause, ...] = ()


# ---- governance


@record(kw_only=True)
class CommitteeSeats(Worded):
    """
    A committee: who sits in it, any one of the roles of a seat, and how many months a period has in which it meets.

    `then_every_months` holds from the day on that the governance document gives under the key `then_from`.
    """

    code: AnyCode
    seats: tuple[tuple[AnyCode, ...], ...] = ()
    member_seats: tuple[tuple[AnyCode, ...], ...] = ()
    every_months: Quantity | None = None
    then_every_months: Quantity | None = None
    then_from: Text | None = None


@record(kw_only=True)
class AmendmentsClause(Entry):
    """
    How the text is changed: by how many of the members, and what else that needs.
    """

    majority: Majority
    provider_agrees: Flag = False
    needs: tuple[Literal["study", "avenant"], ...] = ()
    abstention: Abstention | None = None


@record(kw_only=True)
class GovernanceClauses:
    """
    Who governs the whole.
    """

    source: Text | None = None
    committees: tuple[CommitteeSeats, ...] = ()
    amendments: tuple[AmendmentsClause, ...] = ()
