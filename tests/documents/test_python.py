"""
A document as a Python mapping: Python's own values are read as what they mean, what a document cannot mean is refused by name.
"""

import datetime as dt
import decimal
import enum
import json
from collections import ChainMap, OrderedDict, UserDict, deque
from collections.abc import Iterator, Mapping
from decimal import Decimal
from numbers import Integral
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import InvalidDocumentError, WrongPeriodError, bill, bills, read_dossier, read_governance, share
from dmsi_rules.model.dossier import Commune
from dmsi_rules.testing.strategies import whole_dossiers
from tests.documents.documents import NAME, faults, findings

MIDNIGHT = dt.datetime(2026, 1, 31)  # noqa: DTZ001  (as a database gives days)


class Service(enum.StrEnum):
    """
    As an application names services.
    """

    NETWORK = "reseau"


class Workstations(enum.IntEnum):
    """
    As it may count.
    """

    FEW = 3


class Count(int):
    """
    A whole number of a class of its own.
    """


class Whole:
    """
    A whole number that is not an `int`, as those of numpy.
    """

    def __init__(self, value: int) -> None:
        self.value = value

    def __int__(self) -> int:
        return self.value


Integral.register(Whole)


def once(*values: Any) -> Iterator[Any]:
    """
    Return what can be gone through once.
    """
    return iter(values)


def asking(**line: Any) -> dict[str, Any]:
    """
    Return a dossier that asks for the network.
    """
    return NAME | {"request": {"lines": [{"service": "reseau"} | line]}}


READ: Mapping[str, tuple[Any, Any]] = {
    "None in a section": (NAME | {"audit": None}, NAME),
    "None in a table": ({"commune": {"name": "Lens", "siren": None}}, NAME),
    "None in units": (
        NAME | {"snapshots": [{"month": "2026-01", "units": {"reseau": 1, "postes": None}}]},
        NAME | {"snapshots": [{"month": "2026-01", "units": {"reseau": 1}}]},
    ),
    "no kind": (NAME | {"kind": None}, NAME),
    "a word of an enumeration": (asking(service=Service.NETWORK), asking()),
    "a number of an enumeration": (asking(quantity=Workstations.FEW), asking(quantity=3)),
    "a key of an enumeration": (
        NAME | {"snapshots": [{"month": "2026-01", "units": {Service.NETWORK: 1}}]},
        NAME | {"snapshots": [{"month": "2026-01", "units": {"reseau": 1}}]},
    ),
    "a number of a class": (asking(quantity=Count(3)), asking(quantity=3)),
    "a number that is not an int": (asking(quantity=Whole(3)), asking(quantity=3)),
    "a decimal": (asking(printed_annual_price=Decimal("84.5")), asking(printed_annual_price="84.50")),
    "a decimal with zeros": (asking(printed_annual_price=Decimal("84.5000")), asking(printed_annual_price="84.50")),
    "a day": (asking(opening=dt.date(2026, 1, 31)), asking(opening="2026-01-31")),
    "midnight": (asking(opening=MIDNIGHT), asking(opening="2026-01-31")),
    "a tuple": (NAME | {"request": {"lines": ({"service": "reseau"},)}}, asking()),
    "a queue": (NAME | {"request": {"lines": deque([{"service": "reseau"}])}}, asking()),
    "a generator": (NAME | {"request": {"lines": once({"service": "reseau"})}}, asking()),
    "the values of a mapping": (NAME | {"request": {"lines": {1: {"service": "reseau"}}.values()}}, asking()),
    "a set": (
        NAME | {"deliberation": {"perimeter": {"socle", "postes", "reseau"}}},
        NAME | {"deliberation": {"perimeter": ["postes", "reseau", "socle"]}},
    ),
    "a proxy": (MappingProxyType(NAME), NAME),
    "a mapping of a class": (UserDict({"commune": OrderedDict(name="Lens")}), NAME),
    "mappings in a chain": (ChainMap({}, NAME), NAME),
    "a commune": ({"commune": Commune(name="Lens")}, NAME),
}


@pytest.mark.parametrize(("document", "plain"), READ.values(), ids=list(READ))
def test_read_as_what_it_means(document: Any, plain: Any) -> None:
    """
    As if it had been written.
    """
    assert read_dossier(json.dumps(plain)) == read_dossier(document)


