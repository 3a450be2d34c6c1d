"""
What machines say of their operating system, in the words of the lifecycle table.

Which cycle that is, of which edition, and until when its vendor maintains it, is found out where the table is; here names
are only brought into its form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# How a name begins. What begins otherwise is not in the table and keeps its own name, as CentOS Stream does.
_PRODUCTS = (
    ("macos", "macos"),
    ("mac os", "macos"),
    ("os x", "macos"),
    ("ubuntu", "ubuntu"),
    ("debian", "debian"),
    ("linux mint", "linuxmint"),
    ("linuxmint", "linuxmint"),
    ("lmde", "linuxmint"),
    ("red hat enterprise linux", "rhel"),
    ("redhat", "rhel"),
    ("rhel", "rhel"),
    ("almalinux", "almalinux"),
    ("rocky", "rocky-linux"),
    ("centos stream", None),
    ("centos", "centos"),
    ("fedora", "fedora"),
)

_CLIENT = re.compile(r"\bwindows (xp|vista|nt(?= [34]\b| workstation)|me|millennium|\d{1,2}(?:\.\d)?)\b")
_SERVER = re.compile(r"\bserver (\d{4})\b( r2\b)?")
_PACK = re.compile(r"service pack (\d)")
_UPDATE = re.compile(r"\d{2}h[12]|\d{4}")
_BEFORE_NUMBERS = {"vista": "6", "xp": "5"} | dict.fromkeys(("nt", "me", "millennium", "95", "98"), "4")
"""
The numbers of the systems that go by a name, or by a year.
"""
_LMDE = re.compile(r"lmde (\d{1,2})\b")
_NUMBER = re.compile(r"\d[\d.]*")
_SIGNS = re.compile(r"\(r\)|\(tm\)|[®™]", re.IGNORECASE)


@lru_cache(maxsize=4096)  # many machines have few systems
def system(
    *,
    name: str | None = None,
    full_name: str | None = None,
    version: str | None = None,
    build: str | None = None,
    pack: str | None = None,
) -> Mapping[str, str | bool]:
    """
    Return what is known of an operating system as the facts of a workstation (`os`, `os_version` and so on).

    Args:
        name: its short name; Windows machines say no more than `Windows`.
        full_name: its name with release and edition, in the machine's language.
        version: its version; of Windows, its yearly update (`22H2`).
        build: the version of its kernel, which is that of the release for Windows alone.
        pack: its service pack.
    """
    said = [_plain(text) for text in (name, full_name) if text is not None]
    facts: dict[str, str | bool | None]
    if any("windows" in text for text in said):
        facts = {"os_name": full_name, "os_build": build, **_windows(" ".join(said), _plain(version or ""), _plain(pack or ""))}
    else:
        known = [product for text in said for start, product in _PRODUCTS if text.startswith(start)]
        number = _NUMBER.search(full_name or "")
        facts = {
            "os": (known[0] if known else None) or name or full_name,
            "os_version": version or (number[0] if number else None),
            "os_name": full_name,
        }
        if lmde := next(filter(None, map(_LMDE.match, said)), None):
            facts["os_version"] = f"lmde{lmde[1]}"
    return {fact: value for fact, value in facts.items() if value is not None}


def _windows(said: str, version: str, pack: str) -> dict[str, str | bool | None]:
    """
    Return the facts of a Windows: a server and a workstation may be of one build, so that its name tells which.
    """
    packed = _PACK.search(pack)
    after = f"-sp{packed[1]}" if packed else ""
    if "server" in said:
        found = _SERVER.search(said)
        return {"os": "windows-server", "os_version": f"{found[1]}{'-r2' if found[2] else ''}{after}" if found else None}
    found = _CLIENT.search(said)
    release = _BEFORE_NUMBERS.get(found[1], found[1]) if found else None
    if _UPDATE.fullmatch(version):
        after = f"-{version}"
    if release is None:
        return {"os": "windows", "bare": True}  # a server says no more at times
    return {"os": "windows", "os_version": f"{release}{after}"}


def _plain(text: str) -> str:
    """
    Return *text* in small letters without accents and signs, with single spaces.
    """
    letters = unicodedata.normalize("NFKD", _SIGNS.sub(" ", text))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).casefold().split())
