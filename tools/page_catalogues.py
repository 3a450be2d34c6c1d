"""
Brings the catalogues of the site up to date with the templates that Sphinx has extracted from its pages, or checks them.

    python tools/page_catalogues.py TEMPLATES [--check]

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
from babel.messages.pofile import read_po, write_po

from dmsi_rules.rulebook import RULES

DOCS = Path(__file__).parents[1] / "docs"
LOCALE = DOCS / "locale"
LANGUAGES = ("fr",)
WIDTH = 128
INCOMPLETE = 1
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


def left(templates: Path) -> Iterator[str]:
    """
    Yield the sentences that have no translation, or one that is to be read again.
    """
    for template in sorted(templates.rglob("*.pot")):
        page = template.relative_to(templates).with_suffix(".po")
        for language in LANGUAGES:
            path = LOCALE / language / "LC_MESSAGES" / page
            known = _read(path) if path.exists() else Catalog()
            for message in _read(template):
                found = known.get(message.id)
                if message.id and (found is None or not found.string):
                    yield f"{path.relative_to(DOCS)}: missing: {message.id!r}"
                elif message.id and found is not None and found.fuzzy:
                    yield f"{path.relative_to(DOCS)}: to be read again: {message.id!r}"


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def main() -> int:
    """
    Add the templates of what the data say, then update the catalogues; those of pages that are gone go too.
    """
    templates = Path(sys.argv[1])
    write_template(templates / "cases.pot", (words for rule in RULES for words in cases.words_of(rule)))
    write_template(templates / "coverage.pot", articles.sentences())
    write_template(templates / "site.pot", site_sentences())
    (templates / "sphinx.pot").unlink(missing_ok=True)  # what the theme says is kept by hand
    if "--check" in sys.argv:
        found = list(left(templates))
        sys.stdout.write("".join(f"{each}\n" for each in found))
        return INCOMPLETE if found else 0
    command = [sys.executable, "-m", "sphinx_intl", "update", "-p", str(templates), "-d", str(LOCALE), "-w", str(WIDTH)]
    subprocess.run([*command, "--no-obsolete", *(f"--language={each}" for each in LANGUAGES)], check=True)  # noqa: S603  (our own arguments)
    for language in LANGUAGES:
        folder = LOCALE / language / "LC_MESSAGES"
        for path in folder.rglob("*.po"):
            if (templates / path.relative_to(folder)).with_suffix(".pot").exists():
                path.write_text(HEAD.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
            elif path.stem != "sphinx":
                path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
