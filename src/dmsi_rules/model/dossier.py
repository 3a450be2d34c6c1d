"""
The dossier: one commune's file, as the contract lays it out.

Every key is optional but, in a list entry, the key that names it; a line and an opening are without until it is known.
`None` is an unknown fact, `False` in place of a date or a document says that there is none, a list that is given is complete.
Fields stand in the order of the document: that order decides which missing fact is named first.
"""

from collections.abc import Mapping
from typing import Any, Literal

from dmsi_rules.model.codes import SIGNING
from dmsi_rules.model.evidence import Evidence
from dmsi_rules.model.given import OWN_KEYS, blank, document
from dmsi_rules.model.scalars import (
    Amount,
    AnyCode,
    BearerCode,
    ConventionId,
    Count,
    Credit,
    Date,
    DateOrNone,
    Flag,
    HolderCode,
    Insee,
    Month,
    Name,
    NatureCode,
    OwnerCode,
    Plan,
    Quantity,
    RoleCode,
    ServiceCode,
    Siren,
    Siret,
    SpaceCode,
    Text,
    TextOrNone,
    UnitKey,
    Year,
)
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.plain import to_document
from dmsi_rules.values.record import REST, field


@document
class Commune:
    """
    The commune whose file this is, and its official numbers.
    """

    name: Name | None = None
    insee: Insee | None = None
    siren: Siren | None = None
    siret: Siret | None = None
    facts: Mapping[AnyCode, Mapping[str, Count]] | None = field(default=None, hash=False)


NOBODY = blank(Commune)
"""
A commune of which nothing is known yet.
"""


@document
class Deliberation:
    """
    The municipal council's deliberation and the perimeter that it authorises.
    """

    number: Text | None = None
    date: DateOrNone | None = None
    received: DateOrNone | None = None
    perimeter: tuple[ServiceCode, ...] | None = None
    staff_committee_opinion: DateOrNone | None = None


@document
class Signatures:
    """
    The days on which each party signed.
    """

    commune: DateOrNone | None = None
    commune_by: RoleCode | None = None
    call: DateOrNone | None = None
    others: Mapping[str, Any] = field(factory=Frozen, converter=frozen, hash=False, metadata=REST)

    def day_of(self, party: str) -> Any:
        """
        Return the day on which the party called *party* signed; False where it did not, None where that is unknown.
        """
        return getattr(self, party) if party in SIGNING else self.others.get(party)

    def signer_of(self, party: str) -> str | None:
        """
        Return the role of whoever signed for the party called *party*.
        """
        return self.commune_by if party == SIGNING[0] else self.others.get(f"{party}_by")


@document
class Premises:
    """
    What is said of the premises put at the provider's disposal.
    """

    accessible: Flag | None = None
    secured: Flag | None = None


@document
class Project:
    """
    A project that the commune takes part in, and its business project manager.
    """

    name: Text | None = None
    project_manager: TextOrNone | None = None


@document
class Obligations:
    """
    The obligations of a member.
    """

    correspondent: TextOrNone | None = None
    documents_shared: Flag | None = None
    normal_use: Flag | None = None
    premises: Premises | None = None
    investigation_authorised: Flag | None = None
    census_years: tuple[Year, ...] | None = None
    projects: tuple[Project, ...] | None = None
    attested: Mapping[AnyCode, Flag] | None = field(default=None, hash=False)


@document
class Line:
    """
    One line of the request: a service, its volume in the service's unit, its wished opening.
    """

    service: ServiceCode | None = None
    plan: Plan | None = None
    quantity: Quantity | None = None
    opening: DateOrNone | None = None
    printed_annual_price: Amount | None = None
    quotation: Amount | None = None


@document
class Refusal:
    """
    The refusal of a request, and its ground.
    """

    date: DateOrNone | None = None
    ground: Literal["late-notice", "conditions-unmet", "no-resources", "other"] | None = None


@document
class Committee:
    """
    What the committee saw, and when.
    """

    first_review: DateOrNone | None = None
    compliance_plan: DateOrNone | None = None
    study: DateOrNone | None = None
    terms_set: DateOrNone | None = None
    sessions: tuple[Date, ...] | None = None
    refusal: Refusal | None = None


