"""
Checks the types of the examples in Python on the pages of the site, as an application's developer would who copies them.

    python tools/page_types.py

All blocks of a page are one program, each line where the page has it. What may be absent is not asked for first on a page,
and one shows that nothing can be changed.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(?:python|\{code-block\} python(?:\n:[^\n]*)*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SETTINGS = {
    "typeCheckingMode": "standard",
    "pythonVersion": "3.11",
    **dict.fromkeys(("reportOptionalSubscript", "reportOptionalMemberAccess", "reportIndexIssue"), "none"),
}


def program(page: str) -> str:
    """
    Return the examples of a *page* as one program, with empty lines for all else.
    """
    lines = [""] * (page.count("\n") + 1)
    for block in BLOCK.finditer(page):
        first = page.count("\n", 0, block.start(1))
        for rank, line in enumerate(block[1].splitlines()):
            lines[first + rank] = line
    return "\n".join(lines)


def main() -> int:
    """
    Have basedpyright check them; its exit status says what it found.
    """
    with tempfile.TemporaryDirectory() as folder:
        for page in sorted((ROOT / "docs").rglob("*.md")):
            if (examples := program(page.read_text(encoding="utf-8"))).strip():
                path = Path(folder) / page.relative_to(ROOT).with_suffix(".py")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(examples, encoding="utf-8")
        (Path(folder) / "pyrightconfig.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        command = [sys.executable, "-m", "basedpyright", "--project", folder, "--pythonpath", sys.executable]
        return subprocess.run(command, check=False).returncode  # noqa: S603  (ours)


if __name__ == "__main__":
    sys.exit(main())
