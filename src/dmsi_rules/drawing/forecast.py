"""
A forecast as a picture: a bar a budget year, lying, made of what each service comes to, in euros.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from xml.etree import ElementTree as ET

from dmsi_rules.drawing._ink import number, paragraph, picture, to_file, write
from dmsi_rules.pricing.forecast import Forecast, ForecastYear
from dmsi_rules.text.fill import code_words, fill
from dmsi_rules.text.marks import N_, TABLE_AMOUNT, Translate, amount
from dmsi_rules.values.money import EXACT, ZERO

TITLE = N_("What each budget year would come to, in euros")
TOLD = N_("{year}: {amount}")
OF_SERVICE = N_("{service} {amount}")
UNSETTLED = N_("dashed outline: undecided")
WIDTH, MARGIN, PAD, SIZE = 358.0, 13.0, 10.0, 12.0
NAME, SUM, BAR = 70.0, 82.0, 26.0
"""
A bar lies between the name of its year and its sum; the whole is no wider than a phone.
"""
LONGEST = WIDTH - 2 * MARGIN - NAME - SUM
# Apart for the colour-blind, dark and light in turns.
COLOURS = ("#005a94", "#e08a00", "#4fa3d1", "#8c3b00", "#7a7f87", "#b9d8ec", "#f2c27a", "#2f3b47")
STYLE = """
text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; fill: #1b1f24 }
.head, .year { font-weight: bold }
.sub { fill: #4c5661 }
.paper { fill: #ffffff }
.bar { stroke: #ffffff; stroke-width: 1 }
.axis { stroke: #5f6975; stroke-width: 1.5 }
.undecided { stroke: #1b1f24; stroke-width: 1; stroke-dasharray: 4 3; fill: none }
@media screen and (prefers-color-scheme: dark) {
  text { fill: #eceff3 }
  .sub { fill: #b3bdc8 }
  .paper { fill: #14181d }
  .bar { stroke: #14181d }
  .axis { stroke: #939ea9 }
  .undecided { stroke: #eceff3 }
}
"""


def forecast_to_svg(forecast: Forecast, translate: Translate = str) -> str:
    """
    Return *forecast* as a standalone SVG file.
    """
    services = list(dict.fromkeys(line.service for year in forecast.years for line in year.lines))
    colours = {service: COLOURS[rank % len(COLOURS)] for rank, service in enumerate(services)}
    root, _ = picture("forecast", translate(TITLE), _told(forecast, translate), STYLE, translate)
    y = write(root, paragraph("head", translate(TITLE), 16, WIDTH - 2 * MARGIN), MARGIN, MARGIN) + PAD
    top = y = _legend(root, forecast, colours, y, translate) + PAD
    most = max((year.total for year in forecast.years), default=ZERO) or Decimal(1)
    for year in forecast.years:
        y = _draw_year(root, year, y, float(most), colours, translate) + PAD
    axis = {"x1": MARGIN + NAME, "y1": top - PAD / 2, "x2": MARGIN + NAME, "y2": y - PAD / 2}
    ET.SubElement(root, "line", {"class": "axis", **{key: number(value) for key, value in axis.items()}})
    return to_file(root, WIDTH, y + MARGIN - PAD)


def sums(year: ForecastYear) -> Mapping[str, tuple[Decimal, bool]]:
    """
    Return what each service comes to in *year*, and whether something of it is undecided.
    """
    found: dict[str, tuple[Decimal, bool]] = {}
    for line in year.lines:
        before, undecided = found.get(line.service, (ZERO, False))
        found[line.service] = EXACT.add(before, line.amount or ZERO), undecided or line.undecided
    return found


def _told(forecast: Forecast, translate: Translate) -> Iterator[str]:
    for year in forecast.years:
        parts = ", ".join(
            fill(translate(OF_SERVICE), {"service": service, "amount": each}, translate)
            for service, (each, _) in sums(year).items()
        )
        facts = {"year": year.name or str(year.year), "amount": year.total}
        yield (
            f"{fill(translate(TOLD), facts, translate)} ({parts})." if parts else f"{fill(translate(TOLD), facts, translate)}."
        )


def _draw_year(  # noqa: PLR0913, PLR0917  (a bar: of what, where, how long)
    root: ET.Element, year: ForecastYear, y: float, most: float, colours: Mapping[str, str], translate: Translate
) -> float:
    """
    Draw the bar of *year* between its name and its sum, and return where it ends.
    """
    words = y + (BAR - SIZE * 1.3) / 2
    write(root, paragraph("year", year.name or str(year.year), SIZE, NAME, 1), MARGIN, words)
    x = MARGIN + NAME
    for service, (each, undecided) in sums(year).items():
        width = LONGEST * float(each) / most
        box = {"x": f"{x:.2f}", "y": number(y), "width": f"{width:.2f}", "height": number(BAR)}
        ET.SubElement(root, "rect", {"class": "bar", "fill": colours[service], **box})
        if undecided:
            ET.SubElement(root, "rect", {"class": "undecided", **box})
        x += width
    write(root, paragraph("sum", amount(year.total, translate, TABLE_AMOUNT), SIZE, SUM), x + PAD / 2, words)
    return y + BAR


def _legend(root: ET.Element, forecast: Forecast, colours: Mapping[str, str], y: float, translate: Translate) -> float:
    """
    Draw what each colour stands for, from the axis outwards, and return where it ends.
    """
    for service, colour in colours.items():
        box = {"x": number(MARGIN), "y": number(y), "width": "14", "height": "14", "fill": colour}
        ET.SubElement(root, "rect", {"class": "bar", **box})
        words = paragraph("sub", code_words(service, translate), SIZE, WIDTH - 2 * MARGIN - 24)
        y = write(root, words, MARGIN + 24, y) + PAD / 4
    if any(line.undecided for year in forecast.years for line in year.lines):
        y = write(root, paragraph("sub", translate(UNSETTLED), SIZE, WIDTH - 2 * MARGIN - 24), MARGIN + 24, y)
    return y
