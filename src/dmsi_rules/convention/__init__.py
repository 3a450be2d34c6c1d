"""
The embedded convention, and the way to load another one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import attrs

from dmsi_rules.convention._consistency import faults_of
from dmsi_rules.convention.tariff import tariff_notes
from dmsi_rules.documents.bounds import without_schema
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import name_of, packaged, raw_document
from dmsi_rules.documents.structure import structure
from dmsi_rules.errors import ConventionError
from dmsi_rules.model.convention import Convention

__all__ = ["load_convention"]

EMBEDDED = "call-dmsi-2024.toml"


def load_convention(path: Path | None = None) -> Convention:
    """
    Load the convention in the TOML file *path*; without it, the embedded one of the CALL.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    return _embedded() if path is None else convention_from(path)


@cache
def _embedded() -> Convention:
    return convention_of(packaged(Path(__file__).with_name(EMBEDDED)))


def convention_from(source: Path | bytes) -> Convention:
    """
    Build a convention from the TOML in the file *source*, or that *source* is.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    name = name_of(source)
    try:
        raw = without_schema(raw_document(source, "toml").data)
    except Faults as error:
        raise ConventionError(error.faults, name) from None
    return convention_of(raw, name)


def convention_of(raw: Any, name: str | None = None) -> Convention:
    """
    Build a convention from plain data, that of the file *name* if it is one.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    try:
        convention = structure(raw, Convention)
    except Faults as error:
        told = {fault.path for fault in error.faults}
        more = (fault for fault in faults_of(error.salvage) if fault.path not in told)
        raise ConventionError((*error.faults, *more), name) from None
    if faults := tuple(faults_of(convention)):
        raise ConventionError(faults, name)
    notes = tuple(tariff_notes(convention))
    return attrs.evolve(convention, notes=notes) if notes else convention
