"""
How PyInstaller finds what it cannot see by itself: the tables, and the modules that are imported when they are needed.
"""

from __future__ import annotations

from pathlib import Path


def get_hook_dirs() -> list[str]:
    """
    Return the folder of the hook, for the entry point `pyinstaller40`.
    """
    return [str(Path(__file__).parent)]
