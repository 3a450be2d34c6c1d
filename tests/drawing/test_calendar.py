"""
The picture of a calendar: complete, legible without colour, nothing on anything else.
"""

import datetime as dt
import json
import re
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmsi_rules.convention import load_convention
from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.drawing._ink import ems
from dmsi_rules.drawing._signs import LANES, MARKS
from dmsi_rules.drawing.calendar import calendar_to_svg
from dmsi_rules.finding import InvalidDocumentError
from dmsi_rules.locale import called_by, translator
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.testing import strategies as s
from dmsi_rules.text.fill import visible
from dmsi_rules.timeline.calendar import Calendar
from dmsi_rules.timeline.events import CODES, EXIT_LIMIT, NOTICE_LIMIT
from tests.report.calendars import ALL, AS_OF, CROWDED, EMPTY, LEAVING, LONG, PARTIAL, SIGNED, changed, hostile, of
from tests.report.hostile import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def parsed(calendar: Calendar) -> ET.Element:
    """
    Return the root of the picture.
    """
    return ET.fromstring(calendar_to_svg(calendar))  # noqa: S314  (written a line above)


def words_of(root: ET.Element) -> list[tuple[str, Box]]:
    """
    Return each text with the box that it takes, as the widest of the common fonts has it.
    """
    found = []
    for text in root.iter(f"{SVG}text"):
        size = float(text.attrib["font-size"])
        words = str(text.text)
        x, y, width = float(text.attrib["x"]), float(text.attrib["y"]), sum(map(ems, words)) * size
        if text.get("text-anchor") == "middle":
            x -= width / 2
        found.append((words, (x, y - 0.75 * size, x + width, y + 0.25 * size)))
    return found


def apart(one: Box, other: Box) -> bool:
    """
    Tell whether two boxes have nothing in common; hundredths are rounding.
    """
    near = 0.2
    return one[2] <= other[0] + near or other[2] <= one[0] + near or one[3] <= other[1] + near or other[3] <= one[1] + near


def poles(root: ET.Element) -> list[Box]:
    """
    Return the poles, from top to bottom.
    """
    lines = [each.attrib for each in root.iter(f"{SVG}line") if each.get("class") == "pole"]
    return [(float(each["x1"]), float(each["y2"]), float(each["x2"]), float(each["y1"])) for each in lines]


def assert_legible(calendar: Calendar) -> None:
    """
    Fail where words are on other words, behind a pole or outside the picture.
    """
    root = parsed(calendar)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert abs(297 / 210 - max(width, height) / min(width, height)) < 0.002
    told = words_of(root)
    assert [] == [(one, other) for one, other in combinations(told, 2) if not apart(one[1], other[1])]
    assert [] == [words for words, box in told for pole in poles(root) if not apart(box, pole)]
    assert [] == [
        (words, box) for words, box in told if not (0 <= box[0] and box[2] <= width and 0 <= box[1] and box[3] <= height)
    ]
    for shape in root.iter(f"{SVG}rect"):
        if "x" in shape.attrib:
            assert 0 <= float(shape.attrib["x"])
            assert 0 <= float(shape.attrib["width"])
            assert float(shape.attrib["x"]) + float(shape.attrib["width"]) <= width


