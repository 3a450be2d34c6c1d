"""
The XML of agents: OCS Inventory's and FusionInventory's sections, and what nobody should read.
"""

from collections.abc import Mapping

import pytest

from dmsi_rules.documents.faults import Faults
from dmsi_rules.inventories import _xml
from dmsi_rules.inventories._formats import workstations_in
from dmsi_rules.model.evidence import Workstation


def agent(*sections: str, **beside: str) -> bytes:
    """
    Return an inventory in XML with *sections* in its content and texts beside it.
    """
    said = "".join(f"<{tag}>{text}</{tag}>" for tag, text in beside.items())
    return f"<?xml version='1.0'?><REQUEST>{said}<CONTENT>{''.join(sections)}</CONTENT></REQUEST>".encode()


def hardware(**said: str) -> str:
    """
    Return the section in which OCS says everything.
    """
    return f"<HARDWARE>{''.join(f'<{tag}>{text}</{tag}>' for tag, text in said.items())}</HARDWARE>"


OCS: Mapping[str, tuple[dict[str, str], Workstation]] = {
    "Windows": (
        {"NAME": "PC-1", "OSNAME": "Microsoft Windows 10 Professionnel", "OSVERSION": "10.0.19045", "USERID": "agent1"},
        Workstation(
            id="PC-1", os="windows", os_version="10", os_name="Microsoft Windows 10 Professionnel", os_build="10.0.19045"
        ),
    ),
    "a service pack": (
        {"NAME": "PC-1", "OSNAME": "Windows 7 Pro", "OSVERSION": "6.1.7601", "OSCOMMENTS": "Service Pack 1"},
        Workstation(id="PC-1", os="windows", os_version="7-sp1", os_name="Windows 7 Pro", os_build="6.1.7601"),
    ),
    "a version of the system": (
        {"NAME": "pc", "OSNAME": "Ubuntu", "OSVERSION": "22.04", "OSCOMMENTS": "#101-Ubuntu SMP"},
        Workstation(id="pc", os="ubuntu", os_version="22.04", os_name="Ubuntu"),
    ),
    "a version of the kernel": (
        {"NAME": "pc", "OSNAME": "Debian GNU/Linux 12 (bookworm)", "OSVERSION": "6.1.0-18-amd64"},
        Workstation(id="pc", os="debian", os_version="12", os_name="Debian GNU/Linux 12 (bookworm)"),
    ),
    "a kernel of the same number": (
        {"NAME": "pc", "OSNAME": "Debian GNU/Linux", "OSVERSION": "6.1.0-18-amd64"},
        Workstation(id="pc", os="debian", os_name="Debian GNU/Linux"),
    ),
    "a Mac": (
        {"NAME": "mac", "OSNAME": "Mac OS X", "OSVERSION": "10.13.5"},
        Workstation(id="mac", os="macos", os_version="10.13.5", os_name="Mac OS X"),
    ),
    "nothing": ({"NAME": "pc"}, Workstation(id="pc")),
    "nothing but blanks": ({"NAME": " pc ", "OSNAME": " ", "OSVERSION": ""}, Workstation(id="pc")),
}


@pytest.mark.parametrize("name", OCS)
def test_ocs_says_the_system_beside_the_hardware(name: str) -> None:
    """
    Its version is the kernel's on some systems, which is not that of the system.
    """
    said, expected = OCS[name]
    assert (expected,) == workstations_in(agent(hardware(**said)))


def test_a_section_of_the_system_goes_before_the_hardware() -> None:
    """
    FusionInventory writes both; what is nested deeper in a section is not its own.
    """
    system = "<FULL_NAME>Ubuntu 24.04</FULL_NAME><NAME>Ubuntu</NAME><VERSION>24.04</VERSION>"
    zone = "<TIMEZONE><NAME>Europe/Paris</NAME></TIMEZONE>"
    found = workstations_in(
        agent(hardware(NAME="pc", OSNAME="x", OSVERSION="5.1"), f"<OPERATINGSYSTEM>{system}{zone}</OPERATINGSYSTEM>")
    )
    assert (Workstation(id="pc", os="ubuntu", os_version="24.04", os_name="Ubuntu 24.04"),) == found


GROUP = "<LOCAL_GROUPS><ID>27</ID><NAME>sudo</NAME>{}</LOCAL_GROUPS>"
ACCOUNTS = (
    "<LOCAL_USERS><ID>1000</ID><LOGIN>agent1</LOGIN></LOCAL_USERS><LOCAL_USERS><ID>1001</ID><LOGIN>dmsi</LOGIN></LOCAL_USERS>"
)