REFUSED: Mapping[str, tuple[Any, str, str]] = {
    "an object": ({"commune": {"name": object()}}, "/commune/name", "expected text, found `object`"),
    "bytes": ({"commune": {"name": b"Lens"}}, "/commune/name", "expected text, found `bytes`"),
    "a class": ({"commune": Commune}, "/commune", "expected a table, found `type`"),
    "a list of bytes": (NAME | {"request": {"lines": b"ab"}}, "/request/lines", "expected a list, found `bytes`"),
    "a time": (
        asking(opening=MIDNIGHT.replace(hour=1)),
        "/request/lines/0/opening",
        "expected a date written YYYY-MM-DD, from 2000 to 2199, found a date with a time",
    ),
    "midnight somewhere": (
        asking(opening=MIDNIGHT.replace(tzinfo=dt.UTC)),
        "/request/lines/0/opening",
        "expected a date written YYYY-MM-DD, from 2000 to 2199, found a date with a time",
    ),
    "a decimal quantity": (
        asking(quantity=Decimal(3)),
        "/request/lines/0/quantity",
        "a decimal number is not a whole number from 1 to 1000000000",
    ),
    "a quantity with a decimal point": (
        asking(quantity=120.0),
        "/request/lines/0/quantity",
        "a decimal number is not a whole number from 1 to 1000000000",
    ),
    "a quantity that is nothing": (
        asking(quantity=object()),
        "/request/lines/0/quantity",
        "`object` is not a whole number from 1 to 1000000000",
    ),
    "a thousandth": (
        asking(printed_annual_price=Decimal("0.001")),
        "/request/lines/0/printed_annual_price",
        "expected an amount in euros, as text such as `12.50` or a whole number, found a decimal number",
    ),
    "a binary float": (
        asking(printed_annual_price=84.5),
        "/request/lines/0/printed_annual_price",
        "expected an amount in euros, as text such as `12.50` or a whole number, found a decimal number",
    ),
    "None in a list": (NAME | {"request": {"lines": [None]}}, "/request/lines/0", "expected a table, found null"),
}


@pytest.mark.parametrize(("document", "path", "message"), REFUSED.values(), ids=list(REFUSED))
def test_refused_by_name(document: Any, path: str, message: str) -> None:
    """
    A message never says that it found what it expected, nor something else.
    """
    (found,) = findings(document)
    assert (path, message) == (found.path, found.message)


@pytest.mark.parametrize("text", ['{"audit": null}', '{"request": {"lines": [{"service": null}]}}'])
def test_null_in_text(text: str) -> None:
    """
    JSON stays strict.
    """
    assert ["DOC001"] == [code for code, _ in faults(text)]


@pytest.mark.parametrize("written", ["2026-01-31T00:00:00", "2026-01-31 00:00:00Z"])
def test_midnight_in_toml(written: str) -> None:
    """
    So does TOML.
    """
    assert [("DOC001", "/audit/date")] == faults(f"audit = {{ date = {written} }}", input_format="toml")


def test_a_set_is_read_in_the_same_order_each_time() -> None:
    """
    Whatever the process makes of it.
    """
    services = ["socle", "reseau", "postes", "support", "messagerie"]
    deliberation = read_dossier(NAME | {"deliberation": {"perimeter": set(services)}}).deliberation
    assert deliberation is not None
    assert tuple(sorted(services)) == deliberation.perimeter


def test_what_has_been_read() -> None:
    """
    Is returned as it is, if it fits.
    """
    dossier = read_dossier(NAME)
    assert read_dossier(dossier) is dossier
    governance = read_governance({"kind": "governance"})
    assert read_governance(governance) is governance
    with pytest.raises(InvalidDocumentError):
        read_dossier(governance)  # type: ignore[arg-type]


def test_amounts_that_were_computed() -> None:
    """
    What a bill or a share comes to can be put into a document, whatever the precision of the caller's decimals.
    """
    dossier = read_dossier(NAME | {"openings": [], "snapshots": []})
    total = bill(dossier, 2026).total
    with decimal.localcontext(decimal.Context(prec=3)):
        invoice = read_dossier(
            NAME | {"invoices": [{"period": "2026", "total": total}, {"period": "2026", "total": Decimal("99999.99")}]}
        )
    assert invoice.invoices is not None
    assert [Decimal("0.00"), Decimal("99999.99")] == [each.total for each in invoice.invoices]
    assert Decimal("12.50") == share({"postes": Decimal("12.5")}, {"Lens": {"postes": Count(1)}}).totals["Lens"]


def test_a_year_as_a_number() -> None:
    """
    A period is a year, or the name of one or of half of one; one alone is one, not its letters.
    """
    dossier = read_dossier(NAME)
    assert bill(dossier, "2026") == bill(dossier, 2026)
    assert ["2026-H1"] == [each.period for each in bills(dossier, "2026-H1")]
    assert ["2026"] == [each.period for each in bills(dossier, 2026)]
    assert ["2025", "2026-H1"] == [each.period for each in bills(dossier, [2025, "2026-H1"])]
    for wrong in (True, 1999, 2026.0, None, b"2026"):
        with pytest.raises(WrongPeriodError):
            bill(dossier, wrong)  # type: ignore[arg-type]


def turned(value: Any, choices: st.DataObject) -> Any:
    """
    Return *value* with some of what it holds as Python's own values, and keys that say nothing.
    """
    way = choices.draw(st.integers(0, 2))
    if isinstance(value, dict):
        told = {key: turned(each, choices) for key, each in value.items()}
        return MappingProxyType(told | {"siret": None}) if "name" in told and "siret" not in told and way else UserDict(told)
    if isinstance(value, list):
        entries = [turned(each, choices) for each in value]
        return (entries, tuple(entries), iter(entries))[way]
    if type(value) is int:
        return (value, Count(value), Whole(value))[way]
    if way and isinstance(value, str):
        word: Any = enum.Enum("word", {"IT": value})
        return word.IT
    return value


@given(whole_dossiers(), st.data())
def test_a_whole_document(document: Any, choices: st.DataObject) -> None:
    """
    However its values are given, a document means the same.
    """
    plain = {key: value for key, value in document.items() if key not in {"evidence", "expenses", "assets"}}
    assert read_dossier(plain) == read_dossier(turned(plain, choices))
