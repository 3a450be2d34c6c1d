"""
Which versions of operating systems a workstation has, by the table of lifecycles.

A build does not identify a version: products and editions share builds, so a workstation can match several cycles at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from dmsi_rules.model.evidence import Workstation
from dmsi_rules.model.lifecycles import Lifecycles, Release

Releases: TypeAlias = tuple[Release, ...]


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

_HEAD = re.compile(r"([0-9]+)(?:[-.]|$)")
_RELEASE = re.compile(r"([0-9]{1,2}(?:\.[0-9])?)(?:-|$)")

BUILDS, WITHOUT_EDITIONS = 2, 5
"""
The steps that look builds up, and cycles without their editions.
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


Reason = Literal["system", "version", "edition", "contradiction", "newer", "end", "older"]
"""
Why it is unknown whether a system is maintained: it or its version is not given or not in the table, its edition is not said,
its name and build contradict each other, it is newer than the table, no end is published. One that is older than the table
is known to have ended by the end of the lowest cycle.
"""

BARE = ("windows", "windows-server")
"""
The products that share a name.
"""


class Match(NamedTuple):
    """
    The cycles that a workstation may have, and why there is none, or none that is certain.
    """

    releases: Releases
    reason: Reason = "version"


def candidates(workstation: Workstation, lifecycles: Lifecycles) -> Releases | None:
    """
    Return the cycles that *workstation* may have; None where its system is not one of the table's.
    """
    found = matched(workstation, lifecycles)
    return None if found.reason == "system" else found.releases


def matched(workstation: Workstation, lifecycles: Lifecycles) -> Match:
    """
    Return the cycles that *workstation* may have: those of every product that a bare name and a build allow.
    """
    each = workstation
    given = (each.os_version, each.os_name, each.os_build)
    if not each.bare:
        return _match(lifecycles, each.os or "", given, each.edition)
    found = [_match(lifecycles, product, given, each.edition) for product in BARE]
    is_newer = all(one.reason == "newer" for one in found)
    return Match(tuple(release for one in found for release in one.releases), "newer" if is_newer else "version")


@lru_cache(maxsize=4096)  # the workstations of a commune have few systems
def _match(lifecycles: Lifecycles, product: str, strings: tuple[str | None, ...], edition: str | None) -> Match:
    product = product.strip().casefold()
    steps = _index(lifecycles).get(product)
    if steps is None:
        return Match((), "system")
    given = [text.strip() for text in strings if text]
    has_builds = any(steps[BUILDS])
    for names, (_, looked_up) in zip(steps, STEPS, strict=True):
        # A build alone may begin with a version's number; beside a version, or where the product's cycles have no build, it is
        # a kernel's, and begins with another.
        is_kernel = strings[-1] and (len(given) > 1 or not has_builds)
        texts = given[:-1] if looked_up is _prefixes and is_kernel else given
        found: dict[Release, None] = {}
        for text in texts:
            first = next((names[key.casefold()] for key in looked_up(text) if key.casefold() in names), ())
            found |= dict.fromkeys(first)
        if found:
            if _is_contradicted(found, strings[-1]) or (names is steps[BUILDS] and _is_another(found, strings[0], steps)):
                return Match((), "contradiction")
            said = edition or next(filter(None, (edition_of(text) for text in given)), None)
            return Match(_narrowed(tuple(found), said, lifecycles))
    return _beyond(lifecycles, product, strings)


def _is_contradicted(found: Iterable[Release], build: str | None) -> bool:
    """
    Tell whether none of *found* ever had the *build* that is given beside the name.
    """
    builds = {release.build for release in found}
    if not build or None in builds or "." not in build:
        return False
    build = build.strip()
    if build.count(".") == 1:  # that of a family, such as 6.1, is of all of its builds
        return not any(each and each.startswith(f"{build}.") for each in builds)
    return not any(key in builds for key in _with_patch(build))


def _is_another(found: Mapping[Release, None], version: str | None, steps: tuple[Mapping[str, Releases], ...]) -> bool:
    """
    Tell whether none of *found*, which a build told, is what *version* names, be it without the edition that the table has.

    Nor is one that is not of the release that it begins with: 10 of `10-24h2`.
    """
    version = (version or "").strip()
    if meant := steps[WITHOUT_EDITIONS].get(version.casefold()):
        return found.keys().isdisjoint(meant)
    named = _RELEASE.match(version)
    return named is not None and not any(re.split("-", release.cycle)[0] == named[1] for release in found)


def _beyond(lifecycles: Lifecycles, product: str, strings: tuple[str | None, ...]) -> Match:
    """
    Return the lowest cycle of *product* for a version below all of them; one above all is newer than the table.
    """
    releases = [release for release in lifecycles.release if release.product.casefold() == product]
    said, build = [text for text in strings[:2] if text], strings[2]
    if any(release.build for release in releases):
        # Of what is no build: an update (`22h2`, `1809`) is not compared with releases.
        lengths = {len(head[1]) for release in releases if (head := _HEAD.match(release.cycle))}
        said = [text for text in said if (head := _HEAD.match(text)) and len(head[1]) in lengths and "." not in text]
    series, number = next((found for text in said if (found := _numbers(text))[1]), ("", ()))
    place = _place(number, [(_numbers(release.cycle), release) for release in releases], series)
    if place.reason == "version" and build and build.count(".") > 1:
        builds = [(_numbers(release.build), release) for release in releases if release.build]
        return _place(_numbers(build)[1], builds, "")
    return place


def _place(number: tuple[int, ...], named: Iterable[tuple[tuple[str, tuple[int, ...]], Release]], series: str) -> Match:
    """
    Return where *number* stands to what is *named* in its *series*: below the lowest, above the highest, or between.
    """
    known = [(numbers, release) for (begins, numbers), release in named if numbers and begins == series]
    if not number or not known:
        return Match(())
    lowest, release = min(known, key=lambda each: each[0])
    highest = max(numbers for numbers, _ in known)
    if number > highest and number[: len(highest)] != highest:
        return Match((), "newer")
    return Match((release,), "older") if number < lowest[: len(number)] else Match(())


def _numbers(text: str) -> tuple[str, tuple[int, ...]]:
    """
    Return the series and the numbers of a version: `11-26h2` has 11, 26 and 2, `lmde6` has 6 in the series `lmde`.
    """
    found = re.match(r"([a-z]*)([0-9].*)", text, re.IGNORECASE | re.DOTALL)
    return (found[1].casefold(), tuple(int(each[:9]) for each in re.findall(r"[0-9]+", found[2]))) if found else ("", ())


LIKE_EDITION = {"iot-ltsc": "enterprise-ltsc"}
"""
The editions that go by the dates of another where the table has no row of their own.
"""


def _narrowed(found: Releases, edition: str | None, lifecycles: Lifecycles) -> Releases:
    """
    Keep of *found* those of *edition*, else those for every edition. Another word narrows nothing.
    """
    said = (edition or "").strip().casefold()
    if said not in {(release.edition or "").casefold() for release in lifecycles.release} - {""}:
        return found
    for each in filter(None, (said, LIKE_EDITION.get(said))):
        if exact := tuple(release for release in found if (release.edition or "").casefold() == each):
            return exact
    return tuple(release for release in found if release.edition in {None, "all"})
