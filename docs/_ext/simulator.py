"""
The extension that puts the simulator into the site: its page, its scripts, and beside them what they run on.

`tools/simulator_runtime.py` brings together what they run on; where that has not been done, the page says that there is no
simulator. A page with the simulator lets nothing in from elsewhere, and nothing out: its own policy says so.
"""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from contextlib import suppress
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dmsi_rules.rulebook import BY_CODE
from dmsi_rules.simulator.form import form
from dmsi_rules.simulator.language import spoken_in

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

DOCS = Path(__file__).parents[1]
HERE = DOCS / "simulator"
RUNTIME = DOCS.parent / "build" / "simulator"
MANIFEST = RUNTIME / "runtime.json"
PAGE = "simulator/index"
RULES = "reference/rules"
DAY = "2026-01-10"
"""
The day on which the examples of the rules break them.
"""
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
TRANSLATIONS = "translations.js"
"""
A script of Sphinx that makes code of a text, which the policy forbids; of these pages it would translate nothing.
"""
HEAD = "<head>"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {inline}; worker-src blob:; connect-src 'self'; "
    "img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self'; form-action 'self'; base-uri 'none'"
)
"""
What a page may do: the interpreter is WebAssembly, its worker begins as a blob so that it is held to this policy too, and the
theme's scripts within the page are named by their sums.
"""


def write_page(app: Sphinx, config: Config) -> None:
    """
    Write the page, which has no words but the program's own, in the language that is built.
    """
    del app
    config.html_static_path.append(str(HERE / "static"))
    text = _page(config.language)
    path = DOCS / f"{PAGE}.md"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def leave_out(app: Sphinx, page: str, source: list[str]) -> None:
    """
    Leave a page out of the catalogues of pages: its words are in the program's.
    """
    if app.builder.name == "gettext" and page == PAGE:
        source[0] = ""


def _page(language: str) -> str:
    shown = form(spoken_in(language))
    words = shown["words"]
    if not MANIFEST.exists():
        return f"# {words['title']}\n\n{words['absent']}\n"
    size = sum(json.loads(MANIFEST.read_text(encoding="utf-8"))["files"].values()) / 1e6
    parts = (
        f"# {words['title']}",
        words["intro"],
        words["private"].format(size=round(size)),
        f"## {words['fill_in']}",
        _raw(_filled("form.html", **shown, keeps=True)),
        f"## {words['open']}",
        words["opens"],
        _raw(_filled("text.html", **shown, keeps=True, drops=True, text="", rows=12, day=None, only=None)),
    )
    return "\n\n".join(parts) + "\n"


def _filled(template: str, **values: Any) -> str:
    return _templates().get_template(template).render(**values)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _raw(text: str) -> str:
    return f"~~~{{raw}} html\n{text}\n~~~"


def add_scripts(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None) -> None:
    """
    Give a page of the simulator what it runs, and that of a rule a box in which its example can be changed.
    """
    del template, tree
    scripts = context.get("script_files", [])
    if not MANIFEST.exists() or (page != PAGE and not _example(page)):
        return
    app.add_css_file("simulator/simulator.css")
    app.add_js_file("simulator/simulator.js", type="module")
    scripts[:] = [each for each in scripts if not str(each.filename).endswith(TRANSLATIONS)]
    if example := _example(page):
        shown = form(spoken_in(app.config.language))
        words = shown["words"]
        box = _filled("text.html", **shown, keeps=False, drops=False, text=example, rows=14, day=DAY, only="findings")
        context["body"] += f"<section><h2>{escape(words['try'])}</h2>\n<p>{escape(words['example'])}</p>\n{box}</section>"


def _example(page: str) -> str:
    """
    Return the example of the rule whose *page* it is, laid out to be read; nothing where there is none.
    """
    folder, _, name = page.rpartition("/")
    rule = BY_CODE.get(name) if folder == RULES else None
    if rule is None:
        return ""
    with suppress(ValueError):  # one of them cannot be read, on purpose
        return json.dumps(json.loads(rule.example), indent=2, ensure_ascii=False)
    return rule.example


def finish(app: Sphinx, error: Exception | None) -> None:
    """
    Put what the simulator runs on beside its scripts, and into each of its pages what it may do.
    """
    if error is not None or app.builder.format != "html" or not MANIFEST.exists():
        return
    target = Path(app.outdir, "_static", "simulator", "runtime")
    target.mkdir(parents=True, exist_ok=True)
    for name in (*json.loads(MANIFEST.read_text(encoding="utf-8"))["files"], MANIFEST.name):
        shutil.copyfile(RUNTIME / name, target / name)
    for page in sorted(app.env.found_docs):
        if page != PAGE and not _example(page):
            continue
        path = Path(app.builder.get_outfilename(page))  # type: ignore[attr-defined]  # a builder of HTML has it
        path.write_text(_guarded(path.read_text(encoding="utf-8")), encoding="utf-8")


def _guarded(text: str) -> str:
    """
    Return the page *text* with its policy, first in its head.
    """
    sums = (b64encode(sha256(each.encode()).digest()).decode() for each in INLINE.findall(text))
    policy = POLICY.format(inline=" ".join(f"'sha256-{each}'" for each in dict.fromkeys(sums)))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    before, head, after = text.partition(HEAD)
    return before + head + meta + after


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Tell Sphinx when to ask.
    """
    app.connect("config-inited", write_page, priority=400)
    app.connect("source-read", leave_out)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
