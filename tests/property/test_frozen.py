"""
Everything that is returned is frozen to its last value, equal by value, hashable, and can be sent and copied.
"""

import copy
import datetime as dt
import enum
import pickle
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

import dmsi_rules as d
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.model.readings import ADOPTED, Readings
from dmsi_rules.testing.strategies import Plain, governances, whole_dossiers

AS_OF = dt.date(2026, 1, 10)
EXAMPLE = d.read_dossier(Path(__file__).parents[2] / "examples" / "lens" / "joined.toml")
WITH_OWN: Plain = {
    "commune": {"name": "Lens", "x-id": [1, {"a": [2]}]},
    "snapshots": [{"month": "2026-01", "units": {"reseau": 1, "x-by": {"who": ["a"]}}}],
    "x-ref": {"n": [1, 2]},
}
GOVERNANCE = d.read_governance(
    {
        "kind": "governance",
        "communes": ["Lens"],
        "amendments": [{"name": "a", "adopted": "2025-05-01", "votes": {"Lens": "for"}}],
    }
)
ATOMS = (str, int, float, bool, bytes, type(None), dt.date, Decimal, enum.Enum, type)
ANSWERS: Mapping[str, Callable[[], Any]] = {
    "dossier": lambda: EXAMPLE,
    "dossier with keys of one's own": lambda: d.read_dossier(WITH_OWN),
    "governance": lambda: GOVERNANCE,
    "report": lambda: d.check(EXAMPLE, as_of=AS_OF),
    "report with keys of one's own": lambda: d.check(d.read_dossier(WITH_OWN), as_of=AS_OF),
    "report of governance": lambda: d.check(GOVERNANCE, as_of=AS_OF),
    "alternatives": lambda: d.compare_readings(EXAMPLE, as_of=AS_OF),
    "quote": lambda: d.quote(EXAMPLE, as_of=AS_OF),
    "bill": lambda: d.bill(EXAMPLE, 2026),
    "forecast": lambda: d.forecast(EXAMPLE, [2026, 2027], as_of=AS_OF),
    "calendar": lambda: d.calendar(EXAMPLE, as_of=AS_OF),
    "audit": lambda: d.audit(EXAMPLE, as_of=AS_OF),
    "shares": lambda: d.share({"postes": "10.00"}, {"Lens": {"postes": 1}, "Avion": {"postes": 2}}),
    "who": lambda: d.who("commune-cabling"),
    "convention": d.load_convention,
    "lifecycles": d.load_lifecycles,
    "graph": lambda: terms_of(d.load_convention(), ADOPTED).graph,
    "readings": lambda: Readings.of({"start": "signature"}),
    "rules": d.rules,
    "French": lambda: d.translator("fr"),
    "English": lambda: d.translator("en"),
}


def inside(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """
    Yield every value in *value*, itself first, with the way to it.
    """
    yield path, value
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from inside(getattr(value, field.name), f"{path}.{field.name}")
        computed = [name for name, each in vars(type(value)).items() if isinstance(each, property)]
        for name in computed:
            yield from inside(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from inside(key, f"{path}[key {key!r}]")
            yield from inside(each, f"{path}[{key!r}]")
        yield from inside(getattr(value, "own", None), f"{path}.own")
    elif isinstance(value, (tuple, frozenset)):
        for rank, each in enumerate(value):
            yield from inside(each, f"{path}[{rank}]")


def refuses(value: Any) -> bool:
    """
    Tell whether a mapping or a record refuses what would change it.
    """
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            with pytest.raises(FrozenInstanceError):
                setattr(value, field.name, None)
            with pytest.raises(FrozenInstanceError):
                delattr(value, field.name)
        return True
    if not isinstance(value, Mapping):
        return isinstance(value, (*ATOMS, tuple, frozenset)) or callable(value)
    before = dict(value)
    table: Any = value
    changes = [
        ("__setitem__", "x", 1),
        ("__delitem__", next(iter(table), "x")),
        ("__ior__", {"x": 1}),
        ("__setattr__", "own", {}),
        ("update", {"x": 1}),
        ("setdefault", "x", 1),
        ("pop", "x", None),
        ("popitem",),
        ("clear",),
    ]
    for change, *arguments in changes:
        with pytest.raises((TypeError, AttributeError)):
            getattr(table, str(change))(*arguments)
    return before == dict(table)


def is_whole(value: Any) -> None:
    """
    Hold *value* to all that is promised of what is returned.
    """
    for path, each in inside(value):
        assert refuses(each), (path, type(each))
    hash(value)
    for other in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):  # noqa: S301  (its own)
        assert value == other
        assert hash(value) == hash(other)
        assert type(other) is type(value)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer(name: str) -> None:
    """
    To the last value in it, computed ones included.
    """
    is_whole(ANSWERS[name]())


@pytest.mark.parametrize("name", ANSWERS)
def test_as_dictionaries(name: str) -> None:
    """
    `attrs.asdict` takes apart every answer, the words of the convention in its collections too.
    """
    answer = ANSWERS[name]()
    if attrs.has(type(answer)):
        assert [each.name for each in attrs.fields(type(answer))] == [*attrs.asdict(answer)]


@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - {"French", "English"}))
def test_equal_by_value(name: str) -> None:
    """
    The same question has the same answer.
    """
    assert ANSWERS[name]() == ANSWERS[name]()


