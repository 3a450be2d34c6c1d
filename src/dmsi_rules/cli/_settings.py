"""
Settings: what the options say where they are not given, from the nearest file upwards or the one that is named.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dmsi_rules.cli._inputs import from_here
from dmsi_rules.values.record import record

FILE, PROJECT, TABLE = "dmsi-rules.toml", "pyproject.toml", "dmsi-rules"
OPTION = "--config"
PATHS = ("convention", "lifecycles", "waivers", "baseline")
"""
The settings that name files, which start from the settings' folder.
"""

ADDED_TO = ("fail_on", "exclude")
"""
The settings that what is given is added to.
"""


@record
class Found:
    """
    Settings by the name of their option, and the file that they are from.
    """

    name: str
    values: Mapping[str, Any]


def settings_for(argv: Sequence[str]) -> Found | None:
    """
    Return the settings that hold for a command line; None where there are none.

    Raises:
        SettingsError: with every fault found, each at its place.
    """
    named = _named(argv)
    path = Path(named) if named is not None else _nearest()
    if path is None:
        return None
    from dmsi_rules.answers.choices import load_settings  # noqa: PLC0415  (few have any)

    table = ("tool", TABLE) if path.name == PROJECT else ()
    settings = load_settings(path, table)
    values = {key: value for key, value in vars(settings).items() if value is not None}
    for key in PATHS:
        if key in values:
            values[key] = from_here(str(path.parent / values[key]))
    if "readings" in values:
        values["reading"] = list(values.pop("readings").items())
    values |= {key: list(values[key]) for key in ADDED_TO if key in values}
    return Found(from_here(str(path)), values)


def _named(argv: Sequence[str]) -> str | None:
    """
    Return the file that a command line names, before its grammar is known.
    """
    for rank, word in enumerate(argv):
        if word == "--":
            break
        if word == OPTION and rank + 1 < len(argv):
            return argv[rank + 1]
        if word.startswith(f"{OPTION}="):
            return word.partition("=")[2]
    return None


def _nearest() -> Path | None:
    """
    Return the nearest file with settings, in this folder or above.
    """
    try:
        here = Path.cwd()
    except OSError:  # a folder that is gone
        return None
    for folder in (here, *here.parents):
        if os.path.isfile(own := folder / FILE):  # noqa: PTH113  (a folder that may not be looked into has none)
            return own
        project = folder / PROJECT
        if os.path.isfile(project) and _has_table(project):  # noqa: PTH113
            return project
    return None


def _has_table(project: Path) -> bool:
    """
    Tell whether the file of a Python project has settings: those of most have not, and TOML takes time to load.
    """
    try:
        content = project.read_bytes()
    except OSError:
        return False
    if TABLE.encode() not in content:
        return False
    import tomllib  # noqa: PLC0415

    try:
        return TABLE in tomllib.loads(content.decode()).get("tool", {})
    except ValueError:  # whatever it is: another program's file
        return False
