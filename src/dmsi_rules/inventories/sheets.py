"""
The rows of spreadsheets, whatever they are lists of.
"""

from __future__ import annotations

from dmsi_rules.inventories._sheets import sheets_in

__all__ = ["sheets_in"]
