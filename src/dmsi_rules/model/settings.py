"""
Settings: what the command line is told once for many runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dmsi_rules.model.scalars import Flag, Quantity, Text
from dmsi_rules.values.record import field, record


@record
class Settings:
    """
    A file of settings: what the command line's options say, under their names; its paths start from the file's folder.
    """

    convention: Text | None = None
    lifecycles: Text | None = None
    readings: Mapping[str, Text] | None = field(default=None, hash=False)
    select: tuple[Text, ...] | None = None
    ignore: tuple[Text, ...] | None = None
    waivers: Text | None = None
    baseline: Text | None = None
    strict: Flag | None = None
    fail_on: tuple[Literal["unknown"], ...] | None = None
    exclude: tuple[Text, ...] | None = None
    jobs: Quantity | None = None