@document
class Request:
    """
    A request for services.
    """

    date: DateOrNone | None = None
    signed_by: RoleCode | None = None
    withdrawn: DateOrNone | None = None
    works_started: DateOrNone | None = None
    network_billing_from: DateOrNone | None = None
    lines: tuple[Line, ...] | None = None


@document
class ListedRequest(Request):
    """
    One of several requests over the years, with the deliberation that it rests on and its own round before the committee.
    """

    deliberation: Deliberation | None = None
    committee: Committee | None = None


@document
class SecurityAudit:
    """
    The technical and security audit.
    """

    date: DateOrNone | None = None


@document
class Opening:
    """
    The opening report of one service: the day it opens and the day of the report.
    """

    service: ServiceCode
    date: Date | None = None
    reported: DateOrNone | None = None


@document
class Snapshot:
    """
    The monthly snapshot of units consumed: a service, or service/plan, and its count.
    """

    month: Month
    units: Mapping[UnitKey, Count] | None = field(default=None, hash=False)


@document
class InvoiceLine:
    """
    One line of an invoice, in euros.
    """

    service: ServiceCode
    plan: Plan | None = None
    amount: Credit | None = None


@document
class Invoice:
    """
    An invoice as received; amounts in euros, negative on a credit note.
    """

    period: Text
    total: Credit | None = None
    lines: tuple[InvoiceLine, ...] | None = None


@document
class Termination:
    """
    The notice of a total or partial exit.
    """

    scope: Literal["partial", "total"] | None = None
    services: tuple[ServiceCode, ...] | None = None
    sent: DateOrNone | None = None
    received: DateOrNone | None = None
    registered_letter: Flag | None = None
    sender: RoleCode | None = None
    addressee: RoleCode | None = None
    amendment: DateOrNone | None = None
    held: Flag | None = None


@document
class LaterSignature:
    """
    The signatures of a text that replaces the one before.
    """

    convention: AnyCode
    commune: DateOrNone | None = None
    commune_by: RoleCode | None = None
    call: DateOrNone | None = None
    others: Mapping[str, Any] = field(factory=Frozen, converter=frozen, hash=False, metadata=REST)

    def day_of(self, party: str) -> Any:
        """
        Return the day on which the party called *party* signed; False where it did not, None where that is unknown.
        """
        return getattr(self, party) if party in SIGNING else self.others.get(party)


@document
class Reaffirmation:
    """
    The commune reaffirms its adhesion at the start of a mandate.
    """

    date: Date


@document
class Purchase:
    """
    A purchase for the commune: the day of the order, the correspondent's validation, and who ordered.
    """

    nature: NatureCode
    date: DateOrNone | None = None
    validated: DateOrNone | None = None
    ordered_by: HolderCode | None = None


@document
class Expense:
    """
    An expense, by its nature, and who bore it.
    """

    nature: NatureCode
    borne_by: BearerCode | None = None
    space: SpaceCode | None = None


@document
class Asset:
    """
    A thing, by its nature, and whose books it is in.
    """

    nature: NatureCode
    owner: OwnerCode | None = None


@document(kw_only=True)
class Dossier:
    """
    One commune's file.
    """

    kind: Literal["dossier"] = "dossier"
    convention: ConventionId | None = None
    commune: Commune = NOBODY
    deliberation: Deliberation | None = None
    signatures: Signatures | None = None
    steps: Mapping[AnyCode, DateOrNone] | None = field(default=None, hash=False)
    obligations: Obligations | None = None
    request: Request | None = None
    requests: tuple[ListedRequest, ...] | None = None
    audit: SecurityAudit | None = None
    committee: Committee | None = None
    evidence: Evidence | None = None
    openings: tuple[Opening, ...] | None = None
    snapshots: tuple[Snapshot, ...] | None = None
    invoices: tuple[Invoice, ...] | None = None
    termination: Termination | None = None
    reaffirmations: tuple[Reaffirmation, ...] | None = None
    later_signatures: tuple[LaterSignature, ...] | None = None
    purchases: tuple[Purchase, ...] | None = None
    expenses: tuple[Expense, ...] | None = None
    assets: tuple[Asset, ...] | None = None

    # The keys at the root that are the caller's own (`x-`), as every table has them.
    own: Mapping[str, Any] | None = OWN_KEYS

    def to_dict(self) -> dict[str, Any]:
        """
        Return the document as the contract writes it: dates as ISO text, amounts as text with two decimals.
        """
        return to_document(self)
