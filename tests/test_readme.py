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
READMES = {
    language: (ROOT / name).read_text(encoding="utf-8") for language, name in (("en", "README.md"), ("fr", "README.fr.md"))
}
SHOWN = re.compile(r"<!-- output: (?P<arguments>.*?) -->\n```text\n(?P<output>.*?)```", re.DOTALL)
COMMANDS = re.compile(r"```sh\n(?P<commands>.*?)```", re.DOTALL)
CODE = re.compile(r"```.*?```", re.DOTALL)
EACH = pytest.mark.parametrize("readme", READMES.values(), ids=READMES)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    "shown", [shown for readme in READMES.values() for shown in SHOWN.finditer(readme)], ids=lambda shown: shown["arguments"]
)
def test_output(shown: re.Match[str], capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each output shown is that of the command named above it.
    """
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C")
    main(shown["arguments"].split())
    assert shown["output"] == capsysbinary.readouterr().out.decode()


@EACH
def test_there_is_output(readme: str) -> None:
    """
    The check and the quote of Lens are both shown.
    """
    assert [shown["arguments"].split()[0] for shown in SHOWN.finditer(readme)] == ["check", "quote"]


def test_the_same_in_french() -> None:
    """
    The French one has the same parts, commands and links, and asks for French where it shows it.
    """
    english, french = READMES.values()
    for found in (re.compile(r"^#+ ", re.MULTILINE), re.compile(r"^\|", re.MULTILINE), CODE):
        assert len(found.findall(english)) == len(found.findall(french))
    assert [shown["arguments"] + " --lang fr" for shown in SHOWN.finditer(english)] == [
        shown["arguments"] for shown in SHOWN.finditer(french)
    ]
    commands = [
        [line.partition("  #")[0].replace(" --lang fr", "") for line in shown["commands"].splitlines()]
        for readme in (english, french)
        for shown in COMMANDS.finditer(readme)
    ]
    half = len(commands) // 2
    assert commands[:half] == commands[half:]


@EACH
def test_links(readme: str) -> None:
    """
    Each link within the repository leads to something.
    """
    targets = re.findall(r"\]\(([^):#]+)\)", readme)
    assert [target for target in targets if not (ROOT / target).exists()] == []


@EACH
def test_python(readme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The example runs, and prints what stands below it.
    """
    (shown,) = PYTHON.finditer(readme)
    monkeypatch.chdir(ROOT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(shown["code"], {})  # noqa: S102  (our own README)
    assert shown["output"] == printed.getvalue()


@pytest.mark.parametrize(("language", "name"), [("en", "services.svg"), ("fr", "services.fr.svg")])
def test_picture(capsysbinary: pytest.CaptureFixture[bytes], language: str, name: str) -> None:
    """
    The picture is the one that the command draws.
    """
    assert f"](docs/images/{name})" in READMES[language]
    main(["services", "--format", "svg", "--as-of", "2026-01-10", "--lang", language])
    assert (ROOT / "docs" / "images" / name).read_bytes() == capsysbinary.readouterr().out
