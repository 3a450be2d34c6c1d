"""
The rooms of the package: a table and a picture, made from the order that is checked and from the rooms' own first sentences.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from dmsi_rules.drawing._ink import Row, height_of, number, paragraph, picture, to_file, write
from dmsi_rules.drawing.process import STYLE
from dmsi_rules.text.marks import N_
from from_data.language import Language
from from_data.markdown import code, md, table

PROJECT = Path(__file__).parents[3]
PACKAGE = PROJECT / "src" / "dmsi_rules"
WAY = ("cli", "documents", "case", "checking", "rulebook", "report")
"""
The way of one dossier that is checked: the command, its text read, put before the convention, judged, written out.
"""
WIDE, MARGIN, GAP, PAD, FLOOR = 820.0, 24.0, 16.0, 10.0, 14.0
TITLE = N_("The rooms of the package: each imports from those below it only")


def floors() -> list[list[tuple[str, str]]]:
    """
    Return the rooms with what each is for, floor by floor, the highest first.
    """
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (rooms,) = (each["layers"] for each in contracts if each["name"] == "rooms")
    found = [[(name, _purpose(name)) for name in _names(layer)] for layer in rooms]
    return [[(name, words) for name, words in floor if words] for floor in found]


def sentences() -> Iterator[str]:
    """
    Yield what the rooms say of themselves.
    """
    return (words for floor in floors() for _, words in floor)


def _names(layer: str) -> Iterator[str]:
    return (part.strip(" ()") for part in layer.split("|"))


def _purpose(name: str) -> str:
    path = next((path for path in (PACKAGE / f"{name}.py", PACKAGE / name / "__init__.py") if path.exists()), None)
    if path is None:
        return ""
    text = path.read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0]
    return " ".join(text.partition("\n\n")[0].split())


def rooms_markdown(say: Language) -> str:
    """
    Return the rooms as a table, the highest first.
    """
    return table((say("Room"), say("For")), ([code(name), md(say(words))] for floor in floors() for name, words in floor))


def rooms_svg(say: Language) -> str:
    """
    Return the rooms as a picture, with the way of a dossier that is checked numbered through them.
    """
    told = (f"{name}{say(': ')}{say(words)}" for floor in floors() for name, words in floor)
    root, _ = picture("rooms", say(TITLE), told, STYLE, say)
    y = MARGIN
    write(root, [Row("head", say(TITLE), 16.0)], MARGIN, y)
    y += 36.0
    for floor in floors():
        width = (WIDE - GAP * (len(floor) - 1)) / len(floor)
        boxes = [_rows(name, say(words), width) for name, words in floor]
        height = max(map(height_of, boxes)) + 2 * PAD
        for rank, ((name, _), rows) in enumerate(zip(floor, boxes, strict=True)):
            x = MARGIN + rank * (width + GAP)
            group = ET.SubElement(root, "g", {"class": "call" if name in WAY else "both"})
            place = {"x": number(x), "y": number(y), "width": number(width), "height": number(height), "rx": "6"}
            ET.SubElement(group, "rect", {"class": "box", **place})
            write(group, rows, x + PAD, y + PAD)
        y += height + FLOOR
    return to_file(root, WIDE + 2 * MARGIN, y + MARGIN - FLOOR)


def _rows(name: str, words: str, width: float) -> list[Row]:
    numbered = f"{WAY.index(name) + 1}  {name}" if name in WAY else name
    return [*paragraph("name", numbered, 14.0, width - 2 * PAD), *paragraph("sub", words, 12.0, width - 2 * PAD)]
