"""
Documents that cannot be evaluated: each way to get each DOC code, where it is told, and what is told with it.
"""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dmsi_rules import InvalidDocumentError, check, read_dossier, read_governance
from dmsi_rules.answers.reading import read_document
from dmsi_rules.testing.strategies import (
    whole_dossiers,
)
from tests.documents.documents import (
    DATA,
    DOSSIER,
    GOVERNANCE,
    NAME,
    NAMING,
    Places,
    at,
    data,
    escaped,
    faults,
    findings,
    label,
    layouts,
    nearest,
    paths,
    put,
    spoilt,
    to_toml,
)

DAY = dt.date(2026, 1, 10)
Case = tuple[Any, Places]


def lens(**sections: Any) -> dict[str, Any]:
    """
    Return a dossier with a name and the given sections.
    """
    return NAME | sections


def asking(*lines: Any) -> dict[str, Any]:
    """
    Return a dossier that asks for the given lines.
    """
    return lens(request={"lines": list(lines)})


def evidence(**entries: Any) -> dict[str, Any]:
    """
    Return a dossier with some evidence.
    """
    return lens(evidence=entries)


def snapshot(units: Any) -> dict[str, Any]:
    """
    Return a dossier with one snapshot.
    """
    return lens(snapshots=[{"month": "2026-01", "units": units}])


def invoice(**entries: Any) -> dict[str, Any]:
    """
    Return a dossier with one invoice.
    """
    return lens(invoices=[{"period": "2026"} | entries])


def doc1(*at_paths: str) -> Places:
    """
    Return DOC001 at each place.
    """
    return [("DOC001", path) for path in at_paths]


# ---- DOC000: text that cannot be read at all

UNREADABLE: Mapping[str, str | bytes] = {
    "empty bytes": b"",
    "empty text": "",
    "white space": " \t\r\n ",
    "only a byte order mark": b"\xef\xbb\xbf",
    "a byte order mark and white space": b"\xef\xbb\xbf\r\n",
    "two byte order marks": "\ufeff\ufeff" + json.dumps(NAME),
    "UTF-16 with its mark": json.dumps(NAME).encode("utf-16"),
    "UTF-16, little end first": json.dumps(NAME).encode("utf-16-le"),
    "UTF-16, big end first": json.dumps(NAME).encode("utf-16-be"),
    "UTF-32": json.dumps(NAME).encode("utf-32"),
    "Latin-1": '{"commune": {"name": "Liévin"}}'.encode("latin-1"),
    "UTF-8 cut short": '{"commune": {"name": "Liévin"}}'.encode()[:24],
    "overlong UTF-8": b'{"commune": {"name": "\xc0\xaf"}}',
    "a surrogate in UTF-8": b'{"commune": {"name": "\xed\xa0\x80"}}',
    "a NUL byte in place of JSON": b"\x00",
    "a NUL byte after JSON": json.dumps(NAME).encode() + b"\x00",
    "a NUL byte in a string": b'{"commune": {"name": "Le\x00ns"}}',
    "a line break in a string": '{"commune": {"name": "Le\nns"}}',
    "cut short": '{"commune": {"name": "Lens"}',
    "a string without end": '{"commune": {"name": "Lens',
    "two values": '{"commune": {"name": "Lens"}} {}',
    "two lines of JSON Lines": '{"commune": {"name": "Lens"}}\n{"commune": {"name": "Avion"}}\n',
    "a trailing comma": '{"commune": {"name": "Lens",}}',
    "a comment": '{"commune": {"name": "Lens"}} // Lens',
    "single quotes": "{'commune': {'name': 'Lens'}}",
    "a bare key": '{commune: {"name": "Lens"}}',
    "a wrong escape": r'{"commune": {"name": "\x41"}}',
    "a cut escape": r'{"commune": {"name": "\u00"}}',
    "not a number": '{"commune": {"name": "Lens"}, "x-own": NaN}',
    "infinity": '{"commune": {"name": "Lens"}, "evidence": {"connection": {"mbps": Infinity}}}',
    "minus infinity": '{"commune": {"name": "Lens"}, "evidence": {"connection": {"mbps": -Infinity}}}',
    "a number with a leading zero": '{"commune": {"name": "Lens"}, "x-own": 012}',
    "a number with a plus": '{"commune": {"name": "Lens"}, "x-own": +1}',
    "a hexadecimal number": '{"commune": {"name": "Lens"}, "x-own": 0x1F}',
    "TOML where JSON is read": 'commune.name = "Lens"',
    "XML": "<commune>Lens</commune>",
    "YAML": "commune:\n  name: Lens\n",
}


@pytest.mark.parametrize("source", UNREADABLE.values(), ids=list(UNREADABLE))
def test_what_is_no_json_is_one_fault(source: str | bytes) -> None:
    """
    Nothing can be said of it but that it cannot be read.
    """
    assert faults(source) == [("DOC000", "")]
    assert faults(source, governance=True) == [("DOC000", "")]


UNREADABLE_TOML: Mapping[str, str | bytes] = {
    "empty": b"",
    "white space": "\n\n",
    "Latin-1": 'commune.name = "Liévin"'.encode("latin-1"),
    "UTF-16": 'commune.name = "Lens"'.encode("utf-16"),
    "a NUL byte": b'commune.name = "Le\x00ns"',
    "JSON where TOML is read": json.dumps(NAME),
    "a key twice": 'commune.name = "Lens"\ncommune.name = "Avion"\n',
    "a table twice": '[commune]\nname = "Lens"\n[commune]\n',
    "an inline table opened again": 'commune = { name = "Lens" }\n[commune.x-own]\n',
    "no value": 'commune.name = "Lens"\n[audit]\ndate =\n',
    "a day that does not exist": 'commune.name = "Lens"\n[audit]\ndate = 2025-02-30\n',
    "a lone surrogate": 'commune.name = "\\ud800"',
    "null": 'commune.name = "Lens"\nconvention = null\n',
}


