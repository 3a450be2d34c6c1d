"""
Lines on a terminal, and elsewhere.
"""

import io
import os
import re
import shutil
import sys

import pytest

from dmsi_rules.report.check import report_text
from dmsi_rules.report.styled import Line, to_plain
from dmsi_rules.report.terminal import show, width_of
from tests.report.samples import finding, hostile_report, report

LINES: list[Line] = [(("error", "DEP001"), ("plain", "  [bold]x[/] :smile:")), (), (("faint", "  y"),)]


class Terminal(io.StringIO):
    """
    A stream that says that it is a terminal.
    """

    def isatty(self) -> bool:
        """
        It is, it says.
        """
        return True


def shown(lines: list[Line], stream: io.StringIO) -> str:
    """
    Return what *stream* gets of *lines*.
    """
    show(lines, stream)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A terminal with colours, whatever the tests run on.
    """
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def test_plain_elsewhere() -> None:
    """
    A file or a pipe gets text and nothing else.
    """
    assert to_plain(LINES) == shown(LINES, io.StringIO())


def test_plain_without_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    So does a terminal where rich is not installed.
    """
    monkeypatch.setitem(sys.modules, "rich.console", None)

    assert to_plain(LINES) == shown(LINES, Terminal())


def test_styled() -> None:
    """
    On a terminal parts have their style, and markup in them is text.
    """
    pytest.importorskip("rich")

    assert "\x1b[1;31mDEP001\x1b[0m  [bold]x[/] :smile:\n\n\x1b[2m  y\x1b[0m\n" == shown(LINES, Terminal())


def test_same_text() -> None:
    """
    Styles change nothing of what is said, however narrow the terminal.
    """
    for each in (report(finding(path="/x" * 200)), hostile_report("\x1b[31m\u202e 日本語")):
        lines = report_text(each)
        unstyled = re.sub(r"\x1b\[[0-9;]*m", "", shown(lines, Terminal()))

        assert to_plain(lines) == re.sub(r" +\n", "\n", unstyled)


@pytest.mark.parametrize(("columns", "expected"), [(20, 40), (72, 72), (200, 100)])
def test_width(monkeypatch: pytest.MonkeyPatch, columns: int, expected: int) -> None:
    """
    The terminal's width, within reason.
    """
    monkeypatch.setattr(shutil, "get_terminal_size", lambda _: os.terminal_size((columns, 24)))

    assert expected == width_of(Terminal())


@pytest.mark.parametrize(("said", "expected"), [("", 80), ("100", 100), ("20", 40), ("wide", 80)])
def test_width_elsewhere(monkeypatch: pytest.MonkeyPatch, said: str, expected: int) -> None:
    """
    A file is as wide as COLUMNS says, else as a terminal of old.
    """
    monkeypatch.setenv("COLUMNS", said)

    assert [expected, expected] == [width_of(io.StringIO()), width_of(None)]
