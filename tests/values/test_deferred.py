"""
Classes that attrs makes late are those that it would have made at once.
"""

import inspect
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

from dmsi_rules.values.deferred import FEW, stated, typed
from dmsi_rules.values.record import field, record


def classes(*, made: bool) -> tuple[Any, Any]:
    """
    Return a class and one that is made from it, new each time, made by attrs at once or not yet.
    """

    @record
    class Below:
        first: int
        _second: str = "b"
        third: tuple[int, ...] = field(factory=tuple, converter=tuple, eq=False)

    @record(kw_only=True)
    class Above(Below):
        fourth: "int | None" = None
        first: int = 7

    for each in (Below, Above) if made else ():
        attrs.fields(each)
    return Below, Above


CALLS: tuple[tuple[int, tuple[Any, ...], dict[str, Any]], ...] = (
    (0, (1,), {}),
    (0, (1, "c"), {"third": [3]}),
    (0, (1, "c", [3]), {}),
    (0, (), {"first": 1, "second": "c"}),
    (0, (), {}),
    (0, (1,), {"first": 2}),
    (0, (1, "c", [], 4), {}),
    (0, (1,), {"_second": "c"}),
    (0, (1,), {"fifth": 5}),
    (1, (), {}),
    (1, ("c",), {"first": 1, "fourth": 4}),
    (1, ("c", [1]), {}),
    (1, (1, 2, 3), {}),
)


@pytest.mark.parametrize(("which", "values", "given"), CALLS)
def test_the_first_few_are_constructed_as_attrs_would(which: int, values: tuple[Any, ...], given: dict[str, Any]) -> None:
    """
    The same facts, or the same refusal.
    """
    said: list[object] = []
    for made in (False, True):
        kind = classes(made=made)[which]
        try:
            said.append(sorted(vars(kind(*values, **given)).items()))
        except TypeError as error:
            said.append(str(error).rpartition("__init__()")[2])
    assert said[0] == said[1]


def test_many_are_constructed_by_attrs() -> None:
    """
    The first by the class itself, those after a while by what attrs has made; all are equal.
    """
    kind = classes(made=False)[0]
    assert len({kind(1, third=[rank]) for rank in range(FEW * 2)}) == 1
    assert inspect.isfunction(vars(kind)["__init__"])


@pytest.mark.parametrize("made", [False, True])
def test_what_attrs_adds_is_there(made: bool) -> None:
    """
    Fields, signature, matching, freezing, evolving: asked for first or last.
    """
    below, above = classes(made=made)
    assert list(inspect.signature(above).parameters) == ["second", "third", "fourth", "first"]
    assert above.__match_args__ == ("_second", "third")
    one = below(1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.first = 2
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del one.first
    assert attrs.evolve(one, first=2) == below(2)
    assert [each.name for each in attrs.fields(above)] == ["_second", "third", "fourth", "first"]


def test_fields_are_told_alike_before_and_after() -> None:
    """
    Names, types, defaults: as the body states them, and as attrs has them.
    """
    for before, after in zip(classes(made=False), classes(made=True), strict=True):
        assert [(each.name, each.type, each.default, each.init) for each in stated(before)] == [
            (each.name, each.type, each.default, each.init) for each in stated(after)
        ]
    assert typed(classes(made=False)[1])[2].type == int | None


def test_threads_make_a_class_once() -> None:
    """
    Whoever comes while it is made waits.
    """
    below, above = classes(made=False)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda rank: (below if rank % 2 else above)(first=1), range(FEW * 20)))
    assert set(found) == {below(1), above(first=1)}


def test_a_record_is_sent_before_its_class_is_made() -> None:
    """
    Pickled, it comes back equal.
    """
    from dmsi_rules.model.dossier import Commune  # noqa: PLC0415

    assert pickle.loads(pickle.dumps(Commune(name="Lens"))) == Commune(name="Lens")  # noqa: S301