@pytest.mark.parametrize("name", ALL)
class TestEach:
    """
    Whatever the dossier.
    """

    @pytest.mark.parametrize(
        "as_of", [dt.date(2000, 1, 1), dt.date(2025, 7, 1), AS_OF, dt.date(2027, 1, 1), dt.date(2199, 12, 31)]
    )
    def test_legible(self, name: str, as_of: dt.date) -> None:
        """
        Words, poles and pictures stand apart, however long the time.
        """
        assert_legible(of(ALL[name], as_of))

    def test_complete(self, name: str) -> None:
        """
        Every event but a renewal has its mark, whose title says it; every event is in the description.
        """
        calendar = of(ALL[name])
        root = parsed(calendar)
        described = str(next(each.text for each in root.iter(f"{SVG}desc")))
        titles = " ".join(str(each.text) for path in root.iter(f"{SVG}path") for each in path)
        for event in calendar.events:
            said = re.sub("`([^`]*)`", r"“\1”", event.what)
            assert f"{event.date}: {said} ({event.source})." in described
            assert event.code == "renewal" or f"{event.date}: " in titles

    def test_accessible(self, name: str) -> None:
        """
        A screen reader meets one image with a name and a description.
        """
        root = parsed(of(ALL[name]))
        named = {each.get("id"): str(each.text) for each in root}

        assert "img" == root.get("role")
        assert ["Calendar of Lens", True] == [
            named[label] if label.endswith("title") else bool(named[label]) for label in root.attrib["aria-labelledby"].split()
        ]
        ids = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
        assert len(ids) == len(set(ids))

    def test_today(self, name: str) -> None:
        """
        The given day has its line and its words.
        """
        root = parsed(of(ALL[name]))

        assert 1 == sum(each.get("class") == "today" for each in root.iter(f"{SVG}line"))
        assert 1 == sum(words == "today, 2026-01-10" for words, _ in words_of(root))

    def test_today_is_behind_the_words(self, name: str) -> None:
        """
        Where the words of a date stand on the line of today, the paper is between them.
        """
        root = parsed(of(ALL[name]))
        (today,) = (float(each.attrib["x1"]) for each in root.iter(f"{SVG}line") if each.get("class") == "today")
        drawn = [*root.iter()]
        papers = [each.attrib for each in drawn if each.get("class") == "paper" and "x" in each.attrib]
        for words, (left, top, right, _) in words_of(root):
            if left < today < right and words[:4].isdigit() and len(words) > len("2026"):
                assert any(
                    float(each["x"]) <= left
                    and right <= float(each["x"]) + float(each["width"]) + 1
                    and float(each["y"]) <= top <= float(each["y"]) + float(each["height"])
                    for each in papers
                )

    def test_one_page(self, name: str) -> None:
        """
        The file prints as one A4 page.
        """
        root = parsed(of(ALL[name]))
        sides = root.attrib["width"], root.attrib["height"]
        style = " ".join(str(each.text) for each in root.iter(f"{SVG}style"))

        assert ("landscape" if sides == ("297mm", "210mm") else "portrait") in style.partition("@page")[2]
        assert {"297mm", "210mm"} == {*sides}


class TestSigns:
    """
    Colour alone says nothing.
    """

    def test_every_code_has_its_mark_and_line(self) -> None:
        """
        All but renewals, which are the borders of the band.
        """
        assert set(CODES) - {"renewal"} == set(MARKS) == {code for _, codes in LANES.values() for code in codes}

    def test_marks_differ_without_colour(self) -> None:
        """
        Two meanings never have one shape, unless one is filled and the other hollow.
        """
        looks = {(shape, "hollow" in kind): words for kind, shape, words in MARKS.values()}

        assert len({words for *_, words in MARKS.values()}) == len(looks)

    @pytest.mark.parametrize(
        ("document", "legend", "shapes"),
        [
            (SIGNED, [], {"period": 1, "period odd": 1}),
            (LEAVING, ["held, if so decided", "after the exit"], {"gone": 1, "period": 2}),
            (LEAVING | {"termination": LEAVING["termination"] | {"held": True}}, ["after the exit"], {"gone": 1}),
            (LONG | {"termination": PARTIAL["termination"] | {"sent": "2026-07-01"}}, ["held, if so decided"], {}),
            (EMPTY, [], {"open": 1}),
            (ALL["unknown end"], [], {"open": 1}),
        ],
        ids=["signed", "leaving", "held", "partial", "empty", "unknown end"],
    )
    def test_band(self, document: dict[str, Any], legend: list[str], shapes: dict[str, int]) -> None:
        """
        Periods, what the CALL may decide and what is after the exit, each with its pattern and its words.
        """
        root = parsed(of(document))
        boxes = [each.get("class") for each in root.iter(f"{SVG}rect")]
        told = {words for words, _ in words_of(root)}

        assert shapes == {kind: boxes.count(kind) for kind in shapes}
        assert legend == [each for each in ("held, if so decided", "after the exit") if each in told]
        assert ("held, if so decided" in legend) == any(each.get("fill") == "url(#hatch)" for each in root.iter(f"{SVG}rect"))

    def test_limits_of_every_year(self) -> None:
        """
        Of many limits only the next one has words; of few each has.
        """

        def labelled(document: dict[str, Any]) -> list[str]:
            return [words for words, _ in words_of(parsed(of(document))) if "last day to give" in words]

        assert ["2026-06-30 last day to give notice of leaving at the end of 2026"] == labelled(LONG)
        assert 2 == len(labelled(SIGNED))

    def test_bare_marks_are_limits(self) -> None:
        """
        Nothing but a limit that comes back stands without words.
        """
        root = parsed(of(CROWDED))
        told = " ".join(words for words, _ in words_of(root))
        for event in of(CROWDED).events:
            assert event.code in {NOTICE_LIMIT, EXIT_LIMIT, "renewal"} or str(event.date) in told


