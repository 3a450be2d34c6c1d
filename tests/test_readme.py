"""
The README says nothing that is not so: what it shows is what comes out.
"""

import contextlib
import io
import re
from pathlib import Path

import pytest

from dmsi_rules.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"<!-- output: (?P<arguments>.*?) -->\n```text\n(?P<output>.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


@pytest.mark.parametrize("shown", list(SHOWN.finditer(README)), ids=lambda shown: shown["arguments"])
def test_output(shown: re.Match[str], capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each output shown is that of the command named above it.
    """
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C")
    main(shown["arguments"].split())
    assert shown["output"] == capsysbinary.readouterr().out.decode()


def test_there_is_output() -> None:
    """
    The check and the quote of Lens are both shown.
    """
    assert [shown["arguments"].split()[0] for shown in SHOWN.finditer(README)] == ["check", "quote"]


def test_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The example runs, and prints what stands below it.
    """
    (shown,) = PYTHON.finditer(README)
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(shown["code"], {})  # noqa: S102  (our own README)
    assert shown["output"] == printed.getvalue()


def test_picture(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """
    The picture is the one that the command draws.
    """
    main(["services", "--format", "svg", "--as-of", "2026-01-10", "--lang", "en"])
    assert (ROOT / "docs" / "images" / "services.svg").read_bytes() == capsysbinary.readouterr().out