@pytest.mark.parametrize("source", UNREADABLE_TOML.values(), ids=list(UNREADABLE_TOML))
def test_what_is_no_toml_is_one_fault(source: str | bytes) -> None:
    """
    The same holds of TOML.
    """
    assert faults(source, input_format="toml") == [("DOC000", "")]


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    """
    A missing file, a directory, an empty file, a name that no file can have.
    """
    (tmp_path / "empty.json").touch()
    for path in (
        tmp_path / "missing.json",
        tmp_path,
        tmp_path / "empty.json",
        tmp_path / ("a" * 5000),
        Path("\0"),
        tmp_path / "empty.json" / "a",
    ):
        assert faults(path) == [("DOC000", "")]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"commune": {"name": "Lens" "siren": 1}}', 1, 29),
        ('{\n  "commune": {\n    "name": Lens\n  }\n}', 3, 13),
        ('\ufeff{\r\n"commune" {}}', 2, 11),
        ("{}\n{}", 2, 1),
        ('{"x-a": "NaN",\n "\\"NaN": [NaN]}', 2, 12),
        ('{"x-a": [1,\n -Infinity, Infinity]}', 2, 2),
    ],
    ids=["comma", "word", "colon", "second", "not a number", "infinity"],
)
def test_unreadable_json_is_told_with_its_place(text: str, line: int, column: int) -> None:
    """
    Line and column, from 1, of where reading stopped.
    """
    (found,) = findings(text)
    assert {"line": line, "column": column}.items() <= found.facts.items()
    assert (line, column) == (found.line, found.column)
    assert f"line {line}, column {column}" in found.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"a": 1}'.encode("utf-16-le"), "seems to be UTF-16"),
        ('{"a": 1}'.encode("utf-16-be"), "seems to be UTF-16"),
        ('{"a": 1}'.encode("utf-32-le"), "seems to be UTF-32"),
        ('{"a": 1}'.encode("utf-32-be"), "seems to be UTF-32"),
        (b'\x00{"a": 1}', "line 1, column 1: Expecting value"),
        (b'{\x00"a": 1}', "line 1, column 2: Expecting property name"),
    ],
    ids=["UTF-16", "UTF-16, big end first", "UTF-32", "UTF-32, big end first", "before", "within"],
)
def test_a_zero_byte_alone_is_no_encoding(content: bytes, said: str) -> None:
    """
    An encoding is guessed by where the first zeros stand.
    """
    (found,) = findings(content)
    assert said in found.message


def test_unreadable_toml_is_told_with_its_place() -> None:
    """
    TOML's own places are passed on.
    """
    (found,) = findings('commune.name = "Lens"\naudit.date = 2025-02-30\n', input_format="toml")
    assert (found.line, found.column) == (2, 14)
    assert "line 2" in found.message


def has_none(document: Any) -> bool:
    """
    Tell whether a value of a table in *document* is None, which a mapping takes for absence.
    """
    if isinstance(document, dict):
        return any(each is None or has_none(each) for each in document.values())
    return isinstance(document, list) and any(map(has_none, document))


# ---- DOC001 to DOC007: documents read, but not to be evaluated

WRONG_TYPES: Mapping[str, Case] = {
    "a list": ([], doc1("")),
    "null": (None, doc1("")),
    "a number": (12, doc1("")),
    "a decimal number": (1.5, doc1("")),
    "true": (True, doc1("")),
    "a list of dossiers": ([NAME], doc1("")),
    "nothing said": ({}, []),
    "no commune": ({"request": {}}, []),
    "no name": ({"commune": {}}, []),
    "a commune that is text": ({"commune": "Lens"}, doc1("/commune")),
    "a commune that is null": ({"commune": None}, doc1("/commune")),
    "a commune that is false": ({"commune": False}, doc1("/commune")),
    "a name that is a number": ({"commune": {"name": 62498}}, doc1("/commune/name")),
    "a lone surrogate": ({"commune": {"name": "\ud800"}}, doc1("/commune/name")),
    "half a pair": ({"commune": {"name": "Lens \udfdb"}}, doc1("/commune/name")),
    "a line without service": (asking({}), []),
    "lines without service that are alike": (asking({}, {}), []),
    "a line that is text": (asking("socle"), doc1("/request/lines/0")),
    "lines that are a table": (lens(request={"lines": {"service": "socle"}}), doc1("/request/lines")),
    "an opening without anything": (lens(openings=[{}]), doc1("/openings/0/service")),
    "an opening without date": (lens(openings=[{"service": "reseau"}]), []),
    "an opening dated false": (lens(openings=[{"service": "reseau", "date": False}]), doc1("/openings/0/date")),
    "a reaffirmation without date": (lens(reaffirmations=[{}]), doc1("/reaffirmations/0/date")),
    "a reaffirmation dated false": (lens(reaffirmations=[{"date": False}]), doc1("/reaffirmations/0/date")),
    "a snapshot without month": (lens(snapshots=[{"units": {}}]), doc1("/snapshots/0/month")),
    "a snapshot of month false": (lens(snapshots=[{"month": False}]), doc1("/snapshots/0/month")),
    "an invoice without period": (lens(invoices=[{}]), doc1("/invoices/0/period")),
    "an invoice line without service": (invoice(lines=[{}]), doc1("/invoices/0/lines/0/service")),
    "an expense without nature": (lens(expenses=[{}]), doc1("/expenses/0/nature")),
    "an asset without nature": (lens(assets=[{}]), doc1("/assets/0/nature")),
    "a list of workstations with holes": (
        evidence(workstations=[{}, None, {}, []]),
        doc1("/evidence/workstations/1", "/evidence/workstations/3"),
    ),
    "a perimeter that is text": (lens(deliberation={"perimeter": "socle"}), doc1("/deliberation/perimeter")),
    "a perimeter with null": (lens(deliberation={"perimeter": ["socle", None]}), doc1("/deliberation/perimeter/1")),
    "units that are a list": (snapshot([1]), doc1("/snapshots/0/units")),
    "a unit that is null": (snapshot({"reseau": None}), doc1("/snapshots/0/units/reseau")),
    "a quantity that is null": (asking({"service": "reseau", "quantity": None}), doc1("/request/lines/0/quantity")),
    "a flag that is 1": (evidence(local_admin=1), doc1("/evidence/local_admin")),
    "a flag that is text": (evidence(local_admin="false"), doc1("/evidence/local_admin")),
    "a kind that is null": (lens(kind=None), doc1("/kind")),
    "a kind that is a list": (lens(kind=["dossier"]), doc1("/kind")),
    "a SIREN that is a number": ({"commune": {"name": "Lens", "siren": 216204982}}, doc1("/commune/siren")),
    "a contract that is true": (
        evidence(software=[{"maintenance_contract": True}]),
        doc1("/evidence/software/0/maintenance_contract"),
    ),
    "a bandwidth that is true": (evidence(connection={"mbps": True}), doc1("/evidence/connection/mbps")),
    "a bandwidth that is text": (evidence(connection={"mbps": "100"}), doc1("/evidence/connection/mbps")),
    "a negative bandwidth": (evidence(connection={"mbps": -0.5}), doc1("/evidence/connection/mbps")),
    "a census in year true": (lens(obligations={"census_years": [True]}), doc1("/obligations/census_years/0")),
    "a census in 1999 and 2200": (
        lens(obligations={"census_years": [1999, 2000, 2199, 2200]}),
        doc1("/obligations/census_years/0", "/obligations/census_years/3"),
    ),
    "a census in year 2025.0": (
        lens(obligations={"census_years": [2025.0, "2025"]}),
        doc1("/obligations/census_years/0", "/obligations/census_years/1"),
    ),
}

