"""
What each key of the documents is called, and what it means: said once for schemas, for the labels of fields and for the site.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dmsi_rules.documents._twin import packaged
from dmsi_rules.values.record import record
from dmsi_rules.values.words import Words

KEYS = Path(__file__).with_name("keys.toml")


@record
class Key:
    """
    A key of a table.

    Attributes:
        title: what it is called; without one, its own name.
        means: what it means, in a sentence.
    """

    title: Words
    means: Words


@cache
def keys() -> Mapping[str, Mapping[str, Mapping[str, Key]]]:
    """
    Return what is said of every key, by document, then by table; the document itself is a table of its name.
    """
    told = {
        kind: MappingProxyType(
            {
                table: MappingProxyType({name: _key(name, said) for name, said in names.items()})
                for table, names in tables.items()
            }
        )
        for kind, tables in packaged(KEYS).items()
    }
    return MappingProxyType(told)


@cache
def names_by_title(table: str) -> Mapping[str, str]:
    """
    Return the keys of *table*, of whatever document, by what each is called in French, as `compared` has it.
    """
    from dmsi_rules.text.compared import compared  # noqa: PLC0415  (only a faulty document wants it)

    told = (tables.get(table, {}).items() for tables in keys().values())
    return MappingProxyType({compared(key.title.fr): name for items in told for name, key in items if key.title.fr})


def _key(name: str, said: str | Mapping[str, tuple[str, str]]) -> Key:
    if isinstance(said, str):
        return Key(Words.of(None, name.replace("_", " ")), Words.of(None, said))
    (fr, means), (en, meaning) = said["fr"], said["en"]
    return Key(Words(fr, en), Words(means, meaning))