@settings(max_examples=60)
@given(document=s.whole_dossiers(), day=s.days, readings=s.switches)
def test_any_dossier(document: dict[str, Any], day: dt.date, readings: dict[str, str]) -> None:
    """
    Any dossier at all can be drawn, and read.
    """
    try:
        calendar = of(document, day, **readings)
    except InvalidDocumentError:
        return
    assert_legible(calendar)


@settings(max_examples=40)
@given(days=st.lists(st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)), max_size=40))
def test_crowds(days: list[dt.date]) -> None:
    """
    However many events there are, and however close.
    """
    calendar = of(SIGNED)
    more = [changed(calendar.events[0], date=day, facts={}, template=f"event {rank}") for rank, day in enumerate(days)]
    assert_legible(changed(calendar, events=tuple(sorted((*calendar.events, *more), key=lambda event: event.date))))


@pytest.mark.exhaustive
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: visible(text[:20]))
def test_hostile(text: str) -> None:
    """
    The file parses, can be written, and the words brought no element with them.
    """
    calendar = hostile(of(LEAVING), text)
    picture = calendar_to_svg(calendar)
    picture.encode()

    tags = {each.tag.removeprefix(SVG) for each in parsed(calendar).iter()}
    assert {"svg", "title", "desc", "style", "defs", "pattern", "path", "rect", "line", "g", "text"} == tags
    assert picture.replace("\n", "").isprintable()
    assert json.dumps(calendar.to_dict())


def test_translated() -> None:
    """
    Our words go through the translation, codes and names do not.
    """
    french = {"today, {day}": "ce jour, {day}", "Calendar of {commune}": "Calendrier de {commune}", "Process": "Processus"}
    picture = calendar_to_svg(of(SIGNED), lambda sentence: french.get(sentence, sentence))

    assert all(words in picture for words in ("ce jour, 2026-01-10", "Calendrier de Lens", ">Processus<"))


def test_french() -> None:
    """
    The convention is named by its title, apostrophes are typographic, and the file says its language.
    """
    words = called_by(glossary(terms_of(load_convention(), ADOPTED)), translator("fr"))
    picture = calendar_to_svg(of(SIGNED), words)
    (subtitle,) = (each.text for each in ET.fromstring(picture).iter(f"{SVG}text") if each.get("class") == "sub")  # noqa: S314

    assert "Convention de mutualisation des systèmes d’information (DMSI) · au 10/01/2026" == subtitle
    assert ' lang="fr" ' in picture
    assert "d'" not in picture


def test_years_are_thinned_out() -> None:
    """
    Over two centuries, only every tenth or so is named.
    """
    root = parsed(of(SIGNED, dt.date(2199, 12, 31)))
    axis = [int(str(each.text)) for each in root.iter(f"{SVG}text") if each.get("class") == "axis"]

    assert [year for year in axis if year % 10 == 0] == axis
    assert 10 < len(axis) < 30
