"""
Walks through a built site in an installed Chromium, at the width of a desktop and of a phone.

    python -m tests.browser.walk build/docs chromium [--pictures FOLDER]

It fails on anything that the browser complains of, on a page that scrolls sideways, on a picture that is missing, hidden or
clipped, on a search that does not find what people look for, on a first page or a switch that leads to
another language than it says.
"""

import argparse
import base64
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from urllib.parse import quote

from tests.browser import chromium

SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}
FIRST = "en"  # of the languages of a Chromium that has no other said
SOUGHT = {
    "en": {
        "DLN001": "reference/rules/DLN001.html",
        "art 13": "reference/articles/art-13.html",
        "exit": "reference/articles/art-13.html",
    },
    "fr": {
        "DLN001": "reference/rules/DLN001.html",
        "art 13": "reference/articles/art-13.html",
        "Art. 5.2": "reference/articles/art-5.html",
        "annexe 3": "reference/articles/annexe-3.html",
        "resiliation": "reference/articles/art-13.html",
        "préavis": "reference/articles/art-13.html",
        "preavis": "reference/articles/art-13.html",
        "prix": "reference/grid.html",
    },
}
FOUND = "[...document.querySelectorAll('#search-results li a')].slice(0, 6)"  # as far as people read
FAULTY = 1

# The page has been laid out for the screen that it is on now.
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# The page, or on a phone the column that the theme gives the text, is wider than the screen; or a table than its column.
# Blocks of code alone may scroll, by themselves.
SIDEWAYS = """
[document.documentElement, ...document.querySelectorAll(".page, .main, .content, .table-wrapper")]
  .filter((e) => e.scrollWidth > e.clientWidth + 1)
  .slice(0, 1)
  .map((e) => `scrolls sideways: ${e.tagName.toLowerCase()} is ${e.scrollWidth} wide, of ${e.clientWidth}`)
"""
PICTURES = """
[...document.querySelectorAll("article img, article object")].flatMap((e) => {
  const box = e.getBoundingClientRect(), name = e.getAttribute("src") ?? e.getAttribute("data");
  if (getComputedStyle(e.parentElement).display === "none") return [];
  if (e.tagName === "IMG" && !e.naturalWidth) return [`a picture is missing: ${name}`];
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const hidden = getComputedStyle(e).display === "none";
  const theme = e.classList.contains("only-dark") ? true : e.classList.contains("only-light") ? false : dark;
  if (hidden !== (theme !== dark)) return [`a picture is ${hidden ? "hidden" : "shown"} in the wrong theme: ${name}`];
  if (!hidden && (box.width < 40 || box.left < 0 || box.right > document.documentElement.clientWidth + 1))
    return [`a picture is clipped: ${name}`];
  return [];
})
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """
        Say nothing of each request.
        """


@contextmanager
def served(site: Path) -> Iterator[str]:
    """
    Serve *site* on this machine alone, and give its address.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def walked(tab: chromium.Tab, address: str, site: Path, pictures: Path | None) -> Iterator[str]:
    """
    Yield what is wrong on each page of *site*.
    """
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        themes = (False, True) if "only-dark" in path.read_text(encoding="utf-8") else (False,)
        tab.go(f"{address}/{page}")
        yield from (f"{page}: {complaint}" for complaint in tab.complaints)
        for (name, size), dark in product(SCREENS.items(), themes):
            tab.show(*size, dark=dark)
            tab.run(SETTLED)
            faults = [*tab.run(SIDEWAYS), *tab.run(PICTURES)]
            yield from (f"{page} ({name}, {'dark' if dark else 'light'}): {fault}" for fault in faults)
            if pictures:
                kept(tab, pictures / f"{page.replace('/', '_')}-{name}{'-dark' if dark else ''}.png")


def kept(tab: chromium.Tab, path: Path) -> None:
    """
    Keep a picture of the whole page.
    """
    picture = tab.ask("Page.captureScreenshot", captureBeyondViewport=True)
    path.write_bytes(base64.b64decode(picture["data"]))


def searched(tab: chromium.Tab, address: str) -> Iterator[str]:
    """
    Yield what is wrong with the search.
    """
    for language, sought in SOUGHT.items():
        for words, page in sought.items():
            tab.go(f"{address}/{language}/search.html?q={quote(words)}")
            if not tab.wait_for(f"{FOUND}.some((a) => a.href.includes('{page}'))"):
                yield f"search: {words} does not lead to {language}/{page}"


def switched(tab: chromium.Tab, address: str) -> Iterator[str]:
    """
    Yield what is wrong with the way to a language: from the first page, and from a page to the same one in the other.
    """
    tab.go(f"{address}/")
    if not tab.wait_for(f"location.pathname === '/{FIRST}/index.html'"):
        yield "the first page does not lead to the language of the browser"
    page = "reference/rules/DLN001.html"
    for language, other in (("en", "fr"), ("fr", "en")):
        tab.go(f"{address}/{language}/{page}")
        way = f"document.querySelector('.languages a[hreflang={other}]')"
        if tab.wait_for(f"location.pathname === '/{language}/{page}' && {way} !== null"):
            tab.run(f"{way}.click()")
        if not tab.wait_for(f"location.pathname === '/{other}/{page}' && document.documentElement?.lang === '{other}'"):
            yield f"{language}/{page} does not lead to itself in the other language"


def status_of(faults: Sequence[str]) -> int:
    """
    Say what was found, and return the exit status of a walk that has found it.
    """
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return FAULTY if faults else 0


def main() -> int:
    """
    Walk, and say what is wrong.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0] if __doc__ else None)
    parser.add_argument("site", type=Path)
    parser.add_argument("chromium", help="the browser, as it is started")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="keep a picture of each page there")
    arguments = parser.parse_args()
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    with served(arguments.site) as address, chromium.browser(arguments.chromium) as tab:
        faults = [
            *walked(tab, address, arguments.site, arguments.pictures),
            *searched(tab, address),
            *switched(tab, address),
        ]
    return status_of(faults)


if __name__ == "__main__":
    sys.exit(main())