UNKNOWN_KEYS: Mapping[str, Case] = {
    "at the top": (lens(requets={}), [("DOC002", "/requets")]),
    "in a table": ({"commune": {"name": "Lens", "nom": "Lens"}}, [("DOC002", "/commune/nom")]),
    "in a list entry": (asking({"service": "socle"}, {"service": "reseau", "qty": 1}), [("DOC002", "/request/lines/1/qty")]),
    "of another section": (lens(date="2026-01-01"), [("DOC002", "/date")]),
    "of the governance document": (lens(meetings=[]), [("DOC002", "/meetings")]),
    "whose value is null": (lens(requets=None), [("DOC002", "/requets")]),
    "in capitals": (lens(Request={}), [("DOC002", "/Request")]),
    "with spaces": (lens(**{" request": {}}), [("DOC002", "/ request")]),
    "in full-width letters": (NAME | {"\uff52equest": {}}, [("DOC002", "/\uff52equest")]),
    "that is empty": (lens(**{"": {}}), [("DOC002", "/")]),
    "with a slash and a tilde": (lens(**{"a/b~c": 1, "~1": 1}), [("DOC002", "/a~1b~0c"), ("DOC002", "/~01")]),
    "that looks like an index": (lens(**{"0": 1}), [("DOC002", "/0")]),
    "that begins with x": (lens(x=1, x_own=1), [("DOC002", "/x"), ("DOC002", "/x_own")]),
    "that begins with X-": (lens(**{"X-own": 1}), [("DOC002", "/X-own")]),
    "that has x- inside": (lens(**{"own-x-": 1}), [("DOC002", "/own-x-")]),
    "with the attribute of an object": (lens(__class__=1, __init__=1), [("DOC002", "/__class__"), ("DOC002", "/__init__")]),
    "very long": (lens(**{"k" * 100_000: 1}), [("DOC002", f"/{'k' * 100_000}")]),
}

UNKNOWN_WORDS: Mapping[str, Case] = {
    "a kind": (lens(kind="file"), [("DOC003", "/kind")]),
    "a kind in capitals": (lens(kind="Dossier"), [("DOC003", "/kind")]),
    "the other kind": (lens(kind="governance"), [("DOC003", "/kind")]),
    "another convention": (lens(convention="call-dmsi-2030"), [("DOC003", "/convention")]),
    "no convention's id": (lens(convention=""), [("DOC003", "/convention")]),
    "a service asked": (asking({"service": "poste"}), [("DOC003", "/request/lines/0/service")]),
    "a service in capitals": (asking({"service": "Socle"}), [("DOC003", "/request/lines/0/service")]),
    "a service with a space": (asking({"service": "socle "}), [("DOC003", "/request/lines/0/service")]),
    "an included service": (asking({"service": "sig"}), [("DOC003", "/request/lines/0/service")]),
    "a service opened": (lens(openings=[{"service": "poste", "date": "2026-01-01"}]), [("DOC003", "/openings/0/service")]),
    "a service of the perimeter": (
        lens(deliberation={"perimeter": ["socle", "tout"]}),
        [("DOC003", "/deliberation/perimeter/1")],
    ),
    "a service dropped": (lens(termination={"services": ["tout"]}), [("DOC003", "/termination/services/0")]),
    "a service in a snapshot": (snapshot({"poste": 1}), [("DOC003", "/snapshots/0/units/poste")]),
    "a service in an invoice": (invoice(lines=[{"service": "poste"}]), [("DOC003", "/invoices/0/lines/0/service")]),
    "a plan asked": (asking({"service": "messagerie", "plan": "pro-20"}), [("DOC003", "/request/lines/0/plan")]),
    "a plan in a snapshot": (snapshot({"messagerie/pro-20": 1}), [("DOC003", "/snapshots/0/units/messagerie~1pro-20")]),
    "no plan after the slash": (snapshot({"messagerie/": 1}), [("DOC003", "/snapshots/0/units/messagerie~1")]),
    "a plan in an invoice": (
        invoice(lines=[{"service": "messagerie", "plan": "max"}]),
        [("DOC003", "/invoices/0/lines/0/plan")],
    ),
    "a technology": (evidence(connection={"technology": "fiber"}), [("DOC003", "/evidence/connection/technology")]),
    "a ground": (lens(committee={"refusal": {"ground": "late"}}), [("DOC003", "/committee/refusal/ground")]),
    "a holder": (
        evidence(software=[{"maintenance_contract": {"holder": "vendor"}}]),
        [("DOC003", "/evidence/software/0/maintenance_contract/holder")],
    ),
    "a scope": (lens(termination={"scope": "half"}), [("DOC003", "/termination/scope")]),
    "a sender": (lens(termination={"sender": "maire"}), [("DOC003", "/termination/sender")]),
    "an addressee": (lens(termination={"addressee": "call"}), [("DOC003", "/termination/addressee")]),
    "an expense's nature": (lens(expenses=[{"nature": "coffee"}]), [("DOC003", "/expenses/0/nature")]),
    "a bearer": (lens(expenses=[{"nature": "building-upkeep", "borne_by": "nobody"}]), [("DOC003", "/expenses/0/borne_by")]),
    "a space": (lens(expenses=[{"nature": "building-upkeep", "space": "shared"}]), [("DOC003", "/expenses/0/space")]),
    "an asset's nature": (lens(assets=[{"nature": "coffee"}]), [("DOC003", "/assets/0/nature")]),
    "an owner": (lens(assets=[{"nature": "pooled-infrastructure", "owner": "shared"}]), [("DOC003", "/assets/0/owner")]),
    "no operating system": (evidence(workstations=[{"os": "beos", "os_version": "R5", "edition": "Gold"}]), []),
}

MISPLACED: Mapping[str, Case] = {
    "messaging without plan": (asking({"service": "messagerie", "quantity": 1}), []),
    "messaging without plan, twice": (asking({"service": "messagerie"}, {"service": "messagerie"}), []),
    "a plan without service": (asking({"plan": "pro-25"}), []),
    "a plan of none without service": (asking({"plan": "pro"}), [("DOC003", "/request/lines/0/plan")]),
    "a service with plan": (asking({"service": "postes", "plan": "pro-25"}), [("DOC005", "/request/lines/0/plan")]),
    "the base with plan": (asking({"service": "socle", "plan": "pro-25"}), [("DOC005", "/request/lines/0/plan")]),
    "messaging units without plan": (snapshot({"messagerie": 1}), [("DOC005", "/snapshots/0/units/messagerie")]),
    "other units with plan": (snapshot({"postes/pro-25": 1}), [("DOC005", "/snapshots/0/units/postes~1pro-25")]),
    "messaging invoiced without plan": (invoice(lines=[{"service": "messagerie"}]), []),
    "another invoiced with plan": (
        invoice(lines=[{"service": "postes", "plan": "pro-25"}]),
        [("DOC005", "/invoices/0/lines/0/plan")],
    ),
    "a quantity of the base": (asking({"service": "socle", "quantity": 1}), [("DOC005", "/request/lines/0/quantity")]),
    "a quotation of the base": (asking({"service": "socle", "quotation": "1.00"}), [("DOC005", "/request/lines/0/quotation")]),
    "a quotation on a priced service": (
        asking({"service": "postes", "quotation": "1.00"}),
        [("DOC005", "/request/lines/0/quotation")],
    ),
    "a quotation on a plan": (
        asking({"service": "messagerie", "plan": "pro-25", "quotation": 1}),
        [("DOC005", "/request/lines/0/quotation")],
    ),
    "quotations on unpriced services": (
        asking(*({"service": each, "quotation": "1.00"} for each in ("serveurs", "conseil", "amoa", "acces-call"))),
        [],
    ),
    "a plan where the service is unknown": (
        asking({"service": "mail", "plan": "pro-25"}),
        [("DOC003", "/request/lines/0/service")],
    ),
}

