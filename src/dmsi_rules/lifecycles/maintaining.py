"""
How long vendors maintain the versions of operating systems that workstations have.

A day is maintained up to and with the last day that the table gives.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from dmsi_rules.lifecycles.matching import Reason, matched
from dmsi_rules.model.evidence import Workstation
from dmsi_rules.model.lifecycles import Lifecycles, Release
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record


def _counted(release: Release, paid_until: dt.date | None) -> dt.date | None:
    if release.security_until is None or release.extended_until is None or paid_until is None:
        return release.security_until
    return max(release.security_until, min(paid_until, release.extended_until))


def _not_counted(release: Release, paid_until: dt.date | None) -> dt.date | None:  # noqa: ARG001  (the two values share a shape)
    return release.security_until


PAID_SUPPORT: Mapping[str, Callable[[Release, dt.date | None], dt.date | None]] = {
    "maintained": _counted,
    "not-maintained": _not_counted,
}
"""
Reading `paid_support`: the last day on which a cycle is maintained, where a paid extension up to a day is recorded. One that
the table has no programme for is not believed. None: no end is published.
"""


def is_maintained(
    release: Release, paid_until: dt.date | None, day: dt.date, horizon: dt.date, readings: Readings
) -> bool | None:
    """
    Tell whether *release* is maintained on *day*; None where no end is published and *day* is after the *horizon*.
    """
    last = PAID_SUPPORT[readings.paid_support](release, paid_until)
    if last is None:
        return True if day <= horizon else None
    return day <= last


LACKS: Mapping[Reason, tuple[str, ...]] = {
    "system": ("os",),
    "version": ("os_version",),
    "edition": ("edition",),
    "contradiction": ("os_build",),
    "newer": ("os_version",),
    "end": ("os_version",),
    "older": (),
}
"""
What would tell, by the reason why it cannot be told: keys of the workstation.
"""


@record
class Maintenance:
    """
    Whether the system of a workstation is maintained on a day.

    Attributes:
        holds: None where it cannot be told.
        reason: why, then.
    """

    holds: bool | None
    reason: Reason | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """
        What would tell: keys of the workstation.
        """
        return LACKS[self.reason] if self.reason else ()

    @property
    def table(self) -> bool:
        """
        Whether a newer table would tell.
        """
        return self.reason in {"newer", "end"}


def maintenance(workstation: Workstation, day: dt.date, lifecycles: Lifecycles, readings: Readings) -> Maintenance:
    """
    Return whether the system of *workstation* is maintained on *day*. Several cycles decide only where they agree.
    """
    found, reason = matched(workstation, lifecycles)
    if not found:
        return Maintenance(None, reason)
    paid_until = known(workstation.paid_support_until)
    verdicts = {is_maintained(each, paid_until, day, lifecycles.horizon, readings) for each in found}
    if len(verdicts) == 1 and None not in verdicts:
        return Maintenance(verdicts.pop())
    if len(found) == 1 or verdicts == {None}:
        return Maintenance(None, "end")
    return Maintenance(None, "edition" if not workstation.bare and any(each.edition for each in found) else "version")


def end_of(workstation: Workstation, lifecycles: Lifecycles) -> tuple[dt.date, str] | None:
    """
    Return the last day on which the vendor maintains the system of *workstation*, and its name; None where it is not known.
    """
    found, reason = matched(workstation, lifecycles)
    days = {each.security_until for each in found}
    day = days.pop() if len(days) == 1 else None
    if day is None:
        return None
    names = [own_words(workstation) or ""] if reason == "older" else [each.name for each in found]
    return day, " / ".join(dict.fromkeys(names))


def own_words(workstation: Workstation) -> str | None:
    """
    Return what a workstation itself says of its system.
    """
    said = (workstation.os, workstation.os_version)
    return workstation.os_name or " ".join(filter(None, said)) or workstation.os_build


def os_ends(workstations: Iterable[Workstation], lifecycles: Lifecycles) -> Iterator[tuple[dt.date, str, int]]:
    """
    Yield each end of maintenance among *workstations* that is known: the last day, the system and how many have it, by day.
    """
    counts = Counter(end for each in workstations if (end := end_of(each, lifecycles)))
    for (day, name), count in sorted(counts.items()):
        yield day, name, count
