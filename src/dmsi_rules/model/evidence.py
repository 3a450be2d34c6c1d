"""
The evidence of a dossier: what is attested, listed or collected of the technical prerequisites.
"""

from collections.abc import Mapping
from typing import Literal

from dmsi_rules.model.given import document
from dmsi_rules.model.scalars import AnyCode, DateOrNone, Flag, HolderCode, Number, Text
from dmsi_rules.values.record import APART, field, record

Technology = Literal[
    "fibre", "ftth", "ftto", "ftte", "fon", "adsl", "vdsl", "sdsl", "cable", "fttla", "4g", "5g", "radio", "satellite", "other"
]  # fmt: skip


@document
class Connection:
    """
    The commune's access to the network; bandwidth in megabits per second.
    """

    technology: Technology | None = None
    mbps: Number | None = None


@document
class PasswordPolicy:
    """
    What is attested of the password policy.
    """

    compliant: Flag | None = None


@document
class Workstation:
    """
    One workstation and the facts known of it.
    """

    id: Text | None = None
    os: Text | None = None
    os_version: Text | None = None
    os_name: Text | None = None
    os_build: Text | None = None
    edition: Text | None = None
    secured: Flag | None = None
    os_up_to_date: Flag | None = None
    local_admin: Flag | None = None
    paid_support_until: DateOrNone | None = None
    # Of one that was not listed but collected: its inventory, which device that is of, whether it says only what has
    # changed, whether it lists the administrators' group without saying who is in it, why else it does not tell who
    # administers it, and whether its name does not tell a server from a workstation.
    file: str | None = field(default=None, metadata=APART)
    device: str | None = field(default=None, metadata=APART, eq=False)
    partial: bool = field(default=False, metadata=APART, eq=False)
    admin_doubt: bool = field(default=False, metadata=APART)
    admin_silence: str | None = field(default=None, metadata=APART, eq=False)
    bare: bool = field(default=False, metadata=APART)


@record
class Collected:
    """
    What the inventories say.

    Attributes:
        workstations: one for each inventory that could be read, in the order of the files.
        unread: each file that could not be read, each pattern that no file matches.
        others: how many files are of what is not a workstation: printers, phones, what was found on a network.
    """

    workstations: tuple[Workstation, ...]
    unread: tuple[str, ...]
    others: int = 0


@document
class MaintenanceContract:
    """
    A software's maintenance contract; `until` false means open-ended.
    """

    holder: HolderCode | None = None
    until: DateOrNone | None = None


@document
class Software:
    """
    One hosted software; `maintenance_contract` false says that there is none.
    """

    name: Text | None = None
    compatible: Flag | None = None
    business: Flag | None = None
    maintenance_contract: MaintenanceContract | Literal[False] | None = None


@document
class Evidence:
    """
    What is attested or listed of the technical prerequisites.
    """

    workstations_secured: Flag | None = None
    os_up_to_date: Flag | None = None
    local_admin: Flag | None = None
    connection: Connection | None = None
    password_policy: PasswordPolicy | None = None
    inventories: tuple[Text, ...] | None = None
    workstations: tuple[Workstation, ...] | None = None
    software: tuple[Software, ...] | None = None
    attested: Mapping[AnyCode, Flag] | None = field(default=None, hash=False)
    collected: Collected | None = field(default=None, metadata=APART)  # None: nobody has read the inventories
