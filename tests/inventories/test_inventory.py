"""
One inventory: what is read of it, whatever its agent, its language and its gaps.
"""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules.documents.faults import Faults
from dmsi_rules.inventories.collect import read_file
from dmsi_rules.model.evidence import Workstation
from tests.inventories.one import workstation_in

EXAMPLES = Path(__file__).parents[1] / "data" / "glpi"
KEPT = {"id", "os", "os_version", "os_name", "os_build", "local_admin", "admin_doubt"}
LOCAL = "S-1-5-21-1991532173-3840140016-515664010"

Facts = dict[str, Any]


def facts_of(content: Any, **beside: Any) -> Facts:
    """
    Return the facts read of an inventory with *content*, those that are not known left out.
    """
    found = workstation_in(json.dumps({"deviceid": "x", "content": content, **beside}).encode())
    return {} if found is None else known(found)


def known(found: Workstation) -> Facts:
    """
    Return what is known of a workstation.
    """
    facts = {each.name: getattr(found, each.name) for each in attrs.fields(Workstation)}
    marks = {"admin_doubt", "bare"}
    beside = {"device", "partial", "admin_silence"}
    return {
        name: value
        for name, value in facts.items()
        if value is not None and name not in beside and (name not in marks or value)
    }


# ---- the examples

