"""
Anything whatever: it ends in a document or in DOC findings, and what is told of it can be shown.
"""

import array
import collections
import datetime as dt
import enum
import fractions
import json
import types
import uuid
from decimal import Decimal
from pathlib import PurePath
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dmsi_rules import InvalidDocumentError, check, quote, read_dossier, read_governance
from dmsi_rules.testing.strategies import (
    whole_dossiers,
)
from tests.documents.documents import AbsentError, at, data, escaped, nearest, paths, put, spoilt, to_toml, values, words

CODES = {f"DOC00{rank}" for rank in range(8)}
REQUIRED = {"name", "service", "date", "month", "period", "nature", "committee", "role", "plan"}
days = st.dates()
formats = st.sampled_from([None, "json", "toml"])


def ends_well(source: Any, given: Any = None, *, input_format: Any = None, day: dt.date = dt.date(2026, 1, 10)) -> None:
    """
    Read *source* as both kinds of document, check and price what can be read, look at all that is told.

    *given* is the source as data, where it is not data itself.
    """
    given = source if given is None else given
    for read in (read_dossier, read_governance):
        try:
            document = read(source, input_format=input_format)
        except InvalidDocumentError as error:
            if not error.findings:
                raise
            _judge(error.findings, given)
            continue
        report = check(document, as_of=day)
        _judge([found for found in report.findings if found.verdict == "invalid"], given)
        for found in report.findings:
            _is_shown(found.message)
        _is_plain(report.to_dict())
        _is_plain(document.to_dict())
        _is_unicode(document.to_dict())
        if read is read_dossier and not report.invalid:
            _is_plain(quote(document, as_of=day).to_dict())  # type: ignore[arg-type]


def _judge(findings: Any, given: Any) -> None:
    for found in findings:
        assert found.code in CODES
        assert found.verdict == "invalid"
        assert found.severity == "error"
        _is_shown(found.message)
        _is_plain(found.to_dict())
        if found.code == "DOC000":
            assert found.path == ""
        elif not isinstance(given, str | bytes):
            _leads_somewhere(found, given)


def _leads_somewhere(found: Any, given: Any) -> None:
    """
    The path resolves, or what is absent is a key that the document must have.

    A key that is no text has no pointer: what stands in its place ends the path.
    """
    try:
        at(given, found.path)
    except AbsentError:
        there = nearest(given, found.path)
        absent = found.path[len(there) :].split("/")[1:]
        required = absent in ([key] for key in REQUIRED) or absent == ["commune", "name"]
        nameless = len(absent) == 1 and any(type(key) is not str for key in at(given, there))
        assert nameless or (required and found.code in {"DOC001", "DOC005"})


def _is_shown(text: str) -> None:
    assert text
    assert text.isprintable()


def _is_plain(written: Any) -> None:
    assert json.loads(json.dumps(written, allow_nan=False)) == written


def _is_unicode(written: Any) -> None:
    json.dumps(written, ensure_ascii=False).encode()


# ---- JSON values


@given(values, days)
def test_any_json_value(value: Any, day: dt.date) -> None:
    """
    As data, and as text.
    """
    if not isinstance(value, str):
        ends_well(value, day=day)
    ends_well(json.dumps(value), value, day=day)


@given(
    st.dictionaries(
        st.sampled_from(["kind", "convention", "commune", "request", "openings", "snapshots", "meetings", "votes", "x-own"])
        | words,
        values,
    )
)
def test_any_table(value: dict[str, Any]) -> None:
    """
    With keys of the documents among its own.
    """
    ends_well(value)
    ends_well(json.dumps(value), value)


@given(spoilt(whole_dossiers()), days)
def test_a_spoilt_dossier(document: Any, day: dt.date) -> None:
    """
    A dossier of which some nodes are gone, replaced, renamed or repeated.
    """
    ends_well(document, day=day)


governances = st.just(data("every-governance-key.json"))


@given(spoilt(governances, most=5))
def test_a_spoilt_governance_document(document: Any) -> None:
    """
    The same of a governance document.
    """
    ends_well(document)


