"""
Pictures drawn from the data, one file for the light theme and one for the dark.
"""

from collections.abc import Iterator

from dmsi_rules._graph import service_graph
from dmsi_rules.convention import load_convention
from dmsi_rules.drawing.svg import catalogue_to_svg

DARK = "screen and (prefers-color-scheme: dark)"
THEMES = {"light": "not all", "dark": "all"}
"""
The theme is the page's, whatever the machine prefers: a picture's rules for the dark apply always or never.
"""


def pictures() -> Iterator[tuple[str, str]]:
    """
    Yield the pictures of the site: the file's name and what is in it.
    """
    for name, picture in _drawn():
        for theme, applies in THEMES.items():
            yield f"{name}-{theme}.svg", picture.replace(DARK, applies)


def _drawn() -> Iterator[tuple[str, str]]:
    convention = load_convention()
    yield "services", catalogue_to_svg(convention, service_graph(convention), convention.grids[-1])


def picture(name: str, words: str, page: str) -> str:
    """
    Return what shows the picture *name*, described by *words*, on *page*: the one of the theme, which opens by itself.
    """
    up = "../" * page.count("/")
    return "\n".join(
        f"```{{image}} /_generated/pictures/{name}-{theme}.svg\n:alt: {words}\n:class: only-{theme} drawn\n"
        f":target: {up}pictures/{name}-{theme}.svg\n```\n"
        for theme in THEMES
    )
