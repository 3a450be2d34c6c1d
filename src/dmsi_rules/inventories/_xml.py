"""
The XML of OCS Inventory's and FusionInventory's agents, and of older ones of GLPI: one machine a file.

It becomes the very data that GLPI's format has, which are then read as those are. What stands outside the few sections
that are looked at is passed over and not kept. Document types are refused, and with them entities of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, NoReturn
from xml.etree import ElementTree as ET

from dmsi_rules.documents.bounds import too_deep, unreadable, within_bounds
from dmsi_rules.documents.faults import DEEPEST
from dmsi_rules.inventories._exports import operating_system
from dmsi_rules.text.marks import N_

_KEPT = frozenset({"HARDWARE", "OPERATINGSYSTEM", "USERS", "LOCAL_USERS", "LOCAL_GROUPS"})
_NETWORK = "DEVICE"
_ACTIONS = {"NETDISCOVERY": "netdiscovery", "SNMP": "netinventory", "SNMPQUERY": "netinventory"}
_FLAGS = {"0": False, "false": False, "1": True, "true": True}

Element = ET.Element


class _Builder(ET.TreeBuilder):
    """
    Builds the tree of a document, and refuses a document type as soon as one begins: no entity is ever declared.

    The parsers of defusedxml refuse it too, but they are Python's own, at more than twice the cost.
    """

    def doctype(self, *_: object) -> NoReturn:
        """
        Refuse it.
        """
        raise unreadable(N_("XML with a document type or entities of its own, which are not read"))


def data_in(content: bytes) -> Mapping[str, Any] | None:
    """
    Return the data of an inventory as GLPI's format has them, None where *content* is XML of another kind.

    Raises:
        Faults: it is not XML, nested too deep, or has a document type.
    """
    root = _tree(within_bounds(content))
    found = root.find("CONTENT") if root.tag == "REQUEST" else None
    return None if found is None else _data(root, found)


def _tree(content: bytes) -> Element:
    # Called for each element, a builder of ours costs a fifth more: where no document type can be, that of ET is taken. One
    # begins with these bytes in every encoding that the parser knows, apart from UTF-16, which has NULs then.
    may_have_a_type = b"<!DOCTYPE" in content or b"\0" in content
    parser = ET.XMLParser(target=_Builder() if may_have_a_type else ET.TreeBuilder())  # noqa: S314  (see _Builder)
    try:
        parser.feed(content)
        root = parser.close()
    except ET.ParseError as error:
        line, column = error.position
        facts = {"line": line, "column": column + 1, "reason": str(error).partition(":")[0]}
        raise unreadable(N_("not XML at line {line}, column {column}: {reason}"), **facts) from None
    except (LookupError, ValueError):
        raise unreadable(N_("XML in an encoding that cannot be read")) from None
    layer: Iterable[Element] = [root]
    for _ in range(DEEPEST):
        if not (layer := list(chain.from_iterable(layer))):
            return root
    raise too_deep()


def _data(root: Element, found: Element) -> Mapping[str, Any]:
    sections: dict[str, list[Element]] = {}
    for section in found:
        if section.tag in _KEPT:
            sections.setdefault(section.tag, []).append(section)
    hardware = _last(sections.get("HARDWARE"))
    content: dict[str, Any] = {
        "hardware": hardware,
        "operatingsystem": _last(sections.get("OPERATINGSYSTEM")) or _system(hardware),
        "users": [_table(each) for each in sections.get("USERS", ())] or _users(hardware),
    }
    if "LOCAL_USERS" in sections:
        content["local_users"] = [_account(each) for each in sections["LOCAL_USERS"]]
    if "LOCAL_GROUPS" in sections:
        content["local_groups"] = [_group(each) for each in sections["LOCAL_GROUPS"]]
    said = _table(root)
    beside: dict[str, Any] = {key: said[key] for key in ("deviceid", "itemtype") if key in said}
    if found.find(_NETWORK) is not None and not hardware:
        beside["itemtype"] = "NetworkEquipment"  # or whatever else a network has
    return {**beside, "action": _ACTIONS.get(said.get("query", "").upper(), "inventory"), "content": content}


def _table(section: Element) -> dict[str, Any]:
    """
    Return the texts of a section by the names of their elements in small letters, of those that occur twice the last.

    What is empty is left out.
    """
    return {each.tag.lower(): text for each in section if each.text and (text := each.text.strip())}


def _last(sections: list[Element] | None) -> dict[str, Any]:
    return _table(sections[-1]) if sections else {}


def _account(section: Element) -> Mapping[str, Any]:
    """
    Return an account, with truth where its texts stand for it.
    """
    account = _table(section)
    for key in ("disabled", "enabled"):
        if account.get(key, "").casefold() in _FLAGS:
            account[key] = _FLAGS[account[key].casefold()]
    return account


def _group(section: Element) -> Mapping[str, Any]:
    """
    Return a group, without members where it does not say any.
    """
    members = [text for each in section if each.tag.lower() == "member" and (text := (each.text or "").strip())]
    return _table(section) | ({"members": members} if members else {})


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
