"""
Inventories on the command line: which ones, from where, by how many processes, and what is said while they are read.
"""

from __future__ import annotations

import argparse
import os
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from dmsi_rules.answers.reading import with_inventories
from dmsi_rules.cli._inputs import Input
from dmsi_rules.cli._output import complain
from dmsi_rules.cli._progress import watched
from dmsi_rules.errors import Fault
from dmsi_rules.model.dossier import Dossier
from dmsi_rules.text.fill import fill, visible
from dmsi_rules.text.marks import N_, Translate

MOST_PROCESSES = 999


def inventories(command: argparse.ArgumentParser) -> None:
    """
    Declare that *command* looks at inventories: `--inventory`, `--columns`, `--base`, `--jobs`.
    """
    command.add_argument(
        "--inventory",
        nargs="+",
        action="extend",
        default=[],
        metavar=N_("PATH"),
        help=N_(
            "inventories of workstations (JSON or XML of GLPI, OCS Inventory or FusionInventory; lists in CSV, XLSX or ODS) "
            "besides those that the dossier names: files, or folders with such files in them"
        ),
    )
    command.add_argument(
        "--columns",
        metavar="FILE",
        help=N_("how the columns of lists of computers are headed, where not as GLPI or OCS Inventory do (TOML)"),
    )
    command.add_argument(
        "--base", type=folder, metavar=N_("DIR"), help=N_("the folder of the dossier's inventories; default: the dossier's own")
    )
    command.add_argument(
        "--jobs",
        type=processes,
        default=1,
        metavar="N",
        help=N_("how many processes check documents, or read the inventories of one; default: 1"),
    )


def folder(text: str) -> str:
    """
    Return the folder *text*.

    Raises:
        Fault: there is none.
    """
    if os.path.isdir(text):  # noqa: PTH112  (what cannot be a name is not a folder)
        return text
    raise Fault("OPTION", N_("there is no folder `{value}`"), facts={"value": text})


def processes(text: str) -> int:
    """
    Return a number of processes.

    Raises:
        Fault: it is not a number, or out of range.
    """
    if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_PROCESSES)) and int(text):
        return int(text)
    facts = {"value": text, "least": 1, "most": MOST_PROCESSES}
    raise Fault("OPTION", N_("`{value}` is not a whole number from {least} to {most}"), facts=facts)


def takes_evidence(arguments: argparse.Namespace) -> bool:
    """
    Tell whether the command looks at inventories.
    """
    return hasattr(arguments, "inventory")


def with_evidence(document: Any, each: Input, arguments: argparse.Namespace, translate: Translate) -> Any:
    """
    Return a dossier with what the inventories say that it names, and those that the command line adds.

    What cannot be read is told on standard error: it leaves something unknown, and the rest goes on.
    """
    if not isinstance(document, Dossier):
        return document
    named = document.evidence is not None and document.evidence.inventories
    if not named and not arguments.inventory:
        return document
    from dmsi_rules.inventories.collect import Manner  # noqa: PLC0415  (few dossiers have inventories)
    from dmsi_rules.inventories.columns import load_columns  # noqa: PLC0415  (as above)

    def tell(name: str, fault: Fault) -> None:
        complain(f"dmsi-rules: {visible(name)}: {fill(translate(fault.message), fault.facts, translate)}")

    manner = Manner(arguments.jobs, tell, partial(watched, translate=translate))
    if arguments.columns is not None:
        manner = attrs.evolve(manner, headings=load_columns(Path(arguments.columns)))
    return with_inventories(document, arguments.base or each.folder, arguments.inventory, manner)
