"""
The same work by hand, for comparison: a pydantic model of the dossier, and the rules and the quote as plain Python.

Written for this one convention and for one request, with no readings to try: closed lists are `Literal`, requirements are
sets, prices a dictionary. It refuses what the library refuses, but for a key that stands twice in one JSON object.
"""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, ValidationError
from stdnum.fr import siren, siret

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

Found = dict[str, Any]
Lines = list[tuple[int, "Line"]]
Days = dict[str, tuple[str, dt.date]]

# ---- the kinds of value


class _NoNull:
    """
    Makes `X | None` refuse an explicit null: None is the default's alone.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> "CoreSchema":
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


T = TypeVar("T")
Given = Annotated[T | None, _NoNull()]


def _no(value: bool) -> bool:  # noqa: FBT001  (a validator takes its value alone)
    if value:
        msg = "true says nothing here"
        raise ValueError(msg)
    return value


def _siren(value: str) -> str:
    if not siren.is_valid(value):
        msg = "not a valid SIREN number"
        raise ValueError(msg)
    return value


def _siret(value: str) -> str:
    if not siret.is_valid(value):
        msg = "not a valid SIRET number"
        raise ValueError(msg)
    return value


No = Annotated[bool, AfterValidator(_no)]
TextOrNo = Annotated[str | No, Field(union_mode="left_to_right")]
Month = Annotated[str, Field(pattern=r"^2[01][0-9]{2}-(0[1-9]|1[0-2])$")]
Year = Annotated[int, Field(ge=2000, le=2199)]
Quantity = Annotated[int, Field(ge=1, le=10**9)]
Count = Annotated[int, Field(ge=0, le=10**9)]
if TYPE_CHECKING:
    Day = dt.date
    DayOrNo = dt.date | bool
    Amount = Decimal
    Credit = Decimal
else:  # text by its pattern, then made into a value: quicker here than a validator of our own
    Day = Annotated[str, Field(pattern=r"^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$"), AfterValidator(dt.date.fromisoformat)]
    DayOrNo = Annotated[Day | No, Field(union_mode="left_to_right")]
    Amount = Annotated[
        Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")] | Annotated[int, Field(ge=0, lt=10**12)],
        Field(union_mode="left_to_right"),
        AfterValidator(Decimal),
    ]
    Credit = Annotated[
        Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$")] | Annotated[int, Field(gt=-(10**12), lt=10**12)],
        Field(union_mode="left_to_right"),
        AfterValidator(Decimal),
    ]
Insee = Annotated[str, Field(pattern=r"^([0-9]{2}|2[AB])[0-9]{3}$")]
Siren = Annotated[str, Field(pattern=r"^[0-9]{9}$"), AfterValidator(_siren)]
Siret = Annotated[str, Field(pattern=r"^[0-9]{14}$"), AfterValidator(_siret)]
Service = Literal[
    "socle", "reseau", "postes", "support", "serveurs", "messagerie", "hebergement", "administration",
    "conseil", "amoa", "acces-call",
]  # fmt: skip
Plan = Literal[
    "basique-10", "basique-25", "basique-50", "pro-10", "pro-25", "pro-50", "premium-10", "premium-25", "premium-50"
]  # fmt: skip
Nature = Literal[
    "dmsi-premises", "dmsi-logistics", "dmsi-management-staff", "dmsi-administrative-staff", "dmsi-operational-staff",
    "pooled-infrastructure", "commune-workstation", "commune-specific-software", "commune-cabling", "commune-movables",
    "commune-office-software", "pooled-software", "group-purchase-licence", "building-upkeep", "staff-training",
]  # fmt: skip
Person = Literal["mayor", "representative", "correspondent", "other"]
Technology = Literal[
    "fibre", "ftth", "ftto", "ftte", "fon", "adsl", "vdsl", "sdsl", "cable", "fttla", "4g", "5g", "radio", "satellite", "other"
]  # fmt: skip

# ---- the document


class Section(BaseModel):
    """
    What all sections share: nothing converted, no key unknown, nothing changed afterwards.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Commune(Section):
    """
    The commune and its official numbers.
    """

    name: Given[str] = None
    insee: Given[Insee] = None
    siren: Given[Siren] = None
    siret: Given[Siret] = None


