"""
The front of the command line: what it is asked before any command is, its version and the list of its commands.

Nothing here loads a command, or what commands work on: a list is there at once.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from dmsi_rules._version import __version__
from dmsi_rules.cli._borrowed import argparse_in
from dmsi_rules.cli._output import CLOSED, sayable
from dmsi_rules.text.marks import N_, Translate

if TYPE_CHECKING:
    from dmsi_rules.cli._settings import Found

DOES: Mapping[str, str] = {
    "init": N_("a dossier to fill in, each key with what it means"),
    "check": N_("all rules on each dossier or governance document"),
    "fix": N_("the fixes of the findings, written into the documents"),
    "quote": N_("the request priced, line by line"),
    "bill": N_("what is due for a year or a part of one, month by month"),
    "forecast": N_("what each budget year would come to"),
    "share": N_("real costs split between those who use each service"),
    "calendar": N_("the dates of a dossier: past, today, ahead"),
    "audit": N_("the state of each technical prerequisite, and which workstations age"),
    "services": N_("the catalogue and its dependency graph"),
    "rules": N_("every rule: its force, who owes it, its source"),
    "waivers": N_("what is waived, why, and until when"),
    "explain": N_("one rule or reading, or who owns, who pays, who decides; with the source"),
    "schema": N_("JSON Schema (2020-12) of a document or an answer"),
    "convention": N_("a convention's file checked, and what a revision changes"),
    "convention check": N_("everything that is wrong with a convention's file, and when its grids price"),
    "convention diff": N_(
        "what a revision changes: services, links, deadlines, who pays, prices, what communes owe, which verdicts"
    ),
    "server": N_("the language server: findings, quick fixes and completion in an editor"),
}
"""
What each command does, and each of those that one is made of, in the order in which help lists them.
"""
COMMANDS = tuple(name for name in DOES if " " not in name)
"""
The commands, each a module of this package.
"""
ASKING = ("-h", "--help", "--version")

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


def show(argv: Sequence[str], translate: Translate) -> None:
    """
    Show the version or the list of commands and end the program, where *argv* asks for that; else do nothing.
    """
    if not argv or argv[0] not in ASKING:
        return
    with argparse_in(translate):
        parser, commands = front(translate)
        for name in COMMANDS:
            commands.add_parser(name, help=translate(DOES[name]), translate=translate)
        parser.parse_args(argv[:1])


def front(translate: Translate) -> tuple[Parser, argparse._SubParsersAction[Parser]]:
    """
    Return the grammar of the command line without its commands, and where they are to be declared.
    """
    parser = Parser(prog="dmsi-rules", description=DESCRIPTION, epilog=MAIN_EXAMPLES, translate=translate)
    version = f"dmsi-rules {__version__}"
    parser.add_argument("--version", action="version", version=version, help=N_("show the version and exit"))
    metavar = translate(N_("COMMAND"))
    return parser, parser.add_subparsers(dest="command", metavar=metavar, required=True, parser_class=Parser)


class _Help(argparse.RawDescriptionHelpFormatter):
    """
    Help as wide as COLUMNS says: asking the terminal at every option, as argparse does, is dear.
    """

    def __init__(self, prog: str) -> None:
        columns = os.environ.get("COLUMNS", "")
        super().__init__(prog, width=int(columns) - 2 if columns.isdecimal() and len(columns) < COLUMNS_DIGITS else 78)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from textwrap import wrap  # noqa: PLC0415  (for help alone)

        return wrap(" ".join(text.split()), width, break_on_hyphens=False)  # the name of a file stays whole


class Parser(argparse.ArgumentParser):
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
        from dmsi_rules.documents.faults import hinted  # noqa: PLC0415  (wanted where something is wrong)
        from dmsi_rules.text.fill import fill  # noqa: PLC0415  (as above)

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
        from dmsi_rules.text.fill import visible  # noqa: PLC0415  (as above)

        message = visible(message)
        if self._translate is not str:
            message = message.replace("\\xa0", "\u00a0")  # French has no-break spaces of its own
        super().error(message)

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is None:
            raise OSError(CLOSED)
        file.write(sayable(message, file))
        file.flush()


def _value(convert: Callable[[str], Any], translate: Translate, text: str) -> Any:
    """
    Return what *text* says, or say in the reader's language what is wrong with it.
    """
    from dmsi_rules.errors import Fault  # noqa: PLC0415  (wanted where a command is named)

    try:
        return convert(text)
    except Fault as fault:
        from dmsi_rules.text.fill import fill  # noqa: PLC0415  (as above)

        raise argparse.ArgumentTypeError(fill(translate(fault.message), fault.facts, translate)) from None
