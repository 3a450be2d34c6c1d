"""
Documents that can be read: what the contract shows is read whole, and what is read can be written and read again.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import Dossier, Governance, read_dossier, read_governance
from dmsi_rules.answers.reading import read_document
from dmsi_rules.model import dossier as d
from dmsi_rules.model import evidence as e
from dmsi_rules.model import governance as g
from dmsi_rules.model import scalars
from dmsi_rules.testing.strategies import (
    SERVICES,
)
from tests.documents.documents import (
    DATA,
    DOSSIER,
    GOVERNANCE,
    NAME,
    NAMING,
    data,
    fault_of,
    faults,
    layouts,
    paths,
    put,
    to_toml,
)

# ---- the contract's examples

EXAMPLE = Dossier(
    kind="dossier",
    convention="call-dmsi-2024",
    commune=d.Commune(name="Lens", insee="62498", siren="216204982", siret="21620498200013"),
    deliberation=d.Deliberation(
        number="DLB03_18122024",
        date=dt.date(2024, 12, 18),
        received=dt.date(2024, 12, 19),
        perimeter=(
            "socle",
            "reseau",
            "serveurs",
            "postes",
            "support",
            "messagerie",
            "hebergement",
            "administration",
            "conseil",
            "amoa",
            "acces-call",
        ),
        staff_committee_opinion=dt.date(2024, 11, 20),
    ),
    signatures=d.Signatures(commune=dt.date(2024, 12, 20), call=dt.date(2024, 12, 23)),
    obligations=d.Obligations(
        correspondent="Service informatique",
        documents_shared=True,
        normal_use=True,
        premises=d.Premises(accessible=True, secured=True),
        investigation_authorised=True,
        census_years=(2025,),
        projects=(d.Project(name="GED", project_manager="Direction générale"),),
    ),
    request=d.Request(
        date=dt.date(2025, 5, 20),
        network_billing_from=dt.date(2025, 10, 1),
        lines=(
            d.Line(service="socle"),
            d.Line(service="reseau", quantity=120, opening=dt.date(2026, 1, 1), printed_annual_price=Decimal("84.00")),
            d.Line(service="postes", quantity=120, opening=dt.date(2026, 1, 1)),
            d.Line(service="messagerie", plan="pro-25", quantity=60, opening=dt.date(2026, 1, 1)),
            d.Line(service="conseil", quotation=Decimal("1500.00")),
        ),
    ),
    audit=d.SecurityAudit(date=dt.date(2025, 3, 10)),
    committee=d.Committee(
        first_review=dt.date(2025, 9, 10),
        compliance_plan=dt.date(2025, 10, 1),
        study=dt.date(2025, 10, 15),
        terms_set=dt.date(2025, 11, 20),
        refusal=None,
    ),
    evidence=e.Evidence(
        workstations_secured=True,
        os_up_to_date=True,
        local_admin=False,
        connection=e.Connection(technology="ftth", mbps=1000),
        password_policy=e.PasswordPolicy(compliant=True),
        inventories=("inventory/*.json",),
        workstations=(
            e.Workstation(
                id="PC-001", os="windows", os_version="11-24h2-e", secured=True, os_up_to_date=True, local_admin=False
            ),
        ),
        software=(
            e.Software(
                name="Etat civil",
                compatible=True,
                business=True,
                maintenance_contract=e.MaintenanceContract(holder="commune", until=dt.date(2027, 12, 31)),
            ),
        ),
    ),
    openings=(
        d.Opening(service="reseau", date=dt.date(2026, 1, 5), reported=dt.date(2026, 1, 5)),
        d.Opening(service="postes", date=dt.date(2026, 1, 5)),
    ),
    snapshots=(d.Snapshot(month="2026-01", units={"reseau": 118, "postes": 118, "conseil": 2}),),
    invoices=(
        d.Invoice(
            period="2026-H1",
            total=Decimal("12345.60"),
            lines=(d.InvoiceLine(service="reseau", amount=Decimal("4956.00")),),
        ),
    ),
    termination=d.Termination(
        scope="partial",
        services=("messagerie",),
        sent=dt.date(2027, 6, 12),
        received=dt.date(2027, 6, 15),
        registered_letter=True,
        sender="mayor",
        addressee="call-president",
        amendment=dt.date(2027, 9, 1),
        held=None,
    ),
    reaffirmations=(d.Reaffirmation(date=dt.date(2026, 5, 2)),),
    expenses=(d.Expense(nature="commune-workstation", borne_by="commune", space=None),),
    assets=(d.Asset(nature="pooled-infrastructure", owner="call"),),
)

GOVERNANCE_EXAMPLE = Governance(
    kind="governance",
    convention=None,
    communes=("Avion", "Lens", "Liévin"),
    observed_from=dt.date(2025, 1, 1),
    observed_to=dt.date(2025, 12, 31),
    operational_quarterly_from=dt.date(2025, 7, 1),
    meetings=(
        g.Meeting(
            committee="strategic",
            date=dt.date(2025, 3, 12),
            present=("vp-digital", "dga", "director", "head-of-service"),
            invited=(),
        ),
    ),
    amendments=(
        g.Amendment(
            name="avenant 1",
            proposed=dt.date(2025, 2, 1),
            feasibility_study=dt.date(2025, 3, 1),
            votes={"Avion": "for", "Lens": "for", "Liévin": "abstain"},
            adopted=dt.date(2025, 5, 1),
            avenant=dt.date(2025, 6, 1),
        ),
    ),
    grids=(
        g.AppliedGrid(
            id="2026-01-01",
            voted=dt.date(2025, 5, 20),
            sent=dt.date(2025, 6, 10),
            named_start=dt.date(2026, 1, 1),
            applied_from=dt.date(2026, 1, 1),
        ),
    ),
)


def test_the_example_dossier_is_read_whole() -> None:
    """
    Every value of the contract's example ends in its place.
    """
    path = DATA / "example.toml"
    content = path.read_bytes()
    beside = attrs.evolve(EXAMPLE.evidence or e.Evidence(), collected=e.Collected((), ("inventory/*.json",)))  # there are none
    assert read_dossier(path) == attrs.evolve(EXAMPLE, evidence=beside)
    assert read_dossier(content, input_format="toml") == EXAMPLE
    assert read_dossier(content.decode(), input_format="toml") == EXAMPLE
    assert faults(path) == []


def test_the_example_governance_document_is_read_whole() -> None:
    """
    So does every value of the governance example.
    """
    path = DATA / "governance.toml"
    assert read_governance(path) == GOVERNANCE_EXAMPLE
    assert read_governance(path.read_bytes(), input_format="toml") == GOVERNANCE_EXAMPLE


@pytest.mark.parametrize(("name", "table"), [("every-key.json", DOSSIER), ("every-governance-key.json", GOVERNANCE)])
def test_the_data_has_every_key(name: str, table: Mapping[str, Any]) -> None:
    """
    The table of keys, which other tests walk, and the document that has them all say the same.
    """
    assert list(table) == list(paths(data(name)))[1:]


def test_every_key_is_kept() -> None:
    """
    A document with every key is written back as it was given.
    """
    given, governance = data("every-key.json"), data("every-governance-key.json")
    assert read_dossier(given).to_dict() == given
    assert read_governance(governance).to_dict() == governance
    assert faults(given) == []


OF_OTHER_TEXTS = re.compile("/(?:commune/facts|steps|obligations/attested|evidence/attested|later_signatures)(?:/|$)")
"""
What only a dossier under another convention can give: `tests/convention` has it.
"""


@pytest.mark.parametrize(("kind", "table"), [(Dossier, DOSSIER), (Governance, GOVERNANCE)])
def test_no_key_beyond_the_contract_is_read(kind: type[Any], table: Mapping[str, Any]) -> None:
    """
    The classes have the keys of the contract, in its order, and no other.
    """
    entries = re.compile("/(?:[0-9]+|(?<=/units/).+|(?<=/votes/).+)(?=/|$)")
    known = [each for each in _keys(kind, "") if not OF_OTHER_TEXTS.match(each)]
    assert list(dict.fromkeys(entries.sub("/*", path) for path in table)) == known


def _types(kind: type[Any]) -> dict[str, Any]:
    """
    Return the type of each field of a class that a document may give, in its order.
    """
    types = get_type_hints(kind, include_extras=True)
    return {each.name: types[each.name] for each in attrs.fields(kind) if not each.metadata.get("apart")}


def _keys(kind: Any, path: str) -> Iterator[str]:
    """
    Yield the pointers of a type's keys, with `*` for whatever names an entry.
    """
    if isinstance(kind, type) and attrs.has(kind):
        for name, inner in _types(kind).items():
            yield f"{path}/{name}"
            yield from _keys(inner, f"{path}/{name}")
    elif get_origin(kind) in {tuple, Mapping}:
        yield f"{path}/*"
        yield from _keys(get_args(kind)[0], f"{path}/*")
    elif get_origin(kind) in {Union, UnionType}:
        for each in get_args(kind):
            yield from _keys(each, path)


def test_what_inventories_say_is_no_part_of_the_document() -> None:
    """
    Fields filled from inventories are unknown keys in a document, and are not written to one.
    """
    evidence = {"collected": {}, "workstations": [{"file": "a.json", "admin_doubt": True}]}
    paths = ["/evidence/workstations/0/admin_doubt", "/evidence/workstations/0/file", "/evidence/collected"]
    assert [("DOC002", path) for path in paths] == faults({**NAME, "evidence": evidence})
    pc = e.Workstation(id="PC-1", file="a.json", admin_doubt=True)
    filled = e.Evidence(workstations=(pc,), collected=e.Collected((pc,), ("b.json",)))
    assert {"workstations": [{"id": "PC-1"}]} == d.Dossier(commune=d.Commune("Lens"), evidence=filled).to_dict()["evidence"]


# ---- absent, false, null, empty


def test_what_is_absent_is_unknown() -> None:
    """
    A dossier that says nothing but the name has the default kind and no other fact.
    """
    dossier = read_dossier(NAME)
    assert dossier.kind == "dossier"
    assert dossier.to_dict() == {"kind": "dossier"} | NAME
    others = [name for name in _types(Dossier) if name not in {"kind", "commune"}]
    assert [getattr(dossier, name) for name in others] == [None] * len(others)


def test_an_empty_governance_document_is_read() -> None:
    """
    Nothing is required of a governance document.
    """
    assert read_governance({"kind": "governance"}) == Governance()


def test_an_empty_list_is_not_an_absent_one() -> None:
    """
    A list or table that is given is complete, an absent one unknown: they stay apart.
    """
    document = NAME | {
        "deliberation": {"perimeter": []},
        "request": {"lines": []},
        "evidence": {},
        "openings": [],
        "snapshots": [{"month": "2026-01", "units": {}}],
    }
    dossier = read_dossier(document)
    assert dossier.openings == ()
    assert dossier.deliberation == d.Deliberation(perimeter=())
    assert dossier.evidence == e.Evidence()
    assert dossier.invoices is None
    assert dossier.to_dict() == {"kind": "dossier"} | document


TRIED: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    12,
    2026,
    10**9,
    10**9 + 1,
    10**12 - 1,
    10**12,
    12.0,
    12.5,
    "",
    "x",
    "12",
    "12.30",
    "-12.30",
    "2026-01",
    "2026-01-01",
    "true",
    "false",
    "null",
    [],
    {},
)


def _shown(value: Any) -> str:
    return json.dumps(value)


@pytest.mark.parametrize("path", DOSSIER)
def test_each_key_of_a_dossier_takes_its_own_kind_of_value(path: str) -> None:
    """
    `false` passes for every date but those that name an entry, and for what may be said not to exist; null never passes.
    """
    assert _judged("every-key.json", path, governance=False) == _expected(DOSSIER[path], path)


@pytest.mark.parametrize("path", GOVERNANCE)
def test_each_key_of_a_governance_document_takes_its_own_kind_of_value(path: str) -> None:
    """
    The same holds of the governance document.
    """
    assert _judged("every-governance-key.json", path, governance=True) == _expected(GOVERNANCE[path], path)


def _judged(name: str, path: str, *, governance: bool) -> dict[str, list[tuple[str, str]]]:
    document = data(name)
    judged = {}
    for value in TRIED:
        given = put(document, path, value)
        # In a mapping None is absence.
        source = json.dumps(given) if value is None else given
        judged[_shown(value)] = faults(source, governance=governance, bare=governance)
    return judged


def _expected(kind: Any, path: str) -> dict[str, list[tuple[str, str]]]:
    expected = {}
    for value in TRIED:
        code = fault_of(kind, value)
        if code:
            expected[_shown(value)] = [(code, path)]
        elif value == {} and isinstance(value, dict):
            expected[_shown(value)] = [("DOC001", f"{path}/{name}") for name in NAMING.get(path, ())]
        else:
            expected[_shown(value)] = []
    return expected


@pytest.mark.parametrize("path", [path for path, kind in DOSSIER.items() if isinstance(kind, str) and "false" not in kind])
def test_null_is_no_way_to_say_unknown_in_text(path: str) -> None:
    """
    In JSON text too null is refused where it stands, in every table and list.
    """
    text = json.dumps(put(data("every-key.json"), path, None))
    assert faults(text) == [("DOC001", path)]


def test_false_is_kept_and_written() -> None:
    """
    A date said not to exist is not a date unknown.
    """
    document = NAME | {
        "deliberation": {"date": False},
        "obligations": {"correspondent": False, "projects": [{"project_manager": False}]},
        "evidence": {"software": [{"maintenance_contract": False}, {"maintenance_contract": {"until": False}}]},
    }
    dossier = read_dossier(document)
    assert dossier.deliberation == d.Deliberation(date=False)
    assert dossier.to_dict() == {"kind": "dossier"} | document


# ---- values


@pytest.mark.parametrize(
    ("given", "expected", "written"),
    [
        ("84.00", "84", "84.00"),
        ("84", "84", "84.00"),
        (84, "84", "84.00"),
        ("0.5", "0.5", "0.50"),
        ("007.10", "7.1", "7.10"),
        (0, "0", "0.00"),
        ("999999999999.99", "999999999999.99", "999999999999.99"),
        (999999999999, "999999999999", "999999999999.00"),
    ],
    ids=repr,
)
def test_amounts_are_exact(given: object, expected: str, written: str) -> None:
    """
    An amount is the decimal that is written, and is written with two decimals.
    """
    dossier = read_dossier(NAME | {"request": {"lines": [{"service": "postes", "printed_annual_price": given}]}})
    assert dossier.request is not None
    assert dossier.request.lines is not None
    price = dossier.request.lines[0].printed_annual_price
    assert type(price) is Decimal
    assert price == Decimal(expected)
    assert dossier.to_dict()["request"]["lines"][0]["printed_annual_price"] == written


def test_dates_of_toml_are_those_of_text() -> None:
    """
    A TOML local date says the same as its text.
    """
    written = 'commune.name = "Lens"\naudit.date = {}\n'
    as_date = read_dossier(written.format("2026-01-31"), input_format="toml")
    assert as_date == read_dossier(written.format('"2026-01-31"'), input_format="toml")
    assert as_date.audit == d.SecurityAudit(date=dt.date(2026, 1, 31))


# ---- sources


@pytest.mark.parametrize(
    "name", ["lens.toml", "lens.TOML", "lens.json", "lens.JSON", "lens", "lens.txt", "lens.v2.toml", ".toml.json"]
)
def test_a_path_says_its_format(tmp_path: Path, name: str) -> None:
    """
    A file is TOML by its suffix, else JSON.
    """
    path = tmp_path / name
    path.write_text(to_toml(NAME) if name.lower().endswith(".toml") else json.dumps(NAME), encoding="utf-8")
    assert read_dossier(path) == Dossier(commune=d.Commune(name="Lens"))


def test_the_caller_may_say_the_format(tmp_path: Path) -> None:
    """
    What the caller says goes before the suffix.
    """
    path = tmp_path / "lens.json"
    path.write_text(to_toml(NAME), encoding="utf-8")
    assert read_dossier(path, input_format="toml") == read_dossier(NAME)
    assert faults(path) == [("DOC000", "")]


def test_text_is_never_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A `str` is the document's text, whatever file has that name.
    """
    (tmp_path / "lens.toml").write_text(to_toml(NAME), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert faults("lens.toml") == [("DOC000", "")]
    assert faults(b"lens.toml") == [("DOC000", "")]


@pytest.mark.parametrize("input_format", ["json", "toml"])
def test_a_byte_order_mark_is_fine(input_format: Any) -> None:
    """
    UTF-8 may begin with a byte order mark, in bytes and in text.
    """
    text = "\ufeff" + (to_toml(NAME) if input_format == "toml" else json.dumps(NAME))
    assert read_dossier(text, input_format=input_format) == read_dossier(NAME)
    assert read_dossier(text.encode(), input_format=input_format) == read_dossier(NAME)


def test_a_mapping_is_read_as_it_is_and_left_as_it_is() -> None:
    """
    A mapping need not be a dict, tuples are lists, dates are dates, and nothing in it is changed or kept.
    """

    class Table(Mapping[str, Any]):
        """
        A mapping that can only be read.
        """

        def __init__(self, **entries: Any) -> None:
            self._entries = entries

        def __getitem__(self, key: str) -> Any:
            return self._entries[key]

        def __iter__(self) -> Any:
            return iter(self._entries)

        def __len__(self) -> int:
            return len(self._entries)

    units = {"reseau": 12}
    given = Table(
        commune=Table(name="Lens"),
        audit=Table(date=dt.date(2026, 1, 31)),
        snapshots=(Table(month="2026-01", units=units),),
        **{"x-own": None},
    )
    dossier = read_dossier(given)
    units["reseau"] = 13
    assert dossier.to_dict() == {
        "kind": "dossier",
        "commune": {"name": "Lens"},
        "audit": {"date": "2026-01-31"},
        "snapshots": [{"month": "2026-01", "units": {"reseau": 12}}],
        "x-own": None,
    }
    assert read_dossier(given) != dossier


def test_a_dossier_is_frozen() -> None:
    """
    What has been read cannot be changed, and can be a key.
    """
    dossier = read_dossier((DATA / "example.toml").read_bytes(), input_format="toml")
    with pytest.raises(FrozenInstanceError):
        dossier.commune = d.Commune(name="Avion")  # type: ignore[misc]
    assert {dossier: 1}[EXAMPLE] == 1


# ---- read(write(dossier)) is the dossier

texts = st.text(max_size=8) | st.sampled_from(["", "x-own", "\x7f\x00\r\n\u2028", "'\"\\", "\U0001f3db", "true", "2026-01-01"])
dates = st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31))
false = st.just(False)
codes = st.sampled_from(SERVICES) | texts

