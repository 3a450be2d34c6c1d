"""
What a command is: its grammar and what it does, in a module of its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from dmsi_rules.cli._inventories import inventories
from dmsi_rules.cli._output import Sink
from dmsi_rules.cli._session import Session
from dmsi_rules.text.marks import N_
from dmsi_rules.values.record import field, record

Run = Callable[[Session, Sink], int]


def nothing_more(command: argparse.ArgumentParser) -> None:
    """
    Declare no argument but those that every command takes.
    """


def does_nothing(session: Session, sink: Sink) -> int:
    """
    Leave everything to the parts of a command.
    """
    raise NotImplementedError(session, sink)


@record(eq=False, kw_only=True)
class Command:
    """
    One command of the command line.

    Attributes:
        examples: what stands below its help.
        run: read, ask the library, write out; returns the exit status.
        declare: adds the arguments that it takes besides those that every command takes.
        formats: the answers that it gives.
        beside: whether it writes several of them in one run.
        only_beside: the formats that stand in a file, beside another answer, and nowhere else.
        parts: the commands that it is made of, each named after it on the command line; it does nothing by itself then.
    """

    examples: str
    run: Run = does_nothing
    declare: Callable[[argparse.ArgumentParser], None] = nothing_more
    formats: tuple[str, ...] = ("text", "json")
    beside: bool = False
    only_beside: tuple[str, ...] = ()
    parts: Mapping[str, Command] = field(factory=dict)


def one_file(command: argparse.ArgumentParser) -> None:
    """
    Declare that *command* takes one dossier.
    """
    command.add_argument("files", nargs=1, metavar="FILE", help=N_("a dossier, or - for standard input"))
    input_format(command)


def input_format(command: argparse.ArgumentParser) -> None:
    """
    Declare `--input-format` and `--stdin-filename`.
    """
    command.add_argument(
        "--input-format", choices=("json", "jsonl", "toml"), help=N_("default: by the file's suffix, or its first line")
    )
    command.add_argument(
        "--stdin-filename",
        metavar="FILE",
        help=N_("the file that standard input is the text of, as an editor has it: its name, format and folder count"),
    )


def one_file_with_evidence(command: argparse.ArgumentParser) -> None:
    """
    Declare that *command* takes one dossier, and looks at its evidence.
    """
    one_file(command)
    lifecycles_table(command)
    inventories(command)


def lifecycles_table(command: argparse.ArgumentParser) -> None:
    """
    Declare `--lifecycles`.
    """
    command.add_argument(
        "--lifecycles",
        metavar="FILE",
        help=N_("a newer table of operating-system lifecycles (TOML); default: the packaged one"),
    )
