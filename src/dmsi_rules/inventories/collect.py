"""
Inventories collected: files found, read one by one or by several processes at once, what they say kept.

A department has tens of thousands of them. Each is read and let go: what stays is a few short facts a workstation.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from dmsi_rules.documents.bounds import LARGEST, unreadable
from dmsi_rules.documents.faults import Faults
from dmsi_rules.errors import Fault
from dmsi_rules.inventories import _glpi
from dmsi_rules.inventories._folder import Folder, Place, at
from dmsi_rules.inventories._formats import machines_in, workstations_in
from dmsi_rules.inventories._lists import KNOWN, Headings
from dmsi_rules.model.evidence import Collected, Workstation
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from concurrent.futures import Executor

AT_ONCE = 64
"""
How many files a process is given at once; fewer in all are not worth starting one.
"""

Read = tuple[Workstation, ...] | Fault
Watch = Callable[[Iterable[Read], int], Iterable[Read]]


@record(eq=False)
class Manner:
    """
    How inventories are read.

    Attributes:
        jobs: how many processes read them.
        tell: is called with each file that was not read, and why.
        watch: goes between the files read and whoever waits for them, and knows how many there will be.
        headings: which fact a column of a list says, by its heading.
    """

    jobs: int = 1
    tell: Callable[[str, Fault], None] = lambda name, fault: None  # noqa: ARG005  (nobody wants to know)
    watch: Watch = lambda read, count: read  # noqa: ARG005
    headings: Headings = KNOWN


def collect(folder: str | None, patterns: Iterable[str], paths: Iterable[str] = (), manner: Manner | None = None) -> Collected:
    """
    Return what inventories say: those that a dossier names by *patterns* in its *folder*, and those at *paths*.

    They come in the order of their names, each file once, whatever the order and number of patterns that match it.
    """
    manner = manner or Manner()
    places: dict[str, str] = {}
    unread: dict[str, Fault] = {}
    for named in (_matched(folder, patterns), chain.from_iterable(map(at, paths))):
        for name, place in sorted(named, key=lambda each: each[0]):
            if isinstance(place, Fault):
                unread.setdefault(name, place)
            else:
                places.setdefault(place, name)
    places = dict(sorted(places.items(), key=lambda each: each[1]))
    found: list[tuple[str, Workstation]] = []
    others = 0
    for (path, name), read in zip(places.items(), manner.watch(_all(list(places), manner), len(places)), strict=True):
        if isinstance(read, Fault):
            unread[name] = read
        else:
            found += [(path, _of_file(each, name)) for each in read]
            others += not read
    workstations = _one_a_device(found)
    for name, fault in sorted(unread.items()):
        manner.tell(name, fault)
    return Collected(tuple(workstations), tuple(sorted(unread)), others)


def _one_a_device(found: list[tuple[str, Workstation]]) -> list[Workstation]:
    """
    Return the workstations of the files *found*: those that name one device are one, and are read together once more.
    """
    counts = Counter(each.device for _, each in found if each.device)
    told: dict[Any, Workstation] = {}
    for path, each in found:
        if each.device is None or counts[each.device] == 1:
            told[path, each.id, len(told)] = each
        elif each.device not in told:
            paths = {place: other.file or place for place, other in found if other.device == each.device}
            told[each.device] = _of_file(_together_as_one(paths) or each, each.file)
    return list(told.values())


def _of_file(each: Workstation, name: str | None) -> Workstation:
    """
    Return *each* as that of the file *name*. Given one by one, its facts share their names with those of all the others.
    """
    kept = object.__new__(Workstation)
    for fact, value in {**vars(each), "file": name}.items():
        object.__setattr__(kept, fact, value)
    return kept


def _together_as_one(paths: Mapping[str, str]) -> Workstation | None:
    machines = [(name, data) for path, name in paths.items() for data in machines_in(_content(path))]
    return _glpi.read(_glpi.merged(machines))


def _matched(folder: str | None, patterns: Iterable[str]) -> Iterator[Place]:
    if folder is None:
        nowhere = unreadable(N_("there is no folder to look for this in")).faults[0]
        return ((pattern, nowhere) for pattern in patterns)
    return chain.from_iterable(map(Folder(folder).matches, dict.fromkeys(patterns)))


def _all(paths: list[str], manner: Manner) -> Iterator[Read]:
    """
    Return what the files at *paths* say, in their order. The processes that read them, if any, are started at once.
    """
    read = partial(read_file, headings=dict(manner.headings))
    jobs = min(manner.jobs, len(paths) // AT_ONCE)
    if jobs <= 1:
        return map(read, paths)
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415  (only many files want it)

    pool = ProcessPoolExecutor(jobs, initializer=_uninterrupted)
    try:
        reading = pool.map(read, paths, chunksize=AT_ONCE)
    except BrokenExecutor:  # one of them was ended from outside before it was handed all its files
        pool.shutdown()
        return map(read, paths)
    return _together(paths, read, pool, reading)


def _together(paths: list[str], read: Callable[[str], Read], pool: Executor, reading: Iterator[Read]) -> Iterator[Read]:
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415  (as above)

    done = 0
    try:
        for each in reading:
            yield each
            done += 1
    except BrokenExecutor:  # one of them was ended from outside: what is left is read here
        yield from map(read, paths[done:])
    finally:
        pool.shutdown(cancel_futures=True)


def _uninterrupted() -> None:
    """
    Leave it to the process that waits to hear of an interruption.
    """
    import signal  # noqa: PLC0415  (in the processes that read)

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def read_file(path: str, headings: Headings = KNOWN) -> Read:
    """
    Return what the inventory at *path* says of its workstations, none where it is that of another thing.

    Or else why it cannot be read: it is one of many, and the others go on.
    """
    try:
        return workstations_in(_content(path), headings)
    except Faults as error:
        return error.faults[0]
    except OSError as error:
        return unreadable(N_("this file cannot be read: {reason}"), reason=error.strerror or str(error)).faults[0]


def _content(path: str) -> bytes:
    # Whatever has come to be there since it was found, nothing is waited for and no link followed.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags)
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise unreadable(N_("this is not a regular file"))
        parts, left = [], LARGEST + 1
        while left and (part := os.read(file, min(left, found.st_size + 1))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
    finally:
        os.close(file)
