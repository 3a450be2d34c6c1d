"""
The process of joining as a picture: its steps from first to last, on the side of the party that acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from attrs import frozen

from dmsi_rules.case.process import Step, process_of
from dmsi_rules.convention.terms import Terms
from dmsi_rules.drawing._ink import Row, height_of, number, paragraph, picture, to_file, write
from dmsi_rules.text.codes import reads_codes
from dmsi_rules.text.fill import fill, places
from dmsi_rules.text.marks import N_, Translate

WIDTH, MARGIN, PAD, GAP, APART, SIZE = 160.0, 12.0, 10.0, 14.0, 32.0, 12.0
"""
No wider than a phone, on which words are as high as their size says.
"""
COLUMNS: Mapping[str, float] = {"member": 0, "both": 0.5, "provider": 1}
ACTS = N_("{who} acts")
TITLE = N_("The process of joining")
TOLD = N_("{step}: {who}, after {basis}")
FIRST = N_("{step}: {who}, first")
BOTH = N_("both act")

# The colours of the other pictures; who acts is also said by where a step stands.
STYLE = """
text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; fill: #1b1f24 }
.code { font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace }
.head, .name, .lane { font-weight: bold }
.code, .sub { fill: #4c5661 }
.paper { fill: #ffffff }
.box { fill: #f3f8fc; stroke: #005a94; stroke-width: 1.25 }
.provider .box { fill: #fdf4ec; stroke: #b04a00 }
.both .box { fill: #f6f6f6; stroke: #1b1f24 }
.edge { fill: none; stroke: #5f6975; stroke-width: 1.5 }
.tip { fill: #5f6975 }
@media screen and (prefers-color-scheme: dark) {
  text { fill: #eceff3 }
  .code, .sub { fill: #b3bdc8 }
  .paper { fill: #14181d }
  .box { fill: #1a2733; stroke: #63b3e8 }
  .provider .box { fill: #33241a; stroke: #ff9d57 }
  .both .box { fill: #22272d; stroke: #eceff3 }
  .edge { stroke: #939eaa }
  .tip { fill: #939eaa }
}
"""


@frozen
class _Place:
    """
    Where a step stands, and what is written there.
    """

    x: float
    y: float
    height: float
    rows: Sequence[Row]

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2


def process_to_svg(terms: Terms, translate: Translate = str) -> str:
    """
    Return the steps of joining as a standalone SVG file: an arrow from a step to each that rests directly on it.
    """
    steps = process_of(terms.text).joining()
    root = _root(steps, terms, translate)
    top = write(root, paragraph("head", translate(TITLE), 16, 2 * WIDTH + GAP), MARGIN, MARGIN) + PAD
    below = top
    for party, column in COLUMNS.items():
        if party in terms.names:
            lane = fill(translate(ACTS), {"who": terms.names[party]}, translate)
            x = MARGIN + column * (WIDTH + GAP)
            below = max(below, write(root, paragraph("lane", lane, SIZE, WIDTH), x, top))
    stands = _places(steps, translate, below + PAD)
    for step in steps:
        for basis in _direct(step, steps):
            _draw_arrow(root, stands[basis], stands[step.code])
    for step in steps:
        _draw_step(root, step, stands[step.code])
    bottom = max(place.y + place.height for place in stands.values())
    return to_file(root, 2 * WIDTH + GAP + 2 * MARGIN, bottom + MARGIN)


# ---- order


def _direct(step: Step, steps: Sequence[Step]) -> Iterator[str]:
    """
    Yield what *step* rests on but for what the others of these rest on themselves.
    """
    rests_on = {each.code: each.rests_on for each in steps}

    def above(code: str) -> set[str]:
        return {each for direct in rests_on[code] for each in (direct, *above(direct))}

    implied = {each for basis in step.rests_on for each in above(basis)}
    yield from (basis for basis in step.rests_on if basis not in implied)


def _ranks(steps: Sequence[Step]) -> dict[str, int]:
    """
    Return the row of each step: below those that it rests on; one that rests on nothing, right above what rests on it.
    """
    ranks: dict[str, int] = {}
    for step in steps:
        ranks[step.code] = max((ranks[basis] + 1 for basis in step.rests_on), default=0)
    for step in steps:
        if not step.rests_on:
            ranks[step.code] = min((ranks[each.code] - 1 for each in steps if step.code in each.rests_on), default=0)
    return ranks


def _places(steps: Sequence[Step], translate: Translate, top: float) -> dict[str, _Place]:
    """
    Return where each step stands, one row below the other.
    """
    ranks = _ranks(steps)
    rows = {step.code: list(_rows(step, translate)) for step in steps}
    places: dict[str, _Place] = {}
    y = top
    for rank in sorted(set(ranks.values())):
        beside = [step for step in steps if ranks[step.code] == rank]
        high = max(height_of(rows[step.code]) for step in beside) + 2 * PAD
        for step in beside:
            places[step.code] = _Place(MARGIN + COLUMNS[step.acts] * (WIDTH + GAP), y, high, rows[step.code])
        y += high + APART
    return places


def _rows(step: Step, translate: Translate) -> Iterator[Row]:
    said = {
        "name": step.words.in_(translate),
        "code": step.code if reads_codes(translate) else "",
        "sub": places(step.source, translate),
    }
    for kind, words in said.items():
        yield from paragraph(kind, words, SIZE, WIDTH - 2 * PAD) if words else ()


# ---- shapes


def _root(steps: Sequence[Step], terms: Terms, translate: Translate) -> ET.Element:
    """
    The picture is one image to a screen reader, and its description says each step.
    """
    told = [f"{_told(step, steps, terms, translate)}." for step in steps]
    root, definitions = picture("process", translate(TITLE), told, STYLE, translate)
    box = {"viewBox": "0 0 10 10", "refX": "10", "refY": "5", "markerWidth": "8", "markerHeight": "8"}
    marker = ET.SubElement(definitions, "marker", {"id": "next", **box, "markerUnits": "userSpaceOnUse", "orient": "auto"})
    ET.SubElement(marker, "path", {"class": "tip", "d": "M0 0L10 5L0 10z"})
    return root


def _told(step: Step, steps: Sequence[Step], terms: Terms, translate: Translate) -> str:
    names = {each.code: each.words.in_(translate) for each in steps}
    who = fill(translate(ACTS), {"who": terms.names[step.acts]}, translate) if step.acts in terms.names else translate(BOTH)
    basis = ", ".join(names[code] for code in _direct(step, steps))
    return fill(translate(TOLD if basis else FIRST), {"step": names[step.code], "who": who, "basis": basis}, translate)


def _draw_step(root: ET.Element, step: Step, place: _Place) -> None:
    group = ET.SubElement(root, "g", {"id": f"step-{step.code}", "class": step.acts})
    sides = {"x": place.x, "y": place.y, "width": WIDTH, "height": place.height}
    ET.SubElement(group, "rect", {"class": "box", "rx": "8", **{name: number(value) for name, value in sides.items()}})
    write(group, place.rows, place.x + PAD, place.y + PAD)


def _draw_arrow(root: ET.Element, basis: _Place, step: _Place) -> None:
    """
    Draw an arrow down: out of the middle of one box, into the other where the first stands above it.
    """
    start, end = basis.y + basis.height, step.y
    into = step.middle + (basis.middle - step.middle) / 4
    half = (start + end) / 2
    steps = f"M{_at(basis.middle, start)}C{_at(basis.middle, half)} {_at(into, half)} {_at(into, end)}"
    ET.SubElement(root, "path", {"class": "edge", "d": steps, "marker-end": "url(#next)"})


def _at(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"
