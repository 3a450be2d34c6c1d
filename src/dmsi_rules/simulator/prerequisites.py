"""
The technical prerequisites as a paper: the state of each that is concerned, what is left to do, which workstations age.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dmsi_rules.checking.audit import Audit, PrerequisiteState
from dmsi_rules.report.audit import (
    AGEING,
    TITLE,
    UNDECIDED,
    about_machines,
    ageing,
    by_category,
    category_day,
    category_title,
    details,
    labelled,
    named,
    state_words,
)
from dmsi_rules.report.paper import Paper, Section, Table
from dmsi_rules.text.marks import N_, Translate

HEADS = (N_("prerequisite"), N_("state"), N_("what is left"))
OF_SYSTEMS = (N_("system"), N_("maintained until"), N_("workstations"), N_("which ones"))


def prerequisites_paper(audit: Audit, translate: Translate) -> Paper:
    """
    Return *audit* as a paper.
    """
    concerned = [rows for rows in by_category(audit) if any(row.state != "not-concerned" for row in rows)]
    sections = [_category(rows, audit, translate) for rows in concerned]
    return Paper(title=translate(TITLE), about=(), sections=[*sections, *_machines(audit, translate)])


def _category(rows: Sequence[PrerequisiteState], audit: Audit, translate: Translate) -> Section:
    title = category_title(rows, audit, translate)
    told = [[row.asked(translate), state_words(row, translate), _left(row, translate)] for row in rows]
    table = Table(caption=title, heads=[*map(translate, HEADS)], rows=told)
    day = category_day(rows, translate)
    return Section(title=title, tables=[table], sentences=[day] if day else [])


def _left(row: PrerequisiteState, translate: Translate) -> str:
    return "; ".join(labelled(label, words, translate) for label, words in details(row, translate))


def _machines(audit: Audit, translate: Translate) -> Iterator[Section]:
    found = audit.maintenance
    if found is None:
        return
    title = translate(AGEING)
    rows = [ageing(each, translate) for each in found.systems]
    unknown = [labelled(UNDECIDED, named(found.unknown, translate), translate)] if found.unknown else []
    table = Table(caption=title, heads=[*map(translate, OF_SYSTEMS)], rows=rows)
    yield Section(title=title, tables=[table] if rows else [], sentences=[*unknown, *about_machines(audit, translate)])
