"""
The command line in the same surroundings in every test, whatever those of the machine are.
"""

import pytest

from tests.cli.command import Command


@pytest.fixture
def cli(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    """
    Return the command line, to be called with its arguments.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return Command(capsysbinary, monkeypatch)
