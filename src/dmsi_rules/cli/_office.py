"""
Spreadsheets in place of documents: forms that are filled in, and photographs of many communes.
"""

from __future__ import annotations

import argparse
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from dmsi_rules.answers.reading import read_document
from dmsi_rules.documents.faults import Faults
from dmsi_rules.documents.sources import content_of
from dmsi_rules.errors import SnapshotsError
from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from dmsi_rules.convention.terms import Terms

SUFFIXES = {".ods": "ods", ".xlsx": "xlsx"}
"""
The formats of spreadsheets, by how the names of files end.
"""
NO_OFFICE = N_('forms need the packages of the extra office: python -m pip install "dmsi-rules[office]"')


def sheet_format(name: str | None) -> str | None:
    """
    Return the format of the spreadsheet that a file of this *name* is; None where it is none.

    No path is made of it: that interns the name, and each line of a stream has its own; once in a few thousand, the
    interpreter's table of such strings, as long as all that is loaded, would be made again.
    """
    ends = (name or "").lower().endswith
    return next((book for suffix, book in SUFFIXES.items() if ends(suffix)), None)


def form_in(content: bytes, terms: Terms) -> dict[str, Any]:
    """
    Return the dossier that a filled form says, as plain data.

    Raises:
        Faults: it is not a spreadsheet.
    """
    from dmsi_rules.inventories.sheets import sheets_in  # noqa: PLC0415  (few dossiers are forms)
    from dmsi_rules.office.forms import dossier_in  # noqa: PLC0415  (as above)

    return dossier_in(sheets_in(content), terms)


def snapshots_option(command: argparse.ArgumentParser) -> None:
    """
    Declare `--snapshots`.
    """
    command.add_argument(
        "--snapshots",
        metavar="FILE",
        help=N_("a spreadsheet (ODS, XLSX) with the monthly photographs of many communes, a row for each and month"),
    )


def with_snapshots(document: Any, arguments: argparse.Namespace, terms: Terms) -> Any:
    """
    Return the dossier *document* with the photographs of its commune that the command line names; those in it stay.

    Raises:
        Faults: what the spreadsheet says of the commune does not fit.
        SnapshotsError: the spreadsheet cannot be read.
    """
    file = getattr(arguments, "snapshots", None)
    if file is None or getattr(document, "kind", None) != "dossier":
        return document
    from dmsi_rules.office.forms import is_of  # noqa: PLC0415  (as above)

    commune = {"name": document.commune.name, "insee": document.commune.insee, "siren": document.commune.siren}
    mine = [snapshot for whose, snapshot in _snapshots(file, terms) if is_of(whose, commune)]
    if not mine:
        return document
    read = read_document({"commune": commune, "snapshots": mine}, kind="dossier", terms=terms)
    said = {each.month for each in read.snapshots}
    kept = [each for each in document.snapshots or () if each.month not in said]
    return attrs.evolve(document, snapshots=tuple(sorted((*kept, *read.snapshots), key=lambda each: each.month)))


@lru_cache(maxsize=4)
def _snapshots(file: str, terms: Terms) -> list[tuple[dict[str, str], dict[str, Any]]]:
    from dmsi_rules.inventories.sheets import sheets_in  # noqa: PLC0415  (as above)
    from dmsi_rules.office.forms import snapshots_in  # noqa: PLC0415  (as above)

    try:
        return snapshots_in(sheets_in(content_of(Path(file))), terms)
    except Faults as error:
        raise SnapshotsError(error.faults, file) from None
