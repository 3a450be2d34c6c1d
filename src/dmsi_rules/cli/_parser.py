"""
The command line's grammar: commands, options, help with examples.
"""

from __future__ import annotations

import argparse
import os
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from dmsi_rules._version import __version__
from dmsi_rules.cli._borrowed import argparse_in
from dmsi_rules.cli._command import Command
from dmsi_rules.cli._language import LANGUAGES
from dmsi_rules.cli._output import CLOSED, sayable
from dmsi_rules.cli._settings import Found, settings_for
from dmsi_rules.documents.faults import hinted
from dmsi_rules.errors import Fault, UnknownReadingError
from dmsi_rules.model.readings import SWITCHES, Readings
from dmsi_rules.model.scalars import parse_date
from dmsi_rules.text.fill import fill, visible
from dmsi_rules.text.marks import N_, Translate

COMMANDS = (
    "init",
    "check",
    "fix",
    "quote",
    "bill",
    "forecast",
    "share",
    "calendar",
    "audit",
    "services",
    "rules",
    "waivers",
    "explain",
    "schema",
    "convention",
    "server",
)
"""
The commands, each a module of this package, in the order in which help lists them.
"""

COLUMNS_DIGITS = 5

MAIN_EXAMPLES = N_("""\
examples:
  dmsi-rules check lens.toml                      all rules on one dossier, today
  dmsi-rules check *.json --format sarif          many dossiers, for a pipeline
  dmsi-rules quote lens.toml --as-of 2026-01-10   the request priced
  dmsi-rules bill lens.toml --period 2026         what is due, month by month
  dmsi-rules calendar lens.toml --format ics      the dates, for a calendar program
  dmsi-rules services --format svg -o graph.svg   the catalogue as a picture
  dmsi-rules explain DEP001                       one rule, its reason and its source

exit status:
  0  no finding of severity error
  1  at least one (--strict, --fail-on and --exit-zero change what counts)
  2  a document could not be read or evaluated, or an option is wrong
  3  the program itself failed
""")
DESCRIPTION = N_("The convention of the pooled IT department (DMSI) of Lens-Liévin as rules: checked, computed, explained.")


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


def grammar(names: Iterable[str] = COMMANDS, translate: Translate = str) -> tuple[_Parser, Mapping[str, _Parser]]:
    """
    Return the grammar of the command line, and that of each of the commands *names*.
    """
    parser = _Parser(prog="dmsi-rules", description=DESCRIPTION, epilog=MAIN_EXAMPLES, translate=translate)
    version = f"dmsi-rules {__version__}"
    parser.add_argument("--version", action="version", version=version, help=N_("show the version and exit"))
    metavar = translate(N_("COMMAND"))
    commands = parser.add_subparsers(dest="command", metavar=metavar, required=True, parser_class=_Parser)
    found: dict[str, _Parser] = {}
    for name in names:
        found |= _declared(commands, name, command_named(name), translate)
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

    def _split_lines(self, text: str, width: int) -> list[str]:
        return textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False)  # the name of a file stays whole


class _Parser(argparse.ArgumentParser):
    """
    A parser that keeps examples as they are written, knows no abbreviations, and translates what it is told.
    """

    def __init__(self, *, translate: Translate, **settings: Any) -> None:
        self._translate = translate
        self._options: list[str] = []
        settings |= {name: translate(settings[name]) for name in ("description", "epilog") if name in settings}
        super().__init__(formatter_class=_Help, allow_abbrev=False, **settings)
        self.suggest_on_error = False  # newer versions of Python hint in their own way

    def add_argument(self, *names: Any, **settings: Any) -> argparse.Action:
        """
        Add an argument, its help and what stands for its value in the reader's language.
        """
        settings |= {name: self._translate(settings[name]) for name in ("help", "metavar") if name in settings}
        if "type" in settings:
            settings["type"] = partial(_value, settings["type"], self._translate)
        self._options += [name for name in names if name.startswith("--")]
        return super().add_argument(*names, **settings)

    def settle(self, found: Found | None) -> None:
        """
        Let the settings *found* say what this command is not told otherwise.
        """
        mine = {action.dest for action in self._actions}
        settled = {key: value for key, value in found.values.items() if key in mine} if found else {}
        self.set_defaults(**settled, settings=found.name if found and settled else None)

    def unrecognized(self, words: Sequence[str]) -> str:
        """
        Return what is wrong with *words*, which this command does not know, and what they might have been meant for.
        """
        options = (word.partition("=")[0] for word in words if word.startswith("-"))
        return self._hinted(self._translate(N_("unrecognized arguments: %s")) % " ".join(words), options, tuple(self._options))

    def _hinted(self, problem: str, words: Iterable[str], known: tuple[str, ...]) -> str:
        """
        Return *problem*, with those of the words *known* that are near to *words*.
        """
        hints = tuple(dict.fromkeys(hint for word in words for hint in hinted(word, known).values()))
        facts = {"problem": problem, "hints": hints}
        return fill(self._translate(N_("{problem}; did you mean {hints}?")), facts, self._translate) if hints else problem

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """
        Refuse a word that is outside a closed list, with the nearest of the list.
        """
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            known = tuple(map(str, action.choices or ()))
            raise argparse.ArgumentError(action, self._hinted(error.message, [str(value)], known)) from None

    def error(self, message: str) -> NoReturn:
        """
        Say what is wrong with the command line, in characters that print.
        """
        message = visible(message)
        if self._translate is not str:
            message = message.replace("\\xa0", "\u00a0")  # French has no-break spaces of its own
        super().error(message)

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is None:
            raise OSError(CLOSED)
        file.write(sayable(message, file))
        file.flush()


def _declared(
    commands: argparse._SubParsersAction[_Parser], name: str, what: Command, translate: Translate, of: str = ""
) -> dict[str, _Parser]:
    """
    Declare one command, and those that it is made of; return the grammar of each by its whole name.
    """
    does = translate(what.does)
    sentence = does[0].upper() + does[1:] + "."
    command = commands.add_parser(name, help=does, description=sentence, epilog=what.examples, translate=translate)
    named = of + name
    found: dict[str, _Parser] = {named: command}
    if what.parts:
        metavar = translate(N_("WHAT"))
        parts = command.add_subparsers(dest="part", metavar=metavar, required=True, parser_class=_Parser)
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
    command.add_argument("--as-of", type=parse_date, metavar=N_("DATE"), help=N_("the given day, YYYY-MM-DD; default: today"))
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
            formats=what.formats,
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


def _value(convert: Callable[[str], Any], translate: Translate, text: str) -> Any:
    """
    Return what *text* says, or say in the reader's language what is wrong with it.
    """
    try:
        return convert(text)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fill(translate(fault.message), fault.facts, translate)) from None


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
