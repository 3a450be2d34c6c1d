"""
Whether the user of a workstation is its administrator, as far as its accounts and groups say (PRE202).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from dmsi_rules.values.record import record

ADMINISTRATORS_SID = "s-1-5-32-544"
ADMINISTRATORS = ("wheel", "admin", "sudo")
BUILT_IN = frozenset({"root", "administrator", "administrateur"})
"""
What the account that comes with a system is called, where no identifier tells it.
"""

_OWN_DOMAINS = frozenset({".", "builtin"})


@record
class Principal:
    """
    An account or a group as somebody names it, in small letters: its name, its domain, empty where none is said.
    """

    name: str
    domain: str


@record(eq=False)
class Machine:
    """
    What a machine says of its accounts, all names in small letters.

    Attributes:
        name: what it is called, which is also the domain of its own accounts.
        users: who uses it, each a name and a domain, which may be empty.
        accounts: the names of its own accounts; None where no account is said.
        is_personal_account: whether that of a name can be somebody's own: it did not come with the system, and is in use.
        aliases: the identifiers under which groups may have accounts as members, with their names.
        groups: its groups by name and by identifier, with their members: anything but a list of names does not say them.
    """

    name: str
    users: Collection[tuple[str, str]]
    accounts: Collection[str] | None
    is_personal_account: Callable[[str], bool]
    aliases: Mapping[str, str]
    groups: Mapping[str, Any]

    def principal(self, text: str, domain: str = "") -> Principal:
        r"""
        Return what `DOMAIN\name`, `name@domain` or a bare name stands for.
        """
        before, backslash, name = text.strip().casefold().rpartition("\\")
        if not backslash:
            name, _, before = name.partition("@")
        # A domain goes by a short name and by a long one that begins with it.
        before = before if before in _OWN_DOMAINS else (before or domain.casefold()).partition(".")[0]
        return Principal(self.aliases.get(name, name), self.name if before in _OWN_DOMAINS else before)

    def is_own(self, principal: Principal) -> bool:
        """
        Tell whether *principal* is of the machine itself, as far as its domain says.
        """
        return principal.domain in {"", self.name}

    def is_account(self, principal: Principal) -> bool:
        """
        Tell whether *principal* is one of the machine's own accounts.
        """
        return self.is_own(principal) and principal.name in (self.accounts or ())

    def is_personal(self, principal: Principal) -> bool:
        """
        Tell whether *principal* can be somebody's own.
        """
        if self.is_account(principal):
            return self.is_personal_account(principal.name)
        return principal.name not in BUILT_IN

    def is_one(self, principal: Principal) -> bool:
        """
        Tell whether *principal* is certainly one account, neither a group nor from elsewhere, where it may be one.
        """
        if self.is_account(principal):
            return True
        if not self.is_own(principal):
            return False
        # Where no account is listed, groups are known by their many words, and what has no name by its identifier.
        unlisted = self.accounts is None and " " not in principal.name and not principal.name.startswith("s-1-")
        return unlisted or principal.name in BUILT_IN


def administrator(machine: Machine) -> Mapping[str, bool | str]:
    """
    Return what is known of the users of *machine* as a fact of the workstation: `local_admin`, or why it is open.
    """
    groups = [name for name in ADMINISTRATORS if name in machine.groups]
    if ADMINISTRATORS_SID in machine.groups:
        groups = [ADMINISTRATORS_SID]
    if not groups:
        return {}
    members, all_said = _members(machine, groups)
    users = _users(machine)
    domains: dict[str, set[str]] = {}
    for member in members:
        domains.setdefault(member.name, set()).add(member.domain)
    # Of one name, and of one domain where both say theirs.
    if any(not user.domain or {"", user.domain} & domains[user.name] for user in users if user.name in domains):
        return {"local_admin": True}
    # Who comes from a directory is in groups of it, which a machine's own files do not list.
    is_by_files = ADMINISTRATORS_SID not in machine.groups
    if is_by_files and not all(map(machine.is_account, users)):
        return {"admin_silence": "directory"}
    if not all_said:
        return {"admin_doubt": True}
    if not users and any(map(machine.is_personal, members)):
        return {"admin_silence": "user"}  # somebody is, but whether it is who uses the machine, nobody knows
    return {"local_admin": False}


def _users(machine: Machine) -> list[Principal]:
    """
    Return those who use *machine* under an account of somebody's own, with their domain where it is said anywhere.
    """
    users = [machine.principal(*each) for each in machine.users]
    placed = {each.name for each in users if each.domain}
    return [each for each in users if machine.is_personal(each) and (each.domain or each.name not in placed)]


def _members(machine: Machine, groups: Iterable[str]) -> tuple[list[Principal], bool]:
    """
    Return the members of *groups*, those of the groups in them included, and whether all of them are said.
    """
    found: list[Principal] = []
    all_said = True
    waiting = list(groups)
    seen = set(waiting)
    for group in waiting:  # which grows on the way
        members = machine.groups[group]
        said = isinstance(members, list) and bool(members) and all(isinstance(each, str) for each in members)
        all_said = all_said and said
        for member in map(machine.principal, members if said else ()):
            found.append(member)
            if member.name not in machine.groups or machine.is_account(member) or not machine.is_own(member):
                all_said = all_said and machine.is_one(member)
            elif member.name not in seen:
                seen.add(member.name)
                waiting.append(member.name)
    return found, all_said
