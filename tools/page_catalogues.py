"""
Brings the catalogues of the site up to date with the templates that Sphinx has extracted from its pages.

    python tools/page_catalogues.py TEMPLATES

A page has its own, `docs/locale/fr/LC_MESSAGES/<page>.po`; `site.po` holds what pages made of data say of their own, `cases.po`
what the rules' cases are of, `coverage.po` what the articles are about. A sentence that has changed keeps the old one's
translation, marked fuzzy.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from dmsi_rules.rulebook import RULES

DOCS = Path(__file__).parents[1] / "docs"
LOCALE = DOCS / "locale"
LANGUAGES = ("fr",)
WIDTH = 128
HEAD = re.compile(r"\A(#.*\n)+")  # Sphinx's placeholders
sys.path.insert(0, str(DOCS / "_ext"))

from from_data import articles, cases, documents, rooms  # noqa: E402  (the extensions' folder stands on the path first)


def write_template(path: Path, sentences: Iterable[str]) -> None:
    """
    Write the template of *sentences*, each once.
    """
    catalog = Catalog(project="dmsi_rules", charset="utf-8")
    for sentence in sentences:
        catalog.add(sentence)
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH)


def marked() -> Iterator[str]:
    """
    Yield the sentences that the extension marks or says, those within its own texts too.
    """
    for path in sorted((DOCS / "_ext").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="say" | "N_"), args=[ast.Constant(value=str(sentence)), *_]):
                    yield sentence


def site_sentences() -> Iterable[str]:
    """
    Return what the pages made of data say of their own.
    """
    return (*marked(), *rooms.sentences(), *documents.sentences())


def main() -> None:
    """
    Add the templates of what the data say, then update the catalogues; those of pages that are gone go too.
    """
    templates = Path(sys.argv[1])
    write_template(templates / "cases.pot", (words for rule in RULES for words in cases.words_of(rule)))
    write_template(templates / "coverage.pot", articles.sentences())
    write_template(templates / "site.pot", site_sentences())
    (templates / "sphinx.pot").unlink()  # what the theme says is kept by hand
    command = [sys.executable, "-m", "sphinx_intl", "update", "-p", str(templates), "-d", str(LOCALE), "-w", str(WIDTH)]
    subprocess.run([*command, "--no-obsolete", *(f"--language={each}" for each in LANGUAGES)], check=True)  # noqa: S603  (our own arguments)
    for language in LANGUAGES:
        folder = LOCALE / language / "LC_MESSAGES"
        for path in folder.rglob("*.po"):
            if (templates / path.relative_to(folder)).with_suffix(".pot").exists():
                path.write_text(HEAD.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
            elif path.stem != "sphinx":
                path.unlink()


if __name__ == "__main__":
    main()
