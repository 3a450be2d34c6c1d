"""
The table of operating-system lifecycles: until when the vendor of each version maintains it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dmsi_rules.model.scalars import Count, Date, Flag, Quantity, Text
from dmsi_rules.values.plain import to_document
from dmsi_rules.values.record import record, sent_whole
from dmsi_rules.values.restored import Restorable


@record
class Source:
    """
    Where the table is taken from, on which day, and how long a cycle without published end may still be believed.
    """

    snapshot_date: Date
    tolerance_days: Count
    name: Text | None = None
    repository: Text | None = None
    commit: Text | None = None
    licence: Text | None = None
    path: Text | None = None


@record
class Product:
    """
    An operating system, and where its vendor says how long it is maintained.
    """

    id: Text
    file: Text | None = None
    file_changed: Date | None = None
    vendor_policy: Text | None = None


@record
class Release:
    """
    One cycle of a product: its names, and the last day on which its vendor maintains it.
    """

    product: Text
    cycle: Text
    label: Text | None = None
    codename: Text | None = None
    edition: Text | None = None
    build: Text | None = None
    latest: Text | None = None
    lts: Flag | None = None
    released: Date | None = None
    active_support_until: Date | None = None
    security_until: Date | None = None
    open_ended: Flag | None = None
    extended_until: Date | None = None
    extended_kind: Text | None = None
    extended_consumer_until: Date | None = None
    extended_consumer_source: Text | None = None
    source: Text | None = None

    @property
    def name(self) -> str:
        """
        What people call it.
        """
        return self.label or f"{self.product} {self.cycle}"


@record
class Lifecycles(Restorable):
    """
    A table of lifecycles.
    """

    source: Source
    product: tuple[Product, ...]
    release: tuple[Release, ...]
    schema_version: Quantity = 1
    build_collisions: Mapping[str, tuple[Text, ...]] | None = None

    def __hash__(self) -> int:
        return hash(self.source)  # it is a key wherever systems are matched

    def __reduce__(self) -> tuple[Any, ...]:
        return sent_whole(self)

    @property
    def date(self) -> dt.date:
        """
        The day of the table.
        """
        return self.source.snapshot_date

    def to_dict(self) -> dict[str, Any]:
        """
        Return the table as its file has it.
        """
        return to_document(self)

    @property
    def horizon(self) -> dt.date:
        """
        The last day on which a cycle without published end is taken as maintained.
        """
        days = min(self.source.tolerance_days, (dt.date.max - self.date).days)
        return self.date + dt.timedelta(days=days)
