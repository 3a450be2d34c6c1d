"""
How long vendors maintain the versions of operating systems, and which of them a workstation has.

A day is maintained up to and with the last day that the table gives. A build does not identify a version: products and
editions share builds, so a workstation can match several cycles at once.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from dmsi_rules.model.evidence import Workstation
from dmsi_rules.model.lifecycles import Lifecycles, Release
from dmsi_rules.model.readings import Readings
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record

Releases: TypeAlias = tuple[Release, ...]

# ---- which cycles a workstation has


def _label(release: Release) -> Iterable[str]:
    label = release.label or ""
    return dict.fromkeys((label, re.sub(r"\s*\([^()]*\)$", "", label)))


def _without_edition(release: Release) -> Iterable[str]:
    return (re.sub(r"-(?:e|w|iot)(?:-lts)?$", "", release.cycle),) if release.edition else ()


def _itself(given: str) -> Iterable[str]:
    return (given,)


def _with_patch(given: str) -> Iterable[str]:
    return given, given.rpartition(".")[0]


def _prefixes(given: str) -> Iterable[str]:
    """
    The number that *given* begins with, then the same with fewer and fewer parts. `15G22010` begins with none.
    """
    number = re.match(r"[0-9]+(?:\.[0-9]+)*(?![0-9a-z])", given, re.IGNORECASE)
    parts = number[0].split(".") if number else []
    return (".".join(parts[:count]) for count in range(len(parts), 0, -1))


STEPS: tuple[tuple[Callable[[Release], Iterable[str | None]], Callable[[str], Iterable[str]]], ...] = (
    (lambda release: (release.cycle,), _itself),
    (_label, _itself),
    (lambda release: (release.build,), _with_patch),
    (lambda release: (release.codename,), _itself),
    (lambda release: (release.latest,), _itself),
    (_without_edition, _itself),
    (lambda release: (release.cycle,), _prefixes),
)
"""
The steps of matching, in order: what a cycle is called there, and what a given string is looked up as.
"""

EDITIONS: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = (
    ("iot-ltsc", (frozenset({"iot"}), frozenset({"ltsc", "ltsb"}))),
    ("enterprise-ltsc", (frozenset({"ltsc", "ltsb"}),)),
    ("iot-core", (frozenset({"iot"}), frozenset({"core"}))),
    (
        "pro",
        (frozenset({"home", "famille", "familial", "familiale", "pro", "professional", "professionnel", "professionnelle"}),),
    ),
    ("enterprise", (frozenset({"enterprise", "entreprise", "education"}),)),
)
"""
The table's editions by the words of a system's full name, English or French: one of each set. The first that fits is it, so
that an educational edition of Pro is Pro.
"""


def edition_of(name: str) -> str | None:
    """
    Return the edition that the full *name* of a system says, as the table writes it; None where it says none.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = set(re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char))))
    return next((edition for edition, wanted in EDITIONS if all(words & each for each in wanted)), None)


@lru_cache(maxsize=8)
def _index(lifecycles: Lifecycles) -> Mapping[str, tuple[Mapping[str, Releases], ...]]:
    """
    Return for each product the names to look a version up by, one mapping for each step of matching.
    """
    found: dict[str, tuple[dict[str, Releases], ...]] = {
        product.id.casefold(): tuple({} for _ in STEPS) for product in lifecycles.product
    }
    for release in lifecycles.release:
        for names, (named, _) in zip(found[release.product.casefold()], STEPS, strict=True):
            for name in filter(None, named(release)):
                names[name.casefold()] = (*names.get(name.casefold(), ()), release)
    return found


def candidates(workstation: Workstation, lifecycles: Lifecycles) -> Releases | None:
    """
    Return the cycles that *workstation* may have; None where its system is not one of the table's.
    """
    each = workstation
    given = (each.os_version, each.os_name, each.os_build)
    return _candidates(lifecycles, each.os or "", given, each.edition)


@lru_cache(maxsize=4096)  # the workstations of a commune have few systems
def _candidates(lifecycles: Lifecycles, product: str, strings: tuple[str | None, ...], edition: str | None) -> Releases | None:
    steps = _index(lifecycles).get(product.strip().casefold())
    if steps is None:
        return None
    given = [text.strip() for text in strings if text]
    for names, (_, looked_up) in zip(steps, STEPS, strict=True):
        # A build alone may begin with a version's number; beside a version it is a kernel's, and begins with another.
        texts = given[:-1] if looked_up is _prefixes and strings[-1] and len(given) > 1 else given
        found: dict[Release, None] = {}
        for text in texts:
            first = next((names[key.casefold()] for key in looked_up(text) if key.casefold() in names), ())
            found |= dict.fromkeys(first)
        if found:
            said = edition or next(filter(None, (edition_of(text) for text in given)), None)
            return _narrowed(tuple(found), said, lifecycles)
    return ()


def _narrowed(found: Releases, edition: str | None, lifecycles: Lifecycles) -> Releases:
    """
    Keep of *found* those of *edition*, else those for every edition. Another word narrows nothing.
    """
    said = (edition or "").strip().casefold()
    if said not in {(release.edition or "").casefold() for release in lifecycles.release} - {""}:
        return found
    exact = tuple(release for release in found if (release.edition or "").casefold() == said)
    return exact or tuple(release for release in found if release.edition in {None, "all"})


# ---- how long they are maintained


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


@record
class Maintenance:
    """
    Whether the system of a workstation is maintained on a day.

    Attributes:
        holds: None where it cannot be told.
        lacks: what would tell, then: keys of the workstation.
        table: whether a newer table would tell.
    """

    holds: bool | None
    lacks: tuple[str, ...] = ()
    table: bool = False


def maintenance(workstation: Workstation, day: dt.date, lifecycles: Lifecycles, readings: Readings) -> Maintenance:
    """
    Return whether the system of *workstation* is maintained on *day*. Several cycles decide only where they agree.
    """
    found = candidates(workstation, lifecycles)
    if not found:
        return Maintenance(None, ("os",) if found is None else ("os_version",))
    paid_until = known(workstation.paid_support_until)
    verdicts = {is_maintained(each, paid_until, day, lifecycles.horizon, readings) for each in found}
    if len(verdicts) == 1 and None not in verdicts:
        return Maintenance(verdicts.pop())
    if len(found) == 1 or verdicts == {None}:
        return Maintenance(None, ("os_version",), table=True)
    return Maintenance(None, ("edition" if any(each.edition for each in found) else "os_version",))


def end_of(workstation: Workstation, lifecycles: Lifecycles) -> tuple[dt.date, str] | None:
    """
    Return the last day on which the vendor maintains the system of *workstation*, and its name; None where it is not known.
    """
    found = candidates(workstation, lifecycles) or ()
    days = {each.security_until for each in found}
    day = days.pop() if len(days) == 1 else None
    return (day, " / ".join(dict.fromkeys(each.name for each in found))) if day else None


def os_ends(workstations: Iterable[Workstation], lifecycles: Lifecycles) -> Iterator[tuple[dt.date, str, int]]:
    """
    Yield each end of maintenance among *workstations* that is known: the last day, the system and how many have it, by day.
    """
    counts = Counter(end for each in workstations if (end := end_of(each, lifecycles)))
    for (day, name), count in sorted(counts.items()):
        yield day, name, count
