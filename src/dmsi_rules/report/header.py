"""
What every answer for people begins with, so that it can be reproduced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Protocol

from dmsi_rules.documents.labels import Labels
from dmsi_rules.model.readings import Readings, reading_words
from dmsi_rules.report.styled import Line, paragraph
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import code_words, visible
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.values.record import record
from dmsi_rules.values.words import Words

THE_DOCUMENT = N_("the document")


class Answer(Protocol):
    """
    What a report, a quote and any other answer have in common.
    """

    @property
    def dossier(self) -> str | None: ...  # noqa: D102
    @property
    def convention(self) -> str | None: ...  # noqa: D102
    @property
    def as_of(self) -> dt.date | None: ...  # noqa: D102
    @property
    def readings(self) -> Readings: ...  # noqa: D102


@record
class Subject:
    """
    What an answer about a convention begins with: the names of files in place of a document's.
    """

    dossier: str
    convention: str | None
    as_of: dt.date
    readings: Readings
    grid: str | None


def document_name(answer: Answer, translate: Translate) -> str:
    """
    Return the name of the document that *answer* is about, on one visible line.
    """
    return visible(answer.dossier) if answer.dossier else translate(THE_DOCUMENT)


def told_places(pointers: Sequence[str], translate: Translate) -> tuple[str | Words, ...]:
    """
    Return *pointers* as the reader is told them: what each place is called, or itself.
    """
    if reads_codes(translate):
        return tuple(pointers)
    labels = (label.in_(translate) for label in Labels({}).of(pointers).values())
    return tuple(Words(each, each) for each in dict.fromkeys(labels))


def header(answer: Answer, width: int, translate: Translate) -> Iterator[Line]:
    """
    Yield the document, the convention, the given day, the grid and the readings that the caller set.
    """
    parts = []
    if answer.convention is not None:
        parts.append(translate(N_("convention {id}")).format(id=code_words(answer.convention, translate)))
    if answer.as_of is not None:
        parts.append(translate(N_("as of {day}")).format(day=day(answer.as_of, translate)))
    if (grid := getattr(answer, "grid", None)) is not None:  # not every answer rests on prices
        parts.append(translate(N_("grid {id}")).format(id=code_words(grid, translate)))
    if (table := getattr(answer, "lifecycles", None)) is not None:
        parts.append(translate(N_("lifecycles of {day}")).format(day=day(table, translate)))
    if switches := answer.readings.to_dict():
        words = ", ".join(reading_words(f"{name}={value}", translate) for name, value in switches.items())
        parts.append(translate(N_("readings {switches}")).format(switches=words))
    yield from paragraph(f"{document_name(answer, translate)} - {', '.join(parts)}", width, style="title", hang=2)
