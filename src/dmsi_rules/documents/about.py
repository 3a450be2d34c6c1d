"""
What a place of a document is about, by the document's own keys: a service, a month, a workstation, never an index.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dmsi_rules.finding import About, Whose

KEY = "key"
SELF = ""
SERVICE = {"service": "service", "plan": "plan"}
NAMED: Mapping[str, Mapping[str, str]] = {
    "amendments": {"name": "amendment"},
    "assets": {"nature": "nature"},
    "census_years": {SELF: "year"},
    "communes": {SELF: "commune"},
    "expenses": {"nature": "nature"},
    "grids": {"id": "grid"},
    "inventories": {SELF: "inventory"},
    "invited": {SELF: "role", "role": "role", "commune": "commune"},
    "invoices": {"period": "period"},
    "later_signatures": {"convention": "convention"},
    "lines": SERVICE,
    "meetings": {"committee": "committee", "date": "meeting"},
    "openings": SERVICE,
    "perimeter": {SELF: "service"},
    "present": {SELF: "role", "role": "role", "commune": "commune"},
    "projects": {"name": "project"},
    "purchases": {"nature": "nature", "date": "purchase"},
    "reaffirmations": {"date": "reaffirmation"},
    "requests": {"date": "request"},
    "services": {SELF: "service"},
    "sessions": {SELF: "session"},
    "snapshots": {"month": "month"},
    "software": {"name": "software"},
    "workstations": {"id": "workstation"},
}
"""
For each list of a document, the keys that name its entries and what they are called in an answer; an entry that is a word
names itself.
"""
FACTS = ("committee", "from", "month", "obligation", "period", "prerequisite", "project", "service", "plan", "step")
"""
The facts that name what a finding is about where its place does not.
"""


class Identities:
    """
    Gives every finding of one document what it is about, and a fingerprint of its own.

    Args:
        document: the document, as a model or as plain data, as far as it could be read.
        name: its file, as a path; it identifies a document that names no commune.

    Attributes:
        commune: the commune that the document names.
    """

    def __init__(self, document: Any, name: str | None) -> None:
        self._document = document
        self.commune = whose(document)
        self._identity = _identity(self.commune, name)
        self._seen: Counter[str] = Counter()

    def about(self, path: str, facts: Mapping[str, Any], key: str = "") -> dict[str, str]:
        """
        Return what the place at *path* is about; *key* is the key that its rule points at in any case.
        """
        found, words = _named(path, self._document)
        told = {name: said for name in FACTS if name not in found and (said := _text(facts.get(name))) is not None}
        if words and not told and "/".join(words) != key:
            found[KEY] = "/".join(words)
        return found | told

    def fingerprint(self, code: str, about: About) -> str:
        """
        Return the identity of a finding of the rule *code*; of equal ones the later are counted.
        """
        key = json.dumps([code, *self._identity, *sorted(about.items())])
        times = self._seen[key]
        self._seen[key] += 1
        return hashlib.sha256((f"{key}{times}" if times else key).encode("ascii")).hexdigest()


def whose(document: Any) -> Whose | None:
    """
    Return the commune that *document* names, as far as it could be read; None where it names none.
    """
    commune = _part(document, "commune")
    said = {key: given for key in ("name", "insee", "siren") if type(given := _part(commune, key)) is str}
    return Whose(**said) if said else None


def _identity(commune: Whose | None, name: str | None) -> tuple[str, str]:
    """
    Return whose document it is: by SIREN, INSEE code or name of *commune*, else by the normalised path of its file.
    """
    for key in ("siren", "insee", "name"):
        if said := getattr(commune, key, None):
            return key, said
    return "path", posixpath.normpath(name.replace("\\", "/")) if name else ""


def _named(path: str, document: Any) -> tuple[dict[str, str], list[str]]:
    """
    Return what names the entries on the way to *path*, and the words that follow the last of them.
    """
    found: dict[str, str] = {}
    words: list[str] = []
    naming: Mapping[str, str] = {}
    value = document
    for part in path.split("/")[1:]:
        token = part.replace("~1", "/").replace("~0", "~")
        within = words[-1] if words else ""
        below = _part(value, token)
        if isinstance(value, list | tuple) and within in NAMED:
            naming = NAMED[within]
            found |= _names_of(below, naming)
            words = []
        elif isinstance(value, Mapping) and within == "units":
            found |= zip(("service", "plan"), token.split("/", 1), strict=False)
            words = []
        elif isinstance(value, Mapping) and within == "votes":
            found["commune"] = token
            words = []
        elif not isinstance(value, list | tuple):
            words.append(token)
        value = below
    return found, [] if len(words) == 1 and words[0] in naming else words


def _names_of(entry: Any, keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, name in keys.items():
        said = _text(entry if key == SELF else _part(entry, key))
        if said is not None:
            yield name, said


def _part(value: Any, token: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(token)
    if isinstance(value, list | tuple):
        rank = int(token) if token.isdecimal() and len(token) < len("100000000") else -1
        return value[rank] if 0 <= rank < len(value) else None
    return getattr(value, token, None) if hasattr(type(value), "__attrs_attrs__") else None


def _text(value: Any) -> str | None:
    match value:
        case str():
            return value or None
        case dt.date():
            return value.isoformat()
        case bool():
            return None
        case int():
            return str(value)
    return None
