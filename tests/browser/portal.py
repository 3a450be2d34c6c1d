"""
Fills in the form of the portal in an installed Chromium, as a town clerk does, at the width of a desktop and of a phone.

    python -m tests.browser.portal chromium

It fails on anything that the browser complains of, on a page that scrolls sideways, on an answer that is not there.
"""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.browser import chromium
from tests.browser.walk import SCREENS, SIDEWAYS

PORTAL = Path(__file__).parents[2] / "examples" / "portal"
FAULTY = 1

# Write a value into a field, as somebody who types does.
TYPED = """
(() => {{
  const field = document.querySelector(`[name="{name}"]`);
  field.value = "{value}";
  for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, {{ bubbles: true }}));
}})()
"""
STEPS = (
    ("an empty form waits for facts", None, None, "document.querySelector('#verdict').textContent.includes('compléter')"),
    ("a wrong code stands at its field", "/commune/insee", "zz", "labelled('/commune/insee').includes('INSEE')"),
    ("and is gone when it is right", "/commune/insee", "62065", "!labelled('/commune/insee').includes('valide')"),
    ("a service says what it rests on", "/request/lines/0/service", "support", "lined(0).includes('dépend de')"),
    ("a quantity has a price", "/request/lines/0/quantity", "3", "shown('#price').includes('33,00')"),
    ("a service with plans asks for one", "/request/lines/0/service", "messagerie", "lined(0).includes('plan')"),
    ("the other lines go on", "/request/lines/0/plan", "pro-25", "shown('#price').includes('26,40')"),
    ("the day of the request is in the calendar", "/request/date", "2026-05-20", "shown('#calendar').includes('20/05/2026')"),
    ("what else is asked is said in words", None, None, "shown('#elsewhere').includes('date de l’audit')"),
)
HELPERS = """
const shown = (what) => document.querySelector(what).innerText.replaceAll("\u202f", " ");
const labelled = (name) => document.querySelector(`[name="${name}"]`).closest("label").innerText;
const lined = (rank) => shown(`[data-path="/request/lines/${rank}"]`);
"""


@contextmanager
def started() -> Iterator[str]:
    """
    Start the portal with a database of its own, and give its address.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--database", f"{folder}/portal.sqlite", "--as-of", "2026-05-20"]
        process = subprocess.Popen([sys.executable, str(PORTAL), *options])
        try:
            _wait_for(address)
            yield address
        finally:
            process.terminate()
            process.wait(chromium.PATIENCE)


def _wait_for(address: str) -> None:
    end = time.monotonic() + chromium.PATIENCE
    while True:
        try:
            urlopen(address, timeout=1).close()  # noqa: S310  (ours)
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def filled_in(tab: chromium.Tab, address: str) -> Iterator[str]:
    """
    Yield what is wrong as the form is filled in step by step, and then read again.
    """
    tab.go(address)
    for what, name, value, expected in STEPS:
        if name:
            tab.run(TYPED.format(name=name, value=value))
        if not tab.wait_for(f"(() => {{ {HELPERS} return {expected}; }})()"):
            yield f"it does not come true that {what}"
    yield from tab.run(SIDEWAYS)
    tab.go(address)
    if not tab.wait_for("document.querySelector('[name=\"/request/lines/0/quantity\"]')?.value === '3'"):
        yield "the draft is not there when the page is opened again"
    yield from tab.complaints


def main() -> int:
    """
    Fill the form in at each width and say what is wrong.
    """
    (program,) = sys.argv[1:]
    faults = []
    with started() as address, chromium.browser(program) as tab:
        for screen, size in SCREENS.items():
            tab.show(*size)
            faults += [f"{screen}: {fault}" for fault in filled_in(tab, f"{address}/?draft={screen}")]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return FAULTY if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
