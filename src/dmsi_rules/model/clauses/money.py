"""
What services cost, how they are billed, and who owns and pays for what.
"""

from collections.abc import Mapping
from typing import Literal

from dmsi_rules.model.entries import Entry, Worded
from dmsi_rules.model.readings import (
    AgreedDate,
    BillingDay,
    BillingFrom,
    GridStart,
    NetworkAlone,
    NetworkImplied,
    NetworkQuantity,
    OpeningMonth,
)
from dmsi_rules.model.scalars import Amount, AnyCode, Date, Flag, Quantity, Rate, Text
from dmsi_rules.values.record import field, record

Owner = Literal["provider", "member", "user"]
Bearer = Literal["provider", "member", "user", "shared", "space"]


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
