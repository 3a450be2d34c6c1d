"""
A dossier's years as a picture on one A4 page: the periods as a band, below it the process, requests, services and exits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from xml.etree import ElementTree as ET

from attrs import evolve

from dmsi_rules.drawing._flags import GAP, HALF, Flag, Scale, heights, scale_of
from dmsi_rules.drawing._ink import Row, ems, height_of, number, paragraph, picture, to_page, write
from dmsi_rules.drawing._signs import CONVENTION, LANES, MARKS, STEP, STYLE, lane_of, mark_of
from dmsi_rules.drawing._wrapping import MOST, wrapped
from dmsi_rules.model.readings import reading_words
from dmsi_rules.text.fill import code_words, commune_words, fill, line
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import CODES, EXIT_LIMIT, NOTICE_LIMIT, WHOLE_EXIT, Event, gathered
from dmsi_rules.values.record import record

LONG, SHORT, LARGER = 1123.0, 794.0, 1.05
"""
The sides of an A4 page, in pixels of 96 to the inch; and how much more is put on it at a time until all is on it.
"""
MARGIN, LANE, BAND = 34.0, 112.0, 26.0
SIZE, WORDS = 12.0, (290.0, 440.0, 1000.0)
"""
The size of words, and how wide those of one date may be, at least and at most.
"""
FOOT, HEAD, LEAST = 14.0, 10.0, 30.0
YEAR, LINE, FEW = 36.0, 20.0, 3
DAY = dt.timedelta(days=1)
SAMPLE = "M-7-6h14v12h-14z"


@record(eq=False)
class _Words:
    """
    What a picture says, on whatever page.

    Attributes:
        told: every date, to those who do not see it.
        lanes: by the name of each.
    """

    title: str
    subtitle: str
    told: tuple[str, ...]
    lanes: Mapping[str, tuple[Flag, ...]]


@record(eq=False)
class _Sheet:
    """
    What is drawn on: behind everything, and before.
    """

    calendar: Calendar
    translate: Translate
    width: float
    scale: Scale
    root: ET.Element
    back: ET.Element


def calendar_to_svg(calendar: Calendar, translate: Translate = str) -> str:
    """
    Return *calendar* as a standalone SVG file of one A4 page, which says in words all that it shows.

    The page lies, stands where that is not high enough, and all on it gets smaller where that is not either.
    """
    words = _Words(
        title=_title(calendar, translate),
        subtitle=_subtitle(calendar, translate),
        told=tuple(f"{_told(event, translate)}." for event in calendar.events),
        lanes={name: tuple(_flags(calendar, name, translate)) for name in LANES},
    )
    size = 1.0
    while True:
        for wide, high in ((LONG, SHORT), (SHORT, LONG)):
            root, bottom = _drawn(calendar, words, translate, wide * size)
            if bottom <= high * size:
                return to_page(root, wide * size, high * size)
        size *= max(LARGER, sqrt(bottom / (LONG * size)))  # as much has room there, were it spread evenly


def _drawn(calendar: Calendar, words: _Words, translate: Translate, width: float) -> tuple[ET.Element, float]:
    """
    Return the picture in that width, and where it ends.
    """
    root = _root(words, translate)
    head = [
        Row("head", wrapped(words.title, (width - 2 * MARGIN) / 20, ems, 1)[0], 18),
        *paragraph("sub", words.subtitle, 12, width - 2 * MARGIN),
    ]
    top = write(root, head, MARGIN, MARGIN) + 3 * HEAD
    days = [calendar.as_of, *(event.date for event in calendar.events)]
    first, last = dt.date(min(days).year, 1, 1), dt.date(max(days).year, 12, 31)
    told = [flag for flags in words.lanes.values() for flag in flags if flag.rows]
    scale = scale_of(first, last, MARGIN + LANE, width - MARGIN, told)
    sheet = _Sheet(calendar, translate, width, scale, root, ET.SubElement(root, "g"))
    y = top + 2 * HEAD
    for name, flags in words.lanes.items():
        if flags or name == CONVENTION:
            y = _draw_lane(sheet, name, _lowest(sheet, flags), y)
    _draw_today(sheet, top, y)
    _draw_years(sheet, top + HEAD, y)
    return root, _draw_legend(sheet, y + HEAD) + MARGIN


# ---- the file


def _title(calendar: Calendar, translate: Translate) -> str:
    return line(
        fill(translate(N_("Calendar of {commune}")), {"commune": commune_words(calendar.commune, translate)}, translate)
    )


def _subtitle(calendar: Calendar, translate: Translate) -> str:
    today = fill(translate(N_("as of {day}")), {"day": calendar.as_of}, translate)
    readings = (reading_words(f"{name}={value}", translate) for name, value in calendar.readings.to_dict().items())
    return " · ".join((code_words(calendar.convention, translate), today, *readings))


def _root(words: _Words, translate: Translate) -> ET.Element:
    """
    The picture is one image to a screen reader, and its description is the list of dates.
    """
    root, definitions = picture("calendar", words.title, words.told, STYLE, translate)
    box = {"width": "7", "height": "7", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = ET.SubElement(definitions, "pattern", {"id": "hatch", **box})
    ET.SubElement(pattern, "path", {"class": "hatch", "d": "M0 0V7"})
    return root


def _told(event: Event, translate: Translate) -> str:
    facts = {"day": day(event.date, translate), "what": event.render(translate), "source": line(event.source)}
    return translate(N_("{day}: {what} ({source})")).format_map(facts)


# ---- flags


def _flags(calendar: Calendar, lane: str, translate: Translate) -> Iterator[Flag]:
    """
    Yield the flags of one lane. Of a limit that comes back in many years, only the next one has words.
    """
    events = [event for event in gathered(calendar.events) if lane_of(event.code) == lane]
    for event in events:
        same = [each for each in events if each.code == event.code]
        ahead = [each for each in same if each.date >= calendar.as_of] or same[-1:]
        is_bare = event.code in {NOTICE_LIMIT, EXIT_LIMIT} and len(same) > FEW and event is not ahead[0]
        words = "" if is_bare else f"{day(event.date, translate)} {event.render(translate)}"
        kind = "past" if event.date < calendar.as_of else "flag"
        yield _fitted(Flag(event.date, event.code, _told(event, translate), kind, words), WORDS[0])


def _fitted(flag: Flag, width: float) -> Flag:
    """
    Return *flag* with its words in rows no wider than *width*.
    """
    if not flag.words or (len(flag.rows) == 1 and flag.width <= width):
        return flag
    words = wrapped(flag.words, width / SIZE, ems, MOST)
    rows = tuple(Row(flag.kind, each, SIZE) for each in words)
    return evolve(flag, rows=rows, width=max(map(_wide, words), default=0.0), height=height_of(rows))


def _lowest(sheet: _Sheet, flags: Sequence[Flag]) -> list[Flag]:
    """
    Return *flags* with their words as wide as makes them the lowest together, and as the page has room for.
    """

    def fitted(most: float) -> list[Flag]:
        rooms = (sheet.width - MARGIN - sheet.scale.at(flag.date) - HALF - GAP for flag in flags)
        return [_fitted(flag, max(WORDS[0], min(most, room))) for flag, room in zip(flags, rooms, strict=True)]

    return min(map(fitted, WORDS), key=lambda each: _high([flag for flag in each if flag.rows], sheet.scale))


def _high(told: Sequence[Flag], scale: Scale) -> float:
    return max((bottom + flag.height for bottom, flag in zip(heights(told, scale), told, strict=True)), default=0.0)


def _draw_lane(sheet: _Sheet, name: str, flags: Sequence[Flag], y: float) -> float:
    """
    Draw one line of time with its flags below *y*, and return where it ends.
    """
    group = ET.SubElement(sheet.root, "g", {"id": f"lane-{name}"})
    scale = sheet.scale
    told = [flag for flag in flags if flag.rows]
    base = y + max(_high(told, scale) + FOOT, LEAST) + HEAD
    title = sheet.translate(LANES[name][0])
    if name == CONVENTION:
        write(group, paragraph("lane", title, SIZE, LANE - GAP, 2), MARGIN, base + 5)
        _draw_band(sheet, group, base)
    else:
        write(group, paragraph("lane", title, SIZE, LANE - GAP, 1), MARGIN, base - SIZE - 6)
        _line(group, "line", (MARGIN, base), (scale.right, base))
    for flag in flags:
        if not flag.rows:
            _draw_mark(group, flag, scale.at(flag.date), base - 6)
    places = [
        (flag, scale.at(flag.date), base - FOOT - bottom - flag.height)
        for flag, bottom in zip(told, heights(told, scale), strict=True)
    ]
    for flag, x, head in places:  # nothing is seen behind words, neither today nor the beginning of a year
        _box(group, {"class": "paper"}, x + HALF, x + HALF + GAP / 2 + flag.width, head, flag.height)
    for _, x, head in places:
        _line(group, "pole", (x, base), (x, head + SIZE / 2))
    for flag, x, head in places:
        write(group, flag.rows, x + HALF + GAP / 2, head)
        _draw_mark(group, flag, x, head + SIZE * 0.7)
    return base + (BAND if name == CONVENTION else 0) + HEAD


def _draw_mark(parent: ET.Element, flag: Flag, x: float, y: float) -> None:
    kind, shape, _ = mark_of(flag.code)
    mark = ET.SubElement(parent, "path", {"class": kind, "d": shape, "transform": f"translate({number(x)} {number(y)})"})
    ET.SubElement(mark, "title").text = flag.told


# ---- the band


def _draw_band(sheet: _Sheet, parent: ET.Element, y: float) -> None:
    calendar, scale = sheet.calendar, sheet.scale
    if calendar.start is None or calendar.end is None:
        left = scale.at(calendar.start) if calendar.start else scale.left
        _box(parent, {"class": "open"}, left, scale.right, y)
        words = sheet.translate(_open_end(calendar))
        _box(parent, {"class": "paper"}, left + GAP, left + GAP + _wide(words), y + 5, SIZE * 1.4)
        write(parent, [Row("note", words, SIZE)], left + GAP, y + 5)
        return
    for rank, period in enumerate(calendar.periods or ()):
        left, right = scale.at(period.start), scale.at(period.end + DAY)
        _box(parent, {"class": "period odd" if rank % 2 else "period"}, left, right, y)
    ends = _ends(calendar)
    if ends and ends[0] < ends[1]:
        _box(parent, {"fill": "url(#hatch)"}, scale.at(ends[0] + DAY), scale.at(ends[1] + DAY), y)
    for period in calendar.periods or ():
        left, right = scale.at(period.start), scale.at(period.end + DAY)
        if right - left >= YEAR * len(period.name) / len("2026"):
            _centred(parent, "year", period.name, (left + right) / 2, y + 17.5)
    if ends and _is_gone(calendar):
        _box(parent, {"class": "gone"}, scale.at(ends[1] + DAY), scale.at(calendar.end + DAY), y)


def _open_end(calendar: Calendar) -> str:
    """
    Return why the band has no end.
    """
    if calendar.start is None:
        return N_("start and end unknown")
    return N_("without end") if calendar.is_endless else N_("end unknown")


def _ends(calendar: Calendar) -> tuple[dt.date, dt.date] | None:
    ended = calendar.termination
    return (ended.earliest_end, ended.latest_end) if ended and ended.earliest_end and ended.latest_end else None


def _is_gone(calendar: Calendar) -> bool:
    """
    Tell whether a part of the term is left after a total exit.
    """
    ended, ends = calendar.termination, _ends(calendar)
    return bool(ended and ended.scope == WHOLE_EXIT and ends and calendar.end and ends[1] < calendar.end)


# ---- years, today, legend


def _draw_years(sheet: _Sheet, top: float, bottom: float) -> None:
    """
    Draw a line at the beginning of a year, of every second, fifth... where they stand close.
    """
    scale = sheet.scale
    apart = next((each for each in (1, 2, 5, 10, 20, 50) if each * 365 * scale.day >= YEAR), 100)
    for year in range(scale.first.year, scale.last.year + 1):
        if year % apart:
            continue
        x = scale.at(dt.date(year, 1, 1))
        _line(sheet.back, "grid", (x, top - SIZE), (x, bottom))
        write(sheet.back, [Row("axis", str(year), SIZE)], x + 3, top - SIZE)


def _draw_today(sheet: _Sheet, top: float, bottom: float) -> None:
    x = sheet.scale.at(sheet.calendar.as_of)
    words = fill(sheet.translate(N_("today, {day}")), {"day": sheet.calendar.as_of}, sheet.translate)
    half = _wide(words) / 2
    _line(sheet.back, "today", (x, top - SIZE), (x, bottom))
    _centred(sheet.root, "today-words", words, max(MARGIN + half, min(x, sheet.width - MARGIN - half)), top - SIZE - 4)


def _draw_legend(sheet: _Sheet, y: float) -> float:
    group = ET.SubElement(sheet.root, "g", {"id": "legend"})
    x = MARGIN
    for attributes, words in _legend(sheet.calendar):
        text = sheet.translate(words)
        width = 2 * HALF + _wide(text) + 3 * GAP
        if x > MARGIN and x + width > sheet.width - MARGIN:
            x, y = MARGIN, y + LINE
        place = f"translate({number(x + HALF)} {number(y + 8)})"
        ET.SubElement(group, "path", {**attributes, "transform": place})
        write(group, [Row("note", text, SIZE)], x + 2 * HALF + GAP / 2, y)
        x += width
    return y + LINE


def _legend(calendar: Calendar) -> Iterator[tuple[dict[str, str], str]]:
    present = {event.code for event in calendar.events}
    steps = [STEP] if any(code not in CODES for code in present) else []
    for kind, shape, words in dict.fromkeys((*steps, *(mark for code, mark in MARKS.items() if code in present))):
        yield {"class": kind, "d": shape}, words
    ends = _ends(calendar)
    if ends and ends[0] < ends[1]:
        yield {"fill": "url(#hatch)", "d": SAMPLE}, N_("held, if so decided")
    if _is_gone(calendar):
        yield {"class": "gone", "d": SAMPLE}, N_("after the exit")


# ---- shapes


def _line(parent: ET.Element, kind: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    ET.SubElement(parent, "line", {"class": kind, **{name: number(value) for name, value in places.items()}})


def _box(parent: ET.Element, look: dict[str, str], left: float, right: float, y: float, height: float = BAND) -> None:  # noqa: PLR0913, PLR0917
    places = {"x": left, "y": y, "width": right - left, "height": height}
    ET.SubElement(parent, "rect", look | {name: number(value) for name, value in places.items()})


def _centred(parent: ET.Element, kind: str, words: str, x: float, y: float) -> None:
    place = {"x": number(x), "y": number(y), "font-size": number(SIZE), "text-anchor": "middle"}
    ET.SubElement(parent, "text", {"class": kind, **place}).text = words


def _wide(words: str) -> float:
    return sum(map(ems, words)) * SIZE
