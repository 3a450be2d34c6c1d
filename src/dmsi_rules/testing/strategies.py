"""
Hypothesis strategies for the parts of documents: sections of dossiers that fit the embedded convention, made-up catalogues.

Everything is plain data, as JSON holds it. The words are written out by hand, apart from the package's own data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

from hypothesis import strategies as st

from dmsi_rules.model.readings import SWITCHES

Plain: TypeAlias = dict[str, Any]
Strategy: TypeAlias = st.SearchStrategy[Any]

# ---- words of the convention

SERVICES = (
    "socle",
    "reseau",
    "postes",
    "support",
    "serveurs",
    "messagerie",
    "hebergement",
    "administration",
    "conseil",
    "amoa",
    "acces-call",
)
PLANS = tuple(f"{level}-{size}" for level in ("basique", "pro", "premium") for size in (10, 25, 50))
UNPRICED = ("serveurs", "conseil", "amoa", "acces-call")
NATURES = (
    "dmsi-premises",
    "dmsi-logistics",
    "dmsi-management-staff",
    "dmsi-administrative-staff",
    "dmsi-operational-staff",
    "pooled-infrastructure",
    "commune-workstation",
    "commune-specific-software",
    "commune-cabling",
    "commune-movables",
    "commune-office-software",
    "pooled-software",
    "group-purchase-licence",
    "building-upkeep",
    "staff-training",
)
TECHNOLOGIES = (
    "fibre",
    "ftth",
    "ftto",
    "ftte",
    "fon",
    "adsl",
    "vdsl",
    "sdsl",
    "cable",
    "fttla",
    "4g",
    "5g",
    "radio",
    "satellite",
    "other",
)
# ---- values

small = st.integers(1, 12)  # quantities that often meet
quantities = small | st.integers(1, 10**9)
counts = st.just(0) | quantities
edges_of_deadlines = ((1, 1), (6, 29), (6, 30), (7, 1), (7, 2), (12, 31))
edge_days = st.sampled_from([dt.date(year, month, day) for year in range(2024, 2029) for month, day in edges_of_deadlines])
edge_dates = edge_days.map(dt.date.isoformat)
days = edge_days | st.dates(dt.date(2023, 9, 1), dt.date(2034, 12, 31)) | st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31))
dates = days.map(dt.date.isoformat)
dates_or_false = dates | st.just(False)
printed = st.sampled_from(["0.00", "84.00", "204.00", "93.00", "93.60", "132", 144, "105.6"])
amounts = printed | st.decimals(0, 10**11, places=2).map(str) | st.integers(0, 10**12 - 1)
credits_ = amounts | st.decimals(-(10**11), 0, places=2).map(str)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # the default, without its second of preparation
names = words.map(lambda text: f"a{text}")  # with something to see
flags = st.booleans()
switches: Strategy = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in SWITCHES.items()})
"""
Readings set by the caller: any subset of the switches, at any value.
"""


def tables(required: Mapping[str, Strategy] | None = None, /, **optional: Strategy) -> st.SearchStrategy[Plain]:
    """
    Return tables with the keys of *required*, and any of the others.
    """
    return st.fixed_dictionaries(dict(required or {}), optional=optional)


# ---- the request

ordered_keys = st.sampled_from([(service, None) for service in SERVICES if service != "messagerie"])
messaging_keys = st.sampled_from([("messagerie", plan) for plan in PLANS])


def request_lines(service: str, plan: str | None) -> st.SearchStrategy[Plain]:
    """
    Return lines for one service and plan, with any of the keys that it takes.
    """
    named = {"service": st.just(service)} | ({"plan": st.just(plan)} if plan else {})
    optional: dict[str, Strategy] = {"opening": dates_or_false, "printed_annual_price": amounts}
    if service != "socle":
        optional["quantity"] = quantities
    if service in UNPRICED:
        optional["quotation"] = amounts
    return st.fixed_dictionaries(named, optional=optional)


@st.composite
def lines(draw: st.DrawFn, keys: Strategy = ordered_keys | messaging_keys) -> list[Plain]:
    """
    Return the lines of a request: any subset of services and plans, in any order.
    """
    return [draw(request_lines(*key)) for key in draw(st.lists(keys, max_size=14, unique=True))]


requests = tables({"lines": lines()}, date=dates_or_false, network_billing_from=dates_or_false)


@st.composite
def counted_lines(draw: st.DrawFn) -> list[Plain]:
    """
    Return lines of the base, the network and categories 1 and 3 in few workstations, so that quantities meet.
    """
    asked = draw(
        st.lists(st.sampled_from(["socle", "reseau", "postes", "support", "hebergement", "administration"]), unique=True)
    )
    return [
        draw(
            tables({"service": st.just(service)}, **({"quantity": small, "opening": edge_dates} if service != "socle" else {}))
        )
        for service in asked
    ]


counted_requests = tables({"lines": counted_lines()})

# ---- what else bears on the rules of dependencies, perimeter and tariff

services = st.sampled_from(SERVICES)
perimeters = st.lists(services, max_size=14) | st.just(list(SERVICES))
deliberations = tables(
    number=words, date=dates_or_false, received=dates_or_false, perimeter=perimeters, staff_committee_opinion=dates_or_false
)
signatures = tables(commune=dates_or_false, call=dates_or_false)
openings = st.lists(services, unique=True, max_size=11).flatmap(
    lambda opened: st.tuples(
        *(tables({"service": st.just(service), "date": dates}, reported=dates_or_false) for service in opened)
    ).map(list)
)
terminations = tables(
    scope=st.sampled_from(["partial", "total"]),
    services=st.lists(services, max_size=4),
    sent=dates_or_false,
    received=dates_or_false,
    registered_letter=flags,
    sender=st.sampled_from(["mayor", "representative", "correspondent", "other"]),
    addressee=st.sampled_from(["call-president", "dmsi-director", "other"]),
    amendment=dates_or_false,
    held=flags,
)
reaffirmations = st.lists(tables({"date": dates}), max_size=3)

# An exit from a convention that is signed, with services open, around the days that decide it.
open_services = st.lists(services, unique=True, min_size=2).map(
    lambda opened: [{"service": service, "date": "2024-03-01"} for service in opened]
)
signed = tables({"commune": edge_dates, "call": edge_dates})
notices = tables(
    {
        "scope": st.sampled_from(["partial", "total"]),
        "services": st.lists(services, min_size=1, max_size=4),
        "sent": edge_dates,
    },
    received=edge_dates,
    held=flags,
)

# ---- the other sections of the document

communes = tables(
    {"name": names},
    insee=st.sampled_from(["62498", "2A004", "2B033"]),
    siren=st.just("216204982"),
    siret=st.just("21620498200013"),
)
obligations = tables(
    correspondent=words | st.just(False),
    documents_shared=flags,
    normal_use=flags,
    premises=tables(accessible=flags, secured=flags),
    investigation_authorised=flags,
    census_years=st.lists(st.integers(2000, 2199), max_size=3),
    projects=st.lists(tables(name=words, project_manager=words | st.just(False)), max_size=2),
)
committees = tables(
    first_review=dates_or_false,
    compliance_plan=dates_or_false,
    study=dates_or_false,
    terms_set=dates_or_false,
    refusal=tables(date=dates_or_false, ground=st.sampled_from(["late-notice", "conditions-unmet", "no-resources", "other"])),
)
workstations = tables(
    id=words,
    os=st.sampled_from(["windows", "macos", "ubuntu"]),
    os_version=st.sampled_from(["11-24h2-e", "10-22h2", "22.04.3 LTS"]),
    os_name=words,
    os_build=words,
    edition=words,
    secured=flags,
    os_up_to_date=flags,
    local_admin=flags,
    paid_support_until=dates_or_false,
)
software = tables(
    name=words,
    compatible=flags,
    business=flags,
    maintenance_contract=tables(holder=st.sampled_from(["commune", "call", "other"]), until=dates_or_false) | st.just(False),
)
evidence = tables(
    workstations_secured=flags,
    os_up_to_date=flags,
    local_admin=flags,
    connection=tables(technology=st.sampled_from(TECHNOLOGIES), mbps=st.integers(0, 10_000)),
    password_policy=tables(compliant=flags),
    inventories=st.lists(words, max_size=2),
    workstations=st.lists(workstations, max_size=2),
    software=st.lists(software, max_size=2),
)
unit_keys = services.filter(lambda service: service not in {"socle", "messagerie"}) | st.sampled_from(
    [f"messagerie/{plan}" for plan in PLANS]
)
months = st.tuples(st.integers(2024, 2027), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}")
snapshots = st.lists(months, unique=True, max_size=2).flatmap(
    lambda taken: st.tuples(
        *(tables({"month": st.just(month)}, units=st.dictionaries(unit_keys, counts, max_size=4)) for month in taken)
    ).map(list)
)
invoiced = st.lists(ordered_keys | messaging_keys, unique=True, max_size=3).flatmap(
    lambda keys: st.tuples(
        *(
            tables({"service": st.just(service)} | ({"plan": st.just(plan)} if plan else {}), amount=credits_)
            for service, plan in keys
        )
    ).map(list)
)
invoices = st.lists(
    tables({"period": st.sampled_from(["2026", "2026-H1", "2026-H2", "mars"])}, total=credits_, lines=invoiced), max_size=2
)
natures = st.sampled_from(NATURES)
expenses = st.lists(
    tables(
        {"nature": natures},
        borne_by=st.sampled_from(["commune", "call", "shared", "beneficiary"]),
        space=st.sampled_from(["commune", "call"]),
    ),
    max_size=2,
)
assets = st.lists(tables({"nature": natures}, owner=st.sampled_from(["call", "commune", "beneficiary"])), max_size=2)

# ---- dossiers


def dossiers(**given: Strategy) -> st.SearchStrategy[Plain]:
    """
    Return dossiers that the rules of dependencies, perimeter and tariff have something to say of.

    Sections in *given* are there in every dossier, as given.
    """
    required = {"commune": st.just({"name": "Lens"}), "request": requests} | given
    others = {
        "deliberation": deliberations,
        "signatures": signatures,
        "openings": openings,
        "termination": terminations,
        "reaffirmations": reaffirmations,
    }
    return tables(required, **{section: strategy for section, strategy in others.items() if section not in given})


def leaving() -> st.SearchStrategy[Plain]:
    """
    Return dossiers of a commune that leaves, on whose last day most readings bear.
    """
    return dossiers(request=counted_requests, openings=open_services, signatures=signed, termination=notices)


def whole_dossiers() -> st.SearchStrategy[Plain]:
    """
    Return dossiers with any of all sections of the document.
    """
    return tables(
        {"commune": communes},
        kind=st.just("dossier"),
        convention=st.just("call-dmsi-2024"),
        deliberation=deliberations,
        signatures=signatures,
        obligations=obligations,
        request=tables(lines=lines(), date=dates_or_false, network_billing_from=dates_or_false),
        audit=tables(date=dates_or_false),
        committee=committees,
        evidence=evidence,
        openings=openings,
        snapshots=snapshots,
        invoices=invoices,
        termination=terminations,
        reaffirmations=reaffirmations,
        expenses=expenses,
        assets=assets,
    )


# ---- requests over the years

ORDERED = (
    ("reseau", None),
    ("postes", None),
    ("support", None),
    ("hebergement", None),
    ("messagerie", "pro-25"),
    ("messagerie", "basique-10"),
    ("conseil", None),
)
years_of_requests = st.dates(dt.date(2023, 1, 2), dt.date(2027, 12, 31)).map(dt.date.isoformat)


def listed_requests(date: str) -> st.SearchStrategy[Plain]:
    """
    Return requests of one day, each with its lines, its round and what may have become of it.
    """
    later = st.integers(0, 700).map(lambda after: (dt.date.fromisoformat(date) + dt.timedelta(after)).isoformat())
    asked = st.lists(st.sampled_from(ORDERED), unique=True, min_size=1, max_size=5).flatmap(
        lambda keys: st.tuples(
            *(
                tables({"service": st.just(service)} | ({"plan": st.just(plan)} if plan else {}), quantity=small, opening=later)
                for service, plan in keys
            )
        ).map(list)
    )
    rounds = tables(
        first_review=later,
        terms_set=later,
        refusal=tables({"date": later}, ground=st.sampled_from(["late-notice", "conditions-unmet", "no-resources"])),
    )
    return tables(
        {"date": st.just(date), "lines": asked},
        withdrawn=later,
        network_billing_from=later,
        works_started=later,
        committee=rounds,
    )


def histories_of_requests() -> st.SearchStrategy[Plain]:
    """
    Return dossiers of a commune that asks on several days, opens some of it, is counted, reaffirms or leaves.
    """
    asked = st.lists(years_of_requests, unique=True, min_size=1, max_size=4).flatmap(
        lambda days: st.tuples(*map(listed_requests, days)).map(list)
    )
    opened = st.lists(st.sampled_from(sorted({service for service, _ in ORDERED} - {"conseil"})), unique=True).flatmap(
        lambda codes: st.tuples(
            *(tables({"service": st.just(code), "date": years_of_requests}, reported=years_of_requests) for code in codes)
        ).map(list)
    )
    counted = st.lists(st.integers(2023, 2029), unique=True, max_size=3).flatmap(
        lambda years: st.fixed_dictionaries(
            {
                f"{year}-{month:02}": st.dictionaries(
                    st.sampled_from([f"{code}/{plan}" if plan else code for code, plan in ORDERED]), small, max_size=4
                )
                for year in years
                for month in (1, 6, 7, 12)
            }
        ).map(lambda months: [{"month": month, "units": units} for month, units in months.items()])
    )
    left = tables(
        {"scope": st.sampled_from(["partial", "total"]), "sent": years_of_requests, "services": st.just(["messagerie"])},
        held=flags,
    )
    return tables(
        {
            "commune": st.just({"name": "Avion"}),
            "signatures": st.just({"commune": "2022-11-02", "call": "2022-12-20"}),
            "requests": asked,
            "openings": opened,
            "snapshots": counted,
        },
        deliberation=tables(date=st.just("2022-10-01"), perimeter=perimeters),
        reaffirmations=st.just([{"date": "2026-05-02"}]) | st.just([{"date": "2026-05-02"}, {"date": "2032-05-02"}]),
        termination=left,
    )


# ---- governance documents

COMMUNES = ("Avion", "Lens", "Liévin")
ROLES = ("vp-digital", "vp-mutualisation", "dga", "director", "head-of-service", "correspondent", "dgs", "elected")
committee_days = st.dates(dt.date(2024, 11, 1), dt.date(2026, 2, 28)).map(dt.date.isoformat) | edge_dates
members = st.lists(
    st.sampled_from(ROLES) | tables({"role": st.sampled_from(ROLES[-3:])}, commune=st.sampled_from((*COMMUNES, "Oignies"))),
    max_size=9,
)
meetings = st.lists(
    tables(
        {"committee": st.sampled_from(["strategic", "operational", "monitoring"]), "date": committee_days},
        present=members,
        invited=members,
    ),
    max_size=9,
)
amendments = st.lists(
    tables(
        name=words,
        proposed=dates_or_false,
        feasibility_study=edge_dates | st.just(False),
        votes=st.dictionaries(st.sampled_from(COMMUNES), st.sampled_from(["for", "for", "against", "abstain"])),
        adopted=edge_dates | st.just(False),
        avenant=dates_or_false,
    ),
    max_size=3,
)
applied_grids = st.lists(
    tables(
        id=words,
        voted=edge_dates | st.just(False),
        sent=edge_dates | st.just(False),
        named_start=edge_dates | st.just(False),
        applied_from=edge_dates | st.just(False),
    ),
    max_size=3,
)


def governances(**given: Strategy) -> st.SearchStrategy[Plain]:
    """
    Return governance documents; sections in *given* are there in every one, as given.
    """
    others: dict[str, Strategy] = {
        "communes": st.lists(st.sampled_from(COMMUNES), max_size=4),
        "observed_from": committee_days | st.just(False),
        "observed_to": committee_days | st.just(False),
        "operational_quarterly_from": committee_days | st.just(False),
        "meetings": meetings,
        "amendments": amendments,
        "grids": applied_grids,
    }
    optional = {section: strategy for section, strategy in others.items() if section not in given}
    return tables({"kind": st.just("governance")} | given, **optional).map(_with_votes_of_communes)


def _with_votes_of_communes(document: Plain) -> Plain:
    """
    Leave out the votes of communes that the document does not list: these are faults.
    """
    listed: list[str] | None = document.get("communes")
    for each in document.get("amendments", ()) if listed is not None else ():
        if "votes" in each:
            each["votes"] = {name: vote for name, vote in each["votes"].items() if name in (listed or ())}
    return document


# ---- conventions


@st.composite
def catalogues(draw: st.DrawFn, most: int = 7) -> Plain:
    """
    Return a convention with a random acyclic catalogue: up to *most* services, listed in any order.

    Each service may require any of those ranked before it, by explicit and inferred edges. `s0` is the base.
    """
    codes = [f"s{rank}" for rank in range(draw(st.integers(1, most)))]
    edges = [
        {
            "service": upper,
            "requires": lower,
            "basis": draw(st.sampled_from(["explicit", "inferred"])),
            "source": f"Art. {rank}",
        }
        for rank, upper in enumerate(codes)
        for lower in codes[:rank]
        if draw(flags)
    ]
    prices = [
        {"service": code, "unit": "unit", "month": f"{month}.00", "year": f"{12 * month}.00"}
        for code, month in zip(codes[1:], draw(st.lists(st.integers(0, 50), max_size=len(codes) - 1)), strict=False)
    ]
    return {
        "id": "made-up",
        "title": "Made up",
        "checked": "2026-01-01",
        "base": codes[0],
        "notice": {"month": 6, "day": 30, "source": "Art. 1"},
        "exit": {"months": 6, "source": "Art. 2"},
        "mandates": {"renewals": [2020, 2026, 2032], "source": "Art. 3"},
        "services": [
            {"code": code, "title": code.upper(), "kind": "continuous", "source": "Art. 4"}
            for code in draw(st.permutations(codes))
        ],
        "edges": draw(st.permutations(edges)),
        "grids": [{"id": "first", "source": "Art. 5", "checked": "2026-01-01", "date": "2024-01-01", "prices": prices}],
    }


@st.composite
def conventions_in_use(draw: st.DrawFn) -> tuple[Plain, Plain]:
    """
    Return a convention drawn without care for what fits together, and a dossier in its words.

    Levels, plans, the network, rows, the form, the base and one more edge may be any: some are refused as they are loaded.
    """
    convention = draw(catalogues())
    services = {service["code"]: service for service in convention["services"]}
    code = st.sampled_from(sorted(services))
    for service in services.values():
        kinds = st.sampled_from(["continuous", "continuous", "quotation"])
        service.update(draw(tables(plans=st.just(["a", "b"]), adds_to=code, kind=kinds)))
    some = st.lists(code, max_size=3).map(lambda codes: {"services": codes, "source": "Art. 6"})
    networks = tables({"service": code, "covers": st.lists(code, max_size=3), "source": st.just("Art. 6")})
    convention |= draw(tables(network=networks, form=some, perimeter_rows=st.lists(some, max_size=3), base=code))
    for price in convention["grids"][0]["prices"]:
        price.update({"plan": "a"} if "plans" in services[price["service"]] else {})
    more = tables(
        {"service": code, "requires": code, "basis": st.sampled_from(["explicit", "inferred"]), "source": st.just("x")}
    )
    convention["edges"] = [*convention["edges"], *draw(st.lists(more, max_size=1))]
    lines = [
        {"service": asked}
        | ({"plan": draw(st.sampled_from(["a", "b"]))} if "plans" in services[asked] else {})
        | draw(
            tables(
                opening=edge_dates, printed_annual_price=printed, **({} if asked == convention["base"] else {"quantity": small})
            )
        )
        for asked in draw(st.lists(code, unique=True))
    ]
    opened = [{"service": service, "date": "2024-03-01"} for service in draw(st.lists(code, unique=True))]
    left = tables({"scope": st.just("partial"), "services": st.lists(code, max_size=3), "sent": edge_dates}, held=flags)
    dossier = {
        "commune": {"name": "Lens"},
        "deliberation": {"perimeter": draw(st.lists(code))},
        "request": {"lines": lines},
        "openings": opened,
    }
    return convention, dossier | draw(tables(termination=left))
