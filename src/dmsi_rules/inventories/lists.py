"""
The workstations that one file lists, whatever wrote it.
"""

from __future__ import annotations

from dmsi_rules.inventories._formats import workstations_in

__all__ = ["workstations_in"]
