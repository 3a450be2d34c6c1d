"""
Systems that ended long ago: every cycle that has ended stays in the table, so that the oldest machine has the clearest answer.
"""

import datetime as dt
import json
from itertools import product
from pathlib import Path
from typing import Any

import attrs
import pytest

from dmsi_rules import check, load_lifecycles, read_dossier
from dmsi_rules.lifecycles import PACKAGED
from dmsi_rules.lifecycles.matching import candidates, matched
from dmsi_rules.model.evidence import Workstation
from dmsi_rules.model.lifecycles import Lifecycles, Release

# What the table had before the cycles that had been cut came back: of each product, those that were released from that day on.
CUT = {
    "windows": dt.date(2008, 4, 21),
    "windows-server": dt.date(2003, 4, 24),
    "macos": dt.date(2016, 9, 20),
    "ubuntu": dt.date(2014, 4, 17),
    "debian": dt.date(2013, 5, 4),
    "rhel": dt.date(2007, 3, 15),
    "fedora": dt.date(2016, 6, 21),
}
CAME_BACK = {("windows", "7-rtm"), ("windows-server", "2008-r2-rtm"), ("windows-server", "2008-sp1")}

WINDOWS = {"name": "Windows", "kernel_name": "MSWin32"}
MACOS = {"name": "MacOSX", "kernel_name": "darwin"}


def came_back(release: Release) -> bool:
    """
    Tell whether a cycle is one that had been cut.
    """
    first = CUT.get(release.product, dt.date.min)
    return (release.product, release.cycle) in CAME_BACK or not release.released or release.released < first


@pytest.mark.parametrize(
    ("system", "reason"),
    [
        ({"os": "windows", "os_build": "10.0.99999"}, "newer"),
        ({"os": "windows", "os_build": "10.0.99999", "bare": True}, "newer"),
        ({"os": "windows", "os_version": "12"}, "newer"),
        ({"os": "windows", "os_version": "22H2"}, "version"),
        ({"os": "windows", "os_version": "1809"}, "version"),
        ({"os": "windows-server", "os_version": "2031"}, "newer"),
        ({"os": "ubuntu", "os_build": "6.8.0-45-generic"}, "version"),
        ({"os": "debian", "os_build": "6.1.0-13-amd64"}, "version"),
        ({"os": "macos", "os_build": "23.5.0"}, "version"),
    ],
)
def test_what_a_version_or_a_build_is_compared_with(system: dict[str, Any], reason: str) -> None:
    """
    A build with builds, a release with releases; a kernel of Linux or of a Mac, and an update alone, with nothing.
    """
    assert ((), reason) == matched(Workstation(**system), load_lifecycles())


