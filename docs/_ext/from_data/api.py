"""
The public names, sorted into what they are for.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

import dmsi_rules
from dmsi_rules.documents.keys import keys

SECTIONS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "Read": ("autofunction", lambda each: inspect.isfunction(each) and each.__name__.startswith(("read_", "load_"))),
    "Ask": ("autofunction", inspect.isfunction),
    "Rules": ("autoclass", lambda each: each.__name__ in {"Rule", "Violated", "Unknown", "Case"}),
    "Errors": ("autoexception", lambda each: issubclass(each, Exception)),
    "Documents and conventions": ("autoclass", lambda each: each.__module__.startswith("dmsi_rules.model.")),
    "Answers": ("autoclass", inspect.isclass),
}
DOCUMENTS = ("dossier", "governance")
ORDER = ("Read", "Ask", "Answers", "Rules", "Documents and conventions", "Errors")
ATTRIBUTE = re.compile(r"^ {4}(\w+):", re.MULTILINE)
OPTIONS = {"Rules": (), "Answers": ("members", "undoc-members"), "Documents and conventions": ("members",)}


def public_names() -> str:
    """
    Return every public name, in sections, as autodoc is to write it.
    """
    names: dict[str, list[str]] = {section: [] for section in ORDER}
    for name in dmsi_rules.__all__:
        if not name.startswith("_"):
            names[_section(getattr(dmsi_rules, name))].append(name)
    return "\n".join(f"## {section}\n\n```{{eval-rst}}\n{_directives(section, names[section])}\n```\n" for section in ORDER)


def _section(each: Any) -> str:
    return next(section for section, (_, holds) in SECTIONS.items() if holds(each))


def _directives(section: str, names: list[str]) -> str:
    directive, _ = SECTIONS[section]
    options = "".join(f"\n   :{option}:" for option in OPTIONS.get(section, ()))
    return "\n".join(f".. {directive}:: {name}{options}{_left_out(name) if options else ''}\n{_fields(name)}" for name in names)


def _fields(name: str) -> str:
    """
    Return the fields of a part of a document with what each means, as they stand in the schemas.
    """
    told = next((tables[name] for kind, tables in keys().items() if kind in DOCUMENTS and name in tables), {})
    return "".join(f"\n   .. attribute:: {key}\n\n      {said.means.en.replace('`', '``')}\n" for key, said in told.items())


def _left_out(name: str) -> str:
    """
    Return the option that leaves out what the class itself describes, and how it is made.
    """
    _, _, described = inspect.cleandoc(getattr(dmsi_rules, name).__doc__).partition("Attributes:\n")
    return f"\n   :exclude-members: {', '.join(['__init__', *ATTRIBUTE.findall(described)])}"
