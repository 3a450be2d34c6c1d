"""
What evidence from files keeps to, whatever the files: their format, their order, more of them, damage to one.
"""

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dmsi_rules import audit
from dmsi_rules.documents.faults import Faults
from dmsi_rules.inventories._formats import workstations_in
from dmsi_rules.inventories.collect import collect
from dmsi_rules.model.evidence import Collected, Workstation
from dmsi_rules.testing.strategies import Plain
from tests.inventories.formats import as_json, as_list, as_ods, as_xlsx, as_xml, rows_of
from tests.inventories.test_formats import SYSTEMS, machine
from tests.property.test_evidence import with_inventories

DAYS = (dt.date(2023, 1, 1), dt.date(2026, 8, 22), dt.date(2027, 1, 1), dt.date(2033, 1, 1))
GROUPS: Plain = {"local_groups": [{"name": "sudo", "members": ["agent1"]}], "users": [{"login": "agent1"}]}
ACCOUNTS: Plain = GROUPS | {"local_users": [{"id": "1000", "login": "agent1"}]}

named = st.lists(st.sampled_from(list(SYSTEMS)), max_size=5)
days = st.sampled_from(DAYS)
few = settings(max_examples=40)


def states(workstations: Iterable[Workstation], day: dt.date) -> Mapping[str | None, Mapping[str, str]]:
    """
    Return how each workstation stands, by its name, where the service for workstations opens on *day*; under `all`, the rules.
    """
    document: Plain = {
        "commune": {"name": "Lens"},
        "request": {"lines": [{"service": "postes", "quantity": 1, "opening": day.isoformat()}]},
        "evidence": {"os_up_to_date": True, "workstations_secured": True},
    }
    found = audit(with_inventories(document, Collected(tuple(workstations), ())), as_of=DAYS[1])
    every: dict[str | None, Mapping[str, str]] = {each.name: each.states for each in found.machines}
    every["all"] = {each.rule.code: each.state for each in found.prerequisites}
    return every


def whole(names: Iterable[str]) -> list[dict[str, Any]]:
    """
    Return the machines with the systems called *names*.
    """
    return [machine(f"PC-{rank}", SYSTEMS[name]) for rank, name in enumerate(names)]


@given(named, days)
@few
def test_the_format_changes_no_verdict(names: list[str], day: dt.date) -> None:
    """
    The same machines as JSON, XML, CSV, XLSX and ODS.
    """
    machines = whole(names)
    expected = states((each for one in machines for each in workstations_in(as_json(one))), day)
    assert expected == states((each for one in machines for each in workstations_in(as_xml(one))), day)
    for content in (as_list(machines), as_xlsx(rows_of(machines)), as_ods(rows_of(machines))):
        assert expected == states(workstations_in(content), day)


@given(st.data())
@few
def test_the_order_of_the_files_changes_nothing(data: st.DataObject) -> None:
    """
    Neither that in which they are named nor that of the files of one device, whole and partial.
    """
    files = {
        f"{rank}.json": as_json(each)
        .replace(b'{"deviceid": "PC-', b'{"deviceid": "D-' if data.draw(st.booleans()) else b'{"deviceid": "PC-')
        .replace(b'"action"', b'"partial": true, "action"' if data.draw(st.booleans()) else b'"action"')
        for rank, each in enumerate([*whole(data.draw(named)), *whole(data.draw(named))])
    }
    order = data.draw(st.permutations(list(files)))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        first = collect(None, (), [f"{folder}/{name}" for name in files])
        assert first == collect(None, (), [f"{folder}/{name}" for name in order])
        assert first == collect(None, (), [f"{folder}/{name}" for name in (*order, *files)])


@given(named, st.sampled_from(list(SYSTEMS)), days, st.booleans())
@few
def test_another_machine_mends_nothing(names: list[str], more: str, day: dt.date, administers: bool) -> None:
    """
    What is violated stays so, and what is unknown is not met by it, where there was a machine before.
    """
    before = [each for one in whole(names) for each in workstations_in(as_json(one))]
    added = machine("NEW", SYSTEMS[more]) | (ACCOUNTS if administers else {})
    after = states([*before, *workstations_in(as_json(added))], day)["all"]
    for code, state in states(before, day)["all"].items():
        assert state != "unmet" or after[code] == "unmet"
        assert state != "unknown" or not before or after[code] != "met"


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """
    Return *content* with bytes changed, cut out, doubled or put in.
    """
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(changed)))
        end = min(len(changed), start + draw(st.integers(0, 30)))
        changed[start:end] = draw(st.binary(max_size=4) | st.just(bytes(changed[start:end]) * 2) | st.just(b""))
    return bytes(changed)


@given(st.data(), named, st.sampled_from(list(SYSTEMS)), days)
@settings(max_examples=150)
def test_damage_stays_where_it_is(data: st.DataObject, names: list[str], hurt: str, day: dt.date) -> None:
    """
    A damaged file ends in its own machine's answers or in a complaint, and the other machines stand as they did.
    """
    one = machine("HURT", SYSTEMS[hurt]) | ACCOUNTS
    write = data.draw(st.sampled_from([as_json, as_xml, lambda each: as_list([each]), lambda each: as_ods(rows_of([each]))]))
    content = data.draw(damaged(write(one)))
    others = [each for said in whole(names) for each in workstations_in(as_json(said))]
    try:
        found = [each for each in workstations_in(content) if each.id not in {other.id for other in others}]
    except Faults:
        found = []
    expected, got = states(others, day), states([*others, *found], day)
    assert {each.id: expected[each.id] for each in others} == {each.id: got[each.id] for each in others}
