"""
A dossier's years as a picture: the periods as a band, below it the process, requests, services and exits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from dmsi_rules.drawing._flags import GAP, HALF, Flag, Scale, heights, scale_of
from dmsi_rules.drawing._ink import Row, ems, height_of, number, paragraph, picture, to_file, write
from dmsi_rules.drawing._signs import CONVENTION, LANES, MARKS, STEP, STYLE, lane_of, mark_of
from dmsi_rules.drawing._wrapping import MOST, wrapped
from dmsi_rules.text.fill import commune_words, fill, line
from dmsi_rules.text.marks import N_, Translate, day
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import CODES, EXIT_LIMIT, NOTICE_LIMIT, WHOLE_EXIT, Event, gathered
from dmsi_rules.values.record import record

WIDTH, MARGIN, LANE, BAND = 1120.0, 28.0, 112.0, 26.0
SIZE, WORDS = 12.0, 290.0
FOOT, HEAD, LEAST = 14.0, 10.0, 30.0
YEAR, LINE, FEW = 36.0, 20.0, 3
DAY = dt.timedelta(days=1)
SAMPLE = "M-7-6h14v12h-14z"


@record(eq=False)
class _Sheet:
    """
    What is drawn on: behind everything, and before.
    """

    calendar: Calendar
    translate: Translate
    scale: Scale
    root: ET.Element
    back: ET.Element


def calendar_to_svg(calendar: Calendar, translate: Translate = str) -> str:
    """
    Return *calendar* as a standalone SVG file, which says in words all that it shows.
    """
    lanes = {name: list(_flags(calendar, name, translate)) for name in LANES}
    root = _root(calendar, translate)
    head = [
        Row("head", wrapped(_title(calendar, translate), (WIDTH - 2 * MARGIN) / 20, ems, 1)[0], 18),
        *paragraph("sub", _subtitle(calendar, translate), 12, WIDTH - 2 * MARGIN),
    ]
    top = write(root, head, MARGIN, MARGIN) + 3 * HEAD
    days = [calendar.as_of, *(event.date for event in calendar.events)]
    first, last = dt.date(min(days).year, 1, 1), dt.date(max(days).year, 12, 31)
    told = [flag for flags in lanes.values() for flag in flags if flag.rows]
    scale = scale_of(first, last, MARGIN + LANE, WIDTH - MARGIN, told)
    sheet = _Sheet(calendar, translate, scale, root, ET.SubElement(root, "g"))
    y = top + 2 * HEAD
    for name, flags in lanes.items():
        if flags or name == CONVENTION:
            y = _draw_lane(sheet, name, flags, y)
    _draw_today(sheet, top, y)
    _draw_years(sheet, top + HEAD, y)
    bottom = _draw_legend(sheet, y + MARGIN)
    return to_file(root, WIDTH, bottom + MARGIN)


# ---- the file


def _title(calendar: Calendar, translate: Translate) -> str:
    return line(
        fill(translate(N_("Calendar of {commune}")), {"commune": commune_words(calendar.commune, translate)}, translate)
    )


def _subtitle(calendar: Calendar, translate: Translate) -> str:
    today = fill(translate(N_("as of {day}")), {"day": calendar.as_of}, translate)
    switches = (f"{name}={value}" for name, value in calendar.readings.to_dict().items())
    return " · ".join((line(calendar.convention), today, *switches))


def _root(calendar: Calendar, translate: Translate) -> ET.Element:
    """
    The picture is one image to a screen reader, and its description is the list of dates.
    """
    told = [f"{_told(event, translate)}." for event in calendar.events]
    root, definitions = picture("calendar", _title(calendar, translate), told, STYLE)
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
        words = () if is_bare else wrapped(f"{day(event.date, translate)} {event.render(translate)}", WORDS / SIZE, ems, MOST)
        kind = "past" if event.date < calendar.as_of else "flag"
        rows = tuple(Row(kind, each, SIZE) for each in words)
        width = max(map(_wide, words), default=0.0)
        yield Flag(event.date, event.code, _told(event, translate), rows, width, height_of(rows))


def _draw_lane(sheet: _Sheet, name: str, flags: Sequence[Flag], y: float) -> float:
    """
    Draw one line of time with its flags below *y*, and return where it ends.
    """
    group = ET.SubElement(sheet.root, "g", {"id": f"lane-{name}"})
    scale = sheet.scale
    told = [flag for flag in flags if flag.rows]
    bottoms = heights(told, scale)
    high = max((bottom + flag.height for bottom, flag in zip(bottoms, told, strict=True)), default=0.0)
    base = y + max(high + FOOT, LEAST) + HEAD
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
        (flag, scale.at(flag.date), base - FOOT - bottom - flag.height) for flag, bottom in zip(told, bottoms, strict=True)
    ]
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
    _centred(sheet.root, "today-words", words, max(MARGIN + half, min(x, WIDTH - MARGIN - half)), top - SIZE - 4)


def _draw_legend(sheet: _Sheet, y: float) -> float:
    group = ET.SubElement(sheet.root, "g", {"id": "legend"})
    x = MARGIN
    for attributes, words in _legend(sheet.calendar):
        text = sheet.translate(words)
        width = 2 * HALF + _wide(text) + 3 * GAP
        if x > MARGIN and x + width > WIDTH - MARGIN:
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


def _box(parent: ET.Element, look: dict[str, str], left: float, right: float, y: float) -> None:
    places = {"x": left, "y": y, "width": right - left, "height": BAND}
    ET.SubElement(parent, "rect", look | {name: number(value) for name, value in places.items()})


def _centred(parent: ET.Element, kind: str, words: str, x: float, y: float) -> None:
    place = {"x": number(x), "y": number(y), "font-size": number(SIZE), "text-anchor": "middle"}
    ET.SubElement(parent, "text", {"class": kind, **place}).text = words


def _wide(words: str) -> float:
    return sum(map(ems, words)) * SIZE