class Deliberation(Section):
    """
    The municipal council's deliberation.
    """

    number: Given[str] = None
    date: Given[DayOrNo] = None
    received: Given[DayOrNo] = None
    perimeter: Given[list[Service]] = None
    staff_committee_opinion: Given[DayOrNo] = None


class Signatures(Section):
    """
    The days on which each party signed.
    """

    commune: Given[DayOrNo] = None
    commune_by: Given[Person] = None
    call: Given[DayOrNo] = None


class Premises(Section):
    """
    The premises put at the department's disposal.
    """

    accessible: Given[bool] = None
    secured: Given[bool] = None


class Project(Section):
    """
    A project that the commune takes part in.
    """

    name: Given[str] = None
    project_manager: Given[TextOrNo] = None


class Obligations(Section):
    """
    The commune's obligations.
    """

    correspondent: Given[TextOrNo] = None
    documents_shared: Given[bool] = None
    normal_use: Given[bool] = None
    premises: Given[Premises] = None
    investigation_authorised: Given[bool] = None
    census_years: Given[list[Year]] = None
    projects: Given[list[Project]] = None


class Line(Section):
    """
    One line of the request.
    """

    service: Service
    plan: Given[Plan] = None
    quantity: Given[Quantity] = None
    opening: Given[DayOrNo] = None
    printed_annual_price: Given[Amount] = None
    quotation: Given[Amount] = None


class Request(Section):
    """
    The request for services.
    """

    date: Given[DayOrNo] = None
    signed_by: Given[Person] = None
    withdrawn: Given[DayOrNo] = None
    works_started: Given[DayOrNo] = None
    network_billing_from: Given[DayOrNo] = None
    lines: Given[list[Line]] = None


class Audit(Section):
    """
    The technical and security audit.
    """

    date: Given[DayOrNo] = None


class Refusal(Section):
    """
    The refusal of a request, and its ground.
    """

    date: Given[DayOrNo] = None
    ground: Given[Literal["late-notice", "conditions-unmet", "no-resources", "other"]] = None


class Committee(Section):
    """
    What the strategic committee saw, and when.
    """

    first_review: Given[DayOrNo] = None
    compliance_plan: Given[DayOrNo] = None
    study: Given[DayOrNo] = None
    terms_set: Given[DayOrNo] = None
    sessions: Given[list[Day]] = None
    refusal: Given[Refusal] = None


class Connection(Section):
    """
    The commune's access to the network.
    """

    technology: Given[Technology] = None
    mbps: Given[Annotated[float, Field(ge=0, allow_inf_nan=False)]] = None


class PasswordPolicy(Section):
    """
    What is attested of the password policy.
    """

    compliant: Given[bool] = None


class Workstation(Section):
    """
    One workstation.
    """

    id: Given[str] = None
    os: Given[str] = None
    os_version: Given[str] = None
    os_name: Given[str] = None
    os_build: Given[str] = None
    edition: Given[str] = None
    secured: Given[bool] = None
    os_up_to_date: Given[bool] = None
    local_admin: Given[bool] = None
    paid_support_until: Given[DayOrNo] = None


class MaintenanceContract(Section):
    """
    A software's maintenance contract.
    """

    holder: Given[Literal["commune", "call", "other"]] = None
    until: Given[DayOrNo] = None


class Software(Section):
    """
    One hosted software.
    """

    name: Given[str] = None
    compatible: Given[bool] = None
    business: Given[bool] = None
    maintenance_contract: Given[Annotated[MaintenanceContract | No, Field(union_mode="left_to_right")]] = None


class Evidence(Section):
    """
    What is attested or listed of the technical prerequisites.
    """

    workstations_secured: Given[bool] = None
    os_up_to_date: Given[bool] = None
    local_admin: Given[bool] = None
    connection: Given[Connection] = None
    password_policy: Given[PasswordPolicy] = None
    inventories: Given[list[str]] = None
    workstations: Given[list[Workstation]] = None
    software: Given[list[Software]] = None


class Opening(Section):
    """
    The opening report of one service.
    """

    service: Service
    date: Day
    reported: Given[DayOrNo] = None


class Snapshot(Section):
    """
    The monthly snapshot of units consumed.
    """

    month: Month
    units: Given[dict[str, Count]] = None


