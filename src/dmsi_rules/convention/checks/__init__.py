"""
What a convention's data must hold together, and what is worth a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from dmsi_rules.convention.checks.draft import Draft
from dmsi_rules.convention.checks.graph import graph_faults
from dmsi_rules.convention.checks.notes import notes_of, old_words
from dmsi_rules.convention.checks.people import people_faults
from dmsi_rules.convention.checks.references import reference_faults
from dmsi_rules.convention.checks.tariff import tariff_faults
from dmsi_rules.convention.checks.terms import term_faults
from dmsi_rules.convention.checks.units import unit_faults
from dmsi_rules.convention.checks.versions import version_faults
from dmsi_rules.errors import Fault
from dmsi_rules.model.convention import Convention

__all__ = ["faults_of", "notes_on", "old_words"]

CHECKS = (reference_faults, version_faults, graph_faults, unit_faults, term_faults, people_faults, tariff_faults)


def faults_of(convention: Convention, *, is_old: bool = False) -> Iterator[Fault]:
    """
    Yield everything that makes *convention* unfit for use.

    It may be one of which only a part could be read: what is None, or a list without entries, has been told already. *is_old*
    tells whether it was written in format 1, which asked for less.
    """
    draft = Draft(convention, is_old=is_old)
    for check in CHECKS:
        yield from check(draft)


def notes_on(convention: Convention) -> Iterator[Fault]:
    """
    Yield what is worth knowing of *convention*, and forbids nothing.
    """
    yield from notes_of(Draft(convention))
