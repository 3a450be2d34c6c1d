"""
What the tests of the command line share: a way to run it, what it answered, and documents of every severity.
"""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

import dmsi_rules
from dmsi_rules.cli import main
from dmsi_rules.rulebook import RULES

DAY = "2026-01-10"
ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SUCCESSOR = EXAMPLES / "successor.toml"
"""
The one example of a dossier that goes by a text of the examples, and not by the embedded one.
"""
DOSSIERS = {
    path.stem: path for path in sorted(EXAMPLES.rglob("*.toml")) if path.parent.name != "conventions" and path != SUCCESSOR
}
OTHER = ROOT / "tests" / "data" / "other.toml"
GRIDS = ROOT / "tests" / "data" / "grids.toml"
CHECK_FORMATS = ("text", "json", "jsonl", "sarif", "junit", "gitlab", "github")
BILL_FORMATS = ("text", "json", "jsonl", "csv")
CALENDAR_FORMATS = ("text", "json", "ics", "svg")
SERVICES_FORMATS = ("text", "json", "mermaid", "dot", "svg")
CODES = tuple(rule.code for rule in RULES)
ANSWERED: Mapping[str, tuple[str, ...]] = {
    "init": ("init", "--commune", "Lens"),
    "check": ("check", "-"),
    "fix": ("fix", "-", "--diff"),
    "quote": ("quote", "-"),
    "bill": ("bill", "-", "--period", "2026"),
    "calendar": ("calendar", "-"),
    "audit": ("audit", "-"),
    "share": ("share", str(ROOT / "tests" / "data" / "nothing-to-share.json")),
    "services": ("services",),
    "rules": ("rules",),
    "waivers": ("waivers", str(ROOT / "tests" / "data" / "waivers.toml")),
    "explain": ("explain", "DEP001"),
    "schema": ("schema", "dossier"),
    "convention": ("convention", "check"),
}
"""
Every command, with what it needs to answer.
"""

# ---- documents

CLEAN: dict[str, Any] = {"commune": {"name": "Lens"}}
NOTE = CLEAN | {
    "deliberation": {"perimeter": ["socle", "conseil"]},
    "request": {"lines": [{"service": "socle"}, {"service": "conseil"}]},
    "audit": {"date": "2025-03-10"},
}
WARNING = CLEAN | {
    "termination": {
        "scope": "total",
        "sent": "2025-07-15",
        "registered_letter": True,
        "sender": "mayor",
        "addressee": "call-president",
    },
}
LETTER = CLEAN | {"termination": {"scope": "total", "sent": "2025-06-30", "received": "2025-07-02"}}
UNKNOWN = CLEAN | {"request": {"lines": [{"service": "socle"}]}, "audit": {"date": "2025-03-10"}}
ERROR = CLEAN | {"request": {"lines": [{"service": "support"}]}}
INVALID: dict[str, Any] = {"commune": {"name": 1}}
GOVERNANCE: dict[str, Any] = {"kind": "governance", "communes": ["Avion", "Lens"]}
DOCUMENTS: Mapping[str, dict[str, Any]] = {
    "clean": CLEAN,
    "note": NOTE,
    "warning": WARNING,
    "unknown": UNKNOWN,
    "error": ERROR,
    "invalid": INVALID,
}
"""
By the gravest thing that there is to say of it; one unknown is the only finding of its document.
"""


def line(document: Any) -> bytes:
    """
    Return *document* as one line of JSON Lines.
    """
    return json.dumps(document).encode() + b"\n"


def pretty(document: Any) -> bytes:
    """
    Return *document* as JSON whose first line is no value by itself.
    """
    return json.dumps(document, indent=2).encode() + b"\n"


# ---- running


@frozen
class Answer:
    """
    What a run of the command line gave.
    """

    status: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """
        Standard output.
        """
        return self.out.decode()

    @property
    def errors(self) -> str:
        """
        Standard error.
        """
        return self.err.decode()

    @property
    def data(self) -> Any:
        """
        Standard output as JSON.
        """
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """
        Standard output as JSON Lines.
        """
        return [json.loads(row) for row in self.out.splitlines()]


class Command:
    """
    The command line in this process, on the same day in every test.
    """

    def __init__(self, capture: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capture = capture
        self.monkeypatch = monkeypatch

    def __call__(self, *argv: str, stdin: bytes = b"", day: str | None = DAY) -> Answer:
        """
        Run it with *argv* and *stdin*.
        """
        err = io.BytesIO()
        stderr = io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace")  # as Python makes it
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        self.monkeypatch.setattr(sys, "stderr", stderr)
        self.capture.readouterr()
        status = main([*argv, *(("--as-of", day) if day else ())])
        stderr.flush()
        return Answer(status, self.capture.readouterr().out, err.getvalue())


FORGOTTEN = re.compile(r"LANG|LC_|COLUMNS|TERM|(NO|FORCE|CLICOLOR)_|CLICOLOR|PYTHON(?!PATH$|DONTWRITEBYTECODE$|HOME$)")


def surroundings(**more: str) -> dict[str, str]:
    """
    Return the environment of a process: this one's, without what changes answers, and with *more*.
    """
    package = str(Path(dmsi_rules.__file__).parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    kept = {name: value for name, value in os.environ.items() if not FORGOTTEN.match(name)}
    return kept | {"PYTHONPATH": path, "LC_ALL": "C.UTF-8"} | more


def process(*argv: str, flags: Sequence[str] = ()) -> list[str]:
    """
    Return the arguments of a process that runs the command line with *argv*.
    """
    return [sys.executable, *flags, "-m", "dmsi_rules", *argv]


def run(*argv: str, flags: Sequence[str] = (), stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Answer:
    """
    Run the command line as a process of its own.
    """
    ended = subprocess.run(
        process(*argv, flags=flags), input=stdin, capture_output=True, env=surroundings(**(env or {})), check=False, timeout=60
    )
    return Answer(ended.returncode, ended.stdout, ended.stderr)
