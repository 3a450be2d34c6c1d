"""
Asks the simulator of a built site in an installed Chromium what the program answers, at the width of a desktop and of a phone.

    python -m tests.browser.simulator build/docs chromium [--requests 200] [--pictures FOLDER]

It fails on anything that the browser complains of, on a request that leaves the site, on a form that cannot be filled in by
keyboard alone, and on an answer that is not the program's own, on the examples and on random requests.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from dmsi_rules.report.sheets import BOOKS
from dmsi_rules.simulator.asking import ask
from dmsi_rules.simulator.files import MAKERS
from dmsi_rules.testing import requests
from tests.browser import chromium
from tests.browser.walk import SCREENS, SETTLED, SIDEWAYS, kept, served, status_of

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for place in (".", "lens", "faults") for path in (ROOT / "examples" / place).glob("*.toml"))
FORM = 'data-simulator="form"'
PROGRAM = "new URL('program.js', document.querySelector('script[src*=simulator]').src).href"
ICON = "favicon.ico"
"""
What a browser asks for by itself.
"""
DAY = "2026-05-20"
ANSWERED = "document.querySelector('.simulator').dataset.answered"
TEXT = "document.querySelector('[data-simulator=text]')"
DROPPED = """
(() => {{
  const held = new DataTransfer();
  held.items.add(new File([{text}], "joined.toml"));
  {root}.dispatchEvent(new DragEvent("drop", {{ dataTransfer: held, bubbles: true, cancelable: true }}));
}})()
"""
RULE = "DEP001"
ASK = "import({program}).then(({{ ask }}) => Promise.all({questions}.map((each) => ask(each)))).then(JSON.stringify)"
LEAVES = "fetch('https://example.org/').then(() => true, () => false)"
FOCUSED = """
(() => {
  const at = document.activeElement, box = at.closest("[data-service]")?.dataset ?? {};
  const ours = Boolean(at.closest(".simulator"));
  const name = ours && (at.name || at.dataset.key || at.type);
  return { name, type: at.type, service: box.service, unseen: ours && getComputedStyle(at).outlineStyle === "none" };
})()
"""
KEYS = {"Tab": 9, "Enter": 13, " ": 32}
MOST_STOPS = 120
AT_ONCE = 25


def pressed(tab: chromium.Tab, key: str) -> None:
    """
    Press *key*, as a person does.
    """
    said = {"key": key, "windowsVirtualKeyCode": KEYS.get(key, 0)}
    text = {"Enter": "\r", "Tab": ""}.get(key, key)
    tab.ask("Input.dispatchKeyEvent", type="keyDown", **said, **({"text": text} if text else {}))
    tab.ask("Input.dispatchKeyEvent", type="keyUp", **said)


def reached(tab: chromium.Tab, **wanted: str) -> bool:
    """
    Go on from field to field until one is there that has all of what is *wanted*; each must show that it has the focus.
    """
    for _ in range(MOST_STOPS):
        pressed(tab, "Tab")
        found = tab.run(FOCUSED)
        if found["unseen"]:
            return False
        if all(found.get(key) == value for key, value in wanted.items()):
            return True
    return False


def filled_in(tab: chromium.Tab) -> Iterator[str]:
    """
    Yield what is wrong as the form is filled in by keyboard alone: 25 workstations, without what they rest on.
    """
    steps: tuple[tuple[str, dict[str, str]], ...] = (
        ("Avion", {"name": "commune.name"}),
        (" ", {"service": "postes", "type": "checkbox"}),
        ("25", {"service": "postes", "name": "quantity"}),
        ("\r", {"type": "submit", "name": "submit"}),
    )
    for typed, wanted in steps:
        if not reached(tab, **wanted):
            yield f"no key leads to {wanted}, or the way there is not to be seen"
            return
        for each in typed:
            pressed(tab, "Enter" if each == "\r" else each)
    if not tab.wait_for(f"{ANSWERED} === '1'"):
        yield "the form is not answered: " + str(tab.run("document.querySelector('.simulator-verdict').textContent"))
        return
    tab.run("document.querySelector('.simulator-additions button').click()")
    if not tab.wait_for(f"{ANSWERED} === '2' && document.querySelector('[data-service=reseau] input').checked"):
        yield "what is missing is not asked for"


def walked(tab: chromium.Tab, address: str, page: str, pictures: Path | None, *, is_last: bool) -> Iterator[str]:
    """
    Yield what is wrong with *page*; the last one is filled in, and the program that it has loaded stays there.
    """
    tab.go(f"{address}/{page}")
    if is_last:
        yield from filled_in(tab)
        yield from dropped(tab)
    for screen, size in SCREENS.items():
        tab.show(*size)
        tab.run(SETTLED)
        yield from tab.run(SIDEWAYS)
        if pictures:
            kept(tab, pictures / f"{page.replace('/', '_')}-{screen}.png")
    yield from (each for each in tab.complaints if ICON not in each)
    if tab.run(LEAVES):
        yield "the page can be left: something else was asked"


def dropped(tab: chromium.Tab) -> Iterator[str]:
    """
    Yield what is wrong as a dossier is dropped on the page.
    """
    path = ROOT / "examples" / "lens" / "joined.toml"
    tab.run(DROPPED.format(text=json.dumps(path.read_text(encoding="utf-8")), root=TEXT))
    if not tab.wait_for(f"{TEXT}.dataset.answered && {TEXT}.innerText.includes('DLN007')"):
        yield "a file that is dropped is not judged"


def tried(tab: chromium.Tab, address: str, site: Path) -> Iterator[str]:
    """
    Yield what is wrong with the box on the page of a rule.
    """
    page = next(path for path in sorted(site.rglob(f"{RULE}.html")) if "data-simulator" in _text(path))
    tab.go(f"{address}/{page.relative_to(site).as_posix()}")
    tab.run(f"{TEXT}.querySelector('form').requestSubmit()")
    if not tab.wait_for(f"{TEXT}.dataset.answered && {TEXT}.querySelector('.simulator-answers').innerText.includes('{RULE}')"):
        yield f"{page}: the example is not judged"
    yield from (f"{page}: {each}" for each in tab.complaints)


def questions(count: int) -> list[dict[str, Any]]:
    """
    Return what to ask: the examples as their texts, and *count* random requests as plain data.
    """
    languages = random.Random(count)  # noqa: S311  (nothing secret)
    drawn: list[dict[str, Any]] = []

    @seed(count)
    @settings(max_examples=max(count, 1), database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(requests())
    def draw(document: dict[str, Any]) -> None:
        drawn.append({"document": document})

    draw()
    texts = [{"name": path.name, "text": path.read_text(encoding="utf-8")} for path in EXAMPLES]
    asked = (*texts, *files(), *drawn[:count])
    return [{**each, "day": DAY, "language": languages.choice(("fr", "en"))} for each in asked]


def files() -> Iterator[dict[str, Any]]:
    """
    Yield a dossier as the files that the page makes of it, made here to read there; and what is the same each time, to make.
    """
    document = {"commune": {"name": "Avion"}, "request": {"lines": [{"service": "postes", "quantity": 25}]}}
    for kind in MAKERS:
        made = json.loads(ask(json.dumps({"document": document, "day": DAY, "language": "fr", "make": kind})))
        yield {"file": made["file"], "name": f"avion.{kind}"}
        if kind not in BOOKS:  # which tell when they were made
            yield {"document": document, "make": kind}


def compared(tab: chromium.Tab, count: int) -> Iterator[str]:
    """
    Yield the questions that the page answers otherwise than the program here.
    """
    asked, answers = questions(count), list[Any]()
    for rank in range(0, len(asked), AT_ONCE):
        script = ASK.format(program=PROGRAM, questions=json.dumps(asked[rank : rank + AT_ONCE]))
        answers += json.loads(tab.run(script))
    for question, answer in zip(asked, answers, strict=True):
        here = json.loads(ask(json.dumps(question)))
        for found in (*here["report"]["findings"], *answer["report"]["findings"]) if "name" in question else ():
            found.update(line=None, column=None)  # the parser that knows where they stand in TOML does not run in a browser
        differing = [name for name in here if here[name] != answer.get(name)] + [name for name in answer if name not in here]
        if differing:
            yield f"{', '.join(differing)} differ of {json.dumps(question)}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def main() -> int:
    """
    Walk, and say what is wrong.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0] if __doc__ else None)
    parser.add_argument("site", type=Path)
    parser.add_argument("chromium", help="the browser, as it is started")
    parser.add_argument("--requests", type=int, default=20, metavar="N", help="how many random requests")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="keep a picture of each page there")
    arguments = parser.parse_args()
    site = arguments.site
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    with served(site.parent) as root, chromium.browser(arguments.chromium) as tab:
        address = f"{root}/{site.name}"  # a site need not be at the root of its server
        pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")) if FORM in _text(path)]
        faults = [
            f"{page}: {fault}"
            for page in pages
            for fault in walked(tab, address, page, arguments.pictures, is_last=page == pages[-1])
        ]
        faults += [*compared(tab, arguments.requests), *tried(tab, address, site)]
    return status_of(faults)


if __name__ == "__main__":
    sys.exit(main())