class InvoiceLine(Section):
    """
    One line of an invoice.
    """

    service: Service
    plan: Given[Plan] = None
    amount: Given[Credit] = None


class Invoice(Section):
    """
    An invoice as received.
    """

    period: str
    total: Given[Credit] = None
    lines: Given[list[InvoiceLine]] = None


class Termination(Section):
    """
    The notice of a total or partial exit.
    """

    scope: Given[Literal["partial", "total"]] = None
    services: Given[list[Service]] = None
    sent: Given[DayOrNo] = None
    received: Given[DayOrNo] = None
    registered_letter: Given[bool] = None
    sender: Given[Person] = None
    addressee: Given[Literal["call-president", "dmsi-director", "other"]] = None
    amendment: Given[DayOrNo] = None
    held: Given[bool] = None


class Reaffirmation(Section):
    """
    The commune reaffirms its adhesion.
    """

    date: Day


class Purchase(Section):
    """
    A purchase and who validated and ordered it.
    """

    nature: Nature
    date: Given[DayOrNo] = None
    validated: Given[DayOrNo] = None
    ordered_by: Given[Literal["commune", "call", "other"]] = None


class Expense(Section):
    """
    An expense and who bore it.
    """

    nature: Nature
    borne_by: Given[Literal["commune", "call", "shared", "beneficiary"]] = None
    space: Given[Literal["commune", "call"]] = None


class Asset(Section):
    """
    A thing and whose books it is in.
    """

    nature: Nature
    owner: Given[Literal["call", "commune", "beneficiary"]] = None


class Dossier(Section):
    """
    One commune's file.
    """

    kind: Literal["dossier"] = "dossier"
    convention: Literal["call-dmsi-2024"] = "call-dmsi-2024"
    commune: Commune
    deliberation: Given[Deliberation] = None
    signatures: Given[Signatures] = None
    obligations: Given[Obligations] = None
    request: Given[Request] = None
    audit: Given[Audit] = None
    committee: Given[Committee] = None
    evidence: Given[Evidence] = None
    openings: Given[list[Opening]] = None
    snapshots: Given[list[Snapshot]] = None
    invoices: Given[list[Invoice]] = None
    termination: Given[Termination] = None
    reaffirmations: Given[list[Reaffirmation]] = None
    purchases: Given[list[Purchase]] = None
    expenses: Given[list[Expense]] = None
    assets: Given[list[Asset]] = None


# ---- the convention

CODES = {
    *(f"DOC00{number}" for number in range(8)),
    *(f"DEP00{number}" for number in range(1, 5)),
    *(f"PER00{number}" for number in range(1, 4)),
    *(f"TAR00{number}" for number in range(1, 6)),
    "LIF003",
}
"""
The rules that this side has.
"""

BASE, NETWORK = "socle", "reseau"
ORDER: tuple[str, ...] = get_args(Service)
PARENT = {
    "reseau": "socle",
    "postes": "reseau",
    "support": "postes",
    "serveurs": "reseau",
    "messagerie": "socle",
    "hebergement": "reseau",
    "administration": "hebergement",
    "conseil": "socle",
    "amoa": "socle",
    "acces-call": "socle",
}
PLANS = {"messagerie"}
QUOTED = {"conseil", "amoa"}
UNPRICED = {"serveurs", "acces-call"}
COVERED = ("postes", "hebergement")
UPPER = {"support": "postes", "administration": "hebergement"}
ROWS = {"socle", "reseau", "postes", "support", "messagerie", "hebergement", "administration"}
FORM = ROWS - {"socle"}
GRID, GRID_START = "2023-10-01", dt.date(2023, 10, 1)
RENEWALS = (2014, 2020, 2026, 2032)
MANDATE = 6
ZERO = Decimal("0.00")


def _requirements(service: str) -> tuple[str, ...]:
    chain: list[str] = []
    while service in PARENT:
        service = PARENT[service]
        chain.append(service)
    return tuple(reversed(chain))


REQUIRES_IN_ORDER = {service: _requirements(service) for service in ORDER}
REQUIRES = {service: frozenset(required) for service, required in REQUIRES_IN_ORDER.items()}