PRO, BASIC = {"service": "messagerie", "plan": "pro-25"}, {"service": "messagerie", "plan": "basique-25"}
OPEN = {"service": "reseau", "date": "2026-01-05"}

REPEATED: Mapping[str, Case] = {
    "a line": (
        asking({"service": "postes", "quantity": 1}, {"service": "postes", "quantity": 2}),
        [("DOC006", "/request/lines/1")],
    ),
    "a line three times": (
        asking({"service": "amoa"}, {"service": "amoa"}, {"service": "amoa"}),
        [("DOC006", "/request/lines/1"), ("DOC006", "/request/lines/2")],
    ),
    "a plan": (asking(PRO, BASIC, PRO), [("DOC006", "/request/lines/2")]),
    "two plans": (asking(PRO, BASIC), []),
    "an invoice line": (
        invoice(lines=[{"service": "reseau"}, PRO, {"service": "reseau"}, PRO]),
        [("DOC006", "/invoices/0/lines/2"), ("DOC006", "/invoices/0/lines/3")],
    ),
    "a line in two invoices": (lens(invoices=[{"period": "2026", "lines": [PRO]}, {"period": "2026", "lines": [PRO]}]), []),
    "an opening": (lens(openings=[OPEN, OPEN | {"date": "2027-01-05"}]), [("DOC006", "/openings/1")]),
    "a month": (
        lens(snapshots=[{"month": "2026-01"}, {"month": "2026-02"}, {"month": "2026-01"}]),
        [("DOC006", "/snapshots/2")],
    ),
    "a reaffirmation": (lens(reaffirmations=[{"date": "2026-05-02"}, {"date": "2026-05-02"}]), []),
    "a service of the perimeter": (lens(deliberation={"perimeter": ["socle", "socle"]}), []),
    "a period": (lens(invoices=[{"period": "2026"}, {"period": "2026"}]), []),
}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(*case, id=f"{name}: {label}")
        for name, table in {
            "type": WRONG_TYPES,
            "key": UNKNOWN_KEYS,
            "word": UNKNOWN_WORDS,
            "misplaced": MISPLACED,
            "repeated": REPEATED,
        }.items()
        for label, case in table.items()
    ],
)
def test_each_fault_is_told_at_its_place(document: Any, expected: Places) -> None:
    """
    The same in a mapping and in JSON text, but for null: in a mapping `None` is absence.
    """
    assert faults(document) == ([] if has_none(document) else expected)
    assert faults(json.dumps(document)) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(*case, id=f"{label}")
        for table in (UNKNOWN_WORDS, MISPLACED, REPEATED)
        for label, case in table.items()
        if case[1]
    ][1:],
)
def test_what_does_not_fit_the_convention_is_told_by_check_too(document: Any, expected: Places) -> None:
    """
    A dossier read without its convention is judged against it when it is checked: DOC findings alone.
    """
    unfit = [place for place in expected if place not in faults(document, bare=True)]
    if faults(document, bare=True):
        assert unfit == []
    else:
        assert [(each.code, each.path) for each in check(read_document(document), as_of=DAY).findings] == unfit


GOVERNANCE_FAULTS: Mapping[str, Case] = {
    "the other kind": ({"kind": "dossier"}, [("DOC003", "/kind")]),
    "no kind": ({"kind": "governence", "communes": ["Lens"]}, [("DOC003", "/kind")]),
    "a kind that is null": ({"kind": None, "communes": ["Lens"]}, doc1("/kind")),
    "a list": ([], doc1("")),
    "null": (None, doc1("")),
    "a commune that is a number": ({"communes": [1]}, doc1("/communes/0")),
    "a meeting without anything": ({"meetings": [{}]}, doc1("/meetings/0/committee", "/meetings/0/date")),
    "a meeting dated false": ({"meetings": [{"committee": "strategic", "date": False}]}, doc1("/meetings/0/date")),
    "a committee": ({"meetings": [{"committee": "tactical", "date": "2025-01-01"}]}, [("DOC003", "/meetings/0/committee")]),
    "a role": (
        {"meetings": [{"committee": "strategic", "date": "2025-01-01", "present": ["dga", "chief"]}]},
        [("DOC003", "/meetings/0/present/1")],
    ),
    "a role in a table": (
        {"meetings": [{"committee": "strategic", "date": "2025-01-01", "invited": [{"role": "chief"}]}]},
        [("DOC003", "/meetings/0/invited/0/role")],
    ),
    "a member with a key of its own": (
        {"meetings": [{"committee": "strategic", "date": "2025-01-01", "present": [{"role": "dgs", "name": "Paul"}]}]},
        [("DOC002", "/meetings/0/present/0/name")],
    ),
    "a member that is a number": (
        {"meetings": [{"committee": "strategic", "date": "2025-01-01", "present": [1]}]},
        doc1("/meetings/0/present/0"),
    ),
    "a vote": ({"amendments": [{"votes": {"Lens": "yes"}}]}, [("DOC003", "/amendments/0/votes/Lens")]),
    "a vote that is true": (
        {"amendments": [{"votes": {"Lens": True, "Noyelles/Lens": 1}}]},
        doc1("/amendments/0/votes/Lens", "/amendments/0/votes/Noyelles~1Lens"),
    ),
    "a dossier's key": ({"kind": "governance", "commune": {"name": "Lens"}}, [("DOC002", "/commune")]),
    "a grid's key": ({"grids": [{"prices": []}]}, [("DOC002", "/grids/0/prices")]),
}


@pytest.mark.parametrize(("document", "expected"), GOVERNANCE_FAULTS.values(), ids=list(GOVERNANCE_FAULTS))
def test_each_fault_of_a_governance_document_is_told_at_its_place(document: Any, expected: Places) -> None:
    """
    The governance document is read as strictly.
    """
    assert faults(document, governance=True) == ([] if has_none(document) else expected)
    assert faults(json.dumps(document), governance=True) == expected


def test_a_governance_document_names_the_convention_in_use() -> None:
    """
    Another convention's id is told when the document is read, and when it is checked.
    """
    other = {"kind": "governance", "convention": "other"}
    assert faults(other, governance=True) == [("DOC003", "/convention")]
    report = check(read_document(other), as_of=DAY)
    assert [(each.code, each.path) for each in report.findings] == [("DOC003", "/convention")]


# ---- values of each kind, one by one


