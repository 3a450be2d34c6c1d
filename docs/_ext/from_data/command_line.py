"""
The command line, from the grammar that reads it.
"""

import argparse
import os
from collections.abc import Iterator

from dmsi_rules.cli._front import COMMANDS, DOES
from dmsi_rules.cli._parser import command_named, grammar
from from_data.language import Language
from from_data.markdown import block, code, md, table

WIDTH = "90"


def command_line(say: Language) -> str:
    """
    Return what the program takes: what every command takes once, then command by command.
    """
    os.environ["COLUMNS"] = WIDTH
    parser, commands = grammar(translate=say)
    alone = [command for command in commands.values() if not _has_parts(command)]
    common = set.intersection(*({_entry(action) for action in _actions(command)} for command in alone))
    parts = [
        block("text", parser.format_usage()),
        table((say("Command"), say("Does")), _summaries(say)),
        f"## {say('What every command takes')}\n\n```{{program}} dmsi-rules\n```\n",
        *(entry for entry in map(_entry, _actions(alone[0])) if entry in common),
    ]
    for name, command in commands.items():
        parts += [f"({_anchor(name)})=\n{'###' if ' ' in name else '##'} `{name}`\n", *_command(name, command, common)]
    return "\n".join(parts)


def formats(say: Language) -> str:
    """
    Return the formats of each command.
    """
    named = {name: command_named(name) for name in COMMANDS}
    single = {
        f"{name} {part}".strip(): each for name, what in named.items() for part, each in (what.parts or {"": what}).items()
    }
    rows = ((f"[`{name}`](#{_anchor(name)})", ", ".join(each.formats)) for name, each in single.items())
    return table((say("Command"), say("Formats")), rows)


def _summaries(say: Language) -> Iterator[tuple[str, str]]:
    for name in COMMANDS:
        yield f"[`{name}`](#{_anchor(name)})", md(say(DOES[name]))


def _anchor(name: str) -> str:
    return f"command-{name.replace(' ', '-')}"


def _has_parts(parser: argparse.ArgumentParser) -> bool:
    return not any(action.dest == "as_of" for action in _actions(parser))


def _command(name: str, parser: argparse.ArgumentParser, common: set[str]) -> Iterator[str]:
    yield f"```{{program}} dmsi-rules {name}\n```\n"
    yield f"{md(parser.description)}\n"
    yield block("text", parser.format_usage())
    yield from (entry for entry in map(_entry, _actions(parser)) if entry not in common)
    if parser.epilog:
        yield block("text", parser.epilog)


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """
    Yield what *parser* takes, as it says so itself: what has no name on the command line first.
    """
    told = (action for action in parser._actions if action.help and action.help != argparse.SUPPRESS)  # noqa: SLF001
    yield from sorted(told, key=lambda action: bool(action.option_strings))


def _entry(action: argparse.Action) -> str:
    if action.option_strings:
        return f"``````{{option}} {', '.join(_spelled(action))}\n{md(action.help)}\n``````\n"
    return f"{code(action.metavar or action.dest)}\n: {md(action.help)}\n"


def _spelled(action: argparse.Action) -> Iterator[str]:
    value = "" if action.nargs == 0 else f" {action.metavar or '|'.join(map(str, action.choices or ()))}"
    yield from (option + value for option in action.option_strings)
