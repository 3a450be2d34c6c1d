"""
The XML of OCS Inventory's and FusionInventory's agents, and of older ones of GLPI: one machine a file.

It becomes the very data that GLPI's format has, which are then read as those are. What stands outside the few sections
that are looked at is passed over and not kept. Entities and document types are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dmsi_rules.documents.bounds import too_deep, unreadable, within_bounds
from dmsi_rules.documents.faults import DEEPEST
from dmsi_rules.inventories._exports import operating_system
from dmsi_rules.text.marks import N_

_CONTENT = ["REQUEST", "CONTENT"]
_SECTION = 3
"""
How deep the sections are: below the content.
"""
_ENTRY = 4

_KEPT = frozenset({"HARDWARE", "OPERATINGSYSTEM", "USERS", "LOCAL_USERS", "LOCAL_GROUPS"})
_NETWORK = "DEVICE"
_ACTIONS = {"NETDISCOVERY": "netdiscovery", "SNMP": "netinventory", "SNMPQUERY": "netinventory"}
_FLAGS = {"0": False, "false": False, "1": True, "true": True}

Entries = Mapping[str, list[str]]
"""
The texts of a section by the names of their elements, in small letters.
"""


def data_in(content: bytes) -> Mapping[str, Any] | None:
    """
    Return the data of an inventory as GLPI's format has them, None where *content* is XML of another kind.

    Raises:
        Faults: it is not XML, or XML of a kind that nobody should read.
    """
    reader = Reader()
    reader.read(within_bounds(content))
    return _data(reader) if reader.is_inventory else None


class Reader:
    """
    Reads a document entry by entry.

    Attributes:
        is_inventory: whether there is a content where that of an inventory is.
        is_network: whether the content is what was found on a network.
        said: what stands beside the content, as `DEVICEID`.
        sections: the sections that are looked at by name, each as often as it occurs.
    """

    def __init__(self) -> None:
        from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415  (most inventories are JSON)

        self.is_inventory = False
        self.is_network = False
        self.said: dict[str, str] = {}
        self.sections: dict[str, list[dict[str, list[str]]]] = {}
        self._path: list[str] = []
        self._depth = 0
        self._text: list[str] = []
        self._entries: dict[str, list[str]] = {}
        # Its own handlers make a tree of everything, at twice the cost of those set here; it refuses what it refuses.
        self._parser: Any = DefusedXMLParser(forbid_dtd=True).parser
        self._parser.DefaultHandlerExpand = None
        self._pass_over()

    def read(self, content: bytes) -> None:
        """
        Read all of *content*.

        Raises:
            Faults: it is not XML, nested too deep, or has entities or a document type.
        """
        from xml.parsers.expat import ExpatError  # noqa: PLC0415  (as above)

        from defusedxml.common import DefusedXmlException  # noqa: PLC0415  (as above)

        try:
            self._parser.Parse(content, True)  # noqa: FBT003  (the last part of it)
        except DefusedXmlException:
            raise unreadable(N_("XML with a document type or entities of its own, which are not read")) from None
        except ExpatError as error:
            facts = {"line": error.lineno, "column": error.offset + 1, "reason": str(error).partition(":")[0]}
            raise unreadable(N_("not XML at line {line}, column {column}: {reason}"), **facts) from None
        except (LookupError, ValueError):
            raise unreadable(N_("XML in an encoding that cannot be read")) from None

    def _pass_over(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None

    def _start(self, tag: str, _: object) -> None:
        self._depth = depth = self._depth + 1
        if depth > _SECTION:  # as most are
            if depth > DEEPEST:
                raise too_deep()
        elif depth == _SECTION:
            self._parser.CharacterDataHandler = None
            if self._path == _CONTENT:
                self._enter(tag)
        else:
            self._path = [*self._path[: depth - 1], tag]
            self.is_inventory = self.is_inventory or self._path == _CONTENT
            self._text.clear()
            self._parser.CharacterDataHandler = self._text.append

    def _end(self, tag: str) -> None:
        self._depth = depth = self._depth - 1
        if depth == 1:
            self.said[tag] = "".join(self._text)

    def _enter(self, section: str) -> None:
        if section == _NETWORK:
            self.is_network = True
        if section in _KEPT:
            self._entries = {}
            self.sections.setdefault(section, []).append(self._entries)
            self._parser.StartElementHandler = self._start_entry
            self._parser.EndElementHandler = self._end_entry
            self._parser.CharacterDataHandler = self._text.append

    def _start_entry(self, _tag: str, _: object) -> None:
        self._depth = depth = self._depth + 1
        if depth == _ENTRY:
            self._text.clear()
        elif depth > DEEPEST:
            raise too_deep()

    def _end_entry(self, tag: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if depth == _ENTRY:
            self._entries.setdefault(tag.lower(), []).append("".join(self._text))
        elif depth == _SECTION:
            self._pass_over()


def _data(read: Reader) -> Mapping[str, Any]:
    hardware = _table(read.sections.get("HARDWARE", [{}])[-1])
    content: dict[str, Any] = {
        "hardware": hardware,
        "operatingsystem": _table(read.sections.get("OPERATINGSYSTEM", [{}])[-1]) or _system(hardware),
        "users": [_table(each) for each in read.sections.get("USERS", ())] or _users(hardware),
    }
    if "LOCAL_USERS" in read.sections:
        content["local_users"] = [_account(each) for each in read.sections["LOCAL_USERS"]]
    if "LOCAL_GROUPS" in read.sections:
        content["local_groups"] = [_group(each) for each in read.sections["LOCAL_GROUPS"]]
    beside = {key.lower(): read.said[key].strip() for key in ("DEVICEID", "ITEMTYPE") if read.said.get(key, "").strip()}
    if read.is_network and not hardware:
        beside["itemtype"] = "NetworkEquipment"  # or whatever else a network has
    action = _ACTIONS.get(read.said.get("QUERY", "").strip().upper(), "inventory")
    return {**beside, "action": action, "content": content}


def _table(entries: Entries) -> dict[str, Any]:
    """
    Return the texts of a section, of those that occur twice the last; what is empty is left out.
    """
    return {key: texts[-1].strip() for key, texts in entries.items() if texts[-1].strip()}


def _account(entries: Entries) -> Mapping[str, Any]:
    """
    Return an account, with truth where its texts stand for it.
    """
    account = _table(entries)
    for key in ("disabled", "enabled"):
        if account.get(key, "").casefold() in _FLAGS:
            account[key] = _FLAGS[account[key].casefold()]
    return account


def _group(entries: Entries) -> Mapping[str, Any]:
    """
    Return a group, without members where it does not say any.
    """
    members = [each.strip() for each in entries.get("member", ()) if each.strip()]
    return _table(entries) | ({"members": members} if members else {})


def _system(hardware: Mapping[str, str]) -> Mapping[str, str]:
    """
    Return what OCS says of the system: beside the machine's parts.
    """
    name, version = hardware.get("osname", ""), hardware.get("osversion", "")
    if "windows" in name.casefold():  # elsewhere the comment is a kernel's
        return operating_system(name, version=version, pack=hardware.get("oscomments", ""))
    return operating_system(name, version=version)


def _users(hardware: Mapping[str, str]) -> list[Mapping[str, str]]:
    """
    Return who OCS says to be logged in, one or several.
    """
    logins = [each.strip() for each in hardware.get("userid", "").split("/") if each.strip()]
    if len(logins) == 1 and "userdomain" in hardware:
        return [{"login": logins[0], "domain": hardware["userdomain"]}]
    return [{"login": each} for each in logins]