@pytest.mark.parametrize(
    "value",
    [
        12.3,
        12.0,
        -1,
        10**12,
        10**5000,
        True,
        "",
        "12.345",
        "12.",
        ".5",
        "1e3",
        " 1",
        "1 ",
        "1\n",
        "\n1",
        "+1",
        "-1",
        "-0.01",
        "--1",
        "1,5",
        "1 000",
        "1_000",
        "1000000000000",
        "0000000000001",
        "12.30 EUR",
        "12€",
        "NaN",
        "Infinity",
        "0x10",
        "\uff11\uff12",
        "\u0661\u0662",
        "1\u00a0000",
        "1\u2212",
        ["1"],
        {"amount": "1"},
        Decimal("12.301"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal(10**12),
        b"12.30",
    ],
    ids=label,
)
def test_what_is_no_amount(value: Any) -> None:
    """
    Money is text or a whole number of at most twelve digits, never a binary float, never negative in a request.
    """
    document = asking({"service": "conseil", "quotation": value, "printed_annual_price": value})
    assert faults(document) == doc1("/request/lines/0/printed_annual_price", "/request/lines/0/quotation")


@pytest.mark.parametrize("value", ["0", "0.0", "000000000001", "999999999999.99", 0, 999999999999], ids=label)
def test_what_is_an_amount(value: Any) -> None:
    """
    Twelve digits before the point, two after it.
    """
    assert faults(asking({"service": "conseil", "quotation": value})) == []
    assert faults(invoice(total=value, lines=[{"service": "reseau", "amount": value}])) == []


@pytest.mark.parametrize("value", ["-0.01", "-999999999999.99", "-0", -1, -999999999999], ids=label)
def test_amounts_are_negative_in_invoices_only(value: Any) -> None:
    """
    A credit note is negative; no price and no quotation is.
    """
    assert faults(invoice(total=value, lines=[{"service": "reseau", "amount": value}])) == []
    assert faults(asking({"service": "conseil", "quotation": value})) == doc1("/request/lines/0/quotation")


@pytest.mark.parametrize(
    "value", ["-", "--1", "- 1", "-1000000000000", -(10**12), 10**12, -1.5, "-.5", "\u22121", "(1)", True], ids=label
)
def test_what_is_no_credit(value: Any) -> None:
    """
    An invoice's amounts are as strict, sign apart.
    """
    assert faults(invoice(total=value)) == doc1("/invoices/0/total")


@pytest.mark.parametrize(
    "value",
    [
        "1999-12-31",
        "2200-01-01",
        "0001-01-01",
        "2025-02-30",
        "2025-02-29",
        "2025-04-31",
        "2025-13-01",
        "2025-00-01",
        "2025-01-00",
        "2025-1-1",
        "2025-01-1",
        "20250101",
        "2025-W01-1",
        "2025W011",
        "2025-001",
        "2025-01",
        "2025",
        "01-01-2025",
        "01/01/2025",
        "2025/01/01",
        "2025-01-01T00:00:00",
        "2025-01-01 00:00",
        "2025-01-01Z",
        " 2025-01-01",
        "2025-01-01 ",
        "2025-01-01\n",
        "+2025-01-01",
        "-2025-01-0",
        "2025-+1-01",
        "2025-01--1",
        "2025 01 01",
        "20 mai 2025",
        "\uff12\uff10\uff12\uff15-01-01",
        "\u0662\u0660\u0662\u0665-\u0660\u0661-\u0660\u0661",
        "2025\u201001\u201001",
        "2025\u221201\u221201",
        "\ud800025-01-01",
        "",
        "false",
        "today",
        20250101,
        1735689600,
        2025.0,
        True,
        [],
        {},
        dt.datetime(2025, 1, 1, 1),  # noqa: DTZ001  (TOML's local date-time)
        dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        dt.time(1, 2, 3),
        dt.date(1999, 12, 31),
        dt.date(2200, 1, 1),
        dt.date.max,
    ],
    ids=label,
)
def test_what_is_no_date(value: Any) -> None:
    """
    A date is a day that exists, from 2000 to 2199, written YYYY-MM-DD; a time of day makes it none.
    """
    assert faults(lens(audit={"date": value})) == doc1("/audit/date")
    assert faults(lens(reaffirmations=[{"date": value}])) == doc1("/reaffirmations/0/date")


@pytest.mark.parametrize(
    "value",
    ["2000-01-01", "2199-12-31", "2024-02-29", "2000-02-29", dt.date(2000, 1, 1), dt.date(2199, 12, 31), False],
    ids=label,
)
def test_what_is_a_date(value: Any) -> None:
    """
    The first and the last day, leap days, dates as such.
    """
    assert faults(lens(audit={"date": value})) == []


@pytest.mark.parametrize(
    "written", ["2025-01-01T00:00:00", "2025-01-01T00:00:00Z", "2025-01-01 00:00:00", "00:00:00", "1999-12-31", "2200-01-01"]
)
def test_what_is_no_date_in_toml(written: str) -> None:
    """
    TOML's date-times, times and far dates are read, and refused at their place.
    """
    assert faults(f'commune.name = "Lens"\naudit.date = {written}\n', input_format="toml") == doc1("/audit/date")


@pytest.mark.parametrize(
    "value",
    [
        "1999-12",
        "2200-01",
        "2026-00",
        "2026-13",
        "2026-1",
        "202601",
        "2026",
        "2026-01-01",
        "2026-H1",
        "2026-01\n",
        " 2026-01",
        "\uff12026-01",
        202601,
        False,
        True,
    ],
    ids=label,
)
def test_what_is_no_month(value: Any) -> None:
    """
    A month is written YYYY-MM.
    """
    assert faults(lens(snapshots=[{"month": value}])) == doc1("/snapshots/0/month")


QUANTITIES = (
    "true",
    "false",
    '"12"',
    '""',
    "12.0",
    "1e0",
    "1E2",
    "0.5",
    "-1",
    "-0.0",
    "1000000001",
    "1e400",
    "-1e400",
    "9" * 400,
    "9" * 5000,
    "-" + "9" * 5000,
    "[]",
    "[1]",
    "{}",
)


@pytest.mark.parametrize("written", [*QUANTITIES, "0", "-0"], ids=label)
def test_what_is_no_quantity(written: str) -> None:
    """
    A quantity is a whole number from 1 to 10^9: whatever else it is, it is DOC004.
    """
    text = f'{{"commune": {{"name": "Lens"}}, "request": {{"lines": [{{"service": "reseau", "quantity": {written}}}]}}}}'
    assert faults(text) == [("DOC004", "/request/lines/0/quantity")]


@pytest.mark.parametrize("written", QUANTITIES, ids=label)
def test_what_is_no_count(written: str) -> None:
    """
    In a snapshot it may be 0.
    """
    text = f'{{"commune": {{"name": "Lens"}}, "snapshots": [{{"month": "2026-01", "units": {{"reseau": {written}}}}}]}}'
    assert faults(text) == [("DOC004", "/snapshots/0/units/reseau")]


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), float("-inf"), Decimal(12), b"12", dt.date(2026, 1, 1), 10**5000, -(10**5000), object()],
    ids=label,
)
def test_what_is_no_quantity_in_a_mapping(value: Any) -> None:
    """
    Values that only Python has are no quantities either.
    """
    assert faults(asking({"service": "reseau", "quantity": value})) == [("DOC004", "/request/lines/0/quantity")]


@pytest.mark.parametrize(
    "written", ["nan", "inf", "-inf", "12.0", "1e0", "0", "true", '"12"', "2026-01-01", "0x3B9ACA01", "[]"]
)
def test_what_is_no_quantity_in_toml(written: str) -> None:
    """
    Nor are those that only TOML has.
    """
    text = f'commune.name = "Lens"\nrequest.lines = [{{ service = "reseau", quantity = {written} }}]\n'
    assert faults(text, input_format="toml") == [("DOC004", "/request/lines/0/quantity")]


