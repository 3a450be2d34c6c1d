"""
`--rules`: the rules of the caller's own, in a file of Python that is named, never looked for.
"""

from __future__ import annotations

import argparse
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

from dmsi_rules.text.marks import N_

if TYPE_CHECKING:
    from dmsi_rules.rulebook import Rule

UNUSABLE = N_("the rules in `{name}` cannot be used: {problem}")
NONE = N_("there is no rule in `{name}`")


def own_rules(command: argparse.ArgumentParser) -> None:
    """
    Declare `--rules`.
    """
    command.add_argument(
        "--rules", metavar=N_("FILE.py"), help=N_("rules of your own besides: every Rule in a file of Python, which is run")
    )


def rules_in(name: str | None) -> tuple[Rule, ...] | None:
    """
    Return the convention's rules and those in the file called *name*; None where none is named.

    Raises:
        RuleError: the file cannot be run, or what is in it are not rules.
    """
    if name is None:
        return None
    from dmsi_rules.checking.own_rules import chosen, problem_of  # noqa: PLC0415  (few have any)
    from dmsi_rules.errors import RuleError  # noqa: PLC0415  (as above)
    from dmsi_rules.rulebook import BY_CODE, RULES, Rule  # noqa: PLC0415  (as above)

    facts = {"name": name}
    try:
        found = [each for each in runpy.run_path(str(Path(name))).values() if isinstance(each, Rule)]
    except RuleError as error:
        raise RuleError(UNUSABLE, facts | {"problem": str(error)}) from error
    except OSError as error:
        raise RuleError(UNUSABLE, facts | {"problem": error.strerror or str(error)}) from error
    except Exception as error:
        raise RuleError(UNUSABLE, facts | {"problem": problem_of(error)}) from error
    own = [rule for rule in found if BY_CODE.get(rule.code) is not rule]
    if not own:
        raise RuleError(NONE, facts)
    return chosen([*RULES, *own])
