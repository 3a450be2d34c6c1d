"""
How the columns of a list are headed, where that is not as GLPI or OCS Inventory head them: a file of the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import name_of, raw_document
from dmsi_rules.documents.structure import structure
from dmsi_rules.errors import ColumnsError, Fault
from dmsi_rules.inventories._lists import Headings, headed, plain
from dmsi_rules.model.scalars import Text
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record


@record
class ColumnNames:
    """
    The headings of the columns that are looked at, by what they say of a machine.
    """

    id: tuple[Text, ...] | None = None
    os_name: tuple[Text, ...] | None = None
    os_version: tuple[Text, ...] | None = None
    os_build: tuple[Text, ...] | None = None
    edition: tuple[Text, ...] | None = None
    service_pack: tuple[Text, ...] | None = None


def load_columns(path: Path) -> Headings:
    """
    Return the headings that the file *path* names, with those that are known of what it does not name.

    Raises:
        ColumnsError: with every fault found, each at its place.
    """
    try:
        names = structure(raw_document(path).data, ColumnNames)
    except Faults as error:
        raise ColumnsError(error.faults, name_of(path)) from None
    named: dict[str, tuple[str, ...]] = attrs.asdict(names, filter=lambda _, headings: headings is not None)
    if not named:
        expected = tuple(each.name for each in attrs.fields(ColumnNames))
        raise ColumnsError((Fault("COLUMNS", NOTHING_NAMED, "", {"keys": expected}),), name_of(path))
    if faults := tuple(_twice(named)):
        raise ColumnsError(faults, name_of(path))
    return headed(named)


def _twice(named: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    """
    Yield the fault of each heading that is named before: a column says one thing.
    """
    seen: dict[str, str] = {}
    for fact, headings in named.items():
        for rank, heading in enumerate(headings):
            if (first := seen.setdefault(plain(heading), path := f"/{fact}/{rank}")) != path:
                yield Fault("COLUMNS", NAMED_TWICE, path, {"heading": heading, "first": first})


NAMED_TWICE = N_("the heading `{heading}` stands at {first} already: a column says one thing")
NOTHING_NAMED = N_("no column is named: the keys are {keys}, each a list of headings")