@pytest.mark.parametrize("value", [1, 10**9], ids=str)
def test_what_is_a_quantity(value: int) -> None:
    """
    The least and the most.
    """
    assert faults(asking({"service": "reseau", "quantity": value})) == []
    assert faults(snapshot({"reseau": value, "postes": 0})) == []


def test_a_bandwidth_is_read_as_it_is_written_or_refused() -> None:
    """
    A number of many digits is not turned into another number.
    """
    for count in (300, 399, 401, 4300, 4301, 5000):
        text = f'{{"commune": {{"name": "Lens"}}, "evidence": {{"connection": {{"mbps": {"9" * count}}}}}}}'
        found = faults(text)
        if not found:
            (read,) = [each.connection.mbps for each in [read_dossier(text).evidence] if each and each.connection]
            is_the_same = read == 10**count - 1
            assert is_the_same, f"{count} digits were read as another number"
        else:
            assert found == doc1("/evidence/connection/mbps")


@pytest.mark.parametrize("written", ["1e400", "-1e400", "-1", "true", '"1"'])
def test_what_is_no_bandwidth(written: str) -> None:
    """
    A bandwidth is a number that is not negative, and finite.
    """
    text = f'{{"commune": {{"name": "Lens"}}, "evidence": {{"connection": {{"mbps": {written}}}}}}}'
    assert faults(text) == doc1("/evidence/connection/mbps")


IDENTIFIERS = {
    "siren": (
        ["216204982", "356000000", "732829320", "404833048"],
        [
            "216204983",
            "216 204 982",
            "216-204-982",
            "216.204.982",
            " 216204982",
            "216204982 ",
            "216204982\n",
            "21620498",
            "2162049820",
            "",
            "abcdefghi",
            "21620498O",
            "FR216204982",
            "\uff12\uff11\uff16\uff12\uff10\uff14\uff19\uff18\uff12",
            "\u0662\u0661\u0666\u0662\u0660\u0664\u0669\u0668\u0662",
            "21620498\u00b2",
            "-16204982",
            "+21620498",
        ],
    ),
    "siret": (
        ["21620498200013", "35600000000048", "35600000049837", "73282932000074"],
        [
            "21620498200014",
            "216 204 982 00013",
            "21620498200013 ",
            "21620498200013\n",
            "2162049820001",
            "216204982000130",
            "216204982",
            "35600000049838",
            "21620498300013",
            "",
            "\uff12\uff11\uff16\uff12\uff10\uff14\uff19\uff18\uff12\uff10\uff10\uff10\uff11\uff13",
            "2162049820001\u00b3",
        ],
    ),
    "insee": (
        ["62498", "01001", "2A004", "2B033", "95001", "97105", "97502", "97801", "98818"],
        [
            "2a004",
            "00000",  # annuaire-entreprises#1767
            "00123",
            "20004",
            "62000",
            "96001",
            "97001",
            "97901",
            "99138",  # vitemadose#63: Monaco
            "2C004",
            "A2004",
            "6249",
            "624980",
            "62 498",
            "62498 ",
            "62498\n",
            "",
            "6249A",
            "2A00A",
            "\uff16\uff12\uff14\uff19\uff18",
            "6249\u00b2",
            "F62498",
        ],
    ),
}


@pytest.mark.parametrize("key", IDENTIFIERS)
def test_official_numbers(key: str) -> None:
    """
    The right shape and check digit, no separators; La Poste's establishments have a sum of their own; Corsica has letters.
    """
    right, wrong = IDENTIFIERS[key]
    refused = ("DOC007", f"/commune/{key}")
    found = {number: tuple(faults({"commune": {"name": "Lens", key: number}})) for number in [*right, *wrong]}
    assert found == dict.fromkeys(right, ()) | dict.fromkeys(wrong, (refused,))


@given(st.integers(1, 10**9 - 1))
def test_the_check_digit_of_a_siren(number: int) -> None:
    """
    Every second digit from the right is doubled, and the digits of all add up to a multiple of ten.
    """
    written = f"{number:09}"
    digits = [int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(written))]
    is_right = sum(digit // 10 + digit % 10 for digit in digits) % 10 == 0
    assert faults({"commune": {"name": "Lens", "siren": written}}) == ([] if is_right else [("DOC007", "/commune/siren")])


# ---- a key twice in a JSON object


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"commune": {"name": "Lens"}, "commune": {"name": "Avion"}}', [("DOC006", "/commune")]),
        ('{"commune": {"name": "Lens", "name": "Lens"}}', [("DOC006", "/commune/name")]),
        ('{"commune": {"name": "Lens", "n\\u0061me": "Lens"}}', [("DOC006", "/commune/name")]),
        ('{"commune": {"name": "Lens"}, "a/b": 1, "a/b": 2}', [("DOC002", "/a~1b"), ("DOC006", "/a~1b")]),
        (
            '{"commune": {"name": "Lens"}, "openings": [{"service": "reseau", "date": "2026-01-01", "date": "2026-01-01"}]}',
            [("DOC006", "/openings/0/date")],
        ),
        (
            '{"commune": {"name": "Lens"}, "snapshots": [{"month": "2026-01", "units": {"reseau": 1, "postes": 1, "reseau": 1}}]}',  # noqa: E501
            [("DOC006", "/snapshots/0/units/reseau")],
        ),
        ('{"kind": "dossier", "commune": {"name": "Lens"}, "kind": "dossier"}', [("DOC006", "/kind")]),
    ],
    ids=["table", "text", "escaped", "unknown", "list", "units", "kind"],
)
def test_a_key_twice_in_json(text: str, expected: Places) -> None:
    """
    Of a key that stands twice nobody can tell which one counts.
    """
    assert faults(text) == expected


def test_a_key_twice_is_told_where_it_stands_the_second_time() -> None:
    """
    Line and column are those of the second value.
    """
    (found,) = findings('{"commune": {"name": "Lens",\n  "name": "Avion"}}')
    assert (found.line, found.column) == (2, 11)


def test_faults_inside_a_repeated_table_are_told_too() -> None:
    """
    The last of the two is read on.
    """
    text = '{"commune": {"name": "Lens"}, "audit": {}, "audit": {"date": 1}}'
    assert faults(text) == [("DOC001", "/audit/date"), ("DOC006", "/audit")]


# ---- the caller's own keys

OWN: dict[str, Any] = {
    "x-": None,
    "x-own": [None, {"x-own": {}, "own": [1.5, "\x00"]}],
    "x-date": 12,
    "x-1/2~3": {"name": ""},
}


