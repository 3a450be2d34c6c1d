"""
A calendar for people: the life of the convention, then what is past, today and ahead, with the days left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from dmsi_rules.report.header import header, told_places
from dmsi_rules.report.styled import WIDTH, Line, Style, apart, beside, pad, paragraph
from dmsi_rules.text.fill import code_words, fill, places
from dmsi_rules.text.marks import N_, Translate, count, day
from dmsi_rules.text.width import cells
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import EXIT_LIMIT, LIMITS, NOTICE_LIMIT, RENEWAL, Event, gathered

UNKNOWN = N_("unknown")
SOON = 90
EVERY_YEAR = {NOTICE_LIMIT, EXIT_LIMIT, RENEWAL}


def calendar_text(calendar: Calendar, *, translate: Translate = str, width: int = WIDTH) -> list[Line]:
    """
    Return *calendar* as lines for people.

    What comes back every year is told once ahead: all of it stands in the other formats.

    Args:
        calendar: the dates of a dossier.
        translate: turns marked sentences into the reader's language.
        width: the columns that sentences keep within.
    """
    return apart(
        [
            header(calendar, width, translate),
            _life(calendar, width, translate),
            _timeline(calendar, width, translate),
            _next(calendar, width, translate),
            _missing(calendar, width, translate),
        ]
    )


# ---- the life of the convention


def _life(calendar: Calendar, width: int, translate: Translate) -> Iterator[Line]:
    labels = life_of(calendar, translate)
    column = max(map(cells, labels)) + 2
    for label, words in labels.items():
        yield from beside(label, words, width, column)


def life_of(calendar: Calendar, translate: Translate) -> dict[str, str]:
    """
    Return the life of the convention in words, each with its label.
    """
    rows = {
        N_("convention"): _term(calendar, translate),
        N_("later text"): _successors(calendar, translate),
        N_("request"): _request(calendar, translate),
        N_("leaving"): _leaving(calendar, translate),
        N_("notice of exit"): _exit(calendar, translate),
    }
    return {translate(label): words for label, words in rows.items() if words}


def _term(calendar: Calendar, translate: Translate) -> str:
    if calendar.start is None:
        return translate(N_("start and end unknown"))
    if calendar.is_endless:
        return fill(translate(N_("from {start}, without end")), {"start": calendar.start}, translate)
    if calendar.end is None or calendar.periods is None:
        return fill(translate(N_("from {start}, end unknown")), {"start": calendar.start}, translate)
    facts = {"start": calendar.start, "end": calendar.end, "count": len(calendar.periods)}
    return fill(translate(N_("{start} to {end}, periods: {count}")), facts, translate)


def _successors(calendar: Calendar, translate: Translate) -> str:
    """
    Return which texts take over, and from which day on.
    """
    bound = N_("`{convention}` from {first} on")
    unbound = N_("`{convention}` from {first} on, once both parties have signed it: until then it does not bind")
    return "; ".join(
        fill(translate(bound if each.is_bound else unbound), {"convention": each.convention, "first": each.first}, translate)
        for each in calendar.successors
    )


def _request(calendar: Calendar, translate: Translate) -> str:
    notice = calendar.notice
    if notice is None:
        return ""
    facts = {"limit": notice.limit, "year": notice.name, "opening": notice.opening}
    sentence = N_("by {limit} for an opening in {year}") if notice.name else N_("by {limit} for an opening on {opening}")
    return fill(translate(sentence), facts, translate)


def _leaving(calendar: Calendar, translate: Translate) -> str:
    leaving = calendar.exit
    if calendar.start is None or leaving is None:
        return ""
    if leaving.limit is None:
        return translate(N_("the convention has ended")) if leaving.late else ""
    facts = {"limit": leaving.limit, "early": leaving.end_if_on_time, "late": leaving.end_if_late}
    if leaving.late == "void":
        return fill(translate(N_("notice by {limit} to end on {early}; a late one ends nothing")), facts, translate)
    if leaving.end_if_late is None:
        return fill(translate(N_("notice by {limit} to end on {early}; late, it is unknown when")), facts, translate)
    if leaving.end_if_on_time == leaving.end_if_late:
        return fill(translate(N_("notice by {limit} to leave on {early}, late or not")), facts, translate)
    sentence = N_("notice by {limit} to end on {early}; late, on {late} if so decided")
    if leaving.late == "next-year":
        sentence = N_("notice by {limit} to end on {early}; late, on {late}")
    return fill(translate(sentence), facts, translate)


def _exit(calendar: Calendar, translate: Translate) -> str:
    ended = calendar.termination
    if ended is None:
        return ""
    if ended.on_time is None:
        return translate(UNKNOWN)
    lateness = translate(N_("on time") if ended.on_time else N_("late"))
    if ended.earliest_end == ended.latest_end and ended.latest_end:
        return f"{lateness}, " + fill(translate(N_("last day {day}")), {"day": ended.latest_end}, translate)
    early, late = (end or translate(UNKNOWN) for end in (ended.earliest_end, ended.latest_end))
    facts = {"early": early, "late": late}
    return f"{lateness}, " + fill(translate(N_("last day {early}, or {late} if so decided")), facts, translate)


# ---- the timeline


def _timeline(calendar: Calendar, width: int, translate: Translate) -> Iterator[Line]:
    today = calendar.as_of
    events = list(gathered(calendar.events))
    margin = max((cells(distance(each, today, translate)) for each in told_once(events, today)), default=0)
    parts = {
        N_("Past"): [each for each in events if each.date < today],
        N_("Today"): [each for each in events if each.date == today],
        N_("Ahead"): [each for each in told_once(events, today) if each.date > today],
    }
    is_first = True
    for title, part in parts.items():
        if not part and title != "Today":
            continue
        if not is_first:
            yield ()
        is_first = False
        yield (("title", f"{translate(title)} ({day(today, translate)})" if title == "Today" else translate(title)),)
        for event in part:
            yield from _row(event, today, margin, width, translate)


def told_once(events: Sequence[Event], today: dt.date) -> Iterator[Event]:
    """
    Yield *events* with only the first one ahead of those that come back every year.
    """
    seen = set()
    for event in events:
        if event.date > today and event.code in EVERY_YEAR:
            if event.code in seen:
                continue
            seen.add(event.code)
        yield event


def distance(event: Event, today: dt.date, translate: Translate) -> str:
    """
    Return in how many days, or how many days ago, *event* is; nothing where it is today.
    """
    days = (event.date - today).days
    if days == 0:
        return ""
    sentence = N_("in {days} d") if days > 0 else N_("{days} d ago")
    return translate(sentence).format(days=count(abs(days), translate))


def _row(event: Event, today: dt.date, margin: int, width: int, translate: Translate) -> Iterator[Line]:
    style: Style = "plain"
    if event.date < today:
        style = "faint"
    elif event.code in LIMITS and (event.date - today).days <= SOON:
        style = "warning"
    when = f"  {day(event.date, translate)}  {pad(distance(event, today, translate), margin, right=True)}  "
    words = f"{event.render(translate)} ({places(event.source, translate)})"
    first, *others = paragraph(words, width - cells(when), style=style, hang=2)
    yield (("faint", when), *first)
    for line in others:
        yield (("faint", " " * cells(when)), *line)


# ---- what to do


def _next(calendar: Calendar, width: int, translate: Translate) -> Iterator[Line]:
    if not calendar.next:
        return
    yield (("title", translate(N_("What comes next"))),)
    steps: dict[str, list[str]] = {}
    for each in calendar.next:
        steps.setdefault(each.step.code, []).extend([each.service] if each.service else [])
    for code, services in steps.items():
        first = next(each for each in calendar.next if each.step.code == code)
        who = first.who or translate(N_("both parties"))
        facts = {"step": first.step.words, "who": who, "source": first.step.source}
        words = fill(translate(N_("{step}: {who} ({source})")), facts, translate)
        if services:
            words += f", {', '.join(code_words(each, translate) for each in services)}"
        yield from paragraph(words, width, indent=2, hang=2)


def _missing(calendar: Calendar, width: int, translate: Translate) -> Iterator[Line]:
    if calendar.missing:
        words = fill(
            translate(N_("Some dates are unknown: {missing} not given")),
            {"missing": told_places(calendar.missing, translate)},
            translate,
        )
        yield from paragraph(words, width, style="warning", hang=2)