_PRICES = (
    ("reseau", None, "7.00", "84.00"),
    ("postes", None, "17.00", "204.00"),
    ("support", None, "11.00", "132.00"),
    ("messagerie", "basique-10", "6.50", "78.00"),
    ("messagerie", "basique-25", "7.80", "93.60"),
    ("messagerie", "basique-50", "8.00", "96.00"),
    ("messagerie", "pro-10", "7.50", "90.00"),
    ("messagerie", "pro-25", "8.80", "105.60"),
    ("messagerie", "pro-50", "10.00", "120.00"),
    ("messagerie", "premium-10", "9.50", "114.00"),
    ("messagerie", "premium-25", "10.60", "127.20"),
    ("messagerie", "premium-50", "11.80", "141.60"),
    ("hebergement", None, "12.00", "144.00"),
    ("administration", None, "4.00", "48.00"),
)
PRICES: Mapping[tuple[str, str | None], tuple[str, Decimal, Decimal]] = {
    (BASE, None): ("base", ZERO, ZERO),
    **{
        (service, plan): (f"grids/{GRID}/{rank}", Decimal(month), Decimal(year))
        for rank, (service, plan, month, year) in enumerate(_PRICES)
    },
}

# ---- documents: what the model cannot say

_KINDS = {"missing": "DOC001", "extra_forbidden": "DOC002", "literal_error": "DOC003"}
_COUNTS = {"quantity", "units"}
_NUMBERS = {"insee", "siren", "siret"}
_BRANCHES = {"str", "int", "bool", "constrained-str", "constrained-int", "MaintenanceContract"}
_MISTYPED = re.compile("_type$|^missing$|^json_")


def faults_of(error: ValidationError) -> list[Found]:
    """
    Return what the model refused, as findings.
    """
    found: dict[str, Found] = {}
    for each in error.errors(include_url=False, include_context=False):
        where = [str(token) for token in each["loc"] if not _is_branch(token)]
        kind = each["type"]
        code = _KINDS.get(kind, "DOC001")
        if kind not in _KINDS and where and _COUNTS & set(where[-2:]):
            code = "DOC004"
        elif where and where[-1] in _NUMBERS and not _MISTYPED.search(kind):
            code = "DOC007"
        path = "".join(f"/{token.replace('~', '~0').replace('/', '~1')}" for token in where)
        if kind == "json_invalid":
            code, path = "DOC000", ""
        found.setdefault(path, _finding(code, "invalid", path, each["msg"]))
    return sorted(found.values(), key=lambda each: str(each["code"]))


def _is_branch(token: object) -> bool:
    """
    Tell the name of a union's branch from a key of the document.
    """
    return isinstance(token, str) and (token in _BRANCHES or "(" in token or "[" in token)


def _finding(code: str, verdict: str, path: str, message: str, **facts: Any) -> Found:
    return {"code": code, "verdict": verdict, "path": path, "message": message, "facts": facts}


def misfits(dossier: Dossier) -> list[Found]:
    """
    Return what no single value shows: plans, quantities and quotations out of place, entries that stand twice.
    """
    found: list[Found] = []
    if dossier.request is not None and dossier.request.lines:
        found += _misfit_lines(dossier.request.lines)
    if dossier.openings:
        seen: set[str] = set()
        for rank, opening in enumerate(dossier.openings):
            if opening.service in seen:
                found.append(_twice(f"/openings/{rank}", opening.service))
            seen.add(opening.service)
    if dossier.snapshots:
        found += _misfit_snapshots(dossier.snapshots)
    for rank, invoice in enumerate(dossier.invoices or ()):
        found += _misfit_invoice(f"/invoices/{rank}/lines", invoice.lines or [])
    if len(found) > 1:
        found.sort(key=lambda each: str(each["code"]))
    return found


def _misfit_lines(lines: list[Line]) -> list[Found]:
    found: list[Found] = []
    seen: set[tuple[str, str | None]] = set()
    for rank, line in enumerate(lines):
        service, plan = line.service, line.plan
        if plan is not None and service not in PLANS:
            found.append(_plan(f"/request/lines/{rank}", service))
        if service == BASE and line.quantity is not None:
            found.append(_on_base(f"/request/lines/{rank}/quantity"))
        if line.quotation is not None and service not in QUOTED and service not in UNPRICED:
            message = f"`{service}` has a price and takes no quotation"
            found.append(_finding("DOC005", "invalid", f"/request/lines/{rank}/quotation", message, service=service))
        if (service, plan) in seen:
            found.append(_twice(f"/request/lines/{rank}", service))
        seen.add((service, plan))
    return found


