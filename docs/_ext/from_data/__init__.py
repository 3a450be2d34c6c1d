"""
The extension that puts the package's data on the pages.

Whole pages and files are written before Sphinx looks for pages, in the language that is built: those of the rules and of the
articles into `reference`, pictures and schemas into `_generated`; none is committed. Within a page, a line `% data: NAME` gives
way to what NAME stands for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

import dmsi_rules
from dmsi_rules.answers.schemas import ANSWERS
from from_data import api, articles, command_line, coverage, documents, pictures, rooms, rule_pages, systems, tables
from from_data.examples import Examples
from from_data.language import Language
from from_data.markdown import in_english

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

HERE = Path(__file__).parents[2]
PLACE = re.compile(r"^% data: (?P<name>\S+)(?: (?P<words>.+))?$", re.MULTILINE)
FROM_CODE = re.compile(r"^```\{eval-rst\}$.*?^```$", re.MULTILINE | re.DOTALL)
DATA: Mapping[str, Callable[[Language], str]] = {
    "api": lambda _: in_english(api.public_names()),
    "command-line": command_line.command_line,
    "formats": command_line.formats,
    "convention": tables.convention_facts,
    "coverage": coverage.coverage_markdown,
    "defects": tables.defects,
    "edges": tables.edges,
    "forces": tables.forces,
    "grid": tables.grid,
    "rooms-table": rooms.rooms_markdown,
    "natures": tables.natures,
    "readings": tables.readings,
    "services": tables.services,
    "unpriced": tables.unpriced,
    "answers": documents.answers,
    "document-dossier": lambda say: documents.document("dossier", say),
    "document-governance": lambda say: documents.document("governance", say),
    "document-convention": lambda say: documents.document("convention", say),
    "document-lifecycles": documents.lifecycles,
    "lifecycles": systems.systems,
    "lifecycles-editions": systems.editions,
    "lifecycles-source": systems.source,
}


def write_pages(app: Sphinx, config: Config) -> None:
    """
    Write what stands in files of its own; what no rule or picture has any more goes.
    """
    del app
    say = Language(config.language)
    schemas = {f"{kind}.schema.json": documents.schema_text(kind, say) for kind in (*documents.KINDS, *ANSWERS)}
    for folder, pages in (("rules", rule_pages.pages(say)), ("articles", articles.pages(say))):
        _fill(HERE / "reference" / folder, {f"{name}.md": text for name, text in pages.items()})
    _fill(HERE / "_generated" / "pictures", dict(pictures.pictures(say)))
    _fill(HERE / "_generated" / "pages", {"audit.html": pictures.audit(say)})
    _fill(HERE / "_generated" / "schemas", schemas)


def _fill(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:  # what stays the same is not built again
            path.write_text(text, encoding="utf-8")


def put_data(app: Sphinx, page: str, source: list[str]) -> None:
    """
    Put the data where a page asks for them.
    """
    say = Language(app.config.language)
    extracted = app.builder.name == "gettext"  # data have catalogues of their own, docstrings are in the language of the code
    if extracted:
        source[0] = FROM_CODE.sub("", source[0])

    def data(found: re.Match[str]) -> str:
        name, words = found["name"], found["words"]
        if words:
            return pictures.picture(name, words, page, say, extracted=extracted)
        if name not in DATA:
            msg = f"{page} asks for {name}, which is none of {', '.join(DATA)}"
            raise ExtensionError(msg)
        return "" if extracted else DATA[name](say)

    source[0] = PLACE.sub(data, source[0])


def find_public(app: Sphinx, env: BuildEnvironment, node: pending_xref, inside: nodes.TextElement) -> nodes.reference | None:
    """
    Link a type named by the module that it lives in to its public name.
    """
    public = node.get("reftarget", "").rpartition(".")[2]
    if node.get("refdomain") != "py" or public not in dmsi_rules.__all__ or node["reftarget"] == f"dmsi_rules.{public}":
        return None
    domain = env.get_domain("py")
    return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", f"dmsi_rules.{public}", node, inside)


def show_types() -> None:
    """
    Put every public class into the modules of the others: some name them for the type checker only, and autodoc resolves names.
    """
    public = {name: getattr(dmsi_rules, name) for name in dmsi_rules.__all__}
    for each in public.values():
        if module := sys.modules.get(getattr(each, "__module__", "")):
            for name, value in public.items():
                vars(module).setdefault(name, value)


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Tell Sphinx when to ask.
    """
    show_types()
    app.connect("config-inited", write_pages, priority=400)  # before Sphinx looks whether the folders are there
    app.connect("source-read", put_data)
    app.add_transform(Examples)
    app.connect("missing-reference", find_public)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
