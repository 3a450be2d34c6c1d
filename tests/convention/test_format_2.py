"""
Conventions of format 2: those at hand hold together, every fault of one that does not is told at once, the rest is noted.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.convention import convention_from, convention_of, load_convention
from dmsi_rules.errors import ConventionError
from dmsi_rules.testing.strategies import Plain
from tests.convention.examples import FILES, GONE, OLD, changed, faults_of, plain

SM3R, NEW = "sm3r-2026", "call-dmsi-2027"


# ---- what loads


@pytest.mark.parametrize("name", FILES)
def test_a_whole_convention_loads_without_a_note(name: str) -> None:
    """
    The embedded convention, its made-up successor and a text of another kind have nothing wrong, and nothing in vain.
    """
    convention = load_convention(FILES[name])
    assert (name, ()) == (convention.id, convention.notes)


def test_a_convention_may_be_json() -> None:
    """
    JSON with the same keys, days as text, is the same convention.
    """
    as_text = {dt.date: dt.date.isoformat}
    data = _mapped(plain(SM3R), lambda value: as_text.get(type(value), lambda same: same)(value))
    assert convention_of(data).to_dict() == convention_of(plain(SM3R)).to_dict()


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(each, change) for key, each in value.items()}
    return [_mapped(each, change) for each in value] if isinstance(value, list) else change(value)


def test_a_successor_knows_the_text_that_it_replaces() -> None:
    """
    The text that follows the embedded one is loaded with it.
    """
    older = load_convention(FILES[NEW]).older
    assert older is not None
    assert "call-dmsi-2024" == older.id


def test_a_ring_of_texts_is_refused(tmp_path: Path) -> None:
    """
    A text that replaces itself replaces nothing.
    """
    file = tmp_path / "ring.toml"
    file.write_text(
        FILES[NEW].read_text(encoding="utf-8").replace('convention = "call-dmsi-2024"', f'convention = "{NEW}"'), "utf-8"
    )
    with pytest.raises(ConventionError, match="not itself"):
        load_convention(file)


def test_own_keys_are_let_through(tmp_path: Path) -> None:
    """
    What begins with `x-` is the author's own, wherever it stands.
    """
    file = tmp_path / "own.toml"
    file.write_text(
        FILES[SM3R].read_text(encoding="utf-8").replace("[units]", "x-note = { anything = 1 }\n[units]\nx-own = 5"), "utf-8"
    )
    assert SM3R == load_convention(file).id


# ---- what does not


def test_every_fault_is_told_at_once() -> None:
    """
    A type, a source, a reference, a circle, a sum and a period: none hides another, and none is told twice.
    """
    edits: dict[str, Any] = {
        "/year/starts": "09-15",
        "/duties/source": GONE,
        "/catalogue/services/3/unit": "postes",
        "/catalogue/edges/2/requires": "parc",
        "/tariff/grids/0/prices/2/brackets/0/year": "1.00",
        "/governance/committees/0/every_months": 7,
        "/exit/notice/0/limit/months": "four",
    }
    told = [fault.path for fault in faults_of(changed(SM3R, edits))]
    assert {
        "/year/starts",
        "/duties/obligations/0/source",
        "/duties/obligations/1/source",
        "/catalogue/services/3/unit",
        "/catalogue/edges/2",
        "/tariff/grids/0/prices/2/brackets/0/year",
        "/governance/committees/0/every_months",
        "/exit/notice/0/limit/months",
    } == set(told)
    assert len(told) == len(set(told))


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("value", [5, [[]], {}], ids=repr)
def test_a_table_of_another_shape_is_refused(name: str, value: Any) -> None:
    """
    Whatever stands in the place of a table, or of what is in it, is told there, and the rest is judged all the same.
    """
    for table, entries in plain(name).items():
        below = [f"/{table}/{key}" for key in entries] if isinstance(entries, dict) else []
        for path in (f"/{table}", *below):
            assert all(fault.path.startswith("/") for fault in faults_of(changed(name, {path: value})))


@pytest.mark.parametrize("text", ["", "format = ", "format = 2\n", "[[services]]\n", 'id = "x"\nid = "y"\n', "[catalogue]\n"])
def test_what_is_no_convention_is_refused(text: str) -> None:
    """
    A file that cannot be read, or holds something else, is refused like a faulty one.
    """
    with pytest.raises(ConventionError) as caught:
        convention_from(text.encode())
    assert caught.value.faults


def test_every_circle_is_told() -> None:
    """
    One does not hide another.
    """
    links = [("contribution", "portail"), ("portail", "contribution"), ("parc", "ecoles"), ("ecoles", "parc")]
    edges = [{"service": service, "requires": required} for service, required in links]
    edges.append({"service": "intervention", "requires": "adhesion"})
    faults = faults_of(changed(SM3R, {"/catalogue/edges": edges}))
    circles = [set(fault.facts["circle"]) for fault in faults if "circle" in fault.facts]  # type: ignore[call-overload]
    assert [{"contribution", "portail"}, {"parc", "ecoles"}] == circles


def test_edges_of_different_times_close_no_circle() -> None:
    """
    What rests on another service until a day, which rests on it from then on, is never in a circle.
    """
    swap = dt.date(2028, 1, 1)
    edges = [
        *plain(SM3R)["catalogue"]["edges"],
        {"service": "intervention", "requires": "parc", "until": swap - dt.timedelta(days=1)},
        {"service": "parc", "requires": "intervention", "from": swap},
    ]
    assert convention_of(changed(SM3R, {"/catalogue/edges": edges})).catalogue.edges[6].requires == "intervention"


def test_a_plan_that_is_given_up_keeps_its_price() -> None:
    """
    What is open goes on, priced while a grid has its row: a row of the plan that an amendment has dropped is no fault.
    """
    services = plain("call-dmsi-2024")["catalogue"]["services"]
    messaging = services[5] | {"from": dt.date(2026, 1, 1), "source": "Avenant 1", "replaced": {"premium-10": "premium-25"}}
    messaging["plans"] = [plan for plan in messaging["plans"] if plan != "premium-10"]
    convention = convention_of(changed("call-dmsi-2024", {"/catalogue/services/-": messaging}))
    assert "premium-10" not in convention.catalogue.services[-1].plans


# ---- random damage

SCALARS = st.none() | st.booleans() | st.integers(-5, 3000) | st.text("abc-/.x ", max_size=4) | st.dates(dt.date(2025, 1, 1))
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["code", "fr", "by", "from"]), inner, max_size=2)
    ),
)


@given(st.sampled_from([*FILES, *OLD]), st.data())
def test_damage_is_told_and_never_a_traceback(name: str, data: st.DataObject) -> None:
    """
    Whatever is put, swapped or left out anywhere in a convention: it loads, or every fault has a place and words.
    """
    damaged = plain(name)
    for _ in range(data.draw(st.integers(1, 3))):
        _damage(damaged, data)
    assert all(fault.path.startswith("/") and str(fault) for fault in faults_of(damaged))


def _damage(value: Plain, data: st.DataObject) -> None:
    """
    Change one thing somewhere in *value*: a table or a list, as deep as is drawn.
    """
    table: Any = value
    while table:
        keys = sorted(table) if isinstance(table, dict) else list(range(len(table)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(table[key], dict | list) and data.draw(st.integers(0, 4)):
            table = table[key]
            continue
        others = [table[other] for other in keys]
        match data.draw(st.sampled_from(["gone", "other", "value", "twice"])):
            case "gone":
                del table[key]
            case "other":
                table[key] = data.draw(st.sampled_from(others))
            case "value":
                table[key] = data.draw(VALUES)
            case _ if isinstance(table, list):
                table.append(table[key])
        return


# ---- notes


def notes(name: str, edits: dict[str, Any]) -> list[tuple[str, str]]:
    """
    Return place and words of what is noted on an example with *edits*.
    """
    return [(note.path, str(note).partition(": ")[2]) for note in convention_of(changed(name, edits)).notes]


GRID: Plain = {"id": "more", "source": "x", "voted": dt.date(2027, 11, 3), "sent": dt.date(2027, 12, 1), "prices": []}


@pytest.mark.parametrize(
    ("name", "edits", "path", "told"),
    [
        (
            SM3R,
            {"/tariff/revision/0/yearly": True, "/tariff/grids/-": GRID | {"voted": dt.date(2027, 6, 30)}},
            "/tariff/grids",
            "2 grids were voted in 2026-2027",
        ),
        (SM3R, {"/tariff/grids/1/sent": GONE}, "/tariff/grids/1", "it prices on no day"),
        (
            SM3R,
            {"/tariff/grids/-": GRID | {"voted": dt.date(2025, 1, 1), "sent": dt.date(2025, 2, 1)}},
            "/tariff/grids/2",
            "it prices on no day",
        ),
        (SM3R, {"/tariff/grids/1/voted": dt.date(2027, 6, 5)}, "/tariff/grids/1/sent", "before it was voted"),
        (
            SM3R,
            {"/tariff/grids/1/named_start": dt.date(2027, 6, 15)},
            "/tariff/grids/1/named_start",
            "into force on 2027-07-01",
        ),
        (SM3R, {"/catalogue/edges/1/new_only": True}, "/catalogue/edges/1/new_only", "nothing came before it"),
        (
            SM3R,
            {
                "/catalogue/edges/-": {
                    "service": "portail",
                    "requires": "contribution",
                    "from": dt.date(2028, 1, 1),
                    "new_only": True,
                }
            },
            "/catalogue/edges/5/new_only",
            "an earlier version",
        ),
        (SM3R, {"/conditions/prerequisites/1/accepts": ["4g"]}, "/conditions/prerequisites/1/accepts", "read for PRE102 alone"),
        (
            NEW,
            {"/tariff/revision/0/grid_start": ["next-january", "when-sent"]},
            "/tariff/revision/0/grid_start",
            "`next-january` is an older word for `next-year`",
        ),
        (SM3R, {"/duties/obligations/0/by": "referent"}, "/duties/obligations/0/by", "read for OBL008 alone"),
    ],
)
def test_what_is_in_vain_is_noted(name: str, edits: dict[str, Any], path: str, told: str) -> None:
    """
    What a text says without effect, or against the order of things, is worth a note, and forbids nothing.
    """
    ((place, words),) = notes(name, edits)
    assert path == place
    assert told in words


def test_a_grid_a_year_is_nothing_to_note() -> None:
    """
    One revision each accounting year is what the text speaks of, wherever the calendar year ends.
    """
    assert [] == notes(SM3R, {"/tariff/revision/0/yearly": True, "/tariff/grids/-": GRID})


# ---- format 1


def test_format_1_is_read_as_the_embedded_clauses_and_says_so() -> None:
    """
    The embedded convention as it was written in format 1 gives its catalogue and prices, and the clauses of 2024.
    """
    old, now = load_convention(OLD["format-1"]), load_convention()
    (note,) = old.notes
    assert ("/format", "call-dmsi-2024") == (note.path, note.facts["id"])
    assert old.exit.notice[0].limit == now.exit.notice[0].limit
    assert [price.year for price in old.tariff.grids[0].prices] == [price.year for price in now.tariff.grids[0].prices]
    assert [service.code for service in old.catalogue.services] == [service.code for service in now.catalogue.services]
    assert {(edge.service, edge.requires, edge.at_most) for edge in old.catalogue.edges} == {
        (edge.service, edge.requires, edge.at_most) for edge in now.catalogue.edges
    }


def test_other_conventions_of_format_1_are_read() -> None:
    """
    One with its own services, rows and days, none of them the embedded one's.
    """
    other = load_convention(OLD["other"])
    assert ["/format", "/grids/2"] == [note.path for note in other.notes]  # the grid that was never sent
    assert (9, 15) == other.request.notice[0].limit.day


def test_faults_of_format_1_are_told() -> None:
    """
    What was wrong in format 1 is wrong still.
    """
    data = plain("format-1")
    data["grids"][0]["prices"][0]["year"] = "85.00"
    with pytest.raises(ConventionError, match="twelve months"):
        convention_of(data)
