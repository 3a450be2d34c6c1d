"""
A convention as its file holds it (format 2): what the text decides, each entry with its source and its days.

Clauses are named by their matter (`exit.notice`). `from` and `until` bound an entry in time, both days included: of the
entries with one key the one with the latest `from` that has come holds. A key named after a reading takes one value, where
the text is clear, or several, where it leaves a doubt. `fr` and `en` are the only words, and each stands for both where it
stands alone.
"""

from collections.abc import Mapping
from typing import Any, Literal

from dmsi_rules.errors import Fault
from dmsi_rules.model.clauses import (
    BillingClauses,
    ConditionClauses,
    CostClauses,
    DutyClauses,
    ExitClauses,
    GovernanceClauses,
    JoiningClauses,
    RequestClauses,
    TariffClauses,
    TermClauses,
)
from dmsi_rules.model.entries import Entry, Worded
from dmsi_rules.model.scalars import AnyCode, Code, Count, Date, Flag, Insee, MonthDay, Name, Quantity, Siren, Siret, Text
from dmsi_rules.values.frozen import Frozen, frozen
from dmsi_rules.values.plain import to_document
from dmsi_rules.values.record import APART, field, record, sent_whole

PROVIDER, MEMBER, DEPARTMENT, BOTH = "provider", "member", "department", "both"


@record(kw_only=True)
class PartyNamed(Worded):
    """
    A party to the convention, or the department that does the work; documents name it by `code`.
    """

    code: Code
    siret: Siret | None = None


@record(kw_only=True)
class Parties:
    """
    The parties: who provides, who is a member, and the department that does the work where it is not the provider itself.
    """

    provider: PartyNamed
    member: PartyNamed
    department: PartyNamed | None = None


@record(kw_only=True)
class RoleNamed(Worded):
    """
    A person or body that the text names; `also` are older codes that documents may still use.
    """

    also: tuple[AnyCode, ...] = ()


@record(kw_only=True)
class YearClause:
    """
    The accounting and billing year: the first day of a month.
    """

    starts: MonthDay


@record(kw_only=True)
class MemberFact(Worded):
    """
    A number of a member by year, read from `/commune/facts`.
    """


@record(kw_only=True)
class Unit(Worded):
    """
    What is counted: the `fact` that the quantity is, where it is never ordered; `most`, the most that a member can have.
    """

    fact: AnyCode | None = None
    most: Quantity | None = None


@record(kw_only=True)
class MemberCommune(Entry):
    """
    A commune that may be a party, with its official numbers.
    """

    name: Name
    insee: Insee | None = None
    siren: Siren | None = None


@record(kw_only=True)
class Members(Entry):
    """
    The communes that may be parties.
    """

    communes: tuple[MemberCommune, ...]


@record(kw_only=True)
class Replaces:
    """
    The text that this one follows, and its own first day.

    `signed_anew` tells whether it binds those alone who have signed it.
    """

    convention: Code
    from_: Date
    signed_anew: Flag = True


@record(kw_only=True)
class Contents:
    """
    What each place of the text is about: its `source` says which one it is.
    """

    articles: tuple[Worded, ...] = ()


@record(kw_only=True)
class PlanNamed(Worded):
    """
    What a plan is called.
    """

    code: AnyCode


@record(kw_only=True)
class Service(Worded):
    """
    A service of the catalogue, counted by `unit`, in one of its `plans` where it has any.

    `replaced` says which plan follows one that is no longer on offer.
    """

    code: AnyCode
    unit: AnyCode | None = None
    on_quotation: Flag = False
    category: Count | None = None
    plans: tuple[AnyCode, ...] = ()
    replaced: Mapping[AnyCode, AnyCode] | None = field(default=None, hash=False)
    lines: tuple[Text, ...] = ()

    @property
    def kind(self) -> Literal["continuous", "quotation"]:
        """
        Whether it goes on from month to month, or is ordered on quotation.
        """
        return "quotation" if self.on_quotation else "continuous"

    @property
    def title(self) -> str:
        """
        Its name in the text's own language, if that is given.
        """
        return self.fr or self.en or self.code

    @property
    def english(self) -> str | None:
        """
        Its name in English.
        """
        return self.en


@record(kw_only=True)
class Included(Worded):
    """
    A service that comes with another one, never ordered, never priced.
    """

    code: AnyCode
    with_: AnyCode

    @property
    def title(self) -> str:
        """
        Its name in the text's own language, if that is given.
        """
        return self.fr or self.en or self.code


@record(kw_only=True)
class Edge(Entry):
    """
    `service` rests on `requires`.

    An `inferred` edge is rebuilt from elsewhere than an express sentence. `at_most` allows no more units than those of what is
    required. `new_only` spares what was asked for or open before its first day, as long as it is held.
    """

    service: AnyCode
    requires: AnyCode
    inferred: Flag = False
    at_most: Flag = False
    new_only: Flag = False

    @property
    def basis(self) -> Literal["explicit", "inferred"]:
        """
        Whether the text says it, or it is rebuilt from elsewhere.
        """
        return "inferred" if self.inferred else "explicit"


@record(kw_only=True)
class Catalogue:
    """
    The services, what comes with them, and which rests on which.
    """

    source: Text | None = None
    base: AnyCode
    services: tuple[Service, ...]
    plans: tuple[PlanNamed, ...] = ()
    included: tuple[Included, ...] = ()
    edges: tuple[Edge, ...] = ()


@record(kw_only=True)
class Matter(Worded):
    """
    Who decides a matter: a party, a role or a committee.
    """

    code: AnyCode
    by: AnyCode


@record(kw_only=True)
class Decisions:
    """
    Who decides what.
    """

    source: Text | None = None
    matters: tuple[Matter, ...] = ()


@record(kw_only=True)
class Defect(Worded):
    """
    A contradiction, gap or slip of the text.
    """


@record(kw_only=True)
class Defects:
    """
    What is wrong with the text, told openly.
    """

    source: Text | None = None
    found: tuple[Defect, ...] = ()


@record(kw_only=True)
class Convention:
    """
    One convention. One that was sent to another process is there the same object each time: it is compiled once.

    Attributes:
        older: the convention that it replaces, where that is at hand.
        notes: what was worth knowing as it was loaded, and forbids nothing.
    """

    format: Literal[2] = 2
    id: Code
    title: Text
    checked: Date
    replaces: Replaces | None = None
    parties: Parties
    roles: Mapping[AnyCode, RoleNamed] = field(factory=Frozen, converter=frozen, hash=False)
    year: YearClause
    facts: Mapping[AnyCode, MemberFact] = field(factory=Frozen, converter=frozen, hash=False)
    units: Mapping[AnyCode, Unit] = field(factory=Frozen, converter=frozen, hash=False)
    members: Members | None = None
    catalogue: Catalogue
    conditions: ConditionClauses = field(factory=ConditionClauses)
    duties: DutyClauses = field(factory=DutyClauses)
    joining: JoiningClauses = field(factory=JoiningClauses)
    term: TermClauses
    request: RequestClauses = field(factory=RequestClauses)
    exit: ExitClauses = field(factory=ExitClauses)
    tariff: TariffClauses
    billing: BillingClauses = field(factory=BillingClauses)
    costs: CostClauses = field(factory=CostClauses)
    governance: GovernanceClauses = field(factory=GovernanceClauses)
    decisions: Decisions = field(factory=Decisions)
    defects: Defects = field(factory=Defects)
    contents: Contents = field(factory=Contents)
    older: "Convention | None" = field(default=None, metadata=APART)
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
