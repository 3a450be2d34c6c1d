"""
The command line's grammar: commands, options, help with examples.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

from dmsi_rules._finding import fill, visible
from dmsi_rules._model.readings import SWITCHES, Readings
from dmsi_rules._model.scalars import parse_date
from dmsi_rules._structure import hinted
from dmsi_rules._version import __version__
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._output import CLOSED, sayable
from dmsi_rules.errors import Fault, UnknownReadingError

COMMANDS = ("check", "quote", "services", "explain", "schema", "convention")
"""
The commands, each a module of this package, in the order in which help lists them.
"""

COLUMNS_DIGITS = 5

MAIN_EXAMPLES = """\
examples:
  dmsi-rules check lens.toml                      all rules on one dossier, today
  dmsi-rules check *.json --format sarif          many dossiers, for a pipeline
  dmsi-rules quote lens.toml --as-of 2026-01-10   the request priced
  dmsi-rules services --format svg -o graph.svg   the catalogue as a picture
  dmsi-rules explain DEP001                       one rule, its reason and its source

exit status:
  0  no finding of severity error
  1  at least one (--strict, --fail-on and --exit-zero change what counts)
  2  an input could not be read or evaluated, or an option is wrong
"""


def parse(argv: Sequence[str] | None) -> tuple[Command, argparse.Namespace]:
    """
    Return the command that the command line names, and its arguments.

    What is wrong with it ends the program with status 2 and a sentence.
    """
    given = sys.argv[1:] if argv is None else argv
    # A command that is named is the only one whose grammar is needed.
    parser, commands = grammar(given[:1] if given and given[0] in COMMANDS else COMMANDS)
    arguments = parser.parse_args(given)
    try:
        arguments.readings = Readings.of(dict(arguments.reading))
    except UnknownReadingError as error:
        commands[arguments.named].error(str(error))
    return arguments.chosen, arguments


def grammar(names: Iterable[str] = COMMANDS) -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """
    Return the grammar of the command line, and that of each of the commands *names*.
    """
    parser = _Parser(
        prog="dmsi-rules",
        description="The convention of the pooled IT department (DMSI) of Lens-Liévin as rules: checked, computed, explained.",
        epilog=MAIN_EXAMPLES,
    )
    parser.add_argument("--version", action="version", version=f"dmsi-rules {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    found: dict[str, argparse.ArgumentParser] = {}
    for name in names:
        found |= _declared(commands, name, command_named(name))
    return parser, found


def command_named(name: str) -> Command:
    """
    Return the command *name*, from its module.
    """
    return import_module(f"{__package__}.{name}").COMMAND  # type: ignore[no-any-return]


class _Help(argparse.RawDescriptionHelpFormatter):
    """
    Help as wide as COLUMNS says: asking the terminal at every option, as argparse does, is dear.
    """

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) - 2 if columns.isdecimal() and len(columns) < COLUMNS_DIGITS else 98)


class _Parser(argparse.ArgumentParser):
    """
    A parser that keeps examples as they are written and knows no abbreviations.
    """

    def __init__(self, **settings: object) -> None:
        settings.setdefault("formatter_class", _Help)
        settings.setdefault("allow_abbrev", False)
        super().__init__(**settings)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """
        Say what is wrong with the command line, in characters that print.
        """
        super().error(visible(message))

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is None:
            raise OSError(CLOSED)
        file.write(sayable(message, file))
        file.flush()


def _declared(
    commands: argparse._SubParsersAction[_Parser], name: str, what: Command, of: str = ""
) -> dict[str, argparse.ArgumentParser]:
    """
    Declare one command, and those that it is made of; return the grammar of each by its whole name.
    """
    does = what.does[0].upper() + what.does[1:] + "."
    command = commands.add_parser(name, help=what.does, description=does, epilog=what.examples)
    named = of + name
    found: dict[str, argparse.ArgumentParser] = {named: command}
    if what.parts:
        parts = command.add_subparsers(dest="part", metavar="WHAT", required=True, parser_class=_Parser)
        for part, each in what.parts.items():
            found |= _declared(parts, part, each, f"{named} ")
    else:
        command.set_defaults(named=named, chosen=what)
        _declare_common(command, what)
        what.declare(command)
    return found


def _declare_common(command: argparse.ArgumentParser, what: Command) -> None:
    command.add_argument("--convention", metavar="FILE", help="another convention (TOML); default: the embedded one")
    command.add_argument("--as-of", type=_day, metavar="DATE", help="the given day, YYYY-MM-DD; default: today")
    command.add_argument(
        "--reading", type=_reading, action="append", default=[], metavar="NAME=VALUE", help="settle a reading (repeatable)"
    )
    command.add_argument("--format", choices=what.formats, default="text", help="default: text")
    command.add_argument("--lang", choices=("fr", "en"), help="language of text; default: from the locale")
    command.add_argument("-o", "--output", metavar="FILE", help="write there, whole or not at all, instead of standard output")


def _day(text: str) -> dt.date:
    try:
        return parse_date(text)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fill(fault.message, fault.facts)) from None


def _reading(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        msg = f"a reading is NAME=VALUE; the names are {', '.join(SWITCHES)}"
        raise argparse.ArgumentTypeError(msg)
    if name not in SWITCHES and (hint := hinted(name, tuple(SWITCHES)).get("hint")):
        msg = f"there is no reading {name!r}; did you mean {hint}?"
        raise argparse.ArgumentTypeError(msg)
    return name, value
