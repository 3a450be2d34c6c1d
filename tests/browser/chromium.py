"""
An installed Chromium, without a window, driven over its own debugging protocol.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import websocket

PATIENCE = 30.0
LEFT = "Inspected target navigated or closed"


class LeftError(RuntimeError):
    """
    The page was left for another one while something was asked of it.
    """


class Tab:
    """
    One page of the browser, and what it complained of.
    """

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self._sent = 0
        self._seen: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> Any:
        """
        Ask one thing of the browser and return its answer.
        """
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while (message := self._next()).get("id") != self._sent:
            pass
        if "error" in message:
            said = message["error"]["message"]
            raise (LeftError if said == LEFT else RuntimeError)(method, said)
        return message["result"]

    def run(self, script: str) -> Any:
        """
        Run *script* in the page and return its value.
        """
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def show(self, width: int, height: int, *, dark: bool = False) -> None:
        """
        Be a screen of this size, with this preference.
        """
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        preference = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[preference])

    def go(self, address: str) -> None:
        """
        Open *address* and wait until all of it is there; complaints start anew.
        """
        self.complaints.clear()
        self._seen.clear()
        self.ask("Page.navigate", url=address)
        while "Page.loadEventFired" not in self._seen:
            self._next()

    def wait_for(self, script: str) -> bool:
        """
        Wait until *script* is true of the page; False where it does not come true.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(LeftError):
                if self.run(script):
                    return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        """
        Close the browser.
        """
        self.ask("Browser.close")
        self._socket.close()

    def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv())
        method, told = message.get("method"), message.get("params", {})
        self._seen += [method] if method else []
        if method == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"].get("exception", {}).get("description", "an exception")))
        elif method == "Runtime.consoleAPICalled" and told["type"] in {"error", "assert"}:
            self.complaints.append(" ".join(str(each.get("value", "")) for each in told["args"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}".strip())
        elif method == "Network.responseReceived" and told["response"]["status"] >= 400:
            self.complaints.append(f"{told['response']['status']} {told['response']['url']}")
        return message


@contextmanager
def browser(program: str) -> Iterator[Tab]:
    """
    Give a tab of *program*, which ends with it.
    """
    # As root there is no sandbox to be had.
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless=new", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0", "--no-first-run"]
        process = subprocess.Popen(
            [program, *options, *alone, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            port = _port(Path(profile) / "DevToolsActivePort")
            tab = Tab(_tab_address(port))
            yield tab
            tab.close()
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _port(said: Path) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if said.exists() and (lines := said.read_text(encoding="utf-8").splitlines()):
            return int(lines[0])
        time.sleep(0.05)
    msg = "the browser does not start"
    raise TimeoutError(msg)


def _tab_address(port: int) -> str:
    """
    Return the address of the one tab that is open.
    """
    from urllib.request import urlopen  # noqa: PLC0415

    with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as answer:
        tabs = json.load(answer)
    return next(str(tab["webSocketDebuggerUrl"]) for tab in tabs if tab["type"] == "page")
