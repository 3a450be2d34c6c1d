"""
Lets axe look at pages of a built site in an installed Chromium: one of every kind, in each language, on each screen.

    python -m tests.browser.accessible build/docs chromium axe.min.js

It fails on anything that axe finds.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.browser import chromium
from tests.browser.walk import SCREENS, SETTLED, served, status_of

LANGUAGES = ("en", "fr")
KINDS = (
    "index.html",
    "accessibility.html",
    "tutorial.html",
    "search.html?q=Lens",
    "guides/index.html",
    "guides/bill.html",
    "guides/forecast.html",
    "guides/web-application.html",
    "explanation/convention.html",
    "explanation/dependencies.html",
    "explanation/forces.html",
    "explanation/process.html",
    "explanation/coverage.html",
    "reference/api.html",
    "reference/articles/index.html",
    "reference/articles/art-8.html",
    "reference/articles/art-13.html",
    "reference/command-line.html",
    "reference/dossier.html",
    "reference/glossary.html",
    "reference/grid.html",
    "reference/lifecycles.html",
    "reference/readings.html",
    "reference/rules/index.html",
    "reference/rules/DOC001.html",
    "reference/rules/PRE203.html",
    "reference/statuses.html",
    "simulator/index.html",
    "pages/audit.html",
)
LOOK = "axe.run(document, {resultTypes: ['violations']}).then((found) => JSON.stringify(found.violations))"
MOST_NAMED = 3


def looked_at(tab: chromium.Tab, address: str, page: str, axe: str) -> Iterator[str]:
    """
    Yield what axe finds on *page*.
    """
    tab.go(f"{address}/{page}")
    for screen, size in SCREENS.items():
        tab.show(*size)
        tab.run(SETTLED)
        tab.run(f"{axe}; undefined")
        for found in json.loads(tab.run(LOOK)):
            places = "; ".join(" ".join(map(str, node["target"])) for node in found["nodes"][:MOST_NAMED])
            yield f"{page} ({screen}): {found['id']}, {found['impact']}, {len(found['nodes'])} times: {places}"


def main() -> int:
    """
    Look, and say what was found.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0] if __doc__ else None)
    parser.add_argument("site", type=Path)
    parser.add_argument("chromium", help="the browser, as it is started")
    parser.add_argument("axe", type=Path, help="the script that looks")
    arguments = parser.parse_args()
    axe = arguments.axe.read_text(encoding="utf-8")
    pages = [f"{language}/{kind}" for language in LANGUAGES for kind in KINDS]
    with served(arguments.site) as address, chromium.browser(arguments.chromium) as tab:
        faults = [fault for page in pages for fault in looked_at(tab, address, page, axe)]
    return status_of(faults)


if __name__ == "__main__":
    sys.exit(main())
