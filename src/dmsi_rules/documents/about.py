"""
What a place of a document is about, by the document's own keys: a service, a month, a workstation, never an index.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Self

from dmsi_rules.documents._names import NAMED, part, text
from dmsi_rules.documents.labels import Labels, Named
from dmsi_rules.finding import About, Whose
from dmsi_rules.model.dossier import Deliberation

if TYPE_CHECKING:
    from hashlib import sha256
else:  # as `random` does: hashlib loads OpenSSL, which takes longer than to check a dossier
    try:
        from _sha2 import sha256
    except ImportError:  # before Python 3.12
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

KEY = "key"
FACTS = ("committee", "from", "month", "obligation", "period", "prerequisite", "project", "service", "plan", "step")
"""
The facts that name what a finding is about where its place does not.
"""


NAMES: tuple[str, ...] = tuple(sorted({KEY, *FACTS, *(name for keys in NAMED.values() for name in keys.values())}))
"""
All that a finding may be about.
"""


class Identities:
    """
    Gives every finding of one document what it is about, and a fingerprint of its own.

    Args:
        document: the document, as a model or as plain data, as far as it could be read.
        name: its file, as a path; it identifies a document that names no commune.
        services: each service of the convention, which says what it is called.

    Attributes:
        commune: the commune that the document names.
        labels: what its places are called.
        is_marking: whether a finding has its fingerprint as soon as it is made.
    """

    def __init__(self, document: Any, name: str | None, services: Mapping[str, Named] | None = None) -> None:
        self.labels = Labels(document, services)
        self.commune = whose(document)
        self._identity = ", ".join(map(ascii, _identity(self.commune, name)))
        self._seen: dict[str, int] = {}
        self.is_marking = True

    def unmarked(self) -> Self:
        """
        Return the same without fingerprints, of which `marks` gives all at last.
        """
        same = copy(self)
        same.is_marking = False
        return same

    def about(self, path: str, facts: Mapping[str, Any], key: str = "") -> dict[str, str]:
        """
        Return what the place at *path* is about; *key* is the key that its rule points at in any case.
        """
        named, words = self.labels.named(path)
        found = dict(named)
        told: dict[str, str] = {}
        for name in FACTS:
            if name in facts and name not in found and (said := text(facts[name])) is not None:
                told[name] = said
        if words and not told and "/".join(words) != key:
            found[KEY] = "/".join(words)
        return found | told

    def fingerprint(self, code: str, about: About) -> str:
        """
        Return the identity of a finding of the rule *code*; of equal ones the later are counted.
        """
        return self._marked(parts_of(code, about), self._seen) if self.is_marking else ""

    def marks(self, parts: Iterable[tuple[str, str]]) -> list[str]:
        """
        Return the identities of all findings: of each, what stands before and after whose document it is, as `parts_of` has it.
        """
        seen: dict[str, int] = {}
        return [self._marked(each, seen) for each in parts]

    def _marked(self, parts: tuple[str, str], seen: dict[str, int]) -> str:
        before, after = parts
        key = f"{before}{self._identity}{after}"
        times = seen[key] = seen.get(key, 0) + 1
        return sha256((f"{key}{times - 1}" if times > 1 else key).encode("ascii")).hexdigest()


def parts_of(code: str, about: About) -> tuple[str, str]:
    """
    Return what tells a finding of the rule *code* apart, before and after whose document it is.
    """
    told = f", {ascii(sorted(about.items()))[1:-1]}" if about else ""
    return f"[{code!a}, ", f"{told}]"


def whose(document: Any) -> Whose | None:
    """
    Return the commune that *document* names, as far as it could be read; None where it names none.
    """
    commune = part(document, "commune")
    said = {key: given for key in ("name", "insee", "siren") if type(given := part(commune, key)) is str}
    if not said:
        return None
    deliberation = part(document, "deliberation")
    return Whose(**said, deliberation=deliberation if isinstance(deliberation, Deliberation) else None)


def _identity(commune: Whose | None, name: str | None) -> tuple[str, str]:
    """
    Return whose document it is: by SIREN, INSEE code or name of *commune*, else by the normalised path of its file.
    """
    for key in ("siren", "insee", "name"):
        if said := getattr(commune, key, None):
            return key, said
    return "path", normalised(name) if name else ""


def normalised(path: str) -> str:
    """
    Return *path* as it is spelt in one way only.
    """
    return posixpath.normpath(path.replace("\\", "/"))
