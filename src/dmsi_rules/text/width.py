"""
How many columns of a terminal text takes.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width


def cells(text: str) -> int:
    """
    Return how many columns *text* takes.
    """
    return len(text) if text.isascii() else sum(map(cell, text))


def cell(char: str) -> int:
    """
    Return how many columns *char* takes: none for a mark that stands on the one before.
    """
    if category(char) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1
