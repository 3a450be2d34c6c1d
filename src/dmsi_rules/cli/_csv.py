"""
CSV on the command line: which kind of it.
"""

from __future__ import annotations

import argparse

from dmsi_rules.report.csv import DIALECTS
from dmsi_rules.text.marks import N_


def csv_dialect(command: argparse.ArgumentParser) -> None:
    """
    Declare `--csv-dialect`.
    """
    command.add_argument(
        "--csv-dialect",
        choices=tuple(DIALECTS),
        help=N_("fr: semicolons, decimal commas and a byte order mark, for a French spreadsheet; default: rfc4180"),
    )
