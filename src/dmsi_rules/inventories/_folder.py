"""
The files that a dossier names by patterns, or a command line by paths, found without opening any.

A dossier is data: its patterns stay inside its folder. What leads out of it, a link included, is told and left alone,
and so is what is not a regular file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from ntpath import splitdrive

from dmsi_rules.documents.bounds import unreadable
from dmsi_rules.documents.faults import Faults
from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_

EVERY_INVENTORY = ("**/*.json", "**/*.xml", "**/*.ocs", "**/*.csv", "**/*.xlsx", "**/*.ods")
"""
What a folder named on the command line stands for: the names that programs give to the formats that are read.
"""

_WILD = frozenset("*?[")
_SLASH = re.compile(r"[/\\]+")

Place = tuple[str, str | Fault]
"""
What a file is called in reports, and where it really is, or why it is not read.
"""


def at(path: str) -> Iterator[Place]:
    """
    Yield the file that a command line names by *path*, or the inventories in the folder that it names.
    """
    try:
        if os.path.isdir(path):
            yield from ((os.path.join(path, name), where) for name, where in Folder(path).matches(*EVERY_INVENTORY))
        else:
            yield path, _regular(os.path.realpath(path, strict=True))
    except (OSError, ValueError, Faults) as error:
        yield path, _fault(error)


class Folder:
    """
    A folder in which patterns are resolved, each of its folders listed once.
    """

    def __init__(self, path: str) -> None:
        self._root = os.path.realpath(path)
        self._real = {"": self._root}
        self._listings: dict[str, list[tuple[str, bool]]] = {}

    def matches(self, *patterns: str) -> Iterator[Place]:
        """
        Yield what *patterns* match, or why the first of them matches nothing, where none does.

        In a pattern, `*`, `?` and `[...]` stand within a name, `**` for any folders.
        """
        met = False
        for pattern in patterns:
            try:
                for place in self._matching(_segments(pattern)):
                    met = True
                    yield place
            except (OSError, ValueError, Faults) as error:
                yield pattern, _fault(error)
                return
        if not met:
            yield patterns[0], _fault(unreadable(N_("no file matches this")))

    def _matching(self, segments: tuple[str, ...]) -> Iterator[Place]:
        waiting = [("", segments)]
        seen = set(waiting)
        while waiting:
            where, (head, *rest) = waiting.pop()
            further: list[tuple[str, tuple[str, ...]]] = []
            try:
                if head == "**":
                    further = [(where, tuple(rest) or ("*",))]
                    # A link to a folder is followed where it is named; any number of them may lead in circles.
                    further += [(name, (head, *rest)) for name, is_folder in self._listing(where) if is_folder]
                elif rest:
                    further = [(name, tuple(rest)) for name in self._named(where, head) if os.path.isdir(self._path(name))]
                else:
                    yield from self._files(self._named(where, head))
            except (OSError, Faults) as error:
                if not where:
                    raise  # nothing of the pattern can be looked for
                yield where, _fault(error)
            waiting += [each for each in further if each not in seen]
            seen.update(further)

    def _files(self, names: list[str]) -> Iterator[Place]:
        for name in names:
            try:
                path = self._path(name)
                if not os.path.isdir(path):
                    yield name, _regular(self._inside(path) if os.path.islink(path) else path)
            except (OSError, Faults) as error:
                yield name, _fault(error)

    def _named(self, where: str, head: str) -> list[str]:
        """
        Return what the folder *where* has under the name *head*, or what matches it; hidden files match only a dot.
        """
        if _WILD.isdisjoint(head):
            name = f"{where}/{head}" if where else head
            return [name] if os.path.lexists(self._path(name)) else []
        names = [name for name, _ in self._listing(where, hidden=head.startswith("."))]
        return [name for name in names if fnmatchcase(name.rpartition("/")[2], head)]

    def _listing(self, where: str, *, hidden: bool = False) -> list[tuple[str, bool]]:
        """
        Return what is in the folder *where*, each with whether it is a folder itself.
        """
        if where not in self._listings:
            before = f"{where}/" if where else ""
            with os.scandir(self._folder(where)) as entries:
                self._listings[where] = [(f"{before}{each.name}", each.is_dir(follow_symlinks=False)) for each in entries]
        start = len(where) + bool(where)
        return [each for each in self._listings[where] if hidden or each[0][start] != "."]

    def _path(self, name: str) -> str:
        """
        Return where the entry *name* is: in its folder as that really is.
        """
        where, _, last = name.rpartition("/")
        return f"{self._folder(where)}{os.sep}{last}"

    def _folder(self, where: str) -> str:
        if where not in self._real:
            self._real[where] = self._inside(self._path(where))
        return self._real[where]

    def _inside(self, path: str) -> str:
        """
        Return where *path* really is.

        Raises:
            Faults: outside this folder.
        """
        real = os.path.realpath(path, strict=True)
        if real != self._root and not real.startswith(self._root.rstrip(os.sep) + os.sep):
            raise unreadable(N_("this leads out of the folder"))
        return real


def _segments(pattern: str) -> tuple[str, ...]:
    """
    Return the parts of a *pattern*.

    Raises:
        Faults: it leads out of its folder.
    """
    parts = [part for part in _SLASH.split(pattern) if part != "."]
    if splitdrive(pattern)[0] or pattern[:1] in {"/", "\\"} or ".." in parts:
        raise unreadable(N_("this leads out of the folder"))
    if "" in parts or "\0" in pattern:
        raise unreadable(N_("no file matches this"))  # the name of a folder, or of nothing
    return tuple(part for rank, part in enumerate(parts) if part != "**" or parts[rank - 1 : rank] != ["**"])


def _regular(path: str) -> str:
    """
    Return *path* if a regular file is there.
    """
    if not stat.S_ISREG(os.stat(path, follow_symlinks=False).st_mode):
        raise unreadable(N_("this is not a regular file"))
    return path


def _fault(error: Exception) -> Fault:
    if isinstance(error, Faults):
        return error.faults[0]
    if isinstance(error, FileNotFoundError):
        return _fault(unreadable(N_("there is no such file")))
    reason = getattr(error, "strerror", None) or str(error)
    return _fault(unreadable(N_("this file cannot be read: {reason}"), reason=reason))
