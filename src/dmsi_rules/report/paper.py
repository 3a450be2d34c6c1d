"""
Papers to sign and to pay: what an answer says as a page that stands by itself and prints on A4, with whose it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from dmsi_rules._version import __version__
from dmsi_rules.finding import Whose
from dmsi_rules.model.dossier import Deliberation, Dossier
from dmsi_rules.report.styled import Line, to_plain
from dmsi_rules.text.fill import code_words, commune_words, places, spoken
from dmsi_rules.text.marks import N_, THIS_LANGUAGE, Translate, day
from dmsi_rules.values.days import known
from dmsi_rules.values.record import record

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.runtime import Context

LABELS = {
    "skip": N_("Go to the content"),
    "date": N_("Date:"),
    "signature": N_("Name and signature:"),
    "to_fill": N_("to be filled in"),
    "disclaimer": N_("One reading of the convention, by a program; the signed text alone binds."),
}


@record(eq=False, kw_only=True)
class Table:
    """
    A table of a paper.

    Attributes:
        caption: what it shows.
        numbers: how many of its last columns are numbers.
        has_total: whether its last row is the sum of the others.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: int = 0
    has_total: bool = False


@record(eq=False, kw_only=True)
class Section:
    """
    A part of a paper: its title, tables, and what is to be said.
    """

    title: str
    tables: Sequence[Table] = ()
    sentences: Sequence[str] = ()


@record(eq=False, kw_only=True)
class Paper:
    """
    A paper: what it is called, whose it is and what it rests on, its parts, who signs.
    """

    title: str
    about: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    signed_by: Sequence[str] = ()


@record(eq=False, kw_only=True)
class Subject:
    """
    Whose a paper is, and what it rests on.

    Attributes:
        name: the document's, as the caller gave it.
        rests_on: the places of the text.
    """

    commune: Whose | None
    deliberation: Deliberation | None = None
    convention: str
    as_of: dt.date
    name: str | None = None
    grid: str | None = None
    rests_on: str = ""

    def rows(self, translate: Translate) -> list[tuple[str, str]]:
        """
        Return what it says, each with its label.
        """
        told: list[tuple[str, str | None]] = []
        if self.commune is not None:
            told.append((translate(N_("Commune")), commune_words(self.commune.name, translate)))
            told += [("SIREN", self.commune.siren), ("INSEE", self.commune.insee)]
        if self.deliberation is not None:
            date = known(self.deliberation.date)
            said = (self.deliberation.number, day(date, translate) if date else None)
            told.append((translate(N_("Deliberation")), ", ".join(filter(None, said))))
        told.append((translate(N_("Document")), self.name))
        told.append((translate(N_("Convention")), code_words(self.convention, translate)))
        told.append((translate(N_("Places of the text")), places(self.rests_on, translate)))
        told.append((translate(N_("Grid of prices")), code_words(self.grid, translate)))
        told.append((translate(N_("As of")), day(self.as_of, translate)))
        return [(label, spoken(value)) for label, value in told if value]


def whose(dossier: Dossier) -> Whose:
    """
    Return the commune whose *dossier* it is.
    """
    return Whose(dossier.commune.name, dossier.commune.insee, dossier.commune.siren)


def sentences_of(lines: Iterable[Line]) -> list[str]:
    """
    Return *lines* of text, made without bounds, as sentences.
    """
    return [" ".join(each.split(" ")).strip() for each in to_plain(lines).splitlines() if each.strip()]


SPLIT = "<!-- papers -->"


def page_parts(title: str, translate: Translate) -> tuple[str, str]:
    """
    Return what stands before the first paper of a page, and after the last one.

    Raises:
        ImportError: jinja2 is not installed.
    """
    label = {name: translate(sentence) for name, sentence in LABELS.items()}
    whole = template("paper.html").render(
        language=translate(THIS_LANGUAGE), title=title, foot=title, label=label, split=SPLIT, version=__version__
    )
    before, _, after = whole.partition(SPLIT)
    return before, after


def paper_part(paper: Paper, translate: Translate) -> str:
    """
    Return one *paper* of a page as HTML.
    """
    label = {name: translate(sentence) for name, sentence in LABELS.items()}
    return template("paper_part.html").render(language=translate(THIS_LANGUAGE), paper=paper, label=label)


PLACE = re.compile(r"\b([A-Z]\w*\.?) (?=[0-9])")


def _typeset(context: Context, value: object) -> object:
    """
    Return *value* as French is set in type: a place of the text stays whole, and there are no typewriter's apostrophes.
    """
    if type(value) is not str or context.get("language") != "fr":  # what is marked up already is not a plain one
        return value
    return PLACE.sub("\\1\u00a0", value).replace("'", "\u2019")


@cache
def template(name: str) -> Template:
    """
    Return the template of a page, or of a part of one.

    Raises:
        ImportError: jinja2 is not installed.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context  # noqa: PLC0415  (optional, and its import is dear)

    loader = PackageLoader("dmsi_rules.report", "templates")
    pages = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=pass_context(_typeset),
    )
    return pages.get_template(name)