def _misfit_invoice(path: str, lines: list[InvoiceLine]) -> list[Found]:
    found: list[Found] = []
    seen: set[tuple[str, str | None]] = set()
    for rank, line in enumerate(lines):
        if (line.plan is None) == (line.service in PLANS):
            found.append(_plan(f"{path}/{rank}", line.service))
        if (line.service, line.plan) in seen:
            found.append(_twice(f"{path}/{rank}", line.service))
        seen.add((line.service, line.plan))
    return found


def _misfit_snapshots(snapshots: list[Snapshot]) -> list[Found]:
    found: list[Found] = []
    months: set[str] = set()
    for rank, snapshot in enumerate(snapshots):
        if snapshot.month in months:
            found.append(_twice(f"/snapshots/{rank}", snapshot.month))
        months.add(snapshot.month)
        for key in snapshot.units or ():
            path = f"/snapshots/{rank}/units/{key.replace('~', '~0').replace('/', '~1')}"
            service, slash, plan = key.partition("/")
            if service not in REQUIRES:
                found.append(_finding("DOC003", "invalid", path, f"`{service}` is not a known service", value=service))
            elif service == BASE:
                found.append(_on_base(path))
            elif bool(slash) != (service in PLANS):
                message = f"`{service}` needs a plan" if service in PLANS else f"`{service}` takes no plan"
                found.append(_finding("DOC005", "invalid", path, message, service=service))
            elif slash and (service, plan) not in PRICES:
                found.append(_finding("DOC003", "invalid", path, f"`{plan}` is not a known plan", value=plan))
    return found


def _plan(path: str, service: str) -> Found:
    message = f"`{service}` needs a plan" if service in PLANS else f"`{service}` takes no plan"
    return _finding("DOC005", "invalid", f"{path}/plan", message, service=service)


def _on_base(path: str) -> Found:
    message = f"`{BASE}` takes no quantity; the workstations go on `{NETWORK}`"
    return _finding("DOC005", "invalid", path, message, service=BASE, hint=NETWORK)


def _twice(path: str, name: str) -> Found:
    return _finding("DOC006", "invalid", path, f"{name} stands here a second time", name=[name])


# ---- the rules


def check(dossier: Dossier, as_of: dt.date) -> list[Found]:
    """
    Return the findings on *dossier*, in the order of the rules, then of the document.
    """
    if found := misfits(dossier):
        return found
    lines: Lines = list(enumerate(dossier.request.lines)) if dossier.request is not None and dossier.request.lines else []
    ends = exit_ends(dossier) if dossier.termination is not None else None
    opened = _open(dossier, ends, as_of)
    asked = {line.service for _, line in lines}
    held = opened | {BASE} if opened else opened
    authorised = _authorised(dossier)
    missing_required_service(lines, asked | held, found)
    opens_before_required_service(_wishes(lines, opened), found)
    reports: Days = {
        each.service: (f"/openings/{rank}/date", each.date)
        for rank, each in enumerate(dossier.openings or ())
        if each.service != BASE
    }
    opens_before_required_service(reports, found)
    if dossier.termination is not None and dossier.termination.scope != "total":
        partial_exit(dossier.termination, reports, ends, found)
    perimeter(dossier, lines, authorised, found)
    quantities: dict[str, tuple[int, int]] = {
        line.service: (rank, line.quantity) for rank, line in lines if line.quantity is not None and line.plan is None
    }
    tariff(lines, quantities, as_of, found)
    incomplete_line(dossier, lines, found)
    return found


