"""
Text and numbers in SVG, written without any other program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import ceil
from unicodedata import category, east_asian_width
from xml.etree import ElementTree as ET

from attrs import frozen

from dmsi_rules.drawing._wrapping import MOST, wrapped
from dmsi_rules.text.marks import THIS_LANGUAGE, Translate


def picture(name: str, title: str, told: Iterable[str], style: str, translate: Translate) -> tuple[ET.Element, ET.Element]:
    """
    Return an empty picture and its definitions: one image to a screen reader, to which *told* says all that it shows.
    """
    named = {"lang": translate(THIS_LANGUAGE), "role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **named})
    ET.SubElement(root, "title", {"id": f"{name}-title"}).text = title
    ET.SubElement(root, "desc", {"id": f"{name}-desc"}).text = " ".join(told)
    ET.SubElement(root, "style").text = style
    definitions = ET.SubElement(root, "defs")
    ET.SubElement(root, "rect", {"class": "paper", "width": "100%", "height": "100%"})
    return root, definitions


def to_file(root: ET.Element, width: float, height: float) -> str:
    """
    Return a picture of that size as a standalone file.
    """
    size = {"width": number(width), "height": number(ceil(height))}
    return _written(root, size | {"viewBox": f"0 0 {size['width']} {size['height']}"})


def to_page(root: ET.Element, width: float, height: float) -> str:
    """
    Return a picture of those sides as a standalone file that is one A4 page, lying or standing, in print as well.
    """
    lies = width > height
    ET.SubElement(root, "style").text = f"@page {{ size: A4 {'landscape' if lies else 'portrait'}; margin: 0 }}"
    sides = ("297mm", "210mm") if lies else ("210mm", "297mm")
    named = dict(zip(("width", "height"), sides, strict=True))
    return _written(root, {"viewBox": f"0 0 {number(width)} {number(height)}", **named})


def _written(root: ET.Element, size: dict[str, str]) -> str:
    root.attrib |= size
    for each in root.iter():
        each.text = each.text and _typeset(each.text, root.attrib["lang"])
    ET.indent(root)
    return '<?xml version="1.0"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _typeset(words: str, language: str) -> str:
    """
    Return *words* without the backticks of a terminal, and in French without a typewriter's apostrophes.
    """
    return words.replace("'", "’") if language == "fr" else _BACKTICKS.sub("“\\1”", words)


_BACKTICKS = re.compile("`([^`]*)`")


@frozen
class Row:
    """
    A line of text: its class, its words, its font size.
    """

    kind: str
    words: str
    size: float

    @property
    def height(self) -> float:
        """
        The space that it takes, down to the next line.
        """
        return round(self.size * 1.4, 1)


def paragraph(kind: str, words: str, size: float, width: float, most: int = MOST) -> Iterator[Row]:
    """
    Yield *words* in rows no wider than *width*, at most *most* of them.
    """
    bold = 1.1 if kind in {"head", "name", "price"} else 1.0
    for part in wrapped(words, width / size / bold, mono if kind == "code" else ems, most):
        yield Row(kind, part, size)


WIDTHS = (
    (0.36, " iIjlîï.,:;'’|/·"),
    (0.44, "frt!()[]-"),
    (0.56, "scçzJ“”"),
    (0.78, "ABCDEFGHKLNOPQRSTUVXYZÀÂÇÈÉÊÔ_=+"),
    (1.0, "mwMWœæ@%–—…→"),
)


@lru_cache(maxsize=1024)
def ems(char: str) -> float:
    """
    Return the width of *char*, in font sizes, in the widest of the common sans-serif fonts.
    """
    if category(char) in {"Mn", "Me"}:
        return 0
    if east_asian_width(char) in {"W", "F"}:
        return 1.3
    return next((width for width, chars in WIDTHS if char in chars), 0.64 if char < "\u0250" or char == "€" else 1.0)


def mono(char: str) -> float:
    """
    Return the width of *char*, in font sizes, in a font whose characters all have the same.
    """
    return 0.62 if char.isascii() else 1.3


def height_of(rows: Iterable[Row]) -> float:
    """
    Return the space that *rows* take together.
    """
    return sum(row.height for row in rows)


def write(parent: ET.Element, rows: Iterable[Row], x: float, y: float) -> float:
    """
    Write *rows* into *parent* below *y*, and return where they end.
    """
    for row in rows:
        place = {"x": number(x), "y": number(y + row.size), "font-size": number(row.size)}
        ET.SubElement(parent, "text", {"class": row.kind, **place}).text = row.words
        y += row.height
    return y


def number(value: float) -> str:
    """
    Return *value* with one decimal, where it has one.
    """
    return f"{value:.1f}".removesuffix(".0")
