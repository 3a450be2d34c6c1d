"""
Checks the links of a built site: each leads to a file that is there, and to a place in it that is there.

    python -m tests.browser.links build/docs
"""

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

BROKEN = 1


class Page(HTMLParser):
    """
    One page: where its links lead, and the places that links can lead to.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places = {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """
        Take note of links and places.
        """
        given = dict(attrs)
        self.links += [link for name in ("href", "src", "data") if (link := given.get(name))]
        self.places |= {place for place in (given.get("id"), given.get("name") if tag == "a" else None) if place}


def broken(site: Path) -> Iterator[str]:
    """
    Yield the links of *site* that lead nowhere, each with its page; links to elsewhere are left alone.
    """
    paths = [path for kind in ("html", "svg") for path in site.rglob(f"*.{kind}")]
    pages = {path.resolve(): Page(path.read_text(encoding="utf-8")) for path in paths}
    for path, page in sorted(pages.items()):
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            places = pages[target].places if target in pages else {parts.fragment}
            if not target.exists() or unquote(parts.fragment) not in places:
                yield f"{path.relative_to(site.resolve())}: {link}"


def main() -> int:
    """
    Say which links are broken.
    """
    found = list(broken(Path(sys.argv[1])))
    sys.stdout.write("".join(f"broken link: {each}\n" for each in found))
    return BROKEN if found else 0


if __name__ == "__main__":
    sys.exit(main())
