"""
Calls that mean nothing are refused by a sentence: a given day that is no day, a dossier that has not been read.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from dmsi_rules import (
    UnknownReadingError,
    audit,
    bill,
    bills,
    calendar,
    check,
    compare_readings,
    forecast,
    quote,
    read_dossier,
    read_governance,
    service_graph,
    share,
)

LENS = read_dossier({"commune": {"name": "Lens"}})
DAY = dt.date(2026, 1, 10)
ASKED: dict[str, Callable[[Any], object]] = {
    "check": lambda day: check(LENS, as_of=day),
    "quote": lambda day: quote(LENS, as_of=day),
    "bill": lambda day: bill(LENS, "2026", as_of=day),
    "bills": lambda day: bills(LENS, ("2026",), as_of=day),
    "calendar": lambda day: calendar(LENS, as_of=day),
    "audit": lambda day: audit(LENS, as_of=day),
    "share": lambda day: share({}, {}, as_of=day),
    "compare_readings": lambda day: compare_readings(LENS, as_of=day),
}
OPTIONAL = {"bill", "bills", "share"}


class AnotherDay(dt.date):
    """
    A day of some other library's.
    """


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-01-10", "as_of is a day, a datetime.date, not str"),
        ("", "as_of is a day, a datetime.date, not str"),
        (20260110, "as_of is a day, a datetime.date, not int"),
        (dt.datetime(2026, 1, 10, tzinfo=dt.UTC), "as_of is a day, a datetime.date without a time, not datetime"),
    ],
    ids=["text", "no text", "number", "moment"],
)
def test_what_is_no_day_is_refused(name: str, given: Any, said: str) -> None:
    """
    With what it should be, and what it is.
    """
    with pytest.raises(TypeError, match=f"^{said}$"):
        ASKED[name](given)


@pytest.mark.parametrize("name", ASKED)
def test_days_are_taken(name: str) -> None:
    """
    A day, of a class of its own too; none where it need not be given.
    """
    ASKED[name](DAY)
    ASKED[name](AnotherDay(2026, 1, 10))
    if name in OPTIONAL:
        ASKED[name](None)
    else:
        with pytest.raises(TypeError, match="not NoneType"):
            ASKED[name](None)


@pytest.mark.parametrize("name", ["quote", "bill", "bills", "calendar", "audit"])
@pytest.mark.parametrize(
    "given", [{"commune": {"name": "Lens"}}, read_governance({"kind": "governance"})], ids=["dict", "Governance"]
)
def test_what_is_no_dossier_is_refused(name: str, given: Any) -> None:
    """
    With what makes one.
    """
    asked: dict[str, Callable[[Any], object]] = {
        "quote": lambda document: quote(document, as_of=DAY),
        "bill": lambda document: bill(document, "2026"),
        "bills": lambda document: bills(document, ("2026",)),
        "calendar": lambda document: calendar(document, as_of=DAY),
        "audit": lambda document: audit(document, as_of=DAY),
    }
    with pytest.raises(TypeError, match=f"a dossier that read_dossier has read, not {type(given).__name__}"):
        asked[name](given)


def test_a_reading_of_the_graph_that_does_not_exist() -> None:
    """
    Refused as everywhere.
    """
    with pytest.raises(UnknownReadingError, match="perhaps"):
        service_graph(readings={"inferred_edges": "perhaps"})


MISUSED: dict[str, tuple[Callable[[Any], object], str]] = {
    "a convention's name": (
        lambda x: check(LENS, as_of=DAY, convention=x),
        "convention is one that load_convention",
    ),
    "of a graph": (service_graph, "convention is one that load_convention"),
    "a table's name": (
        lambda x: check(LENS, as_of=DAY, lifecycles=x),
        "lifecycles are a table that load_lifecycles",
    ),
    "of an audit": (lambda x: audit(LENS, as_of=DAY, lifecycles=x), "lifecycles are a table that load_lifecycles"),
    "a reading's name": (lambda x: bill(LENS, 2026, readings=x), "readings are a table of switches"),
    "a span of years": (lambda x: forecast(LENS, x, as_of=DAY), "years are whole numbers"),
    "a year": (lambda x: forecast(LENS, len(x), as_of=DAY), "years are several"),  # type: ignore[arg-type]  # what is refused
    "a request's name": (lambda x: quote(LENS, as_of=DAY, request=x), "request is the rank of one"),
}


@pytest.mark.parametrize("name", MISUSED)
def test_what_is_something_else(name: str) -> None:
    """
    Refused by what it is to be.
    """
    asked, sentence = MISUSED[name]
    with pytest.raises(TypeError, match=f"^{sentence}.*, not (str|int)$"):
        asked("2026-2029")
