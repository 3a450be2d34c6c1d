"""
The embedded convention, and the way to load another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import attrs

from dmsi_rules.convention.sources import sourced
from dmsi_rules.documents.bounds import without_schema
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import InputFormat, convention_format, name_of, packaged, raw_document
from dmsi_rules.documents.structure import document_order, structure
from dmsi_rules.errors import ConventionError, Fault
from dmsi_rules.model.codes import EMBEDDED
from dmsi_rules.model.convention import Convention
from dmsi_rules.text.marks import N_

__all__ = ["load_convention", "load_conventions"]

FORMAT = 2


def load_convention(path: Path | Mapping[str, Any] | None = None) -> Convention:
    """
    Load the convention in the TOML or JSON file *path*; without it, the embedded one.

    One that replaces the embedded one is loaded with it: each day goes by the text then in force. In place of a file there may
    be what it holds, as `Convention.to_dict` writes it.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    return _embedded() if path is None else convention_from(path)


def load_conventions(paths: Sequence[Path]) -> Convention:
    """
    Load the conventions in the TOML or JSON files *paths*, and return the one in use: the first that no other one replaces.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    found = [_file(path) for path in paths]
    replaced = {each.replaces.convention for each in found if each.replaces}
    newest = next((each for each in found if each.id not in replaced), found[0])
    return following(newest, found)


@cache
def _embedded() -> Convention:
    return convention_of(_embedded_data(), checked=True)


def _embedded_data() -> Any:
    return packaged(Path(__file__).with_name(EMBEDDED))


def convention_from(
    source: Path | bytes | Mapping[str, Any], others: Iterable[Convention] = (), input_format: InputFormat = "toml"
) -> Convention:
    """
    Build a convention from the file *source*, from its text in *input_format* or from its data.

    It comes with the one of *others* that it replaces.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    return following(_file(source, input_format), others)


def _file(source: Path | bytes | Mapping[str, Any], input_format: InputFormat = "toml") -> Convention:
    """
    Build a convention from *source* alone; a file's name says its format.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    name = name_of(source)
    if isinstance(source, Path):
        input_format = convention_format(source.name)
    try:
        raw = without_schema(raw_document(source, input_format).data)
    except Faults as error:
        raise ConventionError(error.faults, name) from None
    return convention_of(raw, name)


def convention_of(raw: Any, name: str | None = None, *, checked: bool = False) -> Convention:
    """
    Build a convention from plain data, that of the file *name* if it is one.

    Raises:
        ConventionError: with every fault found, each at its place.
    """
    if checked or not (isinstance(raw, Mapping) and raw.get("format") != FORMAT):
        return _made(raw, name, checked=checked)
    from dmsi_rules.convention.format_1 import is_format_1, upgraded  # noqa: PLC0415  (few files have it)
    from dmsi_rules.convention.format_1_faults import in_old_places, lost_faults  # noqa: PLC0415

    if not is_format_1(raw):
        return _made(raw, name, checked=checked)
    now, notes = upgraded(raw, _embedded_data())
    lost = tuple(lost_faults(raw))
    try:
        convention = _made(now, name, checked=checked, is_old=True)
    except ConventionError as error:
        raise ConventionError((*lost, *in_old_places(error.faults)), name) from None
    if lost:
        raise ConventionError(lost, name)
    return attrs.evolve(convention, notes=(*notes, *in_old_places(convention.notes)))


def _made(raw: Any, name: str | None, *, checked: bool, is_old: bool = False) -> Convention:
    if checked:  # by the tests of the package
        convention = structure(raw, Convention)
        sourced(convention, raw)
        return convention
    from dmsi_rules.convention.checks import faults_of, notes_on, old_words  # noqa: PLC0415  (the embedded one needs none)

    try:
        convention = structure(raw, Convention)
    except Faults as error:
        lacking = sourced(error.salvage, raw)
        told = {above for fault in error.faults for above in accumulate(fault.path.split("/"), "{}/{}".format)}
        more = (fault for fault in (*lacking, *faults_of(error.salvage, is_old=is_old)) if fault.path not in told)
        raise ConventionError((*error.faults, *more), name) from None
    lacking = sourced(convention, raw)
    if faults := (*lacking, *faults_of(convention, is_old=is_old)):
        raise ConventionError(tuple(sorted(faults, key=lambda fault: document_order(fault.path, Convention))), name)
    notes = (*notes_on(convention), *old_words(raw))
    return attrs.evolve(convention, notes=notes) if notes else convention


def following(convention: Convention, others: Iterable[Convention]) -> Convention:
    """
    Return *convention* with the one that it replaces, where that is the embedded one or one of *others*.

    Raises:
        ConventionError: the texts replace one another in a ring.
    """
    known = {each.id: each for each in (_embedded(), *others)}
    return _following(convention, known, ())


def _following(convention: Convention, known: dict[str, Convention], newer: tuple[str, ...]) -> Convention:
    replaces = convention.replaces
    if replaces is None:
        return convention
    ids = (*newer, convention.id)
    if replaces.convention in ids:
        facts = {"circle": [*ids, replaces.convention]}
        message = N_("these texts replace one another in a ring: {circle}")
        raise ConventionError((Fault("CONVENTION", message, "/replaces/convention", facts),))
    older = known.get(replaces.convention)
    return attrs.evolve(convention, older=_following(older, known, ids)) if older else convention