@pytest.mark.parametrize(
    ("system", "cycle"),
    [
        # SCCMdocs issue 1882: Windows 7 without a service pack is of the build 7600.
        ({**WINDOWS, "full_name": "Microsoft Windows 7 Professionnel ", "kernel_version": "6.1.7600"}, "7-rtm"),
        # OCS Inventory and GLPI agents on old systems.
        (
            {
                **WINDOWS,
                "full_name": "Microsoft® Windows Vista™ Professionnel",
                "service_pack": "Service Pack 1",
                "kernel_version": "6.0.6001",
            },
            "6-sp1",
        ),
        ({**WINDOWS, "full_name": "Microsoft® Windows Vista™ Professionnel", "kernel_version": "6.0.6000"}, "6-rtm"),
        (
            {
                **WINDOWS,
                "full_name": "Microsoft Windows XP Professionnel",
                "service_pack": "Service Pack 2",
                "kernel_version": "5.1.2600",
            },
            "5-sp2",
        ),
        ({**WINDOWS, "full_name": "Microsoft Windows 2000 Professionnel", "kernel_version": "5.0.2195"}, "5.0"),
        ({**WINDOWS, "full_name": "Microsoft Windows 2000 Server", "kernel_version": "5.0.2195"}, "2000"),
        ({**WINDOWS, "full_name": "Microsoft Windows Server 2008 R2 Standard", "kernel_version": "6.1.7600"}, "2008-r2-rtm"),
        # The same with a system that Apple called OS X, then Mac OS X: glpi-project/inventory_format, tests/data/3.xml.
        ({**MACOS, "full_name": "OS X", "version": "10.11.6 (15G22010)", "kernel_version": "15.6.0"}, "10.11"),
        ({**MACOS, "full_name": "Mac OS X 10.6.8", "version": "10.6.8", "kernel_version": "10.8.0"}, "10.6"),
        (
            {
                "name": "Ubuntu",
                "full_name": "Ubuntu 12.04.5 LTS",
                "version": "12.04.5 LTS, Precise Pangolin",
                "kernel_version": "3.13.0",
                "kernel_name": "linux",
            },
            "12.04",
        ),
        ({"name": "Debian", "full_name": "Debian GNU/Linux 6.0.10 (squeeze)", "version": "6.0.10"}, "6"),
        ({"name": "Fedora", "full_name": "Fedora release 20 (Heisenbug)", "version": "20"}, "20"),
        ({"name": "RedHat", "full_name": "Red Hat Enterprise Linux AS release 4", "version": "4.9"}, "4"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_old_system_of_an_inventory_is_ended(system: dict[str, str], cycle: str, tmp_path: Path) -> None:
    """
    Its cycle is found, and no vendor maintains it: the prerequisite is violated, not unknown.
    """
    inventory = {
        "action": "inventory",
        "deviceid": "VIEUX-01-2026-10-01-09-00-00",
        "itemtype": "Computer",
        "content": {"versionclient": "GLPI-Agent_v1.17", "hardware": {"name": "VIEUX-01"}, "operatingsystem": system},
    }
    (tmp_path / "old.json").write_text(json.dumps(inventory), encoding="utf-8")
    dossier = {
        "commune": {"name": "Lens"},
        "request": {"lines": [{"service": "postes", "opening": "2027-01-01"}]},
        "evidence": {"local_admin": False, "inventories": ["old.json"]},
    }
    (tmp_path / "dossier.json").write_text(json.dumps(dossier), encoding="utf-8")
    read = read_dossier(tmp_path / "dossier.json")
    found = [each for each in check(read, as_of=dt.date(2026, 11, 1)).findings if each.code == "PRE203"]
    assert ["violated"] == [each.verdict for each in found]
    assert read.evidence is not None
    assert read.evidence.collected is not None
    machine = read.evidence.collected.workstations[0]
    assert cycle in [release.cycle for release in candidates(machine, load_lifecycles()) or ()]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"os": "windows", "os_version": "7"}, {"7-rtm", "7-sp1"}),
        ({"os": "windows", "os_version": "Vista"}, {"6-rtm", "6-sp1", "6-sp2"}),
        ({"os": "windows", "os_version": "XP"}, {"5-rtm", "5-sp1", "5-sp2", "5-sp3"}),
        ({"os": "windows", "os_version": "2000"}, {"5.0"}),
        ({"os": "windows", "os_name": "Windows Vista SP1"}, {"6-sp1"}),
        ({"os": "windows", "os_build": "6.1.7600.16385"}, {"7-rtm"}),
        ({"os": "windows", "os_version": "7", "os_build": "6.1.7600"}, {"7-rtm"}),
        ({"os": "windows", "os_version": "7", "os_build": "6.1.7601"}, {"7-sp1"}),
        ({"os": "windows-server", "os_version": "2000"}, {"2000"}),
        ({"os": "macos", "os_name": "OS X 10.11"}, {"10.11"}),
        ({"os": "macos", "os_name": "El Capitan"}, {"10.11"}),
        ({"os": "macos", "os_version": "10.6.8"}, {"10.6"}),
        ({"os": "macos", "os_version": "10.0.4"}, {"10.0"}),
        ({"os": "ubuntu", "os_version": "12.04.5 LTS"}, {"12.04"}),
        ({"os": "ubuntu", "os_name": "Precise Pangolin"}, {"12.04"}),
        ({"os": "debian", "os_version": "6.0.10"}, {"6"}),
        ({"os": "fedora", "os_version": "20 (Heisenbug)"}, {"20"}),
        ({"os": "rhel", "os_version": "4.9"}, {"4"}),
    ],
)
def test_an_old_system_by_hand(facts: dict[str, Any], expected: set[str]) -> None:
    """
    By its version, its name, its code name, its build; the name that service packs share is each of them.
    """
    found = candidates(Workstation(**facts), load_lifecycles())
    assert expected == {release.cycle for release in found or ()}


def names(lifecycles: Lifecycles, of: str) -> set[str]:
    """
    Return what the versions of a product may be called, and what such a name looks like in the wild.
    """
    called: set[str] = set()
    for release in lifecycles.release:
        if release.product == of:
            said = (release.cycle, release.label, release.codename, release.build, release.latest)
            called |= {name for name in said if name}
    cut = {name.split(sign)[0] for name, sign in product(called, ("-", ".", " ", " ("))}
    return called | cut | {f"{name}.123" for name in called} | {f"{name} LTS" for name in called}


@pytest.mark.exhaustive
@pytest.mark.parametrize("of", [each.id for each in load_lifecycles().product])
def test_the_cycles_that_came_back_change_nothing_else(of: str) -> None:
    """
    What a name and a build of the cycles before them found, they find as before.
    """
    whole = load_lifecycles()
    kept = (attrs.evolve(each, codename=None) if each.product == "windows" else each for each in whole.release)
    before = attrs.evolve(whole, release=tuple(each for each in kept if not came_back(each)))
    builds: list[str | None] = [None, *{each.build for each in before.release if each.product == of and each.build}]
    for name, build, key in product(sorted(names(before, of)), builds, ("os_version", "os_name")):
        facts: dict[str, Any] = {"os": of, key: name, "os_build": build}
        if found := candidates(Workstation(**facts), before):
            now = candidates(Workstation(**facts), whole) or ()
            assert [each.cycle for each in found] == [each.cycle for each in now], facts


def test_what_came_back_has_ended() -> None:
    """
    Before the first day of the convention, and none was released after what was there.
    """
    back = [release for release in load_lifecycles().release if came_back(release)]
    assert 72 == len(back)
    assert all(release.security_until and release.security_until < dt.date(2020, 1, 1) for release in back)


def test_what_is_not_of_endoflife_date_says_whose_it_is() -> None:
    """
    The head of the table names both sources.
    """
    head = PACKAGED.read_text(encoding="utf-8").partition("schema_version")[0]
    assert "endoflife.date (MIT)" in head
    assert "Microsoft" in head
