"""
A forecast as a picture: a bar a budget year, made of what each service comes to, in euros.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from xml.etree import ElementTree as ET

from dmsi_rules.drawing._ink import number, paragraph, picture, to_file, write
from dmsi_rules.pricing.forecast import Forecast, ForecastYear
from dmsi_rules.text.fill import fill
from dmsi_rules.text.marks import N_, TABLE_AMOUNT, Translate, amount
from dmsi_rules.values.money import EXACT, ZERO

TITLE = N_("What each budget year would come to, in euros")
TOLD = N_("{year}: {amount}")
OF_SERVICE = N_("{service} {amount}")
UNSETTLED = N_("dashed outline: undecided")
WIDTH, MARGIN, PAD = 96.0, 24.0, 12.0
HIGHEST, GAP, LEGEND = 260.0, 36.0, 240.0
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
    width = 2 * MARGIN + max(len(forecast.years), 1) * (WIDTH + GAP) + LEGEND
    top = write(root, paragraph("head", translate(TITLE), 16, width - 2 * MARGIN), MARGIN, MARGIN) + 2 * PAD
    most = max((year.total for year in forecast.years), default=ZERO) or Decimal(1)
    bottom = top + HIGHEST
    for rank, year in enumerate(forecast.years):
        x = MARGIN + rank * (WIDTH + GAP)
        _draw_year(root, year, x, bottom, float(most), colours)
        _label(root, year, x, bottom, translate)
    line = {"x1": MARGIN, "y1": bottom, "x2": width - LEGEND - MARGIN, "y2": bottom}
    ET.SubElement(root, "line", {"class": "axis", **{key: number(value) for key, value in line.items()}})
    end = _legend(root, forecast, colours, width - LEGEND, top, translate)
    return to_file(root, width, max(bottom + 4 * PAD + MARGIN, end + MARGIN))


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


def _draw_year(  # noqa: PLR0913, PLR0917  (a bar: of what, where, how high)
    root: ET.Element, year: ForecastYear, x: float, bottom: float, most: float, colours: Mapping[str, str]
) -> None:
    y = bottom
    for service, (each, undecided) in sums(year).items():
        height = HIGHEST * float(each) / most
        y -= height
        sides = {"x": x, "y": y, "width": WIDTH, "height": height}
        box = {name: number(round(value, 2)) for name, value in sides.items()}
        ET.SubElement(root, "rect", {"class": "bar", "fill": colours[service], **box})
        if undecided:
            ET.SubElement(root, "rect", {"class": "undecided", **box})


def _label(root: ET.Element, year: ForecastYear, x: float, bottom: float, translate: Translate) -> None:
    y = write(root, paragraph("year", year.name or str(year.year), 14, WIDTH), x, bottom + PAD / 2)
    write(root, paragraph("sub", amount(year.total, translate, TABLE_AMOUNT), 12, WIDTH + GAP), x, y)


def _legend(  # noqa: PLR0913, PLR0917  (what it explains, and where)
    root: ET.Element, forecast: Forecast, colours: Mapping[str, str], x: float, y: float, translate: Translate
) -> float:
    for service, colour in colours.items():
        box = {"x": number(x), "y": number(y), "width": "14", "height": "14", "fill": colour}
        ET.SubElement(root, "rect", {"class": "bar", **box})
        y = write(root, paragraph("sub", service, 13, LEGEND - 4 * PAD), x + 2 * PAD, y) + PAD / 2
    if any(line.undecided for year in forecast.years for line in year.lines):
        y = write(root, paragraph("sub", translate(UNSETTLED), 12, LEGEND - 2 * PAD), x, y)
    return y
