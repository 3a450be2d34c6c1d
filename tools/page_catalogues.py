"""
Brings the catalogues of the site up to date with the templates that Sphinx has extracted from its pages.

    python tools/page_catalogues.py TEMPLATES

A page has its own, `docs/locale/fr/LC_MESSAGES/<page>.po`; `cases.po` holds what the rules' cases are of, `coverage.po` what
the coverage says. A sentence that has changed keeps the old one's translation, marked fuzzy.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
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

from from_data import cases, coverage  # noqa: E402  (the extensions' folder stands on the path first)


def write_template(path: Path, sentences: Iterable[str]) -> None:
    """
    Write the template of *sentences*, each once.
    """
    catalog = Catalog(project="dmsi_rules", charset="utf-8")
    for sentence in sentences:
        catalog.add(sentence)
    with path.open("wb") as file:
        write_po(file, catalog, width=WIDTH)


def main() -> None:
    """
    Add the templates of what the data say, then update the catalogues; those of pages that are gone go too.
    """
    templates = Path(sys.argv[1])
    write_template(templates / "cases.pot", (words for rule in RULES for words in cases.words_of(rule)))
    write_template(templates / "coverage.pot", coverage.sentences())
    command = [sys.executable, "-m", "sphinx_intl", "update", "-p", str(templates), "-d", str(LOCALE), "-w", str(WIDTH)]
    subprocess.run([*command, "--no-obsolete", *(f"--language={each}" for each in LANGUAGES)], check=True)  # noqa: S603  (our own arguments)
    for language in LANGUAGES:
        folder = LOCALE / language / "LC_MESSAGES"
        for path in folder.rglob("*.po"):
            if not (templates / path.relative_to(folder)).with_suffix(".pot").exists():
                path.unlink()
            else:
                path.write_text(HEAD.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
