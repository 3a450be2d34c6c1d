"""
From what a machine says of its system to the cycles of the lifecycle table: the reader and the table agree on names.
"""

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from dmsi_rules import load_lifecycles
from dmsi_rules.lifecycles.maintaining import maintenance
from dmsi_rules.lifecycles.matching import candidates
from dmsi_rules.model.readings import ADOPTED
from tests.inventories.one import workstation_in

WINDOWS = ("full_name", "version", "kernel_version", "service_pack")
UNIX = ("name", "full_name", "version", "kernel_version")

SYSTEMS: Mapping[tuple[str, ...], set[str]] = {
    ("Microsoft Windows 11 Professionnel", "24H2", "10.0.26100"): {"11-24h2-w"},
    ("Microsoft Windows 11 Famille", "23H2", "10.0.22631"): {"11-23h2-w"},
    ("Microsoft Windows 11 Famille Unilingue", "23H2", "10.0.22631"): {"11-23h2-w"},
    ("Microsoft Windows 11 Professionnel Éducation", "23H2", "10.0.22631"): {"11-23h2-w"},
    ("Microsoft Windows 11 Entreprise", "23H2", "10.0.22631"): {"11-23h2-e"},
    ("Microsoft Windows 11 Éducation", "23H2", "10.0.22631"): {"11-23h2-e"},
    ("Microsoft Windows 11 Enterprise", "25H2", "10.0.26200.7019"): {"11-25h2-e"},
    ("Microsoft Windows 10 Entreprise LTSC", "21H2", "10.0.19044"): {"10-21h2-e-lts"},
    ("Microsoft Windows 10 IoT Entreprise LTSC", "21H2", "10.0.19044"): {"10-21h2-iot-lts"},
    ("Microsoft Windows 10 Entreprise 2016 LTSB", "1607", "10.0.14393"): {"10-1607-e-lts"},
    ("Microsoft Windows 10 Professionnel", "2009", "10.0.19045"): {"10-22h2"},
    ("Microsoft Windows 10 Professionnel", "22H2"): {"10-22h2"},
    ("Microsoft Windows 11 Professionnel", "24H2"): {"11-24h2-w"},
    ("Microsoft Windows 11", "22H2", "10.0.22621"): {"11-22h2-e", "11-22h2-w"},
    ("Microsoft Windows 11 Professionnel",): set(),
    ("Microsoft Windows 8.1 Professionnel", "", "6.3.9600"): {"8.1"},
    ("Microsoft Windows 7 Professionnel ", "", "6.1.7601", "Service Pack 1"): {"7-sp1"},
    ("Microsoft Windows Server 2019 Standard", "1809", "10.0.17763"): {"2019"},
    ("Microsoft Windows Server 2022 Datacenter", "21H2", "10.0.20348"): {"2022"},
    ("Microsoft Windows Server 2025 Standard", "24H2", "10.0.26100"): {"2025"},
    ("Microsoft Windows Server 2016 Standard", "1607", "10.0.14393"): {"2016"},
    ("Microsoft Windows Server 2012 R2 Standard", "", "6.3.9600"): {"2012-r2"},
    ("Microsoft Windows Server 2012 Standard", "", "6.2.9200"): {"2012"},
    ("Microsoft Windows Server 2008 R2 Standard ", "", "6.1.7601", "Service Pack 1"): {"2008-r2-sp1"},
    ("Microsoft Windows Server Standard", "1909", "10.0.18363"): {"1909-sac"},
}