def incomplete_line(dossier: Dossier, lines: Lines, found: list[Found]) -> None:
    """
    LIF003: a request names its commune; a line of its form gives its plan, its volume and its wished date.
    """
    if dossier.request is not None and dossier.commune.name is None:
        found.append(
            _finding("LIF003", "violated", "/commune/name", "the request lacks the name of its commune", lacks=["name"])
        )
    for rank, line in lines:
        lacks = ["plan"] if line.plan is None and line.service in PLANS else []
        if line.service not in FORM or not (lacks or line.quantity is None or not isinstance(line.opening, dt.date)):
            continue
        lacks += ["quantity"] if line.quantity is None else []
        if not isinstance(line.opening, dt.date):
            lacks.append("opening")
        message = f"the line for `{line.service}` lacks {', '.join(lacks)}"
        facts = {"service": line.service, "lacks": lacks}
        found.append(_finding("LIF003", "violated", f"/request/lines/{rank}", message, **facts))


def _wishes(lines: Lines, opened: set[str]) -> Days:
    wishes: Days = {}
    for rank, line in lines:
        service, day = line.service, line.opening
        if not isinstance(day, dt.date) or service == BASE or service in opened:
            continue
        if service not in wishes or day < wishes[service][1]:
            wishes[service] = (f"/request/lines/{rank}/opening", day)
    return wishes


def missing_required_service(lines: Lines, present: set[str], found: list[Found]) -> None:
    """
    DEP001: an asked service comes with all that it requires.
    """
    for rank, line in lines:
        if REQUIRES[line.service] <= present:
            continue
        required = REQUIRES_IN_ORDER[line.service]
        services = [each for each in required if each not in present]
        chain = [line.service, *reversed(required[required.index(services[0]) :])]
        message = f"`{line.service}` requires {', '.join(services)}, neither asked nor open"
        found.append(_finding("DEP001", "violated", f"/request/lines/{rank}", message, services=services, chain=chain))


def opens_before_required_service(days: Days, found: list[Found]) -> None:
    """
    DEP002: a service opens with those that it requires, or later.
    """
    for service, (path, day) in days.items():
        later = [each for each in REQUIRES_IN_ORDER[service] if each in days and days[each][1] > day]
        if later:
            message = f"`{service}` opens on {day}, before {', '.join(later)} that it requires"
            found.append(_finding("DEP002", "violated", path, message, service=service, date=day, services=later))


def partial_exit(notice: Termination, reports: Days, ends: tuple[dt.date, dt.date] | None, found: list[Found]) -> None:
    """
    DEP003 and DEP004: what a partial exit keeps stands without what it drops, and the base is kept.
    """
    if notice.services is not None and BASE in notice.services:
        if notice.scope is None:
            found.append(_unknown("DEP004", ["/termination/scope"]))
        else:
            path = f"/termination/services/{notice.services.index(BASE)}"
            found.append(_finding("DEP004", "violated", path, f"a partial exit keeps `{BASE}`", service=BASE))
        return
    dated = isinstance(notice.sent, dt.date) or isinstance(notice.received, dt.date)
    if dated and ends is None:
        return
    served = {service for service, (_, day) in reports.items() if ends is None or day <= ends[1]}
    dropped = set(notice.services or ())
    kept = [each for each in ORDER if each in served and each not in dropped]
    stranded = [each for each in kept if notice.services is None or REQUIRES[each] & dropped]
    if not stranded:
        return
    given = (("scope", notice.scope is not None), ("services", notice.services is not None), ("sent", dated))
    if missing := [f"/termination/{key}" for key, is_given in given if not is_given]:
        found.append(_unknown("DEP003", missing))
    else:
        message = f"the exit drops {', '.join(sorted(dropped))}, which {', '.join(stranded)} still require"
        found.append(_finding("DEP003", "violated", "/termination/services", message, services=stranded))


def perimeter(dossier: Dossier, lines: Lines, authorised: set[str] | None, found: list[Found]) -> None:
    """
    PER001 to PER003: what is asked is authorised, and what is authorised stands with what it requires.
    """
    if authorised is None:
        if any(line.service in ROWS for _, line in lines):
            found.append(_unknown("PER001", ["/deliberation/perimeter"]))
        return
    outside = [(rank, line.service) for rank, line in lines if line.service not in authorised]
    for rank, service in outside:
        if service in ROWS:
            message = f"`{service}` is outside the authorised perimeter"
            found.append(_finding("PER001", "violated", f"/request/lines/{rank}", message, service=service))
    entries = dossier.deliberation.perimeter if dossier.deliberation is not None else None
    for rank, entry in enumerate(entries or ()):
        if not REQUIRES[entry] <= authorised:
            services = [each for each in REQUIRES_IN_ORDER[entry] if each not in authorised]
            message = f"the perimeter authorises `{entry}` without {', '.join(services)}"
            facts = {"service": entry, "services": services}
            found.append(_finding("PER002", "violated", f"/deliberation/perimeter/{rank}", message, **facts))
    for rank, service in outside:
        if service not in ROWS:
            message = f"`{service}` is not named in the perimeter"
            found.append(_finding("PER003", "violated", f"/request/lines/{rank}", message, service=service))


