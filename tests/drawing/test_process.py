"""
The picture of the process: every step on the side of the party that acts, and every order that the table gives.
"""

from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from dmsi_rules.case.process import process_of
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.drawing.process import process_to_svg
from dmsi_rules.model.readings import ADOPTED

TERMS = terms_of(load_convention(), ADOPTED)
JOINING = process_of(TERMS.text).joining()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(name="root", scope="module")
def _root() -> ET.Element:
    return ET.fromstring(process_to_svg(TERMS))  # noqa: S314  (our own picture)


@pytest.fixture(name="boxes", scope="module")
def _boxes(root: ET.Element) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for group in root.iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        assert box is not None
        x, y, width, height = (float(box.attrib[side]) for side in ("x", "y", "width", "height"))
        found[group.attrib["id"].removeprefix("step-")] = (x, y, x + width, y + height)
    return found


def test_every_step_is_there(root: ET.Element, boxes: dict[str, tuple[float, float, float, float]]) -> None:
    """
    Each step has its box, named, with the party that acts.
    """
    assert [step.code for step in JOINING] == list(boxes)
    acts = {group.attrib["id"].removeprefix("step-"): group.attrib["class"] for group in root.iter(f"{SVG}g")}
    assert {step.code: step.acts for step in JOINING} == acts


def test_parties_keep_to_their_side(boxes: dict[str, tuple[float, float, float, float]]) -> None:
    """
    What the commune does stands left of what the CALL does; what both do, between.
    """
    sides = {party: {boxes[step.code][0] for step in JOINING if step.acts == party} for party in ("member", "both", "provider")}
    assert [1, 1, 1] == [len(side) for side in sides.values()]
    assert max(sides["member"]) < min(sides["both"]) < min(sides["provider"])


def test_time_runs_downwards(boxes: dict[str, tuple[float, float, float, float]]) -> None:
    """
    A step stands below all that it rests on, and no two boxes touch.
    """
    for step in JOINING:
        for basis in step.rests_on:
            assert boxes[basis][3] < boxes[step.code][1]
    placed = list(boxes.values())
    for rank, (left, top, right, bottom) in enumerate(placed):
        for other in placed[rank + 1 :]:
            assert right < other[0] or other[2] < left or bottom < other[1] or other[3] < top


def test_arrows_are_the_direct_links(root: ET.Element) -> None:
    """
    There is an arrow for each link that no other links imply.
    """
    order: nx.DiGraph[str] = nx.DiGraph([(basis, step.code) for step in JOINING for basis in step.rests_on])
    arrows = [path for path in root.iter(f"{SVG}path") if path.get("class") == "edge"]
    assert nx.transitive_reduction(order).number_of_edges() == len(arrows)


def test_it_says_in_words_what_it_shows(root: ET.Element) -> None:
    """
    The description names each step, who acts, and what it comes after.
    """
    told = root.findtext(f"{SVG}desc") or ""
    assert "deliberation: the commune acts, first." in told
    assert "request: the commune acts, after signature of the commune, signature of the CALL." in told
    assert "opening report: both act, after second review, terms set." in told


def test_it_fits_its_page(root: ET.Element, boxes: dict[str, tuple[float, float, float, float]]) -> None:
    """
    Every box is inside the picture.
    """
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert all(0 < left and right < width and 0 < top and bottom < height for left, top, right, bottom in boxes.values())


def test_it_speaks_other_languages() -> None:
    """
    Every sentence of it goes through the translation.
    """
    marked = process_to_svg(TERMS, lambda sentence: "fr" if sentence == "en" else f"«{sentence}»")
    assert "«The process of joining»" in marked
    assert "plan de conformité" in marked
    assert "«signature de la CALL: «la CALL acts», first»." in marked
