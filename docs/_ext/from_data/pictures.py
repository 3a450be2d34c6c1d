"""
Pictures drawn from the data, one file for the light theme and one for the dark; and the page that the program makes itself.
"""

import datetime as dt
from collections.abc import Iterator
from html import escape
from pathlib import Path

import dmsi_rules
from dmsi_rules.drawing.calendar import calendar_to_svg
from dmsi_rules.drawing.forecast import forecast_to_svg
from dmsi_rules.drawing.process import process_to_svg
from dmsi_rules.drawing.svg import catalogue_to_svg
from dmsi_rules.report.audit_page import audit_page
from from_data.language import Language
from from_data.rooms import rooms_svg

EXAMPLES = Path(__file__).parents[3] / "examples"
LENS = EXAMPLES / "lens"
LENS_DAY, AUDIT_DAY, FORECAST_DAY = dt.date(2026, 2, 3), dt.date(2026, 1, 10), dt.date(2031, 10, 20)
DARK = "screen and (prefers-color-scheme: dark)"
THEMES = {"light": "not all", "dark": "all"}
"""
The theme is the page's, whatever the machine prefers: a picture's rules for the dark apply always or never.
"""


NARROW = "-narrow"
LINKED = frozenset(("services",))
"""
The pictures whose parts lead elsewhere: each has a narrow one beside it, for phones.
"""


def pictures(say: Language) -> Iterator[tuple[str, str]]:
    """
    Yield the pictures of the site: the file's name and what is in it.
    """
    for name, picture in _drawn(say):
        yield f"{name}.svg", picture
        for theme, applies in THEMES.items():
            yield f"{name}-{theme}.svg", picture.replace(DARK, applies)


def _drawn(say: Language) -> Iterator[tuple[str, str]]:
    terms = say.terms
    grid = terms.text.grids[-1]
    priced = {code for code, _ in terms.prices[grid.id]} - {terms.base}

    def address(code: str) -> str:
        return f"../reference/grid.html#price-{code}" if code in priced else f"../reference/glossary.html#term-{code}"

    for name, narrow in (("services", False), (f"services{NARROW}", True)):
        yield name, catalogue_to_svg(terms, grid, say, narrow=narrow, address=address)
    yield "process", process_to_svg(terms, say)
    yield "rooms", rooms_svg(say)
    lens = dmsi_rules.read_dossier(LENS / "joined.toml")
    yield "calendar", calendar_to_svg(dmsi_rules.calendar(lens, as_of=LENS_DAY), say)
    life = dmsi_rules.read_dossier(EXAMPLES / "ten-years.toml")
    yield "forecast", forecast_to_svg(dmsi_rules.forecast(life, range(2024, 2034), as_of=FORECAST_DAY), say)


def audit(say: Language) -> str:
    """
    Return the audit of the example of Lens, as the program makes a page of it.
    """
    lens = dmsi_rules.read_dossier(LENS / "dossier.toml")
    return audit_page(dmsi_rules.audit(lens, as_of=AUDIT_DAY, name="examples/lens/dossier.toml"), say)


def picture(name: str, words: str, page: str, say: Language, *, extracted: bool) -> str:
    """
    Return what shows the picture *name*, described by *words*, on *page*: the one of the theme, which opens by itself.
    """
    up = "../" * page.count("/")
    opened = f'<p class="in-full"><a href="{up}pictures/{name}.svg">{say("Open the picture in full")}</a></p>\n'
    if name in LINKED and not extracted:
        return "".join(_shown(name + more, kind, say(words, page), up) for kind, more in SCREENS.items()) + opened
    themed = "\n".join(
        f"```{{image}} /_generated/pictures/{name}-{theme}.svg\n:alt: {words}\n:class: only-{theme} drawn\n"
        f":target: {up}pictures/{name}-{theme}.svg\n```\n"
        for theme in THEMES
    )
    return f"{themed}\n{opened}"


SCREENS = {"on-desk": "", "on-phone": NARROW}


def _shown(name: str, screen: str, words: str, up: str) -> str:
    """
    Return a picture as a document of its own, whose links can be followed.
    """
    told = escape(words, quote=True)
    themed = "".join(
        f'<object class="only-{theme} drawn" type="image/svg+xml" data="{up}pictures/{name}-{theme}.svg" aria-label="{told}">'
        f"</object>\n"
        for theme in THEMES
    )
    return f'<div class="{screen}">\n{themed}</div>\n\n'