def tariff(lines: Lines, quantities: dict[str, tuple[int, int]], as_of: dt.date, found: list[Found]) -> None:
    """
    TAR001 to TAR005: quantities that fit together, prices that are the grid's.
    """
    for rank, line in lines:
        lower = UPPER.get(line.service)
        if lower in quantities and line.quantity is not None and line.quantity > quantities[lower][1]:
            message = f"{line.quantity} units of `{line.service}`, only {quantities[lower][1]} of `{lower}`"
            facts: Found = {
                "service": line.service,
                "quantity": line.quantity,
                "first_level": lower,
                "least": quantities[lower][1],
            }
            found.append(_finding("TAR001", "violated", f"/request/lines/{rank}/quantity", message, **facts))
    if NETWORK in quantities:
        network_quantity(lines, quantities, found)
    if as_of >= GRID_START:
        for rank, line in lines:
            given = line.printed_annual_price
            if given is None:
                continue
            row = PRICES.get((line.service, line.plan))
            if row is not None and row[2] != given:
                message = f"the request prints {given} a year for `{line.service}`, the grid says {row[2]}"
                facts = {"service": line.service, "given": given, "computed": row[2]}
                found.append(_finding("TAR004", "violated", f"/request/lines/{rank}/printed_annual_price", message, **facts))
    for rank, line in lines:
        if line.service in UNPRICED or (line.service in QUOTED and line.quotation is None):
            message = f"no price for `{line.service}`"
            found.append(_finding("TAR005", "violated", f"/request/lines/{rank}", message, service=line.service))


def network_quantity(lines: Lines, quantities: dict[str, tuple[int, int]], found: list[Found]) -> None:
    """
    TAR002 and TAR003: the network's workstations are those of the services that its row covers.
    """
    rank, quantity = quantities[NETWORK]
    given = {each: quantities[each][1] for each in COVERED if each in quantities}
    above = max(given, key=given.__getitem__, default=None)
    if above is not None and given[above] > quantity:
        message = f"`{NETWORK}` is asked for {quantity} workstations, `{above}` for {given[above]}"
        facts = {"service": NETWORK, "quantity": quantity, "above": above, "least": given[above]}
        found.append(_finding("TAR002", "violated", f"/request/lines/{rank}/quantity", message, **facts))
    most = sum(given.values())
    if quantity > most and not any(line.quantity is None for _, line in lines if line.service in COVERED):
        message = f"`{NETWORK}` is asked for {quantity} workstations, the services on it for {most}"
        facts = {"service": NETWORK, "quantity": quantity, "covered": list(COVERED), "most": most}
        found.append(_finding("TAR003", "violated", f"/request/lines/{rank}/quantity", message, **facts))


def _unknown(code: str, missing: list[str]) -> Found:
    return _finding(code, "unknown", missing[0], f"cannot be decided: {', '.join(missing)} not given", missing=missing)


def _authorised(dossier: Dossier) -> set[str] | None:
    if dossier.deliberation is None or dossier.deliberation.perimeter is None:
        return None
    authorised: set[str] = set(dossier.deliberation.perimeter)
    if BASE in authorised or NETWORK in authorised:
        authorised |= {BASE, NETWORK}
    return authorised


# ---- days


def _open(dossier: Dossier, ends: tuple[dt.date, dt.date] | None, as_of: dt.date) -> set[str]:
    """
    Return the services open on the day *as_of*.
    """
    if not dossier.openings:
        return set()
    notice = dossier.termination
    if notice is None or ends is None:
        return {each.service for each in dossier.openings}
    return {
        each.service
        for each in dossier.openings
        if not ((notice.scope == "total" or each.service in (notice.services or ())) and each.date <= ends[1] < as_of)
    }


