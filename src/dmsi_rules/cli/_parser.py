"""
The command line's grammar: commands, options, help with examples.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Sequence
from typing import Any, NoReturn

from dmsi_rules._finding import fill, visible
from dmsi_rules._model.readings import SWITCHES, Readings
from dmsi_rules._model.scalars import parse_date
from dmsi_rules._structure import hinted
from dmsi_rules._version import __version__
from dmsi_rules.cli._output import CLOSED, sayable
from dmsi_rules.errors import Fault, UnknownReadingError

CHECK_FORMATS = ("text", "json", "jsonl", "sarif", "junit", "gitlab", "github")
SERVICES_FORMATS = ("text", "json", "mermaid", "dot", "svg")

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

CHECK_EXAMPLES = """\
examples:
  dmsi-rules check lens.toml
  dmsi-rules check lens.toml --as-of 2026-01-10 --format json
  dmsi-rules check dossiers/*.json --strict --fail-on unknown
  dmsi-rules check lens.toml --reading inferred_edges=ignored
  cat stream.jsonl | dmsi-rules check - --format jsonl

A FILE is TOML by .toml, JSON Lines (one dossier a line) by .jsonl or .ndjson, else JSON. `-` is standard
input: JSON Lines when its first line is a complete JSON value, else JSON; --input-format says otherwise.
"""

QUOTE_EXAMPLES = """\
examples:
  dmsi-rules quote lens.toml
  dmsi-rules quote lens.toml --as-of 2026-01-10 --format json
  dmsi-rules quote lens.toml --reading network_quantity=sum
"""

SERVICES_EXAMPLES = """\
examples:
  dmsi-rules services
  dmsi-rules services --format svg -o services.svg
  dmsi-rules services --format mermaid --reading inferred_edges=ignored
"""

EXPLAIN_EXAMPLES = """\
examples:
  dmsi-rules explain DEP001
  dmsi-rules explain missing-required-service --format json
"""

SCHEMA_EXAMPLES = """\
examples:
  dmsi-rules schema dossier > dossier.schema.json
  dmsi-rules schema convention -o convention.schema.json
"""


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """
    Read the command line; what is wrong with it ends the program with status 2 and a sentence.
    """
    parser = _Parser(
        prog="dmsi-rules",
        description="The convention of the pooled IT department (DMSI) of Lens-Liévin as rules: checked, computed, explained.",
        epilog=MAIN_EXAMPLES,
    )
    parser.add_argument("--version", action="version", version=f"dmsi-rules {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)

    check = _command(commands, "check", "all rules on each dossier or governance document", CHECK_FORMATS, CHECK_EXAMPLES)
    check.add_argument("files", nargs="+", metavar="FILE", help="a document, or - for standard input")
    _input_format(check)
    check.add_argument("--strict", action="store_true", help="status 1 on any finding above info")
    check.add_argument("--fail-on", action="append", choices=("unknown",), default=[], help="status 1 on unknown verdicts too")
    check.add_argument("--exit-zero", action="store_true", help="report only: status 0 whatever is found in readable documents")

    quote = _command(commands, "quote", "the request priced, line by line", ("text", "json"), QUOTE_EXAMPLES)
    quote.add_argument("files", nargs=1, metavar="FILE", help="a dossier, or - for standard input")
    _input_format(quote)

    _command(commands, "services", "the catalogue and its dependency graph", SERVICES_FORMATS, SERVICES_EXAMPLES)

    explain = _command(commands, "explain", "one rule: what it checks, why, its source", ("text", "json"), EXPLAIN_EXAMPLES)
    explain.add_argument("code", metavar="CODE", help="a rule's code (DEP001) or name")

    schema = _command(commands, "schema", "JSON Schema (2020-12) of a document", ("text", "json"), SCHEMA_EXAMPLES)
    schema.add_argument("kind", choices=("dossier", "governance", "convention"), help="which document")

    arguments = parser.parse_args(argv)
    try:
        arguments.readings = Readings.of(dict(arguments.reading))
    except UnknownReadingError as error:
        commands.choices[arguments.command].error(str(error))
    return arguments


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


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, does: str, formats: Sequence[str], examples: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".", epilog=examples)
    command.add_argument("--convention", metavar="FILE", help="another convention (TOML); default: the embedded one")
    command.add_argument("--as-of", type=_day, metavar="DATE", help="the given day, YYYY-MM-DD; default: today")
    command.add_argument(
        "--reading", type=_reading, action="append", default=[], metavar="NAME=VALUE", help="settle a reading (repeatable)"
    )
    command.add_argument("--format", choices=formats, default="text", help="default: text")
    command.add_argument("--lang", choices=("fr", "en"), help="language of text; default: from the locale")
    command.add_argument("-o", "--output", metavar="FILE", help="write there, whole or not at all, instead of standard output")
    return command


def _input_format(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--input-format", choices=("json", "jsonl", "toml"), help="default: by the file's suffix, or its first line"
    )


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
