"""
The formats of inventories: known by their content, one machine the same in each, whatever is no inventory told.
"""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import check, read_dossier
from dmsi_rules.documents.faults import Faults
from dmsi_rules.inventories._formats import workstations_in
from dmsi_rules.inventories.collect import read_file
from dmsi_rules.model.evidence import Workstation
from tests.inventories.formats import as_json, as_list, as_ods, as_xlsx, as_xml, rows_of

EXAMPLES = Path(__file__).parents[1] / "data" / "glpi"
LARGEST = 16 * 1024 * 1024

SYSTEMS: dict[str, dict[str, str]] = {
    "Windows 10": {
        "name": "Windows",
        "full_name": "Microsoft Windows 10 Professionnel",
        "version": "22H2",
        "kernel_version": "10.0.19045",
    },
    "Windows 8.1": {"name": "Windows", "full_name": "Microsoft Windows 8.1 Professionnel", "kernel_version": "6.3.9600"},
    "Windows 7": {
        "name": "Windows",
        "full_name": "Microsoft Windows 7 Professionnel",
        "kernel_version": "6.1.7601",
        "service_pack": "Service Pack 1",
    },
    "Windows Server": {
        "name": "Windows",
        "full_name": "Microsoft Windows Server 2016 Standard",
        "version": "1607",
        "kernel_version": "10.0.14393",
    },
    "Ubuntu": {"name": "Ubuntu", "full_name": "Ubuntu 22.04.4 LTS", "version": "22.04"},
    "Fedora": {"name": "Fedora", "full_name": "Fedora release 25 (Twenty Five)", "version": "25"},
    "LMDE": {"name": "LMDE", "full_name": "LMDE 6 (faye)", "version": "12.4"},
    "macOS": {"name": "MacOSX", "full_name": "macOS 14.5", "version": "14.5"},
    "another": {"name": "Haiku", "full_name": "Haiku R1/beta5", "version": "R1"},
    "nothing": {},
}


def machine(name: str, system: Mapping[str, str]) -> dict[str, Any]:
    """
    Return a machine called *name* with its system.
    """
    return {"hardware": {"name": name}, "operatingsystem": dict(system)}


# ---- the same in each


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_machine_is_the_same_in_each_format(name: str) -> None:
    """
    What an agent of GLPI says of a system, one of FusionInventory and a list of GLPI say alike.
    """
    said = machine("PC-1", SYSTEMS[name])
    expected = workstations_in(as_json(said))
    assert len(expected) == 1
    assert expected == workstations_in(as_xml(said))
    for listed in (as_list([said]), as_xlsx(rows_of([said])), as_ods(rows_of([said]))):
        assert [_judged(each) for each in expected] == [_judged(each) for each in workstations_in(listed)]


def _judged(found: Workstation) -> dict[str, Any]:
    """
    Return what a system is judged by; one that no table knows has any name.
    """
    facts = {key: getattr(found, key) for key in ("id", "os", "os_version", "os_name", "os_build")}
    return facts | {"os": "another"} if found.os in {"Haiku", "Haiku R1/beta5"} else facts


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_an_example_as_xml_says_what_it_says_as_json(path: Path) -> None:
    """
    The examples of GLPI's format, their users, accounts and groups included.
    """
    content = json.loads(path.read_bytes())["content"]
    looked_at = ("hardware", "operatingsystem", "users", "local_users", "local_groups")
    said = {name: content[name] for name in looked_at if content.get(name)}
    assert workstations_in(as_json(said)) == workstations_in(as_xml(said))


names = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(names, st.sampled_from(list(SYSTEMS))), max_size=8), st.sampled_from([";", ",", "\t"]))
def test_a_list_has_each_machine_once_and_in_order(listed: list[tuple[str, str]], separator: str) -> None:
    """
    Whatever the separator; what each says does not rest on the others.
    """
    machines = [machine(name, SYSTEMS[system]) for name, system in listed]
    alone = [found for each in machines for found in workstations_in(as_list([each], ";"))]
    assert alone == list(workstations_in(as_list(machines, separator)))


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    """
    XML that is called JSON, JSON that is called CSV.
    """
    said = machine("PC-1", SYSTEMS["Ubuntu"])
    for name, content in (("a.json", as_xml(said)), ("b.csv", as_json(said)), ("c", as_list([said]))):
        (tmp_path / name).write_bytes(content)
        found = read_file(str(tmp_path / name))
        assert isinstance(found, tuple)
        assert ["PC-1"] == [each.id for each in found]


