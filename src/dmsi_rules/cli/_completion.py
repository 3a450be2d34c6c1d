"""
What a shell offers while a command line is being typed, by argcomplete.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping

import argcomplete

from dmsi_rules.cli._parser import grammar
from dmsi_rules.model.readings import SWITCHES
from dmsi_rules.rulebook import RULES
from dmsi_rules.text.marks import Translate

Words = Callable[..., Mapping[str, str]]


def offer(translate: Translate) -> None:
    """
    Write what may stand where the cursor is, as the shell asks in the environment, and end the process.
    """
    parser, commands = grammar(translate=translate)
    words = {"words": lambda **_: _explained(translate), "reading": lambda **_: _readings()}
    for command in commands.values():
        _offering(command._actions, words)  # noqa: SLF001  (argparse has no other list of what a parser takes)
    argcomplete.autocomplete(parser)


def _offering(actions: Iterable[argparse.Action], words: Mapping[str, Words]) -> None:
    for action in actions:
        if action.dest in words:
            action.completer = words[action.dest]  # type: ignore[attr-defined]  # where argcomplete looks for it


def _explained(translate: Translate) -> Mapping[str, str]:
    return {rule.code: rule.said(rule.title, translate) for rule in RULES} | dict.fromkeys(SWITCHES, "")


def _readings() -> Mapping[str, str]:
    return {f"{name}={value}": "" for name, values in SWITCHES.items() for value in values}