def exit_ends(dossier: Dossier) -> tuple[dt.date, dt.date] | None:
    """
    Return the earliest and the latest last day of an exit; None without one.
    """
    notice = dossier.termination
    if notice is None:
        return None
    day = notice.sent if isinstance(notice.sent, dt.date) else notice.received
    if not isinstance(day, dt.date):
        return None
    start = _start(dossier)
    term = _term(dossier, start) if start else None
    if term and day > term:
        return None
    year = max(day.year, start.year) if start else day.year
    on_time = day <= dt.date(year, 6, calendar.monthrange(year, 6)[1])
    first, second = dt.date(year, 12, 31), dt.date(year + 1, 12, 31)
    if term:
        first, second = min(first, term), min(second, term)
    if on_time or notice.held is False:
        return first, first
    return (second, second) if notice.held else (first, second)


def _start(dossier: Dossier) -> dt.date | None:
    signed = dossier.signatures
    if signed is None or not isinstance(signed.commune, dt.date) or not isinstance(signed.call, dt.date):
        return None
    return dt.date(max(signed.commune, signed.call).year + 1, 1, 1)


def _term(dossier: Dossier, start: dt.date) -> dt.date | None:
    if not RENEWALS[0] - MANDATE < start.year <= RENEWALS[-1]:
        return None
    days = [each.date.year for each in dossier.reaffirmations or ()]
    previous = RENEWALS[0] - MANDATE
    for renewal in RENEWALS:
        if renewal >= start.year and not any(previous < year <= renewal for year in days):
            return dt.date(renewal, 12, 31)
        previous = renewal
    return None


# ---- the quote


def quote(dossier: Dossier, as_of: dt.date) -> dict[str, Any]:
    """
    Return the request of *dossier* priced.
    """
    asked = dossier.request.lines if dossier.request is not None else None
    lines = [_priced(f"/request/lines/{rank}", line, asked or (), as_of) for rank, line in enumerate(asked or ())]
    opened = _open(dossier, exit_ends(dossier), as_of)
    named = {line["service"] for line in lines}
    if named & set(COVERED) and NETWORK not in named | opened:
        lines.append(_priced("/request/lines", Line(service=NETWORK), asked or (), as_of))
    to_quote = dict.fromkeys(line["service"] for line in lines if line["annual"] is None and line["quotation"] is None)
    return {
        "as_of": as_of,
        "grid": GRID if as_of >= GRID_START else None,
        "lines": lines,
        "monthly_total": sum((line["monthly"] for line in lines if line["monthly"] is not None), ZERO),
        "annual_total": sum((line["annual"] for line in lines if line["annual"] is not None), ZERO),
        "quoted_total": sum((line["quotation"] for line in lines if line["quotation"] is not None), ZERO),
        "partial": asked is None or bool(to_quote),
        "to_quote": list(to_quote),
    }


def _priced(path: str, line: Line, lines: "list[Line] | tuple[()]", as_of: dt.date) -> dict[str, Any]:
    service, quantity = line.service, line.quantity
    sources: tuple[str, ...] = ()
    if quantity is None and service == NETWORK:
        quantity, sources = _derived(lines)
    row = PRICES.get((service, line.plan)) if as_of >= GRID_START else None
    unit = monthly = annual = None
    if row is not None:
        unit = row[2]
        if service == BASE:
            monthly = annual = ZERO
        elif quantity is not None:
            monthly, annual = quantity * row[1], quantity * unit
    return {
        "path": path,
        "service": service,
        "plan": line.plan,
        "quantity": quantity,
        "derived": bool(sources),
        "unit_annual": unit,
        "monthly": monthly,
        "annual": annual,
        "quotation": line.quotation,
        "trace": row and {"row": row[0], "month": row[1], "year": unit, "quantity_from": sources},
    }


def _derived(lines: "list[Line] | tuple[()]") -> tuple[int | None, tuple[str, ...]]:
    covered = [(rank, line.quantity) for rank, line in enumerate(lines) if line.service in COVERED]
    quantities = [quantity for _, quantity in covered if quantity is not None]
    if not covered or len(quantities) < len(covered):
        return None, ()
    return max(quantities), tuple(f"/request/lines/{rank}/quantity" for rank, _ in covered)
