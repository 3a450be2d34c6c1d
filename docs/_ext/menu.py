"""
The extension that has the menu of the pages of a folder made once; Sphinx makes it for each page anew, most of a build's time.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters.toctree import global_toctree_for_doc

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

NOBODY = "-"
"""
A page that there is not: its menu leads to every page, and has no mark of where the reader is.
"""
LINK = '"><a class="reference internal" href="{}">'
HERE = LINK.replace("reference", "current reference").format("#")


def share_menu(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None) -> None:
    """
    Give *page* the menu of its folder, marked where the reader is.
    """
    del template, tree
    folder = "".join(page.rpartition("/")[:2])
    menus: dict[str, str] = vars(app).setdefault("menus", {})

    def toctree(**options: Any) -> str:
        if folder not in menus:
            found = global_toctree_for_doc(app.env, folder + NOBODY, app.builder, tags=app.tags, **options)
            menus[folder] = app.builder.render_partial(found)["fragment"]  # type: ignore[attr-defined]  # a builder of HTML
        own = LINK.format(escape(app.builder.get_relative_uri(folder + NOBODY, page)))
        menu = menus[folder].replace(own, f" current{HERE}")
        for each in context.get("parents", ()):
            link = LINK.format(escape(each["link"]))
            menu = menu.replace(link, f" current{link}")
        return menu

    context["toctree"] = toctree


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Tell Sphinx when to ask: before the theme does.
    """
    app.connect("html-page-context", share_menu, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
