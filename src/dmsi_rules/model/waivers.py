"""
Waivers: findings that are accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dmsi_rules.model.scalars import Date, Name, Text
from dmsi_rules.values.plain import plain
from dmsi_rules.values.record import field, record
from dmsi_rules.values.restored import Restorable


@record
class Waiver(Restorable):
    """
    A finding that is accepted: of which rule, in whose dossier, about what, why and until when (that day included).

    Without a dossier, without `about`, it holds for all; without a last day, for good.
    """

    code: Text
    reason: Name
    dossier: Text | None = None
    about: Mapping[str, Text] | None = field(default=None, hash=False)
    until: Date | None = None

    def to_dict(self) -> dict[str, Any]:
        """
        Return the waiver as data.
        """
        return {
            "code": self.code,
            "dossier": self.dossier,
            "about": dict(self.about or {}),
            "reason": self.reason,
            "until": plain(self.until),
        }


@record
class Waivers:
    """
    A file of waivers.
    """

    waivers: tuple[Waiver, ...] = ()
