"""
The command line's grammar: commands, options, help with examples.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from dmsi_rules.cli._borrowed import argparse_in
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._front import COMMANDS, DOES, Parser, front
from dmsi_rules.cli._language import LANGUAGES
from dmsi_rules.cli._settings import settings_for
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import UnknownReadingError
from dmsi_rules.model.readings import SWITCHES, Readings
from dmsi_rules.model.scalars import parse_typed_date
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, Translate


def parse(argv: Sequence[str], translate: Translate = str) -> tuple[Command, argparse.Namespace]:
    """
    Return the command that the command line names, and its arguments.

    Help is in the language of *translate*. What is wrong ends the program with status 2 and a sentence in it.
    """
    with argparse_in(translate):
        # A command that is named is the only one whose grammar is needed.
        parser, commands = grammar(argv[:1] if argv and argv[0] in COMMANDS else COMMANDS, translate)
        found = settings_for(argv)
        for command in commands.values():
            command.settle(found)
        arguments, unknown = parser.parse_known_args(argv)
        if unknown:
            parser.error(commands[arguments.named].unrecognized(unknown))
        try:
            arguments.readings = Readings.of(dict(arguments.reading))
        except UnknownReadingError as error:
            commands[arguments.named].error(error.render(translate))
        return arguments.chosen, arguments


def grammar(names: Iterable[str] = COMMANDS, translate: Translate = str) -> tuple[Parser, Mapping[str, Parser]]:
    """
    Return the grammar of the command line, and that of each of the commands *names*.
    """
    parser, commands = front(translate)
    found: dict[str, Parser] = {}
    for name in names:
        found |= _declared(commands, name, command_named(name), translate)
    return parser, found


def command_named(name: str) -> Command:
    """
    Return the command *name*, from its module.
    """
    return import_module(f"{__package__}.{name}").COMMAND  # type: ignore[no-any-return]


def _declared(
    commands: argparse._SubParsersAction[Parser], name: str, what: Command, translate: Translate, of: str = ""
) -> dict[str, Parser]:
    """
    Declare one command, and those that it is made of; return the grammar of each by its whole name.
    """
    named = of + name
    does = translate(DOES[named])
    sentence = does[0].upper() + does[1:] + "."
    command = commands.add_parser(name, help=does, description=sentence, epilog=what.examples, translate=translate)
    found: dict[str, Parser] = {named: command}
    if what.parts:
        metavar = translate(N_("WHAT"))
        parts = command.add_subparsers(dest="part", metavar=metavar, required=True, parser_class=Parser)
        for part, each in what.parts.items():
            found |= _declared(parts, part, each, translate, f"{named} ")
    else:
        command.set_defaults(named=named, chosen=what)
        _declare_common(command, what, translate)
        what.declare(command)
    return found


def _declare_common(command: argparse.ArgumentParser, what: Command, translate: Translate) -> None:
    file, name, reading = N_("FILE"), N_("NAME=VALUE"), partial(_reading, translate)
    command.add_argument(
        "--convention",
        metavar=file,
        action="append",
        help=N_("another convention (TOML), and those that it replaces (repeatable); default: the embedded one"),
    )
    settings = N_("settings (TOML); default: dmsi-rules.toml, or [tool.dmsi-rules] in pyproject.toml, nearest folder upwards")
    command.add_argument("--config", metavar=file, help=settings)
    command.add_argument(
        "--as-of", type=parse_typed_date, metavar=N_("DATE"), help=N_("the given day, YYYY-MM-DD or DD/MM/YYYY; default: today")
    )
    command.add_argument(
        "--reading", type=reading, action="append", default=[], metavar=name, help=N_("settle a reading (repeatable)")
    )
    command.add_argument("--format", choices=what.formats, default="text", help=N_("default: text"))
    command.add_argument("--lang", choices=LANGUAGES, help=N_("language of text; default: from the locale"))
    if what.beside:
        command.set_defaults(beside=[])
        command.add_argument(
            *("-o", "--output"),
            action=_Outputs,
            formats=(*what.formats, *what.only_beside),
            metavar=N_("[FORMAT=]FILE"),
            help=N_("write there, whole or not at all, instead of standard output; after FORMAT=, beside it (repeatable)"),
        )
    else:
        command.add_argument(
            "-o", "--output", metavar=file, help=N_("write there, whole or not at all, instead of standard output")
        )


class _Outputs(argparse.Action):
    """
    `-o FILE`, in place of standard output, or `-o FORMAT=FILE`, beside it.
    """

    def __init__(self, option_strings: Sequence[str], dest: str, *, formats: tuple[str, ...], **settings: Any) -> None:
        super().__init__(option_strings, dest, **settings)
        self._formats = formats

    def __call__(self, _parser: Any, namespace: Any, values: Any, _option: str | None = None) -> None:
        name, equals, file = values.partition("=")
        if equals and file and name in self._formats:
            namespace.beside = [*namespace.beside, (name, file)]
        else:
            namespace.output = values


def _reading(translate: Translate, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    facts: dict[str, object] = {"name": name, "known": tuple(SWITCHES)}
    if not equals:
        message = N_("a reading is NAME=VALUE; the names are {known}")
        raise argparse.ArgumentTypeError(fill(translate(message), facts, translate))
    if name not in SWITCHES and (hint := hinted(name, tuple(SWITCHES)).get("hint")):
        message = N_("there is no reading `{name}`; did you mean `{hint}`?")
        raise argparse.ArgumentTypeError(fill(translate(message), facts | {"hint": hint}, translate))
    return name, value
