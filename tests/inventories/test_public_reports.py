"""
What people reported of inventories elsewhere, each report named: one machine a device, no answer that a file cannot know.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsi_rules import check, read_dossier
from dmsi_rules.inventories import _glpi
from dmsi_rules.model.evidence import Workstation

AS_OF = dt.date(2026, 11, 27)
MAC = {
    "hardware": {"name": "MAC-MAIRIE", "lastloggeduser": "agent"},
    "operatingsystem": {"name": "MacOSX", "full_name": "macOS", "version": "26.1 (25B78)", "kernel_name": "darwin"},
    "users": [{"login": "agent"}],
    "local_users": [{"id": "0", "login": "root"}],
    "local_groups": [{"name": "wheel", "members": ["root"]}, {"name": "admin", "members": ["root"]}],
}
DIRECTORY_USER = {
    "hardware": {"name": "LX-1"},
    "operatingsystem": {"name": "Ubuntu", "full_name": "Ubuntu 24.04.1 LTS", "version": "24.04"},
    "users": [{"login": "jdupont"}],
    "local_users": [{"id": "0", "login": "root"}, {"id": "1000", "login": "dmsi"}],
    "local_groups": [{"name": "sudo", "members": ["dmsi"]}],
}


def windows(full_name: str | None, version: str, build: str, **more: Any) -> dict[str, Any]:
    """
    Return the content of a Windows machine's inventory.
    """
    system = {"name": "Windows", "full_name": full_name, "version": version, "kernel_version": build}
    return {
        "hardware": {"name": "PC-1"},
        "operatingsystem": {key: value for key, value in system.items() if value is not None},
        **more,
    }


def verdicts(folder: Path, *inventories: dict[str, Any], **evidence: Any) -> dict[str, Any]:
    """
    Return what is found of PRE202 and PRE203 in a dossier whose workstations *inventories* are of.
    """
    for rank, each in enumerate(inventories):
        (folder / f"{rank}.json").write_text(json.dumps(each), encoding="utf-8")
    (folder / "dossier.toml").write_text(
        "\n".join(
            [
                "commune.name = 'Lens'",
                "request.lines = [{ service = 'postes', opening = 2027-01-01 }]",
                "evidence.inventories = ['*.json']",
                *(f"evidence.{key} = {json.dumps(value)}" for key, value in evidence.items()),
            ]
        ),
        encoding="utf-8",
    )
    report = check(read_dossier(folder / "dossier.toml"), as_of=AS_OF)
    return {each.code: each for each in report.findings if each.code in {"PRE202", "PRE203"}}


def computer(content: dict[str, Any], **beside: Any) -> dict[str, Any]:
    """
    Return an inventory with *content*.
    """
    return {"deviceid": "PC-1", "itemtype": "Computer", "action": "inventory", "content": content} | beside


class TestAdministrators:
    """
    PRE202: what a list of groups cannot tell leaves the attestation as it is; wazuh#39165, inspec#2330.
    """

    @pytest.mark.parametrize("content", [MAC, DIRECTORY_USER], ids=["macOS", "a user of a directory"])
    @pytest.mark.parametrize(
        ("attested", "verdict"), [({}, "unknown"), ({"local_admin": True}, "violated"), ({"local_admin": False}, None)]
    )
    def test_unsaid(self, content: dict[str, Any], attested: dict[str, Any], verdict: str | None, tmp_path: Path) -> None:
        """
        The file says nothing: the word stands, and without one it is unknown.
        """
        found = verdicts(tmp_path, computer(content), **attested).get("PRE202")

        assert verdict == (found and found.verdict)

    def test_a_list_of_groups_without_accounts(self, tmp_path: Path) -> None:
        """
        Whether its user is of a directory, nobody knows either.
        """
        content = {key: value for key, value in DIRECTORY_USER.items() if key != "local_users"}
        found = verdicts(tmp_path, computer(content))["PRE202"]

        assert ("unknown", {"LX-1": "directory"}) == (found.verdict, found.facts["reasons"])

    @pytest.mark.parametrize("said", [{"full_name": "macOS 15.1"}, {"name": "macOS"}, {"kernel_name": "Darwin"}])
    def test_a_mac_by_any_name(self, said: dict[str, Any], tmp_path: Path) -> None:
        """
        It is one by its kernel or either name.
        """
        found = verdicts(tmp_path, computer(MAC | {"operatingsystem": said}))["PRE202"]

        assert ("unknown", {"MAC-MAIRIE": "macos"}) == (found.verdict, found.facts["reasons"])

    def test_who_is_listed_is_one(self, tmp_path: Path) -> None:
        """
        A user of a directory who stands in the group administers the machine, whatever else is not said.
        """
        content = DIRECTORY_USER | {"local_groups": [{"name": "sudo", "members": ["dmsi", "jdupont"]}]}

        assert "violated" == verdicts(tmp_path, computer(content), local_admin=False)["PRE202"].verdict


class TestDevices:
    """
    The files of one device are one machine; glpi-agent#676, #866, #792.
    """

    FULL = windows("Microsoft Windows 11 Entreprise", "24H2", "10.0.26100")

    def test_a_later_partial_file(self, tmp_path: Path) -> None:
        """
        It is laid over the full one by sections: what it does not have stays.
        """
        partial = computer({"hardware": {"name": "PC-1"}, "softwares": []}, partial=True)

        assert "PRE203" not in verdicts(tmp_path, computer(self.FULL), partial)

    def test_a_partial_file_that_says_otherwise(self, tmp_path: Path) -> None:
        """
        A section that it has takes the place of the full one's.
        """
        partial = computer(
            {"operatingsystem": windows("Microsoft Windows 8.1", "", "6.3.9600")["operatingsystem"]}, partial=True
        )

        assert "violated" == verdicts(tmp_path, computer(self.FULL), partial)["PRE203"].verdict

    def test_only_a_partial_file(self, tmp_path: Path) -> None:
        """
        It is unknown, and the finding says that there is no more than that.
        """
        found = verdicts(tmp_path, computer({"hardware": {"name": "PC-1"}}, partial=True))["PRE203"]

        assert ("unknown", {"PC-1": "partial"}) == (found.verdict, found.facts["reasons"])
        assert "partial inventory" in found.message

    @given(st.permutations(range(4)))
    def test_in_any_order(self, order: list[int]) -> None:
        """
        The names of the files say which comes later, not the order in which they are found.
        """
        files = [
            ("a.json", computer(self.FULL)),
            ("b.json", computer({"users": [{"login": "a"}]}, partial=True)),
            ("c.json", computer({"users": [{"login": "b"}]}, partial=True)),
            ("d.json", computer(self.FULL | {"hardware": {"name": "PC-1"}})),
        ]
        assert _glpi.merged(files) == _glpi.merged([files[rank] for rank in order])


class TestOtherThings:
    """
    What is not a workstation is let go and counted; inventory_format#84, ocsinventoryng#237.
    """

    @pytest.mark.parametrize(
        "other",
        [
            computer({"hardware": {}}, itemtype="Unmanaged"),
            computer({"hardware": {}}, itemtype="Monitor"),
            computer({"network_device": {}}, action="netdiscovery", itemtype=None),
            {"deviceid": "tel", "content": {"operatingsystem": {"name": "Android", "version": "14"}}},
        ],
        ids=["unmanaged", "monitor", "discovery", "phone"],
    )
    def test_let_go(self, other: dict[str, Any], tmp_path: Path) -> None:
        """
        It keeps nothing open.
        """
        full = computer(windows("Microsoft Windows 11 Entreprise", "24H2", "10.0.26100"), deviceid="PC-9")

        assert "PRE203" not in verdicts(tmp_path, full, other)


class TestSystems:
    """
    PRE203: what a name and a build tell, and what they do not.
    """

    @pytest.mark.parametrize(
        ("full_name", "version", "build", "verdict"),
        [
            # glpi-agent#1110: without a full name it may be a server
            (None, "1607", "10.0.14393", "unknown"),
            (None, "24H2", "10.0.22631", "violated"),
            # endoflife.date#4233, #8669
            ("Microsoft Windows 10 IoT Enterprise LTSC", "1809", "10.0.17763", None),
            ("Microsoft Windows 10 IoT Enterprise 2016 LTSB", "1607", "10.0.14393", "violated"),
            ("Microsoft Windows 10 IoT Entreprise LTSC 2021", "21H2", "10.0.19044", None),
            ("Microsoft Windows 10 Enterprise N LTSC", "21H2", "10.0.19044", None),
            ("Microsoft Windows 11 IoT Entreprise LTSC", "24H2", "10.0.26100.2033", None),
            ("Microsoft Windows 10 IoT Enterprise", "22H2", "10.0.19045", "violated"),
            # WindowsAgent#109, windows_exporter#1923
            ("Microsoft Windows 8", "", "10.0.26200", "unknown"),
            ("Microsoft Windows 10 Professionnel", "22H2", "10.0.22621", "unknown"),
            ("Microsoft Windows 10 Professionnel", "24H2", "10.0.26100", "unknown"),
            ("Microsoft Windows 7 Professionnel", "", "10.0.26200", "unknown"),
            ("Microsoft Windows Server 2016 Standard", "21H2", "10.0.20348", "unknown"),
            # as old as the reports of OCS/agent, and older
            ("Microsoft Windows 98", "", "4.10.2222", "violated"),
            ("Microsoft Windows 98", "", "", "violated"),
            ("Microsoft Windows Millennium Edition", "", "4.90.3000", "violated"),
            ("Microsoft Windows NT Workstation", "", "4.0.1381", "violated"),
            ("Microsoft Windows NT 10.0.22631.0", "", "", "unknown"),
            # the kernel of a family, without a build, contradicts another family alone
            ("Microsoft Windows 7 Pro", "", "6.1", "violated"),
            ("Microsoft Windows 8.1 Pro", "", "6.3", "violated"),
            ("Microsoft Windows 10 Professionnel", "22H2", "10.0", "violated"),
            ("Microsoft Windows 11 Professionnel", "25H2", "10.0", None),
            ("Microsoft Windows 11 Professionnel", "25H2", "6.1", "unknown"),
            # winbindex#191
            ("Microsoft Windows 11 Professionnel", "26H2", "10.0.26300", "unknown"),
        ],
    )
    def test_verdict(self, full_name: str | None, version: str, build: str, verdict: str | None, tmp_path: Path) -> None:
        """
        Decided where all that it may be agree.
        """
        found = verdicts(tmp_path, computer(windows(full_name, version, build))).get("PRE203")

        assert verdict == (found and found.verdict)

    @pytest.mark.parametrize("itemtype", ["computer", "COMPUTER"])
    def test_a_computer_in_other_letters(self, itemtype: str, tmp_path: Path) -> None:
        """
        It is one: its system is judged.
        """
        machine = computer(windows("Microsoft Windows 7 Pro", "", "6.1.7601")) | {"itemtype": itemtype}

        assert "violated" == verdicts(tmp_path, machine)["PRE203"].verdict

    def test_a_contradiction_names_both(self, tmp_path: Path) -> None:
        """
        The name and the build.
        """
        found = verdicts(tmp_path, computer(windows("Microsoft Windows 8", "", "10.0.26200")))["PRE203"]

        assert "Microsoft Windows 8, 10.0.26200" in found.message

    def test_an_extension_does_not_settle_a_contradiction(self) -> None:
        """
        Windows 11 22H2 never had one, whatever it is called; windows_exporter#1923, mackerel-agent#850.
        """
        listed = {"id": "REG-01", "os": "windows", "os_version": "10-22h2", "os_build": "10.0.22621", "local_admin": False}
        document = {
            "commune": {"name": "Lens"},
            "request": {"lines": [{"service": "postes", "opening": "2027-01-01"}]},
            "evidence": {"workstations": [listed | {"paid_support_until": "2028-10-10"}]},
        }
        found = {each.code: each for each in check(read_dossier(document), as_of=AS_OF).findings}["PRE203"]

        assert ("unknown", {"REG-01": "contradiction"}) == (found.verdict, found.facts["reasons"])

    @pytest.mark.parametrize(
        ("name", "version", "verdict"),
        [
            ("Linux Mint 13", "13", "violated"),
            ("Debian GNU/Linux 6.0", "6.0.10", "violated"),
            ("Ubuntu 4.10", "4.10", "violated"),
            ("Debian GNU/Linux 15", "15", "unknown"),
            ("LMDE 9 (x)", "15.1", "unknown"),
            ("Fedora Linux 60", "60", "unknown"),
        ],
    )
    def test_beyond_the_table(self, name: str, version: str, verdict: str, tmp_path: Path) -> None:
        """
        What is below the lowest ended cycle has ended; what is above the highest is newer than the table.
        """
        content = {"hardware": {"name": "PC-1"}, "operatingsystem": {"full_name": name, "version": version}}
        found = verdicts(tmp_path, computer(content))["PRE203"]

        assert verdict == found.verdict
        assert verdict == "violated" or {"PC-1": "newer"} == found.facts["reasons"]

    def test_newer_than_the_table(self, tmp_path: Path) -> None:
        """
        The table's day is told, and how to give a newer one.
        """
        found = verdicts(tmp_path, computer(windows("Microsoft Windows 11 Professionnel", "26H2", "10.0.26300")))["PRE203"]

        assert "2026-08-22" in found.message
        assert "--lifecycles" in found.message
        assert "lifecycles:/source/snapshot_date" in found.missing

    @given(st.text(max_size=8), st.text(max_size=8), st.text("0123456789.", max_size=12))
    def test_whatever_is_said(self, version: str, name: str, build: str) -> None:
        """
        It is judged or not, and nothing fails.
        """
        read = _glpi.read(computer(windows(name, version, build)))

        assert isinstance(read, Workstation)