@given(values, st.sampled_from([*paths(data("every-key.json"))][1:]))
def test_any_value_at_any_place_of_a_dossier(value: Any, path: str) -> None:
    """
    One node replaced: whatever is told is told there or below, or of what depended on it.
    """
    document = put(data("every-key.json"), path, value)
    ends_well(document)
    ends_well(json.dumps(document), document)


@given(values, st.sampled_from([*paths(data("every-governance-key.json"))][1:]))
def test_any_value_at_any_place_of_a_governance_document(value: Any, path: str) -> None:
    """
    The same of a governance document.
    """
    ends_well(put(data("every-governance-key.json"), path, value))


@given(whole_dossiers(), days)
def test_any_day(document: Any, day: dt.date) -> None:
    """
    The given day may be any that Python has.
    """
    ends_well(document, day=day)
    ends_well(document, day=dt.date.min)
    ends_well(document, day=dt.date.max)


# ---- text and bytes


@given(st.text(), formats)
def test_any_text(text: str, input_format: Any) -> None:
    """
    Also with lone surrogates, which no file holds.
    """
    ends_well(text, input_format=input_format)


@given(st.text(st.characters()), formats)
@example('{"\ud800": 1}', "json")
@example('"\ud800" = 1', "toml")
def test_any_text_with_surrogates(text: str, input_format: Any) -> None:
    """
    Text in memory may hold what UTF-8 cannot.
    """
    ends_well(text, input_format=input_format)


@given(st.text("{}[]\",:\\ \n0123456789.eE+-tfnaul=#'x", max_size=60), formats)
def test_any_text_of_the_alphabet(text: str, input_format: Any) -> None:
    """
    Made of what documents are made of.
    """
    ends_well(text, input_format=input_format)


@given(st.binary(), formats)
def test_any_bytes(content: bytes, input_format: Any) -> None:
    """
    Whatever a file holds.
    """
    ends_well(content, input_format=input_format)


TEXTS = {
    "json": json.dumps(data("every-key.json"), ensure_ascii=False).encode(),
    "toml": to_toml(data("every-key.json")).encode(),
}


@given(st.sampled_from(["json", "toml"]), st.data())
def test_a_spoilt_text(input_format: Any, choices: st.DataObject) -> None:
    """
    Some bytes of a good document are gone, doubled or others.
    """
    content = TEXTS[input_format]
    for _ in range(choices.draw(st.integers(1, 4))):
        start = choices.draw(st.integers(0, len(content)))
        end = choices.draw(st.integers(start, min(len(content), start + 8)))
        content = (
            content[:start]
            + choices.draw(st.binary(max_size=4) | st.sampled_from([b"", content[start:end] * 2, b'"', b"}", b"]"]))
            + content[end:]
        )
    ends_well(content, input_format=input_format)


@given(st.integers(0, len(TEXTS["json"])), st.integers(0, len(TEXTS["toml"])))
def test_a_text_cut_short(json_end: int, toml_end: int) -> None:
    """
    As after a broken transfer.
    """
    ends_well(TEXTS["json"][:json_end], input_format="json")
    ends_well(TEXTS["toml"][:toml_end], input_format="toml")


# ---- mappings of objects that no text could hold


class Colour(enum.Enum):
    """
    An enumeration.
    """

    RED = "red"


class Word(enum.StrEnum):
    """
    One whose members are text.
    """

    SOCLE = "socle"


class Number(enum.IntEnum):
    """
    One whose members are numbers.
    """

    ONE = 1


class Pair(NamedTuple):
    """
    A tuple with names.
    """

    service: str
    quantity: int


class Text(str):
    """
    A kind of text.
    """

    __slots__ = ()


class Whole(int):
    """
    A kind of number.
    """


class Day(dt.date):
    """
    A kind of date.
    """


class Entries(list[Any]):
    """
    A kind of list.
    """


