"""
The language server's command where it cannot serve.
"""

import sys

import pytest

from tests.cli.command import Command


def test_without_the_extra(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What is needed is told.
    """
    for name in [name for name in sys.modules if name.startswith("dmsi_rules.server.serving")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls", None)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    answer = cli("server", "--lang", "en")
    assert 2 == answer.status
    assert "the extra `server`" in answer.errors
