"""
The table that sets the command beside other checkers: what it says that ours has, ours has.
"""

import re
from pathlib import Path

from dmsi_rules.cli._front import COMMANDS
from dmsi_rules.cli._parser import grammar

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "beside-others.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")][2:]


def test_each_row_is_whole() -> None:
    """
    Each row says something of each of the four programs.
    """
    assert [] == [row for row in ROWS if len(row) != 5 or not all(row[1:])]


def test_what_ours_has_is_there() -> None:
    """
    Every option that the last column names is one of `check`, every other word in it a command.
    """
    named = {word for row in ROWS for word in re.findall(r"`([^`]+)`", row[-1])}
    _, commands = grammar(["check"])

    assert {word for word in named if word.startswith("-")} <= commands["check"]._option_string_actions.keys()
    assert {word for word in named if not word.startswith("-")} <= set(COMMANDS)
    assert named
