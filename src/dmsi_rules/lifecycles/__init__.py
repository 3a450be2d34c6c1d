"""
The packaged table of operating-system lifecycles, and the way to load a newer one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dmsi_rules.documents.faults import Faults, is_known, outside
from dmsi_rules.documents.sources import name_of, packaged, raw_document
from dmsi_rules.documents.structure import structure
from dmsi_rules.errors import Fault, LifecyclesError
from dmsi_rules.model.lifecycles import Lifecycles
from dmsi_rules.text.marks import N_
from dmsi_rules.values.own_files import own_file

__all__ = ["load_lifecycles", "packaged_date"]

PACKAGED = Path(__file__).with_name("os-lifecycle.toml")
CODE = "LIFECYCLES"


def load_lifecycles(path: Path | None = None) -> Lifecycles:
    """
    Load the table in the TOML file *path*; without it, the packaged one.

    Raises:
        LifecyclesError: with every fault found, each at its place.
    """
    return _packaged() if path is None else lifecycles_of(_parse(path), name_of(path))


@cache
def _packaged() -> Lifecycles:
    return lifecycles_of(packaged(PACKAGED))


@cache
def packaged_date() -> dt.date:
    """
    Return the day of the packaged table, from its head: the table itself is read when a rule needs it.
    """
    line = next(line for line in own_file(PACKAGED).splitlines() if line.startswith(b"snapshot_date"))
    return dt.date.fromisoformat(line.partition(b"=")[2].strip().decode())


def lifecycles_of(raw: Any, name: str | None = None) -> Lifecycles:
    """
    Build a table from plain data, that of the file *name* if it is one.

    Raises:
        LifecyclesError: with every fault found, each at its place.
    """
    try:
        lifecycles = structure(raw, Lifecycles)
    except Faults as error:
        told = {fault.path for fault in error.faults}
        more = (fault for fault in faults_of(error.salvage) if fault.path not in told)
        raise LifecyclesError((*error.faults, *more), name) from None
    if faults := tuple(faults_of(lifecycles)):
        raise LifecyclesError(faults, name)
    return lifecycles


def faults_of(lifecycles: Lifecycles) -> Iterator[Fault]:
    """
    Yield everything that makes *lifecycles* unfit for use.

    It may be a table of which only a part could be read: what is None, or a list without entries, has been told already.
    """
    if lifecycles.schema_version != 1:
        yield Fault(CODE, N_("this is another format of table; 1 is read here"), "/schema_version")
    if not lifecycles.release:
        yield Fault(CODE, N_("at least one release is needed"), "/release")
    products = tuple(product.id for product in lifecycles.product)
    for rank, product in enumerate(products):
        if is_known(product) and product in products[:rank]:
            yield Fault(CODE, N_("{name} stands here a second time"), f"/product/{rank}", {"name": [product]})
    seen: set[tuple[str, str]] = set()
    for rank, release in enumerate(lifecycles.release):
        path = f"/release/{rank}"
        name = (release.product or path, (release.cycle or path).casefold())
        if is_known(release.product, *products) and release.product not in products:
            yield outside(release.product, products, N_("product")).at(f"{path}/product")
        if name in seen:
            yield Fault(CODE, N_("{name} stands here a second time"), path, {"name": [release.product, release.cycle]})
        seen.add(name)
        last, extended = release.security_until, release.extended_until
        if (last is None) != bool(release.open_ended):
            message = N_("either `security_until`, or `open_ended = true` where no end is published")
            yield Fault(CODE, message, f"{path}/security_until")
        if last and extended and extended < last:
            yield Fault(CODE, N_("an extended programme does not end before what it extends"), f"{path}/extended_until")


def _parse(path: Path) -> Any:
    try:
        return raw_document(path, "toml").data
    except Faults as error:
        raise LifecyclesError(error.faults, name_of(path)) from None