OTHERS: Mapping[tuple[str, ...], set[str]] = {
    ("MacOSX", "macOS", "10.13.5 (17F77)", "17.6.0"): {"10.13"},
    ("MacOSX", "macOS", "14.5 (23F79)", "23.5.0"): {"14"},
    ("MacOSX", "Mac OS X", "10.10.5 (14F27)", "14.5.0"): {"10.10"},  # its kernel is of a number that a later release has
    ("Ubuntu", "Ubuntu 22.04.3 LTS", "22.04.3 LTS (Jammy Jellyfish)", "6.2.0-26-generic"): {"22.04"},
    ("Debian GNU/Linux", "Debian GNU/Linux 12 (bookworm)", "12.5", "6.1.0-18-amd64"): {"12"},
    ("Debian GNU/Linux", "Debian GNU/Linux 12 (bookworm)", "", "6.1.0-18-amd64"): {"12"},
    ("Debian GNU/Linux", "Debian GNU/Linux trixie/sid", "", "6.10.0"): set(),
    ("Linux Mint", "Linux Mint 21.3", "21.3 (Virginia)", "5.15.0"): {"21.3"},
    ("LMDE", "LMDE 6 (faye)", "6 (faye)", "6.1.0"): {"lmde6"},
    ("Red Hat Enterprise Linux", "Red Hat Enterprise Linux 9.3 (Plow)", "9.3 (Plow)", "5.14.0-362.el9.x86_64"): {"9"},
    ("Rocky Linux", "Rocky Linux 8.9 (Green Obsidian)", "8.9 (Green Obsidian)", "4.18.0"): {"8"},
    ("AlmaLinux", "AlmaLinux 9.4 (Seafoam Ocelot)", "9.4 (Seafoam Ocelot)", "5.14.0"): {"9"},
    ("CentOS Linux", "CentOS Linux 7 (Core)", "7.9.2009 (Core)", "3.10.0-1160.el7.x86_64"): {"7"},
    ("Fedora", "Fedora 31 (Workstation Edition)", "31 (Workstation Edition)", "5.6.15-200.fc31.x86_64"): {"31"},
}


def cycles(said: Mapping[str, str]) -> set[str] | None:
    """
    Return the cycles that a machine may have by what it says of its system, None where that is not in the table.
    """
    content = {"operatingsystem": {key: value for key, value in said.items() if value}}
    workstation = workstation_in(json.dumps({"content": content}).encode())
    assert workstation is not None
    found = candidates(workstation, load_lifecycles())
    return None if found is None else {each.cycle for each in found}


@pytest.mark.parametrize("said", SYSTEMS, ids=" ".join)
def test_windows(said: tuple[str, ...]) -> None:
    """
    The update and the edition are told in French and in English, and a server from a workstation of the same build.
    """
    assert SYSTEMS[said] == cycles({"name": "Windows", "kernel_name": "MSWin32", **dict(zip(WINDOWS, said, strict=False))})


@pytest.mark.parametrize("said", OTHERS, ids=" ".join)
def test_other_systems(said: tuple[str, ...]) -> None:
    """
    The version decides, whatever number the kernel begins with.
    """
    assert OTHERS[said] == cycles(dict(zip(UNIX, said, strict=True)))


@pytest.mark.parametrize("name", ["CentOS Stream", "FreeBSD", "Raspbian GNU/Linux"])
def test_a_system_that_the_table_has_not(name: str) -> None:
    """
    Its version is nobody's.
    """
    assert cycles({"name": name, "version": "9"}) is None


@pytest.mark.parametrize(
    ("said", "last"),
    [
        (("Fedora", "Fedora 31 (Workstation Edition)", "31 (Workstation Edition)"), dt.date(2020, 11, 24)),
        (("MacOSX", "macOS", "10.13.5 (17F77)"), dt.date(2020, 12, 1)),
        (("Windows", "Microsoft Windows 8.1 Professionnel", ""), dt.date(2023, 1, 10)),
    ],
)
def test_the_last_day_counts(said: tuple[str, ...], last: dt.date) -> None:
    """
    A system of the examples is maintained through its last day, and not on the next.
    """
    content = {"operatingsystem": dict(zip(UNIX, said, strict=False))}
    workstation = workstation_in(json.dumps({"content": content}).encode())
    assert workstation is not None
    for day, expected in ((last, True), (last + dt.timedelta(days=1), False)):
        assert expected is maintenance(workstation, day, load_lifecycles(), ADOPTED).holds
