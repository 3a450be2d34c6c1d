"""
A file of one machine.
"""

from dmsi_rules.inventories._formats import workstations_in
from dmsi_rules.model.evidence import Workstation


def workstation_in(content: bytes) -> Workstation | None:
    """
    Return the workstation that a file's *content* is of; None where it is of another thing.
    """
    return next(iter(workstations_in(content)), None)