def _with_own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_own(each) for key, each in value.items()} | OWN
    return [_with_own(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("name", "governance"), [("every-key.json", False), ("every-governance-key.json", True)])
def test_own_keys_pass_at_every_level(name: str, governance: bool) -> None:
    """
    In every table, with any value, in a mapping and in JSON; nothing of them is kept.
    """
    read = read_governance if governance else read_dossier
    document = data(name)
    assert read(_with_own(document)) == read(document)
    assert read(json.dumps(_with_own(document))) == read(document)


@pytest.mark.parametrize(("name", "governance"), [("every-key.json", False), ("every-governance-key.json", True)])
def test_own_keys_pass_in_toml(name: str, governance: bool) -> None:
    """
    So they do in TOML, for what TOML can write.
    """
    read = read_governance if governance else read_dossier
    document = data(name)
    own = json.loads(json.dumps(_with_own(document)).replace("null", '"null"'))
    assert read(to_toml(own), input_format="toml") == read(document)


@pytest.mark.parametrize("key", ["x-own", "\\u0078-own", "x\\u002down", "\\u0078\\u002d", "x-\\u00e9", "x-\\ud800"])
def test_own_keys_pass_however_json_writes_them(key: str) -> None:
    """
    An escaped letter is the same letter.
    """
    text = f'{{"commune": {{"name": "Lens", "{key}": 1}}, "{key}": {{"{key}": []}}}}'
    assert faults(text) == []
    assert read_dossier(text) == read_dossier(NAME)


def test_own_keys_may_stand_twice() -> None:
    """
    What the caller does with keys of its own is the caller's business.
    """
    assert faults('{"commune": {"name": "Lens"}, "x-own": 1, "x-own": {"a": 1, "a": 2}}') == []


def test_own_keys_move_no_pointer() -> None:
    """
    Faults beside them are told at the same places.
    """
    document = _with_own(lens(requets=1, request={"lines": [{"service": "poste"}, {"quantity": 0}]}))
    expected = [
        ("DOC002", "/requets"),
        ("DOC003", "/request/lines/0/service"),
        ("DOC004", "/request/lines/1/quantity"),
    ]
    assert faults(document) == expected
    assert faults(json.dumps(document)) == expected


@given(spoilt(whole_dossiers()), st.data())
def test_an_own_key_changes_nothing(document: Any, choices: st.DataObject) -> None:
    """
    Whatever the document, a key of the caller's own put into one of its tables leaves every finding as it is.
    """
    tables = [path for path in paths(document) if isinstance(at(document, path), dict)]
    if tables:
        path = choices.draw(st.sampled_from(tables))
        assert faults(put(document, f"{path}/x-new", OWN)) == faults(document)


# ---- hints


@pytest.mark.parametrize(
    ("document", "hint"),
    [
        (lens(requets={}), "requests"),
        (lens(Request={}), "request"),
        (lens(opening=[]), "openings"),
        (lens(demande={}), "request"),
        (lens(commune={"name": "Lens", "code": "62498"}), "insee"),
        (asking({"service": "poste"}), "postes"),
        (asking({"service": "POSTES"}), "postes"),
        (asking({"service": "mesagerie", "plan": "pro-25"}), "messagerie"),
        (asking({"service": "messagerie", "plan": "Pro-25"}), "pro-25"),
        (asking({"service": "Gestion des poste"}), "postes"),
        (asking({"service": "messagerie", "plan": "Boîtes basiques 25 Go"}), "basique-25"),
        (evidence(connection={"technology": "FTTH"}), "ftth"),
        (lens(termination={"sender": "mayr"}), "mayor"),
        (lens(kind="governence"), "governance"),
        (lens(convention="call-dmsi-2023"), "call-dmsi-2024"),
        (lens(assets=[{"nature": "commune-workstations"}]), "commune-workstation"),
        (snapshot({"messagerie/pro25": 1}), "pro-25"),
        (asking({"service": "socle", "quantity": 12}), "reseau"),
    ],
    ids=label,
)
def test_the_nearest_known_word_is_offered(document: Any, hint: str) -> None:
    """
    As a fact for programs, and in the message for people.
    """
    (found,) = findings(document)
    assert found.facts["hint"] == hint
    assert f"`{hint}`" in found.message


@pytest.mark.parametrize(
    "document",
    [lens(zzzz={}), lens(kind="zzzz"), lens(**{"request" * 10: 1}), asking({"service": "postes" * 11})],
    ids=["key", "word", "long key", "long word"],
)
def test_no_hint_where_nothing_is_near(document: Any) -> None:
    """
    Nor for words of more than 64 characters, which nobody mistyped.
    """
    (found,) = findings(document)
    assert "hint" not in found.facts


def test_a_word_of_64_characters_may_have_a_hint() -> None:
    """
    The bound itself is within.
    """
    key = "staff_committee_opinion" * 2 + "staff_committee_op"
    assert len(key) == 64
    (found,) = findings(lens(deliberation={key: 1}))
    assert found.code == "DOC002"


# ---- all at once, in document order

FAULTY: Mapping[str, Case] = {
    "kind": ("file", [("DOC003", "/kind")]),
    "convention": ("other", [("DOC003", "/convention")]),
    "commune": (
        {"name": 1, "insee": "2C004", "siren": 1, "zip": "62300"},
        [("DOC001", "/commune/name"), ("DOC007", "/commune/insee"), ("DOC001", "/commune/siren"), ("DOC002", "/commune/zip")],
    ),
    "deliberation": (
        {"perimeter": ["socle", 1, "tout"], "date": 1},
        [("DOC001", "/deliberation/date"), ("DOC001", "/deliberation/perimeter/1"), ("DOC003", "/deliberation/perimeter/2")],
    ),
    "signatures": ([], [("DOC001", "/signatures")]),
    "obligations": (
        {"census_years": [1999, 2025, None], "correspondent": True},
        [
            ("DOC001", "/obligations/correspondent"),
            ("DOC001", "/obligations/census_years/0"),
            ("DOC001", "/obligations/census_years/2"),
        ],
    ),
    "request": (
        {
            "lines": [
                {"service": "postes", "plan": "pro-25", "quantity": 0},
                {"quotation": 1.5},
                {"service": "socle", "quantity": 1},
                {"service": "socle"},
            ],
            "date": "2025-02-30",
        },
        [
            ("DOC001", "/request/date"),
            ("DOC005", "/request/lines/0/plan"),
            ("DOC004", "/request/lines/0/quantity"),
            ("DOC001", "/request/lines/1/quotation"),
            ("DOC005", "/request/lines/2/quantity"),
            ("DOC006", "/request/lines/3"),
        ],
    ),
    "audit": ({"date": 1}, [("DOC001", "/audit/date")]),
    "committee": (
        {"refusal": {"ground": "no", "date": ""}},
        [("DOC001", "/committee/refusal/date"), ("DOC003", "/committee/refusal/ground")],
    ),
    "evidence": (
        {"software": [{"business": 1}, 1], "workstations": [{}] * 11 + [{"os": 1}], "local_admin": 0},
        [
            ("DOC001", "/evidence/local_admin"),
            ("DOC001", "/evidence/workstations/11/os"),
            ("DOC001", "/evidence/software/0/business"),
            ("DOC001", "/evidence/software/1"),
        ],
    ),
    "openings": (
        [OPEN, {"date": False}, OPEN],
        [("DOC001", "/openings/1/service"), ("DOC001", "/openings/1/date"), ("DOC006", "/openings/2")],
    ),
    "snapshots": (
        [{"units": {"messagerie": 1, "reseau": "1"}}],
        [
            ("DOC001", "/snapshots/0/month"),
            ("DOC005", "/snapshots/0/units/messagerie"),
            ("DOC004", "/snapshots/0/units/reseau"),
        ],
    ),
    "invoices": (
        [{"total": 1.5, "lines": [{"service": "reseau"}, {"service": "reseau"}]}],
        [("DOC001", "/invoices/0/period"), ("DOC001", "/invoices/0/total"), ("DOC006", "/invoices/0/lines/1")],
    ),
    "termination": (
        {"services": ["tout"], "scope": "half"},
        [("DOC003", "/termination/scope"), ("DOC003", "/termination/services/0")],
    ),
    "reaffirmations": ({}, [("DOC001", "/reaffirmations")]),
    "expenses": ([{"borne_by": "x", "nature": "y"}], [("DOC003", "/expenses/0/nature"), ("DOC003", "/expenses/0/borne_by")]),
    "assets": ([None], [("DOC001", "/assets/0")]),
    "unknown": (1, [("DOC002", "/unknown")]),
}


@given(st.permutations(list(FAULTY)), st.integers(0, len(FAULTY)))
def test_all_faults_at_once_in_order(order: list[str], count: int) -> None:
    """
    Faults of some sections do not hide those of others, nor does the order of the keys change that of the findings.
    """
    chosen = [name for name in order[:count] if name != "commune"] + ["commune"]
    document = {name: FAULTY[name][0] for name in chosen}
    places = [place for name, (_, places) in FAULTY.items() if name in chosen for place in places]
    expected = sorted(places, key=lambda place: place[0])  # by code, each in document order
    assert faults(document) == expected
    assert faults(json.dumps(document)) == expected


def test_indices_are_in_the_order_of_numbers() -> None:
    """
    The tenth entry comes after the second.
    """
    document = lens(deliberation={"perimeter": [1] * 12})
    assert faults(document) == doc1(*(f"/deliberation/perimeter/{rank}" for rank in range(12)))


def test_every_code_has_its_rule() -> None:
    """
    A document with one of each is told as error-severity findings of the contract, without force or party.
    """
    document = {
        "commune": {"name": 1, "siren": "1"},
        "requets": 1,
        "request": {
            "lines": [
                {"service": "poste"},
                {"service": "amoa", "quantity": 0},
                {"service": "socle", "quantity": 1},
                {"service": "amoa"},
            ]
        },
    }
    found = findings(document)
    assert {each.code for each in found} == {f"DOC00{rank}" for rank in range(1, 8)}
    for each in found:
        written = each.to_dict()
        assert (written["verdict"], written["severity"], written["source"]) == ("invalid", "error", "contract")
        assert (written["force"], written["party"]) == (None, None)
        assert (written["missing"], written["depends_on"], written["fix"]) == ([], [], [])
        assert json.loads(json.dumps(written)) == written


# ---- pointers, lines and columns


@pytest.mark.parametrize(
    "key", ["a/b", "a~b", "~1", "~0", "/", "~", "", "a b", 'quote"', "back\\slash", "é", "\U0001f3db", "\n", "%2F", "#"]
)
def test_pointers_are_escaped(key: str) -> None:
    """
    `~` is `~0` and `/` is `~1`, nothing else is touched.
    """
    path = "/commune/" + key.replace("~", "~0").replace("/", "~1")
    document = {"commune": {"name": "Lens", key: 1}}
    assert faults(document) == [("DOC002", path)]
    assert faults(json.dumps(document)) == [("DOC002", path)]
    assert at(document, path) == 1


@given(spoilt(whole_dossiers()), layouts, st.sampled_from(["", "\ufeff", "\n", " \r\n\t "]))
def test_line_and_column_start_the_value(document: Any, layout: dict[str, Any], before: str) -> None:
    """
    The character at the line and column of a finding starts the value at its path, or the table that lacks it.
    """
    text = before + json.dumps(document, **layout)
    rows = text.removeprefix("\ufeff").split("\n")
    for each in findings(text):
        if each.code == "DOC000":
            continue
        line, column = each.line, each.column
        rest = "\n".join([rows[line - 1][column - 1 :], *rows[line:]])
        value, _ = json.JSONDecoder().raw_decode(rest)
        assert value == at(document, nearest(document, each.path))


@given(spoilt(whole_dossiers()))
def test_json_text_and_mapping_have_the_same_faults(document: Any) -> None:
    """
    The format changes no finding, line and column apart.
    """
    assume(not has_none(document))
    told = [(each.code, each.path, each.message) for each in findings(document)]
    for text in (json.dumps(document), json.dumps(document).encode()):
        assert [(each.code, each.path, each.message) for each in findings(text)] == told


@pytest.mark.parametrize("text", ["[]", "null", "12", "1.5", "true", '"text"', '""', "[[]]", f"[{json.dumps(NAME)}]"])
def test_json_that_is_no_table(text: str) -> None:
    """
    A document is a table: any other value is of the wrong type, told where it starts.
    """
    for governance in (False, True):
        (found,) = findings(f"\n  {text}", governance=governance)
        assert (found.code, found.path) == ("DOC001", "")
        assert (found.line, found.column) == (2, 3)


def test_only_text_has_lines() -> None:
    """
    A mapping has no line and no column.
    """
    (found,) = findings(lens(requets=1))
    assert (None, None) == (found.line, found.column)
    (found,) = findings(json.dumps(lens(requets=1)))
    assert (1, 42) == (found.line, found.column)


def test_the_tables_of_keys_name_only_what_is_there() -> None:
    """
    The naming keys of these tests are keys of the documents.
    """
    known = DOSSIER.keys() | GOVERNANCE.keys()
    assert {f"{path}/{escaped(name)}" for path, names in NAMING.items() for name in names} - known == {
        "/meetings/0/present/0/role"
    }
    assert faults(DATA / "every-key.json") == []


# The blank of NBSP, of a tab, of zero width, of a braille cell that is empty; wp-validator#13, symphonycms#1851.
BLANKS = ("", " ", "\u00a0", "\t", "\u200b", "\u2060", "\u2800", "\u3164", "\x00", " \u200b \ufeff")


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_a_name_that_nobody_sees(blank: str) -> None:
    """
    A commune's name has something to see.
    """
    assert ("DOC001", "/commune/name") in faults({"commune": {"name": blank}})


def test_numbers_that_are_nobody_s() -> None:
    """
    All zeros are no number, whatever their check digit says: annuaire-entreprises#1767.
    """
    numbers = {"siren": "000000000", "siret": "00000000000000"}

    assert [("DOC007", "/commune/siren"), ("DOC007", "/commune/siret")] == faults({"commune": {"name": "Lens"} | numbers})


def test_an_establishment_of_somebody_else() -> None:
    """
    A SIRET begins with the SIREN beside it: pass-culture-browser#424.
    """
    commune = {"name": "Lens", "siren": "216204982", "siret": "35600000000048"}

    assert [("DOC005", "/commune/siret")] == faults({"commune": commune})


def test_a_letter_too_small() -> None:
    """
    The right number stands beside it: Corsica's departments are written in capitals.
    """
    with pytest.raises(InvalidDocumentError, match="did you mean `2A004`"):
        read_dossier({"commune": {"name": "Ajaccio", "insee": "2a004"}})