SCALARS: Mapping[Any, st.SearchStrategy[Any]] = {
    scalars.Text: texts,
    scalars.Name: texts.map(lambda text: f"a{text}"),
    scalars.TextOrNone: texts | false,
    scalars.ConventionId: texts,
    scalars.ServiceCode: codes,
    scalars.Plan: texts,
    scalars.NatureCode: texts,
    scalars.UnitKey: (codes | st.just("messagerie/pro-25")).filter(lambda key: not key.startswith("x-")),
    scalars.Flag: st.booleans(),
    scalars.Date: dates,
    scalars.DateOrNone: dates | false,
    scalars.Amount: st.decimals(0, 10**12 - 1, places=2) | st.just(Decimal("999999999999.99")),
    scalars.Credit: st.decimals(-(10**12) + 1, 10**12 - 1, places=2),
    scalars.Quantity: st.integers(1, 10**9),
    scalars.Count: st.integers(0, 10**9),
    scalars.Number: st.integers(0, 10**9) | st.floats(0, 1e9),
    scalars.Year: st.integers(2000, 2199),
    scalars.Month: dates.map(lambda day: f"{day:%Y-%m}"),
    scalars.Siren: st.sampled_from(["216204982", "356000000"]),
    scalars.Siret: st.sampled_from(["21620498200013", "35600000000048", "35600000049837"]),
    str: texts.filter(lambda key: not key.startswith("x-")),
    scalars.Insee: st.sampled_from(["62498", "2A004", "2B033", "97105"]),
    scalars.AnyCode: st.sampled_from(["population", "PRE001", "a-b"]),
}


