"""
Inventories of GLPI agents: https://github.com/glpi-project/inventory_format.

A section that is absent, or is not of the shape that the format gives it, leaves its facts unknown. Who uses the
machine is looked at and let go: nothing of it but the answer to PRE202 is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from dmsi_rules.inventories._administrators import BUILT_IN, Machine, administrator
from dmsi_rules.inventories._systems import system
from dmsi_rules.model.evidence import Workstation
from dmsi_rules.values.record import as_it_is

LONGEST = 256
"""
The longest name that a machine may have: what is longer is not a name.
"""

SILENT: Mapping[str, Any] = vars(Workstation())
"""
What is known of a workstation of which nothing is said.
"""

_COMPUTER = "Computer"
_DISCOVERIES = ("netdiscovery", "netinventory")
_PHONES = ("android", "ios", "ipados")
_MACS = ("darwin", "macos", "mac os", "os x")
_OF_A_MAC = {"admin_silence": "macos"}  # whose file of groups lists root alone, whoever administers it
_NO_SHELLS = ("/nologin", "/false")


def detects(data: Any) -> bool:
    """
    Tell whether *data* is an inventory in this format.
    """
    return isinstance(data, Mapping) and isinstance(data.get("content"), Mapping)


def read(data: Any) -> Workstation | None:
    """
    Return what an inventory says of its workstation, None where it is that of another thing, as of a printer.
    """
    content = data["content"]
    said = _table(content, "operatingsystem")
    if _is_other(data, said):
        return None
    facts: dict[str, Any] = {
        **SILENT,
        **system(
            name=_text(said, "name"),
            full_name=_text(said, "full_name"),
            version=_number_or_text(said, "version"),
            build=_number_or_text(said, "kernel_version"),
            pack=_text(said, "service_pack"),
        ),
        **(_OF_A_MAC if _is_mac(said) else administrator(_machine(content))),
    }
    facts |= {"id": _text(_table(content, "hardware"), "name"), "device": _text(data, "deviceid"), "partial": _is_partial(data)}
    return as_it_is(Workstation, facts)


def _is_other(data: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """
    Tell whether an inventory is of what is not a workstation: of another type, found on a network, or a phone.
    """
    itemtype = data.get("itemtype")
    if (itemtype is not None and str(itemtype).casefold() != _COMPUTER.casefold()) or data.get("action") in _DISCOVERIES:
        return True
    return _begins(said, "name", _PHONES) or _begins(said, "full_name", _PHONES)


def _is_mac(said: Mapping[str, Any]) -> bool:
    return any(_begins(said, key, _MACS) for key in ("kernel_name", "name", "full_name"))


def _begins(said: Mapping[str, Any], key: str, starts: tuple[str, ...]) -> bool:
    return (_text(said, key) or "").casefold().startswith(starts)


def merged(inventories: Iterable[tuple[str, Mapping[str, Any]]]) -> Mapping[str, Any]:
    """
    Return the inventories of one machine, each with the name of its file, as one.

    The last full one, and over it, section by section, the partial ones that are not known to be older.
    """
    ordered = [each for _, each in sorted(inventories, key=lambda named: (_dated(named[1]), named[0]))]
    full = [each for each in ordered if not _is_partial(each)]
    laid: dict[str, Any] = dict(full[-1]) if full else {"partial": True}
    since = _dated(laid) if full else ""
    content = dict(laid.get("content", {}))
    for each in ordered:
        if _is_partial(each) and (not since or not _dated(each) or _dated(each) >= since):
            content |= each["content"]
            laid = {**each, **laid}
    return {**laid, "content": content}


def _is_partial(data: Mapping[str, Any]) -> bool:
    """
    Tell whether an inventory says only what has changed, in any manner of saying so.
    """
    return str(data.get("partial")).casefold() in {"true", "1", "yes"}


def _dated(data: Mapping[str, Any]) -> str:
    """
    Return the moment that an inventory gives itself; empty where it gives none.
    """
    content = data.get("content")
    return _text(_table(content, "accesslog"), "logdate") or "" if isinstance(content, Mapping) else ""


def _machine(content: Mapping[str, Any]) -> Machine:
    hardware = _table(content, "hardware")
    users = [(_text(each, "login"), _text(each, "domain") or "") for each in _tables(content, "users")]
    users.append((_text(hardware, "lastloggeduser"), ""))
    accounts: dict[str, Mapping[str, Any]] = {}
    aliases: dict[str, str] = {}
    for each in _tables(content, "local_users"):
        if name := _name(each):
            accounts[name] = each
            if (number := _number(each)).startswith("s-1-"):  # others are no names
                aliases[number] = name
    groups: dict[str, Any] = {}
    for each in _tables(content, "local_groups"):
        for named in (each.get("name"), each.get("id")):
            if type(named) is str:
                groups[named.casefold()] = each.get("members")
    return Machine(
        name=(_text(hardware, "name") or "").casefold().partition(".")[0],
        users=[(login, domain) for login, domain in users if login is not None],
        accounts=accounts if isinstance(content.get("local_users"), list) else None,
        is_personal_account=lambda name: _is_personal(accounts[name]),
        aliases=aliases,
        groups=groups,
    )


def _name(account: Mapping[str, Any]) -> str:
    """
    Return the name of an account in small letters; a `name` beside a `login` is a person's.
    """
    name = account.get("login") or account.get("name")
    return name.casefold() if type(name) is str else ""


def _number(account: Mapping[str, Any]) -> str:
    number = account.get("id") or account.get("sid")
    return number.casefold() if type(number) is str else ""


def _is_personal(account: Mapping[str, Any]) -> bool:
    """
    Tell whether an account can be somebody's own: it did not come with the system, and is in use.
    """
    number = _number(account)
    if number == "0" or number.endswith("-500") if number else _name(account) in BUILT_IN:
        return False
    shell = _text(account, "shell") or ""
    return not (account.get("disabled") is True or account.get("enabled") is False or shell.endswith(_NO_SHELLS))


def _table(content: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    found = content.get(section)
    return found if type(found) is dict else {}


def _tables(content: Mapping[str, Any], section: str) -> Iterator[Mapping[str, Any]]:
    found = content.get(section)
    return (each for each in found if type(each) is dict) if type(found) is list else iter(())


def _text(said: Mapping[str, Any], key: str) -> str | None:
    found = said.get(key)
    if not isinstance(found, str) or len(found) > LONGEST:
        return None
    return found.strip() or None


def _number_or_text(said: Mapping[str, Any], key: str) -> str | None:
    """
    Return the text, which a version is at times given without quotes.
    """
    found = said.get(key)
    return str(found) if type(found) in {int, Decimal} else _text(said, key)