EXPECTED: Mapping[str, Facts] = {
    "derived-fedora25-wheel-members": {
        "id": "LF014",
        "os": "fedora",
        "os_version": "25",
        "os_name": "Fedora release 25 (Twenty Five)",
        "admin_doubt": True,
    },
    "derived-macos-10.13-firewall-off": {
        "id": "iMac de agent2",
        "os": "macos",
        "os_version": "10.13.5 (17F77)",
        "os_name": "macOS",
    },
    "derived-win81-pro-fr-admin-group-no-members": {
        "id": "pc-arg-23",
        "os": "windows",
        "os_version": "8.1",
        "os_name": "Microsoft Windows 8.1 Professionnel",
        "os_build": "6.3.9600",
        "admin_doubt": True,
    },
    "fedora31-luks-workstation": {
        "id": "glpixps",
        "os": "fedora",
        "os_version": "31 (Workstation Edition)",
        "os_name": "Fedora 31 (Workstation Edition)",
    },
    "partial-virtualmachines-no-os": {"id": "COMP1"},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_is_read(name: str) -> None:
    """
    Of each example inventory, just the facts that the rules need: an antivirus or a firewall decides nothing.
    """
    found = read_file(str(EXAMPLES / f"{name}.json"))
    assert isinstance(found, tuple)
    assert [EXPECTED[name]] == list(map(known, found))


def test_every_example_is_there() -> None:
    """
    The table above has all of them.
    """
    assert set(EXPECTED) == {path.stem for path in EXAMPLES.glob("*.json")}


# ---- operating systems

SYSTEMS: Mapping[str, tuple[Facts, tuple[str | None, str | None]]] = {
    "windows 11, an update": (
        {
            "name": "Windows",
            "full_name": "Microsoft Windows 11 Professionnel",
            "version": "24H2",
            "kernel_version": "10.0.26100",
        },
        ("windows", "11-24h2"),
    ),
    "windows 10, an update in digits": (
        {"name": "Windows", "full_name": "Microsoft Windows 10 Entreprise", "version": "1809"},
        ("windows", "10-1809"),
    ),
    "windows 10, no update": ({"name": "Windows", "full_name": "Microsoft Windows 10 Famille"}, ("windows", "10")),
    "windows without release": ({"name": "Windows", "kernel_version": "10.0.19045"}, ("windows", None)),
    "windows 7, a pack": (
        {"name": "Windows", "full_name": "Microsoft Windows 7 Professionnel ", "service_pack": "Service Pack 1"},
        ("windows", "7-sp1"),
    ),
    "windows with a revision for a pack": (
        {"name": "Windows", "full_name": "Microsoft Windows 10 Pro", "version": "22H2", "service_pack": "19045.3803"},
        ("windows", "10-22h2"),
    ),
    "windows vista, signs": (
        {"full_name": "Microsoft® Windows Vista™ Professionnel", "service_pack": "Service Pack 2"},
        ("windows", "6-sp2"),
    ),
    "windows xp": (
        {"full_name": "Microsoft Windows XP Professional", "service_pack": "Service Pack 3"},
        ("windows", "5-sp3"),
    ),
    "server 2019, whose update is a client's too": (
        {"name": "Windows", "full_name": "Microsoft Windows Server 2019 Standard", "version": "1809"},
        ("windows-server", "2019"),
    ),
    "server 2012 R2": ({"full_name": "Microsoft Windows Server 2012 R2 Datacenter"}, ("windows-server", "2012-r2")),
    "server 2008 R2, a pack": (
        {"full_name": "Microsoft Windows Server 2008 R2 Standard ", "service_pack": "Service Pack 1"},
        ("windows-server", "2008-r2-sp1"),
    ),
    "server 2003, signs": (
        {"full_name": "Microsoft(R) Windows(R) Server 2003, Enterprise Edition x64", "service_pack": "Service Pack 2"},
        ("windows-server", "2003-sp2"),
    ),
    "server without year": ({"full_name": "Microsoft Windows Server Standard", "version": "1909"}, ("windows-server", None)),
    "macos, an old name": (
        {"name": "MacOSX", "full_name": "Mac OS X", "version": "10.12.6 (16G29)"},
        ("macos", "10.12.6 (16G29)"),
    ),
    "macos, an older name": ({"name": "OS X", "version": "10.11"}, ("macos", "10.11")),
    "ubuntu": ({"name": "Ubuntu", "version": "22.04.3 LTS (Jammy Jellyfish)"}, ("ubuntu", "22.04.3 LTS (Jammy Jellyfish)")),
    "ubuntu by its full name": ({"full_name": "Ubuntu 22.04.3 LTS"}, ("ubuntu", "22.04.3")),
    "debian": (
        {"name": "Debian GNU/Linux", "full_name": "Debian GNU/Linux 12 (bookworm)", "version": "12.5"},
        ("debian", "12.5"),
    ),
    "debian testing": ({"name": "Debian GNU/Linux", "full_name": "Debian GNU/Linux trixie/sid"}, ("debian", None)),
    "mint": ({"name": "Linux Mint", "version": "21.3 (Virginia)"}, ("linuxmint", "21.3 (Virginia)")),
    "mint on debian": ({"name": "LMDE", "full_name": "LMDE 6 (faye)", "version": "6 (faye)"}, ("linuxmint", "lmde6")),
    "red hat": ({"name": "Red Hat Enterprise Linux", "version": "9.3 (Plow)"}, ("rhel", "9.3 (Plow)")),
    "rocky": ({"name": "Rocky Linux", "version": "9.3 (Blue Onyx)"}, ("rocky-linux", "9.3 (Blue Onyx)")),
    "alma": ({"name": "AlmaLinux", "version": "8.10"}, ("almalinux", "8.10")),
    "centos": ({"name": "CentOS Linux", "version": "7.9.2009 (Core)"}, ("centos", "7.9.2009 (Core)")),
    "centos stream, another product": ({"name": "CentOS Stream", "version": "8"}, ("CentOS Stream", "8")),
    "another system": ({"name": "FreeBSD", "version": "14.1"}, ("FreeBSD", "14.1")),
    "a system that has another's name in its own": ({"name": "DragonOS X", "version": "10.13"}, ("DragonOS X", "10.13")),
    "nothing": ({}, (None, None)),
    "a kernel and no system": ({"kernel_name": "linux", "kernel_version": "5.10"}, (None, None)),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_is_named_as_the_table_names_it(name: str) -> None:
    """
    Product and version come in the words of the lifecycle table, a server apart from a workstation of the same build.
    """
    said, expected = SYSTEMS[name]
    found = facts_of({"operatingsystem": said})
    assert expected == (found.get("os"), found.get("os_version"))


@pytest.mark.parametrize(
    ("name", "expected"), [("Windows", "10.0.19045"), ("Fedora", None), ("MacOSX", None), ("Red Hat", None)]
)
def test_a_kernel_tells_the_release_of_windows_alone(name: str, expected: str | None) -> None:
    """
    The kernel of another system begins like the version of another release: it is no build.
    """
    assert expected == facts_of({"operatingsystem": {"name": name, "kernel_version": "10.0.19045"}}).get("os_build")


@pytest.mark.parametrize("written", ["22.10", "12"])
def test_a_version_that_is_a_number_is_as_written(written: str) -> None:
    """
    As in other formats, which have no numbers: 22.10 is not 22.1.
    """
    content = f'{{"content": {{"operatingsystem": {{"name": "Ubuntu", "version": {written}}}}}}}'.encode()
    found = workstation_in(content)
    assert found is not None
    assert written == found.os_version


# ---- administrators

ADMIN = {"local_admin": True}
NOBODY = {"local_admin": False}
DOUBT = {"admin_doubt": True}
SILENT: Facts = {}

ACCOUNTS = [
    {"id": f"{LOCAL}-500", "login": "Chef"},
    {"id": f"{LOCAL}-1001", "login": "agent1"},
    {"id": f"{LOCAL}-1002", "name": "dmsi"},
    {"id": f"{LOCAL}-1003", "login": "parti", "disabled": True},
]
UNIX = [
    {"id": "0", "login": "root", "name": "root", "shell": "/bin/bash"},
    {"id": "1000", "login": "agent1", "name": "Prénom Nom", "shell": "/bin/bash"},
    {"id": "1001", "login": "dmsi", "shell": "/bin/bash"},
    {"id": "1002", "login": "service", "shell": "/usr/sbin/nologin"},
    {"id": "1003", "login": "administrator", "shell": "/bin/bash"},
]


def administrators(*members: str, **beside: Any) -> Facts:
    """
    Return a French Windows with *members* in its administrators' group.
    """
    group = {"id": "S-1-5-32-544", "name": "Administrateurs", "members": list(members)}
    others = [{"id": "S-1-5-32-545", "name": "Utilisateurs"}, {"id": "g2", "name": "Appui", "members": ["dmsi"]}]
    return {
        "hardware": {"name": "PC-1", "lastloggeduser": "agent1"},
        "local_users": ACCOUNTS,
        "local_groups": [*others, group],
        **beside,
    }


def unix(group: str, *members: str, **beside: Any) -> Facts:
    """
    Return a Unix machine with *members* in *group*.
    """
    hardware = {"name": "pc-1", "lastloggeduser": "agent1"}
    listed = [{"id": "10", "name": group, "members": list(members)}]
    return {"hardware": hardware, "local_users": UNIX, "local_groups": listed, **beside}


def grouped(groups: Mapping[str, list[str] | None]) -> list[Facts]:
    """
    Return groups by name, with their members where they are said.
    """
    return [{"name": name} if members is None else {"name": name, "members": members} for name, members in groups.items()]


def used_by(*users: str | tuple[str, str]) -> Facts:
    """
    Return sections that say who uses the machine PC-1, and nobody else.
    """
    told = [{"login": each} if isinstance(each, str) else {"login": each[0], "domain": each[1]} for each in users]
    return {"hardware": {"name": "PC-1"}, "users": told}


ADMINISTRATORS: Mapping[str, tuple[Facts, Facts]] = {
    "the user": (administrators("Chef", "agent1"), ADMIN),
    "the user in capitals": (administrators("AGENT1"), ADMIN),
    "the user of the machine's domain": (administrators("PC-1\\agent1"), ADMIN),
    "the user of a dot": (administrators(".\\agent1"), ADMIN),
    "the user by identifier": (administrators(f"{LOCAL}-1001"), ADMIN),
    "the user beside a group": (administrators("COMMUNE\\Admins du domaine", "agent1"), ADMIN),
    "the user in a group": (
        administrators("Appui", local_users=[{"id": "1", "login": "x"}], **used_by("dmsi")),
        ADMIN,
    ),
    "a user of the domain": (administrators("COMMUNE\\agent9", **used_by(("agent9", "COMMUNE"))), ADMIN),
    "a user of the domain by its long name": (administrators("agent9@commune.local", **used_by(("agent9", "COMMUNE"))), ADMIN),
    "the second user": (administrators("agent1", **used_by("agent5", ("agent1", "PC-1"))), ADMIN),
    "the last user, of a domain": (
        administrators("COMMUNE\\agent9", hardware={"name": "PC-1", "lastloggeduser": "COMMUNE\\agent9"}),
        ADMIN,
    ),
    "one kept for the department": (administrators("Chef", "dmsi"), NOBODY),
    "the built-in one alone": (administrators("Chef"), NOBODY),
    "the built-in one, not listed": (administrators("Administrateur"), NOBODY),
    "a group that is said": (administrators("Appui"), NOBODY),
    "nobody that uses it, by a domain": (administrators("dmsi", **used_by(("agent1", "COMMUNE"))), NOBODY),
    "one of the machine who is not the user of the domain": (
        administrators("PC-1\\agent1", **used_by(("agent1", "COMMUNE"))),
        NOBODY,
    ),
    "a group that is not said": (administrators("Chef", "Utilisateurs"), DOUBT),
    "a group of the domain": (administrators("Chef", "COMMUNE\\Admins du domaine"), DOUBT),
    "a group of the domain without its domain": (administrators("Chef", "Admins du domaine"), DOUBT),
    "a group of the domain by identifier": (administrators("S-1-5-21-1-2-3-512"), DOUBT),
    "another account of the domain": (administrators("dmsi@commune.local"), DOUBT),
    "one of the domain with the user's name": (administrators("COMMUNE\\agent1", **used_by(("agent1", "PC-1"))), DOUBT),
    "one that is not listed": (administrators("parti-aussi"), DOUBT),
    "no member": (administrators(), DOUBT),
    "no members": (administrators(local_groups=[{"id": "S-1-5-32-544", "name": "Administrateurs"}]), DOUBT),
    "members that are none": (administrators(local_groups=[{"id": "S-1-5-32-544", "members": "agent1"}]), DOUBT),
    "a member that is none": (administrators(local_groups=[{"id": "S-1-5-32-544", "members": ["dmsi", 1]}]), DOUBT),
    "groups in a circle": (
        administrators(local_groups=grouped({"A": ["B"], "B": ["S-1-5-32-544"], "S-1-5-32-544": ["A"]})),
        NOBODY,
    ),
    "the user's account is closed": (administrators("parti", **used_by("parti")), NOBODY),
    "users that are not said, somebody in the group": (administrators("dmsi", hardware={"name": "PC-1"}), SILENT),
    "users that are not said, nobody in the group": (administrators("Chef", hardware={"name": "PC-1"}), NOBODY),
    "no accounts, one by a domain": (administrators("COMMUNE\\x", local_users=None), DOUBT),
    "no accounts, a name": (administrators("dmsi", local_users=None), NOBODY),
    "no accounts, words": (administrators("Domain Admins", local_users=None), DOUBT),
    "no accounts, the user": (administrators("agent1", local_users=None), ADMIN),
    "no groups": (administrators(local_groups=None), SILENT),
    "other groups": (administrators(local_groups=[{"id": "S-1-5-32-545", "name": "Utilisateurs"}]), SILENT),
    "wheel": (unix("wheel", "root", "agent1"), ADMIN),
    "admin": (unix("admin", "agent1"), ADMIN),
    "sudo": (unix("sudo", "agent1"), ADMIN),
    "sudo in capitals": (unix("SUDO", "agent1"), ADMIN),
    "a group like it": (unix("sudoers", "agent1"), SILENT),
    "root alone": (unix("wheel", "root"), NOBODY),
    "root, twice, used by root": (unix("wheel", "root", "root", **used_by("root")), NOBODY),
    "another in wheel": (unix("wheel", "root", "dmsi"), NOBODY),
    "a service in wheel": (unix("wheel", "service", **used_by("service")), NOBODY),
    "an account that is called like a built-in one": (unix("sudo", "administrator", **used_by("administrator")), ADMIN),
    "two groups, the user in one": (
        unix("sudo", "dmsi", local_groups=grouped({"sudo": ["dmsi"], "wheel": ["agent1"]})),
        ADMIN,
    ),
    "two groups, one not said": (
        unix("sudo", "dmsi", local_groups=grouped({"sudo": ["dmsi"], "wheel": None})),
        DOUBT,
    ),
    "a group of one's own name, no accounts": (
        unix("sudo", local_users=None, local_groups=grouped({"sudo": ["agent1"], "agent1": ["agent1"]})),
        ADMIN,
    ),
}


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_whether_the_user_administers_the_workstation(name: str) -> None:
    """
    A member who is the user decides; else a group that does not say its members leaves it open; else nobody is.
    """
    content, expected = ADMINISTRATORS[name]
    found = facts_of(content)
    assert expected == {key: found[key] for key in ("local_admin", "admin_doubt") if key in found}


@given(st.sampled_from(list(ADMINISTRATORS)), st.randoms(use_true_random=False))
def test_the_order_within_an_inventory_changes_nothing(name: str, mix: Any) -> None:
    """
    Accounts, groups, members and users may come in any order.
    """
    content = copy.deepcopy(ADMINISTRATORS[name][0])
    for section in ("local_users", "local_groups", "users"):
        entries = content.get(section) or []
        mix.shuffle(entries)
        for entry in entries:
            if isinstance(entry.get("members"), list):
                mix.shuffle(entry["members"])
    assert facts_of(ADMINISTRATORS[name][0]) == facts_of(content)


# ---- gaps and faults


@pytest.mark.parametrize("kind", ["Printer", "Phone", "NetworkEquipment"])
def test_another_thing_is_no_workstation(kind: str) -> None:
    """
    The inventory of a printer is read, and says nothing of a workstation.
    """
    assert workstation_in(json.dumps({"content": {}, "itemtype": kind}).encode()) is None


@pytest.mark.parametrize("wrong", [None, 1, True, "x", [], [1, [], {}], {}, {"name": 1, "login": [], "members": {}}])
@pytest.mark.parametrize("section", ["hardware", "operatingsystem", "users", "local_users", "local_groups"])
def test_a_section_of_another_shape_says_nothing(section: str, wrong: Any) -> None:
    """
    A wrong type inside leaves its own facts unknown, and the others as they are.
    """
    whole = {**administrators("agent1"), "operatingsystem": {"name": "Ubuntu", "version": "22.04"}}
    found = facts_of({**whole, section: wrong}, partial=True)
    expected = facts_of(whole)
    of = {"hardware": {"id", "local_admin"}, "operatingsystem": {"os", "os_version"}}.get(section, {"local_admin"})
    assert {key: value for key, value in expected.items() if key not in of}.items() <= found.items()
    assert set(found) <= KEPT


@pytest.mark.parametrize("name", ["", "  ", "x" * 257, 1])
def test_a_name_that_is_none_is_not_kept(name: Any) -> None:
    """
    Nothing, blanks, a number and a text without end name no machine.
    """
    assert facts_of({"hardware": {"name": name}}) == {}


FAULTS: Mapping[str, bytes] = {
    "nothing": b"",
    "blanks": b" \n",
    "no JSON": b"<xml/>",
    "cut": b'{"content": {',
    "another value": b"[]",
    "another table": b'{"contents": {}}',
    "another content": b'{"content": []}',
    "UTF-16": '{"content": {}}'.encode("utf-16"),
    "Latin-1": '{"content": {"hardware": {"name": "é"}}}'.encode("latin-1"),
    "NUL bytes": b'{"content": {}}\0\0',
    "NUL bytes in a text": b'{"content": {"hardware": {"name": "a\0b"}}}',
    "too deep": b'{"content": ' + b"[" * 64 + b"]" * 64 + b"}",
    "much too deep": b'{"content": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a number too long": b'{"content": {"a": ' + b"9" * 5_000 + b"}}",
    "too large": b'{"content": {}}' + b" " * (16 * 1024 * 1024),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_inventory_is_told(name: str) -> None:
    """
    Bytes that are no inventory are one fault, which can be told.
    """
    with pytest.raises(Faults) as told:
        workstation_in(FAULTS[name])
    (fault,) = told.value.faults
    assert str(fault)


def test_fifty_levels_are_read() -> None:
    """
    An inventory may be nested as deep as any document, with a mark before it.
    """
    deep = b"[" * 50 + b"]" * 50
    assert workstation_in(b'\xef\xbb\xbf{"x": ' + deep + b', "content": {"hardware": {"name": "PC-1"}}}') == Workstation(
        id="PC-1"
    )


data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.one_of(st.binary(), data.map(json.dumps).map(str.encode), data.map(lambda each: json.dumps({"content": each}).encode()))
)
def test_anything_ends_in_evidence_or_in_a_fault(content: bytes) -> None:
    """
    Whatever the bytes, there is a workstation, another thing, or one fault.
    """
    try:
        found = workstation_in(content)
    except Faults as error:
        (fault,) = error.faults
        found = None
        assert str(fault)
    assert found is None or set(known(found)) <= KEPT


SECTIONS = ["hardware", "operatingsystem", "users", "local_users", "local_groups"]
KEYS = ["name", "id", "login", "domain", "members", "lastloggeduser", "full_name", "version", "kernel_version", "shell"]
entries = st.dictionaries(
    st.sampled_from(KEYS),
    data
    | st.sampled_from(["wheel", "agent1", "root", "Windows", "S-1-5-32-544", "A\\b", "a@b", "\\", "@"])
    | st.lists(st.text()),
)


@given(st.dictionaries(st.sampled_from(SECTIONS), data | entries | st.lists(entries)))
def test_any_sections_end_in_evidence(content: dict[str, Any]) -> None:
    """
    Whatever stands in the sections that are looked at, the rest is read, and no more is kept than the rules need.
    """
    assert set(facts_of(content)) <= KEPT