def _given(annotation: Any) -> st.SearchStrategy[Any]:
    """
    Return every value of a field's type, None apart.
    """
    if annotation in SCALARS:
        return SCALARS[annotation]
    if isinstance(annotation, type) and attrs.has(annotation):
        return _built(annotation)
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin is Literal:
            return st.sampled_from(arguments)
        case origin if origin is tuple:
            return st.lists(_given(arguments[0]), max_size=3).map(tuple)
        case origin if origin is Mapping:
            return st.dictionaries(*map(_given, arguments), max_size=3)
    return st.one_of([_given(each) for each in arguments if each is not NoneType])


def _built(kind: type[Any]) -> st.SearchStrategy[Any]:
    known = {name: _given(inner) for name, inner in _types(kind).items()}
    required = {each.name: known.pop(each.name) for each in attrs.fields(kind) if each.default is attrs.NOTHING}
    return st.fixed_dictionaries(required, optional=known).map(lambda fields: kind(**fields))


dossiers, governances = _built(Dossier), _built(Governance)


@given(dossiers)
def test_a_dossier_written_and_read_is_the_same(dossier: Dossier) -> None:
    """
    As a mapping, nothing is lost between writing and reading.
    """
    assert read_document(dossier.to_dict(), kind="dossier") == dossier


