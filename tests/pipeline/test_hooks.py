"""
The hooks that the repository offers to pre-commit; `nox -s hooks` lets pre-commit itself install and run them.
"""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from dmsi_rules.cli._parser import grammar

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_its_command_is_one(hook: dict[str, Any]) -> None:
    """
    The entry, followed by a file, is a command line that the program takes.
    """
    program, *words = shlex.split(hook["entry"])

    assert "dmsi-rules" == program
    grammar()[0].parse_args([*words, *hook.get("args", ["dossiers/lens.toml"])])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dossiers/lens.toml", True),
        ("communes/dossiers/lens.json", True),
        ("dossiers/inventory/pc-01.json", False),
        ("dossiers/notes.md", False),
        ("pyproject.toml", False),
    ],
)
def test_the_files_that_it_is_given(name: str, expected: bool) -> None:
    """
    Documents of a folder of dossiers, not what else is TOML or JSON in a repository.
    """
    given = [hook for hook in HOOKS if hook.get("pass_filenames", True)]

    assert [expected] * len(given) == [bool(re.search(hook["files"], name)) for hook in given]
