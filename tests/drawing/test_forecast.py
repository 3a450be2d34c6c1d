"""
The picture of a forecast: a bar a year, as long as its sum, and what it is made of.
"""

import datetime as dt
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import dmsi_rules
from dmsi_rules.convention import load_convention
from dmsi_rules.convention.glossary import glossary
from dmsi_rules.convention.terms import terms_of
from dmsi_rules.drawing.forecast import forecast_to_svg
from dmsi_rules.locale import called_by, translator
from dmsi_rules.model.readings import ADOPTED
from dmsi_rules.pricing.forecast import Forecast

SVG = "{http://www.w3.org/2000/svg}"
LIFE = Path(__file__).parents[2] / "examples" / "ten-years.toml"


@pytest.fixture(name="forecast", scope="module")
def _forecast() -> Forecast:
    return dmsi_rules.forecast(dmsi_rules.read_dossier(LIFE), range(2024, 2034), as_of=dt.date(2031, 10, 20))


def test_bars(forecast: Forecast) -> None:
    """
    The bars of two years are to one another as their sums are.
    """
    root = ET.fromstring(forecast_to_svg(forecast))  # noqa: S314  (our own picture)
    long = dict.fromkeys((each.attrib["y"] for each in root.iter(f"{SVG}rect") if each.get("height") == "26"), 0.0)
    for each in root.iter(f"{SVG}rect"):
        if each.attrib.get("y") in long and each.get("class") == "bar":
            long[each.attrib["y"]] += float(each.attrib["width"])

    most = max(year.total for year in forecast.years)
    assert [pytest.approx(float(year.total / most) * max(long.values()), abs=0.1) for year in forecast.years] == [
        *long.values()
    ]


def test_legible_on_a_phone(forecast: Forecast) -> None:
    """
    It is no wider than a phone, its words are 12 pixels high, and a service is called by its title in French.
    """
    words = called_by(glossary(terms_of(load_convention(), ADOPTED)), translator("fr"))
    root = ET.fromstring(forecast_to_svg(forecast, words))  # noqa: S314  (our own picture)
    texts = [*root.iter(f"{SVG}text")]
    said = " ".join(str(each.text) for each in texts)

    assert float(root.attrib["width"]) <= 358
    assert 12 <= min(float(each.attrib["font-size"]) for each in texts)
    assert "Connexion au réseau communautaire" in said
    assert "23\u00a0731,50" in said.replace("\u202f", "\u00a0")
    assert "reseau" not in said
