"""
An audit for people: as text, and as a page that stands by itself and keeps to the basics of accessibility.
"""

import datetime as dt
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from dmsi_rules import Audit, audit, read_dossier, translator
from dmsi_rules.report.audit import audit_text
from dmsi_rules.report.audit_page import audit_page
from dmsi_rules.report.styled import to_plain
from dmsi_rules.text.fill import visible
from tests.report.hostile import HOSTILE, any_text, encoded, is_visible

AS_OF = dt.date(2026, 1, 10)
VOID = {"meta", "link", "br", "img", "input", "hr"}


def sample(text: str = "PC") -> Audit:
    """
    Return an audit with every state, in which a document says *text* wherever it can.
    """
    workstations = [
        {
            "id": text,
            "os": "windows",
            "os_version": "10-22h2",
            "secured": False,
            "os_up_to_date": True,
            "paid_support_until": "2028-10-10",
        },
        {"id": text, "os": text, "os_version": text, "secured": True, "os_up_to_date": True},
        {"id": text, "os": "debian", "os_name": "bookworm", "secured": True, "os_up_to_date": True},
    ]
    document = {
        "commune": {"name": text if text.strip() and text.isprintable() else f"x{text}"},
        "request": {"lines": [{"service": "postes", "opening": "2026-06-01"}]},
        "evidence": {"workstations": workstations, "password_policy": {"compliant": True}},
    }
    return audit(read_dossier(document), as_of=AS_OF, name=text, readings={"inferred_edges": "required"})