@given(dossiers, layouts, st.sampled_from(["", "\ufeff", " \r\n\t"]))
def test_a_dossier_written_as_json_and_read_is_the_same(dossier: Dossier, layout: dict[str, Any], before: str) -> None:
    """
    As JSON of any layout, in text and in bytes, neither.
    """
    text = before + json.dumps(dossier.to_dict(), **layout)
    assert read_document(text, kind="dossier") == dossier
    assert read_document(text.encode(), kind="dossier") == dossier


@given(dossiers)
def test_a_dossier_written_as_toml_and_read_is_the_same(dossier: Dossier) -> None:
    """
    As TOML, with text dates and local dates, neither.
    """
    typed = attrs.asdict(dossier, filter=lambda each, value: value is not None and not each.metadata)
    assert read_document(to_toml(dossier.to_dict()), input_format="toml", kind="dossier") == dossier
    assert read_document(to_toml(typed).encode(), input_format="toml", kind="dossier") == dossier


@given(governances, layouts)
def test_a_governance_document_written_and_read_is_the_same(governance: Governance, layout: dict[str, Any]) -> None:
    """
    The same holds of governance documents, in every format.
    """
    written = governance.to_dict()
    assert read_document(written, kind="governance") == governance
    assert read_document(json.dumps(written, **layout), kind="governance") == governance
    assert read_document(to_toml(written), input_format="toml", kind="governance") == governance


@given(dossiers)
def test_what_is_written_is_plain(dossier: Dossier) -> None:
    """
    A document written is what JSON holds, in the order of the contract.
    """
    written = dossier.to_dict()
    assert json.loads(json.dumps(written, allow_nan=False)) == written
    sections = list(_types(Dossier))
    assert list(written) == sorted(written, key=sections.index)


@given(dossiers, st.data())
def test_the_same_dossier_in_another_order_is_the_same(dossier: Dossier, choices: st.DataObject) -> None:
    """
    Keys may come in any order.
    """
    written = dossier.to_dict()
    shuffled = {key: written[key] for key in choices.draw(st.permutations(list(written)))}
    assert read_document(json.dumps(shuffled), kind="dossier") == dossier