@pytest.mark.parametrize(
    ("members", "users", "expected"),
    [
        ("<MEMBER>agent1</MEMBER>", "agent1", True),
        ("<MEMBER>dmsi</MEMBER><MEMBER>agent1</MEMBER>", "agent1", True),
        ("<MEMBER>agent1</MEMBER>", "dmsi/agent1", True),
        ("<MEMBER>dmsi</MEMBER>", "agent1", False),
        ("<MEMBER></MEMBER>", "agent1", None),
        ("", "agent1", None),
    ],
)
def test_who_administers_a_machine_is_read(members: str, users: str, expected: bool | None) -> None:
    """
    Members are elements of their own, none at all is not said; of several users any may be one.
    """
    (found,) = workstations_in(agent(hardware(NAME="pc", USERID=users), GROUP.format(members), ACCOUNTS))
    assert expected is found.local_admin
    assert (expected is None) is found.admin_doubt


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("DISABLED", "0", False),
        ("DISABLED", "1", True),
        ("ENABLED", "FALSE", False),
        ("ENABLED", "x", "x"),
    ],
)
def test_whether_an_account_is_in_use_is_read(key: str, text: str, expected: object) -> None:
    """
    Texts of truth become truth, as in JSON; others are left.
    """
    data = _xml.data_in(agent(f"<LOCAL_USERS><LOGIN>a</LOGIN><{key}>{text}</{key}></LOCAL_USERS>"))
    assert data is not None
    assert [{"login": "a", key.lower(): expected}] == data["content"]["local_users"]


def test_the_users_domain_is_that_of_one_user() -> None:
    """
    OCS names it apart.
    """
    data = _xml.data_in(
        agent(hardware(NAME="PC-1", USERID="agent1", USERDOMAIN="COMMUNE"), DEVICEID="PC-1-2026", QUERY="INVENTORY")
    )
    assert data is not None
    assert [{"login": "agent1", "domain": "COMMUNE"}] == data["content"]["users"]
    assert ("PC-1-2026", "inventory") == (data["deviceid"], data["action"])


@pytest.mark.parametrize("query", ["NETDISCOVERY", "SNMPQUERY", "SNMP"])
def test_what_a_network_has_is_no_workstation(query: str) -> None:
    """
    A switch, a printer, whatever answered.
    """
    assert workstations_in(agent("<DEVICE><INFO><NAME>sw</NAME></INFO></DEVICE>", QUERY=query, DEVICEID="x")) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_encoding_is_as_it_is_declared(encoding: str) -> None:
    """
    Agents of old wrote Latin-1.
    """
    text = f"<?xml version='1.0' encoding='{encoding}'?><REQUEST><CONTENT>{hardware(NAME='Évin')}</CONTENT></REQUEST>"
    assert (Workstation(id="Évin"),) == workstations_in(text.encode(encoding))


BOMB = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10 if n else 'ha'}'>" for n in range(10))
REFUSED = {
    "a bomb": (f"<!DOCTYPE REQUEST [{BOMB}]><REQUEST><CONTENT>&a9;</CONTENT></REQUEST>", "document type"),
    "one entity": ("<!DOCTYPE a [<!ENTITY b 'c'>]><REQUEST><CONTENT/></REQUEST>", "document type"),
    "a file": (
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><REQUEST><CONTENT>&b;</CONTENT></REQUEST>",
        "document type",
    ),
    "a document type": ("<!DOCTYPE REQUEST><REQUEST><CONTENT/></REQUEST>", "document type"),
    "one elsewhere": ("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><REQUEST><CONTENT/></REQUEST>", "document type"),
    "an entity that nobody declared": (
        "<REQUEST><CONTENT><HARDWARE><NAME>&x;</NAME></HARDWARE></CONTENT></REQUEST>",
        "not XML",
    ),
    "one that is passed over": ("<REQUEST><CONTENT><BIOS><SSN>&x;</SSN></BIOS></CONTENT></REQUEST>", "not XML"),
    "too deep": ("<REQUEST><CONTENT>" + "<A>" * 63 + "</A>" * 63 + "</CONTENT></REQUEST>", "deeper"),
    "too deep in a section": (
        "<REQUEST><CONTENT><USERS>" + "<A>" * 62 + "</A>" * 62 + "</USERS></CONTENT></REQUEST>",
        "deeper",
    ),
    "much too deep": ("<A>" * 200_000 + "</A>" * 200_000, "deeper"),
    "cut": ("<REQUEST><CONTENT><HARDWARE><NAME>PC", "not XML"),
    "two": ("<REQUEST><CONTENT/></REQUEST>" * 2, "not XML"),
    "an unknown encoding": ("<?xml version='1.0' encoding='x-none'?><REQUEST><CONTENT/></REQUEST>", "encoding"),
    "an encoding of many bytes": ("<?xml version='1.0' encoding='utf-7'?><REQUEST><CONTENT/></REQUEST>", "encoding"),
}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    """
    Wherever it is not written in the bytes of ASCII too.
    """
    text = "<?xml version='1.0' encoding='{}'?><!DOCTYPE a [<!ENTITY b 'c'>]><REQUEST><CONTENT/></REQUEST>"
    content = text.format(encoding[:6] if encoding.startswith("utf") else encoding).encode(encoding)
    with pytest.raises(Faults):
        workstations_in(content)


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_should_read_is_refused(name: str) -> None:
    """
    Entities, document types, depth: refused as soon as they are met, with their reason.
    """
    text, reason = REFUSED[name]
    with pytest.raises(Faults, match=reason):
        workstations_in(text.encode())


def test_sixty_four_levels_are_read() -> None:
    """
    As deep as any document.
    """
    deep = "<A>" * 62 + "</A>" * 62
    assert (Workstation(id="pc"),) == workstations_in(agent(hardware(NAME="pc"), deep))