# ---- what is no inventory


NOTHING = {
    "a text": b"Nos postes sont \xc3\xa0 jour.\n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a number": b"12",
    "another table": b'{"contents": {}}',
    "another list": b"Code;Montant\nsocle;12,50\n",
    "a list of names": b"Nom;Lieu\nPC-1;Mairie\n",
    "a page": b"<!-- x --><html><body><p>x</p></body></html>",
    "XML of another root": b"<REPLY><CONTENT/></REPLY>",
    "XML without content": b"<REQUEST><QUERY>PROLOG</QUERY></REQUEST>",
    "quotes that do not match": b'"a;b\nc',
    "NUL bytes": b"\0\0\0",
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_inventory_is_told_what_was_expected(name: str) -> None:
    """
    Each format, and how another list is saved as one of them.
    """
    with pytest.raises(Faults) as told:
        workstations_in(NOTHING[name])
    (fault,) = told.value.faults
    for word in ("GLPI", "OCS Inventory", "FusionInventory", "JSON", "XML", "CSV", "OS version"):
        assert word in str(fault)


@pytest.mark.parametrize("name", ["PC\ud83d", "\0", "\u200b", "x" * 300, "=A1"])
def test_a_name_that_no_document_could_have_is_kept_or_let_go(name: str, tmp_path: Path) -> None:
    """
    Nothing of an inventory is refused as a document's would be: its machine is judged all the same.
    """
    (found,) = workstations_in(as_json(machine(name, SYSTEMS["Ubuntu"])))
    assert (found.id, found.os_version) == ((name.strip() if len(name) < 300 else None), "22.04")
    assert ("PRE203", "violated") not in [each[:2] for each in verdicts(tmp_path, {"a.json": as_json(machine(name, {}))})]


def test_nothing_is_empty() -> None:
    """
    An empty file has its own word.
    """
    for content in (b"", b" \n", b"\xef\xbb\xbf"):
        with pytest.raises(Faults, match="empty"):
            workstations_in(content)


@pytest.mark.parametrize("start", [b"<REQUEST><CONTENT/></REQUEST>", b"Nom;Systeme\n", b'{"content": {}}'])
def test_what_is_too_large_is_not_read(start: bytes) -> None:
    """
    In no format.
    """
    with pytest.raises(Faults, match="larger than"):
        workstations_in(start + b" " * LARGEST)


# ---- damaged

WHOLE = [
    as_json(machine("PC-1", SYSTEMS["Windows 10"])),
    as_xml(machine("PC-1", SYSTEMS["Windows 10"])),
    as_xml({**machine("PC-2", {}), "local_groups": [{"name": "sudo", "members": ["a", "b"]}], "users": [{"login": "a"}]}),
    as_list(machine(f"PC-{number}", SYSTEMS[name]) for number, name in enumerate(SYSTEMS)),
    as_list([machine("PC-1", SYSTEMS["Ubuntu"])], "\t").decode("utf-8-sig").encode("cp1252"),
    as_list([machine("PC-1", SYSTEMS["Ubuntu"])], ",").decode("utf-8-sig").encode("utf-16"),
    as_xlsx(rows_of([machine("PC-1", SYSTEMS["Ubuntu"])])),
    as_ods(rows_of([machine("PC-1", SYSTEMS["Ubuntu"])])),
]
"""
One inventory of each kind.
"""


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """
    An inventory with bytes changed, cut out, doubled or put in.
    """
    content = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        put = draw(st.one_of(st.binary(max_size=4), st.sampled_from(SIGNS), st.just(bytes(content[start:end]) * 2)))
        content[start:end] = put
    return bytes(content)


SIGNS = [
    b"<",
    b">",
    b"&",
    b"&a;",
    b"<!DOCTYPE a>",
    b"</CONTENT>",
    b"<!--",
    b"<![CDATA[",
    b'"',
    b";",
    b"\n",
    b"\0",
    b"\xff\xfe",
    b"",
]


@given(st.one_of(st.binary(), damaged()))
def test_anything_ends_in_workstations_or_in_a_fault(content: bytes) -> None:
    """
    Whatever the damage, nothing else is raised, and every fault can be told.
    """
    try:
        found = workstations_in(content)
    except Faults as error:
        (fault,) = error.faults
        assert str(fault)
    else:
        assert all(isinstance(each, Workstation) for each in found)


@given(st.data())
def test_a_damaged_cell_changes_no_other_machine(data: st.DataObject) -> None:
    """
    In a list, what stands in a row is of its machine alone, as long as it has no quotes.
    """
    machines = [machine(f"PC-{number}", system) for number, system in enumerate(SYSTEMS.values())]
    lines = as_list(machines).split(b"\r\n")
    row = data.draw(st.integers(1, len(machines)))
    cells = lines[row].split(b'";"')
    cells[data.draw(st.integers(1, len(cells) - 2))] = data.draw(st.binary(max_size=9)).translate(None, b'"\r\n')
    lines[row] = b'";"'.join(cells)
    before, after = (list(workstations_in(each)) for each in (as_list(machines), b"\r\n".join(lines)))
    del before[row - 1], after[row - 1]
    assert before == after


# ---- verdicts

CASE = {
    "commune": {"name": "Lens"},
    "request": {
        "lines": [
            {"service": "socle"},
            {"service": "reseau", "quantity": 1, "opening": "2027-01-01"},
            {"service": "postes", "quantity": 1, "opening": "2027-01-01"},
        ]
    },
    "evidence": {"local_admin": False, "inventories": ["parc/*"]},
}


def verdicts(folder: Path, files: Mapping[str, bytes]) -> list[tuple[str, str, Any]]:
    """
    Return what is found of the workstations whose inventories are *files*.
    """
    (folder / "parc").mkdir(parents=True)
    for name, content in files.items():
        (folder / "parc" / name).write_bytes(content)
    (folder / "dossier.json").write_text(json.dumps(CASE), encoding="utf-8")
    found = check(read_dossier(folder / "dossier.json"), as_of=dt.date(2026, 8, 22)).findings
    return [(each.code, each.verdict, dict(each.facts)) for each in found if each.code in {"PRE202", "PRE203"}]


@pytest.mark.parametrize("names", [["Windows 10"], ["Windows 8.1", "Ubuntu"], ["Ubuntu"], ["macOS", "nothing"], list(SYSTEMS)])
def test_verdicts_do_not_rest_on_the_format(tmp_path: Path, names: list[str]) -> None:
    """
    The same machines as files of an agent of GLPI, as those of another, as one list.
    """
    machines = [machine(f"PC-{number}", SYSTEMS[name]) for number, name in enumerate(names)]
    of_json = {f"{number}.json": as_json(each) for number, each in enumerate(machines)}
    of_xml = {f"{number}.xml": as_xml(each) for number, each in enumerate(machines)}
    expected = verdicts(tmp_path / "json", of_json)
    assert expected == verdicts(tmp_path / "xml", of_xml)
    assert expected == verdicts(tmp_path / "list", {"parc.csv": as_list(machines)})
    assert expected == verdicts(tmp_path / "xlsx", {"parc.xlsx": as_xlsx(rows_of(machines))})
    assert expected == verdicts(tmp_path / "ods", {"parc.ods": as_ods(rows_of(machines))})


def test_windows_8_1_as_xml_is_violated(tmp_path: Path) -> None:
    """
    The example 2.xml of inventory_format, which is XML in its original: its system is no longer maintained; glpi-agent#942.
    """
    content = json.loads((EXAMPLES / "derived-win81-pro-fr-admin-group-no-members.json").read_bytes())["content"]
    said = {name: content[name] for name in ("hardware", "operatingsystem", "local_groups")}
    assert ("PRE203", "violated") in [each[:2] for each in verdicts(tmp_path, {"w81.xml": as_xml(said)})]
