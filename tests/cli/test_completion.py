"""
What a shell offers while a command line is being typed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import CODES, EXAMPLES, surroundings

BASH = shutil.which("bash")
SCRIPTS = Path(sys.executable).parent


def offered(tmp_path: Path, line: str, **env: str) -> list[str]:
    """
    Return the words that the program offers at the end of *line*, asked as the functions of argcomplete ask it.
    """
    answer = tmp_path / "words"
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    subprocess.run([sys.executable, "-m", "dmsi_rules"], env=surroundings(**asked, **env), cwd=EXAMPLES, check=True, timeout=60)
    return answer.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("dmsi-rules quo", ["quote "]),
        ("dmsi-rules schema gov", ["governance "]),
        ("dmsi-rules convention d", ["diff "]),
        ("dmsi-rules quote --form", ["--format "]),
        ("dmsi-rules bill --csv-dialect f", ["fr "]),
        ("dmsi-rules quote --reading letter_date=r", ["letter_date=received "]),
        ("dmsi-rules quote messaging", ["messaging-only.toml "]),
        ("dmsi-rules explain mandate_s", ["mandate_silence "]),
    ],
)
def test_one_word(tmp_path: Path, line: str, expected: list[str]) -> None:
    """
    The one word that goes on.
    """
    assert expected == offered(tmp_path, line)


def test_codes_with_their_titles(tmp_path: Path) -> None:
    """
    A shell that shows what words mean is given the titles of the rules, in the reader's language.
    """
    words = dict(
        word.split(":", 1) for word in offered(tmp_path, "dmsi-rules explain D", LC_ALL="fr_FR.UTF-8", _ARGCOMPLETE_DFS=":")
    )

    assert {code for code in CODES if code.startswith("D")} == words.keys()
    assert "Un service est demandé sans ceux dont il dépend" == words["DEP001"]


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
def test_in_bash() -> None:
    """
    Registered in a bash as the page says, whose own variables ask.
    """
    script = """
    eval "$(register-python-argcomplete dmsi-rules)"
    COMP_LINE="dmsi-rules cal" COMP_POINT=14 COMP_TYPE=9 COMP_WORDS=(dmsi-rules cal) COMP_CWORD=1
    _python_argcomplete dmsi-rules
    echo "${COMPREPLY[@]}"
    """
    env = surroundings(PATH=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")
    said = subprocess.run([str(BASH), "-c", script], env=env, capture_output=True, text=True, check=True, timeout=60)

    assert ("calendar", "") == (said.stdout.strip(), said.stderr)