class Rebel:
    """
    An object that compares and hashes as it likes.
    """

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        raise TypeError

    def __len__(self) -> int:
        raise TypeError

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class Duck:
    """
    An object that looks like a table and is none.
    """

    def keys(self) -> list[str]:
        """
        Return keys.
        """
        return ["name"]

    def items(self) -> list[tuple[str, str]]:
        """
        Return entries.
        """
        return [("name", "Lens")]

    def __getitem__(self, key: str) -> str:
        return "Lens"

    def __contains__(self, key: object) -> bool:
        return True

    def get(self, key: str, default: object = None) -> object:
        """
        Return a value.
        """
        return default if key else None


hashable = st.sampled_from(
    [
        object(),
        Colour.RED,
        Word.SOCLE,
        Number.ONE,
        Pair("socle", 1),
        Text("socle"),
        Whole(1),
        Day(2026, 1, 1),
        Rebel(),
        Duck(),
        b"socle",
        Decimal("12.30"),
        Decimal("NaN"),
        fractions.Fraction(1, 3),
        1j,
        float("nan"),
        float("inf"),
        -float("inf"),
        10**400,
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        dt.datetime(2026, 1, 1),  # noqa: DTZ001  (TOML's local date-time)
        dt.date(2026, 1, 1),
        dt.date.max,
        dt.time(1),
        dt.timedelta(1),
        uuid.UUID(int=0),
        PurePath("socle"),
        frozenset({"socle"}),
        range(3),
        (),
        ("socle", 1),
        int,
        len,
        Ellipsis,
        NotImplemented,
        None,
        True,
        0,
        1,
        "",
        "service",
        "x-own",
        "a/b~c",
        "\ud800",
    ]
)
unhashable = st.builds(
    lambda make: make(),
    st.sampled_from(
        [
            lambda: bytearray(range(3)),
            lambda: memoryview(b"socle"),
            lambda: array.array("i", [1]),
            lambda: {"socle"},
            lambda: collections.deque(["socle"]),
            lambda: Entries(["socle"]),
            lambda: (each for each in ["socle"]),
            lambda: iter(["socle"]),
            lambda: types.SimpleNamespace(name="Lens"),
            {"name": "Lens"}.items,
        ]
    ),
)


