"""
The JSON Schema of a convention: closed tables that take every file at hand, and refuse what a reader of one file would.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dmsi_rules.convention import convention_of, load_convention
from dmsi_rules.documents.schema import json_schema
from dmsi_rules.errors import ConventionError
from tests.convention.examples import FILES, GONE, changed, plain


@cache
def schema() -> dict[str, Any]:
    """
    Return the schema of a convention.
    """
    return json_schema("convention", load_convention())


def told(data: Any) -> list[str]:
    """
    Return the pointers of what the schema refuses in *data*, days as text.
    """
    document = json.loads(json.dumps(data, default=dt.date.isoformat))
    return [
        "".join(f"/{part}" for part in error.absolute_path) for error in Draft202012Validator(schema()).iter_errors(document)
    ]


def test_it_is_a_schema() -> None:
    """
    Of the draft that it names.
    """
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", FILES)
def test_whole_conventions_are_taken(name: str) -> None:
    """
    With their readings clear or doubtful, limits by months, prices by month, year, facts and quantities, terms of two kinds.
    """
    assert [] == told(plain(name))


def test_every_table_is_closed() -> None:
    """
    But for the author's own keys.
    """
    tables = [schema(), *schema()["$defs"].values()]
    assert {False} == {each["additionalProperties"] for each in tables}
    assert all(each["patternProperties"] == {"^x-": True} for each in tables)


@pytest.mark.parametrize(
    ("edits", "path"),
    [
        ({"/colour": 1}, ""),
        ({"/request/notice/0/limits": {}}, "/request/notice/0"),
        ({"/request/notice/0/limit/day": "06-30"}, "/request/notice/0/limit"),
        ({"/request/notice/0/limit/months": GONE}, "/request/notice/0/limit"),
        ({"/exit/notice/0/letter_date": "posted"}, "/exit/notice/0/letter_date"),
        ({"/exit/notice/0/letter_date": []}, "/exit/notice/0/letter_date"),
        ({"/tariff/grids/0/prices/0/month": "1.00"}, "/tariff/grids/0/prices/0"),
        ({"/tariff/grids/0/prices/0/by": GONE}, "/tariff/grids/0/prices/0"),
        ({"/tariff/grids/0/prices/0/brackets/0/year": GONE}, "/tariff/grids/0/prices/0/brackets/0"),
        ({"/tariff/grids/1/prices/3/year": GONE}, "/tariff/grids/1/prices/3"),
        ({"/term/length/0/renewals": ["spring"]}, "/term/length/0/renewals/0"),
        ({"/conditions/prerequisites/1/rule": "PRE301"}, "/conditions/prerequisites/1"),
        ({"/duties/obligations/1/code": GONE}, "/duties/obligations/1"),
        ({"/roles/mayor/fr": GONE, "/roles/mayor/en": GONE}, "/roles/mayor"),
        ({"/units/un poste": {"fr": "poste"}}, "/units"),
        ({"/year/starts": "09"}, "/year/starts"),
    ],
)
def test_what_a_table_cannot_be_is_refused(edits: dict[str, Any], path: str) -> None:
    """
    A key that is not one, both or neither of two that exclude one another, a value outside a list.
    """
    assert path in told(changed("sm3r-2026", edits))


@given(st.sampled_from(sorted(FILES)), st.data())
def test_what_the_reader_takes_the_schema_takes(name: str, data: st.DataObject) -> None:
    """
    A key left out or a value put elsewhere: wherever the program has nothing to say an editor has nothing to say either.
    """
    document: Any = plain(name)
    table = document
    while isinstance(table, dict | list) and table:
        keys = sorted(table) if isinstance(table, dict) else list(range(len(table)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(table[key], dict | list) or not data.draw(st.integers(0, 3)):
            if data.draw(st.booleans()):
                del table[key]
            else:
                table[key] = table[data.draw(st.sampled_from(keys))]
            break
        table = table[key]
    try:
        convention_of(document)
    except ConventionError:
        return
    assert [] == told(document)
