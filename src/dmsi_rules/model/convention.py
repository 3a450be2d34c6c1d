"""
A convention as data: catalogue, dependencies, tariff, deadlines, decision tables. Each value stands beside its source.
"""

from typing import Any, Literal

from attrs import field

from dmsi_rules.errors import Fault
from dmsi_rules.model.evidence import Technology
from dmsi_rules.model.scalars import Amount, Code, Count, Date, Flag, Insee, Quantity, Siren, Text, Year
from dmsi_rules.text.words import Words
from dmsi_rules.values.plain import to_document
from dmsi_rules.values.record import APART, record, sent_whole

Basis = Literal["explicit", "inferred"]
CommitteeName = Literal["strategic", "operational", "monitoring"]
Role = Literal["vp-digital", "vp-mutualisation", "dga", "director", "head-of-service", "correspondent", "dgs", "elected"]


@record
class Service:
    """
    A service category of the catalogue (Annexe 2).

    `adds_to` is the first level that a second level is added to; `plans` are the plans to choose from, where there are.
    """

    code: Code
    title: Text
    source: Text
    kind: Literal["continuous", "quotation"]
    english: Text | None = None
    category: Count | None = None
    level: Quantity | None = None
    adds_to: Code | None = None
    plans: tuple[Code, ...] = ()

    @property
    def words(self) -> Words:
        """
        What it is called.
        """
        return Words.of(self.title, self.english)


@record
class Edge:
    """
    `service` rests on `requires`; an `inferred` edge is rebuilt from elsewhere than an express sentence (Annexe 1).
    """

    service: Code
    requires: Code
    basis: Basis
    source: Text


@record
class ServiceLines:
    """
    The lines of service of one category (Annexe 2); asking for one joins the category.
    """

    service: Code
    names: tuple[Text, ...]
    source: Text


@record
class Included:
    """
    A service that comes with another one, never ordered, never priced (Art. 5.1).
    """

    code: Code
    title: Text
    service: Code
    source: Text


@record
class Network:
    """
    The service whose row is charged once per workstation, whatever the services that it covers hold (Annexe 5).
    """

    service: Code
    covers: tuple[Code, ...]
    source: Text


@record
class PerimeterRow:
    """
    A row of the authorised perimeter; naming one of its services stands for all (Annexe 6).
    """

    services: tuple[Code, ...]
    source: Text


@record
class Form:
    """
    The services that have a line in the request form (Annexe 7).
    """

    services: tuple[Code, ...]
    source: Text


@record
class Price:
    """
    A row of a grid, in euros a unit; `form_year` is what the request form prints for it.
    """

    service: Code
    month: Amount
    year: Amount
    unit: Text
    plan: Code | None = None
    form_year: Amount | None = None


@record
class Total:
    """
    A printed row that adds others up.
    """

    title: Text
    services: tuple[Code, ...]
    month: Amount
    year: Amount


@record
class Grid:
    """
    A tariff grid. The first is in force from its `date`; a later one once voted and sent (Art. 9.2.3).
    """

    id: Text
    source: Text
    checked: Date
    prices: tuple[Price, ...]
    date: Date | None = None
    voted: Date | None = None
    sent: Date | None = None
    named_start: Date | None = None
    totals: tuple[Total, ...] = ()


@record(kw_only=True)
class NoticeClause:
    """
    The last day of the year before on which a request is in time, and how many calendar months that is before it (Art. 3.1).
    """

    month: Quantity
    day: Quantity
    months: Quantity = 6
    source: Text


@record
class ExitClause:
    """
    Calendar months between the notice and the end of the accounting year (Art. 13).
    """

    months: Quantity
    source: Text


@record(kw_only=True)
class Mandates:
    """
    The renewal years of the municipal councils (Art. 11), and the first day of each renewal whose day is known.
    """

    renewals: tuple[Year, ...]
    first_days: tuple[Date, ...] = ()
    source: Text


@record
class Seat:
    """
    A seat in a committee, for a holder of any of these roles; one for every commune where it is `of_each_commune`.
    """

    any_of: tuple[Role, ...]
    of_each_commune: Flag = False


@record
class CommitteeSeats:
    """
    Who sits in a committee, and how many months a period has in which it meets (Art. 4).

    `later_every_months` is the length once the governance document says that meetings have become quarterly.
    """

    committee: CommitteeName
    seats: tuple[Seat, ...]
    source: Text
    every_months: Quantity | None = None
    later_every_months: Quantity | None = None


@record
class Prerequisite:
    """
    A technical prerequisite of some services (Annexe 3), and the rule that judges it.

    `accepts` are the kinds of access that will do, where the prerequisite is about the access.
    """

    services: tuple[Code, ...]
    requires: Text
    source: Text
    rule: Literal["PRE101", "PRE102", "PRE103", "PRE201", "PRE202", "PRE203", "PRE301", "PRE302"] | None = None
    accepts: tuple[Technology, ...] = ()


@record
class Nature:
    """
    Who owns and who bears a nature of thing or expense; absent where it has none or the text does not say.

    `includes` are the things that the text names as being of it.
    """

    nature: Code
    source: Text
    owner_source: Text | None = None
    includes: tuple[Text, ...] = ()
    owner: Literal["call", "commune", "beneficiary"] | None = None
    borne_by: Literal["call", "commune", "beneficiary", "shared", "space"] | None = None


@record
class Decision:
    """
    Who decides a matter.
    """

    code: Code
    matter: Text
    decides: Text
    source: Text


@record
class Reimbursement:
    """
    The absences during which the cost of a nature of staff goes on being reimbursed (Art. 8.1.1).
    """

    absences: tuple[Text, ...]
    source: Text
    nature: Code | None = None


@record
class MemberCommune:
    """
    A commune that may be a party, with its official numbers.
    """

    name: Text
    insee: Insee | None = None
    siren: Siren | None = None


@record
class Members:
    """
    The communes that may be parties.
    """

    source: Text
    communes: tuple[MemberCommune, ...]


@record
class Defect:
    """
    A contradiction, gap or slip of the text.
    """

    source: Text
    what: Text


@record(kw_only=True)
class Convention:
    """
    One convention. One that was sent to another process is there the same object each time: it is compiled once.

    `notes` is what was worth knowing as it was loaded, and forbids nothing.
    """

    format: Literal[1] = 1
    id: Code
    title: Text
    agglomeration: Text | None = None
    checked: Date
    base: Code
    notice: NoticeClause
    exit: ExitClause
    mandates: Mandates
    services: tuple[Service, ...]
    edges: tuple[Edge, ...] = ()
    lines: tuple[ServiceLines, ...] = ()
    included: tuple[Included, ...] = ()
    network: Network | None = None
    perimeter_rows: tuple[PerimeterRow, ...] = ()
    form: Form | None = None
    grids: tuple[Grid, ...]
    committees: tuple[CommitteeSeats, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    natures: tuple[Nature, ...] = ()
    decisions: tuple[Decision, ...] = ()
    reimbursement: Reimbursement | None = None
    members: Members | None = None
    defects: tuple[Defect, ...] = ()
    notes: tuple[Fault, ...] = field(default=(), metadata=APART)

    def __hash__(self) -> int:
        return hash((self.id, self.checked))  # it is a key wherever it is compiled

    def __reduce__(self) -> tuple[Any, ...]:
        return sent_whole(self)

    def to_dict(self) -> dict[str, Any]:
        """
        Return the convention as plain data, as its file holds it.
        """
        return to_document(self)
