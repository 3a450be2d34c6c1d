"""
Files in which a caller has chosen: waivers and settings, every fault in them told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from dmsi_rules.checking.choice import faults_of_codes, faults_of_readings, faults_of_waivers
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import lines_of, name_of, opened, raw_document
from dmsi_rules.documents.structure import structure
from dmsi_rules.errors import BaselineError, DataError, Fault, SettingsError, WaiversError
from dmsi_rules.model.settings import Settings
from dmsi_rules.model.waivers import Waiver, Waivers
from dmsi_rules.rulebook import RULES, Rule
from dmsi_rules.text.marks import N_

T = TypeVar("T")
HEAD = '{"baseline": 1}'


def load_waivers(path: Path, *, rules: Sequence[Rule] | None = None) -> tuple[Waiver, ...]:
    """
    Load the waivers in the TOML file *path*: findings of *rules* (by default the convention's) that are accepted.

    Raises:
        WaiversError: with every fault found, each at its place.
    """

    def more(read: Waivers) -> Iterable[Fault]:
        return faults_of_waivers(rules or RULES, read.waivers)

    return _loaded(_data(path, WaiversError), Waivers, more, WaiversError, name_of(path)).waivers


def load_settings(path: Path, table: Sequence[str] = ()) -> Settings:
    """
    Load the settings in the TOML file *path*, or in a *table* of it.

    Raises:
        SettingsError: with every fault found, each at its place.
    """
    data = _data(path, SettingsError)
    for key in table:
        data = data.get(key, {}) if isinstance(data, Mapping) else {}

    def more(read: Settings) -> Iterable[Fault]:
        yield from faults_of_readings(dict(read.readings or {}))
        yield from faults_of_codes(RULES, "select", read.select or ())
        yield from faults_of_codes(RULES, "ignore", read.ignore or ())

    at = "".join(f"/{key}" for key in table)
    return _loaded(data, Settings, more, SettingsError, name_of(path), at)


def load_baseline(path: Path) -> frozenset[str]:
    """
    Load the fingerprints in the baseline *path*, which `check --baseline` has written.

    Raises:
        BaselineError: with every fault found, each at its line.
    """
    faults: list[Fault] = []
    known: set[str] = set()
    try:
        with opened(path) as file:
            for number, line in lines_of(file):
                entry = _entry(line)
                if number == 1 and (entry is None or entry.get("baseline") != 1):
                    faults.append(Fault("DOC000", N_("this is not a baseline, which begins with `{head}`"), "", {"head": HEAD}))
                    break
                fingerprint = entry and entry.get("fingerprint")
                if number > 1 and type(fingerprint) is not str:
                    faults.append(Fault("DOC001", N_("line {line} has no `fingerprint`"), "", {"line": number}))
                elif fingerprint:
                    known.add(fingerprint)
    except Faults as error:
        raise BaselineError(error.faults, name_of(path)) from None
    if faults:
        raise BaselineError(tuple(faults), name_of(path))
    return frozenset(known)


def _entry(line: bytes | Faults) -> Mapping[str, Any] | None:
    try:
        data = raw_document(line).data if isinstance(line, bytes) else None
    except Faults:
        return None
    return data if isinstance(data, Mapping) else None


def _data(path: Path, kind: type[DataError]) -> Any:
    try:
        return raw_document(path, "toml").data
    except Faults as error:
        raise kind(error.faults, name_of(path)) from None


def _loaded(  # noqa: PLR0913, PLR0917  (what a file is read by)
    data: Any,
    into: type[T],
    more: Callable[[T], Iterable[Fault]],
    kind: type[DataError],
    name: str | None,
    at: str = "",
) -> T:
    """
    Build an *into* from plain *data*, which stands *at* some place, and look at it for *more* faults.

    Raises:
        DataError: of *kind*, with every fault found, each at its place.
    """
    faults: tuple[Fault, ...] = ()
    try:
        read = structure(data, into)
    except Faults as error:
        faults, read = error.faults, error.salvage
    told = {fault.path for fault in faults}
    faults += tuple(fault for fault in more(read) if fault.path not in told)
    if faults:
        raise kind(tuple(fault.at(at + fault.path) for fault in faults), name)
    return read