def _tables(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    table = st.dictionaries(hashable | words, inner, max_size=4)
    return (
        table
        | table.map(types.MappingProxyType)
        | table.map(collections.OrderedDict)
        | table.map(collections.UserDict)
        | table.map(collections.ChainMap)
    )


odd: st.SearchStrategy[Any] = st.deferred(
    lambda: hashable | unhashable | words | st.lists(odd, max_size=3) | st.lists(odd, max_size=3).map(tuple) | _tables(odd)
)


@given(odd)
@example(Duck())
@example(Rebel())
def test_any_object(value: Any) -> None:
    """
    Whatever is given in place of a source.
    """
    if not isinstance(value, str | bytes):
        ends_well(value)


@given(st.sampled_from([*paths(data("every-key.json"))][1:]), odd)
def test_any_object_at_any_place(path: str, value: Any) -> None:
    """
    Whatever stands in a mapping in place of a value.
    """
    ends_well(_replaced(data("every-key.json"), path, value))


@given(st.sampled_from([*paths(data("every-governance-key.json"))][1:]), odd)
def test_any_object_at_any_place_of_a_governance_document(path: str, value: Any) -> None:
    """
    The same of a governance document.
    """
    ends_well(_replaced(data("every-governance-key.json"), path, value))


@given(
    st.sampled_from([path for path in paths(data("every-key.json")) if isinstance(at(data("every-key.json"), path), dict)]),
    hashable,
    odd,
)
def test_any_key_at_any_place(path: str, key: Any, value: Any) -> None:
    """
    Whatever stands in a table in place of a key.
    """
    document = data("every-key.json")
    at(document, path)[key] = value
    ends_well(document)


def _replaced(document: Any, path: str, value: Any) -> Any:
    parent, _, last = path.rpartition("/")
    holder = at(document, parent)
    key = next(key for key in (range(len(holder)) if isinstance(holder, list) else holder) if escaped(key) == last)
    holder[key] = value
    return document


@pytest.mark.parametrize("path", [path for path in paths(data("every-key.json")) if path])
def test_a_number_too_long_to_be_written_at_any_place(path: str) -> None:
    """
    Python holds numbers that it does not turn into text: they are refused wherever they stand.
    """
    ends_well(_replaced(data("every-key.json"), path, 10**5000))
    ends_well(_replaced(data("every-key.json"), path, -(10**5000)))


def test_a_key_too_long_to_be_written() -> None:
    """
    Nor is such a number a key.
    """
    sources: list[Any] = [
        {10**5000: 1},
        {"commune": {"name": "Lens", 10**5000: 1}},
        {"commune": {"name": "Lens"}, "snapshots": [{"month": "2026-01", "units": {10**5000: 1}}]},
    ]
    for source in sources:
        with pytest.raises(InvalidDocumentError) as caught:
            read_dossier(source)
        assert {found.code for found in caught.value.findings} <= CODES


@pytest.mark.parametrize("odd_key", [1, None, (), b"name", 1.5, dt.date(2026, 1, 1)], ids=repr)
def test_a_key_that_is_no_text_is_no_key(odd_key: Any) -> None:
    """
    It is told as unknown, or as of the wrong type where any text may be a key.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        read_dossier({"commune": {"name": "Lens", odd_key: 1}})
    assert [found.code for found in caught.value.findings] == ["DOC002"]
    with pytest.raises(InvalidDocumentError) as caught:
        read_dossier({"commune": {"name": "Lens"}, "snapshots": [{"month": "2026-01", "units": {odd_key: 1}}]})
    assert [found.code for found in caught.value.findings] == ["DOC001"]


def test_tables_need_not_be_dicts() -> None:
    """
    Every kind of mapping is a table.
    """
    tables: list[Any] = [
        types.MappingProxyType({"name": "Lens"}),
        collections.OrderedDict(name="Lens"),
        collections.UserDict(name="Lens"),
    ]
    for table in tables:
        assert read_dossier({"commune": table}).commune.name == "Lens"


# ---- people's text in findings


HOSTILE = (
    "a\nb",
    "\r",
    "\x1b[31m",
    "\u202e",
    "\u2028",
    "\x00",
    "\x85",
    "\ud800",
    "{value}",
    "{0}",
    "%s",
    "`",
    "{",
    "\U000e0001",
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_no_text_of_the_document_breaks_a_message(hostile: str) -> None:
    """
    As key, word, number, amount, date: each is shown on one line, and never filled in again.
    """
    document = {
        hostile: 1,
        "kind": hostile,
        "convention": hostile,
        "commune": {"name": "Lens", "siren": hostile, "insee": hostile, hostile: {}},
        "deliberation": {"perimeter": [hostile], "date": hostile},
        "request": {"lines": [{"service": hostile, "quantity": hostile, "quotation": hostile, "plan": hostile}]},
        "snapshots": [{"month": hostile, "units": {hostile: 1}}],
        "termination": {"sender": hostile, "services": [hostile]},
        "assets": [{"nature": hostile}],
    }
    ends_well(document)
    ends_well(json.dumps(document), document)
    del document["kind"], document[hostile], document["commune"]
    ends_well(
        {
            "commune": {"name": hostile},
            "deliberation": {"perimeter": [hostile]},
            "openings": [{"service": hostile, "date": "2026-01-01"}],
        }
    )
    ends_well(
        {
            "kind": "governance",
            "communes": [hostile],
            "amendments": [{"name": hostile, "votes": {hostile: "for"}}],
            "grids": [{"id": hostile}],
        }
    )


@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_the_error_itself_is_shown_on_one_line(hostile: str) -> None:
    """
    It ends in terminals and logs: neither a message nor a path writes control or bidirectional characters there.
    """
    with pytest.raises(InvalidDocumentError) as caught:
        read_dossier({"commune": {"name": "Lens", "siren": hostile, hostile: 1}})
    _is_shown(str(caught.value))
