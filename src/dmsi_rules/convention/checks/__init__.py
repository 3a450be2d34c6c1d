"""
What a convention's data must hold together.
"""

from __future__ import annotations

from collections.abc import Iterator

from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Convention

__all__ = ["faults_of", "notes_on"]


def faults_of(convention: Convention) -> Iterator[Fault]:
    """
    Yield everything that makes *convention* unfit for use.

    It may be one of which only a part could be read: what is None, or a list without entries, has been told already.
    """
    yield from ()


def notes_on(convention: Convention) -> Iterator[Fault]:
    """
    Yield what is worth knowing of *convention*, and forbids nothing.
    """
    yield from ()
