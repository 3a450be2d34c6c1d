"""
Runs every example of the site, each page in a folder of its own that holds `examples/`.

A block of `python` runs, and a block of `text` is what it has printed. A block of `console` is commands after `$`, each with
what it says; `...` stands for what is left out. A block with a caption is a file of that name, or more at the end of one:
`lens.toml, at the end`.
"""

import contextlib
import difflib
import doctest
import io
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from sybil import Document, Example, Sybil
from sybil.parsers.myst import CodeBlockParser
from sybil.typing import Parser

from dmsi_rules.cli import main

DOCS = Path(__file__).parent
ROOT = DOCS.parent
LOCALE = DOCS / "locale"
ADDED = ", at the end"
PROMPT = "$ "
SHOWN = ("toml", "json", "yaml", "xml", "none")
sys.path.insert(0, str(DOCS / "_ext"))

from from_data.catalogues import sentences  # noqa: E402  (the extensions' folder stands on the path first)


class Translated(Document):
    """
    The page of a catalogue; its examples run only where it shows a console.
    """

    @classmethod
    def parse(cls, path: str, *parsers: Parser, encoding: str = "utf-8") -> Document:
        """
        Return the page of the catalogue *path*.
        """
        page = (DOCS / Path(path).relative_to(LOCALE).relative_to("fr", "LC_MESSAGES")).with_suffix(".md")
        shows = page.exists() and "```console" in page.read_text(encoding=encoding)
        return super().parse(str(page), *parsers, encoding=encoding) if shows else cls("", path)


def enter(namespace: dict[str, Any], language: str = "en") -> None:
    """
    Make the page's folder and go there, in *language* and at the width of a page.
    """
    namespace["leave"] = leave = contextlib.ExitStack()
    folder = leave.enter_context(tempfile.TemporaryDirectory())
    shutil.copytree(ROOT / "examples", Path(folder) / "examples")
    leave.enter_context(mock.patch.dict(os.environ, {"LANGUAGE": language, "COLUMNS": "100"}))
    leave.enter_context(contextlib.chdir(folder))
    namespace |= {"printed": "", "status": 0, "language": language}


def go(namespace: dict[str, Any]) -> None:
    """
    Leave the page's folder.
    """
    namespace["leave"].close()


def write_file(example: Example) -> str | None:
    """
    Write the file that the caption names; a block without one is only shown.
    """
    caption = example.region.lexemes.get("options", {}).get("caption")
    if caption:
        path = Path(caption.removesuffix(ADDED).strip("`"))
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = path.read_text(encoding="utf-8") + "\n" if caption.endswith(ADDED) else ""
        path.write_text(kept + example.parsed, encoding="utf-8")
    return None


def run_python(example: Example) -> str | None:
    """
    Run the block; what the one before has printed must have been shown.
    """
    forgotten = example.namespace["printed"]
    printed = io.StringIO()
    code = compile("\n" * (example.line - 1) + example.parsed, example.path, "exec", dont_inherit=True)
    with contextlib.redirect_stdout(printed):
        exec(code, example.namespace)  # noqa: S102  (our own pages)
    example.namespace["printed"] = printed.getvalue()
    return f"the block before printed what no page shows:\n{forgotten}" if forgotten else None


def show(example: Example) -> str | None:
    """
    Compare the block with what has been printed.
    """
    printed, example.namespace["printed"] = example.namespace["printed"], ""
    return differing(example.parsed, printed)


def run_console(example: Example) -> str | None:
    """
    Run each command and compare what it says.
    """
    shown, language = example.parsed, example.namespace["language"]
    if language != "en":
        page = Path(example.path).relative_to(DOCS).with_suffix("").as_posix()
        shown = sentences(language, page).get(shown.rstrip(), shown)
    for command, output in commands(shown):
        if fault := differing(output, said(command, example.namespace)):
            return f"$ {command}\n{fault}"
    return None


def commands(text: str) -> Iterator[tuple[str, str]]:
    """
    Yield each command of a block, and what stands below it.
    """
    first, *others = f"\n{text}".split(f"\n{PROMPT}")
    assert not first.strip(), "a console block begins with a command"
    for part in others:
        command, _, output = part.replace("\\\n", "").partition("\n")
        yield command, output


def said(command: str, namespace: dict[str, Any]) -> str:
    """
    Run *command* as a shell would, and return what it says.
    """
    program, *arguments = shlex.split(command, comments=True)
    if program == "echo" and arguments == ["$?"]:
        return f"{namespace['status']}\n"
    if program == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in arguments)
    assert program == "dmsi-rules", f"{program} is not run here"
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        namespace["status"] = main(arguments)
    return out.buffer.getvalue().decode().replace("\r\n", "\n")


def differing(expected: str, actual: str) -> str | None:
    """
    Return how *actual* differs from *expected*, if it does.
    """
    expected, actual = f"{expected.rstrip()}\n", f"{actual.rstrip()}\n"
    if doctest.OutputChecker().check_output(expected, actual, doctest.ELLIPSIS):
        return None
    return "".join(
        difflib.unified_diff(expected.splitlines(keepends=True), actual.splitlines(keepends=True), "page", "program")
    )


def parsers(console: Callable[[Example], str | None] = run_console) -> Sequence[Parser]:
    """
    Return what finds the examples of a page, and runs those of the console by *console*.
    """
    return [
        CodeBlockParser("python", run_python),
        CodeBlockParser("text", show),
        CodeBlockParser("console", console),
        *(CodeBlockParser(language, write_file) for language in SHOWN),
    ]


made = ["reference/articles/*.md", "reference/rules/*.md", "simulator/*.md", "_*/*.md"]
pages = Sybil(parsers=parsers(), pattern="*.md", excludes=made, setup=enter, teardown=go)
translated = Sybil(
    parsers=parsers(),
    pattern="*.po",
    document_types={".po": Translated},
    setup=partial(enter, language="fr"),
    teardown=go,
)
pytest_collect_file = (pages + translated).pytest()
