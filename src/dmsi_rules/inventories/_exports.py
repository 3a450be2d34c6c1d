"""
What other programs say of an operating system, in the shape that GLPI's format gives it.

OCS Inventory and lists of computers name a system in one text, where an agent of GLPI has several, and put the version of
a kernel where that of the system belongs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BUILD = re.compile(r"\d+\.\d+\.\d{3,5}(?:\.\d+)?")
_NUMBER = re.compile(r"\d+")
_RELEASE = re.compile(r"xp|vista|7|8(?:\.1)?|10|11", re.IGNORECASE)
_KERNEL = re.compile(r"\d+\.\d+\.\d+.*")


def operating_system(name: str, *, version: str = "", build: str = "", edition: str = "", pack: str = "") -> Mapping[str, str]:
    """
    Return the section `operatingsystem` of a machine, as far as it is said; empty texts say nothing.

    Args:
        name: the full name of its system, in the machine's language.
        version: what is given as the version: a release, a yearly update, or a kernel's.
        build: the version of its kernel, where that is told apart.
        edition: the edition, which the name may have too.
        pack: the service pack.
    """
    said = {"name": name, "version": version, "kernel_version": build, "service_pack": pack}
    named = name
    if "windows" in name.casefold():
        said["name"] = "Windows"
        if _BUILD.fullmatch(version):
            said |= {"version": "", "kernel_version": build or version}
        elif _RELEASE.fullmatch(version) and not _NUMBER.search(name):
            named = f"{name} {version}"
            said["version"] = ""
    elif _is_kernel(version, name):
        said |= {"version": "", "kernel_version": build or version}
    if edition.casefold() not in named.casefold():
        named = f"{named} {edition}"
    said["full_name"] = named
    return {key: text for key, text in said.items() if text}


def _is_kernel(version: str, name: str) -> bool:
    """
    Tell whether *version* is that of a kernel, not of the system called *name*.
    """
    if not _KERNEL.fullmatch(version):
        return False
    release = _NUMBER.search(name)
    return "-" in version or (release is not None and int(release[0]) != int(version.partition(".")[0]))
