"""
The dates of a request as a paper: the life of the convention, then what lies ahead, with the days left.
"""

from __future__ import annotations

from dmsi_rules.report.calendar import distance, life_of, told_once
from dmsi_rules.report.paper import Paper, Section, Table
from dmsi_rules.text.fill import places
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import gathered


def dates_paper(calendar: Calendar, translate: Translate) -> Paper:
    """
    Return *calendar* as a paper.
    """
    life = life_of(calendar, translate)
    events = [*told_once([*gathered(calendar.events)], calendar.as_of)]
    rows = [
        [
            day(each.date, translate),
            distance(each, calendar.as_of, translate),
            each.render(translate),
            places(each.source, translate),
        ]
        for each in events
    ]
    heads = (N_("day"), N_("days left"), N_("what"), N_("source"))
    told = Table(caption=translate(N_("Every date, in order")), heads=[*map(translate, heads)], rows=rows)
    title = translate(N_("Dates and deadlines"))
    limits = Table(
        caption=translate(N_("The convention and its deadlines")),
        heads=[translate(N_("matter")), translate(N_("day"))],
        rows=[[label, words] for label, words in life.items()],
    )
    return Paper(title=title, about=(), sections=[Section(title=title, tables=[limits, *([told] if rows else [])])])