class Page(HTMLParser):
    """
    The elements of a page, with their attributes and texts; every one closed where it ought to be.
    """

    def __init__(self, written: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(written)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """
        An element begins.
        """
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        """
        The last element that began ends.
        """
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """
        Text belongs to all elements around it.
        """
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def of(self, *tags: str) -> list[tuple[str, dict[str, str | None]]]:
        """
        Return the elements of these kinds, in order.
        """
        return [element for element in self.elements if element[0] in tags]


@pytest.fixture(scope="module")
def written() -> str:
    """
    The page of the sample.
    """
    return audit_page(sample())


# ---- text


def test_text_tells_every_state() -> None:
    """
    Each prerequisite with its state, in words and not by a colour alone.
    """
    text = to_plain(audit_text(sample()))
    for code, sign, state in (
        ("PRE001", "?", "unknown"),
        ("PRE101", "x", "not met"),
        ("PRE103", "+", "met"),
        ("PRE203", "?", "unknown"),
        ("PRE301", "-", "not concerned"),
    ):
        assert re.search(rf"^  {re.escape(sign)} {code}  {state}", text, re.MULTILINE)
    assert "attested only" not in text
    assert "PRE103: met as attested" in text
    assert "in the next 24 months, before 2028-01-10" in text


def test_text_says_that_nothing_is_left_to_do() -> None:
    """
    Where nothing is concerned.
    """
    text = to_plain(audit_text(audit(read_dossier({"commune": {"name": "Lens"}}), as_of=AS_OF)))
    assert "Nothing: every prerequisite that is concerned is met." in text
    assert "No workstation is listed" in text


def test_text_on_every_kind_of_day() -> None:
    """
    Reported, wished, or the given one.
    """
    document = {"commune": {"name": "Lens"}, "openings": [{"service": "reseau", "date": "2025-06-02"}]}
    document["request"] = {"lines": [{"service": "postes", "opening": "2026-06-01"}, {"service": "hebergement"}]}
    text = to_plain(audit_text(audit(read_dossier(document), as_of=AS_OF)))
    assert "open: judged on 2025-06-02, the day of its report" in text
    assert "asked: judged on 2026-06-01, the day wished for" in text
    assert "no opening day is known: judged on 2026-01-10, the given day" in text


def test_an_ambiguous_state_names_its_reading() -> None:
    """
    What depends on a reading is said to.
    """
    document = {
        "commune": {"name": "Lens"},
        "request": {"lines": [{"service": "postes", "opening": "2026-06-01"}]},
        "evidence": {"workstations": [{"os": "windows", "os_version": "10-22h2", "paid_support_until": "2028-10-10"}]},
    }
    found = audit(read_dossier(document), as_of=AS_OF)
    assert "depends on: paid_support=not-maintained" in to_plain(audit_text(found))
    assert "paid_support=not-maintained" in audit_page(found)


# ---- the page


def test_the_page_stands_by_itself(written: str) -> None:
    """
    No script, no image, no style sheet or font from elsewhere, no address but places of its own.
    """
    page = Page(written)
    assert page.of("script", "img", "link", "iframe", "object", "form") == []
    assert not re.search(r"https?:|//|@import|url\(", written)
    places = {f"#{attributes['id']}" for _, attributes in page.elements if "id" in attributes}
    assert {attributes["href"] for _, attributes in page.of("a")} <= places


def test_the_page_is_structured(written: str) -> None:
    """
    A language, a title, one heading of the first level, none skipped, landmarks, a way to the content.
    """
    page = Page(written)
    assert "<!DOCTYPE html>" in written
    assert [{"lang": "en"}] == [attributes for _, attributes in page.of("html")]
    assert ["Technical audit - PC"] == page.texts["title"]
    levels = [int(tag[1]) for tag, _ in page.of("h1", "h2", "h3", "h4", "h5", "h6")]
    assert 1 == levels[0]
    assert 1 == levels.count(1)
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert [1, 1, 1] == [len(page.of(tag)) for tag in ("header", "main", "footer")]


def test_tables_have_captions_and_headers(written: str) -> None:
    """
    Every table has a caption, every header cell says what it heads.
    """
    page = Page(written)
    assert len(page.of("table")) == len(page.of("caption")) > 5
    assert {"col", "row"} == {attributes.get("scope") for _, attributes in page.of("th")}
    assert all(text.strip() for text in page.texts["caption"])


def luminance(colour: str) -> float:
    """
    Return the relative luminance of a colour, as WCAG 2 defines it.
    """
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_contrast(written: str) -> None:
    """
    Every text stands out from its ground by 4.5 to 1 at least.
    """
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", written))
    pairs = [(name, "ground") for name in ("ink", "soft", "accent")]
    pairs += [(name, f"{name}-band") for name in ("met", "unmet", "doubt", "none")]
    for text, ground in pairs:
        light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_no_state_is_told_by_colour_alone(written: str) -> None:
    """
    Each has its sign and its words.
    """
    states = re.findall(r'<span class="state [a-z-]+"><span aria-hidden="true">(.)</span> ([a-z, -]+)</span>', written)
    assert {("✓", "met"), ("✗", "not met"), ("?", "unknown"), ("–", "not concerned"), ("≈", "ambiguous")} <= set(states)
    assert written.count('class="state ') == len(states)


def test_the_page_is_laid_out_for_print(written: str) -> None:
    """
    On A4, no row broken, no heading alone, heads repeated, pages numbered, room for a date and a signature of each party.
    """
    assert "size: A4" in written
    assert "@media print" in written
    assert "break-inside: avoid" in written
    assert "h2, h3, caption, thead { break-after: avoid; }" in written
    assert "counter(page)" in written
    assert 2 == written.count("<p>Name and signature:</p>")


def test_each_prerequisite_leads_to_its_rule(written: str) -> None:
    """
    What it asks, why, where it is written, what puts it right: on the page itself.
    """
    page = Page(written)
    rules = [attributes["id"] for _, attributes in page.of("section")]
    assert [f"#{code}" for code in rules] == list(dict.fromkeys(attributes["href"] for _, attributes in page.of("a")))[1:]
    assert "PRE203" in rules


def test_words_are_quoted_as_in_print() -> None:
    """
    By quotation marks of the language, and not by backticks.
    """
    for translate, quoted in ((str, "\u201cPC\u201d"), (translator("fr"), "«\u00a0PC\u00a0»")):
        written = audit_page(sample(), translate)
        assert "`" not in written
        assert quoted in written


def test_cells_are_labelled_for_a_narrow_screen(written: str) -> None:
    """
    Where rows are stacked, no cell stands below its heading.
    """
    labels = {attributes.get("data-label") for _, attributes in Page(written).of("td")}
    assert {"State", "Met", "Not met", "Unknown", "Rests on", "Last day", "Workstations", "Which"} <= labels


# ---- hostile strings


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: visible(text[:20]))
def test_hostile_strings(text: str) -> None:
    """
    Nothing of a document becomes markup, and nothing but printable characters goes out.
    """
    if not text.isascii() and any(0xD800 <= ord(char) < 0xE000 for char in text):
        return  # no document holds a lone surrogate
    found = sample(text)
    written = audit_page(found)
    assert is_visible(written)
    assert is_visible(to_plain(audit_text(found, width=10**9)))
    assert written.encode() == encoded(written)
    plain, hostile = Page(audit_page(sample())), Page(written)
    assert [tag for tag, _ in plain.elements] == [tag for tag, _ in hostile.elements]


@given(any_text)
@settings(max_examples=30)
def test_any_text(text: str) -> None:
    """
    The same for any text that a document may hold.
    """
    legal = text.encode("utf-8", "ignore").decode()
    page: Any = Page(audit_page(sample(legal)))
    assert [tag for tag, _ in Page(audit_page(sample())).elements] == [tag for tag, _ in page.elements]
