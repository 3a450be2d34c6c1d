"""
Folders that a command line names in place of files: the documents in them, in the order of their names.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch

from dmsi_rules.cli._settings import FILE, PROJECT
from dmsi_rules.text.marks import N_

SUFFIXES = (".toml", ".json", ".jsonl", ".ndjson")
NO_DOCUMENTS = frozenset({FILE, PROJECT})


def exclusion(command: argparse.ArgumentParser) -> None:
    """
    Declare `--exclude`.
    """
    command.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar=N_("PATTERN"),
        help=N_("files and folders to leave out of a folder that is named, as inventory or *.draft.toml (repeatable)"),
    )


def documents_in(names: Iterable[str], exclude: Sequence[str], others: Iterable[str | None]) -> Iterator[tuple[str, bool]]:
    """
    Yield the files that *names* stand for, each with whether it was found in a folder.

    A folder stands for the TOML, JSON and JSON Lines files in it and below, but for hidden ones, those that match one of
    *exclude*, and *others* that the command line names for something else.
    """
    left_out = {os.path.realpath(each) for each in others if each and "\0" not in each}
    for name in names:
        if not os.path.isdir(name):  # noqa: PTH112  (what cannot be a name is not a folder)
            yield name, False
            continue
        for folder, folders, files in os.walk(name):
            folders[:] = sorted(each for each in folders if _is_wanted(each, folder, name, exclude))
            for file in sorted(files):
                path = os.path.join(folder, file)  # noqa: PTH118  (there may be many)
                is_document = file.lower().endswith(SUFFIXES) and file not in NO_DOCUMENTS
                if is_document and _is_wanted(file, folder, name, exclude) and os.path.realpath(path) not in left_out:
                    yield path, True


def _is_wanted(name: str, folder: str, root: str, exclude: Sequence[str]) -> bool:
    path = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")  # noqa: PTH118
    return not name.startswith(".") and not any(fnmatch(each, pattern) for pattern in exclude for each in (name, path))
