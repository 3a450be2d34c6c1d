"""
How the site is built: strictly, without a network, from the pages here and from the data of the package.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))

from dmsi_rules import __version__  # noqa: E402  (the extensions' folder stands on the path first)

project = "dmsi_rules"
author = "dmsi_rules contributors"
project_copyright = author
version = release = __version__
language = "en"  # each language is a site of its own, built with `-D language=fr`
locale_dirs = ["locale"]
gettext_compact = False  # a catalogue a page
gettext_location = False

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx_copybutton",
    "from_data",
    "simulator",
    "searching",
    "menu",
]
exclude_patterns = ["_*", "**/_*", "**/README.md"]
default_role = "code"  # a docstring's backticks quote code
nitpicky = True
nitpick_ignore = [("py:class", "networkx.DiGraph")]  # its inventory is in no package
nitpick_ignore_regex = [(r"py:.*", r"dmsi_rules\.[a-z]+\..*")]  # a type that is not public is named, and leads nowhere

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
myst_ref_domains = ["std", "py"]  # no other is spoken of

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_class_signature = "separated"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

intersphinx_mapping = {"python": ("https://docs.python.org/3", str(HERE / "_inventories" / "python.inv"))}

copybutton_prompt_text = "$ "
copybutton_line_continuation_character = "\\"  # a broken command is copied whole
copybutton_copy_empty_lines = False

html_theme = "furo"
templates_path = ["_templates"]
html_title = "dmsi_rules"
html_context = {"languages": [("fr", "Français"), ("en", "English")]}
html_static_path = ["_static"]
html_extra_path = ["_generated"]  # pictures and schemas, at addresses of their own
html_css_files = ["site.css"]
html_use_index = html_domain_indices = False  # search finds what an index would list
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#005a94", "color-brand-content": "#005a94", "code-font-size": "75%"},
    "dark_css_variables": {"color-brand-primary": "#63b3e8", "color-brand-content": "#63b3e8"},
}
