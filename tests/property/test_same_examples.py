"""
A property sees the same examples whether its file runs alone or in the whole suite.
"""

import subprocess
import sys
from pathlib import Path

PROPERTY = """
import sys
import tests.conftest
from hypothesis import given, strategies as st
if sys.argv[1] == "whole":
    import dmsi_rules.cli
    import tools.convention_words

@given(st.integers(), st.text(), st.dates())
def drawn(number, words, day):
    print(number, ascii(words), day)

drawn()
"""


def test_whatever_is_loaded() -> None:
    """
    The modules that other tests have imported change no example.
    """
    told = [
        subprocess.run(
            [sys.executable, "-c", PROPERTY, name], cwd=Path(__file__).parents[2], capture_output=True, check=True
        ).stdout
        for name in ("alone", "whole")
    ]

    assert told[0] == told[1] != b""
