"""
What users may import is a list of its own: a name, an argument or a field that comes or goes is a change to be told.

`data/surface.txt` is that list. A change that is meant changes it too, and the changelog.
"""

import inspect
from pathlib import Path

import attrs

import dmsi_rules

STORED = Path(__file__).parent / "data" / "surface.txt"


def described(name: str) -> str:
    """
    Return one line on a public name: a function's arguments, a class's fields or base.
    """
    value = getattr(dmsi_rules, name)
    if not callable(value):
        return name
    if not inspect.isclass(value):
        return f"{name}({', '.join(_arguments(value))})"
    if issubclass(value, Exception):
        return f"{name}: {', '.join(base.__name__ for base in value.__bases__)}"
    fields = [each.name for each in attrs.fields(value) if not each.name.startswith("_")] if attrs.has(value) else []
    methods = [each for each in dir(value) if not each.startswith("_") and each not in fields]
    return f"{name}: {', '.join([*fields, *sorted(methods)])}"


def _arguments(function: object) -> list[str]:
    """
    Return the arguments of *function*: `*` before those that are given by name, `=` after those that need not be given.
    """
    found = []
    for each in inspect.signature(function).parameters.values():  # type: ignore[arg-type]
        if each.kind is each.KEYWORD_ONLY and "*" not in found:
            found.append("*")
        found.append(each.name + ("" if each.default is each.empty else "="))
    return found


def test_the_exported_surface_is_the_stored_one() -> None:
    """
    Every public name with its arguments or fields, in the order of the alphabet.
    """
    assert STORED.read_text(encoding="utf-8").splitlines() == [described(name) for name in sorted(dmsi_rules.__all__)]


def test_every_name_is_there() -> None:
    """
    What is listed can be fetched, is listed once and in order, and nothing else shows.
    """
    assert sorted(set(dmsi_rules.__all__)) == sorted(dmsi_rules.__all__) == dir(dmsi_rules)