@given(whole_dossiers())
def test_whole_documents(document: Plain) -> None:
    """
    Whatever a dossier says: what is read, found, priced and dated.
    """
    dossier = d.read_dossier(document)
    for answer in (
        dossier,
        d.check(dossier, as_of=AS_OF),
        d.quote(dossier, as_of=AS_OF),
        d.bill(dossier, 2026),
        d.forecast(dossier, [2026], as_of=AS_OF),
        d.calendar(dossier, as_of=AS_OF),
    ):
        for path, each in inside(answer):
            assert not isinstance(each, (list, set, bytearray)), path
            assert not isinstance(each, dict) or isinstance(hash(each), int), path
        assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301  (its own)


@given(governances())
def test_governance_documents(document: Plain) -> None:
    """
    The same of governance documents.
    """
    governance = d.read_governance(document)
    for answer in (governance, d.check(governance, as_of=AS_OF)):
        for path, each in inside(answer):
            assert not isinstance(each, (list, set)), path
            assert not isinstance(each, dict) or isinstance(hash(each), int), path
        assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301  (its own)


def test_faults() -> None:
    """
    An exception that is raised has findings that can be sent too.
    """
    with pytest.raises(d.InvalidDocumentError) as caught:
        d.read_dossier({"a": 1, "request": {"lines": [{"service": "suport"}]}})
    is_whole(caught.value.findings)
    assert caught.value.findings == pickle.loads(pickle.dumps(caught.value)).findings  # noqa: S301  (its own)


def test_a_copy_with_changes() -> None:
    """
    By `copy.replace`, which Python has from 3.13 on.
    """
    report: Any = d.check(EXAMPLE, as_of=AS_OF)
    assert () == report.__replace__(findings=()).findings


@given(st.sampled_from(["fr", "en"]))
def test_a_language_that_was_sent(language: str) -> None:
    """
    Says the same.
    """
    translate = d.translator(language)
    sent = pickle.loads(pickle.dumps(translate))  # noqa: S301  (its own)
    report = d.check(EXAMPLE, as_of=AS_OF)
    assert [each.render(translate) for each in report.findings] == [each.render(sent) for each in report.findings]


def test_what_is_sent_again_is_found_again(tmp_path: Path) -> None:
    """
    A process that gets a convention with each task compiles it once; one that differs is another.
    """
    content = (Path(d.__file__).parent / "convention" / "call-dmsi-2024.toml").read_text(encoding="utf-8")
    path = tmp_path / "ours.toml"
    path.write_text(content.replace('id = "call-dmsi-2024"', 'id = "ours"'), encoding="utf-8")
    convention = d.load_convention(path)
    first, second = (pickle.loads(pickle.dumps(each)) for each in (convention, d.load_convention(path)))  # noqa: S301  (its own)
    assert first is second
    assert terms_of(first, ADOPTED) is terms_of(second, ADOPTED)
    assert first == convention
    assert first != d.load_convention()
